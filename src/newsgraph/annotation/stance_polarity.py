"""Tells whether words praise or blame."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.annotation.document import Token

_REACH = 3


class Polarity(NamedTuple):
    """How many words praise and how many blame."""

    praise: int = 0
    blame: int = 0

    @property
    def sign(self) -> str:
        """Which of the two is more: "+", "-" or "" for neither."""
        if self.praise == self.blame:
            return ""
        return "+" if self.praise > self.blame else "-"

    def plus(self, other: Polarity) -> Polarity:
        """Sum two counts."""
        return Polarity(self.praise + other.praise, self.blame + other.blame)


def polarity(tokens: Iterable[Token]) -> Polarity:
    """Return how many of the words praise and blame, names left out.

    "ein *mutiger* Schritt" praises, "das ist *Unsinn*" blames; "*nicht sinnvoll*" blames, "keine *Gefahr*"
    tells nothing.
    """
    words = [t for t in tokens if t.is_word]
    signs = [_signed(words, i) for i in range(len(words))]
    return Polarity(signs.count(1), signs.count(-1))


def is_negated(tokens: Iterable[Token]) -> bool:
    """Say whether a word of negation is among the tokens."""
    return any(t.form.lower() in load_words("negations.txt") for t in tokens)


def _signed(words: Sequence[Token], index: int) -> int:
    token = words[index]
    if token.tag.startswith("NE"):
        return 0
    signs = {_sign(token.form.lower()), _sign(token.lemma.lower())} - {0}
    sign = min(signs, default=0)
    before = words[max(0, index - _REACH) : index]
    after = words[index + 1 : index + 2]
    if sign and (is_negated(before) or any(t.form == "nicht" for t in after)):
        return -1 if sign > 0 else 0
    return sign


@cache
def _sign(word: str) -> int:
    blaming, blaming_stems = _lists("-")
    if word in blaming or word.startswith(blaming_stems):
        return -1
    praising, praising_stems = _lists("+")
    return 1 if word in praising or word.startswith(praising_stems) else 0


@cache
def _lists(sign: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = [word for word, mark in load_table("stance_words.tsv") if mark == sign]
    stems = tuple(w.removesuffix("*") for w in words if w.endswith("*"))
    return frozenset(w for w in words if not w.endswith("*")), stems
