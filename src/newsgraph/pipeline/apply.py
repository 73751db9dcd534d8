"""Bringing a store or an endpoint from one state of a corpus to the next, and nothing else that it holds.

Before anything is written, every graph that would change is looked up there. One that is as in B already is
done; one that is neither as in A nor as in B was changed by somebody else, and stops everything. So applying
twice is applying once, and what was interrupted is completed by doing it again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from newsgraph.errors import EndpointError, NewsgraphError, SinkError, UsageError
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.patch import check_complete
from newsgraph.pipeline.transfer import endpoint_of
from newsgraph.sinks.change import GraphChange, Standing
from newsgraph.sinks.endpoint import Changer, PushInterruptedError, push_graphs
from newsgraph.sinks.store import load_graphs, remove_graphs, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newsgraph.pipeline.diff import Comparison
    from newsgraph.pipeline.transfer import Target
    from newsgraph.rdf.graph import ArticleGraph

_AT_ONCE: Final = 25
"""How many changed graphs are held and looked up at a time."""
_STEPS: Final = {"+": "added", "~": "replaced", "-": "removed", "=": "in place already"}


class Keeper(Protocol):
    """What keeps named graphs and can be brought to another state."""

    name: str

    def standings(self, changes: Sequence[GraphChange]) -> Iterable[Standing]:
        """Say of each graph in which of its two states it is there."""

    def put(self, graphs: Iterable[ArticleGraph]) -> tuple[NewsgraphError, ...]:
        """Make each graph hold exactly its triples; return what was refused."""

    def remove(self, names: Sequence[str]) -> None:
        """Take graphs out."""


class StoreKeeper:
    """The embedded store in a folder."""

    def __init__(self, directory: Path) -> None:
        """Name the folder; nothing is opened yet."""
        self.name = str(directory)
        self._directory = directory

    def standings(self, changes: Sequence[GraphChange]) -> Iterable[Standing]:
        """Read each graph off the store."""
        return standings(self._directory, changes)

    def put(self, graphs: Iterable[ArticleGraph]) -> tuple[NewsgraphError, ...]:
        """Load the graphs, which makes the store where there is none."""
        load_graphs(self._directory, graphs)
        return ()

    def remove(self, names: Sequence[str]) -> None:
        """Take the graphs out."""
        remove_graphs(self._directory, names)


class EndpointKeeper:
    """A SPARQL endpoint."""

    def __init__(self, target: Target) -> None:
        """Find the endpoint's addresses. Raises `UsageError` as `endpoint_of` does."""
        self._endpoint = endpoint_of(target)
        self._changer = Changer(self._endpoint)
        self.name = self._endpoint.name

    def standings(self, changes: Sequence[GraphChange]) -> Iterable[Standing]:
        """Ask the endpoint, by fingerprints."""
        return self._changer.standings(changes)

    def put(self, graphs: Iterable[ArticleGraph]) -> tuple[NewsgraphError, ...]:
        """Send the graphs."""
        return push_graphs(graphs, self._endpoint, force=True).failed

    def remove(self, names: Sequence[str]) -> None:
        """Have the graphs dropped."""
        self._changer.remove(names)


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it: failures, a line for each graph with what happens to it, and one for a person."""

    outcome: Outcome
    steps: tuple[tuple[str, str], ...]
    summary: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Each graph not in place yet, marked: `+` added, `~` replaced, `-` removed, `!` in neither state."""
        return tuple(f"{mark} {name}" for mark, name in self.steps if mark != "=")


