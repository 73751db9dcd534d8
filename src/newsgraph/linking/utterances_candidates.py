"""Which statements are worth comparing: far fewer than all pairs, and none lost that could match."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from newsgraph.linking.utterances_pairs import Spoken
    from newsgraph.linking.utterances_voices import Voices

_PART = 0.5
_PART_OF_UNKNOWN = 0.7
_LEAST_OF_UNKNOWN = 3
_RUN = 4
_COMMON = 60

Pair = tuple[int, int]
"""Two places in the sequence of statements, the smaller first."""


def find_candidates(spoken: Sequence[Spoken], one_report: Iterable[tuple[str, str]] = ()) -> Iterator[Pair]:
    """Yield each pair of statements that could match, once, in order.

    Four ways lead to a pair: a speaker (or a name, or a body) and half of the telling words in common; where
    a speaker is not told, four words in a row in common, two of them telling, or most of the telling words
    within a day; articles that print `one_report`, given as pairs of their IRIs.
    """
    found = {*_by_speaker(spoken), *_by_run(spoken), *_by_day(spoken), *_by_report(spoken, one_report)}
    yield from sorted(pair for pair in found if _differ_in_article(spoken, pair))


def _differ_in_article(spoken: Sequence[Spoken], pair: Pair) -> bool:
    return spoken[pair[0]].record.article != spoken[pair[1]].record.article


def _by_speaker(spoken: Sequence[Spoken]) -> Iterator[Pair]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(spoken):
        for key in one.voices.keys:
            groups[key].append(place)
    for group in groups.values():
        if len(group) > 1:
            words = {place: frozenset(spoken[place].wording.content) for place in group}
            yield from _sharing(group, words, _PART)


def _by_day(spoken: Sequence[Spoken]) -> Iterator[Pair]:
    """Yield the pairs of one day or of two in a row that have most words in common, one speaker unknown."""
    words: dict[int, frozenset[str]] = {}
    days: defaultdict[date, list[int]] = defaultdict(list)
    for place, one in enumerate(spoken):
        telling = frozenset(one.wording.content)
        if one.day and len(telling) >= _LEAST_OF_UNKNOWN:
            words[place] = telling
            days[one.day].append(place)
    for day, group in days.items():
        for first, second in _sharing(group + days.get(day + timedelta(days=1), []), words, _PART_OF_UNKNOWN):
            if not _both_known(spoken[first].voices, spoken[second].voices):
                yield first, second


def _sharing(group: Sequence[int], words: Mapping[int, frozenset[str]], part: float) -> Iterator[Pair]:
    """Yield the pairs of a group of which one has the `part` of its words in common with the other.

    Whoever shares half of its words shares one of the rarer half, so that only those are looked up:
    prefix filtering (Chaudhuri, Ganti and Kaushik 2006, "A Primitive Operator for Similarity Joins in Data
    Cleaning").
    """
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place in group:
        for word in words[place]:
            holders[word].append(place)
    for place in group:
        own = sorted(words[place], key=lambda word: (len(holders[word]), word))
        for word in own[: int(len(own) * (1 - part)) + 1]:
            for other in holders[word]:
                least = part * min(len(words[place]), len(words[other]))
                if other != place and len(words[place] & words[other]) >= least:
                    yield min(place, other), max(place, other)


def _by_run(spoken: Sequence[Spoken]) -> Iterator[Pair]:
    """Yield the pairs that have a run of words in common and of which one's speaker may be unknown.

    Runs that very many have are phrases, not utterances: "wie es in einer Mitteilung heißt".
    """
    holders: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(spoken):
        for run in _telling_runs(one):
            holders[run].append(place)
    for places in holders.values():
        if 1 < len(places) <= _COMMON:
            for first, second in _pairs(places):
                if not _both_known(spoken[first].voices, spoken[second].voices):
                    yield first, second


def _telling_runs(one: Spoken) -> Iterator[tuple[str, ...]]:
    words = one.wording.words
    telling = one.wording.telling
    for start in range(len(words) - _RUN + 1):
        if sum(telling[start : start + _RUN]) > 1:
            yield words[start : start + _RUN]


def _both_known(one: Voices, other: Voices) -> bool:
    return bool((one.names and other.names) or (one.bodies and other.bodies))


def _pairs(places: Sequence[int]) -> Iterator[Pair]:
    unique = sorted(set(places))
    for index, first in enumerate(unique):
        for second in unique[index + 1 :]:
            yield first, second


def _by_report(spoken: Sequence[Spoken], one_report: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(spoken):
        places[one.record.article].append(place)
    for first, second in one_report:
        for pair in product(places[first], places[second]):
            yield min(pair), max(pair)
