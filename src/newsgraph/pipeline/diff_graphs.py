"""What two states of one article's graph say differently, node by node."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from newsgraph.iris import article_of, normalised
from newsgraph.linking.rewordings import alike, pair_off, pair_rewordings
from newsgraph.pipeline.diff_view import ARTICLE, DATASET, KINDS, PERSON, PROPOSAL, STATEMENT, View
from newsgraph.rdf.report_parts import printable
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.pipeline.diff_view import Kind
    from newsgraph.rdf.graph import ArticleGraph

_NAME_ALIKE: Final = 0.85
"""Part of the letters that two spellings of one name have in common: "Altroge" and "Altrogge"."""
_OF_DATASET: Final = "Description of the data set"


class Change(StrEnum):
    """What happened to a node between two states."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the node, what it is, whose and what it says.

    `details` are, for a change, the term with its values before and after. `previous` is the IRI that the
    node had before, where it has another now: an edited wording, a mended name. `articles` is, for a person,
    how many articles of either state speak of them.
    """

    article: str
    headline: str
    change: Change
    node: str
    kind: str
    who: str
    text: str
    details: tuple[tuple[str, str, str], ...] = ()
    previous: str | None = None
    articles: tuple[int, int] | None = None

    def printable(self) -> Difference:
        """Return the difference as people are shown it: no word of the data speaks to the terminal."""
        names = ("headline", "who", "text")
        words = {name: printable(getattr(self, name)) for name in names}
        details = tuple((term, printable(old), printable(new)) for term, old, new in self.details)
        return replace(self, **words, details=details)  # type: ignore[arg-type]  # all of them are strings

    def to_dict(self) -> dict[str, Any]:
        """Return the difference for JSON."""
        names = ("article", "headline", "node", "previous", "kind", "who", "text")
        values = {name: getattr(self, name) for name in names}
        details = [{"term": term, "before": before, "after": after} for term, before, after in self.details]
        counts = (
            {"articles": {"before": self.articles[0], "after": self.articles[1]}} if self.articles else {}
        )
        return {"change": self.change.value, **values, "details": details, **counts}

    @property
    def rewording(self) -> tuple[str, str] | None:
        """The wording before and after, where it was edited."""
        return next(((old, new) for term, old, new in self.details if term == SCHEMA.text), None)


class Renames:
    """Which IRI of the state before is which one of the state after."""

    def __init__(self) -> None:
        """Begin with none: what has one IRI in both states needs no entry."""
        self._iris: dict[str, str] = {}

    def add(self, before: str, after: str) -> None:
        """Enter that a node has another IRI now."""
        if before != after:
            self._iris[before] = after

    def take(self, others: Renames) -> None:
        """Take over what belongs to one article alone.

        A person of all articles may have had a name mended in one of them, and stay who they are in the
        others.
        """
        found = others._iris.items()
        self._iris |= {before: after for before, after in found if article_of(before) is not None}

    def iri(self, iri: str) -> str:
        """Return the IRI that a node has in the state after."""
        known = self._iris.get(iri)
        article = article_of(iri) if known is None and self._iris else None
        if article is not None and article in self._iris:  # the article has another IRI now
            known = self._iris[article] + iri.removeprefix(article)
        return known or iri

    def term(self, term: str) -> str:
        """Return a term as it is in the state after."""
        return f"<{self.iri(term[1:-1])}>" if term.startswith("<") else term


def compare_graphs(
    before: ArticleGraph | None, after: ArticleGraph | None, renames: Renames | None = None
) -> Iterator[Difference]:
    """Yield the differences between two states of one article's graph; None where there is none.

    They come in the order of `diff_view.KINDS` and of the text. `renames` takes up which of the article's
    nodes have another IRI now.
    """
    if before is not None and after is not None and before.triples == after.triples:
        return
    pair = _Pair(View(before), View(after))
    if renames is not None:
        renames.take(pair.renames)
    yield from pair.differences()


class _Pair:
    """Two states of one graph, and which of their nodes are the same."""

    def __init__(self, old: View, new: View) -> None:
        self.old, self.new, self.renames = old, new, Renames()
        if old.article and new.article:
            self.renames.add(old.article, new.article)
        self._find_persons()
        self._find_reworded(STATEMENT, NG.speaker)
        self._find_reworded(PROPOSAL, NG.proposer)
        self.before = {self.renames.iri(node): node for node in old.nodes}

    def _unmatched(self, kind: Kind) -> tuple[list[str], list[str]]:
        """Return the nodes of a kind that are gone and those that are new, as far as is known by now."""
        known = {self.renames.iri(node): node for node, found in self.old.nodes.items() if found is kind}
        here = {node for node, found in self.new.nodes.items() if found is kind}
        return sorted(known[node] for node in known.keys() - here), sorted(here - known.keys())

    def _find_persons(self) -> None:
        gone, come = self._unmatched(PERSON)
        likeness = [(self._name_likeness(before, after), before, after) for before in gone for after in come]
        for before, after in pair_off(row for row in likeness if row[0] >= _NAME_ALIKE).items():
            self.renames.add(before, after)

    def _name_likeness(self, before: str, after: str) -> float:
        """Say how sure it is that a name was mended or completed, 0 to 1.

        "Gesine Altroge" is "Gesine Altrogge" now, and so may "Altrogge" be; with one item of Wikidata it is.
        """
        if set(self.old.values(before, SCHEMA.sameAs)) & set(self.new.values(after, SCHEMA.sameAs)):
            return 1.0
        old, new = self.old.who(before), self.new.who(after)
        words = sorted((old.split(), new.split()), key=len)
        completed = words[0][-1:] == words[1][-1:] and set(words[0]) <= set(words[1])
        return max(alike(old, new), _NAME_ALIKE if completed else 0.0)

    def _find_reworded(self, kind: Kind, owner: str) -> None:
        gone, come = self._unmatched(kind)
        if not gone or not come:
            return
        old = {node: (self._renamed(self.old, node, owner), self.old.text(node)) for node in gone}
        new = {node: (self.new.values(node, owner), self.new.text(node)) for node in come}
        for before, after in pair_rewordings(old, new).items():
            self.renames.add(before, after)

    def _renamed(self, view: View, node: str, term: str) -> tuple[str, ...]:
        return tuple(sorted(self.renames.term(value) for value in view.values(node, term)))

    def differences(self) -> list[Difference]:
        """Return what is different, in the order in which it is told."""
        found: list[tuple[int, int, Difference]] = []
        for node in {*self.before, *self.new.nodes}:
            difference = self._difference(node)
            if difference is not None:
                view, name = (self.new, node) if node in self.new.nodes else (self.old, self.before[node])
                found.append((KINDS.index(view.nodes[name]), view.start(name), difference))
        return [difference for *_, difference in sorted(found, key=lambda row: (*row[:2], row[2].node))]

    def _difference(self, node: str) -> Difference | None:
        if node not in self.new.nodes:
            return self._told(self.old, self.before[node], Change.WITHDRAWN)
        if node not in self.before:
            return self._told(self.new, node, Change.ADDED)
        details = tuple(self._details(self.before[node], node))
        if not details:
            return None
        previous = self.before[node] if self.before[node] != node else None
        return replace(self._told(self.new, node, Change.CHANGED), details=details, previous=previous)

    def _details(self, before: str, after: str) -> Iterator[tuple[str, str, str]]:
        edited = False
        for term in self.new.compared(self.new.nodes[after], self.old):
            old, new = self._renamed(self.old, before, term), self.new.values(after, term)
            if old == new or not self._counts(term, old, new, edited=edited):
                continue
            if self._is_setting(before, after, term):
                continue
            edited = edited or term == NG.textDigest
            shown = self.old.shown(before, term), self.new.shown(after, term)
            if shown[0] == shown[1]:  # two of one name: only their IRIs tell them apart
                shown = ", ".join(old), ", ".join(new)
            yield term, *shown

    def _is_setting(self, before: str, after: str, term: str) -> bool:
        """Say whether only `--text none` makes a difference, which calls agents without a name otherwise."""
        if self.old.is_wordless == self.new.is_wordless:
            return False
        old = (self.renames.term(value) for value in self.old.nameless(before, term))
        return sorted(old) == sorted(self.new.nameless(after, term))

    @staticmethod
    def _counts(term: str, old: tuple[str, ...], new: tuple[str, ...], *, edited: bool) -> bool:
        """Say whether another value says something else.

        Only where the text is another one does its number of words count; of a text of which one graph says
        nothing, nothing is said; and white space is no wording.
        """
        if term == SCHEMA.wordCount:
            return edited
        if term == NG.textDigest:
            return bool(old and new)
        if term == SCHEMA.text:
            return [normalised(value) for value in old] != [normalised(value) for value in new]
        return True

    def _told(self, view: View, node: str, change: Change) -> Difference:
        about, headline = view.article, view.shown(view.article, SCHEMA.headline)
        kind = view.nodes[node]
        if kind is DATASET:
            about, headline = node, _OF_DATASET
        text = "" if kind is ARTICLE else view.gist(node)
        return Difference(about, headline, change, node, kind.name, view.who(node), text)
