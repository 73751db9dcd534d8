"""Finds plans that are told as an intention: "Die Regierung will … verlängern", "Sie will, dass …"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_measures import Region
from newsgraph.annotation.proposal_topics import content_words
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.model import Span

_WANTS = frozenset({"will", "wollen", "wolle", "wollte", "wollten", "möchte", "möchten"})
_REFUSING = frozenset({"nicht", "kein", "keine", "keinen", "nichts", "nie", "niemand", "niemanden", "sich"})
_SUBORDINATE = ("KOUS", "PREL", "PW")
_ATTAINING = frozenset({"erreichen", "durchsetzen", "bewirken", "sicherstellen"})
_BREAKS = frozenset({";", ":", "–", ".", "!", "?"})
_LINKS = frozenset({"und", "oder", "sowie", "aber", "sondern"})
_FEWEST_WORDS = 3
_FEWEST_TOPICS = 2


@dataclass(frozen=True, slots=True)
class Intent:
    """A measure that somebody wants; `verb` is the index of the verb of wanting."""

    span: Span
    verb: int


def find_intent(sentence: Sentence, names: tuple[Span, ...] = ()) -> Intent | None:
    """Return what the subject of the sentence wants to be done; `names` are the spans of agents' mentions.

    "Die Post will *ihre Filiale durch eine Agentur ersetzen*", "Sie will, *dass das Land klagt*", "Er will
    erreichen, *dass der Eintritt sinkt*"; not "Riedel will nach Bonn reisen" (nothing is proposed), "Davon
    will er nichts wissen", "wer Geld will".
    """
    tokens = sentence.tokens
    verb = next((i for i, t in enumerate(tokens) if t.form in _WANTS and t.tag.endswith("(FIN)")), None)
    if verb is None or verb == 0 or _is_subordinate(tokens, verb):
        return None
    region = Region(tokens, 0, len(tokens), {n.start: n.end for n in names})
    if verb + 2 < len(tokens) and tokens[verb + 1].form == ",":
        measure = region.clause_from(verb + 2) if tokens[verb + 2].form in {"dass", "daß"} else None
        return Intent(measure, verb) if measure else None
    end = _infinitive(tokens, verb)
    if end is not None and tokens[end].lemma in _ATTAINING and (clause := _attained(region, end)) is not None:
        return Intent(clause, verb)
    if end is None or _idle(tokens, end) or any(t.form.lower() in _REFUSING for t in tokens[: end + 1]):
        return None
    start = _after_subject(region, verb, end)
    inside = [t for t in tokens[start : end + 1] if t.is_word]
    if len(inside) < _FEWEST_WORDS or len(content_words(inside)) < _FEWEST_TOPICS:
        return None
    measure = region.span(start, end + 1)
    return Intent(measure, verb) if measure else None


def _attained(region: Region, end: int) -> Span | None:
    """Return the clause that says what shall be attained: "will erreichen, *dass der Eintritt sinkt*"."""
    tokens = region.tokens
    if end + 2 >= len(tokens) or tokens[end + 2].form not in {"dass", "daß"}:
        return None
    commas = (i for i in range(end + 3, len(tokens) - 1) if tokens[i].form == ",")
    close = next((i for i in commas if tokens[i + 1].is_finite), region.end)
    return region.span(end + 2, close)


def _is_subordinate(tokens: tuple[Token, ...], verb: int) -> bool:
    """Say whether the verb closes a clause: "weil er *will*, dass", "die abgeben *wollen*"."""
    start = next((i + 1 for i in range(verb - 1, -1, -1) if tokens[i].form in _BREAKS), 0)
    if any(t.is_finite for t in tokens[start:verb]):
        return True
    return tokens[start].tag.startswith(_SUBORDINATE)


def _infinitive(tokens: tuple[Token, ...], verb: int) -> int | None:
    """Return the infinitive that closes the frame: "will … abreißen *lassen*"; None where none does."""
    for i in range(verb + 1, len(tokens)):
        if tokens[i].form in _BREAKS:
            return None
        closed = i + 1 == len(tokens) or not tokens[i + 1].is_word or tokens[i + 1].form in _LINKS
        if tokens[i].tag.endswith("(INF)") and closed:
            return i
    return None


def _idle(tokens: tuple[Token, ...], end: int) -> bool:
    """Say whether the infinitive names no measure: "reisen", "wissen", "weiterberaten"."""
    return tokens[end].lemma.lower() in load_words("proposal_idle_verbs.txt")


def _after_subject(region: Region, verb: int, end: int) -> int:
    """Return where the measure starts: after the verb, or after the subject that follows it."""
    opens_nominal = _opens_with_subject(region.tokens, verb)
    if opens_nominal:
        return verb + 1
    starts = region.phrases(verb + 1, end)
    if region.tokens[verb + 1].tag == "PPER":
        return verb + 2
    return region.phrase_end(starts[0]) if starts else verb + 1


def _opens_with_subject(tokens: tuple[Token, ...], verb: int) -> bool:
    start = next((i + 1 for i in range(verb - 1, -1, -1) if tokens[i].form in _BREAKS), 0)
    words = [t for t in tokens[start:verb] if t.is_word and t.tag != "KON"]
    return bool(words) and not words[0].tag.startswith(("APPR", "ADV", "PAV", "PROAV", "ADJ(D)"))
