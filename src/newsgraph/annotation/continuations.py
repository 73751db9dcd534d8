"""Statements without a cue of their own: Konjunktiv that goes on with what was said before, and hearsay."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import is_reporting, reach_back
from newsgraph.annotation.drafts import Draft
from newsgraph.annotation.konjunktiv import is_modal_konjunktiv_2, may_be_konjunktiv_2
from newsgraph.annotation.segments import Kind
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.units import Unit


class Before(Enum):
    """What the sentence before is, within the paragraph."""

    NOTHING = auto()  # no statement, or one without words of its own (a reported speech act)
    SPEECH = auto()  # a statement in the indicative
    KONJUNKTIV = auto()  # a statement in the Konjunktiv


def find_continuation(
    unit: Unit, clauses: tuple[Clause, ...], taken: set[int], before: Before
) -> tuple[Draft, ...]:
    """Return the sentence as a continuation of the statement before it, if its main verb says so.

    "Die Beschäftigten hätten verzichtet." after a statement. What stands right before decides how far forms
    are believed that could be something else ("Das zeigten Daten aus Schweden").
    """
    drafts = []
    index = 0
    while index < len(clauses):
        if index in taken or not _is_reported(unit, clauses[index], Before.NOTHING if taken else before):
            index += 1
            continue
        end = index + 1
        while end < len(clauses) and end not in taken and not clauses[end].is_speech:
            end += 1
        begin = reach_back(clauses, index, taken)
        span = unit.cover(clauses[begin].start, clauses[end - 1].end)
        taken.update(range(begin, end))
        if span is not None:
            drafts.append(Draft((span,), StatementType.INDIRECT_FREE_INDIRECT, "continuation", follows=True))
        index = end
    return tuple(drafts)


def _is_reported(unit: Unit, clause: Clause, before: Before) -> bool:
    if clause.finite is None:
        return False
    token = unit.tokens[clause.finite]
    if is_reporting(unit, clause.finite):
        return True
    if is_modal_konjunktiv_2(token) or token.form in {"sollten", "wollten"}:
        return before is not Before.NOTHING
    if before is not Before.KONJUNKTIV or not may_be_konjunktiv_2(token):
        return False
    return not _begins_with_name(unit, clause)


def _begins_with_name(unit: Unit, clause: Clause) -> bool:
    """Say whether somebody named acts: what "Lind und Vogt prüften den Damm" tells, the writer tells.

    Counter-example: "Von Linds Kühen lebten noch neun", "Das zeigten Daten".
    """
    words = [i for i in range(clause.start, clause.end) if unit.free(i) and unit.tokens[i].is_word]
    first = next((i for i in words if unit.tokens[i].tag not in {"ADJ(A)", "ART", "KON"}), None)
    return first is not None and unit.named[first] >= 0


def find_hearsay(unit: Unit, clauses: tuple[Clause, ...], taken: set[int]) -> tuple[Draft, ...]:
    """Return what "soll" reports without saying whose word it is: "Er soll das Geld versteckt haben"."""
    for index, clause in enumerate(clauses):
        if (
            index in taken
            or clause.finite is None
            or unit.tokens[clause.finite].form.lower() not in {"soll", "sollen"}
        ):
            continue
        verbs = [
            i
            for s in clause.segments
            if s.kind not in {Kind.SUB, Kind.INF}
            for i in range(s.start, s.end)
            if unit.free(i) and unit.tokens[i].tag in {"VV(PP)", "VA(INF)", "VA(PP)", "VV(INF)"}
        ]
        if len(verbs) > 1 and unit.tokens[verbs[-1]].form in {"haben", "sein"}:
            span = unit.cover(clause.start, clause.end)
            taken.add(index)
            if span is not None:
                return (Draft((span,), StatementType.FREE_INDIRECT, "hearsay"),)
    return ()
