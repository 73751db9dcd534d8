"""Whether all of an embedded store can be read, agrees with itself, and is what its register says."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import StoreError
from newsgraph.iris import about_of
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.store import graph_names
from newsgraph.sinks.store_errors import RESTORE, translated
from newsgraph.sinks.store_open import reading
from newsgraph.sinks.store_sync import read_entries
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgraph.sinks.register import Entry

_LOOK: Final = "`newsgraph sync --check` compares with the files and mends it"


@dataclass(slots=True)
class Checked:
    """What reading everything showed: how many graphs, how many agree with their digest, what is wrong."""

    graphs: int = 0
    agreeing: int = 0
    flaws: list[StoreError] = field(default_factory=list)


def check_store(directory: str | Path, on_progress: Callable[[int, int], object]) -> Checked:
    """Read every triple by every index, and compare every graph with its digest in the register.

    `on_progress` is told how many graphs of how many are done. What cannot be read is a flaw, and the rest is
    read all the same. Raises `StoreError` where the store cannot be opened at all.
    """
    checked = Checked()
    with reading(directory) as store:
        names: list[str] = []
        entries: dict[str, Entry] = {}
        with _noted(checked, directory):
            names = graph_names(store)
            entries = {entry.graph: entry for entry in read_entries(store)}
        indexes = _Indexes(store)
        for number, name in enumerate(names, start=1):
            with _noted(checked, directory):
                quads = indexes.read(name)
                checked.graphs += 1
                _compare(quads, name, entries.pop(name, None), checked, directory)
            on_progress(number, len(names))
        with _noted(checked, directory):
            indexes.read(REGISTER_GRAPH)
        with _noted(checked, directory):
            checked.flaws += [_damage(what, directory) for what in indexes.differences()]
    for name in sorted(entries.keys() - set(names)):
        what = f"the register has <{name}>, which the store does not hold"
        checked.flaws.append(StoreError(what, where=str(directory), mend=_LOOK))
    return checked


class _Indexes:
    """Reads each graph by the three indexes that begin with it, and what it names by the three others.

    Oxigraph keeps every triple six times, each time in another order. What the orders hold is summed up, so
    that they can be compared without holding anything but the hashes of terms.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._sums: Counter[str] = Counter()
        self._predicates: set[ox.NamedNode] = set()
        self._subjects: set[int] = set()
        self._objects: set[int] = set()

    def read(self, name: str) -> list[ox.Quad]:
        """Return the triples of a graph, having read them by every index."""
        graph = ox.NamedNode(name)
        find = self._store.quads_for_pattern
        quads = list(find(None, None, None, graph))
        self._add("graph, subject", quads)
        for predicate in {quad.predicate for quad in quads}:
            self._add("graph, predicate", find(None, predicate, None, graph))
            self._predicates.add(predicate)
        for term in {quad.object for quad in quads}:
            self._add("graph, object", _about(find(None, None, term, graph), term))
            if hash(term) not in self._objects:
                self._objects.add(hash(term))
                self._add("object", _about(self._named(find(None, None, term, None)), term))
        for subject in {quad.subject for quad in quads}:
            if hash(subject) not in self._subjects:
                self._subjects.add(hash(subject))
                self._add("subject", self._named(find(subject, None, None, None)))
        return quads

    def differences(self) -> Iterator[str]:
        """Yield which index does not hold what the first one holds."""
        for predicate in self._predicates:
            self._add("predicate", self._named(self._store.quads_for_pattern(None, predicate, None, None)))
        wanted = self._sums.pop("graph, subject", 0)
        for order, total in sorted(self._sums.items()):
            if total != wanted:
                yield f"the index by {order} does not hold what the others hold"

    def _add(self, order: str, quads: Iterable[ox.Quad]) -> None:
        self._sums[order] += sum(map(hash, quads))

    @staticmethod
    def _named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield those of named graphs; newsgraph writes no others, and they have indexes of their own."""
        return (quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode))


def _about(
    quads: Iterable[ox.Quad], term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
) -> Iterator[ox.Quad]:
    """Yield the quads with this object.

    Asked for a number whose bytes end in 255 (511, say), a store on disk gives its neighbours too. SPARQL
    looks again by itself; here that has to be done.
    """
    return (quad for quad in quads if quad.object == term)


def _compare(
    quads: Iterable[ox.Quad], name: str, entry: Entry | None, checked: Checked, directory: str | Path
) -> None:
    if entry is None:
        return
    triples = [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
    if graph_digest(graph_of(about_of(name), name, triples)) == entry.digest:
        checked.agreeing += 1
        return
    what = (
        f"the graph <{name}> is not what the register says: another program changed it, or its file words "
        "values otherwise than Oxigraph does (0.50 for 0.5)"
    )
    checked.flaws.append(StoreError(what, where=str(directory), mend=_LOOK))


@contextmanager
def _noted(checked: Checked, directory: str | Path) -> Iterator[None]:
    """Keep what cannot be read as a flaw, each only once."""
    try:
        with translated(directory):
            yield
    except StoreError as error:
        if str(error) not in map(str, checked.flaws):
            checked.flaws.append(error)


def _damage(what: str, directory: str | Path) -> StoreError:
    return StoreError(f"the store is damaged: {what}", where=str(directory), mend=RESTORE)
