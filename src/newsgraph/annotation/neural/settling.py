"""Where two layers say what cannot both be: direct quotations and other statements never cross."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.decoding import Mark, marks_at
from newsgraph.annotation.neural.layers import Layer
from newsgraph.annotation.neural.trimming import trim
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgraph.annotation.neural.reading import Reading

__all__ = ["settle"]

_FEW = 2


def settle(reading: Reading, marks: Mapping[Layer, Sequence[Mark]]) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans, in each layer in text order and disjoint, of which no two statements cross.

    A statement that crosses a direct quotation keeps the longer of its ends: [Er sei dagegen. „Das] reicht“
    becomes [Er sei dagegen]. Of two that are the same words the surer stays, and one word in quotation marks
    within another statement is no quotation.
    """
    dropped: set[Mark] = set()
    other: list[Mark] = []
    for mark in marks[Layer.OTHER]:
        left = _uncrossed(reading, mark, marks[Layer.DIRECT])
        if left is None:
            continue
        same = [one for one in marks_at(marks[Layer.DIRECT], left.span) if one.span == left.span]
        if not same or left.score > same[0].score:
            dropped.update(same)
            other.append(left)
    kept = [m for m in marks[Layer.DIRECT] if m not in dropped and not _is_word(reading.text, m, other)]
    return {**{layer: tuple(found) for layer, found in marks.items()}, Layer.DIRECT: tuple(kept),
            Layer.OTHER: tuple(other)}  # fmt: skip


def _uncrossed(reading: Reading, mark: Mark, quotations: Sequence[Mark]) -> Mark | None:
    """Return what is left of a span where no quotation crosses it."""
    left: Mark | None = mark
    while left is not None:
        crossing = (q for q in marks_at(quotations, left.span) if _cross(q.span, left.span))
        quotation = next(crossing, None)
        if quotation is None:
            return left
        left = _without(reading, left, quotation)
    return None


def _cross(one: Span, other: Span) -> bool:
    return one.overlaps(other) and not one.contains(other) and not other.contains(one)


def _without(reading: Reading, mark: Mark, quotation: Mark) -> Mark | None:
    """Return the longer part of a span before or after a quotation, or None where no word is left."""
    ends = [
        (mark.first, min(mark.last, quotation.first - 1)),
        (max(mark.first, quotation.last + 1), mark.last),
    ]
    first, last = max(ends, key=lambda end: end[1] - end[0])
    if first > last:
        return None
    span = trim(reading.text, Span(reading.pieces[first].start, reading.pieces[last].end), mark.layer)
    if span is None or span.overlaps(quotation.span):
        return None
    return replace(mark, first=first, last=last, span=span)


def _is_word(text: str, mark: Mark, others: Sequence[Mark]) -> bool:
    words = len(mark.span.of(text).split())
    return words < _FEW and any(other.span.contains(mark.span) for other in marks_at(others, mark.span))
