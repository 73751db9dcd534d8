"""The cast of an article: people, bodies, countries and places with all their mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies_known import identify_bodies
from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.people_bodies import gather_bodies
from newsgraph.annotation.people_groups import group_persons
from newsgraph.annotation.people_known import identify_people
from newsgraph.annotation.people_links import link_references
from newsgraph.annotation.people_roles import build_profiles
from newsgraph.annotation.people_scores import add_likely_bodies
from newsgraph.annotation.roles_nominative import with_nominative_roles
from newsgraph.lexicon.known import load_known
from newsgraph.model import Country, Organisation, Person, Place  # noqa: TC001  dataclass fields

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import NameSpan
    from newsgraph.lexicon.known import Known


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything named in one article, each with its mentions in text order."""

    persons: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()


def build_cast(document: Document, names: tuple[NameSpan, ...], known: Known | None = None) -> Cast:
    """Return who and what the names of the document name, with roles and affiliations of the people.

    `known` are those who get the IRI that others know them by: the shipped ones unless given.
    """
    known = known or load_known()
    persons = group_persons(document, tuple(n for n in names if n.label is NameLabel.PERSON))
    registry = gather_bodies(document, names)
    registry.people = frozenset(word for person in persons for word in person.name.split())
    profiles, taken = build_profiles(document, persons, registry)
    link_references(document, profiles, registry, taken)
    add_likely_bodies(document, profiles, registry)
    identify_people(document, profiles, registry, known)
    identify_bodies(document, registry, known)
    return Cast(
        tuple(with_nominative_roles(profile.finished(registry), document.text) for profile in profiles),
        registry.all_organisations(),
        registry.all_countries(),
        registry.all_places(),
    )
