"""The embedded store as a place that can be brought in step with article graphs.

A graph and its entry in the register are written in one transaction, several graphs at a time where that is
faster: whoever reads, and whoever comes after a kill, finds a graph whole and entered, or as it was before.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.terms import split_triples
from newsgraph.sinks import store_write
from newsgraph.sinks.compare import is_same
from newsgraph.sinks.register import Entry, Register, entries_update, forgetting
from newsgraph.sinks.store import triples_of
from newsgraph.sinks.store_errors import translated
from newsgraph.sinks.store_open import is_vacant, reading, writing
from newsgraph.sinks.store_write import add_quads, is_new, remove_graphs_at_once, to_nquads
from newsgraph.sinks.sync import Put
from newsgraph.sinks.update import replace_graph
from newsgraph.vocab import NG, REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgraph.sinks.register import Item

_T = TypeVar("_T")
_MANY: Final = 20
"""After how many batches the files that they left are made into few, which readers thank threefold."""
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
        with reading(self._directory) as store, translated(self._directory):
            return Register({entry.graph: entry for entry in read_entries(store)})

    def put(self, items: Iterable[Item], *, progress: Callable[[int], object]) -> Put:
        """Make each graph hold exactly the item's triples and the register say so."""
        added, replaced, number = 0, 0, 0
        failed: list[StoreError] = []
        batches = _batches(items)
        batch = next(batches, None)
        if batch is None:
            return Put()  # without need, no store is made
        with writing(self._directory) as writer:
            while batch:
                with translated(self._directory):
                    held = {item.graph for item in batch if _is_held(writer.store, item.graph)}
                    refused = _write(writer.store, batch, self.name)
                    writer.store.flush()  # what lies in the log costs every reader time
                failed += refused.values()
                done = [item.graph for item in batch if item.graph not in refused]
                replaced += len(held.intersection(done))
                added += sum(name not in held for name in done)
                progress(len(done))
                batch = next(batches, None)
                number += 1
            if number >= _MANY:
                with translated(self._directory):
                    writer.store.optimize()
        return Put(added, replaced, tuple(failed))

    def enter(self, entries: Sequence[Entry]) -> None:
        """Write the entries of graphs that are in place already, instead of those they have."""
        if not entries:
            return
        with writing(self._directory) as writer, translated(self._directory):
            for some in _lots(entries):
                writer.store.update(f"{forgetting(entry.graph for entry in some)};\n{entries_update(some)}")

    def remove(self, names: Sequence[str]) -> None:
        """Take graphs and their entries out; one that is not there is no error."""
        if not names or is_vacant(self._directory):
            return
        with writing(self._directory) as writer, translated(self._directory):
            for some in _lots(names):
                remove_graphs_at_once(writer.store, some)

    def present(self, names: Sequence[str]) -> set[str]:
        """Return which of these graphs are there in any form: putting them replaces something."""
        if is_vacant(self._directory):
            return set()
        with reading(self._directory) as store, translated(self._directory):
            return {name for name in names if _is_held(store, name)}

    def same(self, items: Sequence[Item]) -> set[str]:
        """Return the names of the graphs that hold exactly what the items do, whatever the register says."""
        if is_vacant(self._directory):
            return set()
        with reading(self._directory) as store, translated(self._directory):
            return {item.graph for item in items if _is_same(store, item)}


def _is_same(store: ox.Store, item: Item) -> bool:
    held = triples_of(store, item.graph)
    if item.blank:
        return graph_digest(graph_of("", item.graph, held)) == item.entry.digest
    return is_same(held, set(split_triples(item.ntriples)))


def read_entries(store: ox.Store) -> Iterator[Entry]:
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
        if batch and (size + len(item.ntriples) > store_write.AT_ONCE or item.graph in names):
            yield batch
            batch, names, size = [], set(), 0
        batch.append(item)
        names.add(item.graph)
        size += len(item.ntriples)
    if batch:
        yield batch


def _is_held(store: ox.Store, name: str) -> bool:
    return store.contains_named_graph(ox.NamedNode(name))


def _write(store: ox.Store, batch: Sequence[Item], where: str) -> dict[str, StoreError]:
    """Write graphs with their entries, the new ones in one step, then those that were there in another.

    If one of them does not go in, each is written by itself; what does not is returned by its name.
    """
    new = [item for item in batch if is_new(store, item.graph)]
    names = {item.graph for item in new}
    refused: dict[str, StoreError] = {}
    for some, write in ((new, _add), ([item for item in batch if item.graph not in names], _replace)):
        try:
            write(store, some)
        except SyntaxError as error:
            for item in some if len(some) > 1 else ():
                refused |= _write(store, [item], where)
            if len(some) == 1:
                what = f"the graph <{some[0].graph}> cannot be written: {error}"
                refused[some[0].graph] = StoreError(what, where=some[0].origin or where)
    return refused


def _add(store: ox.Store, items: Sequence[Item]) -> None:
    if items:
        quads = "".join(to_nquads(item.ntriples, item.graph) for item in items)
        entries = "".join(to_nquads(item.entry.to_ntriples(), REGISTER_GRAPH) for item in items)
        add_quads(store, quads + entries)


def _replace(store: ox.Store, items: Sequence[Item]) -> None:
    if items:
        steps = [forgetting(item.graph for item in items)]
        steps += [_change(store, item) for item in items]
        store.update(";\n".join([*steps, entries_update(item.entry for item in items)]))


def _change(store: ox.Store, item: Item) -> str:
    """Return what makes a graph hold the item's triples: what differs, which mostly is little.

    A number that the store words its own way is taken out and put in again, which comes to nothing.
    """
    graph = ox.NamedNode(item.graph)
    held = {f"{quad.triple} .\n" for quad in store.quads_for_pattern(None, None, None, graph)}
    if "_:" in item.ntriples or any("_:" in line for line in held):  # nodes that a request cannot name
        return replace_graph(item.graph, item.ntriples)
    wanted = set(item.ntriples.splitlines(keepends=True))
    steps = (("DELETE", held - wanted), ("INSERT", wanted - held))
    return ";\n".join(
        f"{verb} DATA {{ GRAPH <{item.graph}> {{\n{''.join(sorted(lines))}}} }}" for verb, lines in steps
    )


def _lots(things: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(things), _NAMES):
        yield things[start : start + _NAMES]
