"""What two states of a corpus say differently, and in which graphs their triples differ at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.iris import base_of, is_links_graph
from newsgraph.linking.rewordings import alike, pair_off
from newsgraph.pipeline.diff_graphs import Change, Renames, compare_graphs
from newsgraph.pipeline.diff_links import compare_links, labels_from
from newsgraph.pipeline.diff_view import ARTICLE, KINDS, PERSON, PROPOSAL, STATEMENT, View, local
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.states import State
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.errors import NewsgraphError
    from newsgraph.pipeline.diff_graphs import Difference
    from newsgraph.rdf.graph import ArticleGraph

MARKS: Final = {Change.ADDED: "+", Change.WITHDRAWN: "-", Change.CHANGED: "~"}
_HEADLINE_ALIKE: Final = 0.6
_SAID: Final = frozenset({STATEMENT.name, PROPOSAL.name})
_ORDER: Final = [*(kind.name for kind in KINDS), "Link"]


class Comparison:
    """Two states, and what is different; lives as long as the temporary files of the states.

    `changed` are the names of the graphs whose triples differ, in code point order; whether that says
    anything else to a reader, `differences` tells.
    """

    def __init__(self, before: State, after: State) -> None:
        """Take two states that have been read."""
        self.before = before
        self.after = after
        self.counts: Counter[tuple[str, Change]] = Counter()
        self.silent = 0
        names = {*before.digests, *after.digests}
        self.changed = tuple(sorted(n for n in names if before.digests.get(n) != after.digests.get(n)))

    @property
    def states(self) -> tuple[State, State]:
        """The state before, and that after."""
        return self.before, self.after

    @property
    def failures(self) -> tuple[NewsgraphError, ...]:
        """What of either state could not be read."""
        return (*self.before.failures, *self.after.failures)

    @property
    def outcome(self) -> Outcome:
        """How many graphs were compared, and what could not be read."""
        missing = any(state.failures and not state.digests for state in self.states)
        done = 0 if missing else max(1, len({*self.before.digests, *self.after.digests}))
        return Outcome(done, self.failures)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know before they believe the differences."""
        found = []
        old, new = self.before.bases, self.after.bases
        if old and new and not old & new:
            found.append(
                f"A's articles lie under {', '.join(sorted(old))}, B's under {', '.join(sorted(new))}: "
                "each counts as withdrawn and as added; convert both with the same --base"
            )
        made, remade = (", ".join(sorted(state.makers)) for state in self.states)
        if made and remade and made != remade:
            found.append(
                f"A was made by {made}, B by {remade}: what only one of the two finds counts as a difference"
            )
        if _is_same_place(self.before.path, self.after.path):
            found.append("A and B are the same file or folder")
        for name, state, other in zip("AB", self.states, reversed(self.states), strict=True):
            if other.bases and state.digests and not state.bases:
                found.append(f"{name} holds nothing of newsgraph: is it the right file or folder?")
            if state.failures and state.digests:
                found.append(
                    f"what could not be read is missing in {name}, and counts as if it were not there"
                )
        return tuple(found)

    def differences(self) -> Iterator[Difference]:
        """Yield all differences, article by article in the order of their graphs' IRIs, then the links.

        An article that has another IRI now (one without a URL, whose text was edited) is known again by
        publisher, date and headline. `counts` and `silent` are complete when all are told.
        """
        self.counts, self.silent = Counter(), 0
        renames = Renames()
        twins = self._twins
        gone = set(twins.values())
        links = [name for name in self.changed if is_links_graph(name)]
        for name in self.changed:
            if name not in gone and not is_links_graph(name):
                before = self.before.graph(twins.get(name, name))
                yield from self._counted(compare_graphs(before, self.after.graph(name), renames))
        labels = labels_from(self.before, self.after)
        for name in links:
            pair = self.before.graph(name), self.after.graph(name)
            yield from self._counted(compare_links(*pair, renames, labels))

    def _counted(self, differences: Iterable[Difference]) -> Iterator[Difference]:
        number = 0
        for number, difference in enumerate(differences, start=1):  # noqa: B007  whether there was any
            self.counts[difference.kind, difference.change] += 1
            yield self._with_articles(difference)
        self.silent += not number

    def _with_articles(self, difference: Difference) -> Difference:
        if difference.kind != PERSON.name:
            return difference
        before = self.before.people[difference.previous or difference.node]
        return replace(difference, articles=(before, self.after.people[difference.node]))

    @cached_property
    def _twins(self) -> dict[str, str]:
        """Return the name that an article's graph had before, for those that have another one now."""
        gone: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
        for name in self.changed:
            if name not in self.after.digests:
                key, headline = _identity(self.before.graph(name))
                gone[key].append((name, headline))
        found: list[tuple[float, str, str]] = []
        for name in self.changed:
            if name in self.before.digests or not gone:
                continue
            key, headline = _identity(self.after.graph(name))
            if key[0]:
                found += [(alike(before, headline), old, name) for old, before in gone.get(key, ())]
        pairs = pair_off(row for row in found if row[0] >= _HEADLINE_ALIKE)
        return {name: old for old, name in pairs.items()}

    @property
    def summary(self) -> str:
        """One line for a person, when all differences have been told."""
        if not self.changed:
            return "no difference"
        by_change = [sum(n for (_, c), n in self.counts.items() if c is change) for change in Change]
        told = ", ".join(f"{n} {change.value}" for n, change in zip(by_change, Change, strict=True))
        graphs = "1 graph differs" if self.silent == 1 else f"{self.silent} graphs differ"
        silent = f"{graphs} only in provenance, confidence or place in the text"
        if not any(by_change):
            return f"no difference to a reader ({silent})"
        return f"{told} ({silent})" if self.silent else told

    def table(self) -> list[tuple[str, str, str, str]]:
        """Return for each kind how many were added, withdrawn and changed."""
        kinds = [kind for kind in _ORDER if any(self.counts[kind, change] for change in Change)]
        return [
            (kind, *(str(self.counts[kind, change]) for change in Change))  # type: ignore[misc]  # three changes
            for kind in kinds
        ]


