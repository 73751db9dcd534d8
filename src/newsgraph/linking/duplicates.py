"""Articles that print one report: copies of an agency's text, cut and edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.linking.duplicates_candidates import find_candidates
from newsgraph.linking.duplicates_words import Print, read_print
from newsgraph.model.links import Difference, LinkDecision, LinkPredicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgraph.model.links import ArticleRecord

_NEAR_DAYS = 7
_FEW_TRIPLES = 25
_LEAST_TRIPLES = 10
_SHARED = 0.5
_SHARED_AGENCY = 0.35
_SHARED_FAR = 0.8
_SHORTER = 0.85


def find_duplicates(articles: Sequence[ArticleRecord]) -> tuple[LinkDecision, ...]:
    """Return which articles print the same report, with what differs; the order of the articles is free.

    Articles are compared by the triples of words that the shorter one shares with the longer one. What stands
    in quotation marks does not count on its own: two reporters at one press conference print the same
    quotations, a follow-up repeats them. Compared are the texts where both are known, else the statements.
    The subject is what was published first, of the same day what has the smaller IRI.
    """
    ordered = sorted(articles, key=lambda article: (article.day, article.iri))
    prints = [read_print(article) for article in ordered]
    found = []
    for first, second in sorted(find_candidates([one.everything for one in prints])):
        shared = _share(prints[first], prints[second])
        if _one_report(ordered[first], ordered[second], shared):
            found.append(_decision(ordered[first], ordered[second], shared))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Shared:
    """Which part (0 to 1) of the shorter one's triples the longer one has, of all and of the own words."""

    everything: float
    own: float
    triples: int
    lengths: tuple[int, int]
    whole: bool


def _share(one: Print, other: Print) -> _Shared:
    everything, _ = _containment(one.everything, other.everything)
    own, triples = _containment(one.own, other.own)
    return _Shared(everything, own, triples, (one.words, other.words), one.whole and other.whole)


def _containment(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[float, int]:
    smaller = min(len(one), len(other))
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return (shared / smaller if smaller else 0.0), smaller


def _one_report(one: ArticleRecord, other: ArticleRecord, shared: _Shared) -> bool:
    if shared.triples < _LEAST_TRIPLES:
        return False
    least = _SHARED_AGENCY if _common_agencies(one, other) else _SHARED
    if shared.triples < _FEW_TRIPLES or not _near(one, other):
        least = _SHARED_FAR
    return min(shared.everything, shared.own) >= least


def _near(one: ArticleRecord, other: ArticleRecord) -> bool:
    if not one.day or not other.day:
        return True
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days) <= _NEAR_DAYS


def _common_agencies(one: ArticleRecord, other: ArticleRecord) -> list[str]:
    return sorted(set(one.agencies) & set(other.agencies))


def _decision(one: ArticleRecord, other: ArticleRecord, shared: _Shared) -> LinkDecision:
    agencies = _common_agencies(one, other)
    of = "text" if shared.whole else "statements"
    reason = f"{shared.everything:.0%} of the shorter {of} in the longer"
    confidence = 0.6 + 0.35 * shared.own + (0.04 if agencies else 0)
    return LinkDecision(
        one.iri,
        LinkPredicate.NEAR_DUPLICATE,
        other.iri,
        f"{reason}, both from {', '.join(agencies)}" if agencies else reason,
        round(min(0.99, confidence), 2),
        (one.iri, other.iri),
        _differences(one, other, shared),
    )


def _differences(one: ArticleRecord, other: ArticleRecord, shared: _Shared) -> tuple[Difference, ...]:
    first, second = shared.lengths
    wording = Difference.EDITED
    if second < _SHORTER * first:
        wording = Difference.SHORTENED
    elif first < _SHORTER * second:
        wording = Difference.EXTENDED
    elif shared.everything == 1 and first == second:
        wording = Difference.VERBATIM
    return (wording, Difference.OTHER_DATE) if one.day != other.day else (wording,)
