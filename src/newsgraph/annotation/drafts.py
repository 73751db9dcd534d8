"""A statement while it is being put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.addressee import find_addressee
from newsgraph.annotation.frames import frame_parts
from newsgraph.annotation.phrases import is_person
from newsgraph.annotation.segments import Kind
from newsgraph.annotation.speaker_phrase import cover, find_origin, find_speaker
from newsgraph.lexicon import load_words
from newsgraph.model import Medium, Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.cues import Cue
    from newsgraph.annotation.units import Unit

SPOKEN = frozenset({Medium.SPEECH})
_WRITTEN = frozenset({Medium.WRITING})
_WRITTEN_ON = frozenset({"in", "im", "auf", "per", "via", "laut", "gemäß", "nach"})


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


def make_draft(unit: Unit, spans: Iterable[Span], kind: StatementType, frame: Frame, *, rule: str) -> Draft:
    """Return a statement with a frame, its parts turned into spans of the text."""
    content = tuple(spans)
    media = _WRITTEN if frame.media == SPOKEN and _is_written(unit, frame) else frame.media
    return Draft(
        spans=content,
        type=kind,
        rule=rule,
        media=media,
        speaker=_before_content(unit, cover(unit, frame.speaker), content),
        cue=tuple(unit.tokens[i].span for i in _whole_cue(unit, frame)),
        frame=frame_parts(unit.text, extent(unit, *frame.span), content),
        addressee=tuple(a for a in cover(unit, frame.addressee) if not any(a.overlaps(s) for s in content)),
    )


def _before_content(unit: Unit, mention: tuple[Span, ...], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return a mention less what is said: "warb [die Wirtin] für einen Steg".

    A mention inside of what is said stays: "[Der Bund] vermisst nach eigenen Angaben ein Boot".
    """
    if not mention:
        return ()
    span = mention[0]
    start = min((c.start for c in content if span.start < c.start < span.end), default=span.end)
    words = unit.text[span.start : start].rstrip(" ,")
    return (Span(span.start, span.start + len(words)),) if words else mention


def _whole_cue(unit: Unit, frame: Frame) -> tuple[int, ...]:
    """Return the cue with the little words that its verb takes: "hieß [es]", "war [zu] hören"."""
    words = set(frame.cue)
    for i in frame.cue:
        if unit.tokens[i].tag == "VV(INF)" and unit.tokens[i - 1].form == "zu":
            words.add(i - 1)
    for i in (i + 1 for i in frame.cue if i + 1 < frame.span[1]):
        if unit.free(i) and unit.tokens[i].form == "es" and unit.tokens[i - 1].lemma in {"heißen", "heissen"}:
            words.add(i)
    return tuple(sorted(words))


def clause_frame(
    unit: Unit, clause: Clause, cue: Cue | None, inherited: tuple[int, int] | None = None
) -> Frame:
    """Return the frame that a whole cue clause is; `inherited` is the subject that it shares with another."""
    impersonal = is_impersonal(unit, clause)
    passive = cue is not None and cue.passive and cue.verb != "zitieren"
    if passive or impersonal:
        speaker = find_origin(unit, clause, passive=passive)
    else:
        learnt = cue is not None and cue.verb == "erfahren" and find_origin(unit, clause, passive=False)
        speaker = learnt or find_speaker(unit, clause)
    if clause.is_inverted and inherited and not impersonal and is_joined(unit, clause):
        speaker = inherited
    tokens = cue.tokens if cue else ()
    addressee = find_addressee(unit, clause, cue, speaker) if cue and not passive else None
    return Frame(_own_extent(unit, clause), tokens, speaker, cue.media if cue else SPOKEN, addressee)


def _own_extent(unit: Unit, clause: Clause) -> tuple[int, int]:
    """Return the tokens of a cue clause less a comment at its end: [er riet davon ab], was Bitzer guthieß."""
    last = clause.segments[-1]
    if len(clause.segments) > 1 and last.kind is Kind.SUB and unit.tokens[last.start].form == "was":
        return clause.start, clause.segments[-2].end
    return clause.start, clause.end


def _is_written(unit: Unit, frame: Frame) -> bool:
    """Say whether a frame names something written: "hieß es in einem Brief", "berichtete der „Bote“"."""
    places: list[int] = []
    if frame.speaker and not is_person(unit, *frame.speaker):
        places.extend(range(*frame.speaker))
    last = max(frame.cue, default=frame.span[0])
    relative = (i for i in range(last, frame.span[1]) if unit.tokens[i].tag == "PRELS")
    for i in range(frame.span[0], next(relative, frame.span[1] - 1)):
        if unit.free(i) and unit.tokens[i].form.lower() in _WRITTEN_ON:
            places.extend(range(i + 1, min(i + 4, frame.span[1])))
    told = range(*frame.addressee) if frame.addressee else range(0)
    endings = tuple(load_words("writing_nouns.txt"))
    nouns = [
        unit.tokens[i].form.lower() for i in places if i not in told and unit.tokens[i].tag in {"NN", "NE"}
    ]
    return any(noun.endswith(endings) or noun.removesuffix("s").endswith(endings) for noun in nouns)


def is_joined(unit: Unit, clause: Clause) -> bool:
    """Say whether an inverted clause shares its subject with the one before: "…, räumte aber ein, …"."""
    if clause.before in {"und", "aber", "doch", "sondern"}:
        return True
    following = unit.tokens[clause.start + 1 : clause.start + 3]
    return clause.before == "," and any(t.form in {"aber", "jedoch"} for t in following)


def is_impersonal(unit: Unit, clause: Clause) -> bool:
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
        or (lemma == "stehen" and bool(forms & {"in", "im", "auf", "darin"}))
        or (lemma == "sein" and "rede" in forms)
        or (lemma == "sein" and "zu" in forms and bool(forms & {"hören", "lesen", "erfahren", "vernehmen"}))
    )


def extent(unit: Unit, start: int, end: int) -> tuple[Span, ...]:
    """Return the span of a frame with the comma that parts it from the statement before it."""
    if start and unit.tokens[start - 1].form in {",", "–"}:
        start -= 1
    return (Span(unit.tokens[start].start, unit.tokens[end - 1].end),)
