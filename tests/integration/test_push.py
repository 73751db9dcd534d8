"""After a push a real server holds the triples of the graphs: once, twice, and after a kill half way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.endpoint import Protocol, push_graphs
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.sparql import prepare
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from tests.integration.conftest import Contents, MakeGraphs, Server

    from newsgraph.rdf import ArticleGraph

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
SERVERS = pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])


@pytest.fixture
def server(request: pytest.FixtureRequest, name: str) -> Server:
    started: Server = request.getfixturevalue(name)
    return started


@SERVERS
@BOTH
def test_the_server_holds_the_triples_of_the_graphs(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = server.endpoint(protocol)
    graphs = make_graphs(12)
    summary = push_graphs(graphs, endpoint)
    assert (summary.sent, summary.unchanged, summary.failed) == (12, 0, ())
    for graph in graphs:
        assert contents(endpoint, graph.graph) == set(graph.triples)


@SERVERS
@BOTH
def test_what_was_read_from_a_text_comes_back_triple_for_triple(
    server: Server, protocol: Protocol, spoken: ArticleGraph, contents: Contents
) -> None:
    endpoint = server.endpoint(protocol)
    assert push_graphs([spoken], endpoint).sent == 1
    assert contents(endpoint, spoken.graph) == set(spoken.triples)
    assert push_graphs([spoken], endpoint).unchanged == 1


@SERVERS
@BOTH
def test_twice_is_the_same_as_once(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = server.endpoint(protocol)
    graphs = make_graphs(12)
    first = push_graphs(graphs, endpoint)
    second = push_graphs(graphs, endpoint)
    assert (second.sent, second.unchanged, second.failed) == (0, 12, ())
    assert second.bytes < first.bytes / 20
    assert contents(endpoint, graphs[3].graph) == set(graphs[3].triples)


@SERVERS
@BOTH
def test_a_changed_graph_is_replaced_whole(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = server.endpoint(protocol)
    graphs = make_graphs(5)
    push_graphs(graphs, endpoint)
    graphs[2] = make_graphs(5, "neu", 7)[2]
    graphs[4] = make_graphs(5, "neu")[4]
    summary = push_graphs(graphs, endpoint)
    assert (summary.sent, summary.unchanged) == (2, 3)
    for graph in graphs:
        assert contents(endpoint, graph.graph) == set(graph.triples)


@SERVERS
def test_forced_graphs_are_sent_again(server: Server, make_graphs: MakeGraphs) -> None:
    endpoint = server.endpoint(Protocol.SPARQL)
    push_graphs(make_graphs(3), endpoint)
    assert push_graphs(make_graphs(3), endpoint, force=True).sent == 3


@BOTH
def test_values_that_virtuoso_words_its_own_way_are_no_change(virtuoso: Server, protocol: Protocol) -> None:
    article = "https://data.example/article/0000000000000000"
    kinds = {"boolean": "true", "decimal": "0.50", "dateTime": "2022-01-12T14:35:00.000Z", "double": "1.0E0"}
    triples = [(f"<{article}>", f"<{article}/{k}>", f'"{v}"^^<{XSD[k]}>') for k, v in kinds.items()]
    endpoint = virtuoso.endpoint(protocol)
    graph = graph_of(article, f"{article}/graph", triples)
    assert push_graphs([graph], endpoint).sent == 1
    assert push_graphs([graph], endpoint).unchanged == 1


def test_a_graph_that_another_program_changed_is_mended(
    oxigraph: Server, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = oxigraph.endpoint(Protocol.GSP)
    graphs = make_graphs(3)
    push_graphs(graphs, endpoint)
    other = make_graphs(3, "fremd")[1]  # as many triples, but others
    push_graphs([other], endpoint, force=True)
    assert push_graphs(graphs, endpoint).sent == 1
    assert contents(endpoint, graphs[1].graph) == set(graphs[1].triples)


def test_two_graphs_of_one_name_the_later_wins(
    oxigraph: Server, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = oxigraph.endpoint(Protocol.SPARQL)
    old, new = make_graphs(1)[0], make_graphs(1, "neu")[0]
    push_graphs([old], endpoint)
    push_graphs([new, old], endpoint)
    assert contents(endpoint, old.graph) == set(old.triples)


@pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
def test_a_server_without_queries_is_compared_by_its_graph_store(
    oxigraph: Server, protocol: Protocol, make_graphs: MakeGraphs
) -> None:
    endpoint = replace(oxigraph.endpoint(protocol), query=None)
    graphs = make_graphs(3)
    assert push_graphs(graphs, endpoint).sent == 3
    graphs[0] = make_graphs(1, "neu")[0]
    summary = push_graphs(graphs, endpoint)
    assert (summary.sent, summary.unchanged) == (1, 2)


SIZE = 200
PUSHER = """
import sys
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.endpoint import Protocol, find_endpoint, push_graphs

def graphs():
    size = int(sys.argv[4])
    for i in range(int(sys.argv[3])):
        article = f"https://data.example/article/{i:016x}"
        yield graph_of(article, f"{article}/graph", [
            (f"<{article}/{j}>", "<https://schema.org/text>", f'"Satz {j}"') for j in range(size)])

push_graphs(graphs(), find_endpoint(sys.argv[1], protocol=Protocol(sys.argv[2])))
"""


@SERVERS
@BOTH
def test_killed_half_way_and_pushed_again_is_complete(
    server: Server, protocol: Protocol, contents: Contents
) -> None:
    number = 30
    command = [sys.executable, "-c", PUSHER, server.endpoint_url, protocol.value, str(number), str(SIZE)]
    environment = {
        **os.environ,
        "NEWSGRAPH_ENDPOINT_USER": server.credentials.user,
        "NEWSGRAPH_ENDPOINT_PASSWORD": server.credentials.password,
    }
    endpoint = server.endpoint(protocol)
    count = prepare(
        "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { ?s schema:text ?o } FILTER(STRSTARTS(STR(?g), "
        '"https://data.example/article/")) }'
    )
    with subprocess.Popen(command, env=environment) as client:  # noqa: S603  our own interpreter
        while client.poll() is None:
            row = next(ask(endpoint, count).rows())
            if row[0] is not None and int(row[0].value) > 0:  # type: ignore[union-attr]  # COUNT gives a literal
                break
        client.send_signal(signal.SIGKILL)
    assert client.returncode == -signal.SIGKILL
    articles = [f"https://data.example/article/{i:016x}" for i in range(number)]
    graphs = [
        graph_of(
            article,
            f"{article}/graph",
            [(f"<{article}/{j}>", "<https://schema.org/text>", f'"Satz {j}"') for j in range(SIZE)],
        )
        for article in articles
    ]
    assert push_graphs(graphs, endpoint).failed == ()
    assert push_graphs(graphs, endpoint).unchanged == number
    for graph in graphs[::6]:
        assert contents(endpoint, graph.graph) == set(graph.triples)
