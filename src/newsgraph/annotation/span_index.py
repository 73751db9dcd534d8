"""Spans kept in order, so that those at a place of the text are found without looking at all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.model import Span, Statement


class SpanIndex:
    """Spans by where they stand; they may overlap each other.

    >>> from newsgraph.model import Span
    >>> index = SpanIndex([Span(0, 4), Span(9, 12)])
    >>> index.overlaps(Span(3, 9)), index.contains(Span(3, 9)), index.touching(10, 20)
    (True, False, [1])
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        """Sort the spans."""
        self._spans = tuple(spans)
        rows = sorted((span.start, span.end, number) for number, span in enumerate(self._spans))
        self._rows = rows
        self._starts = [start for start, _, _ in rows]
        self._reach = list(accumulate((end for _, end, _ in rows), max))

    def __bool__(self) -> bool:
        """Say whether there is any span."""
        return bool(self._rows)

    def overlaps(self, span: Span) -> bool:
        """Say whether a span shares a code point with `span`."""
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._reach[before - 1] > span.start

    def contains(self, span: Span) -> bool:
        """Say whether `span` lies wholly inside one of the spans."""
        before = bisect_right(self._starts, span.start)
        return before > 0 and self._reach[before - 1] >= span.end

    def between(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return the spans that stand from the first to the last of `spans`, in text order."""
        numbers = self.touching(min(s.start for s in spans), max(s.end for s in spans))
        return tuple(sorted(self._spans[number] for number in numbers))

    def touching(self, start: int, end: int) -> list[int]:
        """Return which of the given spans, by place, share a code point with `start` to `end`."""
        low, high = bisect_right(self._reach, start), bisect_left(self._starts, end)
        return sorted(number for _, stop, number in self._rows[low:high] if stop > start)


NOTHING = SpanIndex(())
"""No span at all."""


class StatementIndex:
    """The statements of an article by where they stand."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        """Index content and cues."""
        self.statements = statements
        self._content = _Parts(s.spans for s in statements)
        self._cues = _Parts(s.cue for s in statements)

    def saying(self, *spans: Span) -> tuple[int, ...]:
        """Return the indexes of the statements whose content overlaps one of the spans, in order."""
        return self._content.owners(spans)

    def at(self, span: Span) -> tuple[Statement, ...]:
        """Return the statements whose content overlaps the span, in order."""
        return tuple(self.statements[i] for i in self._content.owners((span,)))

    def cued(self, *spans: Span) -> tuple[Statement, ...]:
        """Return the statements whose cue overlaps one of the spans, in order."""
        return tuple(self.statements[i] for i in self._cues.owners(spans))


class _Parts:
    """The parts of things by where they stand: each part knows the number of its thing."""

    def __init__(self, things: Iterable[Iterable[Span]]) -> None:
        parts = [(part, number) for number, thing in enumerate(things) for part in thing]
        self._index = SpanIndex(part for part, _ in parts)
        self._numbers = [number for _, number in parts]

    def owners(self, spans: Iterable[Span]) -> tuple[int, ...]:
        found = {self._numbers[i] for span in spans for i in self._index.touching(span.start, span.end)}
        return tuple(sorted(found))
