"""Many units in one rdflib graph, each as if it were alone.

pyshacl costs much less an article when it gets many at once. But then a person whom two articles describe
would have the values of both. So what one unit describes and another one names gets an IRI of its own in
the second, and results are translated back.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import rdflib
from rdflib import SH

from newsgraph.rdf.terms import literal_parts
from newsgraph.rdf.validate_units import SUBCLASS, TYPE
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from newsgraph.rdf.shapes import Shapes
    from newsgraph.rdf.terms import Term
    from newsgraph.rdf.validate_units import Unit

_LONERS: Final = (SH.targetNode, SH.targetObjectsOf, SH.sparql)


def groups_of(units: list[Unit], shapes: Shapes) -> Iterator[list[Unit]]:
    """Yield the units that can share a graph together, and each of those that cannot by itself.

    A unit that describes a node which the shapes name, or has classes of its own (`rdfs:subClassOf`), stands
    alone. So do all if the shapes look at nodes that may have no description (then nobody can tell whose
    they are), or ask queries, which see everything.
    """
    if any((None, term, None) in shapes.graph for term in _LONERS):
        yield from ([unit] for unit in units)
        return
    together = []
    for unit in units:
        if any(triple[0][1:-1] in shapes.terms or triple[1] == SUBCLASS for triple in unit.triples):
            yield [unit]
        else:
            together.append(unit)
    if together:
        yield together


class Chunk:
    """Units in one graph; lives as long as they are validated. `fixed` are IRIs that keep their names."""

    def __init__(self, units: list[Unit], fixed: frozenset[str]) -> None:
        """Put the units into one graph."""
        self.units = units
        self.graph = rdflib.Graph(bind_namespaces="none")
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
