"""Tells which proposal other words speak of: by its nouns, by compounds, by "der Vorschlag" and "das"."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.annotation.document import Document, Token
    from newsgraph.model import Span

_SHORTEST = 4
_STEM = 6
_START = 5  # letters; `_likeness` needs more than `_SHORTEST` of them
_LONG = 60  # letters; of a longer word only so many are looked up


def content_words(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the lemmas of nouns and full verbs, without units and empty nouns ("Jahr", "Euro")."""
    empty = load_words("empty_nouns.txt")
    return frozenset(
        t.lemma.lower()
        for t in tokens
        if t.tag.startswith(("NN", "NE", "VV(I", "VV(P"))
        and len(t.form) >= _SHORTEST
        and t.lemma not in empty
    )


def tokens_of(document: Document, spans: tuple[Span, ...]) -> Iterator[Token]:
    """Return the tokens inside the spans, in text order."""
    return document.tokens_within(spans)


def points_back(token: Token) -> str | None:
    """Return which proposal the noun points back to (main, last, newest); None for another word.

    "das *Vorhaben*" means the article's first proposal, "die *Idee*" the one just spoken of.
    """
    if not token.tag.startswith("NN"):
        return None
    return _what_noun_means(token.lemma.lower())


@cache
def _what_noun_means(lemma: str) -> str | None:
    return next(
        (which for noun, which in load_table("proposal_anaphors.tsv") if lemma.endswith(noun.lower())), None
    )


def only_points_back(token: Token) -> bool:
    """Say whether the noun does nothing but point back: "die *Pläne*", not "die *Kürzungspläne*"."""
    lemma = token.lemma.lower()
    return any(lemma == noun.lower() for noun, _ in load_table("proposal_anaphors.tsv"))


def similarity(words: frozenset[str], measure: frozenset[str]) -> float:
    """Return how many of `words` speak of the measure: 1 a word for the same word, less for a common stem.

    "die Sperre" of "eine Haushaltssperre": the same head; "die Erhöhung" of "zu erhöhen": one stem.
    """
    return sum(max((_likeness(word, other) for other in measure), default=0.0) for word in sorted(words))


class Topics:
    """The words of all measures of an article, looked up by word."""

    def __init__(self, measures: Iterable[frozenset[str]]) -> None:
        """Note which measures each word stands in."""
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(measures):
            for word in words:
                self._places[word].append(number)
        self._ending: dict[str, list[str]] = defaultdict(list)
        self._starting: dict[str, list[str]] = defaultdict(list)
        for word in self._places:
            self._starting[word[:_START]].append(word)
            for length in range(1, min(len(word), _LONG) + 1):
                self._ending[word[-length:]].append(word)
        self._known: dict[str, dict[int, float]] = {}

    def similar(self, words: frozenset[str]) -> dict[int, float]:
        """Return the `similarity` of the words to each measure by its number, those above 0 only."""
        total: dict[int, float] = {}
        for word in sorted(words):  # a sum of floats depends on the order
            for number, likeness in self._of_word(word).items():
                total[number] = total.get(number, 0.0) + likeness
        return total

    def _of_word(self, word: str) -> dict[int, float]:
        if word not in self._known:
            best: dict[int, float] = {}
            for other in self._near(word):
                if likeness := _likeness(word, other):
                    best.update((n, max(likeness, best.get(n, 0.0))) for n in self._places[other])
            self._known[word] = best
        return self._known[word]

    def _near(self, word: str) -> Iterator[str]:
        """Yield the words that can be alike: one ends with the other, or both start with the same letters."""
        end = word[-_LONG:]
        yield from self._ending.get(end, ())
        yield from (end[i:] for i in range(1, len(end)) if end[i:] in self._places)
        yield from self._starting.get(word[:_START], ())


@lru_cache(maxsize=2**16)
def _likeness(left: str, right: str) -> float:
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if long.endswith(short) or (len(short) > _SHORTEST and long.startswith(short)):
        return 0.8
    if len(short) >= _STEM and short[:_STEM] == long[:_STEM]:
        return 0.7
    return 0.0
