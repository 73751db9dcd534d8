"""Frames without a cue verb of their own: laut, zufolge, nach Angaben, so, wie X mitteilte."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import is_reporting, reach_back
from newsgraph.annotation.cues import (
    cue_of_segment,
    cue_verbs,
    find_cue,
    main_tokens,
    only_quoted,
    takes_complement,
    verb_group,
)
from newsgraph.annotation.drafts import SPOKEN, Draft, Frame, is_joined, make_draft
from newsgraph.annotation.phrases import noun_phrase, subject_after, subject_before
from newsgraph.annotation.segments import Kind
from newsgraph.annotation.speaker_phrase import find_speaker, speaker_after
from newsgraph.lexicon import load_words
from newsgraph.model import Medium, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.segments import Segment
    from newsgraph.annotation.units import Unit

_WRITTEN = frozenset({Medium.WRITING})
_DOCUMENTS = ("bericht", "gutachten", "studie", "umfrage")
_BEFORE_NOUN = frozenset({"ART", "ADJ(A)", "PPOSAT", "PIAT", "ADV", "ADJ(D)", "PDAT"})
_PREPOSITIONS = frozenset({"laut", "gemäß", "gemäss"})
_NOMINATIVES = frozenset({"die", "das", "ein", "eine"})


def find_framed(unit: Unit, clauses: tuple[Clause, ...], taken: set[int]) -> tuple[Draft, ...]:
    """Return the statements with a frame that is no clause: "Laut Polizei brannte es", "…, so der Minister".

    All clauses between two colons are the content, less the frame. Adds the used clauses to `taken`.
    """
    for index, clause in enumerate(clauses):
        if index in taken:
            continue
        frame = _frame(unit, clause, introduces=_introduces(unit, clauses, index))
        if frame is None:
            continue
        end = index + 1
        begin = index if _opens(clause, frame) else reach_back(clauses, index, taken)
        while (
            end < len(clauses)
            and end not in taken
            and clauses[end].before != ":"
            and not clauses[end].is_speech
        ):
            end += 1
        start, stop = _extent(unit, clauses[begin:end], frame)
        ranges = [(start, frame.span[0]), (frame.span[1], stop)]
        spans = [span for span in (unit.cover(*r) for r in ranges) if span]
        if not spans:
            continue
        taken.update(range(begin, end))
        rule = "indirect-so" if clause.segments[0].kind is Kind.SO else "indirect-phrase"
        return (make_draft(unit, spans, StatementType.INDIRECT, frame, rule=rule),)
    return ()


def _opens(clause: Clause, frame: Frame) -> bool:
    """Say whether a frame opens a main clause of its own: "Es ist still, [laut Polizei] fehlte der Strom"."""
    return clause.finite is not None and frame.span[0] == clause.start and frame.span[1] <= clause.finite


def _extent(unit: Unit, clauses: tuple[Clause, ...], frame: Frame) -> tuple[int, int]:
    """Return the tokens that a frame speaks for: the sentence, or the subordinate clause that it stands in.

    "Russland ist ein Verbündeter Assads, der [nach Ansicht der USA] verloren hat": only the relative clause.
    """
    for clause in clauses:
        for before, segment, after in zip(
            clause.segments, clause.segments[1:], clause.segments[2:], strict=False
        ):
            if frame.span == (segment.start, segment.end) and before.kind is after.kind is Kind.SUB:
                return before.start, after.end
        for segment in clause.segments:
            inside = segment.start <= frame.span[0] < segment.end
            whole = frame.span == (segment.start, segment.end)
            if inside and not whole and segment.finite is not None and segment.start > clauses[0].start:
                words = [i for i in range(segment.start, segment.end) if unit.tokens[i].is_word]
                if words[-1] == segment.finite and frame.span[1] <= segment.finite:
                    return segment.start, segment.end
    return clauses[0].start, clauses[-1].end


def _introduces(unit: Unit, clauses: tuple[Clause, ...], index: int) -> bool:
    """Say whether a clause introduces the Konjunktiv beside it: "Berg sagte [laut Interfax], sie bleibe".

    Then the phrase says who passes her words on. Counter-example: "Berg bleibt laut Interfax".
    """
    clause = clauses[index]
    cue = find_cue(unit, clause)
    if cue is None or cue.passive or cue.verb not in cue_verbs():
        return False
    beside = clauses[index - 1] if clause.is_inverted and index else None
    if beside is None and index + 1 < len(clauses) and clauses[index + 1].before == ",":
        beside = clauses[index + 1]
    return beside is not None and is_reporting(unit, beside.finite)


def _frame(unit: Unit, clause: Clause, *, introduces: bool) -> Frame | None:
    first = clause.segments[0]
    if first.kind is Kind.SO:
        if first.finite is not None:
            speaker = subject_after(unit, first.finite, first.end)
            words = (clause.start, *verb_group(unit, first.finite, main_tokens(unit, clause)).tokens)
            return Frame((clause.start, clause.end), words, speaker, SPOKEN)
        return Frame(
            (clause.start, clause.end), (clause.start,), speaker_after(unit, clause, clause.start + 1), SPOKEN
        )
    if clause.is_speech:
        return None
    believed = _believed(unit, clause)
    if believed is not None:
        return believed
    cue = find_cue(unit, clause)
    acts = cue is not None and not cue.passive and cue.verb in takes_complement() - only_quoted()
    relayed = acts or introduces
    for segment in clause.segments:
        if segment.kind is Kind.SUB and not _is_inserted(segment):
            frame = _wie(unit, _whole(clause, segment))
        elif segment.kind is Kind.SO or relayed:
            frame = None
        else:
            frame = _phrase(unit, clause, segment)
        if frame is not None:
            return _with_relative(unit, clause, frame)
    return None


def _is_inserted(segment: Segment) -> bool:
    """Say whether a phrase stands between dashes in a clause: "der Steg, der – [laut Lind] – halten soll"."""
    return segment.finite is None and segment.before in {"–", "—"}


def _with_relative(unit: Unit, clause: Clause, frame: Frame) -> Frame:
    """Return the frame with the clause about its speaker: laut der Bank[, die das Geld gab]."""
    following = next((s for s in clause.segments if s.start == frame.span[1] + 1 and s.before == ","), None)
    if following is None or following.kind is not Kind.SUB:
        return frame
    if unit.tokens[following.start].tag not in {"PRELS", "ART"} or not frame.speaker:
        return frame
    return replace(frame, span=(frame.span[0], following.end))


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
    if (
        cue is None
        or cue.verb == "heißen"
        or unit.tokens[cue.finite].tag == "VM(FIN)"
        or not (cue.is_known or _is_heard(unit, segment))
    ):
        return None
    speaker = subject_before(unit, cue.finite, segment.start + 1)
    return Frame((segment.start, segment.end), (segment.start, *cue.tokens), speaker, cue.media)


def _whole(clause: Clause, segment: Segment) -> Segment:
    """Return a clause with "wie" up to its verb, over an apposition: Wie der Wirt, [Ole Lind], mitteilte."""
    if segment.finite is not None:
        return segment
    later = (s for s in clause.segments if s.start > segment.end and s.kind is Kind.SUB)
    last = next((s for s in later if s.finite is not None), None)
    return segment if last is None else replace(segment, end=last.end, finite=last.finite)


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
    k = next(
        (k for k in range(i + 1, min(i + 5, segment.end)) if unit.tokens[k].tag not in _BEFORE_NOUN),
        segment.end,
    )
    if k >= segment.end or unit.tokens[k].tag not in {"NN", "NNA"}:
        return None
    noun = unit.tokens[k]
    view = noun.lemma == "Sicht"
    if not _is_account(noun.lemma.lower(), noun.form.lower()) or view != (
        unit.tokens[i].form.lower() == "aus"
    ):
        return None
    whole = speaker_after(unit, clause, i + 1) or (i + 1, k + 1)
    between = unit.tokens[i + 1 : k]
    document = any(t.form.lower() in {"einem", "einer"} for t in between) or noun.lemma.lower().endswith(
        _DOCUMENTS
    )
    media = _WRITTEN if document else SPOKEN
    return Frame((i, whole[1]), (i, k), _account_speaker(unit, clause, (i + 1, k), whole, document), media)


def _account_speaker(
    unit: Unit, clause: Clause, before: tuple[int, int], whole: tuple[int, int], document: bool
) -> tuple[int, int] | None:
    """Return whose account it is: "nach eigenen Angaben" is the subject's, "nach einem Gutachten" its own."""
    if any(t.form.lower() in {"eigenen", "eigener", "eigenem"} for t in unit.tokens[slice(*before)]):
        return None if is_joined(unit, clause) else find_speaker(unit, clause)
    noun = before[1]
    if document or whole[1] <= noun + 1:
        return whole
    start = noun + 1
    return (start + 1 if unit.tokens[start].tag.startswith("APPR") else start, whole[1])


