"""Graphs on their way to an endpoint, and the requests that put them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgraph.iris import article_of
from newsgraph.rdf.terms import split_triples
from newsgraph.sinks.register import claims_update, entries_update, forgetting
from newsgraph.sinks.update import replace_graph
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple
    from newsgraph.rdf.texts import GraphText
    from newsgraph.sinks.register import Entry, Item


@dataclass(frozen=True, slots=True)
class Parcel:
    """A graph as it is sent: its name, its triples as N-Triples, and the entry that it gets, if any.

    `article` is what messages call it; `blank` says that there are blank nodes, which would be there twice if
    the graph were added twice. `data` are the triples in UTF-8, `entered` those of the entry, and `size` is
    how many bytes the graph takes in any request at most.
    """

    graph: str
    ntriples: str = field(repr=False)
    article: str
    entry: Entry | None = None
    blank: bool = False
    data: bytes = field(init=False, repr=False, default=b"")
    entered: bytes = field(init=False, repr=False, default=b"")
    size: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Encode the triples and work out the size."""
        data = self.ntriples.encode()
        name = len(self.graph.encode())
        entered = self.entry.to_ntriples().encode() if self.entry else b""
        around = len(replace_graph("", "")) + 3 * name + 10  # its name in an update, thrice
        around += len(self.entry.claim.encode()) if self.entry else 0
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "entered", entered)
        object.__setattr__(self, "size", len(data) + around + len(entered))

    def triples(self) -> list[Triple]:
        """Take the triples apart."""
        return split_triples(self.ntriples)


def parcel_of_item(item: Item) -> Parcel:
    """Return a graph with its entry as a parcel."""
    return Parcel(item.graph, item.ntriples, item.article or item.graph, item.entry, item.blank)


def parcel_of_text(text: GraphText) -> Parcel:
    """Return the text of a graph that gets no entry as a parcel."""
    return Parcel(text.graph, text.ntriples, article_of(text.graph) or text.graph, blank=text.blank)


def parcel_of_graph(graph: ArticleGraph) -> Parcel:
    """Return a graph that gets no entry as a parcel."""
    text = graph.to_ntriples()
    blank = text.startswith("_:") or "\n_:" in text or " _:" in text  # the last may lie in a literal: no harm
    return Parcel(graph.graph, text, graph.article, blank=blank)


def replacing(
    parcels: Sequence[Parcel], present: AbstractSet[str] | None = None, at_once: int | None = None
) -> str:
    """Return one SPARQL Update request: entries out, graphs replaced whole, entries in.

    `present` names what may have an entry or triples: all, where nobody knows. `at_once` is how many triples
    one operation may insert.
    """
    return ";\n".join(
        [
            *unsettling(parcels, present),
            *(replace_graph(p.graph, p.ntriples, at_once) for p in parcels),
            *entering(parcels),
        ]
    )


def unsettling(parcels: Iterable[Parcel], present: AbstractSet[str] | None) -> list[str]:
    """Return the operations that come before graphs are touched: in whose they are, and the entries out.

    That they are not whole is told with one operation, and never is there none that tells whose they are.
    """
    by_collection: dict[str | None, list[Parcel]] = {}
    for parcel in parcels:
        by_collection.setdefault(parcel.entry.collection if parcel.entry else None, []).append(parcel)
    operations = []
    for collection, some in by_collection.items():
        if claimed := [parcel.entry for parcel in some if parcel.entry is not None]:
            operations.append(claims_update(claimed))
        if known := [p.graph for p in some if present is None or p.graph in present]:
            operations.append(forgetting(known, but=collection))
    return operations


def entering(parcels: Iterable[Parcel]) -> tuple[str, ...]:
    """Return the operation that writes the entries of these graphs, none where none has an entry."""
    entries = [parcel.entry for parcel in parcels if parcel.entry is not None]
    return (entries_update(entries),) if entries else ()


def adding(parcels: Sequence[Parcel]) -> bytes:
    """Return the TriG that adds the graphs and then their entries.

    The triples stand there as they are, which is less work, and less to send, than a graph's name in each
    line of N-Quads.
    """
    parts = [part for p in parcels for part in (f"<{p.graph}> {{\n".encode(), p.data, b"}\n")]
    entries = [parcel.entered for parcel in parcels if parcel.entered]
    if entries:
        parts += (f"<{REGISTER_GRAPH}> {{\n".encode(), *entries, b"}\n")
    return b"".join(parts)


def batched(parcels: Iterable[Parcel], *, number: int, size: int) -> Iterator[list[Parcel]]:
    """Yield batches of at most `number` graphs and `size` bytes; a larger graph goes alone.

    So does one with blank nodes, whose names another graph may have too. No batch holds two graphs of one
    name: the later must find the earlier in place.
    """
    batch: dict[str, Parcel] = {}
    filled = 0
    for parcel in parcels:
        is_full = len(batch) == number or filled + parcel.size > size or parcel.graph in batch
        if batch and (is_full or parcel.blank or any(p.blank for p in batch.values())):
            yield list(batch.values())
            batch, filled = {}, 0
        batch[parcel.graph] = parcel
        filled += parcel.size
    if batch:
        yield list(batch.values())
