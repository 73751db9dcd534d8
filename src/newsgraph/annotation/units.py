"""Units of text, each a sentence with its quotations whole, and the segments between their commas."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import NameLabel, NameSpan
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.quotation_marks import Quotation

NO_QUOTATION = -1
NO_NAME = -1
_SOLID = frozenset({"(", ")", "%", "€", "$", "§", "°"})
_ENDS = frozenset({".", "!", "?", "…", "..."})


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or what a semicolon leaves of it, that contains its quotations whole.

    `inside[i]` is the index into `quotations` of the outermost pair around token `i`, marks included, or
    `NO_QUOTATION`; `bracketed[i]` tells whether it stands in round brackets; `named[i]` numbers the proper
    name that it is part of, `NO_NAME` for none.
    """

    text: str
    tokens: tuple[Token, ...]
    inside: tuple[int, ...]
    bracketed: tuple[bool, ...]
    quotations: tuple[Quotation, ...]
    paragraph: int
    named: tuple[int, ...]

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
        outer = self.quotations[region].outer
        first = bisect_left(self.tokens, outer.start, key=_start)
        return first, bisect_left(self.tokens, outer.end, lo=first, key=_start)

    def cover(self, start: int, end: int) -> Span | None:
        """Return the span of tokens `start` to `end` less marks at its edges; None where no word is left."""
        while start < end and not self._solid(start):
            start += 1
        while end > start and not self._solid(end - 1):
            end -= 1
        return Span(self.tokens[start].start, self.tokens[end - 1].end) if start < end else None

    def _solid(self, i: int) -> bool:
        return self.tokens[i].is_word or self.inside[i] != NO_QUOTATION or self.tokens[i].form in _SOLID


def _start(token: Token) -> int:
    return token.start


def build_units(
    document: Document, quotations: Sequence[Quotation], names: Sequence[NameSpan] = ()
) -> tuple[Unit, ...]:
    """Return the units of the paragraphs, in text order.

    A sentence break inside a quotation does not end a unit, a semicolon outside of one does:
    „Wir gehen. Das ist alles“, sagte er; sie blieb.  →  two units. The dateline is left out.
    """
    builder = _Builder(document.text, [q for q in quotations if q.depth == 0 and q.closed], names)
    dateline = document.article.dateline
    units: list[Unit] = []
    pending: list[Token] = []
    paragraph = -1
    for sentence in document.body_sentences():
        if sentence.paragraph != paragraph:
            units.extend(builder.split(pending, paragraph))
            pending = []
        paragraph = sentence.paragraph
        pending.extend(t for t in sentence.tokens if dateline is None or not dateline.contains(t.span))
        if not builder.is_open_at(sentence.tokens[-1].end):
            units.extend(builder.split(pending, paragraph))
            pending = []
    units.extend(builder.split(pending, paragraph))
    return tuple(units)


class _Builder:
    """Turns runs of tokens into units; walks through quotations and names once, as the text does."""

    def __init__(self, text: str, quotations: list[Quotation], names: Sequence[NameSpan]) -> None:
        self._text = text
        self._quotations = quotations
        self._starts = [q.outer.start for q in quotations]
        self._ends = [q.outer.end for q in quotations]
        self._cursor = 0
        self._names = {
            offset: number
            for number, name in enumerate(names)
            if name.label is not NameLabel.PLACE
            for offset in range(name.span.start, name.span.end)
        }

    def is_open_at(self, end: int) -> bool:
        """Say whether a quotation that began before `end` closes behind it."""
        while self._cursor < len(self._quotations) and self._quotations[self._cursor].outer.end <= end:
            self._cursor += 1
        return self._cursor < len(self._quotations) and self._quotations[self._cursor].outer.start < end

    def split(self, tokens: list[Token], paragraph: int) -> Iterator[Unit]:
        """Yield the units of a run of sentences."""
        if not tokens:
            return
        first = bisect_right(self._ends, tokens[0].start)
        near = tuple(self._quotations[first : bisect_right(self._starts, tokens[-1].start)])
        starts = [q.outer.start for q in near]
        inside = []
        for token in tokens:
            i = bisect_right(starts, token.start) - 1
            inside.append(i if i >= 0 and token.start < near[i].outer.end else NO_QUOTATION)
        begin = 0
        for i in range(len(tokens)):
            if i + 1 == len(tokens) or _breaks(tokens, inside, i):
                if any(t.is_word for t in tokens[begin : i + 1]):
                    yield self._unit(tokens[begin : i + 1], inside[begin : i + 1], near, paragraph)
                begin = i + 1

    def _unit(
        self, tokens: list[Token], inside: list[int], quotations: tuple[Quotation, ...], paragraph: int
    ) -> Unit:
        named = tuple(self._names.get(t.start, NO_NAME) for t in tokens)
        return Unit(
            self._text, tuple(tokens), tuple(inside), _bracketed(tokens, inside), quotations, paragraph, named
        )


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
