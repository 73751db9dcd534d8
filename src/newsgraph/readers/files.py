"""Article files: finding them, reading their bytes, and decoding those."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 5 * 1024 * 1024
"""The longest file taken for one article, in bytes: a hundred times a long feature; more is a dump of many."""

STDIN = Path("-")
"""Stands for standard input wherever a path does."""

_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old Office document",
}
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# What XML 1.0 (https://www.w3.org/TR/xml/#charsets) cannot carry has no place in RDF/XML either.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONE_RETURN = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class FileList:
    """The files found, each once, and one error for each path that gave none."""

    files: tuple[Path, ...] = ()
    errors: tuple[ReadError, ...] = ()


def find_files(paths: Iterable[str | os.PathLike[str]]) -> FileList:
    """Return the article files under `paths`: files as named, folders searched for `*.txt` at any depth.

    Paths keep their order, a folder's files are sorted by name; a file that is reached twice counts once.
    Hidden files and folders are left out. "-" is standard input. A missing path, a folder that cannot be
    listed and one without articles are among the errors.
    """
    files: dict[str, Path] = {}
    errors: list[ReadError] = []
    for path in map(Path, paths):
        if path == STDIN:
            files.setdefault("-", path)
        elif path.is_dir():
            found, problems = _search(path)
            errors += problems
            for file in found:
                files.setdefault(os.path.realpath(file), file)
        elif path.exists():
            files.setdefault(os.path.realpath(path), path)
        else:
            errors.append(ReadError("no such file or folder", where=str(path), mend="check the path"))
    return FileList(tuple(files.values()), tuple(errors))


def _search(folder: Path) -> tuple[list[Path], list[ReadError]]:
    found: list[Path] = []
    problems: list[ReadError] = []
    seen: set[str] = set()

    def report(error: OSError) -> None:
        problems.append(
            ReadError(
                f"the folder cannot be listed: {error.strerror}",
                where=str(error.filename),
                mend="check its permissions",
            )
        )

    for place, folders, names in os.walk(folder, onerror=report, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:  # a symbolic link that leads back
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(place, name)
            for name in sorted(names)
            if name.lower().endswith(".txt") and not name.startswith(".")
        ]
    if not found and not problems:
        problems.append(
            ReadError(
                "no articles in the folder", where=str(folder), mend="give a folder with *.txt files in it"
            )
        )
    return found, problems


def read_raw(path: Path) -> str:
    """Return the decoded file, unchanged (a BOM and CRLF included); "-" reads standard input.

    Raises `ReadError` for a file that cannot be read, is too long or is no text.
    """
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except IsADirectoryError as error:
        raise ReadError("this is a folder, not a file", where=str(path), mend="give its files") from error
    except OSError as error:
        raise ReadError(
            f"the file cannot be read: {error.strerror or error}",
            where=str(path),
            mend="check path and permissions",
        ) from error
    return decode(data, str(path))


def decode(data: bytes, origin: str) -> str:
    """Return the text of an article file: UTF-8, or UTF-16 or UTF-32 with a byte order mark.

    The encoding is never guessed. Raises `ReadError` for other encodings, for binary data and for data
    longer than `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"longer than {MAX_BYTES // 1024**2} MB, which no article is",
            where=origin,
            mend="split it into one file an article",
        )
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise ReadError(f"binary data: {kind}", where=origin, mend="export its text as UTF-8")
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\x00" in data:
        raise _binary(data, origin)
    try:
        raw = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, origin) from error
    check_characters(raw, origin)
    return raw


def check_characters(raw: str, origin: str) -> None:
    """Raise `ReadError` for control characters, lone surrogates and old line ends."""
    found = _FORBIDDEN.search(raw)
    if found:
        raise ReadError(
            f"the control character U+{ord(found.group()):04X} is no text",
            where=f"{origin}:{raw.count(chr(10), 0, found.start()) + 1}",
            mend="remove it",
        )


def _binary(data: bytes, origin: str) -> ReadError:
    for name, step in (("UTF-16LE", 1), ("UTF-16BE", 0)):
        half = data[step::2]
        if half.count(0) > len(half) * 0.7:
            return ReadError(
                f"this looks like {name} without a byte order mark",
                where=origin,
                mend=f"convert it: iconv -f {name} -t UTF-8 FILE > NEW",
            )
    return ReadError(
        f"binary data: a NUL byte at offset {data.index(0)}", where=origin, mend="give a text file"
    )


def _undecodable(data: bytes, error: UnicodeDecodeError, origin: str) -> ReadError:
    if error.encoding != "utf-8":
        return ReadError(
            f"damaged {error.encoding.upper()} at byte {error.start}", where=origin, mend="save it as UTF-8"
        )
    line = data.count(b"\n", 0, error.start) + 1
    return ReadError(
        f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}",
        where=f"{origin}:{line}",
        mend="if it is Windows-1252, convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW",
    )
