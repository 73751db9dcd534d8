"""What kinds of servers are known to do: where they answer, what they take at once, what they do in one go.

The facts stand in `servers.toml`, each with the documentation that it comes from; here they become values.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Server:
    """A kind of server.

    `query`, `update`, `store` and `nquads_post` are paths behind the base of the address; None where it has
    no such thing. None in any other field means that nobody told: neither documented nor tried.
    """

    name: str
    """What `--server` calls it."""
    title: str = ""
    """What its makers call it."""
    example: str = ""
    """The base of an address, as `--endpoint` takes it."""
    base: str = ".*"
    """A regular expression for the path of the base."""
    query: str | None = ""
    update: str | None = ""
    store: str | None = ""
    aliases: tuple[str, ...] = ()
    """More paths at which it answers, which an address may name."""
    nquads_post: str | None = None
    """Where it takes a POST of N-Quads with several graphs, which it adds to what is there."""
    nquads_type: str = "application/n-quads"
    """The media type for that."""
    protocol: str = "sparql"
    """How `--protocol auto` writes: `sparql` or `gsp`."""
    authentication: tuple[str, ...] = ()
    """What it can ask for, the usual first: `none`, `basic`, `digest`, `bearer`, `iam`."""
    request_limit: int | None = None
    """How many bytes the body of one update may have, as the server comes."""
    triples_limit: int | None = None
    """How many triples one INSERT DATA may have; several of them in one request may have more together."""
    store_limit: int | None = None
    """How many bytes the body of one PUT or POST of RDF may have, as the server comes."""
    literal_limit: int | None = None
    """How many bytes a triple may have in a PUT, where an update may have more."""
    limit_mend: str = ""
    """Where its user raises that."""
    atomic_update: bool | None = None
    """Whether one request with several operations is done whole or not at all, and so seen by readers."""
    atomic_put: bool | None = None
    """Whether that holds for the PUT of a graph."""
    atomic_nquads: bool | None = None
    """Whether that holds for the POST of N-Quads."""
    rows_limit: int | None = None
    """How many rows it gives for a query, as it comes; it says nothing when it leaves out the others."""
    union: bool | None = None
    """Whether the default graph of a query is the union of all graphs without being asked."""
    union_parameters: tuple[tuple[str, str], ...] = ()
    """The parameters of a query that make it so: names and values."""
    union_graph: str | None = None
    """The IRI of a graph that is the union, for a `GRAPH` around the pattern."""
    header: str = ""
    """How its `Server:` header begins, in lower case; empty where it has none of its own."""
    sources: tuple[str, ...] = ()
    """The documentation that tells all this."""


GENERIC: Final = Server("generic", title="any SPARQL 1.1 server")
"""A server of which nothing is known but what the standards say."""


def load_server(name: str) -> Server:
    """Return the kind of server of that name; raises `UsageError` with the known names."""
    servers = load_servers()
    if name.lower() not in servers:
        raise UsageError(
            f"no kind of server is called {name!r}", where="--server", mend=f"known: {', '.join(servers)}"
        )
    return servers[name.lower()]


@cache
def load_servers() -> Mapping[str, Server]:
    """Return all kinds of servers that newsgraph knows, by name.

    >>> list(load_servers())
    ['oxigraph', 'virtuoso', 'fuseki', 'graphdb', 'rdf4j', 'qlever', 'blazegraph', 'stardog', 'neptune', \
'generic']
    """
    text = (files("newsgraph.sinks.endpoint") / "servers.toml").read_text("utf-8")
    known = {name: _server(name, facts) for name, facts in tomllib.loads(text).items()}
    return {**known, GENERIC.name: GENERIC}


def _server(name: str, facts: Mapping[str, Any]) -> Server:
    """Return a server; a path that is `-` is none."""
    values: dict[str, Any] = {key: None if value == "-" else _frozen(value) for key, value in facts.items()}
    return Server(name, **values)


def _frozen(value: object) -> object:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
