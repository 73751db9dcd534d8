"""Many units in one rdflib graph, each as if it were alone.

pyshacl costs much less an article when it gets many at once. But then a person whom two articles describe
would have the values of both. So what one unit describes and another one names gets an IRI of its own in
the second, and results are translated back.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import rdflib
from rdflib import SH
from rdflib.plugins.sparql import prepareQuery

from newsgraph.rdf.terms import literal_parts
from newsgraph.rdf.validate_sieve import find_targeted
from newsgraph.rdf.validate_units import SUBCLASS, TYPE
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

    from newsgraph.rdf.shapes import Shapes
    from newsgraph.rdf.terms import Term
    from newsgraph.rdf.validate_units import Unit

_LONERS: Final = (SH.targetNode, SH.targetObjectsOf, SH.sparql)


def groups_of(
    waiting: list[tuple[Unit, frozenset[Node]]], shapes: Shapes
) -> Iterator[tuple[list[Unit], frozenset[Node]]]:
    """Yield units that can share a graph, with the shapes to check them by, out of each unit and its shapes.

    A unit that describes a node which the shapes name, or has classes of its own (`rdfs:subClassOf`), stands
    alone. So does each before shapes that look at nodes without a description (then nobody can tell whose
    they are), or that ask queries, which see everything.
    """
    lonely = find_lonely(shapes.graph)
    together: list[Unit] = []
    shared: set[Node] = set()
    for unit, suspects in waiting:
        if any(triple[0][1:-1] in shapes.terms or triple[1] == SUBCLASS for triple in unit.triples):
            yield [unit], suspects
            continue
        if lone := suspects & lonely:
            yield [unit], lone
        if rest := suspects - lonely:
            together.append(unit)
            shared |= rest
    if together:
        yield together, frozenset(shared)


@cache
def find_lonely(shapes: rdflib.Graph) -> frozenset[Node]:
    """Return the shapes with targets that can check only one unit at a time."""
    targeted = find_targeted(shapes)
    found = {shape for term in _LONERS for shape in shapes.subjects(term)}
    # A query within another shape is asked for whoever refers to it.
    return targeted if found - targeted else frozenset(found)


class _Queried(rdflib.Graph):
    """A graph that reads each query once: pyshacl hands it over as text again for every focus node."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401  handed on
        """Ask a query as rdflib does, with the prefixes that rdflib knows by itself."""
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@cache
def _prepared(text: str) -> Query:
    return prepareQuery(text, initNs=dict(rdflib.Graph().namespaces()))


class Chunk:
    """Units in one graph; lives as long as they are validated. `fixed` are IRIs that keep their names."""

    def __init__(self, units: list[Unit], fixed: frozenset[str]) -> None:
        """Put the units into one graph."""
        self.units = units
        self.graph: rdflib.Graph = _Queried(bind_namespaces="none")
        self._fixed = fixed
        self._described: dict[Term, int] = {}
        self._originals: dict[Node, tuple[str, int]] = {}
        self._terms: dict[Term, Node] = {}
        for number, unit in enumerate(units):
            for subject in {triple[0] for triple in unit.triples}:
                self._described.setdefault(subject, number)
        with _quiet():
            for number, unit in enumerate(units):
                self._fill(number, unit)

    def _fill(self, number: int, unit: Unit) -> None:
        own: dict[Term, Node] = {}
        add = self.graph.add
        for subject, predicate, obj in unit.triples:
            target = self._term(obj) if predicate == TYPE else self._node(obj, number, own)
            add((self._node(subject, number, own), self._term(predicate), target))

    def _node(self, term: Term, number: int, own: dict[Term, Node]) -> Node:
        if term[0] == '"':
            return self._term(term)
        home = self._described.get(term, number)
        if home == number and term[0] == "<":
            return self._term(term)
        if term[1:-1] in self._fixed:
            return self._term(term)
        node = own.get(term)
        if node is None:
            node = own[term] = _renamed(term, number)
            self._originals[node] = (term[1:-1] if term[0] == "<" else term, number)
        return node

    def _term(self, term: Term) -> Node:
        node = self._terms.get(term)
        if node is None:
            node = self._terms[term] = to_node(term)
        return node

    def original(self, node: Node) -> str:
        """Return the IRI that a node of the graph has in the data, or the value of a literal."""
        known = self._originals.get(node)
        return known[0] if known else str(node)

    def unit_of(self, node: Node) -> Unit | None:
        """Return the unit that a node belongs to."""
        known = self._originals.get(node)
        if known:
            return self.units[known[1]]
        number = self._described.get(f"<{node}>")
        return self.units[number] if number is not None else None

    def anchor(self, node: Node) -> Node:
        """Return a node that has an IRI and is described: this one, or the nearest that leads to it."""
        seen = {node}
        level = [node]
        while level:
            for one in level:
                if isinstance(one, rdflib.URIRef) and (one, None, None) in self.graph:
                    return one
            above = {s for one in level for s in self.graph.subjects(None, one)} - seen
            seen |= above
            level = sorted(above, key=str)
        return node


def _renamed(term: Term, number: int) -> Node:
    if term[0] == "<":
        return rdflib.URIRef(f"urn:newsgraph:unit:{number}:{term[1:-1]}")
    return rdflib.BNode(f"u{number}x{term[2:]}")


def to_node(term: Term) -> Node:
    """Return an N-Triples term as rdflib's; a literal keeps its lexical form."""
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
