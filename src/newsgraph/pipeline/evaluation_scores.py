"""How what was found is scored against the gold: the rules of the annotated corpus, as functions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.document import build_document
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from newsgraph.model import Span

PAIRED_FROM = 0.5
"""From this F1 of their words on, two texts are the same statement or proposal."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, how many found, how many there are in the gold; they add up over articles."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Sum two counts."""
        return Counts(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 0 to 1; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found, 0 to 1; 0 where the gold has none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.found + self.gold
        return 2 * self.right / total if total else 0.0

    def to_dict(self) -> dict[str, float]:
        """Return counts and measures, rounded to four places."""
        return {
            "right": self.right,
            "found": self.found,
            "gold": self.gold,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


def words(text: str) -> list[str]:
    """Return the words of a text in lower case.

    >>> words("„Wir bleiben“, sagte er")
    ['wir', 'bleiben', 'sagte', 'er']
    """
    return re.findall(r"\w+", text.lower())


def similarity(first: str, second: str) -> float:
    """Return the F1 of two texts' words with repetition, 0 to 1.

    >>> similarity("der alte Hafen", "der Hafen")
    0.8
    """
    one, two = Counter(words(first)), Counter(words(second))
    total = sum(one.values()) + sum(two.values())
    return 2 * sum((one & two).values()) / total if total else 0.0


def pair(gold: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Return the indexes of texts that belong together, one to one, the most similar first."""
    scored = [(similarity(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    pairs: list[tuple[int, int]] = []
    golds: set[int] = set()
    founds: set[int] = set()
    for score, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if score >= PAIRED_FROM and i not in golds and j not in founds:
            pairs.append((i, j))
            golds.add(i)
            founds.add(j)
    return sorted(pairs)


def pair_places(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the indexes of places that share a code point, one to one, in text order.

    >>> from newsgraph.model import Span
    >>> pair_places([Span(0, 9), Span(20, 25)], [Span(4, 9), Span(20, 30), Span(22, 25)])
    [(0, 0), (1, 1)]
    >>> pair_places([Span(0, 4), Span(5, 9)], [Span(0, 9)])
    [(0, 0)]
    """
    left = dict(enumerate(found))
    pairs: list[tuple[int, int]] = []
    for i, place in enumerate(gold):
        match = next((j for j, other in left.items() if place.overlaps(other)), None)
        if match is not None:
            del left[match]
            pairs.append((i, match))
    return pairs


def same_agent(kind: str, gold: str, found: str) -> bool:
    """Say whether two names mean the same, by the gold's kind of agent.

    A person by exact name, case folded; an organisation if one name contains the other; a speaker without a
    name if half of the words of the gold's noun phrase are there.
    """
    one, two = gold.casefold(), found.casefold()
    if kind == "person":
        return one == two
    if kind == "organisation":
        return bool(two) and (one in two or two in one)
    wanted, got = Counter(words(gold)), Counter(words(found))
    return sum((wanted & got).values()) * 2 >= sum(wanted.values()) > 0


def right_speaker(kind: str, gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Say whether the speakers found hold the gold's first; a graph keeps no order among joint speakers."""
    if kind == "none" or not gold:
        return not found
    return any(same_agent(kind, gold[0], name) for name in found)


@cache
def lemmas(phrase: str) -> str:
    """Return the lemmas of a phrase in lower case, for comparing roles and affiliations.

    >>> lemmas("finnischer Außenminister") == lemmas("finnische Außenminister")
    True
    """
    document = build_document(article_from_text(phrase))
    return " ".join(token.lemma.casefold() for token in document.tokens() if token.is_word)


def count_equal(gold: Iterable[str], found: Iterable[str], key: Callable[[str], str]) -> Counts:
    """Return how many texts are equal under `key`, each once."""
    golds, founds = {key(g) for g in gold}, {key(f) for f in found}
    return Counts(len(golds & founds), len(founds), len(golds))


def count_agents(kind_of: Callable[[str], str], gold: Sequence[str], found: Sequence[str]) -> Counts:
    """Return how many agents of the gold were found, each name once; `kind_of` tells a gold name's kind."""
    left = list(found)
    right = 0
    for name in gold:
        match = next((other for other in left if same_agent(kind_of(name), name, other)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Counts(right, len(found), len(gold))
