"""The words by which a person recognises a node of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from newsgraph.vocab import NG, OA, PROV, RDF, SCHEMA

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_LABELS: Final = tuple(
    URIRef(term)
    for term in (SCHEMA.text, SCHEMA.name, NG.surface, SCHEMA.headline, OA.exact, SCHEMA.alternateName)
)
_UPWARDS: Final = tuple(
    URIRef(term)
    for term in (
        OA.hasSelector,
        NG.evidence,
        NG.speakerEvidence,
        NG.cueEvidence,
        NG.refersTo,
    )
)
_ONWARDS: Final = tuple(
    URIRef(term)
    for term in (
        *(NG.refersTo, NG.speaker, NG.proposer, RDF.subject),
        *(PROV.wasGeneratedBy, PROV.used, PROV.wasDerivedFrom),
    )
)
LONGEST: Final = 160
"""Characters of an excerpt; what is longer ends in an ellipsis."""


def find_excerpt(graph: rdflib.Graph, node: Node) -> str | None:
    """Return the text of a statement, the name of a person, or for a piece of evidence that of its bearer.

    For a text, and for the activity that read it, that is the headline. None where nothing around the node
    has words.
    """
    level = [node]
    seen = {node}
    for _ in range(4):
        for one in level:
            if (words := _label(graph, one)) is not None:
                return words
        level = [n for one in level for n in _around(graph, one) if n not in seen]
        seen.update(level)
    return None


def _label(graph: rdflib.Graph, node: Node) -> str | None:
    for predicate in _LABELS:
        known = sorted(
            str(o) for o in graph.objects(node, predicate) if isinstance(o, Literal) and str(o).strip()
        )
        if known:
            words = " ".join(known[0].split())
            return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
    return None


def _around(graph: rdflib.Graph, node: Node) -> list[Node]:
    found: list[Node] = []
    for predicate in _UPWARDS:
        found += sorted(graph.subjects(predicate, node), key=str)
    for predicate in _ONWARDS:
        found += sorted(graph.objects(node, predicate), key=str)
    return found
