"""From the bare brackets of the corpus to the speakers and addressees of the scheme: whole noun phrases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import NameLabel, NameSpan
from newsgraph.annotation.gender import is_person_noun
from newsgraph.annotation.phrases import names_time, noun_phrase, subject_after
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.units import build_units
from newsgraph.model import Span
from training.readers.corpus_cues import full_cue

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.units import Unit
    from training.scheme import Name, Quotation

# Prepositions whose noun phrase speaks: nach Angaben der Polizei, hieß es von Sprecher Jonas Kobel.
_OF_SPEAKERS = frozenset(
    {"von", "vom", "durch", "aus", "seitens", "nach", "laut", "gemäß", "bei", "beim", "für"}
)
_GENITIVE = frozenset({"des", "der", "eines", "einer"})
_NO_START = frozenset({"ADV", "PTKNEG", "KON", "PPER", "PIS", "PRF", "PROAV", "KOUS"})
_PRONOUNS = frozenset({"PPER", "PDS", "PRELS", "PIS"})
_APPOSITION = frozenset({"ART", "NN", "NE", "ADJ(A)", "PPOSAT", "NNA", "FM", "TRUNC", "CARD"})
_OBLIQUE = frozenset({"den", "dem", "einem", "einen"})
_BESIDE = frozenset({"bei", "beim", "für"})
_REACH = 18
_LONGEST_TAIL = 7


class Phrases:
    """Completes the parts of the statements of one document."""

    def __init__(self, document: Document, names: tuple[Name, ...]) -> None:
        """Read the document into units; `names` help to see where noun phrases end."""
        known = tuple(NameSpan(n.span, NameLabel(n.label)) for n in names)
        self._units = build_units(document, find_quotations(document), known)
        self._people = [n.span for n in names if n.label == "PER"]

    def completed(self, quotation: Quotation, content: tuple[Span, ...]) -> Quotation:
        """Return a statement with speaker and addressee as whole noun phrases and its cue in full.

        No part grows into one of `content`, the spans of the article's statements.
        """
        cue = quotation.cue
        if cue and (at := self._unit(cue[0])) is not None:
            cue = full_cue(at[0], quotation, content)
        cited = any(word.startswith("zitier") for word in self._words(cue))
        own = (*content, *cue)
        speaker = quotation.speaker
        if not cited:
            speaker = tuple(self._widened(s, (*own, *quotation.addressee), cue) for s in speaker)
            speaker = _with_source(quotation.cue, cue, speaker)
        addressee = tuple(self._widened(s, (*own, *speaker), ()) for s in quotation.addressee)
        return replace(quotation, cue=cue, speaker=speaker, addressee=addressee)

    def _words(self, spans: tuple[Span, ...]) -> list[str]:
        found = (self._unit(span) for span in spans)
        return [at[0].tokens[i].form for at in found if at for i in range(at[1], at[2])]

    def _unit(self, span: Span) -> tuple[Unit, int, int] | None:
        """Return the unit that holds a span, and the span's tokens (half-open)."""
        for unit in self._units:
            if unit.tokens[0].start <= span.start < unit.tokens[-1].end:
                inside = [i for i, t in enumerate(unit.tokens) if t.start < span.end and span.start < t.end]
                return (unit, inside[0], inside[-1] + 1) if inside else None
        return None

    def _widened(self, span: Span, blocked: tuple[Span, ...], cue: tuple[Span, ...]) -> Span:
        at = self._unit(span)
        if at is None:
            return span
        unit, first, end = at
        if unit.tokens[first].tag in _PRONOUNS and end == first + 1:
            return span
        low, high = _room(unit, first, end, blocked)
        start = _left(unit, first, low, cue)
        stop = _end(unit, start, end, high)
        start = self._left_apposition(unit, start, low, stop)
        stop = _right_apposition(unit, stop, high)
        whole = unit.cover(start, stop)
        return whole if whole is not None and whole.contains(span) else span

    def _left_apposition(self, unit: Unit, start: int, low: int, stop: int) -> int:
        """Return where the role begins that a comma parts from the name: [die Leiterin,] Eva Lind."""
        if (
            start - 1 <= low
            or unit.tokens[start - 1].form != ","
            or not self._names_person(unit, start, stop)
        ):
            return start
        begin = start - 1
        while begin > low and unit.tokens[begin - 1].form != "," and not unit.tokens[begin - 1].is_finite:
            begin -= 1
        begin += unit.tokens[begin].form.lower() in _OF_SPEAKERS
        found = subject_after(unit, begin - 1, start - 1)
        if found is None or self._names_person(unit, *found):
            return start
        role = unit.tokens[found[0] : found[1]]
        rest = unit.tokens[found[0] : start - 1]
        if any(t.is_finite for t in rest) or not any(is_person_noun(t.form) for t in role):
            return start
        return found[0]

    def _names_person(self, unit: Unit, start: int, end: int) -> bool:
        return any(p.overlaps(t.span) for t in unit.tokens[start:end] for p in self._people)


