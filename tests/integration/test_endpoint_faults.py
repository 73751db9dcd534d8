"""What a push and a query do when the endpoint misbehaves, shown on a server that does so on demand."""

from __future__ import annotations

import base64
import json
import logging
import socket
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias

import pytest

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint import (
    Endpoint,
    Patience,
    Protocol,
    PushInterruptedError,
    find_endpoint,
    push_graphs,
)
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.conftest import MakeGraphs

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
    """What the server is to do with the requests that write, in order; after that all is well."""

    steps: list[Step] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    url: str = ""

    @property
    def writes(self) -> list[Seen]:
        return [one for one in self.seen if not one.path.startswith("/query")]


class Handler(BaseHTTPRequestHandler):
    script: Script

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

    do_GET = do_POST = do_PUT = handle_any  # noqa: N815  the names are the base class's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the base class's
        pass


def status(number: int, body: bytes = b"", **headers: str) -> Step:
    return lambda handler: handler.answer(number, body, **headers)


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()
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
    try:
        for _ in range(40):
            handler.wfile.write(b" ")
            time.sleep(0.1)
    except OSError:
        handler.close_connection = True


def started() -> tuple[ThreadingHTTPServer, Script]:
    script = Script()
    handler = type("Scripted", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    script.url = f"http://127.0.0.1:{server.server_address[1]}"
    return server, script


@pytest.fixture
def stub() -> Iterator[Script]:
    server, script = started()
    yield script
    server.shutdown()
    server.server_close()


@pytest.fixture
def other() -> Iterator[Script]:
    server, script = started()
    yield script
    server.shutdown()
    server.server_close()


def endpoint_at(
    url: str,
    protocol: Protocol = Protocol.SPARQL,
    patience: Patience = QUICK,
    known: dict[str, str] | None = None,
) -> Endpoint:
    names = {f"NEWSGRAPH_ENDPOINT_{name}": value for name, value in (known or {}).items()}
    return find_endpoint(url, protocol=protocol, patience=patience, environment=names)


BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])


@BOTH
@pytest.mark.parametrize("fault", [status(429), status(502), status(503), status(504), reset, half, sleepy])
def test_passing_faults_are_sat_out(
    stub: Script, protocol: Protocol, fault: Step, make_graphs: MakeGraphs
) -> None:
    stub.steps = [fault, fault]
    summary = push_graphs(make_graphs(1), endpoint_at(stub.url, protocol))
    assert (summary.sent, summary.failed) == (1, ())
    assert len(stub.writes) == 3
    assert stub.writes[0].body == stub.writes[2].body


def test_retries_end(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(503)] * 10
    with pytest.raises(PushInterruptedError, match=r"overloaded or not ready \(503\)"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))
    assert len(stub.writes) == QUICK.attempts


def test_retry_after_in_seconds_is_kept(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(429, Retry_After="1")]
    start = time.monotonic()
    assert push_graphs(make_graphs(1), endpoint_at(stub.url)).sent == 1
    assert time.monotonic() - start >= 1


def test_retry_after_as_a_date_is_kept(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(503, Retry_After=formatdate(time.time() + 2, usegmt=True))]
    start = time.monotonic()
    assert push_graphs(make_graphs(1), endpoint_at(stub.url)).sent == 1
    assert time.monotonic() - start >= 0.9  # the date has whole seconds


def test_retry_after_beyond_the_limit_is_not_waited_for(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(429, Retry_After="3600")]
    start = time.monotonic()
    with pytest.raises(PushInterruptedError, match="overloaded"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))
    assert time.monotonic() - start < 2
    assert len(stub.writes) == 1


def test_an_answer_without_end_is_given_up(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [trickle]
    patience = Patience(attempts=1, timeout=0.5, answer=0.5)
    with pytest.raises(PushInterruptedError, match="does not answer in time"):
        push_graphs(make_graphs(1), endpoint_at(stub.url, patience=patience))


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (401, "asks for credentials"),
        (403, "no permission"),
        (404, "no endpoint at this address"),
        (405, "does not allow this kind of request"),
        (501, "cannot do this"),
    ],
)
@BOTH
def test_refusals_are_told_at_once(
    stub: Script, protocol: Protocol, number: int, what: str, make_graphs: MakeGraphs
) -> None:
    stub.steps = [status(number)]
    with pytest.raises(PushInterruptedError, match=what) as caught:
        push_graphs(make_graphs(1), endpoint_at(stub.url, protocol))
    assert caught.value.mend
    assert caught.value.where == f"{stub.url}{'/update' if protocol is Protocol.SPARQL else '/store'}"
    assert len(stub.writes) == 1


def test_a_server_error_names_the_graph_and_the_others_are_sent(
    stub: Script, make_graphs: MakeGraphs
) -> None:
    stub.steps = [status(204), status(500, b"out of memory", Content_Type="text/plain")]
    graphs = make_graphs(3)
    summary = push_graphs(graphs, endpoint_at(stub.url, Protocol.GSP))
    assert summary.sent == 2
    assert str(summary.failed[0]) == (
        f"{stub.url}/store: {graphs[1].article}: the endpoint failed (500): out of memory "
        "(look into the log of the server)"
    )


