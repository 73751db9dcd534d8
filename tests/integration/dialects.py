"""Servers that answer as the documentation of nine products says: paths, media types, refusals, credentials.

Behind each is the embedded engine. What they do is written down here once more, and not read off the presets
that the product ships, so that the two are compared. Sources: those named in sinks/endpoint/servers.toml.
"""

from __future__ import annotations

import hashlib
import re
import threading
from base64 import b64encode
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

USER: Final = "anna"
PASSWORD: Final = "geheim"  # noqa: S105  of nobody
TOKEN: Final = "t0ken"  # noqa: S105  of nobody
RESULTS: Final = "application/sparql-results+json"
UPDATE: Final = "application/sparql-update"
FORM: Final = "application/x-www-form-urlencoded"
TRIPLES: Final = {"text/turtle": ox.RdfFormat.TURTLE, "application/n-triples": ox.RdfFormat.N_TRIPLES}
NONCE: Final = "dcd98b7102dd2f0e"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer."""

    status: int
    body: str = ""
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a product answers. Paths are whole; None where it has no such thing."""

    base: str
    """What a user gives as the endpoint, behind host and port."""
    query: str
    update: str
    store: str | None
    quads: tuple[str, str] | None = None
    """Path and media type for a POST of quads; the path may have a parameter that is wanted."""
    challenge: str = ""
    """`Basic`, `Digest`, `Bearer`, or nothing where nobody is asked who he is."""
    refused: int = 401
    """What who shows no or wrong credentials is told."""
    reads_freely: bool = False
    """Whether queries want no credentials."""
    updated: Said = Said(204)
    put: Said = Said(204)
    added: Said = Said(204)
    missing: int = 404
    """The answer to a graph that is not there, where one is got or deleted."""
    too_large: Said = Said(413, "Request Entity Too Large")
    """The answer to a body above the limit of the server, or of the proxy before it."""
    union: str = "always"
    """`always`, or by which parameters (as a query string) or which graph (`<…>`) one asks for the union."""
    header: str = ""


DIALECTS: Final[Mapping[str, Dialect]] = {
    "oxigraph": Dialect(
        "",
        "/query",
        "/update",
        "/store",
        quads=("/store", "application/n-quads"),
        put=Said(201),
        too_large=Said(400, "SPARQL body payloads are limited to 134217728 bytes"),
        union="union-default-graph=true",
        header="Oxigraph/0.5.0",
    ),
    "virtuoso": Dialect(
        "",
        "/sparql-auth",
        "/sparql-auth",
        "/sparql-graph-crud-auth",
        challenge="Digest",
        updated=Said(200, '{"head": {"vars": ["callret-0"]}, "results": {"bindings": []}}', RESULTS),
        put=Said(201, "<!DOCTYPE html><html><body>Created</body></html>", "text/html"),
        too_large=Said(500, "Virtuoso 22023 Error SR578: The expected result length is too large"),
        header="Virtuoso/07.20.3229 (Linux) x86_64-unknown-linux-gnu",
    ),
    "fuseki": Dialect(
        "/news",
        "/news/query",
        "/news/update",
        "/news/data",
        quads=("/news/data", "application/n-quads"),
        challenge="Basic",
        put=Said(201),
        added=Said(200, '{"count": 1, "tripleCount": 0, "quadCount": 1}', "application/json"),
        union="<urn:x-arq:UnionGraph>",
        header="Apache Jena Fuseki (5.5.0)",
    ),
    "graphdb": Dialect(
        "/repositories/news",
        "/repositories/news",
        "/repositories/news/statements",
        "/repositories/news/rdf-graphs/service",
        quads=("/repositories/news/statements", "application/n-quads"),
        challenge="Basic",
        missing=204,
        header="GraphDB/10.8.0 RDF4J/4.3.15",
    ),
    "rdf4j": Dialect(
        "/rdf4j-server/repositories/news",
        "/rdf4j-server/repositories/news",
        "/rdf4j-server/repositories/news/statements",
        "/rdf4j-server/repositories/news/rdf-graphs/service",
        quads=("/rdf4j-server/repositories/news/statements", "application/n-quads"),
        challenge="Basic",
        missing=204,
    ),
    "qlever": Dialect(
        "",
        "/",
        "/",
        "/",
        challenge="Bearer",
        refused=403,
        reads_freely=True,
        updated=Said(200, '{"operations": [{"delta-triples": {}}]}', "application/json"),
        put=Said(200, "{}", "application/json"),
        missing=200,
        too_large=Said(413, "Request body size exceeds the allowed size (1 GB), send a smaller request"),
    ),
    "blazegraph": Dialect(
        "/blazegraph/namespace/news/sparql",
        "/blazegraph/namespace/news/sparql",
        "/blazegraph/namespace/news/sparql",
        None,
        quads=("/blazegraph/namespace/news/sparql", "text/x-nquads"),
        challenge="Basic",
        updated=Said(
            200, "<html><body><p>COMMIT: totalElapsed=8ms, mutationCount=4</p></body></html>", "text/html"
        ),
        added=Said(200, '<?xml version="1.0"?><data modified="4" milliseconds="12"/>', "application/xml"),
    ),
    "stardog": Dialect(
        "/news",
        "/news/query",
        "/news/update",
        "/news",
        challenge="Basic",
        updated=Said(200, "true", "text/boolean"),
        put=Said(201),
        union="default-graph-uri=tag:stardog:api:context:local&named-graph-uri=tag:stardog:api:context:named",
    ),
    "neptune": Dialect(
        "",
        "/sparql",
        "/sparql",
        "/sparql/gsp/",
        quads=("/sparql/gsp/?default", "application/n-quads"),
        refused=403,
        updated=Said(200, '[{"type": "UpdateEvent", "totalElapsedMillis": 9}]', "application/json"),
        put=Said(200),
        added=Said(200),
        too_large=Said(400, '{"code": "BadRequestException", "detailedMessage": "too large"}'),
    ),
}


