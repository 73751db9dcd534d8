"""Files and folders as targets: written whole or not at all."""

from __future__ import annotations

import errno
import gzip
import os
import re
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from newsgraph.errors import SinkError
from newsgraph.iris import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Writer: TypeAlias = Callable[[BinaryIO], object]
"""What fills a binary stream with one file's bytes."""

STDOUT: Final = "-"
_ARTICLE_ID = re.compile(r"(?:^|[/#:])article/([0-9a-f]{16})$")
_OWN_NAME = re.compile(r".+-([0-9a-f]{6})\.(?:ttl|trig|nt|nq|jsonld|rdf)(?:\.gz)?$", re.DOTALL)
_HEAD_BYTES = 65_536
_STEM_BYTES = 200
_REASONS: Final[dict[int, tuple[str, str]]] = {
    errno.ENOSPC: ("the disk is full", "make room, or write to another disk"),
    errno.EDQUOT: ("the disk quota is used up", "make room, or write to another disk"),
    errno.EFBIG: ("the file is larger than the disk allows", "write one file an article"),
    errno.EACCES: ("no permission to write", "change the permissions, or write elsewhere"),
    errno.EPERM: ("no permission to write", "change the permissions, or write elsewhere"),
    errno.EROFS: ("the disk is read-only", "write elsewhere"),
    errno.EISDIR: ("the output is a folder", "name a file in it"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "choose another path"),
    errno.EEXIST: ("there is a file where the folder should be", "choose another folder"),
    errno.ENOENT: ("the folder does not exist", "create it, or write elsewhere"),
    errno.ENAMETOOLONG: ("the file name is too long", "shorten the name of the input file"),
    errno.EPIPE: ("the reader of the output has gone", "keep the other end of the pipe open"),
    errno.EBADF: ("it is closed", "open it, or write to a file"),
}


def write_output(target: str | Path, write: Writer) -> None:
    """Let `write` fill the file `target`; `-` is standard output.

    The file appears whole, under its name, when all is on the disk; on any failure what stood there before
    stays, and no temporary file is left. Raises `SinkError`.
    """
    if str(target) == STDOUT:
        _write_stdout(write)
        return
    path = Path(target)
    with translated(path), _replacing(path) as raw:
        write(raw)


def check_place(path: Path) -> None:
    """Raise `SinkError` where no file can be written at `path`: it is a folder, or lies in none."""
    with translated(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(path.parent))


def file_name(stem: str, article: str, extension: str) -> str:
    """Return the name of the output file of the article with the IRI `article`.

    The six hex digits are the first of the article's own hash, so that the name can be found in the IRI. A
    very long stem is cut, because file systems take 255 bytes a name.

    >>> file_name("kerry", "https://a.example/article/0123456789abcdef", "ttl")
    'kerry-012345.ttl'
    """
    found = _ARTICLE_ID.search(article)
    digits = (found[1] if found else hash_of(article))[:6]
    short = stem.encode("utf-8", "surrogateescape")[:_STEM_BYTES].decode("utf-8", "ignore") or "article"
    return f"{short}-{digits}.{extension.lstrip('.')}"


class Folder:
    """A folder that takes one file an article; a rerun replaces its own files."""

    def __init__(self, path: str | Path, extension: str = "ttl") -> None:
        """Create the folder where it is missing; raises `SinkError` where that fails."""
        self.path = Path(path)
        self.extension = extension
        self._files: dict[str, tuple[Path, str]] = {}
        with translated(self.path):
            self.path.mkdir(parents=True, exist_ok=True)

    @property
    def written(self) -> tuple[Path, ...]:
        """The files of this run, in the order of writing."""
        return tuple(path for path, _ in self._files.values())

    def write(self, stem: str, article: str, write: Writer) -> Path:
        """Let `write` fill the file of the article with the IRI `article`, and return its path.

        `stem` is the name of the input file without its extension. Raises `SinkError`, also where an
        earlier article of this run has the same file; names that differ only in case count as the same.
        """
        path = self.path / file_name(stem, article, self.extension)
        key = path.name.casefold()
        if key in self._files:
            raise SinkError(
                f"two inputs would be written to this file: {self._files[key][1]} and {article}",
                where=str(path),
                mend="leave one of them out, or rename one of the input files",
            )
        write_output(path, write)
        self._files[key] = (path, article)
        return path


def prune(folder: str | Path, keep: Iterable[Path]) -> tuple[Path, ...]:
    """Remove the output files in `folder` that earlier runs left and that `keep` does not hold.

    A file counts as ours only if its name ends in six hex digits and a format's extension, and its first
    64 KiB name an article whose hash starts with these digits: anything else stays. Folders below are not
    entered. Returns what was removed, in order. Raises `SinkError`.
    """
    kept = {path.name.casefold() for path in keep}
    removed = []
    with translated(Path(folder)):
        for path in sorted(Path(folder).iterdir()):
            if path.name.casefold() not in kept and _is_ours(path):
                path.unlink()
                removed.append(path)
    return tuple(removed)


def _is_ours(path: Path) -> bool:
    named = _OWN_NAME.fullmatch(path.name)
    if not named or path.is_symlink() or not path.is_file():
        return False
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except (OSError, EOFError, zlib.error):
        return False  # what cannot be read cannot be recognised, and so is not removed
    return re.search(rb"article[/:]" + named[1].encode() + rb"[0-9a-f]{10}(?![0-9a-f])", head) is not None


def _write_stdout(write: Writer) -> None:
    try:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough: nothing went wrong that could be mended
        raise
    except OSError as error:
        raise sink_error(error, "standard output") from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a stream whose content takes the place of `path` when the block ends without an exception."""
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
    if target.exists() and not target.is_file():  # a device or a pipe is written to, not replaced
        with target.open("wb") as stream:
            yield stream
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".newsgraph-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode_for(target))
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(target.parent)


def _mode_for(target: Path) -> int:
    """Return the permissions of the file to be replaced, or those that a new file gets."""
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "write-protected", str(target))
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Put the new name on the disk too, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some file systems cannot sync folders
            raise
    finally:
        os.close(handle)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what the system refuses while `path` is written into a `SinkError`."""
    try:
        yield
    except OSError as error:
        raise sink_error(error, str(path)) from error


def sink_error(error: OSError, where: str) -> SinkError:
    """Return the error for a person: what the system refused, and how to mend it."""
    what, mend = _REASONS.get(error.errno or 0, (f"cannot be written: {error.strerror or error}", None))
    return SinkError(what, where=where, mend=mend)