def test_a_web_page_in_an_error_is_not_quoted(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(500, b"<html><body>Oops</body></html>", Content_Type="text/html")]
    summary = push_graphs(make_graphs(1), endpoint_at(stub.url, Protocol.GSP))
    assert "Oops" not in str(summary.failed[0])


def test_too_large_updates_are_halved(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(413)]
    summary = push_graphs(make_graphs(4), endpoint_at(stub.url))
    assert (summary.sent, summary.failed) == (4, ())
    assert [one.body.count(b"INSERT DATA") for one in stub.writes] == [4, 2, 2]


def test_one_graph_that_is_too_large_is_named(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(413), status(413)]
    graphs = make_graphs(2)
    summary = push_graphs(graphs, endpoint_at(stub.url))
    assert summary.sent == 1
    assert graphs[0].article in summary.failed[0].what
    assert "raise its limit" in (summary.failed[0].mend or "")


def test_what_was_sent_before_the_end_is_counted(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(204), status(204), *[reset] * 10]
    with pytest.raises(PushInterruptedError, match="the connection broke") as caught:
        push_graphs(make_graphs(5), endpoint_at(stub.url, Protocol.GSP))
    assert caught.value.summary.sent == 2
    assert "2 graphs were in place by then; push again to complete" in (caught.value.mend or "")


def test_nobody_listens(make_graphs: MakeGraphs) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody else can take it
        url = f"http://user:secret@127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(PushInterruptedError, match="nothing listens there") as caught:
            push_graphs(make_graphs(1), endpoint_at(url))
    assert "secret" not in str(caught.value)


def test_an_unknown_host(make_graphs: MakeGraphs) -> None:
    with pytest.raises(PushInterruptedError, match="cannot be reached"):
        push_graphs(make_graphs(1), endpoint_at("http://no-such-host.invalid"))


def test_a_server_that_speaks_no_tls(stub: Script, make_graphs: MakeGraphs) -> None:
    with pytest.raises(PushInterruptedError, match="no secure connection"):
        push_graphs(make_graphs(1), endpoint_at(stub.url.replace("http:", "https:")))


