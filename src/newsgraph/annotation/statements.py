"""Statements of an article: direct, indirect, free-indirect and reported, found by rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import find_clauses
from newsgraph.annotation.continuations import Before, find_continuation, find_hearsay
from newsgraph.annotation.direct import find_direct, find_speech
from newsgraph.annotation.drafts import Draft
from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.fragments import find_fragments
from newsgraph.annotation.indirect import find_indirect
from newsgraph.annotation.nominal import find_nominal
from newsgraph.annotation.phrase_frames import find_framed
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.relatives import find_relative
from newsgraph.annotation.reported import find_reported
from newsgraph.annotation.units import build_units
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import NameSpan
    from newsgraph.annotation.units import Unit

# The share of right ones among what each rule finds in the two thirds of the corpus that it was tuned on.
_CONFIDENCE = {
    "direct-cue-after": 0.99,
    "direct-colon": 0.98,
    "direct-alone": 0.97,
    "direct-cue-before": 0.9,
    "direct-unclosed": 0.8,
    "indirect-cue-after": 0.99,
    "indirect-cue-before": 0.98,
    "indirect-phrase": 0.97,
    "indirect-so": 0.97,
    "continuation": 0.97,
    "reported-verb": 0.95,
    "reported-relative": 0.85,
    "hearsay": 0.9,
    "nominal": 0.8,
    "fragment": 0.85,
}

_IN_KONJUNKTIV = frozenset({"indirect-cue-after", "indirect-cue-before", "indirect-so", "continuation"})


def find_quotes(document: Document, names: tuple[NameSpan, ...]) -> tuple[QuoteSpan, ...]:
    """Return the statements of a document's paragraphs in text order.

    `names` help to see where a noun phrase ends; an empty tuple is allowed.
    """
    quotes: list[QuoteSpan] = []
    paragraph = -1
    before = Before.NOTHING
    for unit in build_units(document, find_quotations(document), names):
        before = before if unit.paragraph == paragraph else Before.NOTHING
        paragraph = unit.paragraph
        drafts = _of_unit(unit, before, anything_before=bool(quotes))
        before = _mood(drafts)
        for draft in sorted((_unclosed(document, d) for d in drafts), key=lambda d: d.spans[0]):
            owner = len(quotes)
            quotes.append(_finish(draft, quotes))
            quotes.extend(_nested(fragment, owner) for fragment in find_fragments(unit, draft))
    return tuple(quotes)


def _mood(drafts: list[Draft]) -> Before:
    if any(d.rule in _IN_KONJUNKTIV for d in drafts):
        return Before.KONJUNKTIV
    spoken = any(d.type is not StatementType.REPORTED for d in drafts)
    return Before.SPEECH if spoken else Before.NOTHING


def _unclosed(document: Document, draft: Draft) -> Draft:
    """Return what stands behind a mark that nothing closes as direct speech: „Wir gehen, sagte er."""
    start = draft.spans[0].start
    before = document.text[start - 1] if start else ""
    if draft.type is StatementType.INDIRECT and before in set('„»"“«'):
        return replace(draft, type=StatementType.DIRECT, rule="direct-unclosed")
    return draft


def _of_unit(unit: Unit, before: Before, *, anything_before: bool) -> list[Draft]:
    clauses = find_clauses(unit, find_speech(unit))
    taken: set[int] = set()
    intros: dict[int, Draft] = {}
    direct = find_direct(unit, clauses, taken, intros)
    drafts = [*find_framed(unit, clauses, taken), *find_indirect(unit, clauses, taken)]
    reported = find_reported(unit, clauses, taken, intros)
    drafts += [_continued(d) if _is_introduced(d, intros, reported) else d for d in direct]
    drafts += reported
    drafts += find_nominal(unit, clauses, taken)
    if anything_before:
        drafts += find_continuation(unit, clauses, taken, before)
    drafts += find_hearsay(unit, clauses, taken)
    drafts += find_relative(unit, clauses, drafts)
    return drafts


def _is_introduced(draft: Draft, intros: dict[int, Draft], reported: tuple[Draft, ...]) -> bool:
    """Say whether a quotation follows a statement: "Er bestritt die Berichte: „Alles erfunden.“"."""
    return any(draft is d for d in intros.values()) and any(r.cue == draft.cue for r in reported)


def _continued(draft: Draft) -> Draft:
    return Draft(draft.spans, draft.type, "direct-alone", follows=True)


def _finish(draft: Draft, earlier: list[QuoteSpan]) -> QuoteSpan:
    continues = None
    media = draft.media
    if draft.follows:
        continues = next((i for i in reversed(range(len(earlier))) if earlier[i].nested_in is None), None)
    if continues is not None:
        media = earlier[continues].media
    return QuoteSpan(
        spans=draft.spans,
        type=draft.type,
        media=media,
        speaker=draft.speaker,
        cue=draft.cue,
        frame=draft.frame,
        addressee=draft.addressee,
        continues=continues,
        confidence=_CONFIDENCE[draft.rule],
        rule=draft.rule,
    )


def _nested(fragment: Draft, owner: int) -> QuoteSpan:
    return QuoteSpan(
        spans=fragment.spans,
        type=fragment.type,
        media=fragment.media,
        speaker=fragment.speaker,
        cue=fragment.cue,
        frame=fragment.frame,
        nested_in=owner,
        confidence=_CONFIDENCE[fragment.rule],
        rule=fragment.rule,
    )
