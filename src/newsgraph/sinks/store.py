"""The embedded store: a pyoxigraph database in a folder, kept in step with article graphs.

Whether a graph changed is read off the store itself, by comparing its triples with the new ones; a store that
another program changed is mended too. Reading a graph costs less than writing it. What is written or taken
out loses its entry in the register (`newsgraph.sinks.register`) in the same step, so that the next sync looks
at it again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.iris import about_of
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.sinks import store_write
from newsgraph.sinks.compare import is_same
from newsgraph.sinks.register import forgetting
from newsgraph.sinks.store_errors import translated
from newsgraph.sinks.store_open import Writer, is_store, is_vacant, open_store, reading, writing
from newsgraph.sinks.store_write import add_quads, is_new, remove_graphs_at_once
from newsgraph.sinks.update import replacement
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.terms import Triple
    from newsgraph.sinks.change import GraphChange, Standing

__all__ = (
    "LoadSummary",
    "is_store",
    "load_graphs",
    "open_store",
    "read_graphs",
    "reading",
    "remove_graphs",
    "standings",
)

_ARTICLE_GRAPH = re.compile(r"article/[0-9a-f]{16}/graph$")
_FLUSH: Final = 300


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """How many graphs were new, were replaced, were as they should be already, and were taken out."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0


def load_graphs(directory: str | Path, graphs: Iterable[ArticleGraph], *, only: bool = False) -> LoadSummary:
    """Put graphs into the store in `directory`, which is created where it is missing.

    Each graph is replaced whole, in one step that neither a reader nor a kill finds a part of; one that did
    not change is not written. With `only`, article graphs that are not among `graphs` are taken out; the
    ontology and others stay. A register among `graphs` is passed over: it tells what another store holds.
    Raises `StoreError` where another process writes, or the store is damaged; what was committed by then
    stays, and loading again completes it.
    """
    with writing(directory) as writer:
        loader = _Loader(writer)
        for graph in graphs:
            with translated(directory):
                loader.put(graph)
        with translated(directory):
            loader.write()
            removed = loader.remove_others() if only else 0
        return LoadSummary(loader.added, loader.replaced, loader.unchanged, removed)


def read_graphs(directory: str | Path, *, every: bool = False) -> Iterator[ArticleGraph]:
    """Yield the article graphs of the store in `directory`, in the order of their IRIs.

    With `every` the other named graphs come too: links, descriptions, the ontology; not the register. Raises
    `StoreError` where there is no store, or it is damaged.
    """
    with reading(directory) as store:
        with translated(directory):
            names = graph_names(store)
        for name in names if every else filter(is_article_graph, names):
            with translated(directory):
                triples = triples_of(store, name)
            yield graph_of(about_of(name), name, triples, str(directory))


def graph_names(store: ox.Store) -> list[str]:
    """Return the names of all graphs but the register, in order."""
    names = (name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode))
    return sorted(name for name in names if name != REGISTER_GRAPH)


def is_article_graph(name: str) -> bool:
    """Say whether a graph of this name is that of an article."""
    return _ARTICLE_GRAPH.search(name) is not None


def remove_graphs(directory: str | Path, names: Iterable[str]) -> None:
    """Take named graphs out of a store, all in one step; one that is not there is no error.

    Raises `StoreError` as `load_graphs` does.
    """
    with writing(directory) as writer, translated(directory):
        remove_graphs_at_once(writer.store, names)


def standings(directory: str | Path, changes: Iterable[GraphChange]) -> Iterator[Standing]:
    """Yield for each graph in which of its two states the store has it; a store not yet made has none.

    Raises `StoreError` where it is damaged, or the folder is no store.
    """
    if is_vacant(Path(directory)):
        for change in changes:
            yield change.standing(set())
        return
    with reading(directory) as store:
        for change in changes:
            with translated(directory):
                held = triples_of(store, change.name)
            yield change.standing(held)


class _Loader:
    """Compares graphs with the store; collects the new ones, which are written many at a time."""

    def __init__(self, writer: Writer) -> None:
        self.added = self.replaced = self.unchanged = 0
        self._writer = writer
        self._waiting: list[str] = []
        self._size = 0
        self._seen: set[str] = set()

    def put(self, graph: ArticleGraph) -> None:
        if graph.graph == REGISTER_GRAPH:
            return
        if graph.graph in self._seen:
            self.write()  # the later of two graphs of one name counts, as it does for files
        self._seen.add(graph.graph)
        store = self._writer.store
        present = triples_of(store, graph.graph)
        if present and is_same(present, set(graph.triples)):
            self.unchanged += 1
        elif is_new(store, graph.graph):
            self.added += 1
            self._waiting.append(graph.to_nquads())
            self._size += len(self._waiting[-1])
        else:
            self.replaced += bool(present)
            self.added += not present
            store.update(f"{forgetting([graph.graph])};\n{replacement(graph)}")
            if (self.replaced + 1) % _FLUSH == 0:
                store.flush()  # what lies in the log costs every reader time
        if self._size >= store_write.AT_ONCE:
            self.write()

    def write(self) -> None:
        """Add the new graphs that wait."""
        if self._waiting:
            add_quads(self._writer.store, "".join(self._waiting))
            self._waiting.clear()
            self._size = 0

    def remove_others(self) -> int:
        """Take out article graphs that were not put; the ontology and other graphs stay."""
        names = graph_names(self._writer.store)
        stale = [name for name in names if is_article_graph(name) and name not in self._seen]
        if stale:
            remove_graphs_at_once(self._writer.store, stale)
        return len(stale)


def triples_of(store: ox.Store, name: str) -> set[Triple]:
    """Return the triples of a named graph; none where there is no such graph."""
    return _triples(store, ox.NamedNode(name))


def default_triples(store: ox.Store) -> set[Triple]:
    """Return the triples that stand in no named graph; newsgraph writes none."""
    return _triples(store, ox.DefaultGraph())


def _triples(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> set[Triple]:
    quads = store.quads_for_pattern(None, None, None, graph)
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}
