"""The embedded store as a place that can be brought in step with article graphs.

A graph and its entry in the register are written in one transaction, several graphs at a time where that is
faster: whoever reads, and whoever comes after a kill, finds a graph whole and entered, or as it was before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.sinks.register import Entry, Register, entries_update, forgetting
from newsgraph.sinks.store import is_vacant, open_store, translated
from newsgraph.sinks.sync import Put
from newsgraph.vocab import NG, REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgraph.sinks.register import Item

_AT_ONCE: Final = 2_000_000
"""How many characters of N-Triples go into one transaction, if more than one graph does."""
_NAMES: Final = 500
"""How many graphs are taken out in one transaction."""


class StorePlace:
    """The embedded store in a folder, made by `put` where there is none (`newsgraph.sinks.sync.Place`)."""

    def __init__(self, directory: str | Path) -> None:
        """Name the folder; nothing is opened yet."""
        self.name = str(directory)
        self._directory = Path(directory)

    def register(self) -> Register:
        """Read all entries; a store that is not yet there has none."""
        if is_vacant(self._directory):
            return Register({})
        store = open_store(self._directory)
        with translated(self._directory):
            return Register({entry.graph: entry for entry in _entries(store)})

    def put(self, items: Iterable[Item], *, progress: Callable[[int], object]) -> Put:
        """Make each graph hold exactly the item's triples and the register say so."""
        store = None
        added, replaced = 0, 0
        failed: list[StoreError] = []
        for batch in _batches(items):
            store = store or open_store(self._directory, create=True)
            with translated(self._directory):
                held = [_is_held(store, item.graph) for item in batch]
                refused = _write(store, batch, held, self.name)
            failed += refused.values()
            for item, was_held in zip(batch, held, strict=True):
                if item.graph not in refused:
                    added, replaced = added + (not was_held), replaced + was_held
            progress(len(batch) - len(refused))
        if store is not None:
            with translated(self._directory):
                store.flush()
        return Put(added, replaced, tuple(failed))

    def enter(self, entries: Sequence[Entry]) -> None:
        """Write the entries of graphs that are in place already, instead of those they have."""
        if not entries:
            return
        store = open_store(self._directory, create=True)
        with translated(self._directory):
            for start in range(0, len(entries), _NAMES):
                some = entries[start : start + _NAMES]
                store.update(f"{forgetting(entry.graph for entry in some)};\n{entries_update(some)}")
            store.flush()

    def remove(self, names: Sequence[str]) -> None:
        """Take graphs and their entries out; one that is not there is no error."""
        if not names or is_vacant(self._directory):
            return
        store = open_store(self._directory, create=True)
        with translated(self._directory):
            for start in range(0, len(names), _NAMES):
                some = names[start : start + _NAMES]
                drops = ";\n".join(f"DROP SILENT GRAPH <{name}>" for name in some)
                store.update(f"{forgetting(some)};\n{drops}")
            store.flush()


def _entries(store: ox.Store) -> Iterator[Entry]:
    """Yield what the register holds; a graph that lacks one of the four triples has no entry."""
    graph = ox.NamedNode(REGISTER_GRAPH)
    told: dict[str, dict[str, str]] = {}
    for quad in store.quads_for_pattern(None, None, None, graph):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            told.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    for name, values in told.items():
        try:
            digest, file = values[NG.graphDigest], values[NG.fileDigest]
            yield Entry(name, digest, file, int(values[NG.fileGraphs]), values[NG.collection])
        except (KeyError, ValueError):
            continue  # no entry: the graph is put again, and the entry with it


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items in lots of some size, none with one graph twice: the later of two is to count."""
    batch: list[Item] = []
    names: set[str] = set()
    size = 0
    for item in items:
        if batch and (size + len(item.ntriples) > _AT_ONCE or item.graph in names):
            yield batch
            batch, names, size = [], set(), 0
        batch.append(item)
        names.add(item.graph)
        size += len(item.ntriples)
    if batch:
        yield batch


def _is_held(store: ox.Store, name: str) -> bool:
    return store.contains_named_graph(ox.NamedNode(name))


def _write(store: ox.Store, batch: Sequence[Item], held: Sequence[bool], where: str) -> dict[str, StoreError]:
    """Write graphs and entries in one transaction; if one of them does not go in, each in its own."""
    try:
        store.update(_request(batch))
    except SyntaxError as error:
        if len(batch) == 1:
            what = f"the graph <{batch[0].graph}> cannot be written: {error}"
            return {batch[0].graph: StoreError(what, where=batch[0].origin or where)}
        refused: dict[str, StoreError] = {}
        for item, was_held in zip(batch, held, strict=True):
            refused |= _write(store, [item], [was_held], where)
        return refused
    return {}


def _request(batch: Sequence[Item]) -> str:
    steps = [forgetting(item.graph for item in batch)]
    for item in batch:
        steps.append(f"DROP SILENT GRAPH <{item.graph}>")
        steps.append(f"INSERT DATA {{ GRAPH <{item.graph}> {{\n{item.ntriples}}} }}")
    steps.append(entries_update(item.entry for item in batch))
    return ";\n".join(steps)
