"""Gives the people of an article the roles and affiliations that stand beside their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.name_words import country_of_inhabitant
from newsgraph.annotation.people_profiles import Profile
from newsgraph.annotation.roles import roles_after, roles_before
from newsgraph.annotation.roles_bodies import bodies_from, bodies_in_bracket, bodies_of_phrase
from newsgraph.annotation.roles_context import body_in_context
from newsgraph.lexicon import load_lines
from newsgraph.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.roles import RolePhrase
    from newsgraph.model import Mention, Person


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands: tokens of its sentence, its first token and the one after it."""

    tokens: Sequence[Token]
    start: int
    after: int


def build_profiles(
    document: Document, persons: tuple[Person, ...], registry: BodyRegistry
) -> tuple[list[Profile], frozenset[int]]:
    """Return each person with roles and bodies beside the names, and the offsets of these role nouns."""
    taken: set[int] = set()
    starts = frozenset(m.spans[0].start for p in persons for m in p.mentions)
    profiles = [Profile(person) for person in persons]
    for sentence in document.sentences:
        tokens = sentence.tokens
        first = {token.start: index for index, token in enumerate(tokens)}
        names = frozenset(index for offset, index in first.items() if offset in starts)
        for profile in profiles:
            for mention in profile.person.mentions:
                if (start := first.get(mention.spans[0].start)) is None:
                    continue
                place = _Place(tokens, start, _index_after(tokens, start, mention.spans[0].end))
                phrases = (*roles_before(tokens, start), *roles_after(tokens, place.after, names))
                taken |= {tokens[phrase.noun].start for phrase in phrases}
                for phrase in phrases:
                    _add_phrase(profile, place, phrase, registry)
                _add_behind(profile, place, mention, registry)
    return profiles, frozenset(taken)


def _index_after(tokens: Sequence[Token], start: int, end: int) -> int:
    return next((i for i in range(start, len(tokens)) if tokens[i].start >= end), len(tokens))


def _add_phrase(profile: Profile, place: _Place, phrase: RolePhrase, registry: BodyRegistry) -> None:
    tokens = place.tokens
    noun = tokens[phrase.noun]
    if country_of_inhabitant(noun.form) is None:
        profile.add_role(phrase.title(tokens))
    for body in bodies_of_phrase(tokens, phrase, registry):
        profile.add_body(body)
    if phrase.article is None or phrase.noun + 1 != place.start or tokens[phrase.article].tag != "PPOSAT":
        return
    # "Auch der Denkmalverein will sich wehren. Sein Vorsitzender Friedger von Wolfen …"
    owner = registry.last_organisation(tokens[phrase.article].start)
    if owner is not None and not noun.form.lower().endswith(load_lines("kin.txt")):
        profile.add_body(owner)


def _add_behind(profile: Profile, place: _Place, mention: Mention, registry: BodyRegistry) -> None:
    """Add the bodies behind a name: "(CDU)", "vom Institut für Mobilität"."""
    tokens, after = place.tokens, place.after
    for body in bodies_in_bracket(tokens, after, registry):
        profile.add_body(body)
    full = mention.kind is MentionKind.FULL_NAME
    if full and after < len(tokens) and tokens[after].form in {"von", "vom", "beim"}:
        for body in bodies_from(tokens, after, registry):
            profile.add_body(body)


def add_bodies_in_context(document: Document, profiles: list[Profile], registry: BodyRegistry) -> None:
    """Give people whose role belongs to a body, but names none, the fitting body named last before them."""
    for profile in profiles:
        if profile.bodies or not profile.roles:
            continue
        start = profile.person.mentions[0].spans[0].start
        paragraph = next((b.start for b in document.blocks if b.start <= start < b.end), 0)
        nouns = (role.split()[-1] for role in profile.roles)
        found = (body_in_context(noun, start, paragraph, registry) for noun in nouns)
        body = next((name for name in found if name is not None), None)
        if body is not None:
            profile.add_body(body)
