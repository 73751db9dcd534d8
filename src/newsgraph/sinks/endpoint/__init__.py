"""Remote SPARQL endpoints: the one place of newsgraph that speaks HTTP."""

from newsgraph.sinks.endpoint.address import Credentials, Endpoint, Patience, Protocol, find_endpoint
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.endpoint.change import Changer
from newsgraph.sinks.endpoint.push import PushInterruptedError, PushSummary, push_graphs

__all__ = [
    "Changer",
    "Credentials",
    "Endpoint",
    "Patience",
    "Protocol",
    "PushInterruptedError",
    "PushSummary",
    "ask",
    "find_endpoint",
    "push_graphs",
]
