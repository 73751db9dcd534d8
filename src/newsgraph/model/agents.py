"""Who and what is named in an article, and who can speak or propose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from newsgraph.model.spans import Span  # noqa: TC001  dataclass fields are read at run time


class MentionKind(StrEnum):
    """How a mention names its bearer; the value is the local name of the concept in the ontology."""

    FULL_NAME = "FullName"
    NAME_PART = "NamePart"
    ROLE = "RolePhrase"
    PRONOUN = "Pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of the text that names someone or something.

    `reason` names the rule that linked it to its bearer, in a few words; `confidence` is 0 to 1. `rule` names
    what found it: "rules", or "model" where only the model took the words for a name.
    """

    spans: tuple[Span, ...]
    surface: str
    kind: MentionKind = MentionKind.FULL_NAME
    reason: str = "name"
    confidence: float = 1.0
    rule: str = "rules"


class Relation(StrEnum):
    """What a ground is given for; the value is the local name of the property in schema.org."""

    ROLE = "jobTitle"
    AFFILIATION = "affiliation"
    IDENTITY = "sameAs"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody is said to have a role or an affiliation, or to be a known person or body.

    `value` is the role's title, the name of the body, or the IRI of the known one, just as the bearer has
    it; as printed a role stands in `spans`. `reason` names what led there, in a few words ("apposition",
    "bracket", "office on the day"); `confidence` is 0 to 1; `spans` is where the text says so, empty where
    the text does not.
    """

    relation: Relation
    value: str
    reason: str
    confidence: float = 1.0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that can act: a party, ministry, company, medium. `name` is nominative."""

    name: str
    mentions: tuple[Mention, ...] = ()
    alternate_names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Country:
    """A country, as place and, where it speaks, proposes or is an affiliation, as a body."""

    name: str
    mentions: tuple[Mention, ...] = ()
    alternate_names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


Body: TypeAlias = Organisation | Country


@dataclass(frozen=True, slots=True)
class Place:
    """A city, region, river or building that is no country and does not act."""

    name: str
    mentions: tuple[Mention, ...] = ()
    alternate_names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A human being named in the article.

    `name` is the canonical, nominative name without titles. `roles` are role titles without article, in the
    nominative singular ("finnischer Außenminister", "Abgeordnete"), where that is sure. `local` is true for a
    single name or a namesake, whose IRI lives under the article; `ordinal` tells namesakes of one article
    apart (1, 2 …). `grounds` says why each of `roles`, `affiliations` and `same_as` is given.
    """

    name: str
    mentions: tuple[Mention, ...] = ()
    given_name: str | None = None
    family_name: str | None = None
    alternate_names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    affiliations: tuple[Body, ...] = ()
    same_as: tuple[str, ...] = ()
    local: bool = False
    ordinal: int = 1
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class AnonymousAgent:
    """Someone who speaks without a name: "ein Sprecher des Ministeriums". `name` is the phrase as printed."""

    name: str
    mentions: tuple[Mention, ...] = ()
    speaks_for: tuple[Body, ...] = ()


Agent: TypeAlias = Person | Organisation | Country | AnonymousAgent
