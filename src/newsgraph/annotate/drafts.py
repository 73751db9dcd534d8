"""A statement while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotate.speaker_phrase import cover, find_origin, find_speaker
from newsgraph.model import Medium, Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotate.clauses import Clause
    from newsgraph.annotate.cues import Cue
    from newsgraph.annotate.units import Unit

SPOKEN = frozenset({Medium.SPEECH})


@dataclass(frozen=True, slots=True)
class Frame:
    """What introduces a statement: its cue, who speaks, and its extent, all in tokens of a unit."""

    span: tuple[int, int]
    cue: tuple[int, ...]
    speaker: tuple[int, int] | None
    media: frozenset[Medium]
    addressee: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A found statement; `follows` asks for the statement before it as the one that it continues."""

    spans: tuple[Span, ...]
    type: StatementType
    rule: str
    media: frozenset[Medium] = SPOKEN
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    follows: bool = False
    denial: bool = False


def make_draft(  # noqa: PLR0913  one argument a part of the statement
    unit: Unit, spans: Iterable[Span], kind: StatementType, frame: Frame, *, rule: str, denial: bool = False
) -> Draft:
    """Return a statement with a frame, its parts turned into spans of the text."""
    return Draft(
        spans=tuple(spans),
        type=kind,
        rule=rule,
        media=frame.media,
        speaker=cover(unit, frame.speaker),
        cue=tuple(unit.tokens[i].span for i in frame.cue),
        frame=frame_span(unit, *frame.span),
        addressee=cover(unit, frame.addressee),
        denial=denial,
    )


def clause_frame(
    unit: Unit, clause: Clause, cue: Cue | None, inherited: tuple[int, int] | None = None
) -> Frame:
    """Return the frame that a whole cue clause is; `inherited` is the subject that it shares with another."""
    impersonal = _is_impersonal(unit, clause)
    if cue is not None and (cue.passive or impersonal):
        speaker = find_origin(unit, clause, passive=cue.passive)
    else:
        speaker = find_speaker(unit, clause)
    joined = clause.before in {"und", "aber", "doch", "sondern"}
    if clause.is_inverted and inherited and not impersonal and (joined or speaker is None):
        speaker = inherited
    tokens = cue.tokens if cue else ()
    return Frame((clause.start, clause.end), tokens, speaker, cue.media if cue else SPOKEN)


def _is_impersonal(unit: Unit, clause: Clause) -> bool:
    """Say whether a cue has no person as its subject: "hieß es", "verlautete", "war zu hören"."""
    main = clause.main
    if clause.finite is None:
        return False
    lemma = unit.tokens[clause.finite].lemma
    forms = {unit.tokens[i].form.lower() for i in range(main.start, main.end) if unit.free(i)}
    return (
        (lemma in {"heißen", "heissen"} and "es" in forms)
        or lemma == "verlauten"
        or unit.tokens[clause.finite].form.startswith("verlaut")
        or (lemma == "sein" and "zu" in forms and bool(forms & {"hören", "lesen", "erfahren", "vernehmen"}))
    )


def frame_span(unit: Unit, start: int, end: int) -> tuple[Span, ...]:
    """Return the span of a frame with the comma or colon that parts it from the statement."""
    if start and unit.tokens[start - 1].form in {",", "–"}:
        start -= 1
    while end > start + 1 and not unit.tokens[end - 1].is_word:
        end -= 1
    if end < len(unit) and unit.tokens[end].form in {",", ":", "–"}:
        end += 1
    return (Span(unit.tokens[start].start, unit.tokens[end - 1].end),)
