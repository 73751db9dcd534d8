"""Graphs to bytes in six formats: streaming, and the same bytes for the same graphs, whatever the run."""

from __future__ import annotations

import gzip
import re
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph

from newsgraph.errors import RdfError
from newsgraph.rdf.formats import Encoding, Format, find_encoding
from newsgraph.rdf.jsonld import write_jsonld
from newsgraph.rdf.order import ordered_blocks
from newsgraph.rdf.turtle import TurtleWriter
from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph

_NO_XML: Final = re.compile(r"(?<!\\)(?:\\\\)*(\\(?:[bf]|u(?!007F)[0-9A-F]{4}))")
"""Escapes of characters that XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets."""


def write_graphs(graphs: Iterable[ArticleGraph], stream: BinaryIO, encoding: Encoding | Format | str) -> int:
    """Write graphs to a binary stream, one after the other, and return how many there were.

    `encoding` is a format, its name or its extension ("turtle", "nq.gz"). The stream stays open. Raises
    `UsageError` for an unknown name and `RdfError` for what the format cannot carry.
    """
    form = _encoding(encoding)
    counted = _Counted(graphs)
    if form.gzip:
        # No name and no time in the head of the gzip file: the same graphs give the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, compresslevel=6, mtime=0) as packed:
            _write(counted, packed.write, form.format)
    else:
        _write(counted, stream.write, form.format)
    return counted.number


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


class _Target:
    """What pyoxigraph needs of a stream, and nothing else of it."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self.write = write

    def flush(self) -> None:
        """Leave the flushing to whoever opened the stream."""


def _write(graphs: Iterable[ArticleGraph], write: Callable[[bytes], object], form: Format) -> None:
    first, graphs = _peek(graphs)
    if form is Format.RDFXML:
        _write_rdfxml(graphs, write, first)
        return
    for piece in _WRITERS[form](graphs, first):
        write(piece.encode())


def _peek(graphs: Iterable[ArticleGraph]) -> tuple[str | None, Iterable[ArticleGraph]]:
    """Return the base of the first graph's data IRIs, and all graphs."""
    iterator = iter(graphs)
    first = next(iterator, None)
    if first is None:
        return None, ()
    base, found, _ = first.article.rpartition("article/")
    return (base if found else None), chain((first,), iterator)


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
}


def _write_rdfxml(graphs: Iterable[ArticleGraph], write: Callable[[bytes], object], base: str | None) -> None:
    prefixes = dict(PREFIXES)
    if base is not None:
        prefixes |= {kind: f"{base}{kind}/" for kind in ("article", "organization", "person", "place")}
    triples = chain.from_iterable(_for_xml(graph) for graph in graphs)
    pyoxigraph.serialize(
        triples,
        output=_Target(write),  # type: ignore[arg-type]  # it asks for no more than write and flush
        format=pyoxigraph.RdfFormat.RDF_XML,
        prefixes=prefixes,
    )


def _for_xml(graph: ArticleGraph) -> Iterator[pyoxigraph.Triple]:
    lines = [
        f"{subject} {predicate} {obj} .\n"
        for subject, properties in ordered_blocks(graph.article, graph.triples)
        for predicate, objects in properties
        for obj in objects
    ]
    text = "".join(lines)
    bad = _NO_XML.search(text)
    if bad is not None:
        raise RdfError(
            f"XML has no way to write the control character {bad[1]}",
            where=graph.origin or graph.article,
            mend="choose another format, such as turtle, or take the character out of the article",
        )
    for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield quad.triple
