"""Whom a speaker without a name speaks for: the police of "ein Sprecher der Polizei"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.mention_phrases import Phrase, parse_phrase
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.speaker_bodies import by_body_noun, last_body
from newsgraph.lexicon import load_table
from newsgraph.model import AnonymousAgent, Body, Mention, MentionKind, Person, Span

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token
    from newsgraph.annotation.roster import Roster

_OFFICES = (
    "sprecher",
    "sprecherin",
    "vertreter",
    "vertreterin",
    "kreise",
    "umfeld",
    "mitarbeiter",
    "beamter",
)
_OFFICIALS = (*_OFFICES, "mitarbeiterin", "sprechers", "kreisen", "beamten", "vertretern", "mitarbeitern")
_OF = frozenset({"des", "der", "von", "vom", "seines", "seiner", "ihres", "ihrer", "aus"})


def spoken_for(roster: Roster, phrase: Phrase, asked: Asked) -> tuple[Body, ...]:
    """Return whom an anonymous speaker speaks for, empty where the text does not tell.

    Bodies and countries in the phrase come first, then what a genitive or the first part of the noun names; a
    bare "ein Sprecher" speaks for the body named last. "ein Passant" speaks for nobody.
    """
    keys = [o.key for o in roster.within(asked.spans) if roster.candidates[o.key].is_body]
    if not keys:
        found = _by_country(roster, phrase)
        if found is None and phrase.noun.endswith(_OFFICIALS):
            found = (
                _by_complement(roster, phrase, asked)
                if phrase.complement
                else _by_noun(roster, phrase, asked)
            )
        keys = [] if found is None else [found]
    agents = (roster.agent(key) for key in keys)
    return tuple(agent for agent in agents if not isinstance(agent, Person | AnonymousAgent))


@cache
def _adjectives() -> dict[str, str]:
    rows = load_table("countries.tsv")
    return {word.lower(): row[0] for row in rows for word in row[1].replace(",", " ").split() if word != "-"}


def _by_country(roster: Roster, phrase: Phrase) -> int | None:
    """Return the country of an adjective or a seat of government: "ungarischer Diplomat", "aus Vilnius"."""
    for token in phrase.tokens:
        name = _adjectives().get(token.lemma.lower()) or _adjectives().get(_stem(token.form))
        seat = None if name else bodies.country_of_seat(token.form)
        if (country := name or seat) is not None:
            return roster.add_country(country, _mention(token, "adjective" if name else "seat of government"))
    return None


def _stem(form: str) -> str:
    word = form.lower()
    return next((word.removesuffix(e) for e in ("en", "er", "es", "em", "e") if word.endswith(e)), word)


def _mention(token: Token, reason: str) -> Mention:
    return Mention((token.span,), token.form, MentionKind.ROLE, reason, 0.7)


def _by_complement(roster: Roster, phrase: Phrase, asked: Asked) -> int | None:
    """Return the body of "Sprecher [der Preisüberwachung]", "Sprecherin [seines Hauses]"."""
    rest = [t for t in phrase.complement if t.is_word]
    if not rest or rest[0].form.lower() not in _OF:
        return None
    spans = (Span(rest[0].start, rest[-1].end),)
    inner = parse_phrase(roster.document, spans)
    found = by_body_noun(roster, inner, Asked(spans, asked.quoted))
    if found is not None and found.keys:
        return found.keys[0]
    if inner.head is None or inner.head.tag != "NE":
        return None
    return roster.add_body(inner.head.form, _mention(inner.head, "name of a body"))


def _by_noun(roster: Roster, phrase: Phrase, asked: Asked) -> int | None:
    """Return the body that the first part of a compound names, for a bare noun the body named last."""
    office = next(o for o in sorted(_OFFICIALS, key=len, reverse=True) if phrase.noun.endswith(o))
    first_part = phrase.noun[: -len(office)].removesuffix("-")
    if not first_part:
        return last_body(roster, asked.start) if "sprecher" in office else None
    classes = bodies.classes_of(first_part) or bodies.classes_of(first_part.removesuffix("s"))
    return roster.nearest_body(asked.start, classes) if classes else None
