"""SHACL property paths as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import rdflib
from rdflib import RDF, SH
from rdflib.collection import Collection

if TYPE_CHECKING:
    from rdflib.term import Node

_SUFFIXES: Final = ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?"))


def text_of_path(graph: rdflib.Graph, path: Node) -> str:
    """Return a path as a query would write it; one property alone is its bare IRI.

    >>> shapes = rdflib.Graph().parse(data='''@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    ... :s sh:path [ sh:inversePath :of ] .''', format="turtle")
    >>> text_of_path(shapes, shapes.value(rdflib.URIRef("urn:x:s"), SH.path))
    '^<urn:x:of>'

    Source: https://www.w3.org/TR/shacl/#property-paths, https://www.w3.org/TR/sparql11-query/#propertypaths.
    """
    return str(path) if isinstance(path, rdflib.URIRef) else _step(graph, path)


def _step(graph: rdflib.Graph, path: Node) -> str:
    if isinstance(path, rdflib.URIRef):
        return f"<{path}>"
    if (path, RDF.first, None) in graph:
        return "/".join(_grouped(graph, part) for part in Collection(graph, path))
    if (inverse := graph.value(path, SH.inversePath)) is not None:
        return f"^{_grouped(graph, inverse)}"
    if (choice := graph.value(path, SH.alternativePath)) is not None:
        return "(" + "|".join(_grouped(graph, part) for part in Collection(graph, choice)) + ")"
    for term, suffix in _SUFFIXES:
        if (inner := graph.value(path, term)) is not None:
            return f"{_grouped(graph, inner)}{suffix}"
    return ""


def _grouped(graph: rdflib.Graph, path: Node) -> str:
    text = _step(graph, path)
    return f"({text})" if (path, RDF.first, None) in graph else text
