"""RDF Patch: the difference of two states, quad by quad, for tools that apply it.

The format: https://afs.github.io/rdf-patch/. The identifier of a patch is made from the state that it leads
to, and `prev` from the state that it starts at: so the patches from Monday to Tuesday and from Tuesday to
Wednesday are a log, whoever made them, and the same two states give the same bytes.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from newsgraph.errors import RdfError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple

_STATES: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/newsgraph/ns#state")
_EMPTY: Final = frozenset[tuple[str, str, str]]()


def patch_lines(
    states: tuple[str, str], changes: Iterable[tuple[str, ArticleGraph | None, ArticleGraph | None]]
) -> Iterator[str]:
    """Yield the lines of one patch: what is to be deleted, then what is to be added, graph by graph.

    `states` are the digests of the states before and after; `changes` give the name of a graph (empty: the
    default graph) with its two states, None where there is none. One transaction holds all. Raises
    `RdfError` for blank nodes, which nobody can name from outside.
    """
    before, after = (uuid.uuid5(_STATES, digest) for digest in states)
    yield f"H id <urn:uuid:{after}> .\n"
    yield f"H prev <urn:uuid:{before}> .\n"
    yield "TX .\n"
    for name, old, new in changes:
        end = f" <{name}> .\n" if name else " .\n"
        held = _EMPTY if old is None else frozenset(old.triples)
        wanted = _EMPTY if new is None else frozenset(new.triples)
        yield from _rows("D", held - wanted, end, name)
        yield from _rows("A", wanted - held, end, name)
    yield "TC .\n"


def _rows(mark: str, triples: Iterable[Triple], end: str, name: str) -> Iterator[str]:
    for subject, predicate, obj in sorted(triples):
        if subject.startswith("_:") or obj.startswith("_:"):
            raise RdfError(
                "a blank node, which a patch cannot name",
                where=f"graph <{name}>" if name else "the default graph",
                mend="give the node an IRI",
            )
        yield f"{mark} {subject} {predicate} {obj}{end}"
