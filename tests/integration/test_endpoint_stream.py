"""An answer can be read while it comes in, and what breaks off is no answer."""

from __future__ import annotations

import gzip
import threading
from typing import TYPE_CHECKING
from urllib.request import Request

import pyoxigraph as ox
import pytest
from tests.integration.scripted import JSON, Handler, Script, Step, endpoint_at, half, status, trickle

from newsgraph.errors import QueryError
from newsgraph.sinks.endpoint import Patience
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.sparql import Form

if TYPE_CHECKING:
    from tests.integration.conftest import Server

    from newsgraph.sinks.endpoint.transport import Stream

ROWS = b"?s\n" + b'"Zeile"\n' * 50_000


def asked(url: str) -> Request:
    return Request(f"{url}/rows", headers={"Accept": "text/tab-separated-values"})  # noqa: S310  our own server


def chunked(body: bytes, *, pieces: int, ends: bool = True) -> Step:
    """Send a body in chunks; without the last one, the connection is cut behind them."""

    def step(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/tab-separated-values; charset=utf-8")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        size = -(-len(body) // pieces)
        for start in range(0, len(body), size):
            part = body[start : start + size]
            handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        if ends:
            handler.wfile.write(b"0\r\n\r\n")
        else:
            handler.close_connection = True

    return step


def test_the_beginning_can_be_read_before_the_end_is_there(stub: Script) -> None:
    more = threading.Event()

    def slowly(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", "10")
        handler.end_headers()
        handler.wfile.write(b"begin")
        assert more.wait(5)
        handler.wfile.write(b"ning.")

    stub.steps = [slowly]
    with Client(endpoint_at(stub.url)).stream(asked(stub.url)) as answer:
        assert (answer.status, answer.media_type) == (200, JSON)
        assert answer.read1(5) == b"begin"
        more.set()
        assert answer.read() == b"ning."


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_large_answer_comes_whole(stub: Script, packed: bool, in_chunks: bool) -> None:
    body = gzip.compress(ROWS) if packed else ROWS
    step = status(200, body, **({"Content_Encoding": "gzip"} if packed else {}))
    if in_chunks and not packed:
        step = chunked(body, pieces=7)
    stub.steps = [step]
    client = Client(endpoint_at(stub.url))
    with client.stream(asked(stub.url)) as answer:
        assert sum(1 for _ in answer) == 50_001
    assert client.requests == 1


@pytest.mark.parametrize("step", [half, chunked(ROWS, pieces=3, ends=False)])
def test_an_answer_that_breaks_off_while_it_is_read_is_an_error(stub: Script, step: Step) -> None:
    stub.steps = [step]
    with Client(endpoint_at(stub.url)).stream(asked(stub.url)) as answer, pytest.raises(HttpError) as caught:
        answer.read()
    assert caught.value.what == "the connection broke"
    assert len(stub.seen) == 1  # what was handed out cannot be taken back: no other attempt


def test_an_answer_without_end_is_given_up_while_it_is_read(stub: Script) -> None:
    stub.steps = [trickle]
    client = Client(endpoint_at(stub.url, patience=Patience(timeout=0.5, answer=0.3)))
    with client.stream(asked(stub.url)) as answer, pytest.raises(HttpError, match="does not answer in time"):
        answer.read()


def test_faults_before_the_answer_are_sat_out(stub: Script) -> None:
    stub.steps = [status(503), status(200, b"ok", Content_Type="text/plain")]
    with Client(endpoint_at(stub.url)).stream(asked(stub.url)) as answer:
        assert answer.read() == b"ok"


def test_an_answer_that_is_left_early_does_not_spoil_the_next(stub: Script) -> None:
    stub.steps = [status(200, ROWS), status(200, b"next")]
    client = Client(endpoint_at(stub.url))

    def first_line(answer: Stream) -> bytes:
        return answer.readline()

    with client.stream(asked(stub.url)) as answer:
        assert first_line(answer) == b"?s\n"
    assert answer.closed
    assert client.send(asked(stub.url)).body == b"next"


def test_a_packed_answer_that_cannot_be_unpacked(stub: Script) -> None:
    stub.steps = [status(200, b"not gzip", Content_Encoding="gzip")]
    with pytest.raises(HttpError, match="cannot be unpacked"):
        Client(endpoint_at(stub.url)).send(asked(stub.url))


def test_a_query_is_streamed(stub: Script) -> None:
    stub.steps = [status(400, b"what?", Content_Type="text/plain")]
    wrapper = Wrapper(Client(endpoint_at(f"{stub.url}/sparql")))
    with pytest.raises(QueryError, match=r"what\?"), wrapper.stream("SELECT *", Form.SELECT):
        raise AssertionError("no answer to this")


@pytest.mark.integration
def test_results_of_a_real_server_are_parsed_as_they_come(oxigraph: Server) -> None:
    wrapper = Wrapper(Client(endpoint_at(oxigraph.endpoint_url)))
    query = "SELECT ?n WHERE { VALUES ?n { " + " ".join(map(str, range(20_000))) + " } }"
    with wrapper.stream(query, Form.SELECT) as answer:
        kind = ox.QueryResultsFormat.from_media_type(answer.media_type)
        assert kind is not None
        results = ox.parse_query_results(answer, format=kind)
        assert isinstance(results, ox.QuerySolutions)
        assert sum(1 for _ in results) == 20_000
