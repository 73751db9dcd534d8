"""The clause of a reported statement: complement, cue and speaker, and what else stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.document import Document, Token
    from training.scheme import Quotation

_BREAKS = frozenset(
    {",", ";", ":", "–", "—", "(", ")", "„", "“", "”", '"', "»", "«", "und", "aber", "doch", "oder"}
)


def find_clause(document: Document, quotation: Quotation, others: Iterable[Quotation]) -> tuple[Span, ...]:
    """Return the clause of a reported statement without its full stop, as one span.

    It reaches from the first to the last of complement, cue, frame and speaker, and on both sides to the end
    of the sentence where only plain words stand between. Speaker and frame are left out if they stand before
    the cue of another statement: Er nannte das Unrecht und [forderte Strafen].
    """
    foreign = [c for q in others for c in q.cue if c not in quotation.cue]
    core = Span(
        min(s.start for s in (*quotation.spans, *quotation.cue)),
        max(s.end for s in (*quotation.spans, *quotation.cue)),
    )
    start, end = core.start, core.end
    for part in (*quotation.frame, *quotation.speaker):
        low, high = min(start, part.start), max(end, part.end)
        if not any(low <= c.start < start or end <= c.start < high for c in foreign):
            start, end = low, high
    return (_to_the_ends(document, start, end),)


def _to_the_ends(document: Document, start: int, end: int) -> Span:
    first = document.sentences[document.sentence_number(start)].tokens
    last = document.sentences[document.sentence_number(end - 1)].tokens
    before = [t for t in first if t.end <= start]
    after = [t for t in last if t.start >= end]
    if after and not after[-1].is_word:
        after = after[:-1]
    if before and _plain(before):
        start = before[0].start
    if after and _plain(after):
        end = after[-1].end
    return Span(start, end)


def _plain(tokens: list[Token]) -> bool:
    return not any(t.form in _BREAKS or t.is_finite for t in tokens)
