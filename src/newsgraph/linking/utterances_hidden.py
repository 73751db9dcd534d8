"""Statements of graphs without wording: the same words by the fingerprint in their IRIs."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from newsgraph.linking.differences import align
from newsgraph.linking.utterances_pairs import Match
from newsgraph.linking.utterances_voices import Accord, compare_voices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.linking.utterances_pairs import Spoken

_LEAST_LENGTH = 40
_NEAR_DAYS = 3
_CONFIDENCE = 0.9


def match_hidden(spoken: Sequence[Spoken]) -> Iterator[tuple[Spoken, Spoken, Match]]:
    """Yield the pairs of statements without wording that have the same words, of one time and speaker.

    The IRI of a statement ends in a hash of its type, its text, and how its speaker is printed: where two end
    alike, all three are the same. What is shorter than 40 code points is too short to be known again by that.
    """
    groups: defaultdict[str, list[Spoken]] = defaultdict(list)
    for one in spoken:
        if one.record.end - one.record.start >= _LEAST_LENGTH:
            groups[one.record.iri.rpartition("/")[2]].append(one)
    found = Match("same fingerprint of the words", _CONFIDENCE, align((), ()), retold=False)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.record.article != other.record.article and _can_be_one(one, other):
                yield one, other, found


def _can_be_one(one: Spoken, other: Spoken) -> bool:
    if one.day is None or other.day is None or abs((one.day - other.day).days) > _NEAR_DAYS:
        return False
    return compare_voices(one.voices, other.voices) is not Accord.CLASH
