"""Statements of an article: direct, indirect, free-indirect and reported, found by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.clauses import build_units
from newsgraph.annotate.direct import find_direct
from newsgraph.annotate.drafts import Draft
from newsgraph.annotate.finder import QuoteSpan
from newsgraph.annotate.indirect import find_indirect, reports
from newsgraph.annotate.quotation_marks import find_quotations
from newsgraph.annotate.reported import find_reported
from newsgraph.model import Medium, StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Unit
    from newsgraph.annotate.document import Document
    from newsgraph.annotate.finder import NameSpan


def find_quotes(document: Document, names: tuple[NameSpan, ...]) -> tuple[QuoteSpan, ...]:
    """Return the statements of a document's paragraphs in text order.

    `names` help to tell titles and speakers from other words; an empty tuple is allowed.
    """
    del names
    quotes: list[QuoteSpan] = []
    for unit in build_units(document, find_quotations(document)):
        for draft in sorted(_of_unit(unit, quotes), key=lambda d: d.spans[0]):
            quotes.append(_finish(draft, quotes))
    return tuple(quotes)


def _of_unit(unit: Unit, earlier: list[QuoteSpan]) -> tuple[Draft, ...]:
    direct = find_direct(unit)
    if direct:
        return direct
    indirect = find_indirect(unit)
    if indirect:
        return indirect
    reported = find_reported(unit)
    if reported:
        return reported
    if earlier and reports(unit, 0, len(unit.tokens)):
        span = unit.cover(0, len(unit.tokens))
        if span:
            return (
                Draft(
                    (span,),
                    StatementType.INDIRECT_FREE_INDIRECT,
                    frozenset({Medium.SPEECH}),
                    follows=True,
                    rule="continuation",
                ),
            )
    return ()


def _finish(draft: Draft, earlier: list[QuoteSpan]) -> QuoteSpan:
    continues = len(earlier) - 1 if draft.follows and earlier else None
    return QuoteSpan(
        spans=draft.spans,
        type=draft.type,
        media=draft.media,
        speaker=draft.speaker,
        cue=draft.cue,
        frame=draft.frame,
        addressee=draft.addressee,
        continues=continues,
        denial=draft.denial,
        rule=draft.rule,
    )
