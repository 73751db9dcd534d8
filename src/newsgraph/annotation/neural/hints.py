"""What the rules found, as the model is told of it.

The model reads a text together with the statements that the rules find in it, and learns where they are
right. A hint is one row of bits a piece, laid out like the tags; without hints all bits are 0, and the model
works alone.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.layers import COLUMNS, LABEL_OF, LABELS, Layer, Role, columns
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.neural.windows import Window
    from newsgraph.model import Span

__all__ = ["HINTED", "STATES", "Hints", "piece_range", "piece_ranges"]

HINTED = (Layer.DIRECT, Layer.OTHER, Layer.SPEAKER, Layer.CUE, Layer.FRAME, Layer.ADDRESSEE)
"""The layers of which the rules say something."""

STATES = 3
"""What the rules say of a pair of spans: 0 nothing, 1 that they belong together, 2 that they do not."""


def piece_range(window: Window, span: Span) -> tuple[int, int] | None:
    """Return the first and last piece that share a code point with the span, or None where none does."""
    pieces = window.pieces
    first = bisect_left(pieces, span.start + 1, key=lambda piece: piece.end)
    last = bisect_left(pieces, span.end, key=lambda piece: piece.start) - 1
    while first <= last and pieces[first].start == pieces[first].end:
        first += 1
    while first <= last and pieces[last].start == pieces[last].end:
        last -= 1
    return (first, last) if first <= last and pieces[first].start < span.end else None


class Hints:
    """What the rules found, in one window.

    `rows` (length, COLUMNS) has in each hinted layer one bit a piece: O, or B or I of a label.
    """

    def __init__(self, window: Window, quotes: Sequence[QuoteSpan]) -> None:
        """Look up which pieces of the window the statements' parts cover."""
        self._quotes = [
            {role: piece_ranges(window, _part(quote, role)) for role in Role}
            for quote in quotes
            if piece_ranges(window, quote.spans)
        ]
        self.rows: NDArray[np.float32] = np.zeros((len(window.pieces), COLUMNS), dtype=np.float32)
        for layer in HINTED:
            self.rows[:, columns(layer).start] = 1
        for quote in quotes:
            for layer, label, spans in _marked(quote):
                for first, last in piece_ranges(window, spans):
                    self._mark(layer, label, first, last)

    def state(self, role: Role, quote: tuple[int, int], other: tuple[int, int]) -> int:
        """Return which of `STATES` the rules say of a quotation and a span, given as first and last piece."""
        said = 0
        for known in self._quotes:
            if not any(_meet(quote, reach) for reach in known[Role.PART]):
                continue
            spans = known[role]
            if any(_meet(other, reach) for reach in spans):
                return 1
            if spans and role is not Role.PART:
                said = 2
        return said

    def states(self, role: Role, quotes: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return `state` of each pair; rows are first and last piece, of quotations and of spans."""
        meets = np.array([_met(quotes, known[Role.PART]) for known in self._quotes]).reshape(-1, len(quotes))
        found = np.array([_met(others, known[role]) for known in self._quotes]).reshape(-1, len(others))
        has = np.array([bool(known[role]) and role is not Role.PART for known in self._quotes], dtype=int)
        together = meets.T.astype(int) @ found.astype(int) > 0
        told = (meets.T.astype(int) @ has > 0)[:, None]
        return np.where(together, 1, np.where(told, 2, 0))

    def _mark(self, layer: Layer, label: str, first: int, last: int) -> None:
        where = columns(layer)
        begin = where.start + 1 + 2 * LABELS[layer].index(label)
        self.rows[first : last + 1, where] = 0
        self.rows[first, begin] = 1
        self.rows[first + 1 : last + 1, begin + 1] = 1


def _marked(quote: QuoteSpan) -> Iterator[tuple[Layer, str, tuple[Span, ...]]]:
    layer = Layer.DIRECT if quote.type is StatementType.DIRECT else Layer.OTHER
    yield layer, LABEL_OF[quote.type], quote.spans
    for role in Role:
        if role is not Role.PART:
            part = Layer(role.value)
            yield part, LABELS[part][0], _part(quote, role)


def _part(quote: QuoteSpan, role: Role) -> tuple[Span, ...]:
    return quote.spans if role is Role.PART else getattr(quote, role.value)


def piece_ranges(window: Window, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the first and last piece of each span of which the window shows anything."""
    return [reach for span in spans if (reach := piece_range(window, span))]


def _met(spans: NDArray[np.intp], reaches: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Say for each span (first and last piece) whether it meets one of the ranges."""
    held = np.array(reaches, dtype=np.intp).reshape(-1, 2)
    meets: NDArray[np.bool_] = (spans[:, :1] <= held[:, 1]) & (held[:, 0] <= spans[:, 1:])
    return np.asarray(meets.any(1))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
