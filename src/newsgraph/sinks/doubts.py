"""What looks like a mistake in a query, although it can be read."""

from __future__ import annotations

import difflib
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.sinks.algebra import nodes, triples_of, variables_of
from newsgraph.sinks.tokens import tokens_of
from newsgraph.vocab import SCHEMA_HTTP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Variable
    from rdflib.plugins.sparql.parserutils import CompValue

    from newsgraph.sinks.algebra import Algebra
    from newsgraph.sinks.sparql import Query

_ALIKE = 0.75
"""How alike two names are (0 to 1) of which one may be a slip of the other."""


def find_doubts(query: Query, algebra: Algebra) -> list[str]:
    """Return what a person should look at again, each as a sentence.

    The http namespace of schema.org; variables that never get a value, or stand alone and are spelt almost
    like another; patterns that nothing joins; a LIMIT without an order.
    """
    return [
        *_http_schema(query),
        *_lonely_variables(query, algebra),
        *_unjoined(algebra),
        *_unordered(algebra.root),
    ]


def _http_schema(query: Query) -> Iterator[str]:
    iris = [token.text[1:-1] for token in tokens_of(query.text) if token.kind == "iri"]
    if any(
        iri.startswith(SCHEMA_HTTP) for iri in [*iris, *(query.prefixes[name] for name in query.undeclared)]
    ):
        yield f"{SCHEMA_HTTP} is another vocabulary than https://schema.org/, in which the data are"


def _lonely_variables(query: Query, algebra: Algebra) -> Iterator[str]:
    tokens = list(tokens_of(query.text))
    counts = Counter(token.text[1:] for token in tokens if token.kind == "variable")
    named = {name.text[1:] for word, name in pairwise(tokens) if word.keyword == "AS"}
    given = {str(variable) for variable in _given(algebra.root)}
    for name, count in counts.items():
        others = [other for other in counts if other != name and (other in given or count == 1)]
        similar = difflib.get_close_matches(name, others, n=1, cutoff=_ALIKE)
        meant = f": is ?{similar[0]} meant?" if similar else ""
        if name not in given:
            yield f"?{name} never gets a value{meant}"
        elif count == 1 and name not in named and similar and counts[similar[0]] > 1:
            yield f"?{name} stands alone{meant}"


def _given(root: CompValue) -> set[Variable]:
    """Return the variables that a pattern, a `BIND` or a `VALUES` gives a value."""
    found: set[Variable] = set()
    for node in nodes(root):
        found |= variables_of(list(triples_of(node)))
        if node.name in {"Graph", "ServiceGraphPattern"}:
            found |= variables_of(node.term)
        elif node.name == "Extend":
            found.add(node.var)
        elif node.name == "values":
            found |= variables_of(node.res)
    return found


def _unjoined(algebra: Algebra) -> Iterator[str]:
    for node in nodes(algebra.root):
        sources = [node.p2] if node.name in {"LeftJoin", "Minus"} else []
        if node.name == "Union":
            sources = [node.p1, node.p2]
        elif node.name == "Graph" and variables_of(node.term):
            continue  # the graph joins what is in it
        elif node.name in {"Project", "Graph"} or node is algebra.root:
            sources = [node.p] if node.p is not None and node.p.name not in {"Project", "Distinct"} else []
        for source in sources:
            parts = _parts(list(_joined(source)))
            if len(parts) > 1:
                names = " and ".join(sorted(f"?{min(part)}" for part in parts)[:2])
                yield f"nothing joins {names}: every combination of the two is an answer"


def _parts(groups: list[set[Variable]]) -> list[set[Variable]]:
    """Return the variables of each part of a pattern that shares none with another."""
    parts: list[set[Variable]] = []
    for group in groups:
        touched = [part for part in parts if part & group]
        parts = [part for part in parts if not part & group] + [group.union(*touched)]
    return [part for part in parts if part]


def _joined(node: CompValue) -> Iterator[set[Variable]]:
    """Yield the variables of everything that is joined on one level."""
    if node.name == "BGP":
        for triple in triples_of(node):
            yield variables_of(triple)
    elif node.name == "Join":
        yield from _joined(node.p1)
        yield from _joined(node.p2)
    elif node.name in {"LeftJoin", "Minus"}:
        yield from _joined(node.p1)
        if node.name == "LeftJoin":
            yield variables_of(node.p2)
    elif node.name == "Extend":
        yield from _joined(node.p)
        used = variables_of(node.expr)
        if used and not any(name.startswith("__agg_") for name in used):  # rdflib's names of aggregates
            yield {node.var} | used
    elif node.name in {"Filter", "Group", "AggregateJoin", "OrderBy", "Slice"}:
        yield from _joined(node.p)
    elif node.name == "ToMultiSet" and node.p is not None and node.p.PV is not None:
        yield set(node.p.PV)
    else:
        yield variables_of(node)


def _unordered(root: CompValue) -> Iterator[str]:
    for node in nodes(root):
        if node.name != "Slice" or node.length is None:
            continue
        below = [one.name for one in _chain(node.p)]
        if "OrderBy" not in below and not ("AggregateJoin" in below and not _groups(node.p)):
            yield "LIMIT without ORDER BY: which rows come is left to chance, and may change"


def _chain(node: CompValue) -> Iterator[CompValue]:
    while node is not None and node.name in {"Project", "Distinct", "Reduced", "OrderBy", "Extend", "Filter"}:
        yield node
        node = node.p
    if node is not None:
        yield node


def _groups(node: CompValue) -> bool:
    last = list(_chain(node))[-1]
    return bool(last.name == "AggregateJoin" and last.p.expr)
