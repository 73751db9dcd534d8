"""The lines of a file with their offsets, which every later step counts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without surrounding white space, where that stands, and its number from 1.

    `start` and `end` are half-open code points into the decoded file.
    """

    text: str
    start: int
    end: int
    number: int

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands on the line."""
        return not self.text


def split_lines(raw: str) -> tuple[Line, ...]:
    r"""Return the lines of `raw`; only LF ends a line, so that no other character of the text is lost.

    >>> [line.text for line in split_lines("a\r\n b \u2028c")]
    ['a', 'b \u2028c']
    """
    return tuple(_lines(raw))


def _lines(raw: str) -> Iterator[Line]:
    offset = 0
    for number, full in enumerate(raw.split("\n"), start=1):
        text = full.strip()
        start = offset + (full.index(text) if text else 0)
        yield Line(text, start, start + len(text), number)
        offset += len(full) + 1
