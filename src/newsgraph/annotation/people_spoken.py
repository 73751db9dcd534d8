"""Roles under which somebody is found to speak: "…, klagte die Kinderärztin"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.mention_phrases import parse_phrase
from newsgraph.annotation.name_words import country_of_inhabitant, is_role_noun
from newsgraph.annotation.roles import role_phrase_at
from newsgraph.annotation.roles_nominative import with_nominative_roles
from newsgraph.annotation.roles_reference import is_age, is_townsman
from newsgraph.annotation.roles_titles import title_of
from newsgraph.lexicon import load_words
from newsgraph.model import Ground, MentionKind, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document
    from newsgraph.model import Mention, Person


def with_spoken_roles(document: Document, person: Person, mentions: Sequence[Mention]) -> Person:
    """Return the person with the roles of those of `mentions` that are role phrases, each with its ground.

    Origin and age are no roles: "sagte der Finne", "sagte der 54-Jährige".
    """
    found = [ground for mention in mentions if (ground := _ground(document, mention)) is not None]
    if not found:
        return person
    roles = dict.fromkeys((*person.roles, *(ground.value for ground in found)))
    more = replace(person, roles=tuple(roles), grounds=(*person.grounds, *found))
    return with_nominative_roles(more, document.text)


def _ground(document: Document, mention: Mention) -> Ground | None:
    head = parse_phrase(document, mention.spans).head if mention.kind is MentionKind.ROLE else None
    if head is None or not _is_role(head.form):
        return None
    tokens = document.sentences[document.sentence_number(head.start)].tokens
    phrase = role_phrase_at(tokens, tokens.index(head))
    title, span = title_of(document.text, tokens, phrase, body_named=False)
    return Ground(Relation.ROLE, title, mention.reason, mention.confidence, (span,))


def _is_role(word: str) -> bool:
    origin = is_age(word) or is_townsman(word) or country_of_inhabitant(word) is not None
    return is_role_noun(word) and not origin and word not in load_words("generic_people.txt")
