"""Segments: what lies between the commas of a unit, and what kind of clause each is a piece of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.document import readings
from newsgraph.annotation.konjunktiv import is_konjunktiv, may_be_verb_in_e
from newsgraph.lexicon import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Token
    from newsgraph.annotation.units import Unit

_BOUNDARIES = frozenset({",", ":", "–", "—", "-"})
_PARTING = frozenset({",", "–", "—"})
_JOINING = frozenset({"und", "aber", "doch", "sowie", "oder", "sondern"})
_OPENERS = frozenset({"KOUS", "PRELS", "PRELAT", "PWS", "PWAV", "PWAT"})
_QUESTIONS = frozenset({"wie", "wer", "was", "wo", "warum", "wann", "weshalb"})
_SHORT = 4
_RELATIVE_FORMS = frozenset({"der", "die", "das", "dem", "den", "deren", "dessen", "denen", "was", "wer"})


class Kind(Enum):
    """What a segment is a piece of."""

    SPEECH = auto()  # an utterance in quotation marks
    SUB = auto()  # a subordinate clause
    V1 = auto()  # begins with its finite verb: "sagte der Minister"
    V2 = auto()  # has its finite verb further on: "der Minister sagte"
    INF = auto()  # an infinitive with zu
    SO = auto()  # "so der Minister"
    NONE = auto()  # no verb: an apposition, a piece of a list


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens `start` to `end` (half-open); `before` is the mark or conjunction before it, "" at the start."""

    start: int
    end: int
    before: str
    kind: Kind
    finite: int | None = None


def find_segments(unit: Unit, speech: frozenset[int]) -> tuple[Segment, ...]:
    """Return the segments of a unit; `speech` are the quotations that are utterances of their own."""
    found: list[Segment] = []
    open_sub = False
    for start, end, before in _pieces(unit, speech):
        if unit.inside[start] in speech:
            found.append(Segment(start, end, before, Kind.SPEECH))
            open_sub = False
            continue
        for segment in _conjuncts(unit, _classify(unit, start, end, before)):
            # "Wie der Wirt, Ole Lind, mitteilte": a verb alone ends the clause that waits for it.
            verb_alone = segment.kind is Kind.V1 and segment.end == segment.start + 1
            if open_sub and before in _PARTING and (verb_alone or segment.kind not in {Kind.SO, Kind.V1}):
                found.append(replace(segment, kind=Kind.SUB))
                open_sub = _is_open(unit, segment)
            else:
                found.append(segment)
                open_sub = segment.kind is Kind.SUB and _is_open(unit, segment)
    return tuple(found)


def _is_open(unit: Unit, segment: Segment) -> bool:
    """Say whether a subordinate clause still waits for its verb, which may stand inside quotation marks."""
    last = next(
        (i for i in reversed(range(segment.start, segment.end)) if unit.tokens[i].is_word), segment.start
    )
    if segment.finite is not None or unit.tokens[last].tag.startswith(("VV", "VA", "VM")):
        return False
    return all(unit.inside[i] < 0 for i in range(segment.start, segment.end))


