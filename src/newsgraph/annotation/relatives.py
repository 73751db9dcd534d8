"""Reported speech in relative clauses: "Petersen, der das für „Unfug“ hält"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.cues import cue_of_segment, takes_complement
from newsgraph.annotation.drafts import Draft, Frame, make_draft
from newsgraph.annotation.phrases import is_person, noun_phrase
from newsgraph.annotation.segments import Kind
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.segments import Segment
    from newsgraph.annotation.units import Unit

_REACH = 8


def find_relative(unit: Unit, clauses: tuple[Clause, ...], drafts: list[Draft]) -> tuple[Draft, ...]:
    """Return what relative clauses report with quoted words, less what overlaps one of `drafts`.

    der Wirt Ole Lind, der [die Gäste als „meine Schwalben“] bezeichnete.  Counter-examples:
    "der die Gäste zählte" and, without quoted words, "die eine Steuer fordert", which says who somebody is.
    """
    found = []
    for clause in clauses:
        for before, segment in zip(clause.segments, clause.segments[1:], strict=False):
            draft = _draft(unit, before, segment)
            if draft is not None and not any(
                s.overlaps(d) for other in drafts for s in (*other.spans, *other.cue) for d in draft.spans
            ):
                found.append(draft)
    return tuple(found)


def _draft(unit: Unit, before: Segment, segment: Segment) -> Draft | None:
    opener = unit.tokens[segment.start]
    if segment.kind is not Kind.SUB or segment.before != "," or opener.form not in {"der", "die"}:
        return None
    cue = cue_of_segment(unit, segment)
    if cue is None or cue.passive or cue.verb not in takes_complement():
        return None
    start, stop = segment.start + 1, min(i for i in cue.tokens if i > segment.start)
    speaker = _antecedent(unit, before, segment)
    span = unit.cover(start, stop) if start < stop else None
    if span is None or speaker is None or not any(unit.inside[i] >= 0 for i in range(start, stop)):
        return None
    frame = Frame((speaker[0], segment.end), cue.tokens, speaker, cue.media)
    return make_draft(unit, [span], StatementType.REPORTED, frame, rule="reported-relative")


def _antecedent(unit: Unit, before: Segment, segment: Segment) -> tuple[int, int] | None:
    """Return the noun phrase for people right before the comma, the longest that ends there."""
    if before.end + 1 != segment.start:
        return None
    for start in range(max(before.start, before.end - _REACH), before.end):
        if unit.tokens[start].tag.startswith("APPR") or not unit.free(start):
            continue
        if noun_phrase(unit, start, before.end) == before.end and is_person(unit, start, before.end):
            return start, before.end
    return None
