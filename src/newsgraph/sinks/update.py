"""SPARQL Update requests that replace named graphs whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.rdf.graph import ArticleGraph


def replacement(*graphs: ArticleGraph) -> str:
    """Return one request after which each named graph holds exactly the triples of its graph."""
    return ";\n".join(replace_graph(graph.graph, graph.to_ntriples()) for graph in graphs)


def replace_graph(name: str, ntriples: str) -> str:
    """Return the operations after which the named graph holds exactly these triples.

    They are N-Triples, which SPARQL takes as they are: no text is pasted together from values.
    """
    return f"DROP SILENT GRAPH <{name}>;\nINSERT DATA {{ GRAPH <{name}> {{\n{ntriples}}} }}"
