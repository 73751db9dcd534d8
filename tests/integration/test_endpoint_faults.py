"""What a push and a query do when the endpoint misbehaves, shown on a server that does so on demand."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import replace
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from tests.integration.scripted import (
    BOTH,
    JSON,
    QUICK,
    Script,
    Step,
    endpoint_at,
    half,
    reset,
    sleepy,
    status,
    trickle,
)

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint import Patience, Protocol, PushInterruptedError, push_graphs
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from tests.integration.conftest import MakeGraphs


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
        push_graphs(make_graphs(1), replace(endpoint_at(stub.url, protocol), nquads=None))
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
    summary = push_graphs(make_graphs(4), replace(endpoint_at(stub.url), nquads=None))
    assert (summary.sent, summary.failed) == (4, ())
    assert [one.body.count(b"INSERT DATA") for one in stub.writes] == [4, 2, 2]


def test_one_graph_that_is_too_large_is_named(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(413), status(413)]
    graphs = make_graphs(2)
    summary = push_graphs(graphs, endpoint_at(stub.url))
    assert summary.sent == 1
    assert graphs[0].article in summary.failed[0].what
    assert "raise its limit" in (summary.failed[0].mend or "")


@pytest.mark.parametrize(("sent", "there"), [(1, "1 graph was"), (2, "2 graphs were")])
def test_what_was_sent_before_the_end_is_counted(
    stub: Script, make_graphs: MakeGraphs, sent: int, there: str
) -> None:
    stub.steps = [*[status(204)] * sent, *[reset] * 10]
    with pytest.raises(PushInterruptedError, match="the connection broke") as caught:
        push_graphs(make_graphs(5), endpoint_at(stub.url, Protocol.GSP))
    assert caught.value.summary.sent == sent
    assert f"{there} in place by then; push again to complete" in (caught.value.mend or "")


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
    endpoint = endpoint_at(f"{stub.url}/sparql", server="generic")
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
        ask(endpoint_at(f"{stub.url}/sparql", server="generic"), prepare("ASK { ?s ?p ?o }"))


def test_a_query_that_the_endpoint_cannot_read(stub: Script) -> None:
    stub.steps = [status(400, b"line 1: what is this?", Content_Type="text/plain")]
    with pytest.raises(QueryError, match="what is this"):
        ask(endpoint_at(f"{stub.url}/sparql", server="generic"), prepare("SELECT * WHERE { ?s ?p ?o }"))


def test_an_endpoint_that_cannot_do_sums_is_asked_for_numbers(stub: Script, make_graphs: MakeGraphs) -> None:
    graph = make_graphs(1)[0]
    count = {
        "g": {"type": "uri", "value": graph.graph},
        "n": {"type": "literal", "value": str(len(graph) + 1)},
    }
    counted = json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": [count]}}).encode()
    there = status(200, counted, Content_Type=JSON)
    stub.steps = [there, status(400, b"MD5?"), there, status(204)]
    assert push_graphs([graph], endpoint_at(f"{stub.url}/sparql")).sent == 1
    assert ["MD5" in one.body.decode() for one in stub.seen] == [False, True, False, False]


def test_an_endpoint_that_reads_no_query_at_all(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(400, b"no", Content_Type="text/plain")] * 2
    with pytest.raises(PushInterruptedError, match="cannot read the query"):
        push_graphs(make_graphs(1), endpoint_at(f"{stub.url}/sparql"))
