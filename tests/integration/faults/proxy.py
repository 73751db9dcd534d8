"""A proxy between a client and a real server that does harm to chosen requests, and to no others."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

Harm: TypeAlias = "Callable[[Exchange], bool]"
"""Deals with a request, or says no: then it passes as it is."""

_ASKS: Final = ("application/x-www-form-urlencoded", "application/sparql-query")
_AT_ONCE: Final = 65_536
_SECONDS: Final = 20.0


@dataclass
class Exchange:
    """One request of the client; `number` counts those that write, from 1, and is 0 for others."""

    proxy: Proxy
    client: socket.socket
    head: bytes
    number: int
    headers: dict[str, str]
    _body: bytes | None = None

    @property
    def method(self) -> str:
        return self.head.split(b" ", 1)[0].decode()

    @property
    def length(self) -> int:
        return int(self.headers.get("content-length", "0"))

    @property
    def body(self) -> bytes:
        """What the client sends after the head; it is read when it is first asked for."""
        if self._body is None:
            found = bytearray()
            while len(found) < self.length:
                data = self.client.recv(min(_AT_ONCE, self.length - len(found)))
                if not data:
                    raise ConnectionError("the client has gone")
                found += data
            self._body = bytes(found)
        return self._body

    def forward(self, part: int | None = None) -> bytes:
        """Send the request on and return the server's answer; of only a `part` of its body, none."""
        lines = [
            line for line in self.head.split(b"\r\n")[:-2] if not line.lower().startswith(b"connection:")
        ]
        head = b"\r\n".join([*lines, b"Connection: close", b"", b""])
        with socket.create_connection(self.proxy.server, timeout=_SECONDS) as upstream:
            upstream.sendall(head + self.body[:part])
            if part is not None:
                _reset(upstream)
                return b""
            answer = bytearray()
            while data := upstream.recv(_AT_ONCE):
                answer += data
        return bytes(answer)

    def pass_on(self) -> None:
        self.client.sendall(self.forward())

    def answer(self, status: str, body: bytes = b"", **headers: str) -> None:
        """Answer in the place of the server, having read all that the client sends."""
        assert self.body is not None
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.client.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    def reset(self) -> None:
        """Cut the connection so that the client sees it broken."""
        _reset(self.client)

    def hold(self) -> None:
        """Say nothing until the client has gone."""
        self.client.settimeout(_SECONDS)
        with suppress(OSError):
            self.client.recv(1)


@dataclass
class Proxy:
    """Listens on a port of its own, and passes on to a server all that `harm` does not deal with."""

    url: str
    harm: Harm | None = None
    needs_user: bool = False
    writes: int = 0
    seen: list[str] = field(default_factory=list)
    port: int = 0
    _listener: socket.socket | None = None
    _open: int = 0
    _idle: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self.server = (parts.hostname or "", parts.port or 80)
        self.path = parts.path
        self.listen()

    @property
    def address(self) -> str:
        """The server's address as the client is to use it."""
        return f"http://127.0.0.1:{self.port}{self.path}"

    def listen(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def refuse(self) -> None:
        """Let nobody connect any more, until `listen`."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def expect(self, harm: Harm | None) -> None:
        """Begin anew: no request seen, and this harm to be done."""
        self.settle()
        self.harm, self.writes = harm, 0
        self.seen.clear()

    def settle(self) -> None:
        """Wait until no request is under way, as after a client was killed."""
        with self._idle:
            assert self._idle.wait_for(lambda: self._open == 0, _SECONDS)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Serve one request; the connection is closed after it, so that none is kept from before a harm."""
        with self._idle:
            self._open += 1
        try:
            with client, suppress(OSError):
                self._exchange(client)
        finally:
            with self._idle:
                self._open -= 1
                self._idle.notify_all()

    def _exchange(self, client: socket.socket) -> None:
        client.settimeout(_SECONDS)
        asked = bytearray()
        while not asked.endswith(b"\r\n\r\n"):
            byte = client.recv(1)
            if not byte:
                return
            asked += byte
        exchange = self._read(client, bytes(asked))
        if self.harm is None or not self.harm(exchange):
            try:
                answer = exchange.forward()
            except OSError:
                answer = b""
            head, end, body = answer.partition(b"\r\n\r\n")
            if end:
                client.sendall(head + b"\r\nConnection: close" + end + body)
            else:
                exchange.reset()

    def _read(self, client: socket.socket, head: bytes) -> Exchange:
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        kind = headers.get("content-type", "")
        method = first.split(" ", 1)[0]
        writes = method in {"PUT", "DELETE"} or (method == "POST" and not kind.startswith(_ASKS))
        number = 0
        with self._idle:
            self.seen.append(first)
            if writes and ("authorization" in headers or not self.needs_user):
                self.writes += 1
                number = self.writes
        return Exchange(self, client, head, number, headers)


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
