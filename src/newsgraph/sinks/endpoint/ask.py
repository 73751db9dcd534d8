"""Queries to a remote endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.errors import EndpointError
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.query import Answer, Kind, answer_of, graph_answer, kind_of

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.transport import Response
    from newsgraph.sinks.sparql import Query


def ask(endpoint: Endpoint, query: Query) -> Answer:
    """Answer a query from an endpoint.

    `GRAPH ?g` works everywhere. What the default graph holds is the server's choice: the union of all graphs
    on Virtuoso, on GraphDB and, because it is asked to, on Oxigraph.

    Raises `QueryError` where the endpoint cannot read the query, and `EndpointError` for all else.
    """
    client = Client(endpoint)
    response = Wrapper(client).ask(query.standalone, query.form)
    return read_answer(response, kind_of(query.form), endpoint.name)


def read_answer(response: Response, kind: Kind, where: str) -> Answer:
    """Return the answer that a response holds. Raises `EndpointError` where it holds something else."""
    try:
        return _parsed(response, kind)
    except (ValueError, SyntaxError) as error:
        what = f"its answer cannot be read ({response.media_type}): {error}"
        if "html" in response.media_type:
            what = "it answers with a web page instead of results"
        raise EndpointError(
            what, where=where, mend="check that the URL is that of the SPARQL endpoint"
        ) from error


def _parsed(response: Response, kind: Kind) -> Answer:
    if kind is Kind.GRAPH:
        rdf = ox.RdfFormat.from_media_type(response.media_type)
        if rdf is None:
            raise ValueError("no RDF")
        return graph_answer(quad.triple for quad in ox.parse(response.body, format=rdf))
    table = ox.QueryResultsFormat.from_media_type(response.media_type)
    if table is None:
        raise ValueError("no results")
    return answer_of(ox.parse_query_results(response.body, format=table))
