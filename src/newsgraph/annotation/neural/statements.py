"""Linked spans as statements: which lies in which, which goes on with which, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.frames import frame_parts
from newsgraph.annotation.neural.decoding import find_media, marks_at
from newsgraph.annotation.neural.layers import QUOTED, TYPES, Layer
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.linking import Linked
    from newsgraph.annotation.neural.manifest import Manifest
    from newsgraph.annotation.neural.reading import Reading
    from newsgraph.model import Medium

__all__ = ["build_quotes", "calibrated"]

RULE = "model"
_FOLLOWING = frozenset({StatementType.DIRECT, StatementType.INDIRECT_FREE_INDIRECT})


def build_quotes(
    document: Document,
    reading: Reading,
    linked: Sequence[Linked],
    clauses: Sequence[Mark],
    manifest: Manifest,
) -> tuple[QuoteSpan, ...]:
    """Return the statements in text order, as `linking.link` gives them.

    `clauses` are the spans of the layer `CLAUSE`: the frame of a reported statement that has no other.
    """
    quotes: list[QuoteSpan] = []
    hosts = _hosts(linked)
    before: int | None = None
    last_of: dict[tuple[Mark, ...], int] = {}
    for number, one in enumerate(linked):
        host = hosts[number]
        continues = None
        if host is None:
            continues = _continued(document, linked, before, last_of.get(one.speaker), number)
            before = last_of[one.speaker] = number
        inherited = quotes[host] if host is not None and host < number and not _has_own(one) else None
        content = tuple(part.span for part in one.parts)
        frame = one.frame or _clause_around(one, clauses)
        quotes.append(
            QuoteSpan(
                spans=content,
                type=TYPES[one.label],
                media=inherited.media if inherited else _media(reading, one),
                speaker=inherited.speaker if inherited else _spans(one.speaker if continues is None else ()),
                cue=inherited.cue if inherited else _spans(one.cue),
                frame=inherited.frame if inherited else _frame(document.text, frame, one, content),
                addressee=_spans(one.addressee),
                continues=continues,
                nested_in=host,
                confidence=calibrated(manifest, one.label, one.score),
                rule=RULE,
            )
        )
    return tuple(quotes)


def calibrated(manifest: Manifest, label: str, score: float) -> float:
    """Return how likely a span with the score is right, by the slope and intercept of its label."""
    slope, intercept = manifest.calibration.get(label, (1.0, 0.0))
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    odds = slope * math.log(bounded / (1 - bounded)) + intercept
    return round(1 / (1 + math.exp(-min(max(odds, -30), 30))), 4)


def _spans(marks: Sequence[Mark]) -> tuple[Span, ...]:
    return tuple(mark.span for mark in marks)


def _media(reading: Reading, one: Linked) -> frozenset[Medium]:
    longest = max(one.parts, key=lambda part: part.last - part.first)
    return find_media(reading, longest.first, longest.last)


def _has_own(one: Linked) -> bool:
    return bool(one.speaker or one.cue or one.frame)


def _hosts(linked: Sequence[Linked]) -> list[int | None]:
    """Return for each statement the number of the one of the other layer that holds all of its spans."""
    owners = {part: number for number, one in enumerate(linked) for part in one.parts}
    layers = {layer: sorted((part for part in owners if part.layer is layer), key=_place) for layer in QUOTED}
    hosts = []
    for one in linked:
        others = next(layers[layer] for layer in QUOTED if layer is not one.parts[0].layer)
        around = {_owner_around(owners, others, part.span) for part in one.parts}
        hosts.append(around.pop() if len(around) == 1 else None)
    return hosts


def _place(mark: Mark) -> int:
    return mark.span.start


def _owner_around(owners: Mapping[Mark, int], marks: Sequence[Mark], span: Span) -> int | None:
    return next((owners[mark] for mark in marks_at(marks, span) if mark.span.contains(span)), None)


def _continued(
    document: Document, linked: Sequence[Linked], before: int | None, same: int | None, number: int
) -> int | None:
    """Return the earlier statement that this one goes on with.

    That is `same`, the last one with the same speaker mention; where the model links none, `before`, the last
    one at all, if it stands in the same paragraph: "Die Lage sei ernst, sagte er. [Es fehle an allem.]"
    """
    one = linked[number]
    if one.cue or one.frame or TYPES[one.label] not in _FOLLOWING:
        return None
    if one.speaker:
        return same
    if before is None or _block(document, linked[before]) != _block(document, one):
        return None
    return before


def _block(document: Document, one: Linked) -> int:
    return document.sentences[document.sentence_number(one.parts[0].span.start)].paragraph


def _clause_around(one: Linked, clauses: Sequence[Mark]) -> tuple[Mark, ...]:
    if TYPES[one.label] is not StatementType.REPORTED:
        return ()
    around = [
        clause
        for clause in marks_at(clauses, one.parts[0].span)
        if all(clause.span.contains(part.span) for part in one.parts)
    ]
    return tuple(around[:1])


def _frame(text: str, frame: Sequence[Mark], one: Linked, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the frame less the content, with cue and speaker of the same clause in it."""
    if not frame:
        return ()
    if frame[0].layer is Layer.CLAUSE:
        return frame_parts(text, _spans(frame), content)
    needed = [mark.span for mark in one.cue if any(part.first <= mark.first <= part.last for part in frame)]
    return frame_parts(text, _spans(frame), content, needed)
