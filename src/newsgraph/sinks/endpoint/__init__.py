"""Remote SPARQL endpoints: the one place of newsgraph that speaks HTTP."""

from newsgraph.sinks.endpoint.address import Credentials, Endpoint, Patience, Protocol, find_endpoint
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.endpoint.push import PushInterruptedError, PushSummary, push_graphs

__all__ = [
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
