"""Pairs of quotation marks: which mark opens, which closes, and what lies between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from newsgraph.model import Notice, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document

# Closers in the order in which a German text is likely to use them; mixed pairs („…" „…”) are common.
_CLOSERS = {
    "„": '“”"″',
    "“": '”"“',
    "”": '”"',
    '"': '"“”',
    "»": "«",
    "«": "»",
    "‚": "‘’'",
    "‘": "’",
    "›": "‹",
    "‹": "›",
    "'": "'’",
    ",,": '"“”',
}
_MARK = re.compile(r",,(?=\S)|''|[„“”\"″»«‚‘’›‹']")
MARKS = frozenset("\"“”„«»‘’›‹'")
"""The marks that can open or close a quotation, as tokens."""

_BEFORE_OPENER = frozenset(" \n\t\u00a0([{–—-/„“\"»«‚‘›‹'…:")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A pair of quotation marks: `outer` with the marks, `inner` without; `depth` 0 lies in no other pair.

    `closed` is false where the closing mark is missing; then the pair ends with its paragraph. It is true
    where the next paragraph opens anew, as speech that runs over several paragraphs is printed.
    """

    outer: Span
    inner: Span
    depth: int = 0
    closed: bool = True


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    end: int


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Return the pairs of quotation marks in the paragraphs of a document, in text order.

    All German habits are read: „…“, "…", »…«, «…», “…”, ‚…‘, ›…‹, ,,…'', and pairs with a foreign closer.
    A pair never leaves its paragraph.
    """
    found: list[Quotation] = []
    blocks = [b for b, is_body in zip(document.blocks, document.body, strict=True) if is_body]
    for block, following in zip_longest(blocks, blocks[1:]):
        goes_on = following is not None and document.text[following.start] in '„»«“"'
        found.extend(_pairs(document.text, block, goes_on=goes_on))
    return tuple(sorted(found, key=lambda q: (q.outer.start, -q.outer.end)))


def find_unclosed(document: Document) -> tuple[Notice, ...]:
    """Return a notice for each quotation mark that is never closed in its paragraph."""
    return tuple(
        Notice("quotation mark is not closed in its paragraph", Span(q.outer.start, q.inner.start))
        for q in find_quotations(document)
        if not q.closed
    )


def _pairs(text: str, block: Span, *, goes_on: bool) -> Iterator[Quotation]:
    stack: list[_Open] = []
    for match in _MARK.finditer(text, block.start, block.end):
        mark, start, end = match.group(), match.start(), match.end()
        before = text[start - 1] if start > block.start else " "
        after = text[end] if end < block.end else " "
        opens = before in _BEFORE_OPENER and not after.isspace()
        depth = _closes(stack, mark, before=before, after=after, opens=opens)
        if depth is not None:
            opened = stack[depth]
            del stack[depth:]
            if opened.end < start:
                yield Quotation(Span(opened.start, end), Span(opened.end, start), depth)
        elif opens and mark in _CLOSERS and (mark != "'" or _has_partner(text, end, block.end)):
            stack.append(_Open(mark, start, end))
    if stack and stack[0].end < block.end:
        first = stack[0]
        whole = goes_on and first.start == block.start and len(stack) == 1
        yield Quotation(Span(first.start, block.end), Span(first.end, block.end), 0, closed=whole)


def _closes(stack: list[_Open], mark: str, *, before: str, after: str, opens: bool) -> int | None:
    """Return the place in the stack of the pair that `mark` closes; None where it closes none.

    An apostrophe inside a word (»geht's«) closes nothing.
    """
    if mark in "'’‘" and (after.isalnum() or before.isspace()):
        return None
    if before.isspace() or (opens and not (stack and stack[-1].mark == mark) and after.isalnum()):
        return None
    for depth in range(len(stack) - 1, -1, -1):
        opener = stack[depth].mark
        if mark in _CLOSERS[opener] or (opener == ",," and mark == "''"):
            return depth
    return None


def _has_partner(text: str, start: int, end: int) -> bool:
    return re.compile(r"\w[.!?,]?['’](?!\w)").search(text, start, end) is not None
