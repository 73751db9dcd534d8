"""Reported speech: the complement of a speech-act verb."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.cues import Cue, find_cue
from newsgraph.annotation.drafts import Draft, Frame, clause_frame, make_draft
from newsgraph.annotation.fields import (
    chunks,
    extended,
    is_anaphor,
    is_time,
    is_vague,
    middle_end,
    object_in_front,
    without_receiver,
)
from newsgraph.annotation.phrases import noun_phrase
from newsgraph.annotation.segments import Kind
from newsgraph.annotation.speaker_phrase import find_speaker
from newsgraph.lexicon import load_table
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.units import Unit

Ranges = list[tuple[int, int]]
_CONTRACTED = {
    "vor": ("vor", "vorm"),
    "zu": ("zu", "zum", "zur"),
    "für": ("für", "fürs"),
    "um": ("um", "ums"),
    "an": ("an", "am", "ans"),
    "auf": ("auf", "aufs"),
    "von": ("von", "vom"),
    "über": ("über", "übers"),
}
_FLAGS = frozenset({"acc", "inf", "refl", "gen", "dat", "rec", "pas", "quoted", "bare", "pred"})


@cache
def reported_verbs() -> dict[str, frozenset[str]]:
    """Return speech-act verbs with the patterns of their complements."""
    return {verb: frozenset(patterns.split(",")) for verb, patterns in load_table("reported_verbs.tsv")}


def find_reported(
    unit: Unit,
    clauses: tuple[Clause, ...],
    taken: set[int],
    intros: dict[int, Draft],
    cue_of: Callable[[Unit, Clause], Cue | None] = find_cue,
) -> tuple[Draft, ...]:
    """Return the reported statements: "forderte [eine Untersuchung]", "warnte [vor einem Streik]".

    `cue_of` gives the verb group of a clause that can introduce something. Adds the clauses that it used to
    `taken`. Those in `intros` are used already, but only as what stands
    before a colon: "Er dementierte [die Berichte]: „Alles erfunden.“"
    """
    drafts = []
    for index, clause in enumerate(clauses):
        if index in taken and index not in intros:
            continue
        cue = cue_of(unit, clause)
        if cue is None or cue.verb not in reported_verbs() or _is_impersonal(unit, cue):
            continue
        inherited = find_speaker(unit, clauses[index - 1]) if index else None
        frame, ranges = _complement(unit, clause, cue, clause_frame(unit, clause, cue, inherited))
        spans = [span for span in (unit.cover(*r) for r in ranges) if span]
        introduces = index + 1 < len(clauses) and clauses[index + 1].before == ":"
        if spans and not (introduces and is_vague(unit, ranges)):
            taken.add(index)
            drafts.append(make_draft(unit, spans, StatementType.REPORTED, frame, rule="reported-verb"))
    return tuple(drafts)


def _is_impersonal(unit: Unit, cue: Cue) -> bool:
    """Say whether nobody acts: "ist zu rechnen", "soll abgelehnt haben", most passives."""
    if unit.tokens[cue.finite].lemma == "sollen":
        return any(unit.tokens[i].tag == "VA(INF)" for i in cue.tokens)
    if unit.tokens[cue.finite].lemma == "sein" and not cue.passive:
        return any(unit.tokens[i].tag in {"VV(INF)", "VV(IZU)"} for i in cue.tokens)
    return cue.passive and "pas" not in reported_verbs()[cue.verb]


def _complement(unit: Unit, clause: Clause, cue: Cue, frame: Frame) -> tuple[Frame, Ranges]:
    patterns = reported_verbs()[cue.verb]
    front = None if cue.passive else object_in_front(unit, clause, cue.finite, middle_end(clause, cue))
    if front is not None:
        frame = replace(frame, speaker=front.subject)
    found = _prepositional(unit, clause, cue, patterns - _FLAGS) or _clausal(unit, clause, patterns)
    if not found and patterns & {"acc", "dat", "gen"}:
        if cue.passive:
            found = _passive(unit, clause, cue)
        elif front is not None:
            found = _fronted(unit, clause, cue, front.object, front.subject)
        else:
            found = _object(unit, clause, cue, frame, patterns)
    if "quoted" in patterns and not _is_worded(unit, found, patterns):
        return frame, []
    return frame, found


def _is_worded(unit: Unit, ranges: Ranges, patterns: frozenset[str]) -> bool:
    """Say whether a complement gives the speaker's words, or his verdict: "nannte den Plan vernünftig"."""
    if any(unit.inside[i] >= 0 for start, end in ranges for i in range(start, end)):
        return True
    words = [i for start, end in ranges for i in range(start, end) if unit.tokens[i].is_word]
    return "pred" in patterns and len(words) > 1 and unit.tokens[words[-1]].tag == "ADJ(D)"


