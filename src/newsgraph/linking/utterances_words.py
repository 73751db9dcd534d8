"""The words of an utterance as two reporters have them in common: folded, the telling ones as stems."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import Stemmer

from newsgraph.characters import nfkc, veil
from newsgraph.lexicon import load_table, load_words

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+")
_SHORTEST_STEM = 3
_LESS = frozenset({"ohne", "wenig"})
_STEMMER = Stemmer.Stemmer("german")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one utterance.

    `printed` are all of them as they stand, `words` the same folded (`fold_words`); `telling` says of each
    whether it tells something (`is_telling`), `content` are the stems of those that do, in order; `numbers`
    are the numbers among them; `negated` says whether one negates.
    """

    printed: tuple[str, ...]
    words: tuple[str, ...]
    telling: tuple[bool, ...]
    content: tuple[str, ...]
    numbers: frozenset[str]
    negated: bool

    @property
    def counts(self) -> Counter[str]:
        """How often each telling stem occurs."""
        return Counter(self.content)


def read_wording(text: str) -> Wording:
    """Return the words of `text`, for comparing with other reports of the same utterance.

    >>> wording = read_wording("Wir werden keine drei Bäder schließen!")
    >>> wording.words, wording.content, wording.negated
    (('wir', 'werden', 'keine', '3', 'bäder', 'schließen'), ('3', 'bad', 'schliess'), True)
    """
    printed = tuple(_WORD.findall(nfkc(veil(text)[0])))
    words = tuple(_fold(word) for word in printed)
    negated = any(negates(word) for word in words)
    telling = tuple(is_telling(word) for word in words)
    content = tuple(stem_of(word) for word in words if is_telling(word))
    numbers = frozenset(word for word in words if word[0].isdigit())
    return Wording(printed, words, telling, content, numbers, negated)


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` without what houses print differently: case, marks, hyphens, small numbers.

    >>> fold_words("Die drei CDU-Chefs")
    ('die', '3', 'cdu', 'chefs')
    """
    return tuple(_fold(word) for word in _WORD.findall(nfkc(veil(text)[0])))


def is_telling(word: str) -> bool:
    """Say whether a folded word tells what is said, unlike articles, auxiliaries and negations."""
    return not negates(word) and word not in load_words("function_words.txt")


def negates(word: str) -> bool:
    """Say whether a folded word turns a sentence into its contrary, as "nicht", "keines" and "nie" do."""
    return word in load_words("negations.txt") and word not in _LESS


@cache
def stem_of(word: str) -> str:
    """Return the stem of a folded word, the same for indicative and Konjunktiv of the present.

    >>> [stem_of(word) for word in ("nimmt", "nehme", "investiert", "investiere", "fällt", "falle")]
    ['nehm', 'nehm', 'investi', 'investi', 'fall', 'fall']
    """
    stem = str(_STEMMER.stemWord(word))
    if stem.endswith("t") and len(stem) > _SHORTEST_STEM:
        stem = stem[:-1]
    if stem.endswith("er") and len(stem) > _SHORTEST_STEM + 2:
        stem = stem[:-2]
    for changed, other in load_table("vowel_changes.tsv"):
        if stem.endswith(changed):
            return stem.removesuffix(changed) + other
    return stem


def _fold(word: str) -> str:
    folded = word.lower()
    return _numbers().get(folded, folded)


@cache
def _numbers() -> dict[str, str]:
    return {row[0]: row[1] for row in load_table("number_words.tsv")}
