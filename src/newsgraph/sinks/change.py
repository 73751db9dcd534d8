"""Changes of named graphs, and whether what keeps them has the state before, that after, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsgraph.sinks.compare import is_same

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple


class Standing(StrEnum):
    """In which of its two states a graph is, where it is kept."""

    BEFORE = "before"
    AFTER = "after"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class GraphChange:
    """A named graph in two states; None where there is none."""

    name: str
    before: ArticleGraph | None
    after: ArticleGraph | None

    def standing(self, held: AbstractSet[Triple]) -> Standing:
        """Say which state these triples are; values that a store words its own way are the same."""
        for graph, standing in ((self.after, Standing.AFTER), (self.before, Standing.BEFORE)):
            if is_same(held, set(graph.triples) if graph else set()):
                return standing
        return Standing.NEITHER
