"""Direct speech: which quotation marks hold what somebody said, and who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.cues import find_cue
from newsgraph.annotate.drafts import Draft, frame_of
from newsgraph.annotate.speaker_phrase import find_speaker
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Segment, Unit

_ENDS = ".!?…"


def region_tokens(unit: Unit, region: int) -> tuple[int, int]:
    """Return the tokens (half-open) of a quotation, marks included."""
    places = [i for i, r in enumerate(unit.inside) if r == region]
    return places[0], places[-1] + 1


def is_speech(unit: Unit, region: int) -> bool:
    """Say whether a quotation is an utterance of its own, by its place in the sentence.

    „Das reicht“, sagte er.  Er rief: „Halt!“  „Wir gehen.“  →  yes
    Die „Alu-Bibel“ gilt.  „Hexentanzplatz“ bleibt gesperrt.  Er nannte das „gut gemeint, aber teuer“.  →  no
    """
    first, last = region_tokens(unit, region)
    inner = unit.quotations[region].inner.of(unit.text).strip()
    if not any(c.isalnum() for c in inner):
        return False
    words = len(inner.split())
    marked = inner[-1] in _ENDS
    before = unit.tokens[first - 1].form if first else ""
    after = unit.tokens[last] if last < len(unit.tokens) else None
    if before == ":":
        return words > 1 or marked
    if before in {"", "–", "-", "…"}:
        if after is None or after.form in {".", "!", "?", "/"} or after.form == ":":
            return words > 1 or marked
        following = unit.tokens[last + 1] if last + 1 < len(unit.tokens) else None
        if after.form in {",", "–"} and following is not None:
            return following.is_finite or following.form in {"so", "laut"} or (words > 3 and marked)
        return marked and (after.is_finite or after.form == "so" or words > 3)
    if before == "," and first >= 2:
        return _resumes(unit, first)
    return False


def _resumes(unit: Unit, first: int) -> bool:
    """Say whether the quotation at token `first` goes on after a cue: "A", sagte er, "und B"."""
    segment = unit.segments[unit.segment_of(first - 2)]
    cue = find_cue(unit, segment)
    if cue is None:
        return (
            unit.tokens[segment.start].form == "so"
            and segment.start > 0
            and unit.inside[max(segment.start - 2, 0)] >= 0
        )
    at_start = cue.finite == segment.start
    previous = segment.start - 2
    return (at_start and previous >= 0 and unit.inside[previous] >= 0) or (
        at_start and previous >= 0 and unit.inside[segment.start - 1] >= 0
    )


def find_direct(unit: Unit) -> tuple[Draft, ...]:
    """Return the direct statements of a unit; the parts around a cue are one statement."""
    regions = [r for r in sorted({r for r in unit.inside if r >= 0}) if is_speech(unit, r)]
    if not regions:
        return ()
    groups: list[list[int]] = []
    for region in regions:
        first, _ = region_tokens(unit, region)
        if groups and unit.tokens[first - 1].form in {",", "–"}:
            groups[-1].append(region)
        else:
            groups.append([region])
    drafts = []
    for group in groups:
        draft = _direct(unit, group)
        drafts.append(draft)
    return tuple(drafts)


def _direct(unit: Unit, group: list[int]) -> Draft:
    spans = tuple(_trim(unit, r) for r in group)
    segment, rule = _cue_segment(unit, group)
    if segment is None:
        return Draft(spans, StatementType.DIRECT, follows=True, rule="direct-alone")
    cue = find_cue(unit, segment)
    speaker = find_speaker(unit, segment, cue)
    return Draft.build(unit, spans, StatementType.DIRECT, cue, speaker, frame_of(unit, segment), rule=rule)


def _trim(unit: Unit, region: int):
    span = unit.quotations[region].inner
    start, end = span.start, span.end
    while start < end - 1 and unit.text[start].isspace():
        start += 1
    while end > start + 1 and unit.text[end - 1].isspace():
        end -= 1
    return type(span)(start, end)


def _cue_segment(unit: Unit, group: list[int]) -> tuple[Segment | None, str]:
    first, last = region_tokens(unit, group[0])
    if first and unit.tokens[first - 1].form == ":":
        return unit.segments[unit.segment_of(first - 2)], "direct-colon"
    for segment in unit.segments:
        start = max(segment.start, last)
        if (
            segment.end > last
            and start < segment.end
            and unit.inside[start] < 0
            and unit.tokens[start].is_word
        ):
            narrowed = type(segment)(start, segment.end, segment.before)
            if unit.tokens[start].is_finite or unit.tokens[start].form in {"so", "laut"}:
                return narrowed, "direct-cue-after"
            break
    if first:
        return unit.segments[unit.segment_of(first - 1)], "direct-cue-before"
    return None, ""
