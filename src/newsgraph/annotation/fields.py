"""The fields of a German main clause: in front of its verb, between its verbs, and behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.phrases import is_feminine, is_person, names_time, noun_phrase, subject_after
from newsgraph.annotation.segments import Kind
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotation.clauses import Clause
    from newsgraph.annotation.cues import Cue
    from newsgraph.annotation.units import Unit

_DATIVE = frozenset(
    {
        "dem",
        "den",
        "der",
        "einem",
        "einer",
        "ihm",
        "ihr",
        "ihnen",
        "uns",
        "seinem",
        "seiner",
        "ihrem",
        "ihrer",
        "diesem",
    }
)
_ACCUSATIVE = frozenset({"den", "einen", "keinen", "diesen", "seinen", "ihren", "jeden", "jenen", "solchen"})
_ANAPHORS = frozenset(
    {"das", "dies", "dieses", "es", "ihn", "sie", "diese", "diesen", "alles", "beides", "er"}
)
_LOOSE = frozenset({"ADV", "PTKNEG", "PRF", "PROAV", "ADJ(D)", "PTKA", "KON", "PTKANT", "PWAV", "KOKOM"})
_TIME_PREPOSITIONS = frozenset({"am", "an", "um", "vor", "im", "in", "zum", "zur", "nach", "zu", "vom"})


@dataclass(frozen=True, slots=True)
class Fronted:
    """A clause whose object comes first: "[Die Vorwürfe] wies [er] zurück"; both in tokens."""

    object: tuple[int, int]
    subject: tuple[int, int]


def middle_end(clause: Clause, cue: Cue) -> int:
    """Return where the middle field ends: at the particle, participle or fixed words, or with the segment."""
    later = [i for i in cue.tokens if cue.finite < i < clause.main.end]
    return min(later) if later else clause.main.end


def is_time(unit: Unit, i: int, stop: int) -> bool:
    """Say whether the preposition at token `i` begins a date ("am Montag") and no complement."""
    if unit.tokens[i].form.lower() not in _TIME_PREPOSITIONS:
        return False
    following = unit.tokens[i + 1] if i + 1 < len(unit) else None
    if (
        unit.tokens[i].form.lower() == "um"
        and following is not None
        and following.form in {"halb", "viertel"}
    ):
        return True
    return any(names_time(unit.tokens[k].form) for k in range(i + 1, min(i + 4, stop)))


def chunks(unit: Unit, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the noun phrases from `start` to `stop`, less prepositional phrases in front of them."""
    found: list[tuple[int, int]] = []
    i = start
    while i < stop:
        token = unit.tokens[i]
        outside = unit.inside[i] < 0
        if outside and token.tag.startswith("APPR"):
            behind = noun_phrase(unit, i + 1, stop) or i + 1
            i = next((k for k in range(i + 2, behind) if unit.inside[k] >= 0), behind)
            continue
        end = None
        if not outside or not (token.tag in _LOOSE or not token.is_word or names_time(token.form)):
            end = noun_phrase(unit, i, stop)
        if end is None:
            i += 1
            continue
        found.append((i, _before_quotation(unit, i, end)))
        i = found[-1][1]
    return found


def _before_quotation(unit: Unit, start: int, end: int) -> int:
    """Return where a phrase ends if a quotation in it is another phrase: "der Frau aus Ulm | „Gier“"."""
    if unit.inside[start] >= 0 or unit.tokens[start].form.lower() not in _DATIVE:
        return end
    return next((i for i in range(start + 1, end) if unit.inside[i] >= 0), end)


def without_receiver(unit: Unit, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return phrases less a first one in the dative: "[der Ministerin] „Gleichmacherei“ vorwerfen"."""
    if len(found) > 1 and unit.inside[found[0][0]] < 0:
        form = unit.tokens[found[0][0]].form.lower()
        between = range(found[0][1], found[1][0])
        if form in _DATIVE and not any(unit.tokens[i].form in {"als", "für", "zu"} for i in between):
            return found[1:]
    return found


def is_anaphor(unit: Unit, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase is no more than "das", "es", "sie"."""
    start, end = phrase
    return end - start == 1 and unit.inside[start] < 0 and unit.tokens[start].form.lower() in _ANAPHORS


def is_vague(unit: Unit, ranges: list[tuple[int, int]]) -> bool:
    """Say whether a complement only points at what follows the colon: "warb für einen dritten Weg: …"."""
    nouns = [unit.tokens[i] for start, end in ranges for i in range(start, end) if unit.tokens[i].tag == "NN"]
    return len(nouns) == 1 and nouns[0].lemma.lower().endswith(tuple(load_words("vague_nouns.txt")))


def extended(unit: Unit, clause: Clause, cue: Cue, stop: int) -> int:
    """Return the end of a complement with the relative clause, list or infinitive that follows it."""
    end = stop
    for segment in clause.segments:
        if segment.start != end + 1 or segment.before not in {",", "–"}:
            continue
        if any(segment.start <= i < segment.end for i in cue.tokens):
            break
        opener = unit.tokens[segment.start]
        if (
            segment.kind is Kind.SUB
            and opener.tag == "KOUS"
            and opener.form.lower() not in {"dass", "daß", "ob"}
        ):
            break
        if segment.kind is Kind.NONE and opener.form in {"wie", "so", "nicht"}:
            break
        end = segment.end
    return end


def object_in_front(unit: Unit, clause: Clause, finite: int, stop: int) -> Fronted | None:
    """Return object and subject where the object comes first: "[Starre Grenzwerte] lehnte [Klöppel] ab"."""
    start = clause.start
    while start < finite and (unit.tokens[start].tag in {"ADV", "KON"} or not unit.tokens[start].is_word):
        if unit.inside[start] >= 0:
            break
        start += 1
    if (
        start >= finite
        or clause.segments[0].kind not in {Kind.V2, Kind.NONE}
        or unit.tokens[start].tag.startswith("APPR")
    ):
        return None
    end = noun_phrase(unit, start, finite)
    subject = subject_after(unit, finite, stop)
    if end is None or subject is None:
        return None
    if unit.tokens[start].form.lower() in _ACCUSATIVE and unit.inside[start] < 0:
        return Fronted((start, finite), subject)
    if _is_subject(unit, start, end) or not _can_be_subject(unit, subject):
        return None
    if is_anaphor(unit, (start, end)):
        return Fronted((start, end), subject)
    return None if _has_object(unit, subject[1], stop) else Fronted((start, finite), subject)


def _is_subject(unit: Unit, start: int, end: int) -> bool:
    """Say whether a phrase in front of the verb is its subject by its form, or names a person."""
    first = unit.tokens[start].form.lower()
    if first in {"er", "sie", "es", "wir", "man"} or (first == "der" and not is_feminine(unit, start, end)):
        return True
    return is_person(unit, start, end)


def _can_be_subject(unit: Unit, phrase: tuple[int, int]) -> bool:
    first = unit.tokens[phrase[0]]
    if unit.inside[phrase[0]] >= 0:
        return False
    return first.form.lower() in {"er", "sie", "man", "wir"} or is_person(unit, *phrase)


def _has_object(unit: Unit, start: int, stop: int) -> bool:
    return any(
        unit.inside[c[0]] < 0 and unit.tokens[c[0]].tag in {"ART", "NN", "ADJ(A)", "PPOSAT", "CARD"}
        for c in chunks(unit, start, stop)
    )
