"""Bringing a store or an endpoint in step with RDF files, whatever was interrupted before.

What is in step already is told by the register that the store itself keeps (`newsgraph.sinks.register`): a
file whose digest all its graphs bear is not even parsed, and of a changed file only the graphs that differ
are sent. Of two files that hold one graph the first counts, in the order in which they are named and sorted,
so that a second run finds nothing to do.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError, RdfError, SinkError, UsageError
from newsgraph.iris import article_of
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import RdfFile, find_rdf_files, homeless, no_triples, size_of
from newsgraph.pipeline.transfer import endpoint_of, ontology_graph
from newsgraph.rdf.texts import text_of
from newsgraph.sinks.register import DEFAULT_COLLECTION, Entry, Item
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.vocab import ONTOLOGY_GRAPH, REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.pipeline.transfer import Target
    from newsgraph.rdf.texts import GraphText
    from newsgraph.sinks.register import Register
    from newsgraph.sinks.sync import Place

ONTOLOGY_COLLECTION: Final = "ontology"
"""The collection of the shipped ontology, which all collections of a store share."""

_COMPARED: Final = 50
"""How many graphs are compared with the place's contents at a time."""


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What to bring in step, and how.

    `delete` takes out graphs of the collection that are in no input; `check` compares contents instead of
    trusting the register; `force` takes over graphs of other collections, and deletes although inputs
    failed; `dry_run` changes nothing.
    """

    paths: tuple[str | Path, ...]
    collection: str = DEFAULT_COLLECTION
    delete: bool = False
    check: bool = False
    force: bool = False
    dry_run: bool = False
    with_ontology: bool = False


@dataclass(slots=True)
class Synced:
    """What came of it so far; `steps` are the changes of a dry run, each with its mark.

    `+` is a new graph, `~` a changed one, `-` one withdrawn. `unchanged` counts graphs that are in place;
    `sent` is in characters of N-Triples.
    """

    place: str
    dry_run: bool = False
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: int = 0
    in_place: int = 0
    sent: int = 0
    requests: int = 0
    seconds: float = 0.0
    broken: bool = False
    steps: list[tuple[str, str]] = field(default_factory=list)
    failures: list[NewsgraphError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        """The exit code: where the run ended half way, what was in place before does not count as done."""
        done = self.added + self.replaced + self.unchanged + self.removed + len(self.steps)
        return Outcome(self.in_place if self.broken else done, tuple(self.failures))

    @property
    def counts(self) -> dict[str, int]:
        """How many graphs there were of each kind; in a dry run, how many there would be."""
        if not self.dry_run:
            put = (self.added, self.replaced, self.removed)
        else:
            marks = [mark for mark, _ in self.steps]
            put = (marks.count("+"), marks.count("~"), marks.count("-"))
        added, replaced, removed = put
        unchanged, refused = self.unchanged, self.refused
        return {
            "added": added,
            "replaced": replaced,
            "unchanged": unchanged,
            "removed": removed,
            "refused": refused,
        }

    @property
    def summary(self) -> str:
        """One line for a person."""
        told = ", ".join(f"{number} {word}" for word, number in self.counts.items())
        if self.dry_run:
            return f"would be: {told} → {self.place}"
        if self.broken:
            return (
                f"{self.in_place} put in place, {self.unchanged} unchanged, then interrupted → {self.place}"
            )
        sent = f"{self.sent / 1000:.0f} kB"
        sent += f" in {self.requests} requests" if self.requests else ""
        return f"{told} ({sent}, {self.seconds:.1f} s) → {self.place}"

    @property
    def interruption(self) -> str:
        """What a person is told where the run ended half way, empty where nothing was done yet."""
        if not self.in_place:
            return ""
        put = "at least 1 graph was" if self.in_place == 1 else f"at least {self.in_place} graphs were"
        return f"{put} put in place by then, each whole; the same command completes it"

    def to_dict(self) -> dict[str, object]:
        """Return counts, changes and failures for JSON."""
        names = {"+": "new", "~": "changed", "-": "withdrawn"}
        return {
            "place": self.place,
            "dryRun": self.dry_run,
            **self.counts,
            "changes": [{"graph": name, "change": names[mark]} for mark, name in self.steps],
            "errors": [str(error) for error in self.failures],
            "notices": self.notices,
        }


def place_of(target: Path | Target) -> Place:
    """Return the embedded store in a folder, or an endpoint; nothing is opened or sent yet.

    Raises `UsageError` for what is no address, `EndpointError` for an endpoint that can keep no register.
    """
    if isinstance(target, Path):
        return StorePlace(target)
    from newsgraph.sinks.endpoint import EndpointPlace  # noqa: PLC0415  stores need no HTTP

    return EndpointPlace(endpoint_of(target))


def sync_files(plan: SyncPlan, place: Place, result: Synced, on_progress: Callable[[int, int], None]) -> None:
    """Bring a place in step with RDF files; `result` says at any time what was done.

    Files that do not parse, graphs that the place refuses, that belong to another collection or that two
    files hold differently, triples in no named graph, and a place that cannot be used or goes away half way
    are failures of the result. The same again completes it. Raises `UsageError` for a collection without a
    name, or with that of the ontology's.
    """
    if plan.collection in {"", ONTOLOGY_COLLECTION}:
        what = f"no collection can be called {plan.collection!r}"
        raise UsageError(what, where="--collection", mend="choose another name, or leave it out")
    start = time.monotonic()
    try:
        _Run(plan, place, result, on_progress).run()
    except SinkError as error:
        mend = "; ".join(filter(None, (error.mend, result.interruption)))
        result.failures.append(SinkError(error.what, where=error.where, mend=mend))
        result.broken = True
    finally:
        result.seconds = time.monotonic() - start


class _Run:
    """One run: which graph is whose, and what is to be done with it."""

    def __init__(
        self, plan: SyncPlan, place: Place, result: Synced, on_progress: Callable[[int, int], None]
    ) -> None:
        self._plan, self._place, self._result, self._on_progress = plan, place, result, on_progress
        self._register: Register = place.register()
        self._claimed: dict[str, tuple[str, str]] = {}
        self._entering: list[Entry] = []

    def run(self) -> None:
        """Put what is new or changed, enter what is in place, take out what was withdrawn."""
        put = self._list if self._plan.dry_run else self._put
        for some in self._rounds():
            put(some)
        withdrawn = self._withdrawn()
        if self._plan.dry_run:
            self._result.steps += [("-", name) for name in withdrawn]
        else:
            self._place.enter(self._entering)
            self._place.remove(withdrawn)
            self._result.removed = len(withdrawn)

    def _list(self, items: Iterable[Item]) -> None:
        rest = iter(items)
        while some := [item.graph for item in islice(rest, _COMPARED)]:
            there = self._place.present(some)
            self._result.steps += [("~" if name in there else "+", name) for name in some]

    def _put(self, items: Iterable[Item]) -> None:
        came = self._place.put(self._counted(items), progress=self._seen)
        self._result.added += came.added
        self._result.replaced += came.replaced
        self._result.refused += len(came.failed)
        self._result.requests += came.requests
        self._result.failures += came.failed

    def _counted(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            self._result.sent += len(item.ntriples)
            yield item

    def _seen(self, number: int) -> None:
        self._result.in_place += number

    def _rounds(self) -> Iterator[Iterable[Item]]:
        """Yield what differs from the place: at once where the register tells, else as it was compared."""
        items = self._items()
        if not self._plan.check:
            yield (item for item in items if not self._is_entered(item.entry))
            return
        while some := list(islice(items, _COMPARED)):
            same = self._place.same(some)
            for item in some:
                if item.graph in same:
                    self._leave(item.entry)
            if differing := [item for item in some if item.graph not in same]:
                yield differing

    def _is_entered(self, entry: Entry) -> bool:
        """Say whether the graph is in place by the register, and have its file and collection brought up."""
        held = self._register.entries.get(entry.graph)
        if held is None or held.digest != entry.digest:
            return False
        self._leave(entry)
        return True

    def _leave(self, entry: Entry) -> None:
        self._result.unchanged += 1
        if self._register.entries.get(entry.graph) != entry:
            self._entering.append(entry)

    def _items(self) -> Iterator[Item]:
        """Yield the graphs of all files but those that the register knows whole, each claimed for its own."""
        files, errors = find_rdf_files(self._plan.paths)
        self._result.failures += errors
        sizes = [size_of(file) for file in files]
        done, total = 0, sum(sizes)
        for file, size in zip(files, sizes, strict=True):
            try:
                with RdfFile(file) as opened:
                    read = done
                    for item in self._of_file(opened):
                        read += len(item.ntriples)
                        self._on_progress(min(read, done + size) // 1000, total // 1000)
                        yield item
            except NewsgraphError as error:
                self._result.failures.append(error)
            done += size
            self._on_progress(done // 1000, total // 1000)
        if self._plan.with_ontology:
            text = text_of(ontology_graph())
            entry = Entry(text.graph, text.digest, text.digest, 1, ONTOLOGY_COLLECTION)
            if self._claim(entry, ONTOLOGY_GRAPH):
                yield Item(entry, text.ntriples, text.graph, None, text.blank)

    def _of_file(self, file: RdfFile) -> Iterator[Item]:
        known = None if self._plan.check else self._register.graphs_of(file.digest)
        for name in known or ():
            entry = replace(self._register.entries[name], collection=self._plan.collection)
            if self._claim(entry, file.where):
                self._leave(entry)
        if known is not None:
            return
        with file.texts() as (number, texts):
            if not number:
                raise no_triples(file.where)
            for text in texts:
                item = self._item(text, file, number)
                if item is not None:
                    yield item

    def _item(self, text: GraphText, file: RdfFile, number: int) -> Item | None:
        """Return a graph as an item; None where it is to be left alone."""
        if text.graph == REGISTER_GRAPH:
            self._result.notices.append(f"{file.where}: the register of a store in it was left out")
            return None
        if not text.graph or text.graph.startswith("_"):
            self._result.failures.append(homeless(len(text), file.where))
            return None
        entry = Entry(text.graph, text.digest, file.digest, number, self._plan.collection)
        if not self._claim(entry, file.where):
            return None
        return Item(entry, text.ntriples, article_of(text.graph) or text.graph, file.where, text.blank)

    def _claim(self, entry: Entry, origin: str) -> bool:
        """Say whether the graph is for this file to put: an earlier one or a collection may have it."""
        digest, first = self._claimed.setdefault(entry.graph, (entry.digest, origin))
        if digest != entry.digest:
            self._result.failures.append(_conflict(entry.graph, first, origin))
        if first != origin:
            return False
        held = self._register.entries.get(entry.graph)
        if held is not None and held.collection != entry.collection and not self._plan.force:
            self._result.failures.append(_foreign(held, origin))
            return False
        return True

    def _withdrawn(self) -> list[str]:
        """Return the graphs of this collection that are in no input, where they may be taken out."""
        mine = self._plan.collection
        own = [name for name, entry in self._register.entries.items() if entry.collection == mine]
        gone = sorted(name for name in own if name not in self._claimed)
        if not self._plan.delete:
            if gone and self._plan.dry_run:
                self._result.notices.append(f"{_told(gone)} in no file; --delete takes out what is in none")
            return []
        if not gone or self._plan.force:
            return gone
        failed = len(self._result.failures) - self._result.refused
        if failed:
            inputs = "1 input" if failed == 1 else f"{failed} inputs"
            self._keep(gone, f"{inputs} failed")
            return []
        if any(map(article_of, own)) and not any(map(article_of, self._claimed)):
            self._result.failures.append(_nothing_left(mine))
            self._keep(gone, "no article was read")
            return []
        return gone

    def _keep(self, gone: list[str], why: str) -> None:
        self._result.notices.append(f"nothing was removed, because {why}: {_told(gone)} in no file")


def _told(graphs: list[str]) -> str:
    return "1 graph is" if len(graphs) == 1 else f"{len(graphs)} graphs are"


def _conflict(graph: str, first: str, second: str) -> NewsgraphError:
    what = f"the graph <{graph}> is another one in {first}, which comes first"
    return RdfError(what, where=second, mend="leave one of the two files out, or mend it")


def _foreign(held: Entry, origin: str) -> NewsgraphError:
    what = f"the graph <{held.graph}> belongs to the collection {held.collection!r}"
    return SinkError(what, where=origin, mend="give that --collection; --force takes the graph over")


def _nothing_left(collection: str) -> NewsgraphError:
    what = f"no article was read: all of the collection {collection!r} would be removed"
    return UsageError(what, where="--delete", mend="look whether the paths are right; --force if it is meant")
