"""Asking a server how to see all graphs, where neither the user nor its address tells."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint.servers import load_servers
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.union import over_all_graphs
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.query import Kind, answer_of
from newsgraph.sinks.sparql import Form, prepare
from newsgraph.sinks.tokens import tokens_of

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.query import Answer
    from newsgraph.sinks.sparql import Query

_SAMPLE: Final = (
    "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(ISIRI(?s) && ISIRI(?p) && ISIRI(?o)) } LIMIT 1"
)
"""Some triple of a named graph."""


def settle_union(endpoint: Endpoint, query: Query) -> Endpoint:
    """Return the endpoint with a way to see all graphs in queries, if nothing tells whether it does so.

    Tried is every way that a known kind of server has. Raises `EndpointError` where none works and `query`
    speaks of no graphs: its answer would lack what is in them.
    """
    if not endpoint.guessed or endpoint.server.union is not None or not endpoint.query:
        return endpoint
    sample = _sample(endpoint)
    if sample is None or _holds(endpoint, sample) is not False:
        return endpoint  # there is nothing to see, or it is seen; or the query itself will say what is wrong
    for known in load_servers().values():
        way = replace(
            endpoint.server,
            union_parameters=known.union_parameters,
            union_graph=known.union_graph,
        )
        if way != endpoint.server and _holds(replace(endpoint, server=way), sample):
            return replace(endpoint, server=replace(way, union=False))
    if query.has_dataset or any(token.keyword == "GRAPH" for token in tokens_of(query.text)):
        return endpoint
    what = "its default graph does not hold what its named graphs hold, and no way is known to ask for all"
    mend = "put GRAPH ?g { … } around the pattern; or name the kind of server (--server, generic to go on)"
    raise EndpointError(what, where=endpoint.name, mend=mend)


def _sample(endpoint: Endpoint) -> Query | None:
    """Return the question whether there is a triple that some named graph has; None if none has any.

    Some servers answer wrongly where one question asks for both: two simple ones are asked.
    """
    answer = _answer(endpoint, _SAMPLE, Form.SELECT)
    if answer is None or answer.kind is not Kind.TABLE:
        return None
    row = next(answer.rows(), None)
    return None if row is None else prepare(f"ASK {{ {' '.join(map(str, row))} }}")


def _holds(endpoint: Endpoint, sample: Query) -> bool | None:
    """Say whether the endpoint sees the triple; None where it does not tell."""
    answer = _answer(endpoint, over_all_graphs(sample, endpoint.server).standalone, Form.ASK)
    return answer.truth if answer is not None and answer.kind is Kind.TRUTH else None


def _answer(endpoint: Endpoint, text: str, form: Form) -> Answer | None:
    """Return the answer to a question; None where there is none, or none that can be read."""
    try:
        with closing(Client(endpoint)) as client:
            response = Wrapper(client).ask(text, form)
        table = ox.QueryResultsFormat.from_media_type(response.media_type)
        return None if table is None else answer_of(ox.parse_query_results(response.body, format=table))
    except (HttpError, QueryError, ValueError, SyntaxError):
        return None
