"""What is known of a person in one article or several: the features by which two are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from newsgraph.characters import veil
from newsgraph.linking.names import Name, name_of, sex_of_name
from newsgraph.linking.roles import Role, is_shared_name, parse_role, party_of, sex_of_role
from newsgraph.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import ArticleRecord, BodyRecord, PersonRecord

_WIKIDATA: Final = "wikidata.org/entity/"
_AGE_AFTER: Final = re.compile(r"\s*(?:\((\d{2})\)|,\s*(\d{2})\s*,|\s\((\d{2}),)")
_AGE_BEFORE: Final = re.compile(r"\b(\d{2})[-‑]?jährigen?[rsm]?\s+$")
_SURE: Final = 0.9
"""The least confidence with which an article must give a party for it to speak against another party."""


@dataclass(frozen=True, eq=False)
class Profile:
    """One person in one article: the record, with its features worked out once.

    `day` is the ordinal of the day of publication, None where there is none.
    """

    person: PersonRecord
    node: str
    day: int | None

    @cached_property
    def name(self) -> Name:
        """The parts of the name."""
        return name_of(self.person)

    @cached_property
    def roles(self) -> dict[Role, str]:
        """The roles as the graph has them, without those whose form is of the other sex than the given name.

        Where the article has "Stephanie zu Guttenberg" a "Verteidigungsminister", that is her husband.
        """
        sex = sex_of_name(self.person.given_name)
        other = {"f": "m", "m": "f"}.get(sex)
        return {parse_role(role): role for role in self.person.roles if other != sex_of_role(role)}

    @cached_property
    def items(self) -> frozenset[str]:
        """The items of Wikidata that the person is said to be."""
        return frozenset(same for same in self.person.same_as if _WIKIDATA in same)

    @cached_property
    def bodies(self) -> dict[str, BodyRecord]:
        """The bodies that the person belongs to, by IRI and by what else they are known by."""
        return {key: body for body in self.person.affiliations for key in (body.iri, *body.same_as)}

    @cached_property
    def parties(self) -> dict[str, str]:
        """The parties among the bodies that the article gives for sure, by name: their IRIs."""
        sure = {ground.value for ground in self.person.grounds if ground.confidence >= _SURE}
        bodies = (body for body in self.person.affiliations if body.iri in sure)
        return {party: body.iri for body in bodies if (party := party_of(body.name))}

    @cached_property
    def fields(self) -> frozenset[str]:
        """The walks of life that the roles tell."""
        return frozenset(role.field for role in self.roles) - {""}

    @cached_property
    def sexes(self) -> frozenset[str]:
        """The sexes that the roles tell; two where one of the roles is somebody else's."""
        return frozenset(sex_of_role(role) for role in self.roles.values()) - {""}

    @cached_property
    def births(self) -> frozenset[int]:
        """The years in which the person can be born, by an age that stands beside the name."""
        if self.day is None:
            return frozenset()
        year = date.fromordinal(self.day).year
        ages = {age for mention in self.person.mentions if (age := _age(mention.before, mention.after))}
        return frozenset(year - age - late for age in ages for late in (0, 1))

    def evidence(self, *values: str) -> tuple[str, ...]:
        """Return what shows the person: the first mention by name, and the links that explain `values`."""
        named = (m for m in self.person.mentions if m.kind is not MentionKind.PRONOUN)
        first = next(named, None)
        shown = [first.iri] if first is not None else [self.person.article]
        return (*shown, *sorted(g.iri for g in self.person.grounds if g.value in values))


def _age(before: str, after: str) -> int | None:
    """Return the age beside a name.

    >>> _age("sagte der 54-jährige ", " am Montag"), _age("", " (61) sprach"), _age("", " ging")
    (54, 61, None)
    """
    match = _AGE_AFTER.match(veil(after)[0]) or _AGE_BEFORE.search(veil(before)[0])
    return int(next(filter(None, match.groups()))) if match else None


def is_telling_body(body: BodyRecord) -> bool:
    """Say whether a body tells its people apart: no party, country, or name that many bodies have."""
    return not (party_of(body.name) or is_shared_name(body.name) or "/place/" in body.iri)


@dataclass(frozen=True, eq=False)
class Entity:
    """Profiles that are held to be of one person; `node` is the IRI that stands for them in links."""

    node: str
    profiles: tuple[Profile, ...]

    @cached_property
    def names(self) -> frozenset[Name]:
        """The names that the person goes by."""
        return frozenset(profile.name for profile in self.profiles)

    @cached_property
    def is_full(self) -> bool:
        """Whether one of the names has a given name."""
        return any(name.is_full for name in self.names)

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles that speak of the person."""
        return frozenset(profile.person.article for profile in self.profiles)

    @cached_property
    def items(self) -> frozenset[str]:
        """The items of Wikidata that the person is said to be."""
        return frozenset(item for profile in self.profiles for item in profile.items)

    @cached_property
    def births(self) -> frozenset[int]:
        """The years in which the person can be born: those that the fewest articles contradict."""
        return frozenset(year for profile in self.profiles for year in profile.births)

    @cached_property
    def sexes(self) -> frozenset[str]:
        """The sexes that the roles tell."""
        return frozenset(sex for profile in self.profiles for sex in profile.sexes)

    @cached_property
    def parties(self) -> frozenset[str]:
        """The names of the parties that the articles give for sure."""
        return frozenset(party for profile in self.profiles for party in profile.parties)

    @cached_property
    def by_role(self) -> dict[Role, tuple[Profile, ...]]:
        """The profiles that have a role, by role, the undated first and then by day."""
        found: dict[Role, list[Profile]] = {}
        for profile in self.profiles:
            for role in profile.roles:
                found.setdefault(role, []).append(profile)
        return {role: tuple(sorted(profiles, key=_place)) for role, profiles in found.items()}

    @cached_property
    def by_body(self) -> dict[str, tuple[Profile, ...]]:
        """The profiles that belong to a body, by the body's IRIs, in the same order."""
        found: dict[str, list[Profile]] = {}
        for profile in self.profiles:
            for key in profile.bodies:
                found.setdefault(key, []).append(profile)
        return {key: tuple(sorted(profiles, key=_place)) for key, profiles in found.items()}


def _place(profile: Profile) -> tuple[int, str, str]:
    return (profile.day or 0, profile.person.article, profile.node)


def profiles_of(articles: Iterable[ArticleRecord]) -> list[Profile]:
    """Return the people that the articles speak of; their authors, whom no text names, are left out."""
    return [
        Profile(person, person.iri, date.fromisoformat(article.day).toordinal() if article.day else None)
        for article in articles
        for person in article.persons
        if person.mentions
    ]


def entity_of(node: str, profiles: Iterable[Profile]) -> Entity:
    """Return an entity with its profiles in a fixed order."""
    return Entity(node, tuple(sorted(profiles, key=lambda profile: (profile.person.article, profile.node))))
