"""One article's graph as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

    from newsgraph.rdf.terms import Triple


@dataclass(frozen=True, slots=True)
class ArticleGraph:
    """All triples about one article, in its named graph.

    `article` and `graph` are IRIs; `triples` are N-Triples terms, each triple once and in code point order.
    There are no blank nodes, so two graphs are the same exactly if they are equal. `origin` (the file that
    the article was read from) is for messages and does not count in a comparison. Triples that belong to no
    article (an ontology read from a file) come in a graph whose two IRIs are empty: the default graph.
    """

    article: str
    graph: str
    triples: tuple[Triple, ...]
    origin: str | None = None

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self.triples)

    def __eq__(self, other: object) -> bool:
        """Compare graph name and triples; the file of origin does not matter."""
        if not isinstance(other, ArticleGraph):
            return NotImplemented
        return self.graph == other.graph and self.triples == other.triples

    def __hash__(self) -> int:
        """Hash what is compared."""
        return hash((self.graph, self.triples))

    def to_nquads(self) -> str:
        """Return the graph as sorted N-Quads, one line a triple."""
        end = f" <{self.graph}> .\n" if self.graph else " .\n"
        return "".join([f"{s} {p} {o}{end}" for s, p, o in self.triples])

    def to_ntriples(self) -> str:
        """Return the graph as sorted N-Triples."""
        return "".join([f"{s} {p} {o} .\n" for s, p, o in self.triples])

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """Yield pyoxigraph quads in the order of the triples."""
        return pyoxigraph.parse(self.to_nquads(), format=pyoxigraph.RdfFormat.N_QUADS)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return an rdflib Dataset with this graph as a named graph and their union as its default graph."""
        from newsgraph.rdf.bridge import dataset_of  # noqa: PLC0415  rdflib takes long to import and few need it

        return dataset_of(self.quads())


def graph_of(article: str, graph: str, triples: Iterable[Triple], origin: str | None = None) -> ArticleGraph:
    """Return a graph of these triples, put in order and each kept once."""
    return ArticleGraph(article, graph, tuple(sorted(set(triples))), origin)
