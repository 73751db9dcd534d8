"""The one place where rdflib's terms and pyoxigraph's terms are turned into each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

OxTerm: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal"
"""What pyoxigraph has in subjects, predicates and objects."""

_STRING = "http://www.w3.org/2001/XMLSchema#string"


def to_rdflib(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Return pyoxigraph's term as rdflib's; a literal keeps its lexical form.

    Raises `TypeError` for what is no such term (a triple term of RDF 1.2).
    """
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == _STRING:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    raise TypeError(f"rdflib has no such term: {term!r}")


def from_rdflib(term: Node) -> OxTerm:
    """Return rdflib's term as pyoxigraph's. Raises `TypeError` for a variable or a graph."""
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        datatype = str(term.datatype) if term.datatype else _STRING
        return ox.Literal(str(term), datatype=ox.NamedNode(datatype))
    raise TypeError(f"pyoxigraph has no such term: {term!r}")


def dataset_of(quads: Iterable[ox.Quad]) -> rdflib.Dataset:
    """Return an rdflib Dataset of the quads; its default graph is the union of all."""
    dataset = rdflib.Dataset(default_union=True)
    graphs: dict[str | None, rdflib.Graph] = {}
    for quad in quads:
        name = None if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        if name not in graphs:
            graphs[name] = dataset.default_graph if name is None else dataset.graph(rdflib.URIRef(name))
        graphs[name].add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return dataset


def graph_of_quads(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return the union of the quads as one rdflib graph."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return graph


def quads_of(dataset: rdflib.Dataset) -> Iterator[ox.Quad]:
    """Yield the quads of an rdflib Dataset; those of its default graph come without a name."""
    for subject, predicate, obj, name in dataset.quads():
        node = from_rdflib(subject)
        if isinstance(node, ox.Literal):
            raise TypeError(f"a literal is no subject: {node!r}")
        default = name is None or name == DATASET_DEFAULT_GRAPH_ID
        graph = ox.DefaultGraph() if default else ox.NamedNode(str(name))
        yield ox.Quad(node, ox.NamedNode(str(predicate)), from_rdflib(obj), graph)
