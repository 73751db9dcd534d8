"""Makes one proposal of its repetitions within an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.mention_phrases import DEFINITE
from newsgraph.annotation.proposal_topics import content_words, points_back, similarity, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.document import Document, Token
    from newsgraph.model import Proposal, Span

_SHARED = 1.6
_PART = 0.5
_EDGE = 0.7
_BARE = 2


def merge_proposals(document: Document, proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Return the proposals in text order, each once; who repeats another's proposal supports it.

    "eine Sanierung des Stammhauses in zwei Abschnitten" … "verlangt der Verein, *das Stammhaus zu sanieren*";
    "für *die Kuhdrift*" after "den alten Namen Kuhdrift". What only points back ("den Vorschlag") is none.
    """
    kept: list[Proposal] = []
    topics: list[frozenset[str]] = []
    for proposal in sorted(proposals, key=lambda p: (p.spans[0].start, -p.spans[-1].end)):
        if any(_share(proposal.spans, other.spans) for other in kept):
            continue
        tokens = tuple(tokens_of(document, proposal.spans))
        index = _repeated(tokens, topics)
        if index is not None:
            kept[index] = _joined(kept[index], proposal)
        elif not _only_points(tokens):
            kept.append(proposal)
            topics.append(content_words(tokens))
    return tuple(kept)


def _share(left: tuple[Span, ...], right: tuple[Span, ...]) -> bool:
    return any(a.overlaps(b) for a in left for b in right)


def _definite(tokens: tuple[Token, ...]) -> bool:
    return tokens[0].form.lower() in DEFINITE


def _only_points(tokens: tuple[Token, ...]) -> bool:
    """Say whether the words take a measure for known: "den Vorschlag", "die Motion zur Annahme"."""
    return _definite(tokens) and (len(tokens) <= _BARE or points_back(tokens[1]) is not None)


def _repeated(tokens: tuple[Token, ...], topics: list[frozenset[str]]) -> int | None:
    words = content_words(tokens)
    if not words:
        return None
    short = _definite(tokens) and len(words) == 1
    listed = any(t.form.lower() in {"nämlich", "sowie", "zwei", "drei", "beide", "gegen"} for t in tokens)
    if listed:
        return None
    for index in range(len(topics) - 1, -1, -1):
        topic = topics[index]
        shared = similarity(words, topic)
        same = shared >= _SHARED and shared >= _PART * min(len(words), len(topic))
        if same or (short and shared >= _EDGE):
            return index
    return None


def _joined(first: Proposal, again: Proposal) -> Proposal:
    others = tuple(a for a in again.proposers if a not in first.proposers and a not in first.supporters)
    return replace(
        first,
        supporters=(*first.supporters, *others),
        expressed_in=tuple(sorted({*first.expressed_in, *again.expressed_in})),
        repetitions=(*first.repetitions, again.spans),
    )
