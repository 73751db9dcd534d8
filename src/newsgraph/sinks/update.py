"""SPARQL Update requests that replace named graphs whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.rdf.graph import ArticleGraph


def replacement(*graphs: ArticleGraph) -> str:
    """Return one request after which each named graph holds exactly the triples of its graph.

    The triples are N-Triples, which SPARQL takes as they are: no text is pasted together from values.
    """
    return ";\n".join(
        f"DROP SILENT GRAPH <{g.graph}>;\nINSERT DATA {{ GRAPH <{g.graph}> {{\n{g.to_ntriples()}}} }}"
        for g in graphs
    )
