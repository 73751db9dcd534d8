"""The ends of a word: the noun that a German compound is a kind of is its last part."""

from __future__ import annotations

__all__ = ["tails"]

_LONGEST = 60


def tails(word: str, least: int) -> range:
    """Return where in a word its ends of `least` letters and more begin, the whole word first.

    Of a word of more than 60 letters only the ends of up to 60 are given: no noun has more, and the work for
    a "word" of a hundred thousand letters must not grow with their square.

    >>> ["Fachrat"[start:] for start in tails("Fachrat", 5)]
    ['Fachrat', 'achrat', 'chrat']
    """
    return range(max(len(word) - _LONGEST, 0), len(word) - least + 1)
