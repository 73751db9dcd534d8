"""HanTa's tagger, made faster for running text without another result.

A word that its lexicon lacks is analysed once, however often it comes; and the best tags of a sentence are
looked for among those that its words can have, not among all.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from HanTa import HanoverTagger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Tagger"]

_KEPT = 100_000
_STATES = 5
_MARGIN = 1.0

State = tuple[int, int]


class Tagger(HanoverTagger.HanoverTagger):  # type: ignore[misc]  # HanTa ships no types
    """The German tagger; it is loaded from the package's own file."""

    def __init__(self) -> None:
        """Load the model that HanTa brings along."""
        super().__init__("morphmodel_ger.pgz")
        self.analyze_forward = lru_cache(maxsize=_KEPT)(super().analyze_forward)
        self._told = lru_cache(maxsize=_KEPT)(self._tags_of)

    def tag_sent_viterbi(self, sent: Sequence[str], casesensitive: bool = True) -> list[int]:
        """Return the numbers of the likeliest tags of the words (Viterbi over pairs of tags).

        As in HanTa, a step goes on from the best states only, and the first word's case says nothing.
        """
        row: dict[State, float] = {(HanoverTagger.EMPTY, HanoverTagger.START): 0.0}
        came: list[dict[State, State]] = []
        for place, word in enumerate(sent):
            told = self._told(word, casesensitive and place > 0)
            floor = _floor(row)
            following: dict[State, float] = {}
            steps: dict[State, State] = {}
            for state, total in row.items():
                if total < floor:
                    continue
                for tag, likelihood in self._next(state, told):
                    reached = (state[1], tag)
                    whole = total + likelihood
                    if whole > following.get(reached, -1e6):
                        following[reached] = whole
                        steps[reached] = state
            row = following
            came.append(steps)
        state = max(row, key=lambda one: row[one] + self.LP_trans_word[one].get(HanoverTagger.END, -1e9))
        tags = []
        for steps in reversed(came):
            tags.append(state[1])
            state = steps[state]
        return tags[::-1]

    def _next(self, state: State, told: Mapping[int, float]) -> list[tuple[int, float]]:
        """Return the tags that can follow a state, each with its log-likelihood and that of the word."""
        follow = self.LP_trans_word[state]
        if not told:  # anything goes
            return [(tag, step) for tag, step in follow.items() if tag != HanoverTagger.END]
        return [(tag, follow[tag] + word) for tag, word in told.items() if tag in follow]

    def _tags_of(self, word: str, casesensitive: bool) -> dict[int, float]:
        tags = dict(self._tag_word(word, cutoff=5, casesensitive=casesensitive, conditional=True))
        return {} if tags.keys() == {HanoverTagger.UNKNOWN} else tags


def _floor(row: Mapping[State, float]) -> float:
    """Return the score from which on states are gone on from: a little below the sixth best."""
    if len(row) <= _STATES:
        return -1e6
    return sorted(row.values(), reverse=True)[_STATES] - _MARGIN
