"""Connections on which nothing gets on are closed, however busy their clients pretend to be."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import pytest
from tests.integration.serving import PATIENCE, small_store

from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.server import Server, Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.integration

LONG = "SELECT * { VALUES ?x { %s } VALUES ?y { %s } }" % ((" ".join(map(str, range(400))),) * 2)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store: Path = small_store(tmp_path_factory.mktemp("patience"))
    server = Server(Service(store, port=0, limits=Limits(patience=3, workers=1)))
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()


@contextmanager
def connected(server: Server) -> Iterator[socket.socket]:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", int(urlsplit(server.url).port or 0)))
        connection.settimeout(0.2)
        yield connection


def closes(connection: socket.socket, send: bytes = b"") -> bool:
    """Send something now and then until the server has enough of it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            connection.sendall(send)
            if not connection.recv(1):
                return True
        except TimeoutError:
            continue
        except ConnectionError:
            return True
    return False


def test_who_says_nothing(server: Server) -> None:
    with connected(server) as connection:
        connection.settimeout(PATIENCE)
        assert connection.recv(1) == b""


def test_whose_request_never_ends(server: Server) -> None:
    for begin in (b"GET /", b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"):
        with connected(server) as connection:
            connection.sendall(begin)
            assert closes(connection, b"x")


def test_who_reads_an_answer_byte_by_byte(server: Server) -> None:
    with connected(server) as connection:
        body = LONG.encode()
        head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        connection.settimeout(PATIENCE)
        assert connection.recv(1) == b"H"
        channels = cast("dict[int, object]", server._server.active_channels)
        assert channels
        end = time.monotonic() + PATIENCE
        while channels and time.monotonic() < end:
            assert connection.recv(16)
            time.sleep(0.02)
        assert not channels  # what the system has taken for it by then, it may go on to read
