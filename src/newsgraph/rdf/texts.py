"""Graphs of RDF files as canonical text with its digest: what is sent, and what tells whether it changed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsgraph.iris import hash_of
from newsgraph.rdf.canonical import canonical_nquads

if TYPE_CHECKING:
    from newsgraph.rdf.graph import ArticleGraph

_SUBJECT_NODE: Final = re.compile(r"^_:c14n", re.MULTILINE)
_OBJECT_NODE: Final = re.compile(r"^([^ ]+ [^ ]+ )_:c14n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class GraphText:
    """A graph as canonical N-Triples: sorted lines, each once.

    `graph` is its name, empty for what belongs to no article; `digest` is that of
    `newsgraph.rdf.canonical.graph_digest`. Where there are blank nodes (`blank`) their names occur in no
    graph of another name, so that several graphs can go in one request.
    """

    graph: str
    ntriples: str = field(repr=False)
    digest: str
    blank: bool = False

    def __len__(self) -> int:
        """Return the number of triples."""
        return self.ntriples.count("\n")


def text_of(graph: ArticleGraph) -> GraphText:
    """Return a graph as text. Raises `RdfError` where terms are no N-Triples."""
    text = canonical_nquads(graph)
    digest = hashlib.sha256(text.encode()).hexdigest()
    blank = any(s.startswith("_") or o.startswith("_") for s, _, o in graph.triples)
    if blank:
        own = f"_:g{hash_of(graph.graph)}n"
        text = _OBJECT_NODE.sub(rf"\1{own}", _SUBJECT_NODE.sub(own, text))
    return GraphText(graph.graph, text, digest, blank)
