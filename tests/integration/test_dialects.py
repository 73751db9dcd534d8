"""Every kind of server with a preset is written, brought in step and asked as its documentation says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from tests.integration.dialects import DIALECTS, PASSWORD, TOKEN, USER, Stub, speaking
from tests.integration.scripted import QUICK

from newsgraph.cli import main
from newsgraph.pipeline.sync import Synced, SyncPlan, sync_files
from newsgraph.sinks.change import GraphChange, Standing
from newsgraph.sinks.endpoint import (
    Changer,
    Endpoint,
    Protocol,
    PushInterruptedError,
    find_endpoint,
    push_graphs,
)
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.endpoint.servers import load_servers
from newsgraph.sinks.endpoint.sync import EndpointPlace
from newsgraph.sinks.named import load_named_query
from newsgraph.sinks.query import memory_store, run_query
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.conftest import Contents, MakeGraphs

    from newsgraph.rdf import ArticleGraph

NAMES: Final = sorted(DIALECTS)
RIGHT: Final = {
    "Basic": {"USER": USER, "PASSWORD": PASSWORD},
    "Digest": {"USER": USER, "PASSWORD": PASSWORD},
    "Bearer": {"TOKEN": TOKEN},
}
WRONG: Final = {
    "Basic": {"USER": USER, "PASSWORD": "falsch-geraten"},
    "Digest": {"USER": USER, "PASSWORD": "falsch-geraten"},
    "Bearer": {"TOKEN": "falsch-geraten"},
}


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stub(name: str) -> Iterator[Stub]:
    yield from speaking(DIALECTS[name])


@pytest.fixture
def endpoint(stub: Stub, name: str) -> Endpoint:
    stub.asks = bool(stub.dialect.challenge)
    return at(stub, name, RIGHT.get(stub.dialect.challenge, {}))


def at(stub: Stub, name: str | None, known: dict[str, str], protocol: Protocol = Protocol.AUTO) -> Endpoint:
    environment = {f"NEWSGRAPH_ENDPOINT_{key}": value for key, value in known.items()}
    return find_endpoint(
        stub.endpoint_url, server=name, protocol=protocol, patience=QUICK, environment=environment
    )


def test_the_addresses_are_the_documented_ones(stub: Stub, endpoint: Endpoint) -> None:
    dialect = stub.dialect
    found = [url and url.removeprefix(stub.url) for url in (endpoint.query, endpoint.update, endpoint.store)]
    assert [path or "/" if path is not None else None for path in found] == [
        dialect.query,
        dialect.update,
        dialect.store,
    ]
    quads = (endpoint.nquads.removeprefix(stub.url), endpoint.server.nquads_type) if endpoint.nquads else None
    assert quads == dialect.quads


def test_graphs_are_put_replaced_and_left_alone(
    endpoint: Endpoint, make_graphs: MakeGraphs, contents: Contents
) -> None:
    graphs = make_graphs(12)
    assert push_graphs(graphs, endpoint).sent == 12
    graphs[3] = make_graphs(12, "neu", 7)[3]
    summary = push_graphs(graphs, endpoint)
    assert (summary.sent, summary.unchanged, summary.failed) == (1, 11, ())
    for graph in graphs:
        assert contents(endpoint, graph.graph) == set(graph.triples)


@pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
def test_either_protocol_where_there_are_two(
    stub: Stub, name: str, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    if protocol is Protocol.GSP and stub.dialect.store is None:
        pytest.skip("it has no graph store")
    endpoint = at(stub, name, RIGHT.get(stub.dialect.challenge, {}), protocol)
    stub.asks = bool(stub.dialect.challenge)
    graph = make_graphs(1)[0]
    assert push_graphs([graph], endpoint).sent == 1
    assert contents(endpoint, graph.graph) == set(graph.triples)
    is_put = any(method == "PUT" for method, *_ in stub.seen)
    assert is_put is (protocol is Protocol.GSP)


def test_files_are_kept_in_step(
    endpoint: Endpoint, make_graphs: MakeGraphs, contents: Contents, tmp_path: Path
) -> None:
    graphs = make_graphs(3)
    for graph in graphs:
        write(graph, tmp_path)
    assert counts(endpoint, tmp_path) == (3, 0, 0, 0)
    assert counts(endpoint, tmp_path) == (0, 0, 3, 0)
    changed = make_graphs(3, "neu")[1]
    write(changed, tmp_path)
    (tmp_path / f"{graphs[2].article[-4:]}.nq").unlink()
    assert counts(endpoint, tmp_path) == (0, 1, 1, 1)
    assert contents(endpoint, changed.graph) == set(changed.triples)
    assert contents(endpoint, graphs[2].graph) == set()


def write(graph: ArticleGraph, folder: Path) -> None:
    (folder / f"{graph.article[-4:]}.nq").write_text(
        "".join(f"{s} {p} {o} <{graph.graph}> .\n" for s, p, o in graph.triples)
    )


def counts(endpoint: Endpoint, folder: Path) -> tuple[int, int, int, int]:
    """Bring the endpoint in step; return how many graphs were added, replaced, unchanged and removed."""
    place = EndpointPlace(endpoint)
    result = Synced(place.name)
    sync_files(SyncPlan((folder,), delete=True), place, result, lambda *_: None)
    assert result.failures == []
    return result.added, result.replaced, result.unchanged, result.removed


def test_queries_see_all_graphs(endpoint: Endpoint, spoken: ArticleGraph, make_graphs: MakeGraphs) -> None:
    graphs = [spoken, *make_graphs(2)]
    push_graphs(graphs, endpoint)
    files = memory_store(graphs)
    asked = [
        load_named_query("who-said-what").prepare(),
        load_named_query("people").prepare(),
        prepare("SELECT ?s ?o WHERE { ?s schema:text ?o } ORDER BY ?s STR(?o)"),
        prepare("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"),
        prepare("SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s { ?s schema:text ?o } }"),
        prepare("ASK { ?s schema:text ?o }"),
        prepare("CONSTRUCT { ?s ng:text ?o } WHERE { ?s schema:text ?o }"),
        prepare("CONSTRUCT WHERE { ?s schema:text ?o }"),
    ]
    for query in asked:
        expected = run_query(files, query)
        assert expected.truth
        assert ask(endpoint, query) == expected, query.text


def test_withdrawn_graphs_are_taken_out(
    endpoint: Endpoint, make_graphs: MakeGraphs, contents: Contents
) -> None:
    graphs = make_graphs(3)
    push_graphs(graphs, endpoint)
    changer = Changer(endpoint)
    changes = [GraphChange(graph.graph, graph, None) for graph in graphs[:2]]
    assert changer.standings(changes) == [Standing.BEFORE] * 2
    changer.remove([change.name for change in changes])
    changer.remove([changes[0].name])  # twice is once
    assert changer.standings(changes) == [Standing.AFTER] * 2
    assert contents(endpoint, graphs[0].graph) == set()
    assert contents(endpoint, graphs[2].graph) == set(graphs[2].triples)


def test_an_article_above_the_limit_is_named_and_the_others_are_sent(
    stub: Stub, endpoint: Endpoint, make_graphs: MakeGraphs
) -> None:
    stub.limit = 60_000
    graphs = [*make_graphs(2), make_graphs(3, "lang " * 40, 400)[2]]
    summary = push_graphs(graphs, endpoint)
    assert summary.sent == 2
    (refused,) = summary.failed
    assert graphs[2].article in refused.what


def test_what_a_preset_knows_to_be_too_large_is_not_even_sent(
    stub: Stub, endpoint: Endpoint, make_graphs: MakeGraphs
) -> None:
    low = replace(endpoint.server, request_limit=60_000, store_limit=60_000, limit_mend="raise it there")
    graphs = [*make_graphs(2), make_graphs(3, "lang " * 40, 400)[2]]
    summary = push_graphs(graphs, replace(endpoint, server=low))
    assert summary.sent == 2
    (refused,) = summary.failed
    assert graphs[2].article in refused.what
    assert "60,000" in refused.what
    assert refused.mend == "raise it there"
    stub.limit = 60_000  # where it is no higher, everything fits
    assert push_graphs(graphs[:2], replace(endpoint, server=low), force=True).sent == 2


@pytest.mark.parametrize("name", ["virtuoso"], indirect=True)
def test_a_text_too_long_for_a_put_goes_by_update(
    stub: Stub, endpoint: Endpoint, make_graphs: MakeGraphs, contents: Contents
) -> None:
    assert endpoint.server.literal_limit
    short, long = make_graphs(1)[0], make_graphs(2, "lang " * 5_000, 2)[1]
    assert push_graphs([short, long], endpoint).sent == 2
    assert len([path for method, path, _ in stub.seen if method == "PUT"]) == 1
    assert contents(endpoint, long.graph) == set(long.triples)


def test_wrong_credentials_end_it_and_are_not_told(stub: Stub, name: str, make_graphs: MakeGraphs) -> None:
    stub.asks = True
    challenge = stub.dialect.challenge
    if not challenge and stub.dialect.refused != 403:
        pytest.skip("it asks nobody who he is")
    with pytest.raises(PushInterruptedError) as caught:
        push_graphs(make_graphs(1), at(stub, name, WRONG.get(challenge, {})))
    assert "falsch-geraten" not in f"{caught.value} {caught.value!r}"
    assert caught.value.mend
    assert not any(method == "PUT" or "update" in kind for method, _, kind in stub.seen)


def test_the_command_line_names_the_server(
    stub: Stub, name: str, tmp_path: Path, make_graphs: MakeGraphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.asks = bool(stub.dialect.challenge)
    for key, value in RIGHT.get(stub.dialect.challenge, {}).items():
        monkeypatch.setenv(f"NEWSGRAPH_ENDPOINT_{key}", value)
    before, after, answer = tmp_path / "before", tmp_path / "after", tmp_path / "answer.csv"
    for folder, graphs in ((before, make_graphs(2)), (after, make_graphs(1))):
        folder.mkdir()
        for graph in graphs:
            write(graph, folder)
    there = ("--endpoint", stub.endpoint_url, "--server", name)
    assert run("push", before, *there) == 0
    text = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s schema:text ?o }"
    assert run("query", *there, text, "-o", answer) == 0
    assert answer.read_text().split() == ["n", "42"]
    assert run("diff", before, after, "--apply", *there) == 0
    monkeypatch.setenv("NEWSGRAPH_ENDPOINT_SERVER", name)
    assert run("query", "--endpoint", stub.endpoint_url, text, "-o", answer) == 0
    assert answer.read_text().split() == ["n", "21"]


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(word) for word in words])
    return int(caught.value.code or 0)


def test_there_is_a_dialect_for_every_preset() -> None:
    assert set(load_servers()) - {"generic"} == set(DIALECTS)
