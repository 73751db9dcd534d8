"""From the bare brackets of the corpus to the speakers and cues of the scheme."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import NameLabel, NameSpan
from newsgraph.annotation.phrases import noun_phrase, subject_after
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.units import build_units
from newsgraph.model import Span

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.units import Unit
    from training.scheme import Name, Quotation

_PREPOSITIONS = frozenset({"nach", "laut", "gemäß", "zufolge", "gegenüber"})
_OF_SPEAKERS = frozenset(
    {"von", "vom", "durch", "aus", "seitens", "nach", "laut", "gemäß", "bei", "beim", "für"}
)
_AUXILIARY = ("VA(FIN)",)
_MODAL = ("VA(FIN)", "VM(FIN)")
_APPOSITION = frozenset({"ART", "NN", "NE", "ADJ(A)", "PPOSAT", "NNA", "FM", "TRUNC", "CARD"})
_REACH = 18


class Phrases:
    """Completes the parts of the statements of one document."""

    def __init__(self, document: Document, names: tuple[Name, ...]) -> None:
        """Read the document into units; `names` help to see where noun phrases end."""
        known = tuple(NameSpan(n.span, NameLabel(n.label)) for n in names)
        self._units = build_units(document, find_quotations(document), known)

    def completed(self, quotation: Quotation, content: tuple[Span, ...]) -> Quotation:
        """Return a statement with its speaker as a whole noun phrase and its cue with all its verbs.

        No part grows into one of `content`, the spans of the article's statements.
        """
        if not quotation.cue and not quotation.speaker:
            return quotation
        cue = self._cue(quotation, content)
        blocked = (*content, *cue, *quotation.addressee)
        speaker = tuple(self._widened(s, blocked, cue) for s in quotation.speaker)
        addressee = tuple(self._widened(s, (*content, *cue, *speaker), ()) for s in quotation.addressee)
        return replace(quotation, cue=cue, speaker=speaker, addressee=addressee)

    def _unit(self, span: Span) -> tuple[Unit, int, int] | None:
        """Return the unit that holds a span, and the span's tokens (half-open)."""
        for unit in self._units:
            if unit.tokens[0].start <= span.start < unit.tokens[-1].end:
                inside = [i for i, t in enumerate(unit.tokens) if t.start < span.end and span.start < t.end]
                return (unit, inside[0], inside[-1] + 1) if inside else None
        return None

    def _cue(self, quotation: Quotation, content: tuple[Span, ...]) -> tuple[Span, ...]:
        """Return the cue with "wie", auxiliaries and modal verbs; of "nach Angaben" only the preposition."""
        if not quotation.cue or (at := self._unit(quotation.cue[0])) is None:
            return quotation.cue
        unit, first, end = at
        if unit.tokens[first].form.lower() in _PREPOSITIONS and end > first + 1 and quotation.speaker:
            return (unit.tokens[first].span, *quotation.cue[1:])
        places = {i for i, t in enumerate(unit.tokens) if any(c.overlaps(t.span) for c in quotation.cue)}
        free = [
            i
            for i, t in enumerate(unit.tokens)
            if any(f.contains(t.span) for f in quotation.frame)
            and not any(c.overlaps(t.span) for c in content)
        ]
        grown = places | _verbs(unit, places, free) | _wie(unit, places, free)
        return _runs(unit, grown) if grown != places else quotation.cue

    def _widened(self, span: Span, blocked: tuple[Span, ...], cue: tuple[Span, ...]) -> Span:
        at = self._unit(span)
        if at is None:
            return span
        unit, first, end = at
        if unit.tokens[first].tag in {"PPER", "PDS", "PRELS"} and end == first + 1:
            return span
        low, high = _room(unit, first, end, blocked)
        start = _left(unit, first, end, low, cue)
        stop = max(end, noun_phrase(unit, start, high) or end)
        start = _left_apposition(unit, start, low, stop)
        stop = _right_apposition(unit, stop, high)
        whole = unit.cover(start, stop)
        return whole if whole is not None and whole.contains(span) else span


