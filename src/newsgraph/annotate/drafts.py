"""A statement while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.model import Medium, Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Segment, Unit
    from newsgraph.annotate.cues import Cue


@dataclass(frozen=True, slots=True)
class Draft:
    """A found statement; `follows` asks for the statement before it as the one that it continues."""

    spans: tuple[Span, ...]
    type: StatementType
    media: frozenset[Medium] = frozenset()
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    follows: bool = False
    denial: bool = False
    rule: str = ""

    @classmethod
    def build(  # noqa: PLR0913  one argument a part of the statement
        cls,
        unit: Unit,
        spans: tuple[Span, ...],
        kind: StatementType,
        cue: Cue | None,
        speaker: tuple[Span, ...],
        frame: tuple[Span, ...],
        *,
        rule: str,
        denial: bool = False,
    ) -> Draft:
        """Return the draft with the cue's spans and media filled in."""
        return cls(
            spans=spans,
            type=kind,
            media=cue.media if cue else frozenset({Medium.SPEECH}),
            speaker=speaker,
            cue=tuple(unit.tokens[i].span for i in cue.tokens) if cue else (),
            frame=frame,
            rule=rule,
            denial=denial,
        )


def frame_of(unit: Unit, segment: Segment) -> tuple[Span, ...]:
    """Return the span of a cue's clause with its comma or colon."""
    start = segment.start
    if start and unit.tokens[start - 1].form in {",", "–"}:
        start -= 1
    end = segment.end
    while end > segment.start + 1 and not unit.tokens[end - 1].is_word:
        end -= 1
    if end < len(unit.tokens) and unit.tokens[end].form in {",", ":", "–"}:
        end += 1
    return (Span(unit.tokens[start].start, unit.tokens[end - 1].end),)
