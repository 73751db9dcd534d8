"""Connections stay open, and what becomes of them, and of a server that is away, is survived."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.request import Request

import pytest
from tests.integration.scripted import (
    QUICK,
    Handler,
    Script,
    Step,
    endpoint_at,
    half,
    hang_up,
    reset,
    sleepy,
    status,
)

from newsgraph.sinks.endpoint import Patience
from newsgraph.sinks.endpoint.transport import Client, HttpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.conftest import Server

ONCE = replace(QUICK, attempts=1)
BODY = b"<http://a.example/> <http://a.example/> <http://a.example/> .\n"


def put(url: str, body: bytes = BODY) -> Request:
    return Request(f"{url}/store", body, {"Content-Type": "text/turtle"}, method="PUT")  # noqa: S310  our own server


def test_requests_share_a_connection(stub: Script) -> None:
    client = Client(endpoint_at(stub.url))
    stub.steps = [status(200, b"an answer"), status(404), status(201), status(413, b"too much"), status(204)]
    for expected in (200, 404, 201, 413, 204, 204):
        try:
            assert client.send(put(stub.url)).status == expected
        except HttpError as error:
            assert error.status == expected  # noqa: PT017  some of the answers are errors
    assert (len(stub.seen), stub.connections) == (6, 1)
    assert (client.requests, client.bytes) == (6, 6 * len(BODY))


@pytest.mark.parametrize("size", [0, 1, 1_000_000])
def test_bodies_tell_their_length(stub: Script, size: int) -> None:
    Client(endpoint_at(stub.url)).send(put(stub.url, b"x" * size))
    headers = stub.seen[0].headers
    assert headers["Content-Length"] == str(size)
    assert "Transfer-Encoding" not in headers
    assert stub.seen[0].body == b"x" * size


@pytest.mark.parametrize("end", [hang_up, reset])
@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_kept_connection_that_the_server_ends_is_no_failed_attempt(
    stub: Script, end: Step, size: int
) -> None:
    client = Client(endpoint_at(stub.url, patience=ONCE))
    client.send(put(stub.url))
    stub.steps = [end]
    assert client.send(put(stub.url, b"x" * size)).status == 204
    assert len(stub.seen[-1].body) == size
    assert stub.connections == 2


def test_a_kept_connection_that_was_ended_meanwhile_is_not_used(stub: Script) -> None:
    def last(handler: Handler) -> None:
        handler.answer(204)
        handler.close_connection = True  # without a word of it, as after a time without requests

    stub.steps = [last]
    client = Client(endpoint_at(stub.url, patience=ONCE))
    for _ in range(2):
        client.send(put(stub.url))
    assert (len(stub.seen), stub.connections) == (2, 2)


def test_a_new_connection_that_breaks_is_a_failed_attempt(stub: Script) -> None:
    stub.steps = [hang_up]
    with pytest.raises(HttpError, match="the connection broke"):
        Client(endpoint_at(stub.url, patience=ONCE)).send(put(stub.url))
    assert len(stub.seen) == 1


@pytest.mark.integration
def test_a_restart_of_the_server_is_sat_out(oxigraph: Server) -> None:
    patience = Patience(attempts=100, first=0.1, longest=0.2, jitter=0.05, total=30)
    client = Client(endpoint_at(oxigraph.endpoint_url, patience=patience))
    url = f"{oxigraph.endpoint_url}/store?default"

    def asked() -> Request:
        return Request(url, BODY, {"Content-Type": "text/turtle"}, method="PUT")  # noqa: S310  our own server

    client.send(asked())
    oxigraph.kill()
    done = threading.Event()
    before = client.requests

    def restart() -> None:
        while client.requests < before + 2 and not done.wait(0.02):
            pass
        oxigraph.start()

    thread = threading.Thread(target=restart)
    thread.start()
    try:
        assert client.send(asked()).status == 204
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("fault", [status(number) for number in (408, 425, 429, 503)])
def test_what_was_not_carried_out_is_tried_again_also_where_twice_is_not_once(
    stub: Script, fault: Step
) -> None:
    stub.steps = [fault, fault]
    assert Client(endpoint_at(stub.url)).send(put(stub.url), repeatable=False).status == 204
    assert len(stub.seen) == 3


@pytest.mark.parametrize("fault", [status(502), status(504), reset, hang_up, half, sleepy])
def test_what_may_have_been_carried_out_is_not_tried_again_where_twice_is_not_once(
    stub: Script, fault: Step
) -> None:
    client = Client(endpoint_at(stub.url))
    client.send(put(stub.url))  # a connection is open: that it may be a stale one is no excuse either
    stub.steps = [fault]
    with pytest.raises(HttpError) as caught:
        client.send(put(stub.url), repeatable=False)
    assert "not known whether it was carried out" in (caught.value.mend or "")
    assert len(stub.seen) == 2


def test_what_must_not_be_sent_twice_gets_a_connection_of_its_own(stub: Script) -> None:
    client = Client(endpoint_at(stub.url))
    client.send(put(stub.url))
    stub.steps = [status(503), hang_up]
    with pytest.raises(HttpError, match="not known whether it was carried out"):
        client.send(put(stub.url), repeatable=False)
    assert (len(stub.seen), stub.connections) == (3, 3)


def test_nobody_listening_is_tried_again_in_any_case() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody else can take it
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        client = Client(endpoint_at(url))
        with pytest.raises(HttpError, match="nothing listens there"):
            client.send(put(url), repeatable=False)
    assert client.requests == QUICK.attempts


@pytest.mark.parametrize(
    "said",
    [
        b"Virtuoso 40001 Error SR172: Transaction deadlocked",
        b'{"code":"ConcurrentModificationException","detailedMessage":"try again"}',
    ],
)
def test_transactions_in_each_others_way_are_tried_again(stub: Script, said: bytes) -> None:
    stub.steps = [status(500, said, Content_Type="text/plain")]
    assert Client(endpoint_at(stub.url)).send(put(stub.url), repeatable=False).status == 204


@pytest.mark.parametrize("number", [400, 404, 409, 413, 422, 500, 501, 507])
def test_what_would_be_said_again_is_not_asked_again(stub: Script, number: int) -> None:
    stub.steps = [status(number)]
    with pytest.raises(HttpError) as caught:
        Client(endpoint_at(stub.url)).send(put(stub.url))
    assert caught.value.status == number
    assert len(stub.seen) == 1


@pytest.fixture
def full() -> Iterator[str]:
    """The URL of a port whose queue is full: no connection comes about there."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        for one in waiting:
            one.close()


