"""The speaker mention: the noun phrase of the cue's clause that names who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.phrases import noun_phrase, subject_after, subject_before
from newsgraph.model import Span

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Segment, Unit
    from newsgraph.annotate.cues import Cue


def find_speaker(unit: Unit, segment: Segment, cue: Cue | None) -> tuple[Span, ...]:
    """Return the spans of the speaker mention of a segment, empty where it names none.

    sagte [der finnische Außenminister Aarne Koskela] am Mittwoch  →  the bracketed words
    """
    if cue is None:
        start = segment.start
        while start < segment.end and unit.tokens[start].form in {"so", "laut", "Laut", "Und", "Darauf"}:
            start += 1
        end = noun_phrase(unit, start, segment.end)
        found = (start, end) if end else None
    else:
        found = subject_before(unit, cue.finite, segment.start) or subject_after(
            unit, cue.finite, segment.end
        )
        if found is None:
            found = _institution(unit, segment, cue)
    span = unit.cover(*found) if found else None
    return (span,) if span else ()


def _institution(unit: Unit, segment: Segment, cue: Cue) -> tuple[int, int] | None:
    """Return who stands behind "hieß es aus [dem Ministerium]"."""
    for i in range(cue.finite + 1, segment.end - 1):
        if unit.tokens[i].form in {"aus", "bei", "beim", "in", "im", "von", "vom", "seitens"}:
            end = noun_phrase(unit, i + 1, segment.end)
            if end:
                return i + 1, end
    return None
