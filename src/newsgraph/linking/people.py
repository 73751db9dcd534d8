"""Who is the same human being across articles, and which namesakes are two."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from newsgraph.linking.clusters import Clusters, Edge, edge, standing
from newsgraph.linking.names import sound
from newsgraph.linking.people_found import find_people, reason_of
from newsgraph.linking.people_profiles import profiles_of
from newsgraph.linking.people_scores import MARGIN, Score, score
from newsgraph.linking.roles import tails_of_role
from newsgraph.model import LinkDecision, LinkPredicate, PeopleLinks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.linking.people_found import Found
    from newsgraph.linking.people_profiles import Entity
    from newsgraph.model import ArticleRecord, Override

_SURE: Final = 1.0


def link_people(articles: Iterable[ArticleRecord], overrides: Sequence[Override] = ()) -> PeopleLinks:
    """Return which people of different articles are one, and which that share an IRI are several.

    First the namesakes under each shared IRI are told apart, then full names in several spellings are put
    together, then single names go to the full name that fits, if one fits clearly better than the others,
    and at last to each other. What the user decided comes before all that. The order of the articles makes
    no difference.
    """
    profiles = sorted(profiles_of(articles), key=lambda profile: (profile.person.article, profile.node))
    found = find_people(profiles, overrides)
    wishes = [wish for wish in overrides if _is_between(wish, found)]
    clusters = Clusters(found.entities.values(), (_pair(w, found) for w in wishes if not w.same))
    notices = [*_ambiguous(overrides, found), *_join_wishes(clusters, wishes, found)]
    clusters.join(_edges(clusters, single=False))
    clusters.join(_clear(clusters))
    clusters.join(_edges(clusters, single=True))
    apart = [_decision(w, found) for w in wishes if not w.same]
    same = (_as_decision(one, LinkPredicate.SAME_PERSON) for one in clusters.edges)
    return PeopleLinks((*found.decisions, *apart, *same), found.aspects, tuple(notices))


def _as_decision(one: Edge, predicate: LinkPredicate) -> LinkDecision:
    found = one.score
    return LinkDecision(one.subject, predicate, one.object, found.reason, found.confidence, found.evidence)


class Identities:
    """Which IRI stands for each person after linking."""

    def __init__(self, people: PeopleLinks) -> None:
        """Follow the links of `people`, in both directions."""
        self._aspects = {(aspect.article, aspect.person): aspect.iri for aspect in people.aspects}
        self._root: dict[str, str] = {}
        for decision in people.decisions:
            if decision.predicate is LinkPredicate.SAME_PERSON:
                kept, gone = sorted((self._find(decision.subject), self._find(decision.object)), key=standing)
                self._root[gone] = kept

    def of(self, article: str, person: str) -> str:
        """Return the IRI that stands for a person whom an article speaks of."""
        return self._find(self._aspects.get((article, person), person))

    def _find(self, node: str) -> str:
        while (above := self._root.get(node, node)) != node:
            node = above
        return node


def _is_between(wish: Override, found: Found) -> bool:
    one, other = found.only(wish.subject), found.only(wish.object)
    return one is not None and other is not None and one != other and not _is_within(wish, found)


def _is_within(wish: Override, found: Found) -> bool:
    """Say whether a wish speaks of two people who share an IRI: those are told apart before."""
    persons = [
        {profile.person.iri for node in found.meant.get(iri, ()) for profile in found.entities[node].profiles}
        for iri in (wish.subject, wish.object)
    ]
    return persons[0] == persons[1]


def _ambiguous(overrides: Sequence[Override], found: Found) -> Iterator[str]:
    for wish in overrides:
        for iri in (wish.subject, wish.object):
            if len(found.meant.get(iri, ())) > 1 and not _is_within(wish, found):
                example = min(p for p, nodes in found.meant.items() if nodes < found.meant[iri])
                yield f"overrides, line {wish.line}: several people share {iri}; name one, such as {example}"


def _pair(wish: Override, found: Found) -> frozenset[str]:
    return frozenset(node for iri in (wish.subject, wish.object) if (node := found.only(iri)) is not None)


def _join_wishes(clusters: Clusters, wishes: Iterable[Override], found: Found) -> Iterator[str]:
    """Put together whom the user holds to be one; yield a message where other lines stand against it."""
    for wish in sorted((w for w in wishes if w.same), key=lambda w: (w.subject, w.object)):
        one, other = sorted(_pair(wish, found))
        if not clusters.join_one(edge(one, other, _score(wish, found)), force=True):
            yield f"overrides, line {wish.line}: other lines say that the two are different"


def _score(wish: Override, found: Found) -> Score:
    return Score(_SURE, reason_of(wish), (*found.evidence(wish.subject), *found.evidence(wish.object)))


def _decision(wish: Override, found: Found) -> LinkDecision:
    one, other = sorted(_pair(wish, found))
    return _as_decision(edge(one, other, _score(wish, found)), LinkPredicate.DIFFERENT_PERSON)


def _edges(clusters: Clusters, *, single: bool) -> Iterator[Edge]:
    """Yield the pairs that are held to be one among the full names, or among the single ones."""
    blocks: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in clusters.entities():
        if entity.is_full is not single:
            for key in _keys_of_single(entity) if single else _keys_of_full(entity):
                blocks[key].append(entity)
    for key, block in sorted(blocks.items(), key=lambda item: item[0]):
        for one, other in combinations(block if _is_worth_comparing(key, block) else (), 2):
            found = score(one, other)
            if found is not None:
                yield edge(one.node, other.node, found)


def _clear(clusters: Clusters) -> Iterator[Edge]:
    """Yield for each single name the full name that fits best, if it does so clearly."""
    entities = list(clusters.entities())
    full: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities:
        if entity.is_full:
            for key in _keys_of_single(entity):
                full[key].append(entity)
    for entity in entities:
        if entity.is_full:
            continue
        candidates = {other.node: other for key in _keys_of_single(entity) for other in full.get(key, ())}
        fits = [(found, other.node) for other in candidates.values() if (found := score(entity, other))]
        fits.sort(key=lambda fit: (-fit[0].confidence, fit[1]))
        if len(fits) == 1 or (fits and fits[0][0].confidence - fits[1][0].confidence >= MARGIN):
            yield edge(entity.node, fits[0][1], fits[0][0])


def _keys_of_single(entity: Entity) -> set[tuple[str, str]]:
    """Return what a single name must share with another name: a known item, or the surname and a role.

    Roles that can be one have the last letters of their nouns in common, or of nouns that mean the same.
    """
    tails = {tail for role in entity.by_role for tail in tails_of_role(role)}
    surnames = {key for name in entity.names for key in name.keys}
    return {(surname, tail) for surname in surnames for tail in tails} | {(item, "") for item in entity.items}


def _keys_of_full(entity: Entity) -> set[tuple[str, str]]:
    """Return what two full names must share: a known item, or the sounds of family name and first given name.

    Of the given name the first letter is enough, if one of the two has no more.
    """
    names = [name for name in entity.names if name.given]
    sounds = {(key, sound(name.given[0])) for name in names for key in name.keys}
    letters = {(key, f"{name.given[0][:1]}.") for name in names for key in name.keys}
    return sounds | letters | {(item, "") for item in entity.items}


def _is_worth_comparing(key: tuple[str, str], block: Iterable[Entity]) -> bool:
    initials = (len(name.given[0]) == 1 for entity in block for name in entity.names if name.given)
    return not key[1].endswith(".") or any(initials)
