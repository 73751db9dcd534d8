"""Units of text, each a sentence with its quotations whole, and the segments between their commas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotate.document import Document, Token
    from newsgraph.annotate.quotation_marks import Quotation

_BOUNDARIES = frozenset({",", ":", "–", "—"})
NO_QUOTATION = -1


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens `start` to `end` (half-open) of a unit between two boundaries; `before` is the mark before it."""

    start: int
    end: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or what a semicolon leaves of it, that contains its quotations whole.

    `inside[i]` is the index into `quotations` of the outermost pair around token `i`, marks included, or
    `NO_QUOTATION`; `bracketed[i]` tells whether it stands in round brackets.
    """

    text: str
    tokens: tuple[Token, ...]
    inside: tuple[int, ...]
    bracketed: tuple[bool, ...]
    quotations: tuple[Quotation, ...]
    paragraph: int
    segments: tuple[Segment, ...]

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def free(self, i: int) -> bool:
        """Say whether token `i` stands outside quotation marks and brackets."""
        return self.inside[i] == NO_QUOTATION and not self.bracketed[i]

    def segment_of(self, i: int) -> int:
        """Return the index of the segment that holds token `i`, or the one before a boundary."""
        for index, segment in enumerate(self.segments):
            if i < segment.end or index == len(self.segments) - 1:
                return index
        return 0

    def cover(self, start: int, end: int) -> Span | None:
        """Return the span of tokens `start` to `end` without marks at its edges; None where no word is left."""
        while start < end and not self._solid(start):
            start += 1
        while end > start and not self._solid(end - 1):
            end -= 1
        return Span(self.tokens[start].start, self.tokens[end - 1].end) if start < end else None

    def _solid(self, i: int) -> bool:
        token = self.tokens[i]
        return (
            token.is_word
            or self.inside[i] != NO_QUOTATION
            or token.form in {"(", ")", "%", "€", "$", "§", "°"}
        )


def build_units(document: Document, quotations: Sequence[Quotation]) -> tuple[Unit, ...]:
    """Return the units of the paragraphs, in text order.

    A sentence break inside a quotation does not end a unit, a semicolon outside of one does:
    „Wir gehen. Das ist alles“, sagte er; sie blieb.  →  two units.
    """
    outermost = [
        q for q in quotations if q.depth == 0 or not any(o is not q and o.outer.contains(q.outer) for o in ())
    ]
    outermost = [q for q in outermost if q.depth == 0]
    units: list[Unit] = []
    pending: list[Token] = []
    paragraph = -1
    cursor = 0
    for sentence in document.body_sentences():
        if sentence.paragraph != paragraph and pending:
            units.extend(_split(document.text, pending, outermost, paragraph))
            pending = []
        paragraph = sentence.paragraph
        pending.extend(sentence.tokens)
        end = sentence.tokens[-1].end
        while cursor < len(outermost) and outermost[cursor].outer.end <= end:
            cursor += 1
        if cursor < len(outermost) and outermost[cursor].closed and outermost[cursor].outer.start < end:
            continue
        units.extend(_split(document.text, pending, outermost, paragraph))
        pending = []
    if pending:
        units.extend(_split(document.text, pending, outermost, paragraph))
    return tuple(units)


def _split(text: str, tokens: list[Token], outermost: list[Quotation], paragraph: int) -> Iterator[Unit]:
    start, end = tokens[0].start, tokens[-1].end
    near = tuple(q for q in outermost if q.closed and q.outer.start < end and q.outer.end > start)
    inside = [
        next((i for i, q in enumerate(near) if q.outer.start <= t.start < q.outer.end), NO_QUOTATION)
        for t in tokens
    ]
    begin = 0
    for i, token in enumerate(tokens):
        if i + 1 == len(tokens) or (token.form == ";" and inside[i] == NO_QUOTATION):
            if any(t.is_word for t in tokens[begin : i + 1]):
                yield _unit(text, tokens[begin : i + 1], inside[begin : i + 1], near, paragraph)
            begin = i + 1


def _unit(
    text: str, tokens: list[Token], inside: list[int], quotations: tuple[Quotation, ...], paragraph: int
) -> Unit:
    bracketed = _bracketed(tokens, inside)
    segments: list[Segment] = []
    begin, before = 0, ""
    for i, token in enumerate(tokens):
        if token.form in _BOUNDARIES and inside[i] == NO_QUOTATION and not bracketed[i]:
            segments.append(Segment(begin, i, before))
            begin, before = i + 1, token.form
    segments.append(Segment(begin, len(tokens), before))
    return Unit(text, tuple(tokens), tuple(inside), bracketed, quotations, paragraph, tuple(segments))


def _bracketed(tokens: list[Token], inside: list[int]) -> tuple[bool, ...]:
    closers = [i for i, t in enumerate(tokens) if t.form == ")" and inside[i] == NO_QUOTATION]
    flags = [False] * len(tokens)
    opened: int | None = None
    for i, token in enumerate(tokens):
        if (
            token.form == "("
            and inside[i] == NO_QUOTATION
            and opened is None
            and any(c > i for c in closers[-1:])
        ):
            opened = i
        elif token.form == ")" and opened is not None:
            flags[opened : i + 1] = [True] * (i + 1 - opened)
            opened = None
    return tuple(flags)
