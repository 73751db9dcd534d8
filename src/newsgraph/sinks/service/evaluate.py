"""A query operation, asked of a store, and its answer in the format that the client wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from newsgraph.errors import QueryError, RdfError
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.rdfxml import write_rdfxml
from newsgraph.sinks.keyword import has_keyword
from newsgraph.sinks.query import translated
from newsgraph.sinks.service.bounded import Bounded, counted
from newsgraph.sinks.service.media import GRAPHS, TABLES, content_type, negotiate
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.sparql import KNOWN_PREFIXES, prepare
from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.sinks.service.limits import Limits
    from newsgraph.sinks.service.protocol import Operation

_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""Characters that XML 1.0 does not have, in UTF-8: https://www.w3.org/TR/xml/#charsets."""


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
    text = f"BASE <{operation.base}>\n{operation.query}" if operation.base else operation.query
    if has_keyword(text, "SERVICE", KNOWN_PREFIXES):
        raise RefusedError(403, "SERVICE is not allowed here: this endpoint asks no other", where="query")
    try:
        query = prepare(text)
        with translated(query):
            results = store.query(query.text, prefixes=dict(query.prefixes), **_dataset(operation, text))
    except QueryError as error:
        raise _refusal(error, operation) from error
    try:
        return _document(results, operation.accept, limits)
    except (RuntimeError, ValueError) as error:
        raise RefusedError(500, f"the query failed: {error}", where="query") from error


def _dataset(operation: Operation, text: str) -> dict[str, Any]:
    if operation.default_graphs or operation.named_graphs:
        return {
            "default_graph": [ox.NamedNode(name) for name in operation.default_graphs],
            "named_graphs": [ox.NamedNode(name) for name in operation.named_graphs],
        }
    return {"use_default_graph_as_union": not has_keyword(text, "FROM", KNOWN_PREFIXES)}


def _document(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, accept: str | None, limits: Limits
) -> Document:
    if isinstance(results, ox.QueryTriples):
        media = negotiate(accept, GRAPHS)
        return Document(content_type(media), _written(results, GRAPHS[media], limits))
    media = negotiate(accept, TABLES)
    target = Bounded(limits, TABLES[media] if isinstance(results, ox.QuerySolutions) else None)
    results.serialize(cast("Any", target), format=TABLES[media])
    if TABLES[media] == ox.QueryResultsFormat.XML and _NO_XML.search(target.data):
        raise RefusedError(406, "XML has no way to write a character of the answer", mend=next(iter(TABLES)))
    return Document(content_type(media), bytes(target.data))


def _written(results: ox.QueryTriples, form: ox.RdfFormat, limits: Limits) -> bytes:
    target = Bounded(limits)
    triples = counted(results, limits)
    if form == ox.RdfFormat.RDF_XML:  # the engine writes names and characters that XML does not have
        target.write(_rdfxml(triples))
    else:
        ox.serialize(triples, cast("Any", target), format=form, prefixes=PREFIXES)
    return bytes(target.data)


def _rdfxml(triples: Iterator[ox.Triple]) -> bytes:
    found = [(str(t.subject), str(t.predicate), str(t.object)) for t in triples]
    if any(thing.startswith("<<") for triple in found for thing in triple):
        raise RefusedError(406, "RDF/XML cannot carry triples within triples", mend="accept text/turtle")
    try:
        return "".join(write_rdfxml([graph_of("", "", found)])).encode()
    except RdfError as error:
        raise RefusedError(406, error.what, mend="accept text/turtle") from error


def _refusal(error: QueryError, operation: Operation) -> RefusedError:
    """Return what the client is told; places are those in its own text, without the line of its base."""
    if isinstance(error.__cause__, OSError):
        raise error.__cause__  # the store's fault, and nothing for strangers to read
    is_ours = isinstance(error.__cause__, RuntimeError | ValueError)
    where = re.sub(r"(?<=line )\d+", lambda m: str(int(m[0]) - bool(operation.base)), error.where or "query")
    return RefusedError(500 if is_ours else 400, error.what, where=where, mend=error.mend)
