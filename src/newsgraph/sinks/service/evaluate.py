"""A query operation, asked of a store, and its answer in the format that the client wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from newsgraph.errors import QueryError
from newsgraph.sinks.keyword import has_keyword
from newsgraph.sinks.service.bounded import Bounded, counted
from newsgraph.sinks.service.media import GRAPHS, TABLES, content_type, negotiate
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.sparql import KNOWN_PREFIXES, prepare
from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from newsgraph.sinks.service.limits import Limits
    from newsgraph.sinks.service.protocol import Operation

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST_HINT = 300


@dataclass(frozen=True, slots=True)
class Document:
    """An answer as it is sent."""

    content_type: str
    body: bytes


def evaluate(store: ox.Store, operation: Operation, limits: Limits) -> Document:
    """Answer an operation from a store.

    The dataset is that of the request, else that of the query's `FROM`, else all graphs of the store with
    their union as default graph (SPARQL 1.1 Protocol, section 2.1.4). Raises `RefusedError`: 400 for a
    query that does not parse and for an update, 403 for `SERVICE`, 406 where no format fits, 500 for what
    cannot be answered within the limits.
    """
    if has_keyword(operation.query, "SERVICE", KNOWN_PREFIXES):
        raise RefusedError(403, "SERVICE is not allowed here: this endpoint asks no other", where="query")
    try:
        query = prepare(operation.query)
        results = store.query(query.text, prefixes=dict(query.prefixes), **_dataset(operation))
        return _document(results, operation.accept, limits)
    except QueryError as error:
        raise RefusedError(400, error.what, where=error.where, mend=error.mend) from error
    except SyntaxError as error:
        raise _syntax_refusal(str(error)) from error
    except (RuntimeError, ValueError) as error:
        raise RefusedError(500, f"the query failed: {error}", where="query") from error


def _dataset(operation: Operation) -> dict[str, Any]:
    if operation.default_graphs or operation.named_graphs:
        return {
            "default_graph": [ox.NamedNode(name) for name in operation.default_graphs],
            "named_graphs": [ox.NamedNode(name) for name in operation.named_graphs],
        }
    return {"use_default_graph_as_union": not has_keyword(operation.query, "FROM", KNOWN_PREFIXES)}


def _document(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, accept: str | None, limits: Limits
) -> Document:
    if isinstance(results, ox.QueryTriples):
        media = negotiate(accept, GRAPHS)
        return Document(content_type(media), _written(results, GRAPHS[media], limits))
    media = negotiate(accept, TABLES)
    target = Bounded(limits, TABLES[media] if isinstance(results, ox.QuerySolutions) else None)
    results.serialize(cast("Any", target), format=TABLES[media])
    return Document(content_type(media), bytes(target.data))


def _written(results: ox.QueryTriples, form: ox.RdfFormat, limits: Limits) -> bytes:
    target = Bounded(limits)
    try:
        ox.serialize(counted(results, limits), cast("Any", target), format=form, prefixes=PREFIXES)
    except ValueError as error:
        if form != ox.RdfFormat.RDF_XML:
            raise
        raise RefusedError(
            406, f"not to be written as RDF/XML: {error}", mend="accept text/turtle"
        ) from error
    return bytes(target.data)


def _syntax_refusal(message: str) -> RefusedError:
    found = _POSITION.match(message)
    if found is None:
        return RefusedError(400, f"syntax error: {message[:_LONGEST_HINT]}", where="query")
    line, column, reason = found.groups()
    where = f"query, line {line}, column {column}"
    if "Prefix not found" in reason:
        known = ", ".join(sorted(KNOWN_PREFIXES))
        return RefusedError(
            400, "a prefix that is not declared", where=where, mend=f"declare it; known without: {known}"
        )
    return RefusedError(400, f"syntax error: {reason[:_LONGEST_HINT]}", where=where)
