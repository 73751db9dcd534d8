"""RDF files as input: finding them, and reading the graphs of one after the other."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError, RdfError, SinkError, UsageError
from newsgraph.rdf.formats import encoding_for, encoding_of_path, known_extensions
from newsgraph.rdf.parse import load_graphs, load_quads
from newsgraph.rdf.texts import read_texts, stream_texts
from newsgraph.readers.files import label, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader
    from typing import BinaryIO, Self

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple
    from newsgraph.rdf.texts import GraphText

_WHOLE: Final = 16_000_000
"""Up to how many bytes a file is read at once."""
STDIN = Path("-")
"""Standard input, read as N-Quads, which holds all that the other formats can."""


def find_rdf_files(paths: Iterable[str | Path]) -> tuple[tuple[Path, ...], tuple[NewsgraphError, ...]]:
    """Return the RDF files among and below `paths`, each once, and an error for each bad path.

    In folders only the known extensions count; a file that is named itself is taken whatever its name.
    """
    files: dict[Path, None] = {}
    errors: list[NewsgraphError] = []
    for given in paths:
        path = Path(given)
        if not os.fspath(given):  # an unset variable in a script: it must not mean the current folder
            errors.append(RdfError("an empty path", where="''", mend="name a file or a folder"))
        elif path.is_dir():
            found, refused = walk(path, lambda name: encoding_of_path(name) is not None)
            errors += [_refused(error) for error in refused]
            if not found and not refused:
                mend = f"give a folder with files that end in {known_extensions()}"
                errors.append(RdfError("no RDF files in this folder", where=str(path), mend=mend))
            files.update(dict.fromkeys(found))
        elif path == STDIN or path.exists():
            files[path] = None
        else:
            errors.append(RdfError("there is no such file", where=str(path), mend="check the path"))
    return tuple(files), tuple(errors)


def _refused(error: OSError) -> SinkError:
    what = f"the folder cannot be listed: {error.strerror or error}"
    return SinkError(what, where=str(error.filename), mend="check the path and its permissions")


@dataclass(slots=True)
class GraphReader:
    """Reads the graphs of files one after the other and keeps the files that failed.

    Two files may hold graphs of the same name (parts of a corpus that share people): each is yielded as its
    file has it.
    """

    paths: Iterable[str | Path]
    on_progress: Callable[[int, int], None] = lambda _done, _total: None
    failures: list[NewsgraphError] = field(default_factory=list)
    done: int = 0

    def graphs(self) -> Iterator[ArticleGraph]:
        """Yield every graph of every file; a file that does not parse is kept in `failures`."""
        files, errors = find_rdf_files(self.paths)
        self.failures.extend(errors)
        for number, file in enumerate(files, start=1):
            try:
                graphs = load_graphs_of(file)
            except NewsgraphError as error:
                self.failures.append(error)
            else:
                if not graphs:
                    self.failures.append(no_triples(label(file)))
                self.done += len(graphs)
                yield from graphs
            self.on_progress(number, len(files))


def no_triples(where: str) -> NewsgraphError:
    """Return the error of a file that holds nothing."""
    mend = "give a file that newsgraph or another program wrote RDF into"
    return RdfError("no triples in this file", where=where, mend=mend)


def homeless(number: int, where: str | None) -> NewsgraphError:
    """Return the error of so many triples that have no name to be stored under."""
    return UsageError(
        f"{number} triples belong to no article and stand in no named graph",
        where=where,
        mend="put them into a named graph (TriG, N-Quads)",
    )


def size_of(file: Path) -> int:
    """Return the number of bytes of a file, for progress; 0 where it cannot be told."""
    try:
        return 0 if file == STDIN else file.stat().st_size
    except OSError:
        return 0  # who opens it will tell what is wrong with it


def source_of(file: Path) -> tuple[Path | BinaryIO, str | None, str]:
    """Return what a file is read from, its format where its name does not tell, and what messages call it."""
    if file == STDIN:
        return sys.stdin.buffer, "nquads", label(file)
    return file, None, label(file)


class RdfFile:
    """An RDF file with the digest of its bytes, whose graphs are read if they are asked for.

    A file of usual size is read once, so that both come from the same bytes; a large one is kept open, and a
    change while it is read is told. It is a context, which closes the file.
    """

    def __init__(self, file: Path) -> None:
        """Open the file. Raises `SinkError` where it cannot be read."""
        source, form, self.where = source_of(file)
        self._encoding = (file, form)
        self._data: bytes | None = None
        with _readable(self.where), ExitStack() as stack:
            self._stream = stack.enter_context(
                source.open("rb") if isinstance(source, Path) else _seekable(source)
            )
            self._stamp = self._stamped()
            if self._stamp[0] <= _WHOLE:
                self._data = self._stream.read()
            else:
                self._whole_digest = hashlib.file_digest(self._stream, "sha256").hexdigest()
            self._open = stack.pop_all()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of its bytes, as 64 hex digits; who only reads the graphs does without."""
        return self._whole_digest if self._data is None else hashlib.sha256(self._data).hexdigest()

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._open.close()

    @contextmanager
    def texts(self) -> Iterator[tuple[int, Iterator[GraphText]]]:
        """Yield how many graphs there are, and each; what stands in none comes as one without a name.

        Errors as in `newsgraph.rdf.texts`.
        """
        path, form = self._encoding
        encoding = encoding_for(None if form else path, form)
        if self._data is not None:
            texts = read_texts(self._data, encoding, self.where)
            yield len(texts), iter(texts)
            return
        with stream_texts(self._stream, encoding, self.where) as (number, some):
            yield number, self._unchanged(some)

    def _unchanged(self, texts: Iterator[GraphText]) -> Iterator[GraphText]:
        """Yield the last only if the file is as it was: without it the file does not count as there whole."""
        last = None
        for text in texts:
            if last is not None:
                yield last
            last = text
        if self._stamped() != self._stamp:
            raise SinkError("the file was changed while it was read", where=self.where, mend="do it again")
        if last is not None:
            yield last

    def _stamped(self) -> tuple[int, int]:
        status = os.fstat(self._stream.fileno())
        return status.st_size, status.st_mtime_ns


@contextmanager
def _readable(where: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise SinkError(what, where=where, mend="check the path and its permissions") from error


def _seekable(stream: BinaryIO) -> BufferedReader:
    """Return what a stream holds as a file that can be read twice."""
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(stream, file, _WHOLE)
        file.seek(0)
        return open(os.dup(file.fileno()), "rb")  # noqa: PTH123  no path; the caller closes it


def load_graphs_of(file: Path) -> tuple[ArticleGraph, ...]:
    """Return the graphs of one file; `-` is N-Quads on standard input. Errors as in `rdf.parse`."""
    source, form, where = source_of(file)
    return load_graphs(source, form, where=where)


def load_quads_of(file: Path) -> Iterator[tuple[Triple, str]]:
    """Yield each triple of one file with the name of its graph (`""`: none), as it is read.

    `-` and errors as in `load_graphs_of`; errors come while reading.
    """
    source, form, where = source_of(file)
    return load_quads(source, form, where=where)