def test_a_web_page_instead_of_results(stub: Script) -> None:
    endpoint = endpoint_at(f"{stub.url}/sparql")
    stub.steps = [status(200, b"<html>Welcome</html>", Content_Type="text/html")]
    with pytest.raises(EndpointError, match="web page instead of results") as caught:
        ask(endpoint, prepare("SELECT * WHERE { ?s ?p ?o }"))
    assert caught.value.where == f"{stub.url}/sparql"
    stub.steps = [status(200, b"<html>Welcome</html>", Content_Type="text/html")]
    with pytest.raises(EndpointError, match="web page instead of results"):
        ask(endpoint, prepare("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))


def test_a_web_page_instead_of_an_update(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(200, b"<html>Please log in</html>", Content_Type="text/html")]
    with pytest.raises(PushInterruptedError, match="web page"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))


def test_results_cut_short(stub: Script) -> None:
    stub.steps = [half, half]
    with pytest.raises(EndpointError, match="the connection broke"):
        ask(
            endpoint_at(f"{stub.url}/sparql", patience=Patience(attempts=2, first=0.01, jitter=0)),
            prepare("ASK { ?s ?p ?o }"),
        )


def test_a_query_that_the_endpoint_cannot_read(stub: Script) -> None:
    stub.steps = [status(400, b"line 1: what is this?", Content_Type="text/plain")]
    with pytest.raises(QueryError, match="what is this"):
        ask(endpoint_at(f"{stub.url}/sparql"), prepare("SELECT * WHERE { ?s ?p ?o }"))


def test_an_endpoint_that_cannot_do_sums_is_asked_for_numbers(stub: Script, make_graphs: MakeGraphs) -> None:
    graph = make_graphs(1)[0]
    count = {
        "g": {"type": "uri", "value": graph.graph},
        "n": {"type": "literal", "value": str(len(graph) + 1)},
    }
    counted = json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": [count]}}).encode()
    stub.steps = [status(400, b"MD5?"), status(200, counted, Content_Type=JSON), status(204)]
    assert push_graphs([graph], endpoint_at(f"{stub.url}/sparql")).sent == 1
    assert b"MD5" in stub.seen[0].body
    assert b"MD5" not in stub.seen[1].body


def test_an_endpoint_that_reads_no_query_at_all(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(400, b"no", Content_Type="text/plain")] * 2
    with pytest.raises(PushInterruptedError, match="cannot read the query"):
        push_graphs(make_graphs(1), endpoint_at(f"{stub.url}/sparql"))


# Credentials


def test_a_token_is_sent_to_the_endpoint(stub: Script, make_graphs: MakeGraphs) -> None:
    push_graphs(make_graphs(1), endpoint_at(stub.url, known=TOKEN))
    assert {one.headers.get("Authorization") for one in stub.seen} == {"Bearer t0ken"}


def test_basic_waits_for_the_challenge_and_then_stays(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(401, WWW_Authenticate='Basic realm="x"')]
    push_graphs(
        make_graphs(2), endpoint_at(stub.url, Protocol.GSP, known={"USER": "ärzte", "PASSWORD": "geheim"})
    )
    packed = base64.b64encode("ärzte:geheim".encode()).decode()
    assert [one.headers.get("Authorization") for one in stub.writes] == [None, *[f"Basic {packed}"] * 2]


def test_digest_never_shows_the_password(stub: Script, make_graphs: MakeGraphs) -> None:
    challenge = 'Digest realm="x", nonce="abc", qop="auth", algorithm=MD5'
    stub.steps = [status(401, WWW_Authenticate=challenge)]
    push_graphs(
        make_graphs(3), endpoint_at(stub.url, Protocol.GSP, known={"USER": "dba", "PASSWORD": "geheim"})
    )
    sent = [one.headers.get("Authorization", "") for one in stub.writes]
    assert len(sent) == 4  # the challenge is answered once and then used for the others
    assert all(value.startswith('Digest username="dba"') for value in sent[1:])
    assert "geheim" not in str(stub.seen)
    assert base64.b64encode(b"dba:geheim").decode() not in str(stub.seen)


@pytest.mark.parametrize(
    "challenge", ['Basic realm="x"', 'Digest realm="x", nonce="abc", qop="auth"', "Bearer"]
)
def test_wrong_credentials_are_not_told(
    stub: Script, challenge: str, make_graphs: MakeGraphs, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.steps = [
        status(401, b"no entry for geheim", Content_Type="text/plain", WWW_Authenticate=challenge)
    ] * 20
    endpoint = endpoint_at(stub.url, known={"USER": "ich", "PASSWORD": "geheim"})
    with pytest.raises(PushInterruptedError) as caught:
        push_graphs(make_graphs(1), endpoint)
    told = f"{caught.value} {caught.value!r} {endpoint!r} {caplog.text}"
    assert "geheim" not in told
    assert caught.value.mend


def test_credentials_of_the_url_are_used_and_not_told(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(401, WWW_Authenticate='Basic realm="x"'), status(403)]
    with pytest.raises(PushInterruptedError) as caught:
        push_graphs(make_graphs(1), endpoint_at(stub.url.replace("//", "//ich:ge%3Aheim@")))
    packed = base64.b64encode(b"ich:ge:heim").decode()
    assert stub.writes[1].headers["Authorization"] == f"Basic {packed}"
    assert "heim" not in str(caught.value)


@BOTH
@pytest.mark.parametrize("credentials", [TOKEN, {"USER": "ich", "PASSWORD": "geheim"}])
def test_credentials_do_not_follow_a_redirect_to_another_host(
    stub: Script, other: Script, protocol: Protocol, credentials: dict[str, str], make_graphs: MakeGraphs
) -> None:
    challenge = status(401, WWW_Authenticate='Basic realm="x"')
    steps = [] if "TOKEN" in credentials else [challenge]
    stub.steps = [*steps, status(307, Location=f"{other.url}/elsewhere")]
    other.steps = [challenge] if steps else []
    graph = make_graphs(1)[0]
    endpoint = endpoint_at(stub.url, protocol, known=credentials)
    if steps:
        with pytest.raises(PushInterruptedError, match="credentials"):
            push_graphs([graph], endpoint)
    else:
        assert push_graphs([graph], endpoint).sent == 1
    assert other.seen
    assert all("Authorization" not in one.headers for one in other.seen)
    assert other.seen[0].body == stub.writes[-1].body
    assert other.seen[0].method == stub.writes[-1].method


def test_credentials_follow_a_redirect_on_the_same_host(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(308, Location="/elsewhere")]
    assert push_graphs(make_graphs(1), endpoint_at(stub.url, known=TOKEN)).sent == 1
    assert stub.writes[1].path == "/elsewhere"
    assert stub.writes[1].headers["Authorization"] == "Bearer t0ken"


@pytest.mark.parametrize("number", [301, 302, 303])
def test_a_redirect_that_would_lose_the_update_is_refused(
    stub: Script, other: Script, number: int, make_graphs: MakeGraphs
) -> None:
    stub.steps = [status(number, Location=f"{other.url}/update")]
    with pytest.raises(PushInterruptedError, match=f"it has moved to {other.url}/update"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))
    assert not other.seen


def test_a_redirect_to_a_file_is_refused(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(307, Location="file:///etc/hostname")]
    with pytest.raises(PushInterruptedError, match=r"redirects where we do not follow \(307\)"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))
