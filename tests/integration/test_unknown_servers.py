"""A server of which nothing is known is asked what it takes, and how to see all graphs; no other is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from tests.integration.dialects import DIALECTS, Dialect, Stub, speaking
from tests.integration.scripted import JSON, QUICK, reset, started, status

from newsgraph.errors import EndpointError
from newsgraph.pipeline.transfer import Target, endpoint_of
from newsgraph.sinks.endpoint import Endpoint, Protocol, find_endpoint, push_graphs
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.endpoint.probe_protocol import settle_protocol
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.conftest import MakeGraphs, Server

PLAIN: Final = Dialect("/x/sparql", "/x/sparql", "/x/sparql", "/x/sparql")
BASE: Final = "https://data.example/article/"
ALL: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@contextmanager
def unknown(dialect: Dialect) -> Iterator[tuple[Stub, Endpoint]]:
    for stub in speaking(dialect):
        stub.asks = False
        yield stub, find_endpoint(stub.endpoint_url, patience=QUICK, environment={})


def test_updates_are_taken_where_they_work() -> None:
    with unknown(PLAIN) as (stub, endpoint):
        settled = settle_protocol(endpoint)
        assert settled == endpoint
        assert settled.protocol is Protocol.SPARQL
        assert len(stub.store) == 0
        kinds = [kind for *_, kind in stub.seen]
        assert kinds == ["application/x-www-form-urlencoded", "application/sparql-update"]


def test_a_server_that_says_its_name_is_known() -> None:
    dialect = replace(DIALECTS["virtuoso"], base="/sparql", query="/sparql")
    with unknown(dialect) as (stub, endpoint):
        settled = settle_protocol(endpoint)
        assert (settled.server.name, settled.protocol) == ("virtuoso", Protocol.GSP)
        assert settled.store == f"{stub.url}/sparql-graph-crud-auth"
    with unknown(replace(PLAIN, header="Apache Jena Fuseki (5.5.0)")) as (_, elsewhere):
        assert settle_protocol(elsewhere).server.name == "fuseki"
    with unknown(replace(PLAIN, header="GraphDB/10.8")) as (_, behind):
        assert settle_protocol(behind) == behind


@pytest.mark.parametrize("query", ["/x/sparql", "/elsewhere"])
def test_the_graph_store_where_updates_do_not_work(query: str, make_graphs: MakeGraphs) -> None:
    with unknown(replace(PLAIN, query=query, update="/none")) as (stub, endpoint):
        settled = settle_protocol(endpoint)
        assert settled.protocol is Protocol.GSP
        assert settled.update is None
        assert settled.query == (endpoint.query if query == "/x/sparql" else None)
        graphs = make_graphs(3)
        assert push_graphs(graphs, settled).sent == 3
        assert push_graphs(graphs, settled).unchanged == 3
        assert {method for method, *_ in stub.seen} >= {"PUT"}


def test_where_nothing_works_it_stays_with_updates() -> None:
    with unknown(replace(PLAIN, update="/none", store=None, query="/none")) as (_, endpoint):
        assert settle_protocol(endpoint) == endpoint


def test_who_asks_for_credentials_is_not_asked_for_more() -> None:
    with unknown(replace(PLAIN, challenge="Basic")) as (stub, endpoint):
        stub.asks = True
        with pytest.raises(EndpointError, match="credentials"):
            settle_protocol(endpoint)


def test_who_does_not_answer_is_asked_one_thing_only() -> None:
    server, script = started()
    script.steps = [reset] * 20
    try:
        with pytest.raises(EndpointError, match="connection broke"):
            settle_protocol(find_endpoint(f"{script.url}/sparql", patience=QUICK, environment={}))
        assert script.seen
        assert not any(b"INSERT" in one.body for one in script.seen)
    finally:
        server.shutdown()
        server.server_close()


def test_a_probe_that_cannot_be_read_tells_nothing() -> None:
    server, script = started()
    torn = b'{"head":{"vars":["s","p","o"]},"results":{"bindings":[{"s":'
    script.steps = [status(200, body, Content_Type=JSON) for body in (torn, b'{"head":{},"boolean":true}')]
    try:
        endpoint = find_endpoint(f"{script.url}/sparql", patience=QUICK, environment={})
        assert ask(endpoint, prepare("ASK { ?s ?p ?o }")).truth
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("known", [{"server": "generic"}, {"protocol": "sparql"}, {"update": "URL"}])
def test_nobody_is_asked_what_the_user_told(known: dict[str, str]) -> None:
    with unknown(PLAIN) as (stub, _):
        told = {name: stub.endpoint_url if value == "URL" else value for name, value in known.items()}
        assert endpoint_of(Target(stub.endpoint_url, **told)).protocol is Protocol.SPARQL  # type: ignore[arg-type]
        assert stub.seen == []
        assert endpoint_of(Target(stub.endpoint_url)).protocol is Protocol.SPARQL
        assert stub.seen


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso", "fuseki", "stardog"])
def test_every_known_way_to_all_graphs_is_found(name: str, make_graphs: MakeGraphs) -> None:
    graphs = make_graphs(2)
    with unknown(replace(PLAIN, union=DIALECTS[name].union)) as (_, endpoint):
        push_graphs(graphs, endpoint)
        ((number,),) = ask(endpoint, prepare(ALL)).rows()
        assert int(getattr(number, "value", 0)) == len({t for graph in graphs for t in graph.triples})


def test_where_there_is_no_way_a_query_must_name_graphs(make_graphs: MakeGraphs) -> None:
    with unknown(replace(PLAIN, union="unheard=of")) as (stub, endpoint):
        (graph,) = make_graphs(1)
        push_graphs([graph], endpoint)
        with pytest.raises(EndpointError, match="does not hold what its named graphs hold") as caught:
            ask(endpoint, prepare(ALL))
        assert "GRAPH ?g" in (caught.value.mend or "")
        assert ask(endpoint, prepare(f"ASK {{ GRAPH <{graph.graph}> {{ ?s ?p ?o }} }}")).truth
        told = find_endpoint(stub.endpoint_url, server="generic", patience=QUICK, environment={})
        assert not ask(told, prepare("ASK { ?s ?p ?o }")).truth


def test_an_empty_server_is_no_riddle() -> None:
    with unknown(replace(PLAIN, union="unheard=of")) as (_, endpoint):
        assert not ask(endpoint, prepare("ASK { ?s ?p ?o }")).truth


def test_what_only_looks_like_fuseki_is_found_out(make_graphs: MakeGraphs) -> None:
    paths = replace(DIALECTS["fuseki"], base="/news/query", challenge="", union=DIALECTS["oxigraph"].union)
    with unknown(paths) as (_, endpoint):
        push_graphs(make_graphs(1), endpoint)
        assert ask(endpoint, prepare("ASK { ?s schema:text ?o }")).truth


@pytest.mark.integration
def test_virtuoso_where_it_wants_no_credentials(virtuoso: Server, make_graphs: MakeGraphs) -> None:
    push_graphs(make_graphs(2), virtuoso.endpoint(Protocol.AUTO))
    endpoint = find_endpoint(virtuoso.url, patience=QUICK, environment={})
    assert (endpoint.query, endpoint.server.name) == (virtuoso.url, "generic")
    asked = prepare(f'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}")) }}')
    ((number,),) = ask(endpoint, asked).rows()
    assert int(getattr(number, "value", 0)) == len({t for graph in make_graphs(2) for t in graph.triples})
    settled = settle_protocol(endpoint)
    assert (settled.server.name, settled.protocol) == ("virtuoso", Protocol.GSP)
    assert settled.store == virtuoso.url.replace("/sparql", "/sparql-graph-crud-auth")
