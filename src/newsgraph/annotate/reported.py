"""Reported speech: the complement of a speech-act verb."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotate.cues import Cue, find_cue
from newsgraph.annotate.drafts import Draft, frame_of
from newsgraph.annotate.phrases import subject_after, subject_before
from newsgraph.annotate.speaker_phrase import find_speaker
from newsgraph.lexicon import load_table
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Segment, Unit

_DENIALS = frozenset({"bestreiten", "dementieren", "zurückweisen", "abstreiten", "leugnen", "verneinen"})
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


@cache
def reported_verbs() -> dict[str, frozenset[str]]:
    """Return speech-act verbs with the patterns of their complements."""
    return {verb: frozenset(patterns.split(",")) for verb, patterns in load_table("reported_verbs.tsv")}


def find_reported(unit: Unit, taken: tuple[Segment, ...] = ()) -> tuple[Draft, ...]:
    """Return the reported statements of a unit: "forderte [eine Untersuchung]", "warnte [vor einem Streik]"."""
    drafts = []
    for index, segment in enumerate(unit.segments):
        if segment in taken:
            continue
        cue = find_cue(unit, segment)
        if cue is None or cue.verb not in reported_verbs():
            continue
        draft = _reported(unit, index, segment, cue)
        if draft is not None:
            drafts.append(draft)
    return tuple(drafts)


def _reported(unit: Unit, index: int, segment: Segment, cue: Cue) -> Draft | None:
    patterns = reported_verbs()[cue.verb]
    speaker = find_speaker(unit, segment, cue)
    region = _complement(unit, index, segment, cue, patterns)
    if region is None:
        return None
    span = unit.cover(*region)
    if span is None or any(s.overlaps(span) for s in speaker):
        return None
    return Draft.build(
        unit,
        (span,),
        StatementType.REPORTED,
        cue,
        speaker,
        frame_of(unit, segment),
        rule="reported-verb",
        denial=cue.verb in _DENIALS,
    )


def _complement(
    unit: Unit, index: int, segment: Segment, cue: Cue, patterns: frozenset[str]
) -> tuple[int, int] | None:
    tokens = unit.tokens
    heavy = [i for i in cue.tokens if i > cue.finite]
    stop = min(heavy) if heavy else segment.end
    quoted = any(p.endswith("-quoted") for p in patterns)
    for pattern in (p.removesuffix("-quoted") for p in sorted(patterns)):
        for i in range(segment.start, stop):
            if (
                i != cue.finite
                and unit.free(i)
                and tokens[i].form.lower() in _CONTRACTED.get(pattern, (pattern,))
            ):
                if quoted and not any(unit.inside[k] >= 0 for k in range(i, stop)):
                    return None
                return (i, cue.finite) if i < cue.finite else (i, _end(unit, index, stop, segment))
    infinitive = _infinitive(unit, index)
    if "inf" in patterns and infinitive is not None:
        return infinitive
    if "acc" in patterns:
        before = subject_before(unit, cue.finite, segment.start)
        after = subject_after(unit, cue.finite, stop)
        start = after[1] if before is None and after else cue.finite + 1
        start = _skip(unit, start, stop)
        if start < stop:
            return (start, _end(unit, index, stop, segment))
    return None


def _end(unit: Unit, index: int, stop: int, segment: Segment) -> int:
    return stop


def _skip(unit: Unit, start: int, stop: int) -> int:
    while (
        start < stop
        and unit.free(start)
        and unit.tokens[start].tag in {"ADV", "PTKNEG", "PRF", "PROAV", "ADJ(D)", "APPR", "APPRART"}
    ):
        if unit.tokens[start].tag.startswith("APPR"):
            from newsgraph.annotate.phrases import noun_phrase

            start = noun_phrase(unit, start + 1, stop, attached=False) or start + 1
        else:
            start += 1
    return start


def _infinitive(unit: Unit, index: int) -> tuple[int, int] | None:
    if index + 1 >= len(unit.segments):
        return None
    for following in unit.segments[index + 1 :]:
        if any(unit.tokens[i].tag in {"PTKZU", "VV(IZU)"} for i in range(following.start, following.end)):
            return unit.segments[index + 1].start, unit.segments[-1].end
        if any(unit.tokens[i].is_finite for i in range(following.start, following.end)):
            return None
    return None
