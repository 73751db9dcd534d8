"""Reported speech: the complement of a speech-act verb."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotate.cues import Cue, find_cue
from newsgraph.annotate.drafts import Draft, Frame, clause_frame, make_draft
from newsgraph.annotate.phrases import noun_phrase
from newsgraph.annotate.segments import Kind
from newsgraph.annotate.speaker_phrase import find_speaker
from newsgraph.lexicon import load_table
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Clause
    from newsgraph.annotate.units import Unit

_DENIALS = frozenset(
    {"bestreiten", "dementieren", "zurückweisen", "abstreiten", "leugnen", "verneinen", "in abrede stellen"}
)
_CONTRACTED = {
    "vor": ("vor", "vorm"),
    "zu": ("zu", "zum", "zur"),
    "für": ("für", "fürs"),
    "um": ("um", "ums"),
    "an": ("an", "am", "ans"),
    "auf": ("auf", "aufs"),
    "von": ("von", "vom"),
    "über": ("über", "übers"),
    "gegen": ("gegen",),
}
_DATIVE = frozenset(
    {
        "dem",
        "den",
        "einem",
        "einer",
        "ihm",
        "ihr",
        "ihnen",
        "seinem",
        "seiner",
        "ihrem",
        "ihrer",
        "diesem",
        "uns",
        "der",
    }
)
_ANAPHORS = frozenset({"das", "dies", "dieses", "es", "ihn", "sie", "diese", "diesen", "alles", "beides"})
_LOOSE = frozenset({"ADV", "PTKNEG", "PRF", "PROAV", "ADJ(D)", "PTKA", "KON", "PTKANT", "PWAV"})
_DAYS = ("tag", "woche", "abend", "morgen", "mittag", "nacht", "jahr", "monat", "uhr", "wochenende")


@cache
def reported_verbs() -> dict[str, frozenset[str]]:
    """Return speech-act verbs with the patterns of their complements."""
    return {verb: frozenset(patterns.split(",")) for verb, patterns in load_table("reported_verbs.tsv")}


def find_reported(unit: Unit, clauses: tuple[Clause, ...], taken: set[int]) -> tuple[Draft, ...]:
    """Return the reported statements: "forderte [eine Untersuchung]", "warnte [vor einem Streik]".

    Adds the clauses that it used to `taken`.
    """
    drafts = []
    for index, clause in enumerate(clauses):
        if index in taken and not clause.finite:
            continue
        cue = find_cue(unit, clause)
        if index in taken or cue is None or cue.verb not in reported_verbs():
            continue
        inherited = find_speaker(unit, clauses[index - 1]) if index else None
        frame = clause_frame(unit, clause, cue, inherited)
        ranges = _complement(unit, clause, cue, frame)
        spans = [span for span in (unit.cover(*r) for r in ranges) if span]
        if spans:
            taken.add(index)
            drafts.append(
                make_draft(
                    unit,
                    spans,
                    StatementType.REPORTED,
                    frame,
                    rule="reported-verb",
                    denial=cue.verb in _DENIALS,
                )
            )
    return tuple(drafts)


def _complement(unit: Unit, clause: Clause, cue: Cue, frame: Frame) -> list[tuple[int, int]]:
    patterns = reported_verbs()[cue.verb]
    quoted = any(p.endswith("-quoted") for p in patterns)
    plain = {p.removesuffix("-quoted") for p in patterns}
    found = _prepositional(unit, clause, cue, plain) or _clausal(unit, clause, plain)
    if not found and "acc" in plain:
        found = _passive(unit, clause, cue, frame) if cue.passive else _accusative(unit, clause, cue, frame)
    if quoted and found and not any(unit.inside[i] >= 0 for start, end in found for i in range(start, end)):
        return []
    return found


def _stop(clause: Clause, cue: Cue) -> int:
    """Return where the middle field ends: at the particle, participle or fixed words, or with the segment."""
    main = clause.main
    later = [i for i in cue.tokens if cue.finite < i < main.end]
    return min(later) if later else main.end


def _prepositional(unit: Unit, clause: Clause, cue: Cue, patterns: set[str]) -> list[tuple[int, int]]:
    wanted = {
        form
        for p in patterns
        for form in _CONTRACTED.get(p, (p,) if p not in {"acc", "inf", "refl", "gen"} else ())
    }
    if not wanted:
        return []
    main = clause.main
    stop = _stop(clause, cue)
    for i in [*range(cue.finite + 1, stop), *range(main.start, cue.finite)]:
        if not unit.free(i) or unit.tokens[i].form.lower() not in wanted or i in cue.tokens:
            continue
        if _is_time(unit, i, stop):
            continue
        if i < cue.finite:
            return [(i, cue.finite)]
        if i + 1 < stop or unit.tokens[i].tag != "PTKVZ":
            return [(i, _extended(unit, clause, stop))]
    return []


def _is_time(unit: Unit, i: int, stop: int) -> bool:
    """Say whether "am Montag" is a date, not a complement."""
    return any(unit.tokens[k].form.lower().endswith(_DAYS) for k in range(i + 1, min(i + 3, stop)))


def _extended(unit: Unit, clause: Clause, stop: int) -> int:
    """Return the end of a complement with the relative clause, list or infinitive that follows it."""
    end = stop
    for segment in clause.segments:
        if segment.start != end + 1 or segment.before not in {",", "–"}:
            continue
        opener = unit.tokens[segment.start]
        if (
            segment.kind is Kind.SUB
            and opener.tag == "KOUS"
            and opener.form.lower() not in {"dass", "daß", "ob"}
        ):
            break
        if segment.kind is Kind.NONE and opener.form in {"wie", "so"}:
            break
        end = segment.end
    return end


def _clausal(unit: Unit, clause: Clause, patterns: set[str]) -> list[tuple[int, int]]:
    """Return the infinitive that a verb takes: "forderte, [die Protokolle offenzulegen]"."""
    if "inf" not in patterns:
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
        last = clause.segments[-1]
        return [(begin, last.end)]
    return []


def _passive(unit: Unit, clause: Clause, cue: Cue, frame: Frame) -> list[tuple[int, int]]:
    """Return what "wird von der Firma [ein Werk] angekündigt" has as its subject."""
    del frame
    main = clause.main
    end = noun_phrase(unit, main.start, cue.finite)
    if (
        end is not None
        and end == cue.finite
        and unit.tokens[main.start].form.lower() not in _DATIVE | _ANAPHORS
    ):
        return [(main.start, end)]
    return _accusative(unit, clause, cue, Frame((0, 0), (), None, frozenset()))


def _accusative(unit: Unit, clause: Clause, cue: Cue, frame: Frame) -> list[tuple[int, int]]:
    """Return the object: what follows verb and subject, less adverbs in front and a receiver in the dative."""
    stop = _stop(clause, cue)
    speaker = frame.speaker
    first = clause.segments[0]
    start = cue.finite + 1
    if speaker and cue.finite < speaker[0] < stop:
        fronted = _fronted(unit, first.start, cue.finite) if first.start < cue.finite < first.end else None
        if fronted is not None:
            return [fronted]
        chunks = _chunks(unit, start, stop)
        rest = [c for c in chunks if c[0] >= speaker[1]]
        if not rest:
            return []
        start = rest[0][0]
    chunks = _chunks(unit, start, stop)
    chunks = _without_receiver(unit, chunks)
    if not chunks:
        return []
    begin = chunks[0][0]
    if begin + 1 == chunks[0][1] and unit.tokens[begin].form.lower() in _ANAPHORS and unit.inside[begin] < 0:
        later = next(
            (i for i in range(begin + 1, stop) if unit.inside[i] >= 0 or unit.tokens[i].form == "als"), None
        )
        if later is None or not any(unit.inside[i] >= 0 for i in range(begin, stop)):
            return []
    return [(begin, _extended(unit, clause, stop))]


def _fronted(unit: Unit, start: int, verb: int) -> tuple[int, int] | None:
    """Return an object in front of the verb: "[Die Vorwürfe] wies er zurück"."""
    while start < verb and unit.tokens[start].tag in {"ADV", "KON"}:
        start += 1
    if start >= verb or unit.tokens[start].tag.startswith("APPR") or unit.tokens[start].tag in _LOOSE:
        return None
    end = noun_phrase(unit, start, verb)
    if end is None or (end - start == 1 and unit.tokens[start].form.lower() in _ANAPHORS):
        return None
    return start, verb


def _chunks(unit: Unit, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the noun phrases of the middle field that stand outside of prepositional phrases in front."""
    found: list[tuple[int, int]] = []
    i = start
    while i < stop:
        token = unit.tokens[i]
        if unit.inside[i] < 0 and token.tag.startswith("APPR") and not found:
            i = noun_phrase(unit, i + 1, stop, attached=True) or i + 1
            continue
        if unit.inside[i] < 0 and (token.tag in _LOOSE or not token.is_word):
            i += 1
            continue
        end = noun_phrase(unit, i, stop)
        if end is None:
            i += 1
            continue
        found.append((i, end))
        i = end
    return found


def _without_receiver(unit: Unit, chunks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(chunks) > 1 and unit.inside[chunks[0][0]] < 0:
        form = unit.tokens[chunks[0][0]].form.lower()
        if form in _DATIVE:
            return chunks[1:]
    return chunks