@dataclass
class Stub:
    """A running server; `limit` is how many bytes a body may have, `asks` whether it wants credentials."""

    dialect: Dialect
    url: str = ""
    limit: int = 1_000_000
    asks: bool = True
    store: ox.Store = field(default_factory=ox.Store)
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path with parameters, and media type of what came and was let in."""

    @property
    def endpoint_url(self) -> str:
        return self.url + self.dialect.base


class Speaker(BaseHTTPRequestHandler):
    """One connection."""

    stub: ClassVar[Stub]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer waits 40 ms for its second packet

    def do_any(self) -> None:
        stub, dialect = self.stub, self.stub.dialect
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        media_type = self.headers.get("Content-Type", "").partition(";")[0]
        if not self._known(media_type):
            name = dialect.challenge
            nonce = f', nonce="{NONCE}", qop="auth"' if name == "Digest" else ""
            told = {"WWW-Authenticate": f'{name} realm="here"{nonce}'} if dialect.refused == 401 else {}
            self._say(Said(dialect.refused, "no access"), **told)
        elif len(body) > stub.limit:
            self._say(dialect.too_large)
        else:
            stub.seen.append((self.command, self.path, media_type))
            self._say(self._answered(media_type, body))

    do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815  the names are the base class's

    def _known(self, media_type: str) -> bool:
        dialect, sent = self.stub.dialect, self.headers.get("Authorization", "")
        if not self.stub.asks or (dialect.reads_freely and media_type == FORM):
            return True
        if dialect.challenge == "Basic":
            return sent == "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if dialect.challenge == "Bearer":
            return sent == f"Bearer {TOKEN}"
        if dialect.challenge == "Digest":
            return sent.startswith("Digest ") and self._digested(dict(re.findall(r'(\w+)="?([^",]+)', sent)))
        return dialect.refused != 403  # Neptune with IAM, whose signatures nobody here can make

    def _digested(self, told: dict[str, str]) -> bool:
        def md5(*parts: str) -> str:
            return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()

        who, what = md5(USER, "here", PASSWORD), md5(self.command, told["uri"])
        return told["response"] == md5(who, NONCE, told["nc"], told["cnonce"], "auth", what)

    def _answered(self, media_type: str, body: bytes) -> Said:
        path, _, parameters = self.path.partition("?")
        graph = parse_qs(parameters).get("graph", [""])[0]
        try:
            if graph and path == self.stub.dialect.store:
                return self._graph(ox.NamedNode(graph), media_type, body)
            return self._posted(media_type, body) if self.command == "POST" else Said(405)
        except (SyntaxError, ValueError) as error:
            return Said(400, f"MALFORMED: {error}")

    def _posted(self, media_type: str, body: bytes) -> Said:
        dialect = self.stub.dialect
        if dialect.quads == (self.path, media_type):
            self.stub.store.load(body, format=ox.RdfFormat.N_QUADS)
            return dialect.added
        if self.path == dialect.update and media_type == UPDATE:
            self.stub.store.update(body.decode())
            return dialect.updated
        if self.path == dialect.query and media_type == FORM:
            return self._query(parse_qs(body.decode()))
        known = {dialect.query, dialect.update, dialect.store, *(dialect.quads or ())}
        return Said(415 if self.path in known else 404, f"nothing at {self.path} for {media_type}")

    def _graph(self, name: ox.NamedNode, media_type: str, body: bytes) -> Said:
        store, dialect = self.stub.store, self.stub.dialect
        is_there = store.contains_named_graph(name)
        if self.command == "PUT":
            if media_type not in TRIPLES:
                return Said(415, f"Mediatype {media_type} is not supported")
            store.remove_graph(name)
            store.load(body, format=TRIPLES[media_type], to_graph=name)
            return dialect.put
        if not is_there:
            return Said(dialect.missing)
        if self.command == "DELETE":
            store.remove_graph(name)
            return Said(204)
        held = (quad.triple for quad in store.quads_for_pattern(None, None, None, name))
        text = ox.serialize(held, format=ox.RdfFormat.N_TRIPLES) or b""
        return Said(200, text.decode(), "application/n-triples")

    def _query(self, fields: dict[str, list[str]]) -> Said:
        union, text = self.stub.dialect.union, fields["query"][0]
        asked = union == "always"
        if union.startswith("<"):  # within this graph is the union; other GRAPHs go on as they are
            asked = f"GRAPH {union} {{" in text
            text = text.replace(f"GRAPH {union} {{", "{")
        elif not asked:
            asked = all(fields.get(name) == value for name, value in parse_qs(union).items())
        results = self.stub.store.query(text, use_default_graph_as_union=asked)
        if isinstance(results, ox.QueryTriples):
            turtle = ox.serialize(results, format=ox.RdfFormat.TURTLE) or b""
            return Said(200, turtle.decode(), "text/turtle")
        return Said(200, (results.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode(), RESULTS)

    def _say(self, said: Said, **headers: str) -> None:
        body = b"" if said.status == 204 else said.body.encode()
        self.send_response(said.status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", said.media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return self.stub.dialect.header or "Jetty(9.4.57)"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        pass


def speaking(dialect: Dialect) -> Iterator[Stub]:
    """Run a server of this dialect on a free port of this machine."""
    stub = Stub(dialect)
    handler = type("OfDialect", (Speaker,), {"stub": stub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_address[1]}"
    assert urlsplit(stub.url).port
    yield stub
    server.shutdown()
    server.server_close()
