"""The people of a corpus before anything is linked: one for each IRI, or several where namesakes share it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.iris import aspect_iri
from newsgraph.linking.clusters import standing
from newsgraph.linking.people_profiles import Entity, Profile, entity_of
from newsgraph.linking.people_scores import Score
from newsgraph.linking.people_split import Split, split
from newsgraph.model import LinkDecision, LinkPredicate, PersonAspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.model import Override

OVERRIDE: Final = "override"
"""What the reason of a link begins with that the user decided."""

_SURE: Final = 1.0
_Pairs: TypeAlias = dict[frozenset[str], Score]


@dataclass(frozen=True)
class Found:
    """The people, what tells namesakes apart, and the IRIs by which each can be meant.

    `entities` are by the IRI that stands for them; `meant` leads from the IRI of a person, or of a person in
    an article, to those of the entities that it can mean.
    """

    entities: dict[str, Entity]
    meant: dict[str, frozenset[str]]
    decisions: tuple[LinkDecision, ...] = ()
    aspects: tuple[PersonAspect, ...] = ()

    def only(self, iri: str) -> str | None:
        """Return the one entity that an IRI means; None where it means none, or several."""
        meant = self.meant.get(iri, frozenset())
        return next(iter(meant)) if len(meant) == 1 else None

    def evidence(self, iri: str) -> tuple[str, ...]:
        """Return a mention of whom an IRI means, the article of that IRI first."""
        node = self.only(iri)
        if node is None:
            return ()
        profiles = self.entities[node].profiles
        own = (p for p in profiles if iri in {p.person.iri, aspect_iri(p.person.iri, p.person.article)})
        return next(own, profiles[0]).evidence()


def find_people(profiles: Sequence[Profile], overrides: Iterable[Override]) -> Found:
    """Return the people of these profiles; what the user says of two who share an IRI tells them apart."""
    by_iri: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_iri[profile.person.iri].append(profile)
    wishes = _wishes(by_iri, overrides)
    entities: dict[str, Entity] = {}
    meant: dict[str, set[str]] = defaultdict(set)
    decisions: list[LinkDecision] = []
    aspects: list[PersonAspect] = []
    for iri, group in sorted(by_iri.items()):
        parts = _parts(group, *wishes.get(iri, ({}, {})))
        for part in parts.groups:
            node = iri if len(parts.groups) == 1 else min((p.node for p in part), key=standing)
            entities[node] = entity_of(node, part)
            for profile in part:
                meant[iri].add(node)
                meant[aspect_iri(iri, profile.person.article)].add(node)
        if len(parts.groups) > 1:
            aspects += [PersonAspect(p.node, iri, p.person.article) for part in parts.groups for p in part]
            decisions += [_decision(row, LinkPredicate.SAME_PERSON) for row in parts.same]
            decisions += [_decision(row, LinkPredicate.DIFFERENT_PERSON) for row in parts.different]
    return Found(entities, {k: frozenset(v) for k, v in meant.items()}, tuple(decisions), tuple(aspects))


def _parts(group: list[Profile], same: _Pairs, different: _Pairs) -> Split:
    person = group[0].person
    if person.is_local:
        return Split((tuple(group),))
    return split([replace(p, node=aspect_iri(person.iri, p.person.article)) for p in group], same, different)


def _decision(row: tuple[str, str, Score], predicate: LinkPredicate) -> LinkDecision:
    subject, obj, found = row
    return LinkDecision(subject, predicate, obj, found.reason, found.confidence, found.evidence)


def _wishes(
    by_iri: dict[str, list[Profile]], overrides: Iterable[Override]
) -> dict[str, tuple[_Pairs, _Pairs]]:
    """Return what the user decided on people who share an IRI: pairs that are one, and pairs that are not.

    Who names the shared IRI itself beside one article means all the other articles.
    """
    aspects = {
        aspect_iri(iri, p.person.article): (iri, p)
        for iri, group in by_iri.items()
        for p in group
        if not p.person.is_local
    }
    found: dict[str, tuple[_Pairs, _Pairs]] = {}
    for wish in overrides:
        one, other = _sides(wish.subject, aspects, by_iri), _sides(wish.object, aspects, by_iri)
        if one is None or other is None or one[0] != other[0]:
            continue
        pairs = found.setdefault(one[0], ({}, {}))[0 if wish.same else 1]
        for first in one[1]:
            for second in set(other[1]) - {first}:
                evidence = (*aspects[first][1].evidence(), *aspects[second][1].evidence())
                pairs[frozenset({first, second})] = Score(_SURE, reason_of(wish), evidence)
    return found


def _sides(
    iri: str, aspects: dict[str, tuple[str, Profile]], by_iri: dict[str, list[Profile]]
) -> tuple[str, list[str]] | None:
    """Return the shared IRI that is meant, and the people in articles that are."""
    if iri in aspects:
        return aspects[iri][0], [iri]
    if iri in by_iri and not by_iri[iri][0].person.is_local:
        return iri, [aspect_iri(iri, p.person.article) for p in by_iri[iri]]
    return None


def reason_of(wish: Override) -> str:
    """Return the reason of a link that the user decided."""
    return f"{OVERRIDE}: {wish.note}" if wish.note else OVERRIDE
