"""Who of an article is a person that the tables know, by name, role, party, country, age and date."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies_known import is_of_german_politics
from newsgraph.annotation.gender import Gender
from newsgraph.annotation.known_roles import laender, read_role
from newsgraph.annotation.known_scores import (
    GERMANY,
    MARGIN,
    THRESHOLD,
    Evidence,
    Match,
    fits_own,
    score,
    score_surname,
)
from newsgraph.annotation.name_words import country_names
from newsgraph.annotation.roles_reference import is_age, sex_of
from newsgraph.lexicon import load_table
from newsgraph.lexicon.known import name_key
from newsgraph.model import MentionKind, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.people_profiles import Profile
    from newsgraph.lexicon.known import Known, KnownPerson, Office
    from newsgraph.model import Span

_AGE_BEHIND = re.compile(r"\s?\((\d\d)\)|, (\d\d),")
_OFFICES_OF_STATE = frozenset(
    {"präsident", "ministerpräsident", "bundespräsident", "bundeskanzler", "machthaber"}
)
_SURENESS = ((8.0, 0.99), (6.0, 0.98), (5.0, 0.96))
_LEAST_SURE = 0.94
_OWN = "the user's table"


def identify_people(
    document: Document, profiles: list[Profile], registry: BodyRegistry, known: Known
) -> None:
    """Give each person whom the tables know the IRI, and the country that the office of the day stands for.

    Where nothing decides between two, or anything speaks against the one, nobody is meant.
    """
    mentioned = _places_of(registry)
    setting = is_of_german_politics(document, registry, known)
    for profile in profiles:
        people = _candidates(profile, known)
        if not people:
            continue
        evidence = _evidence(document, profile, known, mentioned, setting=setting)
        match = _choose(evidence, people, known)
        if match is not None:
            _link(profile, match, evidence.day, registry)


def _candidates(profile: Profile, known: Known) -> tuple[KnownPerson, ...]:
    """Return the people of that name; of one name alone those whom the user calls so, or by surname."""
    name = profile.person.name
    exact = known.people(name)
    if " " in name or any(person.own for person in exact):
        return exact
    return known.people_by_surname(name)


def _choose(evidence: Evidence, people: tuple[KnownPerson, ...], known: Known) -> Match | None:
    """Return the one who fits, if it does well enough and better than all others by a margin."""
    own = [person for person in people if _is_so_called(person, evidence.name)]
    if own:
        fitting = {person.iri: person for person in own if fits_own(evidence, person, known)}
        return Match(fitting.popitem()[1], THRESHOLD * 2, _OWN) if len(fitting) == 1 else None
    rate = score if " " in evidence.name else score_surname
    ranked = sorted(
        (rate(evidence, person, known) for person in people),
        key=lambda match: (-match.score, match.person.iri),
    )
    if not ranked or ranked[0].score < THRESHOLD:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < MARGIN:
        return None
    return ranked[0]


def _is_so_called(person: KnownPerson, name: str) -> bool:
    """Say whether a row of the user's has that very name."""
    return person.own and name_key(name) in map(name_key, (person.name, *person.other_names))


def _link(profile: Profile, match: Match, day: date | None, registry: BodyRegistry) -> None:
    confidence = next((sure for least, sure in _SURENESS if match.score >= least), _LEAST_SURE)
    spans = tuple(sorted({*_name_spans(profile), *_role_spans(profile, match)}))
    profile.add_identity(match.person.iri, match.reason, confidence, spans)
    office = match.office
    if office is None or not office.held_on(day) or profile.countries:
        return
    if _stands_for_country(office, profile.roles):
        country = registry.add_implied_country(office.place)
        shown = _role_spans(profile, match) or _name_spans(profile)
        profile.add_body(country, "office on the day", confidence, shown)


def _stands_for_country(office: Office, roles: Iterable[str]) -> bool:
    """Say whether who holds the office acts for the country: foreign presidents and ministers.

    Ministers at home are known by their party ("Bundesaußenminister Heiko Maas (SPD)"), but for a foreign
    minister among others ("Außenminister Frank-Walter Steinmeier").
    """
    if office.place == GERMANY:
        return office.title == "außenminister" and not any("bundes" in role.lower() for role in roles)
    of_state = office.title in _OFFICES_OF_STATE or office.title.endswith("minister")
    return of_state and office.place in country_names().values()


def _name_spans(profile: Profile) -> tuple[Span, ...]:
    mentions = profile.person.mentions
    full = (m for m in mentions if m.kind is MentionKind.FULL_NAME)
    first = next(full, mentions[0] if mentions else None)
    return first.spans if first is not None else ()


def _role_spans(profile: Profile, match: Match) -> tuple[Span, ...]:
    """Return where the roles stand that mean the office of the match."""
    if match.office is None:
        return ()
    return tuple(
        span
        for ground in profile.grounds
        if ground.relation is Relation.ROLE and read_role(ground.value).means(match.office.title)
        for span in ground.spans
    )


def _evidence(
    document: Document, profile: Profile, known: Known, mentioned: frozenset[str], *, setting: bool
) -> Evidence:
    parties = (known.body(name) for name in profile.bodies)
    sex = sex_of(profile)
    return Evidence(
        profile.person.name,
        roles=tuple(profile.roles),
        countries=frozenset(profile.countries),
        parties=frozenset(body.iri for body in parties if body is not None and body.kind == "party"),
        bodies=frozenset(profile.bodies),
        mentioned=mentioned,
        sex=sex.value if sex in {Gender.FEMININE, Gender.MASCULINE} else "",
        age=next(_ages(document, profile), None),
        day=_day(document.article.published),
        setting=setting,
    )


def _ages(document: Document, profile: Profile) -> Iterator[int]:
    """Yield the ages printed of a person: "Jan Vogt (54)", "der 54-Jährige"."""
    for mention in profile.person.mentions:
        word = mention.surface.split()[-1]
        if mention.kind is MentionKind.ROLE and is_age(word):
            yield int(re.split(r"\D", word)[0])
        elif mention.kind is MentionKind.FULL_NAME and mention.spans:
            behind = _AGE_BEHIND.match(document.text, mention.spans[-1].end)
            if behind is not None:
                yield int(behind[1] or behind[2])


def _day(published: date | datetime | None) -> date | None:
    return published.date() if isinstance(published, datetime) else published


def _places_of(registry: BodyRegistry) -> frozenset[str]:
    """Return the countries and Länder that the article names, a country also by its capital."""
    capitals = {row[0]: row[1] for row in load_table("capitals.tsv")}
    found: Iterable[str] = (capitals[name] for name in registry.places if name in capitals)
    return frozenset((*registry.countries, *found, *(laender() & registry.places.keys())))