@contextmanager
def compare_states(
    before: str | Path, after: str | Path, on_progress: Callable[[int, int], None] = lambda _d, _t: None
) -> Iterator[Comparison]:
    """Read two states (RDF files, folders of them, or embedded stores) and yield their comparison.

    Files that do not parse are failures of the outcome. Raises `StoreError` for a store that cannot be read.
    """
    with ExitStack() as stack:
        states = [stack.enter_context(State(path)) for path in (before, after)]
        for state in states:
            state.read(on_progress)
        yield Comparison(*states)


def _identity(graph: ArticleGraph | None) -> tuple[tuple[str, ...], str]:
    """Return who published an article when, under which base, and its headline; for no article nothing."""
    view = View(graph)
    if view.nodes.get(view.article) is not ARTICLE:
        return ("",), ""
    told = (view.shown(view.article, term) for term in (SCHEMA.publisher, SCHEMA.datePublished))
    return (*told, base_of(view.article) or ""), view.shown(view.article, SCHEMA.headline)


def _is_same_place(one: str | Path, other: str | Path) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def lines(differences: Iterable[Difference]) -> Iterator[str]:
    """Yield the differences as lines of text, grouped by article."""
    article = None
    for difference in (one.printable() for one in differences):
        if difference.article != article:
            article = difference.article
            yield f"{difference.headline or '(no headline)'}  <{article}>"
        yield f"  {MARKS[difference.change]} {_line(difference)}"
        for term, before, after in difference.details:
            values = "" if term == NG.textDigest else f": {before or '–'} → {after or '–'}"
            yield f"      {label(term)}{values}"


def _line(difference: Difference) -> str:
    """Return what a difference is about in one line: kind, whose, what it says."""
    is_said = difference.kind in _SAID
    who = difference.who or ("(nobody named)" if is_said else "")
    text = difference.text or (difference.node if is_said else "")
    return " · ".join(filter(None, (difference.kind, who, text, named(difference))))


def label(term: str) -> str:
    """Return how the name of a term is printed; of the text's digest a reader wants to know only that.

    >>> label("https://schema.org/jobTitle")
    'jobTitle'
    """
    return "text edited" if term == NG.textDigest else local(term)


def named(difference: Difference) -> str:
    """Return how many articles speak of a person before and after, as a person reads it; else nothing."""
    if difference.articles is None:
        return ""
    before, after = difference.articles
    articles = f"{after} article{'s' * (after != 1)}"
    return f"in {articles}" if before == after else f"in {articles}, before in {before}"
