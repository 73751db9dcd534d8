"""How graphs get into an embedded store: whole, so that neither a reader nor a kill ever finds a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.sinks.register import forgetting
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable

AT_ONCE: Final = 8_000_000
"""How many characters of RDF are written at once, unless one graph alone has more."""

_BULK: Final = 1_000_000
"""From how many characters on tables are written beside and put in place, which is two to three times faster
than a transaction, but leaves at least eight new files."""
_BULK_QUADS: Final = 900_000
"""pyoxigraph puts up to a million quads in place in one step that nobody sees half of; more in several."""


def add_quads(store: ox.Store, nquads: str) -> None:
    """Add quads of new graphs, all in one step. Raises `SyntaxError` where they are no N-Quads."""
    is_bulk = len(nquads) >= _BULK and nquads.count("\n") <= _BULK_QUADS
    (store.bulk_load if is_bulk else store.load)(nquads.encode(), ox.RdfFormat.N_QUADS)


def to_nquads(ntriples: str, graph: str) -> str:
    """Return canonical N-Triples as N-Quads of a graph; within a literal no line ends."""
    return ntriples.replace(" .\n", f" <{graph}> .\n")


def remove_graphs_at_once(store: ox.Store, names: Iterable[str]) -> None:
    """Take graphs and their entries in the register out, in one step."""
    known = list(names)
    drops = [f"DROP SILENT GRAPH <{name}>" for name in known]
    store.update(";\n".join([forgetting(known), *drops]))


def is_new(store: ox.Store, name: str) -> bool:
    """Say whether a store has neither a graph of this name nor an entry for one."""
    graph = ox.NamedNode(name)
    entry = store.quads_for_pattern(graph, None, None, ox.NamedNode(REGISTER_GRAPH))
    return not store.contains_named_graph(graph) and next(entry, None) is None
