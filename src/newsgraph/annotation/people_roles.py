"""Gives the people of an article the roles and affiliations that stand beside their names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.name_words import country_of_inhabitant
from newsgraph.annotation.people_bodies import join_short_names
from newsgraph.annotation.people_owners import find_owner, is_counterpart, is_staff, possessive_before
from newsgraph.annotation.people_profiles import Profile
from newsgraph.annotation.roles import roles_after, roles_before
from newsgraph.annotation.roles_bodies import bodies_behind_name, bodies_in_bracket, bodies_of_phrase
from newsgraph.annotation.roles_titles import title_of
from newsgraph.lexicon import load_lines, load_words
from newsgraph.model import Mention, MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.annotation.roles import RolePhrase
    from newsgraph.model import Person

_GREENS = frozenset({"Grüne", "Grünen", "Grüner"})


@dataclass(frozen=True, slots=True)
class _Scene:
    """An article with its people and bodies while they are gathered."""

    document: Document
    profiles: list[Profile]
    registry: BodyRegistry


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands: tokens of its sentence, its first token, the one after it."""

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
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for order, person in enumerate(persons):
        for number, mention in enumerate(person.mentions):
            places[mention.spans[0].start].append((order, number))
    scene = _Scene(document, profiles, registry)
    for sentence in document.sentences:
        tokens = sentence.tokens
        first = {token.start: index for index, token in enumerate(tokens)}
        names = frozenset(index for offset, index in first.items() if offset in starts)
        for order, number in sorted(here for offset in first for here in places.get(offset, ())):
            profile, mention = profiles[order], persons[order].mentions[number]
            start = first[mention.spans[0].start]
            after = _index_after(tokens, start, mention.spans[0].end)
            place = _Place(tokens, start, after)
            phrases = (*roles_before(tokens, start), *roles_after(tokens, place.after, names))
            taken |= {tokens[phrase.noun].start for phrase in phrases}
            for phrase in phrases:
                _add_phrase(scene, profile, place, phrase)
                _add_owner(scene, profile, place, phrase)
            _add_origin(profile, place, mention, registry)
            _add_party_before(profile, place, mention, registry)
            _add_behind(profile, place, mention, registry)
    join_short_names(registry)
    return profiles, frozenset(taken)


def _index_after(tokens: Sequence[Token], start: int, end: int) -> int:
    return next((i for i in range(start, len(tokens)) if tokens[i].start >= end), len(tokens))


def _add_phrase(scene: _Scene, profile: Profile, place: _Place, phrase: RolePhrase) -> None:
    tokens = place.tokens
    noun = tokens[phrase.noun]
    namings = tuple(bodies_of_phrase(tokens, phrase, scene.registry))
    if country_of_inhabitant(noun.form) is None and not _is_relation(tokens, phrase):
        beside = phrase.noun < place.start and tokens[phrase.noun + 1].form != ","
        reason = "title before the name" if beside else "apposition"
        behind = any(naming.span.start > noun.end for naming in namings)
        title, span = title_of(scene.document.text, tokens, phrase, body_named=behind)
        profile.add_role(title, reason, 0.95, (span,))
    for name, reason, confidence, span in namings:
        profile.add_body(name, reason, confidence, (span,))


def _add_owner(scene: _Scene, profile: Profile, place: _Place, phrase: RolePhrase) -> None:
    """Add the body that a possessive before the role takes up: "Auch die Grünen … Deren Abgeordneter"."""
    possessive = possessive_before(place.tokens, phrase)
    noun = place.tokens[phrase.noun].form
    if possessive is None or phrase.noun + 1 != place.start:
        return
    owner = find_owner(scene.document, possessive, scene.profiles, scene.registry)
    if owner is None:
        return
    if owner.person is None and not noun.lower().endswith(load_lines("kin.txt")):
        profile.add_body(owner.name, "possessive", 0.85, (owner.span, possessive.span))
    if owner.person is None or owner.person is profile:
        return
    if is_staff(noun):
        profile.principal = owner.person
    elif is_counterpart(noun):
        spans = (phrase.span(place.tokens), owner.span)
        reason = f"counterpart of {owner.person.person.name}"
        profile.add_role(phrase.title(place.tokens), reason, 0.96, spans)


def _is_relation(tokens: Sequence[Token], phrase: RolePhrase) -> bool:
    """Say whether the noun tells only whose kin somebody is: "seine Tochter", ", eine Cousine des Chefs"."""
    following = tokens[phrase.noun + 1].form if phrase.noun + 1 < len(tokens) else ""
    if tokens[phrase.noun].form.lower() in load_words("kin.txt") and following in {"des", "der", "von"}:
        return phrase.article is not None
    owned = phrase.article is not None and tokens[phrase.article].tag == "PPOSAT"
    return owned and phrase.start == phrase.noun and tokens[phrase.noun].form in load_words("relations.txt")


def _add_origin(profile: Profile, place: _Place, mention: Mention, registry: BodyRegistry) -> None:
    """Add the country of "der Finne Paavo Tiilikka"; a bare "der Finne" later on is weaker."""
    before = place.tokens[place.start - 1] if place.start else None
    country = country_of_inhabitant(before.form) if before is not None else None
    if before is None or country is None or mention.kind is not MentionKind.FULL_NAME:
        return
    named = Mention((before.span,), before.form, reason="inhabitant of a country", confidence=0.9)
    profile.add_body(registry.add_country(country, named), "inhabitant", 0.9, (before.span,))


def _add_party_before(profile: Profile, place: _Place, mention: Mention, registry: BodyRegistry) -> None:
    """Add the party of "die Grüne Noemi Suter", "der Grünen Swantje Bohlen"."""
    before = place.start - 1
    if before < 1 or mention.kind is not MentionKind.FULL_NAME or place.tokens[before].form not in _GREENS:
        return
    if place.tokens[before - 1].tag in {"ART", "APPRART", "PPOSAT"} or place.tokens[before - 1].form in {
        "und",
        ",",
    }:
        hit = registry.body_at(place.tokens[before].span)
        if hit is not None:
            profile.add_role(place.tokens[before].form, "party before the name", 0.9, (hit[1],))
            profile.add_body(hit[0], "party before the name", 0.9, (hit[1],))


def _add_behind(profile: Profile, place: _Place, mention: Mention, registry: BodyRegistry) -> None:
    """Add the bodies behind a name: "(CDU)", "vom Institut für Mobilität"."""
    tokens, after = place.tokens, place.after
    namings = [*bodies_in_bracket(tokens, after, registry)]
    if mention.kind is MentionKind.FULL_NAME:
        namings += bodies_behind_name(tokens, after, registry)
    for name, reason, confidence, span in namings:
        profile.add_body(name, reason, confidence, (span,))
