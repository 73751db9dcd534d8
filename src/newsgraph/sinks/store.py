"""The embedded store: a pyoxigraph database in a folder, kept in step with article graphs.

Whether a graph changed is read off the store itself, by comparing its triples with the new ones. So there
is no bookkeeping that could grow stale, that a kill could leave half written, or that a query would see; a
store that another program changed is mended too. Reading a graph costs less than writing it.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.iris import about_of
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.sinks.compare import is_same
from newsgraph.sinks.update import replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.terms import Triple
    from newsgraph.sinks.change import GraphChange, Standing

_ARTICLE_GRAPH = re.compile(r"article/[0-9a-f]{16}/graph$")
_CURRENT: Final = "CURRENT"  # RocksDB names its live manifest in a file of this name
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """How many graphs were new, were replaced, were as they should be already, and were taken out."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0


def load_graphs(directory: str | Path, graphs: Iterable[ArticleGraph], *, only: bool = False) -> LoadSummary:
    """Put graphs into the store in `directory`, which is created where it is missing.

    Each graph is replaced whole, in one transaction; one that did not change is not written. With `only`,
    article graphs that are not among `graphs` are taken out; the ontology and others stay. Raises
    `StoreError` where another process writes, or the store is damaged; what was committed by then stays, and
    loading again completes it.
    """
    store = open_store(directory, create=True)
    loader = _Loader(store)
    for graph in graphs:
        with translated(directory):
            loader.put(graph)
    with translated(directory):
        loader.write()
        removed = loader.remove_others() if only else 0
        store.flush()
    return LoadSummary(loader.added, loader.replaced, loader.unchanged, removed)


def open_store(directory: str | Path, *, create: bool = False) -> ox.Store:
    """Open the store in `directory`: to be read only, or, with `create`, to be written.

    Raises `StoreError` where it is missing (and not to be created), locked, damaged or no store at all. A
    folder that holds something else is never made into a store.
    """
    path = Path(directory)
    if path.is_dir():
        if not is_store(path) and (not create or any(path.iterdir())):
            raise StoreError(
                "this folder is no store, or a damaged one",
                where=str(path),
                mend="name another folder, or load the articles into a new one",
            )
    elif not create:
        raise StoreError("there is no store", where=str(path), mend="create it with `newsgraph load`")
    with translated(directory):
        if not create:
            return ox.Store.read_only(str(path))
        with _undone(path):
            return ox.Store(str(path))


def is_store(directory: str | Path) -> bool:
    """Say whether a folder is an embedded store."""
    return (Path(directory) / _CURRENT).is_file()


def read_graphs(directory: str | Path, *, every: bool = False) -> Iterator[ArticleGraph]:
    """Yield the article graphs of the store in `directory`, in the order of their IRIs.

    With `every` the other named graphs come too: links, descriptions, the ontology. Raises `StoreError`
    where there is no store, or it is damaged.
    """
    store = open_store(directory)
    with translated(directory):
        names = [name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    for name in sorted(names if every else filter(_ARTICLE_GRAPH.search, names)):
        with translated(directory):
            triples = _held(store, name)
        yield graph_of(about_of(name), name, triples, str(directory))


def remove_graphs(directory: str | Path, names: Iterable[str]) -> None:
    """Take named graphs out of a store, each in a transaction of its own; one that is not there is no error.

    Raises `StoreError` as `load_graphs` does.
    """
    store = open_store(directory, create=True)
    with translated(directory):
        for name in names:
            store.remove_graph(ox.NamedNode(name))
        store.flush()


def standings(directory: str | Path, changes: Iterable[GraphChange]) -> Iterator[Standing]:
    """Yield for each graph in which of its two states the store has it; a store not yet made has none.

    Raises `StoreError` where it is damaged, or the folder is no store.
    """
    store = None if is_vacant(Path(directory)) else open_store(directory)
    for change in changes:
        with translated(directory):
            held = _held(store, change.name) if store is not None else set()
        yield change.standing(held)


@contextmanager
def _undone(path: Path) -> Iterator[None]:
    """Leave no half-made store behind, which could neither be used nor made again, where there was none."""
    existed, is_new = path.exists(), is_vacant(path)
    try:
        yield
    except BaseException:
        if is_new:
            for file in path.iterdir() if path.is_dir() else ():
                file.unlink()
        if not existed and path.is_dir():
            path.rmdir()
        raise


def is_vacant(path: Path) -> bool:
    """Say whether there is nothing yet where a store shall be."""
    return not path.exists() or (path.is_dir() and not any(path.iterdir()))


class _Loader:
    """Compares graphs with the store; collects the new ones, which are written many at a time."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.added = self.replaced = self.unchanged = 0
        self._waiting: list[ArticleGraph] = []
        self._seen: set[str] = set()

    def put(self, graph: ArticleGraph) -> None:
        if graph.graph in self._seen:
            self.write()  # the later of two graphs of one name counts, as it does for files
        self._seen.add(graph.graph)
        present = _held(self.store, graph.graph)
        if present and is_same(present, set(graph.triples)):
            self.unchanged += 1
        elif present:
            self.replaced += 1
            self.store.update(replacement(graph))
        else:
            self.added += 1
            self._waiting.append(graph)
        if len(self._waiting) >= _BATCH:
            self.write()

    def write(self) -> None:
        """Add the new graphs that wait: a few in one transaction, many the way that is twice as fast."""
        if self._waiting:
            add = self.store.extend if len(self._waiting) < _BATCH else self.store.bulk_extend
            add(quad for graph in self._waiting for quad in graph.quads())
            self._waiting.clear()

    def remove_others(self) -> int:
        """Take out article graphs that were not put; the ontology and other graphs stay."""
        names = [name for name in self.store.named_graphs() if isinstance(name, ox.NamedNode)]
        stale = [n for n in names if _ARTICLE_GRAPH.search(n.value) and n.value not in self._seen]
        for name in stale:
            self.store.remove_graph(name)
        return len(stale)


def _held(store: ox.Store, name: str) -> set[Triple]:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(name))
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


@contextmanager
def translated(directory: str | Path) -> Iterator[None]:
    """Turn what RocksDB reports (OSError, and RuntimeError for corruption) into `StoreError`."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise _as_store_error(error, str(directory)) from error


def _as_store_error(error: Exception, where: str) -> StoreError:
    text = str(error)
    if "lock" in text.lower():
        return StoreError(
            "another process writes to this store", where=where, mend="wait until it has finished"
        )
    if "No space left" in text:
        return StoreError("the disk is full", where=where, mend="make room and load again")
    if isinstance(error, RuntimeError) or "orruption" in text:
        return StoreError(
            f"the store is damaged: {text}",
            where=where,
            mend="restore it from a backup, or load the articles into a new folder",
        )
    return StoreError(f"the store cannot be used: {text}", where=where, mend="check the path and permissions")