def _verbs(unit: Unit, places: set[int], free: list[int]) -> set[int]:
    """Return the finite verb that a participle or infinitive of the cue hangs on: [hatte] … erklärt."""
    tags = {unit.tokens[i].tag for i in places}
    if any(t.endswith("(FIN)") for t in tags):
        return set()
    if any(t.startswith(("VV(PP)", "VA(PP)")) for t in tags):
        wanted: tuple[str, ...] = _AUXILIARY
    elif any(t.startswith(("VV(INF)",)) for t in tags):
        wanted = _MODAL
    else:
        return set()
    verbs = [i for i in free if unit.tokens[i].tag in wanted]
    nearest = min(verbs, key=lambda i: min(abs(i - p) for p in places), default=None)
    worden = {i for i in free if unit.tokens[i].form == "worden"}
    return ({nearest} if nearest is not None else set()) | worden


def _wie(unit: Unit, places: set[int], free: list[int]) -> set[int]:
    """Return the "wie" that opens the frame: [Wie] die Bank mitteilte."""
    words = [i for i in free if unit.tokens[i].is_word]
    verb = any(unit.tokens[i].tag.startswith(("VV", "VA")) for i in places)
    if words and verb and unit.tokens[words[0]].form.lower() == "wie":
        return {words[0]}
    return set()


def _runs(unit: Unit, places: set[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    last = None
    for i in sorted(places):
        token = unit.tokens[i]
        if last is not None and i == last + 1:
            spans[-1] = Span(spans[-1].start, token.end)
        else:
            spans.append(token.span)
        last = i
    return tuple(spans)


def _room(unit: Unit, first: int, end: int, blocked: tuple[Span, ...]) -> tuple[int, int]:
    """Return the tokens around `first` to `end` in which a phrase may grow."""
    low, high = first, end
    while low > max(0, first - _REACH) and not _stops(unit, low - 1, blocked):
        low -= 1
    while high < min(len(unit), end + _REACH) and not _stops(unit, high, blocked):
        high += 1
    return low, high


def _stops(unit: Unit, i: int, blocked: tuple[Span, ...]) -> bool:
    token = unit.tokens[i]
    return token.form in {":", ";"} or any(b.overlaps(token.span) for b in blocked)


def _left(unit: Unit, first: int, end: int, low: int, cue: tuple[Span, ...]) -> int:
    """Return where the noun phrase begins that ends with the bracket: sagte [der Abgeordnete Lind]."""
    best = first
    i = first - 1
    while i >= low and unit.tokens[i].form != "," and not unit.tokens[i].is_finite:
        token = unit.tokens[i]
        if token.tag.startswith("APPR"):
            strange = token.form.lower() not in _OF_SPEAKERS and not _in(unit, i, cue)
            best = first if strange and (noun_phrase(unit, i + 1, end) or 0) >= end else best
        else:
            reached = noun_phrase(unit, i, end)
            best = i if reached is not None and reached >= end else best
        i -= 1
    return best


def _in(unit: Unit, i: int, spans: tuple[Span, ...]) -> bool:
    return any(s.overlaps(unit.tokens[i].span) for s in spans)


def _left_apposition(unit: Unit, start: int, low: int, stop: int) -> int:
    """Return where the role begins that a comma parts from the name: [die Leiterin der Schule,] Eva Lind."""
    named = any(unit.named[i] >= 0 for i in range(start, stop))
    if start - 1 <= low or unit.tokens[start - 1].form != "," or not named:
        return start
    begin = start - 2
    while begin > low and unit.tokens[begin - 1].form != "," and not unit.tokens[begin - 1].is_finite:
        begin -= 1
    found = subject_after(unit, begin - 1, start - 1)
    if found is None or any(unit.named[i] >= 0 for i in range(*found)):
        return start
    rest = unit.tokens[found[0] : start - 1]
    if any(t.is_finite or t.form == "," for t in rest) or not any(t.tag == "NN" for t in rest):
        return start
    return found[0]


def _right_apposition(unit: Unit, stop: int, high: int) -> int:
    """Return the end of the apposition behind a name: Eva Lind[, Leiterin der Schule]."""
    if stop + 1 >= high or unit.tokens[stop].form != ",":
        return stop
    first = unit.tokens[stop + 1]
    if first.tag not in _APPOSITION or first.form in {"den", "dem", "einem", "einen"}:
        return stop
    end = noun_phrase(unit, stop + 1, high)
    if end is None or not any(t.tag in {"NN", "NE"} for t in unit.tokens[stop + 1 : end]):
        return stop
    closed = end >= len(unit) or not unit.tokens[end].is_word or unit.tokens[end].is_finite or end == high
    return end if closed else stop
