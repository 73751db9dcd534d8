"""Whom a speaker without a name speaks for: the police of "ein Sprecher der Polizei"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation import bodies
from newsgraph.annotation.mention_phrases import Phrase, parse_phrase
from newsgraph.annotation.resolution import Asked
from newsgraph.annotation.speaker_bodies import body_name, by_body_noun, last_body
from newsgraph.annotation.speaker_clause import sentence_at
from newsgraph.lexicon import load_table
from newsgraph.model import (
    Agent,
    AnonymousAgent,
    Body,
    Country,
    Mention,
    MentionKind,
    Organisation,
    Person,
    Span,
)

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token
    from newsgraph.annotation.roster import Candidate, Roster

_OFFICES = (
    "sprecher",
    "sprecherin",
    "vertreter",
    "vertreterin",
    "kreise",
    "umfeld",
    "mitarbeiter",
    "beamter",
    "beamte",
)
_OFFICIALS = (*_OFFICES, "mitarbeiterin", "sprechers", "kreisen", "beamten", "vertretern", "mitarbeitern")
_GOVERNMENT = "regierung"
_OF = frozenset({"des", "der", "von", "vom", "seines", "seiner", "ihres", "ihrer", "aus"})


def spoken_for(roster: Roster, phrase: Phrase, asked: Asked) -> tuple[Body, ...]:
    """Return whom an anonymous speaker speaks for, empty where the text does not tell.

    Bodies and countries in the phrase come first, then what a genitive or the first part of the noun names; a
    bare "ein Sprecher" speaks for the body named last. "ein Passant" speaks for nobody.
    """
    keys = [o.key for o in roster.within(asked.spans) if roster.candidates[o.key].is_body]
    if not keys:
        found = _by_country(roster, phrase)
        if found is None:
            found = _by_prefix(roster, phrase)
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
        town = token.form.removesuffix("er") if token.tag == "ADJ(A)" else token.form
        seat = None if name else bodies.country_of_seat(town)
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
    if inner.head is not None and any(t.form[0].isupper() for t in inner.adjectives):
        return roster.add_body(body_name(roster.document.text, inner), _mention(inner.head, "name of a body"))
    if inner.head is None or inner.head.tag != "NE":
        return None
    return roster.add_body(inner.head.form, _mention(inner.head, "name of a body"))


def _by_noun(roster: Roster, phrase: Phrase, asked: Asked) -> int | None:
    """Return the body that the first part of a compound names, for a bare noun the body named last."""
    office = next(o for o in sorted(_OFFICIALS, key=len, reverse=True) if phrase.noun.endswith(o))
    first_part = phrase.noun[: -len(office)].removesuffix("-")
    if not first_part:
        return last_body(roster, asked.start) if "sprecher" in office else None
    bare = first_part.removesuffix("s")
    noun = bare if bodies.body_noun(bare) else first_part
    classes = bodies.classes_of(noun)
    if not classes:
        return None
    named = next(roster.before(len(roster.document.text), lambda c: _bears(c, noun)), None)
    if named is not None:
        return named.key
    if noun == _GOVERNMENT:
        return None if office in {"kreise", "kreisen"} else _governed(roster, asked)
    if bodies.is_unique(noun) and phrase.head is not None:
        return roster.add_body(noun.capitalize(), _mention(phrase.head, "first part of a compound"))
    return roster.nearest_body(asked.start, classes, also_later=True)


def _bears(candidate: Candidate, noun: str) -> bool:
    return candidate.is_body and noun in candidate.agent.name.casefold()


def _governed(roster: Roster, asked: Asked) -> int | None:
    """Return whose government it is: "ein Regierungssprecher in [Riga]", else who the paragraph names."""
    sentence = sentence_at(roster.document, asked.start)
    after = [t for t in sentence.tokens if t.start >= asked.spans[-1].end][:3]
    if after and after[0].form == "in":
        for words in (after[1:3], after[1:2]):
            country = bodies.country_of_seat(" ".join(t.form for t in words))
            if country is not None:
                return roster.add_country(country, _mention(after[1], "seat of government"))
    found = next(roster.before(asked.start, lambda c: isinstance(c.agent, Country)), None)
    if found is None or sentence_at(roster.document, found.start).paragraph != sentence.paragraph:
        return None
    return found.key


def _by_prefix(roster: Roster, phrase: Phrase) -> int | None:
    """Return the body that stands before the hyphen: "ein EU-Beamter", "die SPD-Sprecherin"."""
    first_part, hyphen, _ = phrase.head.form.rpartition("-") if phrase.head else ("", "", "")
    if phrase.head is None or not hyphen:
        return None
    known = next(
        (k for k, c in enumerate(roster.candidates) if c.is_body and first_part in _names(c.agent)), None
    )
    if known is not None:
        return known
    name = _known_bodies().get(first_part)
    return roster.add_body(name, _mention(phrase.head, "first part of a compound")) if name else None


def _names(agent: Agent) -> tuple[str, ...]:
    return (agent.name, *agent.alternate_names) if isinstance(agent, Organisation | Country) else ()


@cache
def _known_bodies() -> dict[str, str]:
    rows = load_table("organisations.tsv")
    return {form: row[0] for row in rows for form in (row[0], *row[1].split("|")) if form not in {"-", ""}}
