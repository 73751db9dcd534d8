"""Where an endpoint is, which protocol it is written with, and who asks."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint.credentials import NOBODY, Credentials, Origin, find_credentials, origin_of
from newsgraph.sinks.endpoint.layout import lay_out
from newsgraph.sinks.endpoint.servers import GENERIC, Server
from newsgraph.sinks.endpoint.tls import CA, check_ca

if TYPE_CHECKING:
    from collections.abc import Mapping


class Protocol(StrEnum):
    """How graphs are written: SPARQL 1.1 Update, the Graph Store Protocol, or whichever fits the address."""

    AUTO = "auto"
    SPARQL = "sparql"
    GSP = "gsp"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try.

    `connect` is for making a connection, `timeout` for each step of sending and reading on it, `answer` for
    one answer as a whole. Before attempt n+1 the wait is `first` · 2ⁿ⁻¹, at most `longest`, and up to
    `jitter` more; a `Retry-After` goes before. What fails after `total` is not tried again.
    """

    attempts: int = 5
    connect: float = 10
    timeout: float = 60
    answer: float = 600
    first: float = 0.5
    longest: float = 10
    jitter: float = 0.5
    total: float = 120


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of an endpoint (None where it has none), its protocol, who asks, and its kind of server.

    `nquads` is where it takes a POST of several graphs (as N-Quads, and so as TriG, which is sent); `guessed`
    says that the kind of server is what the look of the URL says, which may be nothing.
    `elsewhere` tells who asks at addresses on another host, where that is known to be somebody else; `ca` is
    a file of certificates that are trusted besides those of the system.
    """

    query: str | None
    update: str | None
    store: str | None
    protocol: Protocol = Protocol.SPARQL
    credentials: Credentials = NOBODY
    patience: Patience = Patience()
    server: Server = GENERIC
    guessed: bool = False
    nquads: str | None = None
    elsewhere: tuple[tuple[Origin, Credentials], ...] = ()
    ca: Path | None = None

    def credentials_for(self, url: str) -> Credentials:
        """Return who asks at an address of this endpoint."""
        return dict(self.elsewhere).get(origin_of(url), self.credentials)

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
    ca: Path | None = None,
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
    `NEWSGRAPH_ENDPOINT_USER` and `…_PASSWORD`, or `…_TOKEN`, for every address that is given; else from its
    URL or from netrc, for its host. `ca` (else `NEWSGRAPH_ENDPOINT_CA`) names a file of certificates to
    trust. Raises `UsageError` for what is no http(s) URL, for an unknown server, for a protocol that it does
    not speak, and where `ca` holds no certificate.
    """
    plain, credentials = _split_credentials(url, "--endpoint", environment)
    layout = lay_out(plain, server)
    given = {"query": query, "update": update, "store": store}
    asked = {
        kind: _split_credentials(own, f"--{kind}-url", environment) for kind, own in given.items() if own
    }
    hosts = {origin_of(own): known for own, known in asked.values()}
    credentials = credentials or hosts.pop(origin_of(plain), NOBODY)
    elsewhere = {origin: known for origin, known in hosts.items() if origin != origin_of(plain)}
    if protocol is Protocol.AUTO:
        protocol = Protocol(layout.server.protocol)
    if layout.unguessed and protocol is Protocol.GSP:
        layout = replace(layout, query=None)
    found = {"query": layout.query, "update": layout.update, "store": layout.store}
    found.update({kind: own for kind, (own, _) in asked.items()})
    endpoint = Endpoint(
        **found,
        protocol=protocol,
        credentials=credentials,
        patience=patience or Patience(),
        server=layout.server,
        guessed=server is None,
        nquads=layout.nquads,
        elsewhere=tuple(elsewhere.items()),
        ca=_find_ca(ca, environment),
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


def _split_credentials(url: str, option: str, environment: Mapping[str, str]) -> tuple[str, Credentials]:
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:  # its message can hold the password
        raise _no_address(option, "check its host and port") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _no_address(option, "give an http or https URL, such as http://localhost:7878")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    plain = urlunsplit((parts.scheme, host + port, parts.path, parts.query, ""))
    return plain, find_credentials(parts, environment)


def _no_address(option: str, mend: str) -> UsageError:
    return UsageError("not the address of an endpoint", where=option, mend=mend)


def _find_ca(ca: Path | None, environment: Mapping[str, str]) -> Path | None:
    """Return the file of the own certificate authority. Raises `UsageError` where it holds none."""
    where = "--ca" if ca else CA
    found = ca or (Path(environment[CA]) if environment.get(CA) else None)
    if found is not None:
        check_ca(found, where)
    return found
