"""Remote SPARQL endpoints: the one place of newsgraph that speaks HTTP."""

from newsgraph.sinks.endpoint.address import Endpoint, Patience, Protocol, find_endpoint
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.endpoint.change import Changer
from newsgraph.sinks.endpoint.credentials import Credentials
from newsgraph.sinks.endpoint.push import PushInterruptedError, PushSummary, push_graphs
from newsgraph.sinks.endpoint.sync import EndpointPlace

__all__ = [
    "Changer",
    "Credentials",
    "Endpoint",
    "EndpointPlace",
    "Patience",
    "Protocol",
    "PushInterruptedError",
    "PushSummary",
    "ask",
    "find_endpoint",
    "push_graphs",
]
