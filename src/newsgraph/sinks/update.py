"""SPARQL Update requests that replace named graphs whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.rdf.graph import ArticleGraph


def replacement(*graphs: ArticleGraph) -> str:
    """Return one request after which each named graph holds exactly the triples of its graph."""
    return ";\n".join(replace_graph(graph.graph, graph.to_ntriples()) for graph in graphs)


def replace_graph(name: str, ntriples: str, at_once: int | None = None) -> str:
    """Return the operations after which the named graph holds exactly these triples.

    They are N-Triples, which SPARQL takes as they are: no text is pasted together from values. `at_once` is
    how many of them one operation may insert.
    """
    parts = [ntriples]
    if at_once is not None and ntriples.count("\n") > at_once:
        lines = [f"{line}\n" for line in ntriples.split("\n")[:-1]]
        parts = ["".join(lines[start : start + at_once]) for start in range(0, len(lines), at_once)]
    inserts = (f"INSERT DATA {{ GRAPH <{name}> {{\n{part}}} }}" for part in parts)
    return ";\n".join([f"DROP SILENT GRAPH <{name}>", *inserts])