def _prepositional(unit: Unit, clause: Clause, cue: Cue, prepositions: frozenset[str]) -> Ranges:
    """Return "[vor einem Streik]", "[für mehr Geld]"."""
    wanted = _forms(prepositions)
    main = clause.main
    stop = middle_end(clause, cue)
    for i in [*range(cue.finite + 1, stop), *range(main.start, cue.finite)]:
        if (
            not unit.free(i)
            or unit.tokens[i].form.lower() not in wanted
            or i in cue.tokens
            or is_time(unit, i, stop)
        ):
            continue
        if "bare" in reported_verbs()[cue.verb] and _has_other_object(unit, cue, i):
            return []
        if i < cue.finite:
            return [(i, cue.finite)]
        if i + 1 < stop:
            return [(i, extended(unit, clause, cue, stop))]
    return []


def _forms(prepositions: frozenset[str]) -> frozenset[str]:
    return frozenset(form for p in prepositions for form in _CONTRACTED.get(p, (p,)))


def prepositions_of(verb: str) -> frozenset[str]:
    """Return the prepositions of a verb's complement, with what they contract to: warnen "vor", "vorm"."""
    return _forms(reported_verbs().get(verb, frozenset()) - _FLAGS)


def _has_other_object(unit: Unit, cue: Cue, preposition: int) -> bool:
    """Say whether "setzen auf" has another meaning: "setzte sich auf", "setzte die Zeit auf 40"."""
    return (
        any(unit.tokens[i].tag == "PRF" for i in range(cue.finite, min(preposition + 8, len(unit))))
        or len(chunks(unit, cue.finite + 1, preposition)) > 1
        or unit.tokens[cue.finite].tag.startswith("VA")
    )


def _clausal(unit: Unit, clause: Clause, patterns: frozenset[str]) -> Ranges:
    """Return the infinitive that a verb takes: "forderte, [die Protokolle offenzulegen]"."""
    announced = any(
        unit.tokens[i].tag == "PROAV" and unit.tokens[i].form.lower().startswith(("da", "hier"))
        for i in range(clause.main.start, clause.main.end)
    )
    if "inf" not in patterns and not announced:
        return []
    for k, segment in enumerate(clause.segments):
        if segment.kind is not Kind.INF or unit.tokens[segment.start].tag == "KOUI":
            continue
        begin = segment.start
        previous = clause.segments[k - 1] if k else None
        if previous is not None and previous.kind is Kind.NONE and previous.start > (clause.finite or 0):
            begin = previous.start
        if clause.finite is not None and begin < clause.finite:
            return []
        return [(begin, clause.segments[-1].end)]
    return []


def _passive(unit: Unit, clause: Clause, cue: Cue) -> Ranges:
    """Return what is its subject: "Von der Opposition wurde ihm [Prasserei] vorgeworfen"."""
    main = clause.main
    end = noun_phrase(unit, main.start, cue.finite)
    first = unit.tokens[main.start].form.lower()
    if end == cue.finite and first not in {"dem", "den", "einem", "der", "beiden", "ihm", "ihr", "ihnen"}:
        return [] if is_anaphor(unit, (main.start, end)) else [(main.start, end)]
    stop = middle_end(clause, cue)
    found = [c for c in chunks(unit, cue.finite + 1, stop) if not is_anaphor(unit, c)]
    found = without_receiver(unit, found)
    return [(found[0][0], extended(unit, clause, cue, stop))] if found else []


def _fronted(unit: Unit, clause: Clause, cue: Cue, obj: tuple[int, int], subject: tuple[int, int]) -> Ranges:
    """Return "[Die Vorwürfe] nannte er [„frei erfunden“]"."""
    ranges = [] if is_anaphor(unit, obj) else [obj]
    stop = middle_end(clause, cue)
    later = next(
        (i for i in range(subject[1], stop) if unit.inside[i] >= 0 or unit.tokens[i].form == "als"), None
    )
    if later is not None and any(unit.inside[i] >= 0 for i in range(later, stop)):
        ranges.append((later, stop))
    return ranges


def _object(unit: Unit, clause: Clause, cue: Cue, frame: Frame, patterns: frozenset[str]) -> Ranges:
    """Return the object: what follows verb and subject, less leading adverbs and a receiver."""
    stop = middle_end(clause, cue)
    start = cue.finite + 1
    if frame.speaker and start <= frame.speaker[0] < stop:
        start = frame.speaker[1]
    found = chunks(unit, start, stop)
    resumed = next((s for s in clause.segments if s.start <= cue.tokens[-1] < s.end), clause.main)
    if not found and resumed.start > clause.main.start:
        # "Damit hat der Präsident, Volker Trempel, die Vorwürfe zurückgewiesen."
        stop = min(i for i in cue.tokens if i >= resumed.start)
        found = chunks(unit, resumed.start, stop)
    if not found and frame.speaker:
        # "Dagegen würdigte der Obmann, Elmar Thaler, den Plan."
        later = [s for s in clause.segments if s.kind is Kind.NONE and s.start >= frame.speaker[1]]
        if later:
            stop = later[0].end
            found = chunks(unit, later[0].start, stop)
    if "rec" in patterns:
        found = without_receiver(unit, found)
    if not found:
        return []
    begin = found[0][0]
    if is_anaphor(unit, found[0]) and not any(unit.inside[i] >= 0 for i in range(begin, stop)):
        return []
    return [(begin, extended(unit, clause, cue, stop))]
