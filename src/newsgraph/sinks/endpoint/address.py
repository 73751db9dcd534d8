"""Where an endpoint is, which protocol it is written with, and who asks."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint.layout import lay_out
from newsgraph.sinks.endpoint.servers import GENERIC, Server

if TYPE_CHECKING:
    from collections.abc import Mapping

USER: Final = "NEWSGRAPH_ENDPOINT_USER"
PASSWORD: Final = "NEWSGRAPH_ENDPOINT_PASSWORD"  # noqa: S105  the name of a variable, not a password
TOKEN: Final = "NEWSGRAPH_ENDPOINT_TOKEN"  # noqa: S105  the name of a variable, not a token


class Protocol(StrEnum):
    """How graphs are written: SPARQL 1.1 Update, the Graph Store Protocol, or whichever fits the address."""

    AUTO = "auto"
    SPARQL = "sparql"
    GSP = "gsp"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. They stay out of `repr`, and so out of logs; empty means that nobody was named.

    User and password answer a Basic or a Digest challenge; a token is sent as a bearer token.
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed."""
        return tuple(secret for secret in (self.password, self.token) if secret)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try.

    `timeout` is for each step of one request, `answer` for one answer as a whole. Before attempt n+1 the wait
    is `first` · 2ⁿ⁻¹, at most `longest`, and up to `jitter` more; a `Retry-After` goes before. All attempts
    of one request together end after `total`.
    """

    attempts: int = 5
    timeout: float = 60
    answer: float = 600
    first: float = 0.5
    longest: float = 10
    jitter: float = 0.5
    total: float = 120


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of an endpoint (None where it has none), its protocol, who asks, and its kind of server.

    `nquads` is where it takes a POST of N-Quads with several graphs, in the media type of its server.
    """

    query: str | None
    update: str | None
    store: str | None
    protocol: Protocol = Protocol.SPARQL
    credentials: Credentials = Credentials()
    patience: Patience = Patience()
    server: Server = GENERIC
    nquads: str | None = None

    @property
    def name(self) -> str:
        """The address for messages; it holds no credentials."""
        known = (self.store, self.update) if self.protocol is Protocol.GSP else (self.update, self.store)
        return next(url for url in (*known, self.query) if url)


def find_endpoint(  # noqa: PLR0913  an address may be given for each use
    url: str,
    *,
    protocol: Protocol = Protocol.AUTO,
    server: str | None = None,
    query: str | None = None,
    update: str | None = None,
    store: str | None = None,
    patience: Patience | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Endpoint:
    """Return the endpoint at `url`: its addresses as its kind of server lays them out, or as `url` looks.

    `server` names the kind (`newsgraph.sinks.endpoint.servers`); without it:

    | `url` ends in | server | queries | updates | graph store |
    |---|---|---|---|---|
    | no path, `/query`, `/update`, `/store` | Oxigraph | `/query` | `/update` | `/store` |
    | `/x/query`, `/x/update`, `/x/data` | Fuseki | `/x/query` | `/x/update` | `/x/data` |
    | `/sparql-auth`, `…-graph-crud-auth` | Virtuoso | `/sparql-auth` | the same | `…-graph-crud-auth` |
    | `/repositories/x`, `…/statements` | RDF4J, GraphDB | `…/x` | `…/statements` | `…/rdf-graphs/service` |
    | anything else | any | itself | itself | itself |

    `query`, `update` and `store` override single addresses; a graph store at an address of its own has no
    address for queries. `auto` writes as the kind of server does best. Credentials come from the variables
    `NEWSGRAPH_ENDPOINT_USER` and `…_PASSWORD`, or `…_TOKEN`, else from the URL. Raises `UsageError` for what
    is no http(s) URL, for an unknown server, and for a protocol that it does not speak.
    """
    plain, credentials = _split_credentials(url, environment)
    layout = lay_out(plain, server)
    given = {"query": query, "update": update, "store": store}
    asked = {kind: _split_credentials(own, environment)[0] for kind, own in given.items() if own}
    if protocol is Protocol.AUTO:
        protocol = Protocol(layout.server.protocol)
    if layout.unguessed and protocol is Protocol.GSP:
        layout = replace(layout, query=None)
    found = {"query": layout.query, "update": layout.update, "store": layout.store, **asked}
    endpoint = Endpoint(
        **found,
        protocol=protocol,
        credentials=credentials,
        patience=patience or Patience(),
        server=layout.server,
        nquads=layout.nquads,
    )
    _check_protocol(endpoint)
    return endpoint


def _check_protocol(endpoint: Endpoint) -> None:
    """Raise `UsageError` where the endpoint has no address for its protocol."""
    server = endpoint.server.title
    if endpoint.protocol is Protocol.GSP and not endpoint.store:
        what = f"{server} does not speak the Graph Store Protocol"
        raise UsageError(what, where="--protocol gsp", mend="take --protocol sparql, or give --store-url")
    if endpoint.protocol is Protocol.SPARQL and not endpoint.update:
        what = f"{server} has no address for updates"
        raise UsageError(what, where="--protocol sparql", mend="take --protocol gsp, or give --update-url")


def _split_credentials(url: str, environment: Mapping[str, str]) -> tuple[str, Credentials]:
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError as error:
        raise UsageError("not the address of an endpoint", where="--endpoint", mend=str(error)) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(
            "not the address of an endpoint",
            where="--endpoint",
            mend="give an http or https URL, such as http://localhost:7878",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    plain = urlunsplit((parts.scheme, host + port, parts.path, parts.query, ""))
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    token = environment.get(TOKEN, "")
    if not (user or token):
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if any(ord(c) < 0x20 for c in user + password + token):
        raise UsageError(
            "credentials hold a line break or another control character", where=f"{USER}, {PASSWORD}, {TOKEN}"
        )
    return plain, Credentials(user, password, token)
