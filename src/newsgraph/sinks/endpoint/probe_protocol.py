"""Asking a server which protocol it takes, where nothing tells; nothing is changed by that."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.held import store_request
from newsgraph.sinks.endpoint.servers import GENERIC
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.address import Endpoint

_NOTHING: Final = "INSERT DATA {}"
_NOWHERE: Final = "urn:newsgraph:no-such-graph"
_NEITHER: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


def settle_protocol(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with the protocol that it takes, if nothing tells what kind of server it is.

    An update that changes nothing is sent; where that is refused as such, a graph that is not there is asked
    for by the Graph Store Protocol. Where neither works it stays with updates, whose refusal tells why.
    Raises `HttpError` where the server cannot be reached, or wants other credentials.
    """
    if not endpoint.guessed or endpoint.server != GENERIC:
        return endpoint
    client = Client(endpoint)
    try:
        Wrapper(client).update(_NOTHING)
    except HttpError as error:
        if not error.status or error.status in _NEITHER:
            raise
        return replace(endpoint, protocol=Protocol.GSP) if _keeps_graphs(client, endpoint) else endpoint
    return endpoint


def _keeps_graphs(client: Client, endpoint: Endpoint) -> bool:
    try:
        client.send(store_request(endpoint, _NOWHERE))
    except HttpError as error:
        return error.status == HTTPStatus.NOT_FOUND
    return True