def _pieces(unit: Unit, speech: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    begin, before = 0, ""
    i = 0
    while i < len(unit):
        if unit.inside[i] in speech:
            if _has_word(unit, begin, i):
                yield begin, i, before
                before = ""
            _, end = unit.region_tokens(unit.inside[i])
            yield i, end, before
            begin, before, i = end, "", end
            continue
        if _is_boundary(unit, i):
            if _has_word(unit, begin, i):
                yield begin, i, before
            begin, before = i + 1, unit.tokens[i].form
        i += 1
    if _has_word(unit, begin, len(unit)):
        yield begin, len(unit), before


def _has_word(unit: Unit, start: int, end: int) -> bool:
    return any(unit.tokens[i].is_word or unit.inside[i] >= 0 for i in range(start, end))


def _is_boundary(unit: Unit, i: int) -> bool:
    form = unit.tokens[i].form
    if form not in _BOUNDARIES or not unit.free(i):
        return False
    if form == "-":
        around = unit.text[unit.tokens[i].start - 1 : unit.tokens[i].end + 1]
        return around == " - "
    return True


def _finites(unit: Unit, start: int, end: int) -> list[int]:
    places = [i for i in range(start, end) if unit.free(i) and _is_finite(unit, i)]
    if len(places) > 1 and unit.tokens[start].tag == "ART" and unit.tokens[start + 1].tag.startswith("APPR"):
        # "Die von der Union entsandte Vermittlerin schlug …": the participle is mistaken for a verb.
        places = [i for i in places if i != places[0] or unit.tokens[i + 1].tag not in {"NN", "ADJ(A)"}]
    if not places:
        places = [i for i in range(start, end) if unit.free(i) and may_be_verb_in_e(unit.tokens[i])][:1]
    if not places and (not start or unit.tokens[start - 1].form == ":"):
        # "Sein Verband verlangt, dass …": a present tense that looks like a participle.
        places = [i for i in range(start + 1, end) if unit.free(i) and _is_present(unit.tokens[i])][:1]
    return places


def _is_present(token: Token) -> bool:
    return token.tag == "VV(PP)" and token.form.endswith("t") and "VV(FIN)" in readings(token.form)


def _is_finite(unit: Unit, i: int) -> bool:
    token = unit.tokens[i]
    if unit.named[i] >= 0:
        return False
    if token.form[0].isupper() and i and (unit.tokens[i - 1].is_word or unit.tokens[i - 1].form == ","):
        return False
    if i and unit.tokens[i - 1].tag == "PTKZU":
        return False
    return token.is_finite or is_konjunktiv(token) or _is_mistaken(unit, i)


def _is_mistaken(unit: Unit, i: int) -> bool:
    """Say whether a plural verb of speech right behind a comma is mistaken: "…, meinen Experten"."""
    token = unit.tokens[i]
    if not i or unit.tokens[i - 1].form != "," or token.tag not in {"ADJ(A)", "PPOSAT", "VV(PP)", "VV(INF)"}:
        return False
    return token.form in _infinitives() or is_past_of_cue(token.form)


@cache
def is_past_of_cue(form: str) -> bool:
    """Say whether a form is the past of a regular verb of speech: "twitterte", "raunten"."""
    stems = (form.removesuffix(e) for e in ("ten", "te") if form.endswith(e))
    return any(s + e in _infinitives() for s in stems for e in ("en", "n"))


@cache
def _infinitives() -> frozenset[str]:
    return frozenset(verb for verb, _ in load_table("cue_verbs.tsv"))


def _classify(unit: Unit, start: int, end: int, before: str) -> Segment:
    first = start
    while first < end - 1 and not unit.tokens[first].is_word and unit.inside[first] < 0:
        first += 1
    finites = _finites(unit, first, end)
    if unit.tokens[first].form == "so" and before != ":" and first + 1 < end and _is_so(unit, first, finites):
        return Segment(start, end, before, Kind.SO, finites[0] if finites else None)
    if opens_subordinate(unit, first, end, finites):
        return Segment(start, end, before, Kind.SUB, finites[-1] if finites else None)
    if finites:
        kind = Kind.V1 if finites[0] == first else Kind.V2
        return Segment(start, end, before, kind, finites[0])
    infinitive = any(unit.free(i) and unit.tokens[i].tag in {"PTKZU", "VV(IZU)"} for i in range(first, end))
    return Segment(start, end, before, Kind.INF if infinitive else Kind.NONE)


def _is_so(unit: Unit, first: int, finites: list[int]) -> bool:
    """Say whether "so" begins a frame: "so der Minister", "so wird kolportiert", not "so viele wie nie"."""
    if finites:
        verb = unit.tokens[first + 1]
        if verb.lemma in {"heißen", "heissen"} and unit.tokens[first + 2].form != "es":
            return False  # "so heißt das Projekt" gives a name, "so heißt es" a report
        return finites[0] == first + 1 and (verb.form in {"wird", "wurde"} or verb.lemma in _infinitives())
    following = unit.tokens[first + 1]
    if unit.inside[first + 1] >= 0 or unit.named[first + 1] >= 0:
        return True
    return following.tag in {"ART", "NE", "NN", "PPER", "PPOSAT", "PDS", "NNA", "FM", "PDAT"} or (
        following.tag == "ADJ(A)" and following.form[0].isupper()
    )


def opens_subordinate(unit: Unit, first: int, end: int, finites: list[int]) -> bool:
    """Say whether a segment begins a subordinate clause: "dass …", "der …", "mit dem …", "auch wenn …"."""
    last = end - 1 - _trailing(unit, end)
    late = bool(finites) and finites[-1] >= last - 1 and (finites[0] > first + 1 or finites[0] == last)
    i = first
    while i < end - 1 and i < first + 2 and unit.tokens[i].tag in {"ADV", "KON", "APPR", "PTKA"}:
        if unit.tokens[i].form.lower() in _QUESTIONS:
            break
        i += 1
    token = unit.tokens[i]
    if not finites and any(
        unit.tokens[k].tag in {"PTKZU", "VV(IZU)"} for k in range(first, end) if unit.free(k)
    ):
        return token.tag == "KOUS"
    if _is_article(unit, i, end, finites):
        return False
    if token.tag in {"KOUS", "PRELS", "PRELAT"}:
        return token.tag == "KOUS" or not finites or finites[0] != i + 1 or late
    if token.tag in {"PWS", "PWAV", "PWAT", "KOKOM", "KOUI"} or token.form.lower() in _QUESTIONS:
        return late or (not finites and token.tag in {"PWAV", "PWS"} and end - first > 1)
    if token.form in _RELATIVE_FORMS and token.tag in {"ART", "PDS"} and len(finites) == 1:
        return (
            finites[0] == end - 1 - _trailing(unit, end) and unit.tokens[first - 1].form == "," and first > 0
        )
    return False


def _is_article(unit: Unit, i: int, end: int, finites: list[int]) -> bool:
    """Say whether a relative pronoun is an article after all: "…, [die] Städte bieten eine Probe im Jahr an".

    In a relative clause the verb comes last: "…, die Städte seit Jahren bieten".
    """
    if unit.tokens[i].tag != "PRELS" or len(finites) != 1 or not i + 1 < finites[0] <= i + _SHORT:
        return False
    last = end - 1 - _trailing(unit, end)
    verbal = unit.tokens[last].tag.startswith(("VV", "VA", "VM", "PTKVZ"))
    nominal = all(unit.tokens[k].tag in {"NN", "NE", "ADJ(A)", "NNA"} for k in range(i + 1, finites[0]))
    return nominal and not verbal and last - finites[0] >= _SHORT - 1


def _trailing(unit: Unit, end: int) -> int:
    count = 0
    while end - 1 - count > 0 and not unit.tokens[end - 1 - count].is_word:
        count += 1
    return count


def _conjuncts(unit: Unit, segment: Segment) -> Iterator[Segment]:
    """Split "sagte er und forderte Geld" before its second finite verb."""
    if segment.finite is None or segment.kind not in {Kind.V1, Kind.V2}:
        yield segment
        return
    for i in range(segment.finite + 1, segment.end - 1):
        if unit.tokens[i].form in _JOINING and unit.free(i):
            finites = [k for k in _finites(unit, i + 1, segment.end) if unit.free(k)]
            if not finites:
                continue
            yield replace(segment, end=i)
            rest = _classify(unit, i + 1, segment.end, unit.tokens[i].form)
            yield from _conjuncts(unit, rest)
            return
    yield segment
