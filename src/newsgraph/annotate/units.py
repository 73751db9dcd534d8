"""Units of text, each a sentence with its quotations whole, and the segments between their commas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotate.document import Document, Token
    from newsgraph.annotate.quotation_marks import Quotation

NO_QUOTATION = -1
_SOLID = frozenset({"(", ")", "%", "€", "$", "§", "°"})
_ENDS = frozenset({".", "!", "?", "…", "..."})


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

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    @property
    def regions(self) -> tuple[int, ...]:
        """The quotations of the unit, as indexes into `quotations`, in text order."""
        return tuple(sorted({r for r in self.inside if r != NO_QUOTATION}))

    def free(self, i: int) -> bool:
        """Say whether token `i` stands outside quotation marks and brackets."""
        return self.inside[i] == NO_QUOTATION and not self.bracketed[i]

    def region_tokens(self, region: int) -> tuple[int, int]:
        """Return the tokens (half-open) of a quotation, marks included."""
        first = self.inside.index(region)
        end = first
        while end < len(self.tokens) and self.inside[end] == region:
            end += 1
        return first, end

    def cover(self, start: int, end: int) -> Span | None:
        """Return the span of tokens `start` to `end` less marks at its edges; None where no word is left."""
        while start < end and not self._solid(start):
            start += 1
        while end > start and not self._solid(end - 1):
            end -= 1
        return Span(self.tokens[start].start, self.tokens[end - 1].end) if start < end else None

    def _solid(self, i: int) -> bool:
        return self.tokens[i].is_word or self.inside[i] != NO_QUOTATION or self.tokens[i].form in _SOLID


def build_units(document: Document, quotations: Sequence[Quotation]) -> tuple[Unit, ...]:
    """Return the units of the paragraphs, in text order.

    A sentence break inside a quotation does not end a unit, a semicolon outside of one does:
    „Wir gehen. Das ist alles“, sagte er; sie blieb.  →  two units.
    """
    outermost = [q for q in quotations if q.depth == 0 and q.closed]
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
        if cursor < len(outermost) and outermost[cursor].outer.start < end:
            continue
        units.extend(_split(document.text, pending, outermost, paragraph))
        pending = []
    if pending:
        units.extend(_split(document.text, pending, outermost, paragraph))
    return tuple(units)


def _split(text: str, tokens: list[Token], outermost: list[Quotation], paragraph: int) -> Iterator[Unit]:
    start, end = tokens[0].start, tokens[-1].end
    near = tuple(q for q in outermost if q.outer.start < end and q.outer.end > start)
    inside = [
        next((i for i, q in enumerate(near) if q.outer.start <= t.start < q.outer.end), NO_QUOTATION)
        for t in tokens
    ]
    begin = 0
    for i in range(len(tokens)):
        if i + 1 == len(tokens) or _breaks(tokens, inside, i):
            if any(t.is_word for t in tokens[begin : i + 1]):
                piece = tokens[begin : i + 1]
                within = inside[begin : i + 1]
                yield Unit(text, tuple(piece), tuple(within), _bracketed(piece, within), near, paragraph)
            begin = i + 1


def _breaks(tokens: list[Token], inside: list[int], i: int) -> bool:
    """Say whether a unit ends after token `i`: at a semicolon, or at a full stop before a quotation."""
    if inside[i] != NO_QUOTATION:
        return False
    return tokens[i].form == ";" or (tokens[i].form in _ENDS and inside[i + 1] != NO_QUOTATION)


def _bracketed(tokens: list[Token], inside: list[int]) -> tuple[bool, ...]:
    flags = [False] * len(tokens)
    opened: int | None = None
    for i, token in enumerate(tokens):
        if inside[i] != NO_QUOTATION:
            continue
        if token.form == "(" and opened is None:
            opened = i
        elif token.form == ")" and opened is not None:
            flags[opened : i + 1] = [True] * (i + 1 - opened)
            opened = None
    return tuple(flags)
