"""What the presets say of limits and refusals of Virtuoso and Oxigraph is so on the servers themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.endpoint import Changer, Credentials, Protocol, PushInterruptedError, push_graphs
from newsgraph.sinks.endpoint.servers import load_server
from newsgraph.vocab import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.conftest import Contents, MakeGraphs, Server

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.endpoint import Endpoint

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
VIRTUOSO = load_server("virtuoso")


def graph(number: int, length: int) -> ArticleGraph:
    """Return a graph of so many triples, each with a text of so many bytes."""
    article = "https://data.example/article/00000000000000ff"
    text = "ü" * (length // 2)
    triples = [(f"<{article}/{i}>", f"<{SCHEMA.text}>", f'"{text}{i}"') for i in range(number)]
    return graph_of(article, f"{article}/graph", triples)


@pytest.fixture(params=[Protocol.SPARQL, Protocol.GSP])
def endpoint(request: pytest.FixtureRequest, virtuoso: Server) -> Iterator[Endpoint]:
    there = virtuoso.endpoint(request.param)
    yield there
    Changer(there).remove([graph(0, 0).graph])


def test_virtuoso_takes_more_triples_than_one_insert_may_have(endpoint: Endpoint) -> None:
    assert VIRTUOSO.triples_limit is not None
    large = graph(VIRTUOSO.triples_limit + 600, 20)
    assert push_graphs([large], endpoint).failed == ()
    assert push_graphs([large], endpoint).unchanged == 1
    if endpoint.protocol is Protocol.SPARQL:
        ignorant = replace(endpoint, server=replace(VIRTUOSO, triples_limit=None))
        (refused,) = push_graphs([large], ignorant, force=True).failed
        assert large.article in refused.what


def test_virtuoso_takes_literals_that_a_put_may_not_have(endpoint: Endpoint) -> None:
    assert VIRTUOSO.literal_limit is not None
    long = graph(100, VIRTUOSO.literal_limit + 20_000)
    assert push_graphs([long], endpoint).failed == ()
    assert push_graphs([long], endpoint).unchanged == 1
    assert push_graphs([graph(100, VIRTUOSO.literal_limit - 200)], endpoint).failed == ()
    if endpoint.protocol is Protocol.GSP:
        ignorant = replace(endpoint, server=replace(VIRTUOSO, literal_limit=None))
        (refused,) = push_graphs([long], ignorant, force=True).failed
        assert long.article in refused.what


def test_virtuoso_is_not_even_sent_an_update_above_its_limit(
    virtuoso: Server, make_graphs: MakeGraphs
) -> None:
    huge = graph(100, 100_000)
    (small,) = make_graphs(1)
    summary = push_graphs([small, huge], virtuoso.endpoint(Protocol.SPARQL))
    assert summary.sent == 1
    (refused,) = summary.failed
    assert huge.article in refused.what
    assert refused.mend == VIRTUOSO.limit_mend
    assert summary.bytes < 1_000_000


@BOTH
def test_virtuoso_refuses_wrong_credentials(
    virtuoso: Server, protocol: Protocol, make_graphs: MakeGraphs
) -> None:
    endpoint = replace(virtuoso.endpoint(protocol), credentials=Credentials("dba", "falsch-geraten"))
    with pytest.raises(PushInterruptedError, match="does not accept the credentials") as caught:
        push_graphs(make_graphs(1), endpoint)
    assert "falsch-geraten" not in str(caught.value)


@BOTH
def test_oxigraph_names_what_is_above_a_limit(
    oxigraph: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = oxigraph.endpoint(protocol)
    low = replace(endpoint.server, request_limit=100_000, store_limit=100_000)
    large = graph(10, 20_000)
    (small,) = make_graphs(1)
    summary = push_graphs([large, small], replace(endpoint, server=low))
    assert summary.sent == 1
    assert large.article in summary.failed[0].what
    assert contents(endpoint, large.graph) == set()
    assert contents(endpoint, small.graph) == set(small.triples)
