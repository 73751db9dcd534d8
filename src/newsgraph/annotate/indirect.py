"""Indirect speech: clauses in the Konjunktiv, with dass or ob, and with laut, zufolge, so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.cues import Cue, find_cue
from newsgraph.annotate.drafts import Draft, frame_of
from newsgraph.annotate.konjunktiv import is_konjunktiv, is_konjunktiv_1, is_konjunktiv_2
from newsgraph.annotate.phrases import noun_phrase
from newsgraph.annotate.speaker_phrase import find_speaker
from newsgraph.lexicon import load_words
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Segment, Unit

_COMPLEMENTISERS = frozenset({"dass", "daß", "ob"})


def reports(unit: Unit, start: int, end: int) -> bool:
    """Say whether tokens `start` to `end` hold a Konjunktiv I or an unmistakable Konjunktiv II."""
    return any(
        unit.free(i) and (is_konjunktiv_1(unit.tokens[i]) or is_konjunktiv_2(unit.tokens[i]))
        for i in range(start, end)
    )


def find_indirect(unit: Unit) -> tuple[Draft, ...]:
    """Return the indirect statements of a unit that have a cue or a frame of their own."""
    for finder in (_cue_after, _so, _cue_before, _wie, _phrase):
        found = finder(unit)
        if found:
            return found
    return ()


def _cue_after(unit: Unit) -> tuple[Draft, ...]:
    """Find "Es gehe voran, sagte der Minister"."""
    for index, segment in enumerate(unit.segments[1:], 1):
        if segment.before not in {",", "–"} or segment.start >= segment.end or not unit.free(segment.start):
            continue
        if not unit.tokens[segment.start].is_finite:
            continue
        cue = find_cue(unit, segment)
        start = _content_start(unit, index)
        if cue is None or not _is_content(unit, start, segment.start - 1, cue):
            continue
        rest = _resumption(unit, index)
        ranges = [(start, segment.start - 1), *([rest] if rest else [])]
        return _draft(unit, ranges, segment, cue, "indirect-cue-after")
    return ()


def _content_start(unit: Unit, index: int) -> int:
    for k in range(index - 1, 0, -1):
        if unit.segments[k].before == ":":
            return unit.segments[k].start
    return unit.segments[0].start


def _is_content(unit: Unit, start: int, end: int, cue: Cue) -> bool:
    if not any(unit.tokens[i].is_finite or is_konjunktiv(unit.tokens[i]) for i in range(start, end)):
        return False
    first = unit.tokens[start]
    strong = reports(unit, start, end)
    if first.tag in {"KOUS", "KOKOM"} and first.form.lower() not in _COMPLEMENTISERS:
        return strong and cue.is_known and any(unit.tokens[i].form == "," for i in range(start, end))
    return strong or cue.is_known


def _resumption(unit: Unit, index: int) -> tuple[int, int] | None:
    if index + 1 >= len(unit.segments):
        return None
    following = unit.segments[index + 1]
    if following.start >= following.end or unit.tokens[following.start].tag in {"PRELS", "PRELAT"}:
        return None
    if unit.tokens[following.start].tag == "ART" and unit.tokens[following.end - 1].is_finite:
        return None
    last = unit.segments[-1]
    return (following.start, last.end) if reports(unit, following.start, last.end) else None


def _so(unit: Unit) -> tuple[Draft, ...]:
    """Find "Der Entwurf sei gut, so der Minister"."""
    for index, segment in enumerate(unit.segments[1:], 1):
        if (
            segment.before != ","
            or unit.tokens[segment.start].form != "so"
            or segment.end - segment.start < 2
        ):
            continue
        if find_cue(unit, segment) is not None:
            continue
        ranges = [(unit.segments[0].start, segment.start - 1)]
        if index + 1 < len(unit.segments):
            ranges.append((unit.segments[index + 1].start, unit.segments[-1].end))
        so = Cue(segment.start, (segment.start,), "so")
        speaker = find_speaker(unit, segment, None)
        if speaker:
            return (_build(unit, ranges, so, speaker, frame_of(unit, segment), "indirect-so"),)
    return ()


def _cue_before(unit: Unit) -> tuple[Draft, ...]:
    """Find "Der Minister sagte, es gehe voran" and "Sie verwies darauf, dass es vorangehe"."""
    for index, segment in enumerate(unit.segments[:-1]):
        cue = find_cue(unit, segment)
        if cue is None:
            continue
        for following in unit.segments[index + 1 :]:
            if following.start >= following.end or not _opens_content(unit, following, cue):
                continue
            return _draft(
                unit, [(following.start, unit.segments[-1].end)], segment, cue, "indirect-cue-before"
            )
    return ()


def _opens_content(unit: Unit, segment: Segment, cue: Cue) -> bool:
    first = unit.tokens[segment.start]
    if first.form.lower() in _COMPLEMENTISERS:
        return cue.is_known
    if first.tag in {"PWAV", "PWS"}:
        return cue.is_known
    if first.tag in {"KOUS", "KOKOM", "PRELS", "PRELAT", "KOUI"}:
        return False
    return reports(unit, segment.start, segment.end)


def _wie(unit: Unit) -> tuple[Draft, ...]:
    """Find "Wie die Polizei mitteilte, …"."""
    for index, segment in enumerate(unit.segments):
        if unit.tokens[segment.start].form.lower() != "wie" or (index and segment.before != ","):
            continue
        cue = find_cue(unit, segment)
        if cue is None or not cue.is_known or len(unit.segments) == 1:
            continue
        speaker = find_speaker(unit, type(segment)(segment.start + 1, segment.end, segment.before), cue)
        ranges = []
        if index:
            ranges.append((unit.segments[0].start, segment.start - 1))
        if index + 1 < len(unit.segments):
            ranges.append((unit.segments[index + 1].start, unit.segments[-1].end))
        whole = Cue(cue.finite, (segment.start, *cue.tokens), cue.verb)
        return (_build(unit, ranges, whole, speaker, frame_of(unit, segment), "indirect-wie"),)
    return ()


def _phrase(unit: Unit) -> tuple[Draft, ...]:
    """Find "Laut Polizei …", "nach Angaben der Polizei", "der Polizei zufolge"."""
    for i, token in enumerate(unit.tokens):
        if not unit.free(i):
            continue
        form = token.form.lower()
        if form in {"laut", "gemäß"}:
            end = noun_phrase(unit, i + 1, len(unit.tokens))
            if end:
                return _around(unit, i, end, (i,), (i + 1, end))
        if form in {"nach", "aus"} and i + 1 < len(unit.tokens):
            found = _account(unit, i)
            if found:
                return found
        if form == "zufolge":
            start = _phrase_start(unit, i)
            if start is not None:
                return _around(unit, start, i + 1, (i,), (start, i))
    return ()


def _account(unit: Unit, i: int) -> tuple[Draft, ...]:
    for k in range(i + 1, min(i + 4, len(unit.tokens))):
        token = unit.tokens[k]
        if token.tag in {"NN", "NNA"}:
            lemma = token.lemma.lower()
            if lemma not in load_words("cue_nouns.txt") and token.form.lower().rstrip("n") not in load_words(
                "cue_nouns.txt"
            ):
                return ()
            end = noun_phrase(unit, i + 1, len(unit.tokens)) or k + 1
            speaker = (k + 1, end) if end > k + 1 else (i + 1, k + 1)
            if unit.tokens[speaker[0]].tag.startswith("APPR"):
                speaker = (speaker[0] + 1, speaker[1])
            return _around(unit, i, end, (i, k), speaker)
        if token.tag not in {"ART", "ADJ(A)", "PPOSAT", "PIAT", "ADV"}:
            return ()
    return ()


def _phrase_start(unit: Unit, at: int) -> int | None:
    segment = unit.segments[unit.segment_of(at)]
    for start in range(segment.start, at):
        if noun_phrase(unit, start, at) == at:
            return start
    return None


def _around(
    unit: Unit, start: int, end: int, cue: tuple[int, ...], speaker: tuple[int, int]
) -> tuple[Draft, ...]:
    ranges = [(0, start), (end, len(unit.tokens))]
    mention = unit.cover(*speaker)
    group = Cue(cue[0], cue, "so")
    frame = (Span(unit.tokens[start].start, unit.tokens[end - 1].end),)
    draft = _build(unit, ranges, group, (mention,) if mention else (), frame, "indirect-phrase")
    return (draft,) if draft.spans else ()


def _draft(
    unit: Unit, ranges: list[tuple[int, int]], segment: Segment, cue: Cue, rule: str
) -> tuple[Draft, ...]:
    speaker = find_speaker(unit, segment, cue)
    return (_build(unit, ranges, cue, speaker, frame_of(unit, segment), rule),)


def _build(  # noqa: PLR0913  one argument a part of the statement
    unit: Unit,
    ranges: list[tuple[int, int]],
    cue: Cue,
    speaker: tuple[Span, ...],
    frame: tuple[Span, ...],
    rule: str,
) -> Draft:
    spans = tuple(span for span in (unit.cover(*r) for r in ranges) if span)
    return Draft.build(unit, spans, StatementType.INDIRECT, cue, speaker, frame, rule=rule)
