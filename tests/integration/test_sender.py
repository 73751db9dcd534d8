"""How graphs are sent: in which requests, one at a time, and what becomes of those that are refused."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.integration.scripted import BOTH, Script, endpoint_at, reset, status

from newsgraph.errors import EndpointError
from newsgraph.rdf.canonical import canonical_nquads, graph_digest
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.endpoint import Changer, EndpointPlace, Protocol, PushInterruptedError, push_graphs
from newsgraph.sinks.endpoint import sync as endpoint_sync
from newsgraph.sinks.endpoint.sender import Sender
from newsgraph.sinks.register import Entry, Item

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.conftest import MakeGraphs
    from tests.integration.scripted import Handler

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.endpoint import Endpoint
    from newsgraph.sinks.sync import Put

pytestmark = pytest.mark.integration


def item(graph: ArticleGraph) -> Item:
    digest = hashlib.sha256(graph.graph.encode()).hexdigest()
    return Item(Entry(graph.graph, graph_digest(graph), digest, 1), canonical_nquads(graph), graph.article)


def put(endpoint: Endpoint, graphs: list[ArticleGraph]) -> Put:
    return EndpointPlace(endpoint).put(map(item, graphs), progress=lambda _: None)


def ways(url: str) -> dict[str, Endpoint]:
    """The three ways to write: adding new graphs, updates, the Graph Store Protocol."""
    endpoint = endpoint_at(url)
    return {
        "added": endpoint,
        "update": replace(endpoint, nquads=None),
        "gsp": replace(endpoint, protocol=Protocol.GSP),
    }


EACH_WAY = pytest.mark.parametrize("way", ["added", "update", "gsp"])


def refusing(word: bytes, number: int = 400) -> list[object]:
    """Steps of a server that refuses what holds this word."""

    def step(handler: Handler) -> None:
        said = handler.script.seen[-1].body
        handler.answer(number if word in said else 204, b"no " + word, Content_Type="text/plain")

    return [step] * 100


@EACH_WAY
@pytest.mark.parametrize("number", [400, 413, 500])
def test_a_refused_graph_is_named_and_the_others_are_put(
    stub: Script, make_graphs: MakeGraphs, way: str, number: int
) -> None:
    graphs = make_graphs(7)
    bad = graph_of(graphs[3].article, graphs[3].graph, [*graphs[3].triples, ("<b:b>", "<b:b>", '"schlecht"')])
    stub.steps = refusing(b"schlecht", number)  # type: ignore[assignment]
    done = put(ways(stub.url)[way], [*graphs[:3], bad, *graphs[4:]])
    assert (done.added, len(done.failed)) == (6, 1)
    assert graphs[3].article in done.failed[0].what
    entered = b"".join(one.body for one in stub.writes if b"schlecht" not in one.body)
    for graph in (*graphs[:3], *graphs[4:]):
        assert graph_digest(graph).encode() in entered
    assert graph_digest(bad).encode() not in entered


@EACH_WAY
def test_requests_keep_to_the_limit_of_the_server(stub: Script, make_graphs: MakeGraphs, way: str) -> None:
    endpoint = ways(stub.url)[way]
    limit = 100_000
    server = replace(endpoint.server, request_limit=limit, store_limit=limit, limit_mend="raise the pile")
    small, large = make_graphs(9), make_graphs(10, "x" * 1_000, 200)[9]
    done = put(replace(endpoint, server=server), [*small[:4], large, *small[4:]])
    assert done.added == 9
    assert max(len(one.body) for one in stub.writes) <= limit
    (error,) = done.failed
    assert large.article in error.what
    assert "bytes; 100,000 are taken" in error.what
    assert error.mend == "raise the pile"
    assert not any(large.graph.encode() in one.body or large.graph in one.path for one in stub.writes)
    for graph in small:  # none is parted: the request that has its first triple has its last one too
        first, last = (" ".join(graph.triples[i]).encode() for i in (0, -1))
        assert [first in one.body for one in stub.writes] == [last in one.body for one in stub.writes]


@EACH_WAY
def test_what_stands_around_a_graph_counts_for_the_limit_too(
    stub: Script, make_graphs: MakeGraphs, way: str
) -> None:
    endpoint, graphs = ways(stub.url)[way], make_graphs(1, "x" * 5_000)
    assert put(endpoint, graphs).added == 1
    limit = max(len(one.body) for one in stub.writes) - 1
    server = replace(endpoint.server, request_limit=limit, store_limit=limit)
    stub.seen.clear()
    assert len(put(replace(endpoint, server=server), graphs).failed) == 1
    assert not any(graphs[0].triples[0][2].encode() in one.body for one in stub.writes)


@pytest.mark.parametrize("way", ["added", "update"])
def test_what_stands_around_several_graphs_counts_for_the_limit_too(
    stub: Script, make_graphs: MakeGraphs, way: str
) -> None:
    endpoint, graphs = ways(stub.url)[way], make_graphs(2, "x" * 5_000)
    put(endpoint, graphs)
    (whole,) = stub.writes
    limit = len(whole.body) - 1
    server = replace(endpoint.server, request_limit=limit, store_limit=limit)
    stub.seen.clear()
    assert put(replace(endpoint, server=server), graphs).added == 2
    assert max(len(one.body) for one in stub.writes) <= limit


@pytest.mark.parametrize("number", [404, 405, 415, 501])
def test_a_server_that_takes_not_several_graphs_gets_updates(
    stub: Script, make_graphs: MakeGraphs, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint_sync, "AT_ONCE", 3)
    stub.steps = [status(number)]
    done = put(endpoint_at(stub.url), make_graphs(9))
    assert (done.added, done.failed) == (9, ())
    assert [one.path.rstrip("?") for one in stub.writes] == ["/store"] + ["/update"] * 3


def test_blank_nodes_are_never_added_because_sent_again_they_would_be_there_twice(
    stub: Script, make_graphs: MakeGraphs
) -> None:
    plain, with_node = map(item, make_graphs(2))
    blank = replace(with_node, ntriples=f'_:gan0 <urn:x:p> "x" .\n{with_node.ntriples}', blank=True)
    done = EndpointPlace(endpoint_at(stub.url)).put([plain, blank], progress=lambda _: None)
    assert (done.added, done.failed) == (2, ())
    sent = [(one.path.rstrip("?"), b"_:gan0" in one.body) for one in stub.writes]
    assert sent == [("/store", False), ("/update", True)]


def test_several_graphs_go_at_once_only_where_all_of_them_come_in_or_none(
    stub: Script, make_graphs: MakeGraphs
) -> None:
    endpoint = endpoint_at(stub.url)
    in_parts = replace(endpoint, server=replace(endpoint.server, atomic_nquads=False))
    assert [put(one, make_graphs(2)).added for one in (in_parts, endpoint)] == [2, 2]
    assert [one.path.rstrip("?") for one in stub.writes] == ["/update", "/store"]


def test_what_goes_wrong_while_it_is_sent_is_raised(
    stub: Script, make_graphs: MakeGraphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send(_: Sender, load: object) -> None:
        raise MemoryError(f"no room for {type(load).__name__}")

    monkeypatch.setattr(Sender, "send", send)
    with pytest.raises(MemoryError, match="no room for Load"):
        put(endpoint_at(stub.url), make_graphs(1))


@EACH_WAY
def test_one_request_is_under_way_at_a_time(
    stub: Script, make_graphs: MakeGraphs, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint_sync, "AT_ONCE", 2)
    lock, crowded = threading.Lock(), []

    def step(handler: Handler) -> None:
        crowded.append(not lock.acquire(blocking=False))
        handler.answer(204)
        lock.release()

    stub.steps = [step] * 100
    assert put(ways(stub.url)[way], make_graphs(12)).added == 12
    assert len(crowded) >= 6
    assert not any(crowded)


@EACH_WAY
def test_after_an_end_nothing_more_is_sent(
    stub: Script, make_graphs: MakeGraphs, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint_sync, "AT_ONCE", 1)
    stub.steps = [status(204)] * (3 if way == "gsp" else 1) + [status(403)]
    seen: list[int] = []
    with pytest.raises(EndpointError, match="no permission"):
        EndpointPlace(ways(stub.url)[way]).put(map(item, make_graphs(5)), progress=seen.append)
    assert sum(seen) == 1
    assert len(stub.writes) == (4 if way == "gsp" else 2)


@EACH_WAY
def test_a_request_that_is_sent_again_is_the_same(stub: Script, make_graphs: MakeGraphs, way: str) -> None:
    stub.steps = [status(503), reset, status(503)]
    assert put(ways(stub.url)[way], make_graphs(2)).added == 2
    assert len({(one.method, one.path, one.body) for one in stub.writes[:4]}) == 1


@EACH_WAY
def test_a_login_page_is_no_success(stub: Script, make_graphs: MakeGraphs, way: str) -> None:
    stub.steps = [status(200, b"<html>Please log in</html>", Content_Type="text/html")] * 2
    with pytest.raises(EndpointError, match="web page"):
        put(ways(stub.url)[way], make_graphs(2))


def test_a_graph_store_alone_is_sent_no_update(stub: Script, make_graphs: MakeGraphs) -> None:
    endpoint = endpoint_at(f"{stub.url}/graphs", Protocol.GSP)
    graphs = make_graphs(2)
    stub.steps = [status(404)] * 2
    assert push_graphs(graphs, endpoint).sent == 2
    Changer(endpoint).remove(graph.graph for graph in graphs)
    assert [one.method for one in stub.writes] == ["GET", "GET", "PUT", "PUT", "DELETE", "DELETE"]


@BOTH
def test_of_a_push_that_ends_what_was_under_way_counts(
    stub: Script, protocol: Protocol, make_graphs: MakeGraphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgraph.sinks.endpoint.push.AT_ONCE", 2)
    stub.steps = [status(204)] * (4 if protocol is Protocol.GSP else 2) + [status(403)]
    with pytest.raises(PushInterruptedError) as caught:
        push_graphs(make_graphs(9), endpoint_at(stub.url, protocol))
    assert caught.value.summary.sent == 4


def test_the_user_can_end_it_while_the_server_takes_its_time(
    stub: Script, make_graphs: MakeGraphs, tmp_path: Path
) -> None:
    arrived, over = threading.Event(), threading.Event()

    def hang(handler: Handler) -> None:
        arrived.set()
        over.wait(60)
        handler.close_connection = True

    stub.steps = [hang]
    (tmp_path / "one.nq").write_text(make_graphs(1)[0].to_nquads(), encoding="utf-8")
    command = [sys.executable, "-m", "newsgraph", "push", str(tmp_path), "--endpoint", stub.url]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:  # noqa: S603  our own interpreter
        try:
            assert arrived.wait(60)
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        finally:
            process.kill()
            over.set()
