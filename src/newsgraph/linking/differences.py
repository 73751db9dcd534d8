"""In what two reports of one utterance, or two prints of one report, differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from newsgraph.lexicon import load_table
from newsgraph.linking.utterances_words import fold_words
from newsgraph.model.links import Difference

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEARLY_ALL = 0.9
_MOST = 0.7
_SHORTER = 0.9


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two sequences of words, laid side by side.

    `shared` counts the words that both have in the same order, `runs` the unbroken stretches of them;
    `omitted` and `added` are the stretches that only the first and only the second has, as ranges of words;
    `lengths` are the numbers of words of the two.
    """

    shared: int
    runs: int
    omitted: tuple[tuple[int, int], ...]
    added: tuple[tuple[int, int], ...]
    lengths: tuple[int, int]

    @property
    def containment(self) -> float:
        """The part of the shorter one's words that the longer one has too, 0 to 1."""
        return self.shared / min(self.lengths) if min(self.lengths) else 0.0

    @property
    def overlap(self) -> float:
        """The part of the longer one's words that the shorter one has too, 0 to 1."""
        return self.shared / max(self.lengths) if max(self.lengths) else 0.0


def align(one: Sequence[str], other: Sequence[str]) -> Alignment:
    """Lay two sequences of words side by side, by their longest common subsequence.

    >>> align("wir gehen nicht vom Hof".split(), "wir gehen".split()).omitted
    ((2, 5),)
    """
    numbers: dict[str, int] = {}
    first = [numbers.setdefault(word, len(numbers)) for word in one]
    second = [numbers.setdefault(word, len(numbers)) for word in other]
    shared, runs = 0, 0
    omitted: list[tuple[int, int]] = []
    added: list[tuple[int, int]] = []
    for code in LCSseq.opcodes(first, second):
        if code.tag == "equal":
            runs += 1
            shared += code.src_end - code.src_start
            continue
        if code.src_end > code.src_start:
            omitted.append((code.src_start, code.src_end))
        if code.dest_end > code.dest_start:
            added.append((code.dest_start, code.dest_end))
    return Alignment(shared, runs, tuple(omitted), tuple(added), (len(one), len(other)))


def describe_wording(alignment: Alignment, *, retold: bool) -> frozenset[Difference]:
    """Say how the second wording stands to the first.

    `retold` is true where the two were not found to have their words in common, only what they tell. Who has
    nearly all the words of a longer one, and some fewer, shortened it: "Wir gehen nicht vom Hof, das ist
    sicher" and "Wir gehen nicht vom Hof". Who has one word other in ten edited it.
    """
    first, second = alignment.lengths
    if not retold and alignment.shared == first == second:
        return frozenset({Difference.VERBATIM})
    if retold:
        return _describe_length(first, second, _MOST) | {Difference.PARAPHRASED}
    if not (alignment.omitted and alignment.added):
        return _describe_length(first, second, 1.0)
    length = (
        _describe_length(first, second, _SHORTER) if alignment.containment >= _NEARLY_ALL else frozenset()
    )
    return length or frozenset({Difference.EDITED})


def _describe_length(first: int, second: int, shorter: float) -> frozenset[Difference]:
    if second <= shorter * first:
        return frozenset({Difference.SHORTENED})
    return frozenset({Difference.EXTENDED}) if first <= shorter * second else frozenset()


def tone_of(cue: str) -> str:
    """Return how a cue colours what is said: "doubt", "concede", "stress" …, empty where it is plain.

    >>> [tone_of(cue) for cue in ("sagte", "behauptete", "räumte Anna ein", "hat eingeräumt")]
    ['', 'doubt', 'concede', 'concede']
    """
    words = frozenset(fold_words(cue))
    for tone, form in load_table("cue_tones.tsv"):
        if words.issuperset(form.split()):
            return tone
    return ""


def words_of(words: Sequence[str], ranges: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the stretches of `words` that the ranges cover, each joined by spaces."""
    return tuple(" ".join(words[start:end]) for start, end in ranges)
