"""The speaker mention: the noun phrase of the cue's clause that names who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.phrases import noun_phrase, subject_after, subject_before
from newsgraph.annotation.segments import Kind

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.segments import Segment
    from newsgraph.annotation.units import Unit
    from newsgraph.model import Span

_ORIGIN = frozenset({"aus", "bei", "beim", "in", "im", "von", "vom", "seitens", "unter", "durch"})
_APPOSITION = frozenset({"ART", "NN", "NE", "ADJ(A)", "PPOSAT", "NNA", "FM", "TRUNC", "CARD"})
_WRITTEN_IN = frozenset({"in", "im", "auf"})
_AGENT = frozenset({"von", "vom", "seitens", "durch"})


def find_speaker(unit: Unit, clause: Clause) -> tuple[int, int] | None:
    """Return the tokens (half-open) of the speaker mention of a cue's clause; None where it names none.

    sagte [der finnische Außenminister Eero Salonen] am Mittwoch
    [Gerd Steiner, Verhandlungsführer des Verbands], sagte
    """
    if clause.finite is None:
        return None
    first = clause.segments[0]
    if clause.finite < first.end:
        found = subject_before(unit, clause.finite, first.start)
        if found is None:
            found = subject_after(unit, clause.finite, first.end)
            return None if found is None else (found[0], _with_apposition(unit, clause, found))
        return found
    after = subject_after(unit, clause.finite, clause.main.end)
    if after is not None and unit.tokens[after[0]].form in {"er", "sie", "man"}:
        return after
    before = _before_verb(unit, clause)
    if before is not None or after is None:
        return before
    return after[0], _with_apposition(unit, clause, after)


def _before_verb(unit: Unit, clause: Clause) -> tuple[int, int] | None:
    first = clause.segments[0]
    if first.kind is not Kind.NONE:
        return None
    start = first.start
    while start < first.end and unit.tokens[start].tag in {"KON", "ADV"}:
        start += 1
    token = unit.tokens[start]
    if token.tag.startswith(("APPR", "KO")) and unit.named[start] < 0:
        return None
    end = noun_phrase(unit, start, first.end)
    if end is None:
        return None
    if end < first.end and unit.tokens[end].tag.startswith("APPR"):
        end = first.end
    for segment in clause.segments[1:]:
        if segment.kind is not Kind.NONE or (clause.finite is not None and segment.start > clause.finite):
            break
        if end == segment.start - 1 and _begins_phrase(unit, segment):
            end = noun_phrase(unit, segment.start, segment.end) or end
    return start, end


def _with_apposition(unit: Unit, clause: Clause, found: tuple[int, int], *, dative: bool = False) -> int:
    """Return the end of the speaker mention with the apposition after its comma.

    With `dative` it may be one: nach Angaben von Ole Lind, [einem Manager der Firma].
    """
    end = found[1]
    for segment in clause.segments:
        if segment.start == end + 1 and segment.before == "," and segment.kind is Kind.NONE:
            same_case = dative and unit.tokens[segment.start].form in {"dem", "einem"}
            if unit.tokens[found[0]].tag == "PPER" or not (same_case or _begins_phrase(unit, segment)):
                break
            return noun_phrase(unit, segment.start, segment.end) or end
    return end


def _begins_phrase(unit: Unit, segment: Segment) -> bool:
    """Say whether a verbless segment is an apposition: "Sprecherin der Stadt", not "den Delegierten"."""
    first = unit.tokens[segment.start]
    if unit.inside[segment.start] >= 0 or first.form in {"den", "dem", "einem", "einen"}:
        return False
    return first.tag in _APPOSITION or unit.named[segment.start] >= 0


def speaker_after(unit: Unit, clause: Clause, start: int) -> tuple[int, int] | None:
    """Return the mention that begins at token `start` of a frame: "so [der Minister]", "laut [Polizei]"."""
    limit = next((s.end for s in clause.segments if s.start <= start < s.end), clause.end)
    end = noun_phrase(unit, start, limit)
    return None if end is None else (start, _with_apposition(unit, clause, (start, end), dative=True))


def find_origin(unit: Unit, clause: Clause, *, passive: bool) -> tuple[int, int] | None:
    """Return who stands behind "hieß es aus [dem Ministerium]", "wird von [der Linken] gefordert"."""
    wanted = _AGENT if passive else _ORIGIN
    lemma = "" if clause.finite is None else unit.tokens[clause.finite].lemma
    if lemma == "stehen":
        wanted = _WRITTEN_IN
    elif lemma == "sein":
        wanted = _ORIGIN - _AGENT
    for segment in clause.segments:
        if segment.kind in {Kind.SUB, Kind.INF}:
            continue
        for i in range(segment.start, segment.end - 1):
            token = unit.tokens[i]
            if token.form.lower() in wanted and unit.free(i) and not _is_place(unit, i):
                end = noun_phrase(unit, i + 1, segment.end)
                if end:
                    return i + 1, end
                if unit.tokens[i + 1].form in {"dort", "da"}:
                    return i + 1, i + 2
            if token.form == "dort" and unit.free(i) and not passive:
                return i, i + 1
    return None


def _is_place(unit: Unit, i: int) -> bool:
    """Say whether "in" at token `i` begins a mere place: "hieß es in Lima", not "in [der Fraktion]"."""
    following = unit.tokens[i + 1]
    return unit.tokens[i].form.lower() == "in" and following.tag == "NE" and unit.named[i + 1] < 0


def cover(unit: Unit, found: tuple[int, int] | None) -> tuple[Span, ...]:
    """Return the span of a token range as a tuple, empty for None."""
    span = unit.cover(*found) if found else None
    return (span,) if span else ()