def test_connecting_has_a_time_out_of_its_own(full: str) -> None:
    patience = Patience(attempts=2, connect=0.1, timeout=60, first=0.01, jitter=0)
    client = Client(endpoint_at(full, patience=patience))
    with pytest.raises(HttpError, match="no connection comes about in time"):
        client.send(put(full), repeatable=False)
    assert client.requests == 2


class _OneRequest:
    """A server that takes one request, and its body as `read` does."""

    def __init__(self, script: Script, read: Callable[[Handler], None]) -> None:
        class Slow(Handler):
            def handle_any(self) -> None:
                read(self)
                super().handle_any()

            do_PUT = handle_any  # noqa: N815  the name is the base class's

        Slow.script = script
        self._handler = Slow
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, address = self._socket.accept()
        with connection:
            self._handler(connection, address, None)  # type: ignore[arg-type]  # it does not ask its server

    def close(self) -> None:
        self._thread.join()
        self._socket.close()


def test_sending_has_the_time_out_of_reading_for_each_step(stub: Script) -> None:
    """The server begins to read after the time-out for connecting, and ends after that for a step."""

    def slowly(handler: Handler) -> None:
        for _ in range(3):
            time.sleep(0.4)
            handler.rfile.read(8_000_000)
        handler.headers.replace_header("Content-Length", "6000000")

    server = _OneRequest(stub, slowly)
    patience = Patience(attempts=1, connect=0.2, timeout=1)
    client = Client(endpoint_at(server.url, patience=patience))
    assert client.send(put(server.url, b"x" * 30_000_000)).status == 204
    client.close()
    server.close()
