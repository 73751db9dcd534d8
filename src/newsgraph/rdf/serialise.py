"""Graphs to bytes in six formats: streaming, and the same bytes for the same graphs, whatever the run."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, BinaryIO

from newsgraph.rdf.formats import Encoding, Format, find_encoding
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
    write = _WRITERS[form.format]
    if form.gzip:
        # No name and no time in the head of the gzip file: the same graphs give the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=6, mtime=0) as packed:
            _drain(write(counted), packed.write)
    else:
        _drain(write(counted), stream.write)
    return counted.number


def _encoding(encoding: Encoding | Format | str) -> Encoding:
    if isinstance(encoding, Format):
        return Encoding(encoding)
    return find_encoding(encoding) if isinstance(encoding, str) else encoding


def _drain(pieces: Iterable[str], write: Callable[[bytes], object]) -> None:
    for piece in pieces:
        write(piece.encode())


class _Counted:
    """Passes graphs on and counts them."""

    def __init__(self, graphs: Iterable[ArticleGraph]) -> None:
        self._graphs = graphs
        self.number = 0

    def __iter__(self) -> Iterator[ArticleGraph]:
        for graph in self._graphs:
            self.number += 1
            yield graph


def _nquads(graphs: Iterable[ArticleGraph]) -> Iterator[str]:
    for graph in graphs:
        yield graph.to_nquads()


def _ntriples(graphs: Iterable[ArticleGraph]) -> Iterator[str]:
    for graph in graphs:
        yield graph.to_ntriples()


def _turtle(graphs: Iterable[ArticleGraph]) -> Iterator[str]:
    writer = TurtleWriter()
    for number, graph in enumerate(graphs):
        if number == 0:
            yield writer.start(_data_base(graph))
        yield "".join(writer.turtle(graph))


def _trig(graphs: Iterable[ArticleGraph]) -> Iterator[str]:
    writer = TurtleWriter()
    for number, graph in enumerate(graphs):
        if number == 0:
            yield writer.start(_data_base(graph))
        yield "".join(writer.trig(graph))


def _data_base(graph: ArticleGraph) -> str:
    return graph.article.rpartition("article/")[0]


_WRITERS: dict[Format, Callable[[Iterable[ArticleGraph]], Iterator[str]]] = {
    Format.TURTLE: _turtle,
    Format.TRIG: _trig,
    Format.NTRIPLES: _ntriples,
    Format.NQUADS: _nquads,
}
