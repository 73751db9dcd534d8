"""What somebody is reported to have said: the speech that lies within another's indirect speech.

"Lind habe vorgeschlagen, [das Wehr zu öffnen], berichtete Vogt": Vogt says that Lind has proposed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import find_clauses
from newsgraph.annotation.cues import (
    Cue,
    cue_of_segment,
    cue_verbs,
    main_tokens,
    takes_complement,
    verb_group,
)
from newsgraph.annotation.drafts import SPOKEN, Draft, Frame, make_draft
from newsgraph.annotation.fields import chunks, is_anaphor
from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.indirect import find_indirect
from newsgraph.annotation.phrases import noun_phrase, subject_before
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.reported import find_reported, prepositions_of
from newsgraph.annotation.segments import Kind
from newsgraph.annotation.units import Unit, build_units
from newsgraph.lexicon import load_words
from newsgraph.model import Medium, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import NameSpan
    from newsgraph.annotation.segments import Segment

__all__ = ["Relayed", "find_relayed"]

RULE = "relayed speech"
_CONFIDENCE = 0.8
_OPENERS = frozenset({"dass", "daß", "wonach"})
_CONTENT = frozenset(
    {StatementType.INDIRECT, StatementType.INDIRECT_FREE_INDIRECT, StatementType.FREE_INDIRECT}
)
_HEARING = frozenset({"erfahren", "wissen", "glauben", "rechnen", "hören", "lesen"})
_OWN_VIEW = frozenset({"müssen", "sollen", "können", "dürfen", "wollen", "mögen", "werden", "lassen"})


@dataclass(frozen=True, slots=True)
class Relayed:
    """A statement within another: what it is, and the number of the one around it among those found."""

    quote: QuoteSpan
    around: int


def find_relayed(
    document: Document, quotes: Sequence[QuoteSpan], names: tuple[NameSpan, ...]
) -> tuple[Relayed, ...]:
    """Return what indirect speech says of others' speech, with a speaker mention of its own.

    Counter-examples: "Lind müsse einen Plan vorschlagen", "Lind habe nie einen Plan vorgeschlagen", "ob Lind
    einen vorgeschlagen habe": nobody is said to have said something.
    """
    wanted = [n for n, quote in enumerate(quotes) if quote.type in _CONTENT and quote.nested_in is None]
    if not wanted:
        return ()
    units = build_units(document, find_quotations(document), names)
    return tuple(
        Relayed(_quote(draft, number), number)
        for number in wanted
        for draft in _in_content(_content(units, quotes[number]))
        if draft.speaker and not _is_joined(document.text, draft)
    )


def _is_joined(text: str, draft: Draft) -> bool:
    """Say whether what follows a verb of saying is another clause of its own: "habe geredet und gehe"."""
    start = draft.spans[0].start
    behind = all(part.start < start for part in draft.cue) and draft.type is StatementType.INDIRECT
    return behind and not text[:start].rstrip(' „“"»«').endswith((",", ":"))


def _content(units: Sequence[Unit], quote: QuoteSpan) -> Unit | None:
    """Return the words of a statement as a unit of their own; None where they are not all in one unit."""
    start = quote.spans[0].start
    around = next((u for u in units if u.tokens[0].start <= start < u.tokens[-1].end), None)
    if around is None or quote.spans[-1].end > around.tokens[-1].end:
        return None
    inside = [i for i, t in enumerate(around.tokens) if any(span.contains(t.span) for span in quote.spans)]
    return Unit(
        around.text,
        tuple(around.tokens[i] for i in inside),
        tuple(around.inside[i] for i in inside),
        tuple(around.bracketed[i] for i in inside),
        around.quotations,
        around.paragraph,
        tuple(around.named[i] for i in inside),
    )


def _in_content(unit: Unit | None) -> Iterator[Draft]:
    if unit is None or not unit.tokens:
        return
    clauses = find_clauses(unit, frozenset())
    taken: set[int] = set()
    yield from find_indirect(unit, clauses, taken, cue_of=_cue)
    yield from find_reported(unit, clauses, taken, {}, cue_of=_cue)
    first = clauses[0].segments[0] if clauses else None
    if first is not None and first.kind is Kind.SUB and 0 not in taken:
        yield from _verb_last(unit, clauses[0], first)


def _cue(unit: Unit, clause: Clause) -> Cue | None:
    """Return the verb group of a clause, of whatever mood, if it says that somebody has said something."""
    if clause.finite is None or clause.segments[0].kind is Kind.SUB:
        return None
    places = main_tokens(unit, clause)
    return _accepted(unit, verb_group(unit, clause.finite, places), places)


def _accepted(unit: Unit, cue: Cue, places: Sequence[int]) -> Cue | None:
    known = cue.verb in cue_verbs() or cue.verb in takes_complement()
    silent = cue.verb in _HEARING or Medium.THOUGHT in cue.media
    if not known or silent or cue.passive or unit.tokens[cue.finite].lemma in _OWN_VIEW:
        return None
    negations = load_words("negations.txt") - {"wenig", "kaum", "ohne"}
    return None if any(unit.tokens[i].form.lower() in negations for i in places) else cue


def _verb_last(unit: Unit, clause: Clause, segment: Segment) -> Iterator[Draft]:
    """Find "dass Vogt [eine Pause] vorgeschlagen habe", "dass Vogt ankündigte, [sie werde gehen]"."""
    cue = cue_of_segment(unit, segment)
    if cue is None or unit.tokens[segment.start].form.lower() not in _OPENERS:
        return
    places = [i for i in range(segment.start, segment.end) if unit.free(i)]
    first = min(cue.tokens)
    speaker = subject_before(unit, first, segment.start + 1)
    if _accepted(unit, cue, places) is None or speaker is None:
        return
    following = next((s for s in clause.segments if s.start == segment.end + 1), None)
    frame = Frame((segment.start, segment.end), cue.tokens, speaker, cue.media or SPOKEN)
    kind, content = StatementType.REPORTED, _before_verb(unit, cue, speaker[1], first)
    if content is None and following is not None and following.kind in {Kind.INF, Kind.SUB}:
        content = following.start, clause.end
        kind = StatementType.REPORTED if following.kind is Kind.INF else StatementType.INDIRECT
        if kind is StatementType.INDIRECT and unit.tokens[following.start].form.lower() not in _OPENERS:
            return
    span = unit.cover(*content) if content else None
    if span is not None:
        yield make_draft(unit, [span], kind, frame, rule=RULE)


def _before_verb(unit: Unit, cue: Cue, start: int, stop: int) -> tuple[int, int] | None:
    """Return the complement between subject and verb: "dass Vogt | [vor einem Streik] | gewarnt habe"."""
    prepositions = prepositions_of(cue.verb)
    for i in range(start, stop):
        if unit.free(i) and unit.tokens[i].form.lower() in prepositions and noun_phrase(unit, i + 1, stop):
            return i, stop
    found = chunks(unit, start, stop)
    return (found[0][0], stop) if found and not is_anaphor(unit, found[0]) else None


def _quote(draft: Draft, around: int) -> QuoteSpan:
    return QuoteSpan(
        spans=draft.spans,
        type=draft.type,
        media=draft.media,
        speaker=draft.speaker,
        cue=draft.cue,
        frame=draft.frame,
        addressee=draft.addressee,
        nested_in=around,
        confidence=_CONFIDENCE,
        rule=RULE,
    )
