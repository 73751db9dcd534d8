"""Asking a server how to see all graphs, where neither the user nor its address tells."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint.servers import load_servers
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.union import names_graphs, over_all_graphs
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.sparql import Form, prepare
from newsgraph.sinks.tokens import tokens_of

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.servers import Server
    from newsgraph.sinks.sparql import Query

_HIDDEN: Final = (
    "ASK { { SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } FILTER NOT EXISTS { ?s ?p ?o } }"
)
"""Whether something in a named graph is not in the default graph; one triple is looked at."""
_SEEN: Final = prepare("ASK { ?s ?p ?o }")


def settle_union(endpoint: Endpoint, query: Query) -> Endpoint:
    """Return the endpoint with a way to see all graphs in queries, if nothing tells whether it does so.

    Tried is every way that a known kind of server has. Raises `EndpointError` where none works and `query`
    speaks of no graphs: its answer would lack what is in them.
    """
    if not endpoint.guessed or endpoint.server.union is not None or not endpoint.query:
        return endpoint
    hidden = _holds(endpoint, _HIDDEN)
    if not hidden:  # None: it cannot tell, and the query itself will say why
        return endpoint
    for known in load_servers().values():
        way = replace(
            endpoint.server,
            union_parameters=known.union_parameters,
            union_graph=known.union_graph,
        )
        if way != endpoint.server and _sees_all(replace(endpoint, server=way), way):
            return replace(endpoint, server=replace(way, union=False))
    if names_graphs(query.text) or any(token.keyword == "GRAPH" for token in tokens_of(query.text)):
        return endpoint
    what = "its default graph does not hold what its named graphs hold, and no way is known to ask for all"
    mend = "put GRAPH ?g { … } around the pattern; or name the kind of server (--server, generic to go on)"
    raise EndpointError(what, where=endpoint.name, mend=mend)


def _sees_all(endpoint: Endpoint, way: Server) -> bool:
    if way.union_graph is not None:
        return _holds(endpoint, over_all_graphs(_SEEN, way).standalone) is True
    return _holds(endpoint, _HIDDEN) is False


def _holds(endpoint: Endpoint, question: str) -> bool | None:
    """Return the answer to a question; None where there is none."""
    try:
        with closing(Client(endpoint)) as client:
            response = Wrapper(client).ask(question, Form.ASK)
        table = ox.QueryResultsFormat.from_media_type(response.media_type)
        return None if table is None else bool(ox.parse_query_results(response.body, format=table))
    except (HttpError, QueryError, ValueError, SyntaxError):
        return None