def _with_source(
    marked: tuple[Span, ...], cue: tuple[Span, ...], speaker: tuple[Span, ...]
) -> tuple[Span, ...]:
    """Return the speaker with the noun that the cue gave up: nach | [Angaben mehrerer Delegierter]."""
    given_up = bool(cue) and cue[0].start == marked[0].start and cue[0].end < marked[0].end
    if not given_up or len(speaker) != 1 or speaker[0].end <= marked[0].end:
        return speaker
    return (Span(cue[0].end + 1, speaker[0].end),)


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
    return token.form in {":", ";", "–"} or any(b.overlaps(token.span) for b in blocked)


def _left(unit: Unit, first: int, low: int, cue: tuple[Span, ...]) -> int:
    """Return where the noun phrase begins that ends with the bracket: sagte [der Abgeordnete Lind].

    A genitive takes the noun along that it belongs to: in [der Nachricht des Regierungsrats]. What a strange
    preposition governs is left out, for "im Landtag Lind" is no phrase.
    """
    genitive = unit.tokens[first].form in _GENITIVE and _is_noun(unit.tokens[first - 1])
    starts = [first]
    i = first - 1
    while i >= low and unit.tokens[i].form != "," and not unit.tokens[i].is_finite:
        token = unit.tokens[i]
        if token.tag.startswith("APPR"):
            if token.form.lower() not in _OF_SPEAKERS and not _in(unit, i, cue) and not genitive:
                governed = noun_phrase(unit, i + 1, first + 1, attached=False) or i + 1
                starts = [s for s in starts if s == first or s >= governed]
        elif token.tag not in _NO_START and not names_time(token.form) and not _is_object(unit, i, cue):
            reached = noun_phrase(unit, i, first + 1)
            starts += [i] if reached is not None and reached > first else []
        i -= 1
    return _with_age(unit, starts[-1], low)


def _is_object(unit: Unit, i: int, cue: tuple[Span, ...]) -> bool:
    """Say whether "den" or "dem" begins no speaker: ein Brief, [den] Lind las. But: [dem] Rat zufolge."""
    if unit.tokens[i].form.lower() not in _OBLIQUE:
        return False
    governed = unit.tokens[i - 1].tag.startswith("APPR") if i else False
    return not governed and not any(c.of(unit.text).lower() in {"zufolge", "nach"} for c in cue)


def _with_age(unit: Unit, start: int, low: int) -> int:
    """Return where a phrase begins that its age divides: [die 88 Jahre alte Ingrid Lind]."""
    before = unit.tokens[max(low, start - 3) : start]
    aged = unit.tokens[start].form.startswith("alte") and [t.tag for t in before] == ["ART", "CARD", "NN"]
    return start - 3 if aged else start


def _is_noun(token: Token) -> bool:
    return token.tag in {"NN", "NNA", "NNI"}


def _in(unit: Unit, i: int, spans: tuple[Span, ...]) -> bool:
    return any(s.overlaps(unit.tokens[i].span) for s in spans)


def _end(unit: Unit, start: int, end: int, high: int) -> int:
    """Return the end of the phrase; a bare name takes no "beim …" along: sagte Lind | beim Verlassen."""
    limit = high
    if not any(_is_noun(t) for t in unit.tokens[start:end]):
        limit = end if end < high and unit.tokens[end].form in _BESIDE else high
    return max(end, noun_phrase(unit, start, limit) or end)


def _right_apposition(unit: Unit, stop: int, high: int) -> int:
    """Return the end of the apposition behind a name: Eva Lind[, Leiterin der Schule in Kiel]."""
    if stop + 1 >= high or unit.tokens[stop].form != ",":
        return stop
    first = unit.tokens[stop + 1]
    if first.tag not in _APPOSITION or first.form in _OBLIQUE:
        return stop
    end = noun_phrase(unit, stop + 1, high)
    if end is None or not any(_is_noun(t) or t.tag == "NE" for t in unit.tokens[stop + 1 : end]):
        return stop
    tail = end
    while tail < high and unit.tokens[tail].is_word and not unit.tokens[tail].tag.startswith("V"):
        tail += 1
    if first.tag == "ART" and tail < high and unit.tokens[tail].tag.startswith("V"):
        return stop  # a relative clause: der Verband, der Gebühren fordert
    return tail if tail - end <= _LONGEST_TAIL else end
