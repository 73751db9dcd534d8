"""`diff --apply` against a real server: it holds B, other graphs stay; refused, interrupted, done again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import SinkError
from newsgraph.pipeline.apply import EndpointKeeper, apply_changes
from newsgraph.pipeline.diff import compare_states
from newsgraph.pipeline.transfer import Target
from newsgraph.sinks.change import GraphChange
from newsgraph.sinks.endpoint import Changer, Protocol, push_graphs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.integration.conftest import Contents, MakeGraphs, Server

    from newsgraph.pipeline.apply import Applied
    from newsgraph.rdf.graph import ArticleGraph

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
SERVERS = pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])


class States:
    """State A has graphs 0 to 4; in B 1 is changed, 3 and 4 are gone, 5 is new."""

    def __init__(self, make_graphs: MakeGraphs, folder: Path) -> None:
        plain, edited = make_graphs(7), make_graphs(7, "neu", 7)
        self.before = plain[:5]
        self.after = [plain[0], edited[1], plain[2], plain[5]]
        self.gone = plain[3:5]
        self.foreign = plain[6]
        self.edited = edited
        self.files = folder / "before.nq", folder / "after.nq"
        for file, graphs in zip(self.files, (self.before, self.after), strict=True):
            file.write_text("".join(graph.to_nquads() for graph in graphs), encoding="utf-8")

    def apply(self, keeper: EndpointKeeper, *, force: bool = False, dry_run: bool = False) -> Applied:
        with compare_states(*self.files) as comparison:
            return apply_changes(comparison, keeper, force=force, dry_run=dry_run)


@pytest.fixture
def states(make_graphs: MakeGraphs, tmp_path: Path) -> States:
    return States(make_graphs, tmp_path)


@pytest.fixture
def server(request: pytest.FixtureRequest, name: str, monkeypatch: pytest.MonkeyPatch) -> Server:
    started: Server = request.getfixturevalue(name)
    monkeypatch.setenv("NEWSGRAPH_ENDPOINT_USER", started.credentials.user)
    monkeypatch.setenv("NEWSGRAPH_ENDPOINT_PASSWORD", started.credentials.password)
    return started


def keeper_of(server: Server, protocol: Protocol) -> EndpointKeeper:
    return EndpointKeeper(Target(server.endpoint_url, protocol=protocol, timeout=20))


def holds(server: Server, contents: Contents, graphs: Sequence[ArticleGraph]) -> bool:
    endpoint = server.endpoint(Protocol.SPARQL)
    return all(contents(endpoint, graph.graph) == set(graph.triples) for graph in graphs)


def is_empty(server: Server, contents: Contents, graphs: Sequence[ArticleGraph]) -> bool:
    endpoint = server.endpoint(Protocol.SPARQL)
    return not any(contents(endpoint, graph.graph) for graph in graphs)


@SERVERS
@BOTH
def test_the_server_comes_to_hold_b_and_other_graphs_stay(
    server: Server, protocol: Protocol, states: States, contents: Contents
) -> None:
    push_graphs([*states.before, states.foreign], server.endpoint(Protocol.SPARQL))
    keeper = keeper_of(server, protocol)
    told = states.apply(keeper, dry_run=True)
    assert sorted(mark for mark, _ in told.steps) == ["+", "-", "-", "~"]
    assert holds(server, contents, states.before)
    assert states.apply(keeper).outcome.exit_code == 0
    assert holds(server, contents, [*states.after, states.foreign])
    assert is_empty(server, contents, states.gone)


@SERVERS
@BOTH
def test_applied_twice_is_applied_once(
    server: Server, protocol: Protocol, states: States, contents: Contents
) -> None:
    push_graphs(states.before, server.endpoint(Protocol.SPARQL))
    keeper = keeper_of(server, protocol)
    states.apply(keeper)
    again = states.apply(keeper)
    assert again.lines == ()
    assert "4 in place already" in again.summary
    assert holds(server, contents, states.after)


@SERVERS
@BOTH
def test_what_somebody_else_changed_stops_everything(
    server: Server, protocol: Protocol, states: States, contents: Contents
) -> None:
    held = [states.edited[3], *states.before[:3], states.before[4]]
    push_graphs(held, server.endpoint(Protocol.SPARQL))
    keeper = keeper_of(server, protocol)
    told = states.apply(keeper)
    assert told.outcome.exit_code == 3
    assert [line for line in told.lines if line.startswith("!")] == [f"! {states.edited[3].graph}"]
    assert states.edited[3].graph in str(told.outcome.failures[0])
    assert holds(server, contents, held)
    assert states.apply(keeper, force=True).outcome.exit_code == 0
    assert holds(server, contents, states.after)
    assert is_empty(server, contents, states.gone)


@BOTH
def test_a_new_graph_whose_name_is_taken_stops_everything(
    oxigraph: Server, protocol: Protocol, states: States, contents: Contents
) -> None:
    held = [*states.before, states.edited[5]]
    push_graphs(held, oxigraph.endpoint(Protocol.SPARQL))
    told = states.apply(keeper_of(oxigraph, protocol))
    assert [line for line in told.lines if line.startswith("!")] == [f"! {states.edited[5].graph}"]
    assert holds(oxigraph, contents, held)


@BOTH
def test_what_was_interrupted_is_completed_by_doing_it_again(
    oxigraph: Server, protocol: Protocol, states: States, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    push_graphs(states.before, oxigraph.endpoint(Protocol.SPARQL))
    keeper = keeper_of(oxigraph, protocol)

    def fail(_names: Sequence[str]) -> None:
        raise SinkError("the connection broke", where=keeper.name)

    with monkeypatch.context() as broken:
        broken.setattr(keeper, "remove", fail)
        with pytest.raises(SinkError):
            states.apply(keeper)
    assert holds(oxigraph, contents, [*states.after, *states.gone])  # half of it is done
    again = states.apply(keeper)
    assert "0 added, 0 replaced, 2 removed, 2 in place already" in again.summary
    assert holds(oxigraph, contents, states.after)
    assert is_empty(oxigraph, contents, states.gone)


@BOTH
def test_a_server_without_queries_is_asked_by_its_graph_store(
    oxigraph: Server, protocol: Protocol, states: States
) -> None:
    push_graphs([states.before[0], states.edited[1]], oxigraph.endpoint(Protocol.SPARQL))
    changer = Changer(replace(oxigraph.endpoint(protocol), query=None))
    one, two, three = states.before[:3]
    changes = [
        GraphChange(one.graph, one, None),
        GraphChange(two.graph, two, states.edited[1]),
        GraphChange(three.graph, None, three),
    ]
    assert changer.standings(changes) == ["before", "after", "before"]
    assert changer.standings([GraphChange(two.graph, two, None)]) == ["neither"]


@SERVERS
@BOTH
def test_a_graph_that_is_not_there_can_be_taken_out(
    server: Server, protocol: Protocol, states: States, contents: Contents
) -> None:
    push_graphs(states.before, server.endpoint(Protocol.SPARQL))
    Changer(server.endpoint(protocol)).remove([states.foreign.graph, states.before[0].graph])
    assert holds(server, contents, states.before[1:])
    assert is_empty(server, contents, states.before[:1])


def test_a_server_that_does_not_answer_is_named(oxigraph: Server, states: States) -> None:
    keeper = EndpointKeeper(Target(oxigraph.endpoint_url, timeout=1))
    oxigraph.kill()
    with pytest.raises(SinkError, match="nothing listens"):
        states.apply(keeper)
