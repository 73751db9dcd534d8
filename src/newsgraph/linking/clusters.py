"""Entities put together, the surest pairs first, as long as nothing contradicts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.linking.people_profiles import Entity, entity_of
from newsgraph.linking.people_scores import contradicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.linking.people_scores import Score

_UNDER_ARTICLE: Final = re.compile(r"[/#:]article/")


@dataclass(frozen=True, slots=True)
class Edge:
    """Two entities held to be one, by the IRIs that stand for them; `object` is the better known."""

    subject: str
    object: str
    score: Score

    @property
    def rank(self) -> tuple[float, str, str]:
        """What comes first: the surest, and among equals a fixed order."""
        return (-self.score.confidence, self.subject, self.object)


def edge(one: str, other: str, score: Score) -> Edge:
    """Return an edge that leads from an IRI under an article to a shared one, else in their order."""
    subject, obj = sorted((one, other), key=standing, reverse=True)
    return Edge(subject, obj, score)


def standing(node: str) -> tuple[bool, str]:
    """Return what makes an IRI fit to stand for several, the least first: one that articles share.

    >>> min("a:/article/1/person/x", "a:/person/ada-x", key=standing)
    'a:/person/ada-x'

    The queries that come with newsgraph choose the same one.
    """
    return (_UNDER_ARTICLE.search(node) is not None, node)


class Clusters:
    """Entities, and which of them were put together so far."""

    def __init__(self, entities: Iterable[Entity], apart: Iterable[frozenset[str]] = ()) -> None:
        """Start with each by itself; `apart` are pairs of IRIs that stay apart whatever speaks for them."""
        self._entities = {entity.node: entity for entity in entities}
        self._root = {node: node for node in self._entities}
        self._members = {node: {node} for node in self._entities}
        self._apart: dict[str, set[str]] = {}
        for pair in apart:
            for node in pair:
                self._apart.setdefault(node, set()).update(pair - {node})
        self.edges: list[Edge] = []

    def entities(self) -> Iterator[Entity]:
        """Yield the entities as they are now, in the order of their IRIs."""
        for node in sorted(self._entities):
            yield self._entities[node]

    def find(self, node: str) -> str:
        """Return the IRI that stands for the cluster of `node`."""
        while self._root[node] != node:
            node = self._root[node]
        return node

    def join(self, edges: Iterable[Edge]) -> None:
        """Put together what the edges say, the surest first; an edge that would contradict is dropped.

        So where a chain of edges leads to a contradiction, its weakest edge is the one that gives way.
        """
        for one in sorted(edges, key=lambda one: one.rank):
            self.join_one(one)

    def join_one(self, one: Edge, *, force: bool = False) -> bool:
        """Put two clusters together and say whether that was possible.

        With `force` only what must stay apart stands against it, not what contradicts.
        """
        first, second = self.find(one.subject), self.find(one.object)
        if first == second:
            return True
        if self._kept_apart(first, second):
            return False
        if not force and contradicts(self._entities[first], self._entities[second]):
            return False
        self.edges.append(one)
        kept, gone = sorted((first, second), key=standing)
        profiles = (*self._entities[kept].profiles, *self._entities.pop(gone).profiles)
        self._entities[kept] = entity_of(kept, profiles)
        self._root[gone] = kept
        self._members[kept] |= self._members.pop(gone)
        return True

    def _kept_apart(self, first: str, second: str) -> bool:
        few, many = sorted((self._members[first], self._members[second]), key=len)
        return any(not many.isdisjoint(self._apart.get(node, ())) for node in few)
