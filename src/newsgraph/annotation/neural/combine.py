"""What is certain without a model corrects it: where quotation marks open and close.

Further corrections of the model by rules have their place here; each is a function from what was found to
what is to be believed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Layer
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.reading import Reading
    from newsgraph.annotation.quotation_marks import Quotation

__all__ = ["correct_direct"]

_SHARE = 0.5


def correct_direct(
    document: Document, reading: Reading, marks: Mapping[Layer, Sequence[Mark]]
) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans, direct ones brought to the quotation marks that they are meant to fill.

    „Wir [gehen. Morgen] kommen wir.“ becomes „[Wir gehen. Morgen kommen wir.]“, if what was found and what
    stands between the marks have at least half of their words in common. Spans that fill the same marks
    become one; a span without marks around it stays as it is.
    """
    pairs = [pair for pair in find_quotations(document) if pair.closed]
    index = SpanIndex(pair.inner for pair in pairs)
    corrected: list[Mark] = []
    for mark in marks[Layer.DIRECT]:
        near = [pairs[number] for number in index.touching(mark.span.start, mark.span.end)]
        fitted = _fitted(reading, mark, near)
        while corrected and corrected[-1].span.overlaps(fitted.span):
            fitted = max(corrected.pop(), fitted, key=lambda one: (len(one.span), one.score))
        corrected.append(fitted)
    return {**{layer: tuple(found) for layer, found in marks.items()}, Layer.DIRECT: tuple(corrected)}


def _fitted(reading: Reading, mark: Mark, pairs: Sequence[Quotation]) -> Mark:
    """Return the span with the edges of what stands between the marks that it is meant to fill."""

    def shared(pair: Quotation) -> float:
        common = min(mark.span.end, pair.inner.end) - max(mark.span.start, pair.inner.start)
        return common / max(len(mark.span), len(pair.inner))

    best = max(pairs, key=shared, default=None)
    if best is None or shared(best) < _SHARE:
        return mark
    inner = best.inner.of(reading.text)
    start = best.inner.start + len(inner) - len(inner.lstrip())
    end = best.inner.start + len(inner.rstrip())
    first = bisect_left(reading.pieces, start, key=lambda piece: piece.start)
    last = bisect_right(reading.pieces, end, key=lambda piece: piece.end) - 1
    return replace(mark, first=first, last=last, span=Span(start, end)) if first <= last else mark
