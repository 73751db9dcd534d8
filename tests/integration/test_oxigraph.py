"""A real Oxigraph server: it dies and comes back, and it answers as files and the embedded store do."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import QueryError
from newsgraph.sinks.endpoint import Patience, Protocol, PushInterruptedError, push_graphs
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.query import memory_store, run_query
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from tests.integration.conftest import Contents, MakeGraphs, Server

pytestmark = pytest.mark.integration

SLOW = Patience(attempts=20, timeout=20, first=0.1, longest=0.3, jitter=0, total=20)


@pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
def test_a_server_that_dies_half_way_is_completed_by_the_next_push(
    oxigraph: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    graphs = make_graphs(120)
    endpoint = oxigraph.endpoint(protocol)

    def until_death() -> None:
        push_graphs(graphs, endpoint, progress=lambda _: oxigraph.kill())

    with pytest.raises(PushInterruptedError, match="nothing listens there") as caught:
        until_death()
    assert 0 < caught.value.summary.sent < len(graphs)
    oxigraph.start()
    summary = push_graphs(graphs, endpoint)
    assert summary.sent + summary.unchanged == len(graphs)
    assert summary.unchanged >= caught.value.summary.sent
    for graph in graphs[::20]:
        assert contents(endpoint, graph.graph) == set(graph.triples)


def test_a_server_that_is_restarted_meanwhile_goes_unnoticed(
    oxigraph: Server, make_graphs: MakeGraphs
) -> None:
    graphs = make_graphs(120)

    def restart(_: int) -> None:
        if not revived:
            oxigraph.kill()
            revived.append(threading.Timer(0.5, oxigraph.start))
            revived[0].start()

    revived: list[threading.Timer] = []
    summary = push_graphs(graphs, oxigraph.endpoint(Protocol.SPARQL, SLOW), progress=restart)
    revived[0].join()
    assert (summary.sent, summary.failed) == (120, ())


def test_a_dead_server_is_told_within_the_limit(oxigraph: Server, make_graphs: MakeGraphs) -> None:
    oxigraph.kill()
    start = time.monotonic()
    with pytest.raises(PushInterruptedError, match="nothing listens there") as caught:
        push_graphs(make_graphs(1), oxigraph.endpoint(Protocol.SPARQL))
    assert time.monotonic() - start < 5
    assert caught.value.mend == "start the server, or check host and port"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?o WHERE { ?s schema:text ?o } ORDER BY ?s STR(?o)",
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
        "SELECT ?x ?none WHERE { BIND(<a:b> AS ?x) }",
        "ASK { ?s schema:text ?o }",
        "ASK { ?s schema:name ?o }",
        "CONSTRUCT { ?s ng:text ?o } WHERE { ?s schema:text ?o }",
        "DESCRIBE <https://data.example/article/0000000000000001>",
    ],
)
def test_the_server_answers_as_the_files_do(oxigraph: Server, make_graphs: MakeGraphs, text: str) -> None:
    graphs = make_graphs(3)
    endpoint = oxigraph.endpoint(Protocol.SPARQL)
    push_graphs(graphs, endpoint)
    assert ask(endpoint, prepare(text)) == run_query(memory_store(graphs), prepare(text))


def test_parameters_are_bound_there_too(oxigraph: Server, make_graphs: MakeGraphs) -> None:
    endpoint = oxigraph.endpoint(Protocol.SPARQL)
    push_graphs(make_graphs(1), endpoint)
    query = prepare("SELECT ?s WHERE { ?s schema:text ?t FILTER(?t = $text) }", {"text": "alt 3"})
    assert len(list(ask(endpoint, query).rows())) == 1


def test_a_query_that_does_not_parse(oxigraph: Server) -> None:
    with pytest.raises(QueryError, match="cannot read the query"):
        ask(oxigraph.endpoint(Protocol.SPARQL), prepare("SELECT * WHERE { ?s ?p }"))
