"""A read-only SPARQL 1.1 Protocol endpoint over the embedded store.

    request → protocol → pool → worker (a process) → evaluate → answer

The server process parses HTTP and never a query; queries are parsed and run in processes that can be killed.
"""

from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.server import Server, Service
from newsgraph.sinks.service.visitors import is_loopback

__all__ = ["Limits", "Server", "Service", "is_loopback"]
