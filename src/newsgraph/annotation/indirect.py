"""Indirect speech with a cue verb: clauses in the Konjunktiv, with dass, ob or a question word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import Clause, is_reporting
from newsgraph.annotation.cues import Cue, find_cue, takes_complement
from newsgraph.annotation.drafts import Draft, clause_frame, is_impersonal, is_joined, make_draft
from newsgraph.annotation.konjunktiv import is_konjunktiv, may_be_konjunktiv_2
from newsgraph.annotation.segments import Kind, Segment
from newsgraph.annotation.speaker_phrase import find_speaker
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.annotation.units import Unit

_COMPLEMENTISERS = frozenset({"dass", "daß", "ob"})
_QUESTION_TAGS = frozenset({"PWS", "PWAV", "PWAT"})


def reports(unit: Unit, clause: Clause) -> bool:
    """Say whether the main verb of a clause stands in the Konjunktiv."""
    return is_reporting(unit, clause.finite)


def find_indirect(
    unit: Unit,
    clauses: tuple[Clause, ...],
    taken: set[int],
    cue_of: Callable[[Unit, Clause], Cue | None] = find_cue,
) -> tuple[Draft, ...]:
    """Return the indirect statements of a unit that have a cue verb; adds the used clauses to `taken`.

    `cue_of` gives the verb group of a clause that can introduce something.
    """
    drafts: list[Draft] = []
    for finder in (_after, _before):
        for index, clause in enumerate(clauses):
            if index in taken:
                continue
            cue = cue_of(unit, clause)
            if cue is None:
                continue
            draft = finder(unit, clauses, index, cue, taken)
            if draft is not None:
                drafts.append(draft)
    return tuple(drafts)


def _after(unit: Unit, clauses: tuple[Clause, ...], index: int, cue: Cue, taken: set[int]) -> Draft | None:
    """Find "Es gehe voran, sagte der Minister"; what stands in front of an inverted cue clause is content."""
    clause = clauses[index]
    if (
        not clause.is_inverted
        or clause.before not in {",", "–"}
        or not index
        or _complement(unit, clause, cue)
    ):
        return None
    begin = index
    while begin > 0 and begin - 1 not in taken and not clauses[begin - 1].is_speech:
        begin -= 1
        if clauses[begin].before == ":":
            break
    if begin == index:
        return None
    content = clauses[begin:index]
    strong = any(reports(unit, c) for c in content)
    resumed = _resumed(unit, clauses, index, complete=any(c.finite is not None for c in content))
    if not (strong or resumed or (cue.is_known and _is_plain_content(unit, clauses, begin, index))):
        return None
    ranges = [(content[0].start, content[-1].end)]
    tail = _tail(unit, clause, content)
    if resumed:
        ranges.append((clauses[index + 1].start, clauses[resumed].end))
        taken.update(range(index + 1, resumed + 1))
    elif tail is not None:
        ranges.append((tail.start, clause.end))
    taken.update(range(begin, index + 1))
    return _draft(unit, ranges, clauses, index, cue, rule="indirect-cue-after")


def _is_plain_content(unit: Unit, clauses: tuple[Clause, ...], begin: int, index: int) -> bool:
    """Say whether clauses in the indicative are the content of the cue clause at `index`.

    "Die Lager sind voll, sagte sie", but not "Sie verkaufte Krawatten, lernte Stenografie und schrieb".
    """
    chained = (
        index + 1 < len(clauses) and clauses[index + 1].before == "und" and clauses[index + 1].is_inverted
    )
    clause = clauses[index]
    spoken = find_speaker(unit, clause) is not None or is_impersonal(unit, clause)
    complete = any(c.finite is not None for c in clauses[begin:index])
    return complete and spoken and not chained and not is_joined(unit, clause)


def _resumed(unit: Unit, clauses: tuple[Clause, ...], index: int, *, complete: bool) -> int:
    """Return the last clause that goes on with the content behind the cue clause, 0 for none."""
    last = 0
    for k in range(index + 1, len(clauses)):
        clause = clauses[k]
        if (
            clause.is_speech
            or clause.before == ":"
            or not (reports(unit, clause) or (not complete and clause.is_inverted))
        ):
            break
        if clause.segments[0].kind is Kind.SO:
            break
        last = k
        complete = True
    return last


def _tail(unit: Unit, clause: Clause, content: tuple[Clause, ...]) -> Segment | None:
    """Return the verbless piece of content behind a cue: "Er habe, sagt sie, [nichts getan]"."""
    if len(clause.segments) < 2 or content[-1].finite is None:
        return None
    last = clause.segments[-1]
    lacks = unit.tokens[content[-1].finite].tag.startswith(("VA", "VM")) and not any(
        unit.tokens[i].tag.startswith(("VV(PP", "VV(INF", "ADJ(D)"))
        for i in range(content[-1].start, content[-1].end)
    )
    heavy = any(unit.tokens[i].tag in {"VV(PP)", "VV(INF)", "VA(INF)"} for i in range(last.start, last.end))
    return last if lacks and heavy and last.kind is Kind.NONE else None


def _before(unit: Unit, clauses: tuple[Clause, ...], index: int, cue: Cue, taken: set[int]) -> Draft | None:
    """Find "Der Minister sagte, es gehe voran" and "Sie verwies darauf, dass es vorangehe"."""
    clause = clauses[index]
    inner = _complement(unit, clause, cue)
    last = index
    while (
        last + 1 < len(clauses)
        and last + 1 not in taken
        and _goes_on(unit, clauses[last + 1], cue, first=last == index and inner is None)
    ):
        last += 1
    if inner is None and last == index:
        return None
    if inner is not None:
        if clause.finite is not None and inner.start < clause.finite:
            ranges = [(inner.start, inner.end)]
            if last > index:
                ranges.append((clauses[index + 1].start, clauses[last].end))
        else:
            ranges = [(inner.start, clauses[last].end)]
    else:
        ranges = [(clauses[index + 1].start, clauses[last].end)]
    if inner is None and _interrupts(clause) and clauses[index + 1].is_inverted:
        # "Den Rest, versichert sie, habe sie vergessen."
        taken.update(range(index, last + 1))
        ranges.insert(0, (clause.start, clause.main.start - 1))
        cut = (*clauses[:index], Clause((clause.main,), clause.finite), *clauses[index + 1 :])
        return _draft(unit, ranges, cut, index, cue, rule="indirect-cue-before")
    colon = inner is None and clauses[index + 1].before == ":"
    taken.update(range(index + 1 if colon else index, last + 1))
    return _draft(unit, ranges, clauses, index, cue, rule="indirect-cue-before")


def _interrupts(clause: Clause) -> bool:
    """Say whether a cue stands between commas behind the first words of what is said."""
    return clause.main.kind is Kind.V1 and clause.main is not clause.segments[0] and clause.main.before == ","


def _goes_on(unit: Unit, clause: Clause, cue: Cue, *, first: bool) -> bool:
    if clause.is_speech or clause.segments[0].kind is Kind.SO:
        return False
    if reports(unit, clause):
        return True
    if (
        clause.finite is None
        or not first
        or not cue.is_known
        or clause.before not in {",", ":"}
        or clause.is_inverted
    ):
        return False
    token = unit.tokens[clause.finite]
    return (
        is_konjunktiv(token)
        or (may_be_konjunktiv_2(token) and clause.before == ",")
        or (token.form == "sollten")
    )


def _complement(unit: Unit, clause: Clause, cue: Cue) -> Segment | None:
    """Return the dass, ob or question clause that a cue verb takes."""
    if not cue.is_known and cue.verb not in takes_complement():
        return None
    for k, segment in enumerate(clause.segments):
        if segment.kind is not Kind.SUB:
            continue
        first = unit.tokens[segment.start]
        fronted = clause.finite is not None and segment.start < clause.finite
        if first.form.lower() in _COMPLEMENTISERS and (
            not fronted or (not k and cue.verb not in {"stehen", "zeigen"})
        ):
            return segment
        if fronted or not (first.tag in _QUESTION_TAGS or first.form.lower() in {"wie", "wer"}):
            continue
        if first.form.lower() not in {"was", "wo", "wobei", "wofür"} or _has_konjunktiv(unit, segment):
            return segment
    return None


def _has_konjunktiv(unit: Unit, segment: Segment) -> bool:
    return segment.finite is not None and is_konjunktiv(unit.tokens[segment.finite])


def _draft(  # noqa: PLR0913  one argument a part of the statement
    unit: Unit, ranges: list[tuple[int, int]], clauses: tuple[Clause, ...], index: int, cue: Cue, *, rule: str
) -> Draft | None:
    clause = clauses[index]
    spans = [span for span in (unit.cover(*r) for r in ranges) if span]
    if not spans:
        return None
    inherited = find_speaker(unit, clauses[index - 1]) if index else None
    frame = clause_frame(unit, clause, cue, inherited)
    return make_draft(unit, spans, StatementType.INDIRECT, frame, rule=rule)
