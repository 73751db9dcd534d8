"""Remote SPARQL endpoints: the one place of newsgraph that speaks HTTP.

Where an endpoint is can be said at once. What speaks to it is loaded when it is first named, because its
libraries take longer to load than many a command takes to run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from newsgraph.sinks.endpoint.address import Endpoint, Patience, Protocol, find_endpoint
from newsgraph.sinks.endpoint.credentials import Credentials

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.change import Changer
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
    "find_endpoint",
    "push_graphs",
]

_LATER: Final = {
    "Changer": "change",
    "EndpointPlace": "sync",
    "PushInterruptedError": "push",
    "PushSummary": "push",
    "push_graphs": "push",
}
"""In which module each name is that loads the libraries."""


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever a module holds
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
