"""The same utterance in several articles: found, with what differs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import starmap
from typing import TYPE_CHECKING

from newsgraph.linking.differences import describe_wording, tone_of, words_of
from newsgraph.linking.utterances_candidates import find_candidates
from newsgraph.linking.utterances_hidden import match_hidden
from newsgraph.linking.utterances_pairs import Match, Spoken, match
from newsgraph.linking.utterances_voices import read_voices
from newsgraph.linking.utterances_words import fold_words, read_wording
from newsgraph.model.links import Difference, LinkDecision, LinkPredicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.model.links import ArticleRecord, UtteranceRecord


def link_utterances(
    articles: Sequence[ArticleRecord], duplicates: Iterable[LinkDecision] = ()
) -> tuple[LinkDecision, ...]:
    """Return which statements of different articles give the same utterance, and what differs.

    `duplicates` are the near-duplicates found among the articles (`find_duplicates`): between those, less is
    asked of the words. The subject of a link is what was published first, of the same day what has the
    smaller IRI. Whether two statements are linked depends on nothing but them, their articles, and what else
    of those articles fits better; the order of the articles changes nothing. In graphs without wording only
    what has the very same words is found (`match_hidden`).
    """
    everything = [*_read(articles)]
    spoken = [one for one in everything if one.wording.content]
    hidden = [one for one in everything if not one.record.text]
    reports = {(link.subject, link.object) for link in duplicates}
    reports |= {(second, first) for first, second in reports}
    matches = {}
    for first, second in find_candidates(spoken, sorted(reports)):
        one, other = spoken[first], spoken[second]
        found = match(one, other, one_report=(one.record.article, other.record.article) in reports)
        if found:
            matches[first, second] = found
    best = _without_second_best(matches, spoken)
    return (
        *(_decision(spoken[first], spoken[second], found) for (first, second), found in best),
        *starmap(_decision, match_hidden(hidden)),
    )


def _read(articles: Sequence[ArticleRecord]) -> Iterator[Spoken]:
    """Yield the statements, in the order in which they may be subjects."""
    for article in sorted(articles, key=lambda article: (article.day, article.iri)):
        day = date.fromisoformat(article.day) if article.day else None
        for record in sorted(article.utterances, key=lambda record: record.iri):
            yield Spoken(record, read_wording(record.text), read_voices(record.speakers), day)


def _without_second_best(
    matches: dict[tuple[int, int], Match], spoken: Sequence[Spoken]
) -> Iterator[tuple[tuple[int, int], Match]]:
    """Yield the matches by words, and of those by what is told the ones that no better match contradicts.

    Two sentences of a speech are often about the same: of one article, a sentence retells the one that is
    nearest. A quotation within a retelling is no rival of it.
    """
    partners: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for first, second in matches:
        partners[first, spoken[second].record.article].append(second)
        partners[second, spoken[first].record.article].append(first)
    for (first, second), found in matches.items():
        nearest = _closeness(found)
        rivals = [
            matches[min(one, rival), max(one, rival)]
            for one, other in ((first, second), (second, first))
            for rival in partners[one, spoken[other].record.article]
            if not _within(spoken[rival], spoken[other])
        ]
        if not found.retold or all(_closeness(rival) <= nearest for rival in rivals):
            yield (first, second), found


def _within(one: Spoken, other: Spoken) -> bool:
    return one.record.nested_in == other.record.iri or other.record.nested_in == one.record.iri


def _closeness(found: Match) -> float:
    return found.confidence + (0 if found.retold else 1)


def _decision(subject: Spoken, item: Spoken, found: Match) -> LinkDecision:
    wording = describe_wording(found.alignment, retold=found.retold)
    others = _other_differences(subject, item)
    differences = tuple(kind for kind in Difference if kind in wording | others)
    told = not found.retold
    return LinkDecision(
        subject.record.iri,
        LinkPredicate.SAME_UTTERANCE,
        item.record.iri,
        found.reason,
        found.confidence,
        (subject.record.iri, item.record.iri),
        differences,
        words_of(subject.wording.printed, found.alignment.omitted) if told else (),
        words_of(item.wording.printed, found.alignment.added) if told else (),
    )


def _other_differences(subject: Spoken, item: Spoken) -> frozenset[Difference]:
    one, other = subject.record, item.record
    found = {
        Difference.OTHER_TYPE: one.type is not other.type,
        Difference.OTHER_SPEAKER_NAME: _names(one) != _names(other),
        Difference.OTHER_CUE: bool(one.cue and other.cue) and fold_words(one.cue) != fold_words(other.cue),
        Difference.OTHER_TONE: bool(one.cue and other.cue) and tone_of(one.cue) != tone_of(other.cue),
        Difference.OTHER_DATE: subject.day != item.day,
    }
    return frozenset(kind for kind, differs in found.items() if differs)


def _names(record: UtteranceRecord) -> frozenset[str]:
    return frozenset(name for speaker in record.speakers for name in speaker.names[:1])
