"""Canonical N-Quads of a graph, and the hash by which anybody can tell that they hold the same graph.

What is hashed are the graph's triples, as a dataset that has them in its default graph: the name of the named
graph is no part of it. So the digest of an article comes out the same from its Turtle file, from its part of
a TriG file and from its graph in a store, with any tool that knows RDFC-1.0.

Source: https://www.w3.org/TR/rdf-canon/ (RDFC-1.0, with SHA-256) and the canonical form of N-Quads that it
builds on, https://www.w3.org/TR/rdf12-n-quads/#canonical-quads.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.errors import RdfError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.rdf.graph import ArticleGraph


def canonical_nquads(graph: ArticleGraph) -> str:
    """Return a graph's triples as canonical N-Quads by RDFC-1.0, in the default graph.

    Graphs made by newsgraph have no blank nodes, and theirs are just their sorted lines. Where a graph read
    from elsewhere has some, they get the names `_:c14n0` and so on that the recommendation gives them; that
    takes time exponential in their number if they are made to be hard to tell apart. Raises `RdfError` where
    terms are no N-Triples.
    """
    if any(s.startswith("_") or o.startswith("_") for s, _, o in graph.triples):
        return _sorted(_relabelled(graph))
    # Terms are kept in canonical form (`newsgraph.rdf.terms`), and Python compares text by code points.
    return _sorted([f"{s} {p} {o} ." for s, p, o in graph.triples])


def graph_digest(graph: ArticleGraph) -> str:
    """Return the SHA-256 of a graph's canonical N-Quads in UTF-8, as 64 hex digits in lower case."""
    return hashlib.sha256(canonical_nquads(graph).encode()).hexdigest()


def _relabelled(graph: ArticleGraph) -> Iterable[str]:
    try:
        dataset = ox.Dataset(ox.parse(graph.to_ntriples(), format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        where = graph.origin or graph.article or None
        raise RdfError(f"terms that are no N-Triples: {error.args[0]}", where=where) from error
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    data = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return filter(None, data.decode().split("\n"))


def _sorted(lines: Iterable[str]) -> str:
    return "".join([f"{line}\n" for line in sorted(set(lines))])
