"""A server that answers what a script says, and endpoints there."""

from __future__ import annotations

import json
import socket
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias

import pytest

from newsgraph.sinks.endpoint import Endpoint, Patience, Protocol, find_endpoint

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable


QUICK = Patience(attempts=4, timeout=0.5, answer=1.5, first=0.01, longest=0.05, jitter=0.01, total=5)


EMPTY = json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": []}}).encode()


JSON = "application/sparql-results+json"


TOKEN = {"TOKEN": "t0ken"}


Step: TypeAlias = "Callable[[Handler], None]"


@dataclass
class Seen:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """What the server is to do with the requests that write, in order; after that all is well.

    `connections` counts those that were made to it.
    """

    steps: list[Step] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    url: str = ""
    connections: int = 0

    @property
    def writes(self) -> list[Seen]:
        return [one for one in self.seen if not one.path.startswith("/query")]


class Handler(BaseHTTPRequestHandler):
    """Keeps connections, as servers do."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    script: Script

    def setup(self) -> None:
        super().setup()
        self.script.connections += 1

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.script.seen.append(Seen(self.command, self.path, dict(self.headers), body))
        if self.path.startswith("/query"):
            self.answer(200, EMPTY, Content_Type=JSON)
        elif self.script.steps:
            self.script.steps.pop(0)(self)
        else:
            self.answer(204)

    do_GET = do_POST = do_PUT = do_DELETE = do_CONNECT = handle_any  # noqa: N815  the names are the base class's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        pass


def status(number: int, body: bytes = b"", **headers: str) -> Step:
    return lambda handler: handler.answer(number, body, **headers)


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    """End a connection without an answer, as a server does with one that was open for too long."""
    handler.close_connection = True


def half(handler: Handler) -> None:
    """Promise more than comes, and hang up."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"head"')
    handler.close_connection = True


def sleepy(handler: Handler) -> None:
    time.sleep(0.8)
    handler.close_connection = True


def trickle(handler: Handler) -> None:
    """Send a byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    handler.close_connection = True
    try:
        for _ in range(40):
            handler.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        return


class _Server(ThreadingHTTPServer):
    """Makes the TLS connection in the thread of its request, and does not print what clients break off."""

    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def finish_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        if self.tls is None or not isinstance(request, socket.socket):
            super().finish_request(request, client_address)
            return
        with self.tls.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def started(tls: ssl.SSLContext | None = None) -> tuple[ThreadingHTTPServer, Script]:
    script = Script()
    handler = type("Scripted", (Handler,), {"script": script})
    server = _Server(("127.0.0.1", 0), handler)
    server.tls = tls
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    script.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    return server, script


def endpoint_at(
    url: str,
    protocol: Protocol = Protocol.SPARQL,
    patience: Patience = QUICK,
    known: dict[str, str] | None = None,
    server: str | None = None,
) -> Endpoint:
    names = {f"NEWSGRAPH_ENDPOINT_{name}": value for name, value in (known or {}).items()}
    return find_endpoint(url, protocol=protocol, server=server, patience=patience, environment=names)


BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
