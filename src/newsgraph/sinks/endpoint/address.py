"""Where an endpoint is, which protocol it is written with, and who asks."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from newsgraph.errors import UsageError

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
    """The three addresses of an endpoint (None where it has none), its protocol, and who asks."""

    query: str | None
    update: str | None
    store: str | None
    protocol: Protocol = Protocol.SPARQL
    credentials: Credentials = Credentials()
    patience: Patience = Patience()

    @property
    def name(self) -> str:
        """The address for messages; it holds no credentials."""
        known = (self.store, self.update) if self.protocol is Protocol.GSP else (self.update, self.store)
        return next(url for url in (*known, self.query) if url)


def find_endpoint(
    url: str,
    *,
    protocol: Protocol = Protocol.AUTO,
    query: str | None = None,
    patience: Patience | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Endpoint:
    """Return the endpoint at `url`, its addresses guessed from how servers lay them out.

    | `url` ends in | server | queries | updates | graph store |
    |---|---|---|---|---|
    | no path, `/query`, `/update`, `/store` | Oxigraph | `/query` | `/update` | `/store` |
    | `/x/query`, `/x/update`, `/x/data` | Fuseki | `/x/query` | `/x/update` | `/x/data` |
    | `/sparql-auth`, `…-graph-crud-auth` | Virtuoso | `/sparql-auth` | the same | `…-graph-crud-auth` |
    | `/repositories/x`, `…/statements` | RDF4J, GraphDB | `…/x` | `…/statements` | `…/rdf-graphs/service` |
    | anything else | any | itself | itself | itself |

    `query` overrides the guess; a graph store at an address of its own has none. `auto` writes with SPARQL
    Update, and to Virtuoso, which limits the length of an update, with the Graph Store Protocol. Credentials
    come from the variables `NEWSGRAPH_ENDPOINT_USER`
    and `…_PASSWORD`, or `…_TOKEN`, else from the URL. Raises `UsageError` for what is no http(s) URL.
    """
    plain, credentials = _split_credentials(url, environment)
    asked, _ = _split_credentials(query, environment) if query else (None, None)
    addresses = _addresses(plain)
    if protocol is Protocol.AUTO:
        protocol = Protocol.GSP if "/sparql-graph-crud-auth" in addresses[2] else Protocol.SPARQL
    unguessed = len(set(addresses)) == 1
    guessed = None if unguessed and protocol is Protocol.GSP else addresses[0]
    return Endpoint(
        query=asked or guessed,
        update=addresses[1],
        store=addresses[2],
        protocol=protocol,
        credentials=credentials,
        patience=patience or Patience(),
    )


def _addresses(url: str) -> tuple[str, str, str]:
    """Return the addresses for queries, updates and the graph store."""
    url = url.rstrip("/")
    head, _, last = url.rpartition("/")
    if not urlsplit(url).path:
        head, last = url, "query"
    if head.endswith("/repositories"):
        head, last = url, "statements"
    is_root = not urlsplit(head).path
    layouts = {
        "query": ("query", "update", "store" if is_root else "data"),
        "update": ("query", "update", "store" if is_root else "data"),
        "store": ("query", "update", "store"),
        "data": ("query", "update", "data"),
        "sparql-auth": ("sparql-auth", "sparql-auth", "sparql-graph-crud-auth"),
        "sparql-graph-crud-auth": ("sparql-auth", "sparql-auth", "sparql-graph-crud-auth"),
        "statements": ("", "statements", "rdf-graphs/service"),
    }
    if last not in layouts:
        return url, url, url
    query, update, store = (f"{head}/{name}".rstrip("/") for name in layouts[last])
    return query, update, store


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
