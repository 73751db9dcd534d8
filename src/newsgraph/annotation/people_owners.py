"""Whose somebody is where a possessive stands before the role: "Deren Abgeordneter", "seine Sprecherin"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsgraph.annotation.bodies import gender_of_name
from newsgraph.annotation.gender import Gender
from newsgraph.annotation.name_words import role_base
from newsgraph.annotation.roles_reference import sex_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.people_profiles import Profile
    from newsgraph.annotation.roles import RolePhrase
    from newsgraph.model import Span

_OWNER_WORD = re.compile(r"(?i:seine?[mnrs]?|ihre?[mnrs]?|deren|dessen)")
_REACH = 220  # code points: the owner stands in this sentence or the one before
_STAFF = ("sprecher", "stellvertreter", "vize", "sekretär", "mitarbeiter")
_FEMININE = frozenset({Gender.FEMININE, Gender.PLURAL})
_MASCULINE = frozenset({Gender.MASCULINE, Gender.NEUTER})


class Owner(NamedTuple):
    """The body, by name, or the person that a possessive takes up, and where it is named."""

    name: str
    span: Span
    person: Profile | None


def possessive_before(tokens: Sequence[Token], phrase: RolePhrase) -> Token | None:
    """Return the possessive before a role: "Deren Abgeordneter", "seine Sprecherin"; None for an article."""
    if not phrase.start:
        return None
    token = tokens[phrase.start - 1]
    return token if is_owner_word(token.form) else None


def is_owner_word(word: str) -> bool:
    """Say whether the word tells whose something is: "seine", "Ihrem", "deren"; not "unser"."""
    return _OWNER_WORD.fullmatch(word) is not None


def find_owner(
    document: Document, possessive: Token, profiles: Sequence[Profile], registry: BodyRegistry
) -> Owner | None:
    """Return what was named last before the possessive and agrees with it in gender.

    "Auch die Grünen stimmen zu. Deren Abgeordneter …": the party. "Lawrow habe Zeit, sagte seine
    Sprecherin": Lawrow. None where nothing stands near enough.
    """
    wanted = _FEMININE if possessive.form.lower().startswith(("ihr", "deren")) else _MASCULINE
    found = [
        (span, Owner(name, span, None))
        for table in (registry.organisations, registry.countries)
        for name, mentions in table.items()
        if _agrees(Gender.NEUTER if table is registry.countries else gender_of_name(name), wanted)
        for span in (mention.spans[0] for mention in mentions)
    ]
    found += [
        (mention.spans[0], Owner(profile.person.name, mention.spans[0], profile))
        for profile in profiles
        if _agrees(sex_of(profile), wanted)
        for mention in profile.person.mentions
    ]
    same_block = document.text.rfind("\n\n", 0, possessive.start)
    near = [
        (span, owner)
        for span, owner in found
        if max(possessive.start - _REACH, same_block) < span.start and span.end <= possessive.start
    ]
    return max(near, key=lambda row: row[0])[1] if near else None


def is_counterpart(noun: str) -> bool:
    """Say whether the noun means who has the same office elsewhere: "seine südafrikanische Amtskollegin"."""
    return noun.lower().startswith(("amtskolleg", "ressortkolleg"))


def is_staff(noun: str) -> bool:
    """Say whether people in the role serve their principal's body: "seine Sprecherin"; not "sein Anwalt"."""
    return (role_base(noun) or "").endswith(_STAFF)


def _agrees(gender: Gender | None, wanted: frozenset[Gender]) -> bool:
    return gender is None or gender in wanted
