"""What a store keeps about the graphs that were synchronised into it, and how that is read and written.

For every graph the register, itself a named graph (`newsgraph.vocab.REGISTER_GRAPH`), holds the graph's
digest, the file that it was read from, and the collection that it belongs to. An entry is taken out before
its graph is touched and written after the graph is whole: what has an entry is complete, whatever was
interrupted. So a run needs nothing but the store to know what is left to do, on any machine.

Where a server may be interrupted between the two, the collection stays meanwhile, as a claim: whose graph it
is that may be half there, so that it can be taken out also if its file is gone by the next run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.vocab import NG, REGISTER_GRAPH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_COLLECTION = "default"

_COLLECTION, _FILE, _GRAPHS, _DIGEST = (
    f"<{term}>" for term in (NG.collection, NG.fileDigest, NG.fileGraphs, NG.graphDigest)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of one graph.

    `digest` is the graph's (`newsgraph.rdf.canonical.graph_digest`); `file` is the SHA-256 of the bytes of
    the file that held it, `graphs` the number of named graphs of that file; both digests are 64 hex digits.
    A claim, which says of a graph that was interrupted whose it is, has no digests.
    """

    graph: str
    digest: str
    file: str
    graphs: int
    collection: str = DEFAULT_COLLECTION

    def to_ntriples(self) -> str:
        """Return the entry as N-Triples, the digest, by which it counts as whole, last."""
        about = f"<{self.graph}>"
        return (
            f"{self.claim}"
            f'{about} {_FILE} "{self.file}" .\n'
            f'{about} {_GRAPHS} "{self.graphs}"^^<{XSD.integer}> .\n'
            f'{about} {_DIGEST} "{self.digest}" .\n'
        )

    @property
    def claim(self) -> str:
        """The line of N-Triples that says whose the graph is, and not that it is whole."""
        return f"<{self.graph}> {_COLLECTION} {_quoted(self.collection)} .\n"


@cache
def _quoted(name: str) -> str:
    return str(ox.Literal(name))


@dataclass(frozen=True, slots=True)
class Register:
    """All entries of a store, by the name of their graph; those of other collections too."""

    entries: Mapping[str, Entry]
    _files: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Find the graphs of each file."""
        for entry in self.entries.values():
            self._files.setdefault(entry.file, []).append(entry.graph)

    def graphs_of(self, file: str) -> tuple[str, ...] | None:
        """Return the graphs that came from the file with this digest; None unless every one has an entry."""
        names = self._files.get(file, [])
        if not names or len(names) != self.entries[names[0]].graphs:
            return None
        return tuple(names)


@dataclass(frozen=True, slots=True)
class Item:
    """A graph on its way into a store.

    `ntriples` are its triples as canonical N-Triples (sorted lines, each once), of which `entry.digest` is
    the SHA-256 where there are no blank nodes; `article` and `origin` (the file) are for messages. Where
    there are blank nodes (`blank`), their names occur in no other graph, so that several graphs may go in one
    request; but sent twice they would be twice there, unless the graph is replaced.
    """

    entry: Entry
    ntriples: str = field(repr=False)
    article: str = ""
    origin: str | None = None
    blank: bool = False

    @property
    def graph(self) -> str:
        """The name of the graph."""
        return self.entry.graph


def entries_update(entries: Iterable[Entry]) -> str:
    """Return the SPARQL Update operation that writes these entries; what they replace must be gone."""
    lines = "".join(entry.to_ntriples() for entry in entries)
    return f"INSERT DATA {{ GRAPH <{REGISTER_GRAPH}> {{\n{lines}}} }}"


def claims_update(entries: Iterable[Entry]) -> str:
    """Return the SPARQL Update operation that says whose these graphs are, before they are touched."""
    lines = "".join(entry.claim for entry in entries)
    return f"INSERT DATA {{ GRAPH <{REGISTER_GRAPH}> {{\n{lines}}} }}"


def revoking(names: Iterable[str]) -> str:
    """Return the SPARQL Update operation that makes claims of the entries of these graphs."""
    values = " ".join(f"<{name}>" for name in names)
    return (
        f"DELETE {{ GRAPH <{REGISTER_GRAPH}> {{ ?g {_DIGEST} ?o }} }} "
        f"WHERE {{ VALUES ?g {{ {values} }} GRAPH <{REGISTER_GRAPH}> {{ ?g {_DIGEST} ?o }} }}"
    )


def forgetting(names: Iterable[str], but: str | None = None) -> str:
    """Return the SPARQL Update operation that takes the entries of these graphs out.

    With `but`, the claim of that collection stays.
    """
    values = " ".join(f"<{name}>" for name in names)
    kept = "" if but is None else f" FILTER(?p != {_COLLECTION} || STR(?o) != {_quoted(but)})"
    return (
        f"DELETE {{ GRAPH <{REGISTER_GRAPH}> {{ ?g ?p ?o }} }} "
        f"WHERE {{ VALUES ?g {{ {values} }} GRAPH <{REGISTER_GRAPH}> {{ ?g ?p ?o }}{kept} }}"
    )


def register_query() -> str:
    """Return the query for all entries, in no order; the rows are `?g ?digest ?file ?graphs ?collection`."""
    return _ROWS + "}"


def register_page(after: str, limit: int) -> str:
    """Return the query for the next `limit` entries behind the graph named `after`, by the graphs' names.

    Servers that limit how many rows they give are asked again, with the last name, until fewer come.
    """
    return f'{_ROWS}FILTER(STR(?g) > "{after}") }} ORDER BY STR(?g) LIMIT {limit}'


def size_query() -> str:
    """Return the query for `?n` and `?all`: how many entries there are, and how many with all claims."""
    return (
        f"SELECT (COUNT(?digest) AS ?n) (COUNT(?g) AS ?all) WHERE {{ GRAPH <{REGISTER_GRAPH}> {{ "
        f"?g {_COLLECTION} ?collection OPTIONAL {{ ?g {_DIGEST} ?digest }} }} }}"
    )


def claims_query() -> str:
    """Return the query for `?g ?collection` of the graphs of which there is a claim and no more."""
    return (
        f"SELECT ?g ?collection WHERE {{ GRAPH <{REGISTER_GRAPH}> {{ ?g {_COLLECTION} ?collection "
        f"FILTER NOT EXISTS {{ ?g {_DIGEST} ?digest }} }} }}"
    )


_ROWS: Final = (
    f"SELECT ?g ?digest ?file ?graphs ?collection WHERE {{ GRAPH <{REGISTER_GRAPH}> {{ "
    f"?g <{NG.graphDigest}> ?digest ; <{NG.fileDigest}> ?file ; <{NG.fileGraphs}> ?graphs ; "
    f"<{NG.collection}> ?collection }} "
)
