"""Asking a server which protocol it takes, where nothing tells; nothing is changed by that."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from newsgraph.errors import QueryError, UsageError
from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.held import store_request
from newsgraph.sinks.endpoint.layout import lay_out
from newsgraph.sinks.endpoint.servers import GENERIC, load_servers
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.sparql import Form

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.address import Endpoint

_NOTHING: Final = "INSERT DATA {}"
_ANYTHING: Final = "ASK {}"
_RESULTS: Final = frozenset({"application/sparql-results+json", "application/json"})
_NOWHERE: Final = "urn:newsgraph:no-such-graph"
_NEITHER: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


def settle_protocol(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with what it takes, if nothing tells what kind of server it is.

    It is asked a question that any server can answer: where the answer names the program, its addresses are
    known. Else an update that changes nothing is sent, and where that is refused as such, a graph that is not
    there is asked for by the Graph Store Protocol. Where neither works it stays as it is, and the first real
    request tells why. Raises `HttpError` where the server cannot be reached, or wants other credentials.
    """
    if not endpoint.guessed or endpoint.server != GENERIC:
        return endpoint
    with closing(Client(endpoint)) as client:
        answers, program = _answers(client)
        known = _laid_out(endpoint, program)
        if known is not None:
            return known
        if _takes_updates(client) or not _keeps_graphs(client):
            return endpoint
    return replace(endpoint, protocol=Protocol.GSP, update=None, query=endpoint.query if answers else None)


def _laid_out(endpoint: Endpoint, program: str) -> Endpoint | None:
    """Return the endpoint as the program that answers lays it out; None where that is nothing known."""
    named = (s for s in load_servers().values() if s.header and program.lower().startswith(s.header))
    server = next(named, None)
    if server is None or not endpoint.query:
        return None
    try:
        layout = lay_out(endpoint.query, server.name)
    except UsageError:  # it answers elsewhere than it usually does, behind another server perhaps
        return None
    return replace(
        endpoint,
        query=layout.query,
        update=layout.update,
        store=layout.store,
        nquads=layout.nquads,
        server=server,
        protocol=Protocol(server.protocol),
    )


def _takes_updates(client: Client) -> bool:
    try:
        Wrapper(client).update(_NOTHING)
    except HttpError as error:
        if not error.status or error.status in _NEITHER:
            raise
        return False
    return True


def _keeps_graphs(client: Client) -> bool:
    try:
        client.send(store_request(client.endpoint, _NOWHERE))
    except HttpError as error:
        return error.status == HTTPStatus.NOT_FOUND
    return True


def _answers(client: Client) -> tuple[bool, str]:
    """Say whether there are queries, and how the program calls itself."""
    try:
        response = Wrapper(client).ask(_ANYTHING, Form.ASK)
    except QueryError:
        return False, ""
    except HttpError as error:
        if not error.status:  # nobody answers there: to ask for more would take as long again
            raise
        return False, ""
    return response.media_type in _RESULTS, response.server
