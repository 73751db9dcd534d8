"""The article as read: its text with exact offsets, and what stands around it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgraph.model.spans import Span

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Link:
    """An inline link: its target, and the offset in `Article.text` at which its marker stood."""

    url: str
    position: int


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Pairs of offsets that lead from `Article.text` back to the file and forth.

    Each segment is `(text_start, file_start, length)` in code points; segments are in order and do not
    overlap. Text that stands in no file (joining blank lines) lies in no segment.
    """

    segments: tuple[tuple[int, int, int], ...] = ()

    def to_file(self, span: Span) -> tuple[Span, ...]:
        """Return the parts of the file that `span` of the text was read from, in order."""
        parts = []
        for text_start, file_start, length in self.segments:
            low, high = max(span.start, text_start), min(span.end, text_start + length)
            if low < high:
                shift = file_start - text_start
                parts.append(Span(low + shift, high + shift))
        return tuple(parts)

    def to_text(self, span: Span) -> tuple[Span, ...]:
        """Return the parts of the text that `span` of the file became, in order."""
        return SourceMap(tuple((f, t, n) for t, f, n in self.segments)).to_file(span)

    def file_offset(self, offset: int) -> int | None:
        """Return the file offset of one code point of the text; None where the text stands in no file."""
        i = bisect_right(self.segments, (offset, float("inf"), 0)) - 1
        if i < 0:
            return None
        text_start, file_start, length = self.segments[i]
        return file_start + offset - text_start if offset < text_start + length else None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article.

    `text` is the headline, a blank line, then paragraphs and subheadings joined by blank lines. All spans
    are code points into it. `id` is the article's 16-hex hash of the IRI recipe. `published` is a date, or a
    datetime where the source prints a time (with a zone only if one is printed). `paragraphs` and
    `subheadings` are spans of `text`; the headline is `Span(0, len(headline))`. `digest` is the SHA-256 of
    `text`, `source_digest` that of the bytes of the file, None where there was none. `origin` (the file) and
    `source_map` are for messages and comparison with gold and never enter a graph.
    """

    id: str
    text: str
    digest: str
    headline: str = ""
    source: str | None = None
    url: str | None = None
    published: date | datetime | None = None
    paragraphs: tuple[Span, ...] = ()
    subheadings: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    credit: str | None = None
    agencies: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: Span | None = None
    language: str = "de"
    source_digest: str | None = field(default=None, compare=False)
    origin: str | None = field(default=None, compare=False)
    source_map: SourceMap = field(default=SourceMap(), compare=False, repr=False)

    @property
    def body(self) -> str:
        """The text without the headline (`schema:articleBody`)."""
        return self.text[len(self.headline) :].lstrip("\n") if self.headline else self.text
