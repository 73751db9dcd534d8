"""Gives the people of an article their roles and affiliations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.annotate.roles import RolePhrase, roles_after, roles_before
from newsgraph.annotate.roles_context import body_in_context, classes_of_body
from newsgraph.annotate.roles_bodies import bodies_from, bodies_in_bracket, bodies_of_phrase
from newsgraph.annotate.name_words import country_names, country_of_inhabitant
from newsgraph.lexicon import load_words
from newsgraph.model import MentionKind

if TYPE_CHECKING:
    from newsgraph.annotate.document import Document, Sentence
    from newsgraph.annotate.people_bodies import BodyRegistry
    from newsgraph.model import Mention, Person


@dataclass(slots=True)
class Profile:
    """A person with roles and names of bodies, while they are gathered."""

    person: Person
    roles: list[str]
    bodies: list[str]

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries among the bodies."""
        return tuple(name for name in self.bodies if name in country_names().values())

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties among the bodies."""
        return tuple(
            name
            for name in self.bodies
            if "party" in classes_of_body(name) or name in load_words("parties.txt")
        )

    def add_role(self, role: str) -> None:
        """Add a role that is not there yet."""
        if role not in self.roles:
            self.roles.append(role)

    def add_body(self, name: str) -> None:
        """Add the name of a body that is not there yet."""
        if name not in self.bodies:
            self.bodies.append(name)


def build_profiles(
    document: Document, persons: tuple[Person, ...], registry: BodyRegistry
) -> tuple[list[Profile], frozenset[int]]:
    """Return each person with the roles and bodies beside their names, and the offsets of these role nouns."""
    taken: set[int] = set()
    starts = frozenset(m.spans[0].start for p in persons for m in p.mentions)
    profiles = [Profile(person, [], []) for person in persons]
    for sentence in document.sentences:
        first = {token.start: index for index, token in enumerate(sentence.tokens)}
        names = frozenset(index for offset, index in first.items() if offset in starts)
        for profile in profiles:
            for mention in profile.person.mentions:
                if mention.spans[0].start in first:
                    taken |= _add_beside(document.text, sentence, profile, mention, names, registry)
    return profiles, frozenset(taken)


def _add_beside(
    text: str,
    sentence: Sentence,
    profile: Profile,
    mention: Mention,
    names: frozenset[int],
    registry: BodyRegistry,
) -> None:
    tokens = sentence.tokens
    start = next(i for i, t in enumerate(tokens) if t.start == mention.spans[0].start)
    after = next(
        (i for i in range(start, len(tokens)) if tokens[i].start >= mention.spans[0].end), len(tokens)
    )
    phrases: list[RolePhrase] = list(roles_before(tokens, start))
    phrases += roles_after(tokens, after, names)
    for phrase in phrases:
        if country_of_inhabitant(tokens[phrase.noun].form) is None:
            profile.add_role(phrase.title(text, tokens))
        for body in bodies_of_phrase(text, tokens, phrase, registry):
            profile.add_body(body)
        if phrase.article is not None and tokens[phrase.article].tag == "PPOSAT" and phrase.noun + 1 == start:
            body = registry.last_organisation(tokens[phrase.article].start)
            if body is not None and not _names_kin(tokens[phrase.noun].form):
                profile.add_body(body)
    for body in bodies_in_bracket(tokens, after, registry):
        profile.add_body(body)
    if (
        mention.kind is MentionKind.FULL_NAME
        and after < len(tokens)
        and tokens[after].form in {"von", "vom", "beim"}
    ):
        for body in bodies_from(tokens, after, registry):
            profile.add_body(body)
    return {tokens[phrase.noun].start for phrase in phrases}


def add_bodies_in_context(document: Document, profiles: list[Profile], registry: BodyRegistry) -> None:
    """Give people whose role belongs to a body, but names none, the fitting body named last before them."""
    for profile in profiles:
        if profile.bodies or not profile.roles:
            continue
        start = profile.person.mentions[0].spans[0].start
        paragraph = next((b.start for b in document.blocks if b.start <= start < b.end), 0)
        for role in profile.roles:
            body = body_in_context(role.split()[-1], start, paragraph, registry)
            if body is not None:
                profile.add_body(body)
                break


def _names_kin(word: str) -> bool:
    return word.lower().endswith(
        (
            "kollege",
            "kollegin",
            "frau",
            "mann",
            "bruder",
            "schwester",
            "sohn",
            "tochter",
            "vater",
            "mutter",
            "schwager",
            "nichte",
            "neffe",
            "anwalt",
            "anwältin",
        )
    )


def finished(profile: Profile, registry: BodyRegistry) -> Person:
    """Return the person with roles and affiliations."""
    bodies = tuple(registry.body(name) for name in profile.bodies)
    return replace(profile.person, roles=tuple(profile.roles), affiliations=bodies)
