"""A unit as an rdflib graph, which is what pyshacl reads."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.plugins.sparql import prepareQuery

from newsgraph.rdf.terms import literal_parts
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from typing import Self

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    from newsgraph.rdf.terms import Term, Triple


class ReadGraph(rdflib.Graph):
    """A graph that only grows, and answers what pyshacl asks most without the detour of a store.

    Each query is read once: pyshacl hands it over as text again for every focus node.
    """

    def __init__(self) -> None:
        """Make an empty graph."""
        super().__init__(bind_namespaces="none")
        self._values: dict[tuple[Node | None, Node | None], dict[Node, None]] = {}

    def add(self, triple: tuple[Node, Node, Node]) -> Self:
        """Add a triple."""
        subject, predicate, obj = triple
        self._values.setdefault((subject, predicate), {})[obj] = None
        return super().add(triple)

    def objects(
        self,
        subject: Any = None,  # noqa: ANN401  as rdflib has it
        predicate: Any = None,  # noqa: ANN401  as above
        unique: bool = False,
    ) -> Generator[Node, None, None]:
        """Yield the values of a node's property, or what rdflib finds for anything else."""
        if subject is not None and isinstance(predicate, rdflib.URIRef):
            yield from self._values.get((subject, predicate), ())
        else:
            yield from super().objects(subject, predicate, unique)

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401  handed on
        """Ask a query as rdflib does, with the prefixes that rdflib knows by itself."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@cache
def _prepared(text: str) -> Query:
    return prepareQuery(text, initNs=dict(rdflib.Graph().namespaces()))


def graph_of_triples(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return the triples as one graph; literals keep their lexical form."""
    graph = ReadGraph()
    nodes: dict[Term, Node] = {}
    with _quiet():
        for triple in triples:
            for term in triple:
                if term not in nodes:
                    nodes[term] = _node(term)
            subject, predicate, obj = triple
            graph.add((nodes[subject], nodes[predicate], nodes[obj]))
    return graph


def name_of(node: Node) -> str:
    """Return the IRI of a node, its name with `_:` if it is a blank node, or the value of a literal.

    >>> name_of(rdflib.BNode("b")), name_of(rdflib.Literal(7))
    ('_:b', '7')
    """
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def find_anchor(graph: rdflib.Graph, node: Node) -> Node:
    """Return a node that has an IRI and is described: this one, or the nearest that leads to it."""
    seen = {node}
    level = [node]
    while level:
        for one in level:
            if isinstance(one, rdflib.URIRef) and (one, None, None) in graph:
                return one
        above = {s for one in level for s in graph.subjects(None, one)} - seen
        seen |= above
        level = sorted(above, key=str)
    return node


def _node(term: Term) -> Node:
    if term[0] == "<":
        return rdflib.URIRef(term[1:-1])
    if term[0] == "_":
        return rdflib.BNode(term[2:])
    value, datatype, language = literal_parts(term)
    if datatype is None or datatype == XSD.string:
        return rdflib.Literal(value, lang=language)
    return rdflib.Literal(value, datatype=rdflib.URIRef(datatype), normalize=False)


@contextmanager
def _quiet() -> Iterator[None]:
    # rdflib logs a traceback for each literal that its datatype does not allow; the report will name them.
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
