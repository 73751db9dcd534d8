"""Half-open spans of Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points, counted from 0.

    >>> Span(4, 9).of("Wir nehmen nichts")
    'nehme'

    Raises `ValueError` for a range that runs backwards, is empty or starts before 0.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse impossible ranges."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def __len__(self) -> int:
        """Return the number of code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the part of `text` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


def join_spans(text: str, spans: Iterable[Span]) -> str:
    """Return the texts of the parts in order, joined by one space.

    >>> join_spans("Wir, sagte sie, gehen", [Span(0, 3), Span(16, 21)])
    'Wir gehen'
    """
    return " ".join(span.of(text) for span in spans)
