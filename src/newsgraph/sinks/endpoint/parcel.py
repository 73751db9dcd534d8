"""Graphs on their way to an endpoint, and the requests that put them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsgraph.sinks.register import entries_update, forgetting
from newsgraph.sinks.update import replace_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple
    from newsgraph.sinks.register import Entry, Item

_ENTRY_BYTES: Final = 1_000
"""What an entry, and the words around a graph, add to a request at most; names are a few dozen bytes."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A graph as it is sent: its name, its triples as N-Triples, and the entry that it gets, if any.

    `article` is what messages call it.
    """

    graph: str
    ntriples: str = field(repr=False)
    article: str
    entry: Entry | None = None

    @property
    def size(self) -> int:
        """How many bytes it takes in a request, at most."""
        text = self.ntriples
        return (len(text) if text.isascii() else len(text.encode())) + _ENTRY_BYTES

    def triples(self) -> list[Triple]:
        """Take the triples apart."""
        lines = self.ntriples.split("\n")[:-1]
        return [(s, p, o) for s, p, o in (line[:-2].split(" ", 2) for line in lines)]


def parcel_of_item(item: Item) -> Parcel:
    """Return a graph with its entry as a parcel."""
    return Parcel(item.graph, item.ntriples, item.article or item.graph, item.entry)


def parcel_of_graph(graph: ArticleGraph) -> Parcel:
    """Return a graph that gets no entry as a parcel."""
    return Parcel(graph.graph, graph.to_ntriples(), graph.article)


def replacing(parcels: Sequence[Parcel]) -> str:
    """Return one SPARQL Update request: entries out, graphs replaced whole, entries in."""
    return ";\n".join(
        [
            forgetting(p.graph for p in parcels),
            *(replace_graph(p.graph, p.ntriples) for p in parcels),
            *entering(parcels),
        ]
    )


def entering(parcels: Iterable[Parcel]) -> tuple[str, ...]:
    """Return the operation that writes the entries of these graphs, none where none has an entry."""
    entries = [parcel.entry for parcel in parcels if parcel.entry is not None]
    return (entries_update(entries),) if entries else ()


def batched(parcels: Iterable[Parcel], *, number: int, size: int) -> Iterator[list[Parcel]]:
    """Yield batches of at most `number` graphs and `size` bytes; a larger graph goes alone.

    No batch holds two graphs of one name: the later must find the earlier in place.
    """
    batch: dict[str, Parcel] = {}
    filled = 0
    for parcel in parcels:
        length = parcel.size
        if batch and (len(batch) == number or filled + length > size or parcel.graph in batch):
            yield list(batch.values())
            batch, filled = {}, 0
        batch[parcel.graph] = parcel
        filled += length
    if batch:
        yield list(batch.values())
