"""Queries to a remote endpoint."""

from __future__ import annotations

import io
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from newsgraph.errors import EndpointError
from newsgraph.sinks.asking import Asking
from newsgraph.sinks.endpoint.probe_union import settle_union
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.endpoint.union import over_all_graphs
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.query import Kind, answer_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from newsgraph.sinks.asking import Cap, Opener
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.transport import Response
    from newsgraph.sinks.query import Answer, Cell, Results
    from newsgraph.sinks.sparql import Query


def ask(endpoint: Endpoint, query: Query) -> Answer:
    """Answer a query from an endpoint.

    The default graph is the union of all graphs: most servers do so by themselves, the others are asked for
    it in their own way (`newsgraph.sinks.endpoint.union`).

    Raises `QueryError` where the endpoint cannot read the query, and `EndpointError` for all else, also where
    there is no way to ask for all graphs.
    """
    return Asking(query, remote(endpoint, query)).whole()


def remote(endpoint: Endpoint, query: Query, cap: Cap | None = None) -> Opener:
    """Return what asks an endpoint; it raises what `ask` raises, also while the answer is read.

    Once asked, `cap` says how many rows the endpoint gives at most: as its answer tells, or else as its kind
    of server is known to.
    """

    @contextmanager
    def opened() -> Iterator[Results]:
        settled = settle_union(endpoint, query)
        asked = over_all_graphs(query, settled.server)
        with (
            closing(Client(settled)) as client,
            Wrapper(client).stream(asked.standalone, asked.form) as stream,
            _understood(stream.media_type, endpoint.name),
        ):
            if cap is not None:
                cap.rows = stream.rows_limit or settled.server.rows_limit
            yield _results(stream, stream.media_type, kind_of(query.form))

    return opened


def read_answer(response: Response, kind: Kind, where: str) -> Answer:
    """Return the answer that a response holds. Raises `EndpointError` where it holds something else."""
    with _understood(response.media_type, where):
        return answer_of(_results(io.BytesIO(response.body), response.media_type, kind))


def read_rows(response: Response, where: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table that a response holds, each once read. Errors as in `read_answer`."""
    with _understood(response.media_type, where):
        table = _results(io.BytesIO(response.body), response.media_type, Kind.TABLE)
        for row in cast("Iterable[Iterable[Cell]]", table):
            yield tuple(row)


def _results(body: IO[bytes], media_type: str, kind: Kind) -> Results:
    if kind is Kind.GRAPH:
        rdf = ox.RdfFormat.from_media_type(media_type)
        if rdf is None:
            raise ValueError("no RDF")
        return (quad.triple for quad in ox.parse(body, format=rdf))
    table = ox.QueryResultsFormat.from_media_type(media_type)
    if table is None:
        raise ValueError("no results")
    return ox.parse_query_results(body, format=table)


@contextmanager
def _understood(media_type: str, where: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, SyntaxError) as error:
        what = f"its answer cannot be read ({media_type}): {error}"
        if "html" in media_type:
            what = "it answers with a web page instead of results"
        raise EndpointError(
            what, where=where, mend="check that the URL is that of the SPARQL endpoint"
        ) from error
