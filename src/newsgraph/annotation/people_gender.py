"""The sex of a person, as names, roles and titles tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.annotation.gender import Gender, gender_of_first_name, gender_of_noun
from newsgraph.annotation.roles_shapes import noun_of_title
from newsgraph.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Mention, Person


def gender_of_person(person: Person, text: str) -> Gender | None:
    """Return the sex of a person, by given name, then roles, then what stands before the name ("Frau Weber").

    A woman's role outweighs a name that the list takes for a man's ("die Ministerin Andrea …").
    """
    first = person.given_name or (person.name.split()[0] if " " in person.name else "")
    by_name = gender_of_first_name(first) if first else None
    by_role = _first_known(gender_of_noun(noun_of_title(role)) for role in person.roles)
    if by_role is Gender.FEMININE:
        return by_role
    return by_name or by_role or _first_known(_gender_before(m, text) for m in person.mentions)


def _gender_before(mention: Mention, text: str) -> Gender | None:
    if not mention.spans:
        return None
    words = (text[max(0, mention.spans[0].start - 12) : mention.spans[0].start] + mention.surface).split()
    for word in words[:3]:
        if re.fullmatch(r"Frau|die|Die", word) and (word == "Frau" or mention.kind is MentionKind.ROLE):
            return Gender.FEMININE
        if re.fullmatch(r"Herrn?|der|Der", word) and (word != "der" or mention.kind is MentionKind.ROLE):
            return Gender.MASCULINE
    return None


def _first_known(genders: Iterator[Gender | None]) -> Gender | None:
    return next((g for g in genders if g is not None), None)
