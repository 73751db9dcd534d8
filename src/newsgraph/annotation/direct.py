"""Direct speech: which quotation marks hold what somebody said, and who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.clauses import is_reporting
from newsgraph.annotation.cues import Cue, find_cue, main_tokens, verb_group
from newsgraph.annotation.drafts import Draft, Frame, clause_frame, make_draft
from newsgraph.annotation.phrases import subject_after
from newsgraph.annotation.segments import Kind
from newsgraph.annotation.speaker_phrase import find_speaker, speaker_after
from newsgraph.lexicon import load_lines
from newsgraph.model import Medium, Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.units import Unit

_ENDS = ".!?…"
_SPOKEN = frozenset({Medium.SPEECH})


def find_speech(unit: Unit) -> frozenset[int]:
    """Return the quotations of a unit that are utterances of their own, by their place in the sentence.

    „Das reicht“, sagte er.  Er rief: „Halt!“  „Wir gehen.“  →  yes
    Die „Papier-Bibel“ gilt.  „Hasenbrink“ bleibt zu.  Er nannte das „gut gemeint, aber teuer“.  →  no
    """
    found: list[int] = []
    for region in unit.regions:
        first, end = unit.region_tokens(region)
        inner = unit.quotations[region].inner.of(unit.text).strip()
        if not any(c.isalnum() for c in inner):
            continue
        before = unit.tokens[first - 1].form if first else ""
        rich = len(inner.split()) > 1 or inner[-1] in _ENDS
        if before == ":":
            speech = rich or _opens(unit, end, inner)
        elif before in {"", "–", "-", "…", "."}:
            speech = _opens(unit, end, inner)
        else:
            speech = before == "," and bool(found) and _resumes(unit, found[-1], first)
        if speech:
            found.append(region)
    return frozenset(found)


def _opens(unit: Unit, end: int, inner: str) -> bool:
    """Say whether a quotation that starts a sentence is an utterance, by what follows at token `end`."""
    words = len(inner.split())
    marked = inner[-1] in _ENDS
    if end >= len(unit) or unit.tokens[end].form in {".", "!", "?", "/", ":"}:
        return words > 1 or marked
    after = unit.tokens[end]
    if after.form in {"–", "-", "—"} and words > 2:
        return True
    if after.form in {",", "–"} and end + 1 < len(unit):
        following = unit.tokens[end + 1]
        so = [t.form for t in unit.tokens[end + 1 : end + 4]]
        named = so[:2] in (["so", "heißt"], ["so", "heisst"]) and so[2:] != ["es"]
        return (
            following.is_finite
            or (following.form in {"so", "laut", "wie"} and not named)
            or (words > 3 and marked)
            or words > 5
        )
    if inner[-1] == "," and after.is_finite:
        return True
    return marked and (after.is_finite or after.form == "so" or words > 3)


def _resumes(unit: Unit, earlier: int, first: int) -> bool:
    """Say whether the quotation at token `first` goes on after a cue: "A", sagte er, "und B"."""
    _, end = unit.region_tokens(earlier)
    while end < first and not unit.tokens[end].is_word:
        end += 1
    return unit.tokens[end].is_finite or unit.tokens[end].form in {"so", "laut"}


def find_direct(
    unit: Unit, clauses: tuple[Clause, ...], taken: set[int], intros: dict[int, Draft]
) -> tuple[Draft, ...]:
    """Return the direct statements of a unit; the parts around a cue are one statement.

    Adds the clauses that it used to `taken`, those before a colon also to `intros`.
    """
    drafts = []
    for index, clause in enumerate(clauses):
        if clause.is_speech and index not in taken and not _is_inscription(unit, clauses, index):
            drafts.append(_direct(unit, clauses, index, taken, intros))
    return tuple(drafts)


def _is_inscription(unit: Unit, clauses: tuple[Clause, ...], index: int) -> bool:
    """Say whether a quotation stands on a thing: Am Tor lehnt ein Schild: „Kein Fisch!“."""
    if not index or clauses[index].before != ":":
        return False
    cue = find_cue(unit, clauses[index - 1])
    speaker = find_speaker(unit, clauses[index - 1])
    if speaker is None or (cue is not None and cue.is_known):
        return False
    return unit.tokens[speaker[1] - 1].form.lower().endswith(load_lines("inscriptions.txt"))


def _direct(
    unit: Unit, clauses: tuple[Clause, ...], index: int, taken: set[int], intros: dict[int, Draft]
) -> Draft:
    taken.add(index)
    parts = [_content(unit, clauses[index])]
    after = index + 1
    if after < len(clauses) and after not in taken and clauses[after].before != ":":
        frame = _frame_after(unit, clauses[after])
        if frame is not None:
            taken.add(after)
            resumed = after + 1
            if (
                resumed < len(clauses)
                and clauses[resumed].is_speech
                and clauses[resumed].before in {",", "–"}
            ):
                parts.append(_content(unit, clauses[resumed]))
                taken.add(resumed)
            return make_draft(unit, parts, StatementType.DIRECT, frame, rule="direct-cue-after")
    if index and index - 1 not in taken and not clauses[index - 1].is_speech:
        introduction = clauses[index - 1]
        cue = find_cue(unit, introduction)
        colon = clauses[index].before == ":"
        if index > 1 and introduction.is_inverted and is_reporting(unit, clauses[index - 2].finite):
            # "Sie werde anrufen, versprach Bohrer: „…“": the cue belongs to what stands before it.
            return Draft(tuple(parts), StatementType.DIRECT, "direct-alone", follows=True)
        if colon or (cue and cue.is_known):
            inherited = find_speaker(unit, clauses[index - 2]) if index > 1 else None
            frame = clause_frame(unit, introduction, cue, inherited)
            if cue is None and frame.speaker is None:
                frame = Frame(frame.span, (), _named_speaker(unit, introduction), _SPOKEN)
            taken.add(index - 1)
            draft = make_draft(
                unit,
                parts,
                StatementType.DIRECT,
                frame,
                rule="direct-colon" if colon else "direct-cue-before",
            )
            if colon:
                intros[index - 1] = draft
            return draft
    return Draft(tuple(parts), StatementType.DIRECT, "direct-alone", follows=True)


def _named_speaker(unit: Unit, clause: Clause) -> tuple[int, int] | None:
    """Return who is named without a verb: "Darauf [Heykes]: „Nein.“"."""
    found = (
        speaker_after(unit, clause, i)
        for i in range(clause.start, clause.end)
        if unit.tokens[i].form[0].isupper() and unit.tokens[i].tag not in {"ADV", "KON", "PROAV", "PWAV"}
    )
    return next((f for f in found if f is not None), None)


def _frame_after(unit: Unit, clause: Clause) -> Frame | None:
    if clause.segments[0].kind is Kind.SO:
        finite = clause.segments[0].finite
        if finite is not None:
            speaker = subject_after(unit, finite, clause.end)
        else:
            speaker = speaker_after(unit, clause, clause.start + 1)
        cue_tokens = (clause.start,) if finite is None else (clause.start, finite)
        return Frame((clause.start, clause.end), cue_tokens, speaker, _SPOKEN)
    cue: Cue | None = find_cue(unit, clause)
    if clause.is_inverted and cue is None and clause.finite is not None:
        cue = verb_group(unit, clause.finite, main_tokens(unit, clause))
    return clause_frame(unit, clause, cue) if clause.is_inverted and cue is not None else None


def _content(unit: Unit, clause: Clause) -> Span:
    inner = unit.quotations[unit.inside[clause.start]].inner
    words = inner.of(unit.text)
    return Span(inner.start + len(words) - len(words.lstrip()), inner.end - len(words) + len(words.rstrip()))