def apply_changes(
    comparison: Comparison, keeper: Keeper, *, force: bool = False, dry_run: bool = False
) -> Applied:
    """Bring what keeps the graphs of state A to state B: changed graphs whole, withdrawn ones out.

    Where a graph is there in neither state, nothing at all is written, and each such graph is a failure of
    the outcome; with `force` they are brought to state B too. With `dry_run` nothing is written. Triples
    that stand in no named graph are a failure of the outcome too. Raises `RdfError` where a file of either
    state could not be read, `UsageError` where B holds no article, and `SinkError` where the keeper cannot be
    used or goes away half way.
    """
    _check(comparison, force=force)
    homeless = _homeless(comparison)
    steps = tuple(_steps(comparison, keeper, force=force))
    foreign = tuple(_foreign(name, keeper) for mark, name in steps if mark == "!")
    if foreign:
        return Applied(
            Outcome(0, (*homeless, *foreign)), steps, f"nothing was written: {len(foreign)} in neither state"
        )
    counts = Counter(mark for mark, _ in steps)
    told = ", ".join(f"{counts[mark]} {word}" for mark, word in _STEPS.items())
    if dry_run:
        return Applied(Outcome(1, homeless), steps, f"would be: {told} → {keeper.name}")
    failed = (*homeless, *_write(comparison, keeper, steps))
    done = len(steps) - len(failed) + len(homeless)
    return Applied(Outcome(1 if done or not steps else 0, failed), steps, f"{told} → {keeper.name}")


def _check(comparison: Comparison, *, force: bool) -> None:
    check_complete(comparison)
    before, after = comparison.states
    is_gone = (before.bases and not after.bases) or (before.digests and not after.digests)
    if is_gone and not force:
        what = "B holds nothing of newsgraph: everything would be removed"
        raise UsageError(what, where="diff --apply", mend="look whether B is the right one; --force if meant")


def _homeless(comparison: Comparison) -> tuple[NewsgraphError, ...]:
    """Return an error where other triples than before stand in no named graph: they cannot be replaced."""
    if "" not in comparison.changed:
        return ()
    what = "what belongs to no article and stands in no named graph is not brought along"
    return (UsageError(what, where="diff --apply", mend="put it into a named graph (TriG, N-Quads)"),)


def _steps(comparison: Comparison, keeper: Keeper, *, force: bool) -> Iterator[tuple[str, str]]:
    for changes in _chunks(comparison):
        for change, standing in zip(changes, keeper.standings(changes), strict=True):
            if standing is Standing.AFTER:
                mark = "="
            elif standing is Standing.NEITHER and not force:
                mark = "!"
            elif change.after is None:
                mark = "-"
            else:
                mark = "+" if change.before is None else "~"
            yield mark, change.name


def _chunks(comparison: Comparison) -> Iterator[list[GraphChange]]:
    before, after = comparison.before, comparison.after
    names = filter(None, comparison.changed)
    changes = (GraphChange(name, before.graph(name), after.graph(name)) for name in names)
    while chunk := list(islice(changes, _AT_ONCE)):
        yield chunk


def _write(
    comparison: Comparison, keeper: Keeper, steps: Iterable[tuple[str, str]]
) -> tuple[NewsgraphError, ...]:
    """Put in what is new, then take out what is gone, and look whether it is so; return what failed."""
    put = [name for mark, name in steps if mark in "+~"]
    gone = [name for mark, name in steps if mark == "-"]
    wanted = (comparison.after.graph(name) for name in put)
    try:
        failed = keeper.put(graph for graph in wanted if graph is not None)
    except PushInterruptedError as error:
        done = error.summary.sent
        there = "1 graph is" if done == 1 else f"{done} graphs are"
        mend = f"{there} as in B by now; do it again to complete"
        raise EndpointError(error.what, where=error.where, mend=mend) from error
    if gone:
        keeper.remove(gone)
    return failed or tuple(_unchanged(comparison, keeper))


def _unchanged(comparison: Comparison, keeper: Keeper) -> Iterator[NewsgraphError]:
    """Yield the graphs that are not as in B although nobody refused them."""
    for changes in _chunks(comparison):
        for change, standing in zip(changes, keeper.standings(changes), strict=True):
            if standing is not Standing.AFTER:
                what = f"the graph <{change.name}> is not as in B after writing"
                yield SinkError(what, where=keeper.name, mend="look whether something else writes there")


def _foreign(name: str, keeper: Keeper) -> NewsgraphError:
    what = f"the graph <{name}> is there neither as in A nor as in B"
    mend = "compare with what it holds (a store can be A); --force brings it to B all the same"
    return SinkError(what, where=keeper.name, mend=mend)