def _is_account(lemma: str, form: str) -> bool:
    nouns = load_words("cue_nouns.txt")
    return lemma in nouns or form in nouns or lemma.endswith(("angabe", "angaben", "schätzung", *_DOCUMENTS))


def _zufolge(unit: Unit, segment: Segment, at: int) -> Frame | None:
    """Find "[einem Gutachten] zufolge", "Angaben [der Polizei] zufolge"."""
    for start in range(segment.start, at):
        if unit.tokens[start].form.lower() in _NOMINATIVES:
            continue
        if start > segment.start and unit.tokens[start - 1].form.lower() in _NOMINATIVES:
            continue  # "Im Schnitt sparen die Nutzer [der Erhebung] zufolge": subject, then source
        if noun_phrase(unit, start, at) == at:
            speaker = (start, at)
            lemma = unit.tokens[start].lemma.lower()
            if lemma in load_words("cue_nouns.txt") and start + 1 < at:
                speaker = (start + 1, at)
            return Frame((start, at + 1), (at,), speaker, SPOKEN)
    return None


def _possessive(unit: Unit, segment: Segment) -> Frame | None:
    """Find "ihrer Ansicht nach", "dem Vernehmen nach"."""
    nouns = load_words("cue_nouns.txt")
    for i in range(segment.start, segment.end - 2):
        owner, noun, after = unit.tokens[i : i + 3]
        if not unit.free(i) or after.form != "nach":
            continue
        if owner.tag == "PPOSAT" and noun.lemma.lower() in nouns:
            return Frame((i, i + 3), (i + 1, i + 2), (i, i + 1), SPOKEN)
        if owner.form.lower() == "dem" and noun.form == "Vernehmen":
            return Frame((i, i + 3), (i, i + 1, i + 2), None, SPOKEN)
    return None
