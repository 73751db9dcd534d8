"""A real server that is brought in step: its graphs, its register, and nothing else of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from newsgraph.rdf.canonical import canonical_nquads, graph_digest
from newsgraph.sinks.endpoint import EndpointPlace, Protocol
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.register import Entry, Item
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.conftest import Contents, MakeGraphs, Server

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.sync import Put

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
SERVERS = pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])


@pytest.fixture
def server(request: pytest.FixtureRequest, name: str) -> Iterator[Server]:
    started: Server = request.getfixturevalue(name)
    yield started
    wrapper = Wrapper(Client(started.endpoint(Protocol.SPARQL)))
    wrapper.update(f"DROP SILENT GRAPH <{REGISTER_GRAPH}>")


def items(graphs: list[ArticleGraph], collection: str = "default") -> list[Item]:
    return [
        Item(
            Entry(g.graph, graph_digest(g), hashlib.sha256(g.graph.encode()).hexdigest(), 1, collection),
            canonical_nquads(g),
            g.article,
            f"{g.article}.nq",
        )
        for g in graphs
    ]


def put(place: EndpointPlace, some: list[Item]) -> Put:
    return place.put(some, progress=lambda _: None)


@SERVERS
@BOTH
def test_graphs_and_entries_are_put_replaced_and_removed(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = server.endpoint(protocol)
    place = EndpointPlace(endpoint)
    assert place.register().entries == {}
    graphs = make_graphs(12)
    done = put(place, items(graphs, "größe \"x\" \\ 'y'"))
    assert (done.added, done.replaced, done.failed) == (12, 0, ())
    assert place.register().entries == {i.graph: i.entry for i in items(graphs, "größe \"x\" \\ 'y'")}
    changed = make_graphs(5, "neu", 7)[3:]
    done = put(place, items(changed))
    assert (done.added, done.replaced, done.failed) == (0, 2, ())
    for graph in (*graphs[:3], *changed):
        assert contents(endpoint, graph.graph) == set(graph.triples)
    entries = place.register().entries
    assert [entries[g.graph] for g in changed] == [i.entry for i in items(changed)]
    assert len(entries) == 12
    place.remove([graphs[0].graph, changed[0].graph, "https://data.example/nothing/graph"])
    assert contents(endpoint, graphs[0].graph) == contents(endpoint, changed[0].graph) == set()
    assert len(place.register().entries) == 10
