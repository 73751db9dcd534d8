"""Graphs to bytes in six formats: streaming, and the same bytes for the same graphs, whatever the run."""

from __future__ import annotations

import gzip
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final

from newsgraph.iris import base_of
from newsgraph.rdf.formats import Encoding, Format, find_encoding
from newsgraph.rdf.jsonld import write_jsonld
from newsgraph.rdf.rdfxml import write_rdfxml
from newsgraph.rdf.turtle import TurtleWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph


def write_graphs(graphs: Iterable[ArticleGraph], stream: BinaryIO, encoding: Encoding | Format | str) -> int:
    """Write graphs to a binary stream, one after the other, and return how many there were.

    `encoding` is a format, its name or its extension ("turtle", "nq.gz"). The stream stays open. Raises
    `UsageError` for an unknown name and `RdfError` for what the format cannot carry.
    """
    form = _encoding(encoding)
    counted = _Counted(graphs)
    if form.gzip:
        with packing(stream) as packed:
            _write(counted, packed.write, form.format)
    else:
        _write(counted, stream.write, form.format)
    return counted.number


def packing(stream: BinaryIO) -> gzip.GzipFile:
    """Return what packs into a stream, which stays open: with no name, no time, so always the same bytes."""
    return gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=6, mtime=0)


def serialise(graphs: Iterable[ArticleGraph], encoding: Encoding | Format | str) -> bytes:
    """Return graphs as bytes; see `write_graphs`."""
    stream = BytesIO()
    write_graphs(graphs, stream, encoding)
    return stream.getvalue()


def _encoding(encoding: Encoding | Format | str) -> Encoding:
    if isinstance(encoding, Encoding):
        return encoding
    return Encoding(encoding) if isinstance(encoding, Format) else find_encoding(encoding)


class _Counted:
    """Passes graphs on and counts them."""

    def __init__(self, graphs: Iterable[ArticleGraph]) -> None:
        self._graphs = graphs
        self.number = 0

    def __iter__(self) -> Iterator[ArticleGraph]:
        for graph in self._graphs:
            self.number += 1
            yield graph


def _write(graphs: Iterable[ArticleGraph], write: Callable[[bytes], object], form: Format) -> None:
    first, graphs = _peek(graphs)
    for piece in _WRITERS[form](graphs, first):
        write(piece.encode())


def _peek(graphs: Iterable[ArticleGraph]) -> tuple[str | None, Iterable[ArticleGraph]]:
    """Return the base of the first graph's data IRIs, and all graphs."""
    iterator = iter(graphs)
    first = next(iterator, None)
    if first is None:
        return None, ()
    return base_of(first.article), chain((first,), iterator)


def _nquads(graphs: Iterable[ArticleGraph], _: str | None) -> Iterator[str]:
    for graph in graphs:
        yield graph.to_nquads()


def _ntriples(graphs: Iterable[ArticleGraph], _: str | None) -> Iterator[str]:
    for graph in graphs:
        yield graph.to_ntriples()


def _turtle(graphs: Iterable[ArticleGraph], base: str | None) -> Iterator[str]:
    writer = TurtleWriter()
    yield writer.start(base)
    for graph in graphs:
        yield "".join(writer.turtle(graph))


def _trig(graphs: Iterable[ArticleGraph], base: str | None) -> Iterator[str]:
    writer = TurtleWriter()
    yield writer.start(base)
    for graph in graphs:
        yield "".join(writer.trig(graph))


_WRITERS: Final[dict[Format, Callable[[Iterable[ArticleGraph], str | None], Iterator[str]]]] = {
    Format.TURTLE: _turtle,
    Format.TRIG: _trig,
    Format.NTRIPLES: _ntriples,
    Format.NQUADS: _nquads,
    Format.JSONLD: write_jsonld,
    Format.RDFXML: write_rdfxml,
}
