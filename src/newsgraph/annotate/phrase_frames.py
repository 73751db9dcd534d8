"""Frames without a cue verb of their own: laut, zufolge, nach Angaben, so, wie X mitteilte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.cues import cue_of_segment, cue_verbs, find_cue, takes_complement
from newsgraph.annotate.drafts import SPOKEN, Draft, Frame, make_draft
from newsgraph.annotate.phrases import noun_phrase, subject_before
from newsgraph.annotate.segments import Kind
from newsgraph.annotate.speaker_phrase import speaker_after
from newsgraph.lexicon import load_words
from newsgraph.model import Medium, StatementType

if TYPE_CHECKING:
    from newsgraph.annotate.clauses import Clause
    from newsgraph.annotate.segments import Segment
    from newsgraph.annotate.units import Unit

_WRITTEN = frozenset({Medium.WRITING})
_PREPOSITIONS = frozenset({"laut", "gemäß", "gemäss"})


def find_framed(unit: Unit, clauses: tuple[Clause, ...], taken: set[int]) -> tuple[Draft, ...]:
    """Return the statements with a frame that is no clause: "Laut Polizei brannte es", "…, so der Minister".

    All clauses between two colons are the content, less the frame. Adds the used clauses to `taken`.
    """
    for index, clause in enumerate(clauses):
        if index in taken:
            continue
        frame = _frame(unit, clause)
        if frame is None:
            continue
        begin, end = index, index + 1
        while (
            begin > 0
            and begin - 1 not in taken
            and clauses[begin].before != ":"
            and not clauses[begin - 1].is_speech
        ):
            begin -= 1
        while (
            end < len(clauses)
            and end not in taken
            and clauses[end].before != ":"
            and not clauses[end].is_speech
        ):
            end += 1
        ranges = [(clauses[begin].start, frame.span[0]), (frame.span[1], clauses[end - 1].end)]
        spans = [span for span in (unit.cover(*r) for r in ranges) if span]
        if not spans:
            continue
        taken.update(range(begin, end))
        rule = "indirect-so" if clause.segments[0].kind is Kind.SO else "indirect-phrase"
        return (make_draft(unit, spans, StatementType.INDIRECT, frame, rule=rule),)
    return ()


def _frame(unit: Unit, clause: Clause) -> Frame | None:
    first = clause.segments[0]
    if first.kind is Kind.SO:
        if first.finite is not None:
            return Frame((clause.start, clause.end), tuple(range(clause.start, first.end)), None, SPOKEN)
        return Frame(
            (clause.start, clause.end), (clause.start,), speaker_after(unit, clause, clause.start + 1), SPOKEN
        )
    if clause.is_speech:
        return None
    believed = _believed(unit, clause)
    if believed is not None:
        return believed
    cue = find_cue(unit, clause)
    relayed = cue is not None and not cue.passive and cue.verb in takes_complement() - set(cue_verbs())
    for segment in clause.segments:
        if segment.kind is Kind.SUB:
            frame = _wie(unit, segment)
        elif segment.kind is Kind.SO or relayed:
            frame = None
        else:
            frame = _phrase(unit, clause, segment)
        if frame is not None:
            return frame
    return None


def _believed(unit: Unit, clause: Clause) -> Frame | None:
    """Find "Glaubt man der Biologin, führt das nicht weit"."""
    first = clause.segments[0]
    if (
        first.kind is not Kind.V1
        or unit.tokens[first.start].lemma != "glauben"
        or first.start + 2 >= first.end
    ):
        return None
    if unit.tokens[first.start + 1].form != "man":
        return None
    end = noun_phrase(unit, first.start + 2, first.end)
    if end is None:
        return None
    return Frame((first.start, first.end), (first.start,), (first.start + 2, end), SPOKEN)


def _wie(unit: Unit, segment: Segment) -> Frame | None:
    """Find "wie die Polizei mitteilte"."""
    if unit.tokens[segment.start].form.lower() != "wie":
        return None
    cue = cue_of_segment(unit, segment)
    if cue is None or cue.verb == "heißen" or not (cue.is_known or _is_heard(unit, segment)):
        return None
    speaker = subject_before(unit, cue.finite, segment.start + 1)
    return Frame((segment.start, segment.end), (segment.start, *cue.tokens), speaker, cue.media)


def _is_heard(unit: Unit, segment: Segment) -> bool:
    return any(
        unit.tokens[i].lemma in {"hören", "erfahren", "lesen", "vernehmen"}
        for i in range(segment.start, segment.end)
    )


def _phrase(unit: Unit, clause: Clause, segment: Segment) -> Frame | None:
    for i in range(segment.start, segment.end):
        if not unit.free(i):
            continue
        form = unit.tokens[i].form.lower()
        frame = None
        if form in _PREPOSITIONS and not (
            form == "laut" and unit.tokens[i].tag.startswith("ADJ") and i + 1 == segment.end
        ):
            frame = _with_noun(unit, clause, i)
        elif form in {"nach", "aus"}:
            frame = _account(unit, clause, segment, i)
        elif form == "zufolge":
            frame = _zufolge(unit, segment, i)
        if frame is not None:
            return frame
    return _possessive(unit, segment)


def _with_noun(unit: Unit, clause: Clause, i: int) -> Frame | None:
    """Find "laut [einem Sprecher der Polizei]"."""
    speaker = speaker_after(unit, clause, i + 1)
    if speaker is None:
        return None
    return Frame((i, speaker[1]), (i,), speaker, SPOKEN)


def _account(unit: Unit, clause: Clause, segment: Segment, i: int) -> Frame | None:
    """Find "nach Angaben [der Polizei]", "nach [einem Gutachten]", "aus Sicht [der Kammer]"."""
    nouns = load_words("cue_nouns.txt")
    for k in range(i + 1, min(i + 5, segment.end)):
        token = unit.tokens[k]
        if token.tag in {"NN", "NNA"}:
            if not _is_account(token.lemma.lower(), nouns, form=token.form.lower()):
                return None
            if unit.tokens[i].form.lower() == "aus" and token.lemma != "Sicht":
                return None
            if unit.tokens[i].form.lower() == "nach" and token.lemma == "Sicht":
                return None
            whole = speaker_after(unit, clause, i + 1) or (i + 1, k + 1)
            speaker = (k + 1, whole[1]) if whole[1] > k + 1 else (i + 1, k + 1)
            if unit.tokens[speaker[0]].tag.startswith("APPR"):
                speaker = (speaker[0] + 1, speaker[1])
            document = any(unit.tokens[x].tag == "ART" for x in range(i + 1, k))
            if document or unit.tokens[k].lemma.endswith(("bericht", "gutachten", "studie", "umfrage")):
                speaker = whole
            own = any(
                unit.tokens[x].form.lower() in {"eigenen", "eigener", "eigenem"} for x in range(i + 1, k)
            )
            if own and clause.finite is not None:
                found = subject_before(unit, clause.finite, clause.start)
                speaker = found if found is not None else speaker
            media = _WRITTEN if document else SPOKEN
            return Frame((i, whole[1]), (i, k), speaker, media)
        if token.tag not in {"ART", "ADJ(A)", "PPOSAT", "PIAT", "ADV", "ADJ(D)", "PDAT"}:
            return None
    return None


def _is_account(lemma: str, nouns: frozenset[str], form: str) -> bool:
    return (
        lemma in nouns
        or form in nouns
        or lemma.endswith(("angabe", "angaben", "bericht", "gutachten", "schätzung"))
    )


def _zufolge(unit: Unit, segment: Segment, at: int) -> Frame | None:
    """Find "[einem Gutachten] zufolge", "Angaben [der Polizei] zufolge"."""
    for start in range(segment.start, at):
        if unit.tokens[start].form.lower() in {"die", "das", "ein", "eine"}:
            continue
        if noun_phrase(unit, start, at) == at:
            speaker = (start, at)
            lemma = unit.tokens[start].lemma.lower()
            if lemma in load_words("cue_nouns.txt") and start + 1 < at:
                speaker = (start + 1, at)
            return Frame((start, at + 1), (at,), speaker, SPOKEN)
    return None


def _possessive(unit: Unit, segment: Segment) -> Frame | None:
    """Find "ihrer Ansicht nach", "meiner Meinung nach"."""
    nouns = load_words("cue_nouns.txt")
    for i in range(segment.start, segment.end - 2):
        owner, noun, after = unit.tokens[i : i + 3]
        if unit.free(i) and owner.tag == "PPOSAT" and after.form == "nach" and noun.lemma.lower() in nouns:
            return Frame((i, i + 3), (i + 1, i + 2), (i, i + 1), SPOKEN)
    return None
