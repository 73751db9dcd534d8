"""The description of a whole dataset, in a graph of its own: VoID and DCAT, with counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.terms import integer, iri, string
from newsgraph.vocab import DCAT, DCTERMS, NG, OA, PROV, RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from newsgraph.rdf.terms import Term, Triple

_TYPE: Final = iri(RDF.type)
_COUNTED: Final = (
    SCHEMA.NewsArticle,
    SCHEMA.Person,
    SCHEMA.Organization,
    SCHEMA.Place,
    NG.AnonymousAgent,
    NG.Mention,
    NG.Statement,
    NG.Proposal,
    OA.SpecificResource,
)


@dataclass(slots=True)
class DatasetCounts:
    """Counts what the graphs of a dataset hold; feed every graph once, in any order.

    A node that several graphs describe (a person, a place) counts once.
    """

    triples: int = 0
    _nodes: dict[Term, set[Term]] = field(default_factory=dict)

    def add(self, graph: ArticleGraph) -> None:
        """Count one article's graph."""
        self.triples += len(graph)
        for subject, predicate, obj in graph.triples:
            if predicate == _TYPE:
                self._nodes.setdefault(obj, set()).add(subject)

    def entities(self) -> Counter[str]:
        """Return how many nodes there are of each class that the description counts."""
        found = Counter({cls: len(self._nodes.get(iri(cls), ())) for cls in _COUNTED})
        return +found


def dataset_iri(base: str) -> str:
    """Return the IRI of the dataset with this base of data IRIs."""
    return f"{base}dataset"


def build_dataset(
    base: str,
    counts: DatasetCounts,
    *,
    title: str = "News articles as linked data",
    licence: str | None = None,
) -> ArticleGraph:
    """Return the graph that describes the dataset.

    `licence` is the IRI of the data's licence; without one none is claimed. The title, the classes and their
    counts depend on the data alone, so the same graphs give the same description.
    """
    node = iri(dataset_iri(base))
    triples: list[Triple] = [
        (node, _TYPE, iri(VOID.Dataset)),
        (node, _TYPE, iri(DCAT.Dataset)),
        (node, iri(DCTERMS["title"]), string(title)),
        (node, iri(VOID.uriSpace), string(base)),
        (node, iri(VOID.triples), integer(counts.triples)),
        *((node, iri(VOID.vocabulary), iri(str(space))) for space in (SCHEMA, NG, PROV, OA)),
    ]
    if licence is not None:
        triples.append((node, iri(DCTERMS.license), iri(licence)))
    for cls, number in sorted(counts.entities().items()):
        part = iri(f"{dataset_iri(base)}/class/{cls.rpartition('/')[2].rpartition('#')[2]}")
        triples += [
            (node, iri(VOID.classPartition), part),
            (part, iri(VOID["class"]), iri(cls)),
            (part, iri(VOID.entities), integer(number)),
        ]
    return graph_of(dataset_iri(base), f"{dataset_iri(base)}/graph", triples)
