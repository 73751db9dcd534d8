"""Article files: finding them and reading them."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.readers.decode import MAX_BYTES, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

STDIN = Path("-")
"""Stands for standard input wherever a path does."""


@dataclass(frozen=True, slots=True)
class FileList:
    """The files found, each once, and one error for each path that gave none."""

    files: tuple[Path, ...] = ()
    errors: tuple[ReadError, ...] = ()


def find_files(paths: Iterable[str | os.PathLike[str]]) -> FileList:
    """Return the article files under `paths`: files as named, folders searched for `*.txt` at any depth.

    Paths keep their order, the files of a folder are sorted by their parts; one that is reached twice counts
    once. Hidden files and folders are left out. "-" is standard input. A missing path, a folder that cannot
    be listed and one without articles are among the errors.
    """
    files: dict[str, Path] = {}
    errors: list[ReadError] = []
    for path in paths:
        found, problems = _expand(path)
        errors += problems
        for file in found:
            files.setdefault("-" if file == STDIN else os.path.realpath(file), file)
    return FileList(tuple(files.values()), tuple(errors))


def label(path: str | os.PathLike[str]) -> str:
    """Return how messages name `path`."""
    return "<stdin>" if Path(path) == STDIN else str(path)


def read_raw(path: str | os.PathLike[str]) -> tuple[str, str]:
    """Return the decoded text of a file, line ends as they are, and the SHA-256 of its bytes in hex digits.

    "-" reads standard input. Raises `ReadError` for a file that cannot be read, is too long or is no text.
    """
    name = label(path)
    try:
        if Path(path) == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except IsADirectoryError as error:
        raise ReadError("this is a folder, not a file", where=name, mend="name its files") from error
    except (OSError, ValueError) as error:
        raise _unreadable("the file cannot be read", name, error) from error
    return decode(data, name), hashlib.sha256(data).hexdigest()


def _expand(path: str | os.PathLike[str]) -> tuple[list[Path], list[ReadError]]:
    if not os.fspath(path):
        # An unset variable in a script: it must not mean the current folder, as Path("") does.
        return [], [ReadError("an empty path", where="''", mend="name a file or a folder")]
    file = Path(path)
    if file == STDIN:
        # Only "-" itself is standard input; "./-" is a file of that name.
        return [file if os.fspath(path) == "-" else Path.cwd() / file], []
    try:
        if file.is_dir():
            return _search(file)
        if file.exists():
            return [file], []
    except OSError as error:
        return [], [_unreadable("the path cannot be looked at", str(path), error)]
    return [], [ReadError("no such file or folder", where=str(path), mend="check the path")]


def _search(folder: Path) -> tuple[list[Path], list[ReadError]]:
    found, refused = walk(folder, _is_article)
    problems = [_unreadable("the folder cannot be listed", str(e.filename), e) for e in refused]
    if not found and not problems:
        problems = [
            ReadError("no articles in the folder", where=str(folder), mend="give a folder with *.txt files")
        ]
    return found, problems


def walk(folder: Path, wanted: Callable[[str], bool]) -> tuple[list[Path], list[OSError]]:
    """Return the files below `folder` whose names are wanted, sorted by their parts, and what was refused.

    Symbolic links are followed, each folder is entered once; hidden files and folders are left out, and so
    are pipes and devices, which might never end. What cannot be opened is kept: who opens it will tell.
    """
    found: list[Path] = []
    refused: list[OSError] = []
    seen: set[str] = set()
    for place, folders, names in os.walk(folder, onerror=refused.append, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:  # a symbolic link led here again
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files = (Path(place, name) for name in names if not name.startswith(".") and wanted(name))
        found += [file for file in files if not _is_special(file)]
    return sorted(found, key=lambda file: file.parts), refused


def _is_special(file: Path) -> bool:
    try:
        return not stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return False  # who opens it will tell what is wrong with it


def _is_article(name: str) -> bool:
    return name.lower().endswith(".txt")


def _unreadable(what: str, where: str, error: OSError | ValueError) -> ReadError:
    reason = getattr(error, "strerror", None) or str(error)
    return ReadError(f"{what}: {reason}", where=where, mend="check the path and its permissions")
