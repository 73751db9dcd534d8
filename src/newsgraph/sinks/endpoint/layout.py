"""Where the addresses of an endpoint are: as its kind of server lays them out, or as the URL looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint.servers import GENERIC, Server, load_server

_KNOWN_BY: Final = (
    ("virtuoso", re.compile(r"/sparql(-graph-crud)?-auth$")),
    ("rdf4j", re.compile(r"/repositories/[^/]+(/statements)?$")),
    ("blazegraph", re.compile(r"/namespace/[^/]+/sparql$")),
    ("oxigraph", re.compile(r"^(/(query|update|store))?$|/store$")),
    ("fuseki", re.compile(r"/(query|update|data)$")),
)
"""Which server an address looks like, by its path; the first that fits."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The addresses of an endpoint; None where it has none.

    `unguessed` says that the URL looked like no server: all addresses are the URL itself.
    """

    server: Server
    query: str | None
    update: str | None
    store: str | None
    nquads: str | None = None
    unguessed: bool = False


def lay_out(url: str, name: str | None = None) -> Layout:
    """Return the addresses of the endpoint at `url`: of the server that is named, or that it looks like.

    Raises `UsageError` for an unknown server, and for a URL that is none of this server.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    guess = next((known for known, pattern in _KNOWN_BY if pattern.search(path)), GENERIC.name)
    server = load_server(name or guess)
    if name is None and server.union_graph:  # others have the same paths, and know neither graph nor N-Quads
        server = replace(server, union=None, union_graph=None, nquads_post=None, atomic_nquads=None)
    if server == GENERIC:
        url = url.rstrip("/")
        return Layout(GENERIC, url, url, url, unguessed=True)
    base = _base(path, server)
    if not re.fullmatch(server.base, base):
        what = f"this is no address of {server.title}: {url}"
        raise UsageError(what, where="--endpoint", mend=f"give one such as {server.example}")

    def at(suffix: str | None) -> str | None:
        return None if suffix is None else urlunsplit((*parts[:2], base + suffix, "", ""))

    return Layout(server, at(server.query), at(server.update), at(server.store), at(server.nquads_post))


def _base(path: str, server: Server) -> str:
    """Return the path without the ending by which the server tells its addresses apart."""
    known = {server.query, server.update, server.store, server.nquads_post, *server.aliases}
    endings = sorted((ending.rstrip("/") for ending in known if ending), key=len, reverse=True)
    return next((path.removesuffix(ending) for ending in endings if path.endswith(ending)), path)
