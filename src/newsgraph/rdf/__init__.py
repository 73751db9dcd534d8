"""RDF: from annotations to graphs, graphs to bytes and back, and their validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.rdf.build import build_graph
from newsgraph.rdf.graph import ArticleGraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Report

__all__ = ["ArticleGraph", "build_graph", "validate_graphs"]


def validate_graphs(graphs: Iterable[ArticleGraph]) -> Report:
    """Check graphs against the shipped shapes; see `newsgraph.rdf.validate.validate_graphs`."""
    from newsgraph.rdf.validate import validate_graphs as validate  # noqa: PLC0415  SHACL takes long to import

    return validate(graphs)
