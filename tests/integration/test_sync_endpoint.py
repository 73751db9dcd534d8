"""A real server that is brought in step: its graphs, its register, and nothing else of it."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import EndpointError
from newsgraph.pipeline.sync import Synced, SyncPlan, sync_files
from newsgraph.rdf.canonical import canonical_nquads, graph_digest
from newsgraph.sinks.endpoint import Changer, EndpointPlace, Protocol, push_graphs
from newsgraph.sinks.endpoint import sync as endpoint_sync
from newsgraph.sinks.endpoint.held import adding_request
from newsgraph.sinks.endpoint.parcel import adding, parcel_of_graph
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.register import Entry, Item, entries_update
from newsgraph.vocab import REGISTER_GRAPH, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from urllib.request import Request

    from tests.integration.conftest import Contents, MakeGraphs, Server

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.endpoint import Endpoint
    from newsgraph.sinks.sync import Put

pytestmark = pytest.mark.integration

BOTH = pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
SERVERS = pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
AWKWARD_NAME = "größe \"x\" \\ 'y'"


@pytest.fixture
def server(request: pytest.FixtureRequest, name: str) -> Iterator[Server]:
    started: Server = request.getfixturevalue(name)
    yield started
    update(started.endpoint(Protocol.SPARQL), f"DROP SILENT GRAPH <{REGISTER_GRAPH}>")


def update(endpoint: Endpoint, text: str) -> None:
    Wrapper(Client(endpoint)).update(text)


def items(graphs: Iterable[ArticleGraph], collection: str = "default") -> list[Item]:
    return [
        Item(
            Entry(g.graph, graph_digest(g), hashlib.sha256(g.graph.encode()).hexdigest(), 1, collection),
            canonical_nquads(g),
            g.article,
            f"{g.article}.nq",
        )
        for g in graphs
    ]


def put(endpoint: Endpoint, some: Iterable[Item]) -> Put:
    return EndpointPlace(endpoint).put(some, progress=lambda _: None)


def entries(endpoint: Endpoint) -> dict[str, Entry]:
    return dict(EndpointPlace(endpoint).register().entries)


@SERVERS
@BOTH
def test_graphs_and_entries_are_put_replaced_and_removed(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = server.endpoint(protocol)
    assert entries(endpoint) == {}
    graphs = make_graphs(12)
    done = put(endpoint, items(graphs, AWKWARD_NAME))
    assert (done.added, done.replaced, done.failed) == (12, 0, ())
    assert entries(endpoint) == {item.graph: item.entry for item in items(graphs, AWKWARD_NAME)}
    changed = make_graphs(5, "neu", 7)[3:]
    done = put(endpoint, items(changed))
    assert (done.added, done.replaced, done.failed) == (0, 2, ())
    for graph in (*graphs[:3], *changed):
        assert contents(endpoint, graph.graph) == set(graph.triples)
    found = entries(endpoint)
    assert [found[graph.graph] for graph in changed] == [item.entry for item in items(changed)]
    assert len(found) == 12
    EndpointPlace(endpoint).remove([graphs[0].graph, changed[0].graph, "https://data.example/nothing/graph"])
    assert contents(endpoint, graphs[0].graph) == contents(endpoint, changed[0].graph) == set()
    assert len(entries(endpoint)) == 10


@SERVERS
@BOTH
def test_files_are_brought_in_step_again_and_again(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, contents: Contents, tmp_path: Path
) -> None:
    endpoint = server.endpoint(protocol)
    foreign = make_graphs(8)[7]
    put(endpoint, items([foreign], "other"))
    for number, graph in enumerate(make_graphs(7)):
        (tmp_path / f"{number}.nq").write_text(graph.to_nquads(), encoding="utf-8")

    def sync() -> Synced:
        result = Synced("")
        plan = SyncPlan((tmp_path,), delete=True)
        sync_files(plan, EndpointPlace(endpoint), result, lambda _done, _total: None)
        assert result.failures == []
        return result

    first, again = sync(), sync()
    assert (first.added, first.replaced, first.unchanged, first.removed) == (7, 0, 0, 0)
    assert (again.added, again.replaced, again.unchanged, again.removed) == (0, 0, 7, 0)
    assert again.sent == 0
    changed = make_graphs(3, "neu")[2]
    (tmp_path / "2.nq").write_text(changed.to_nquads(), encoding="utf-8")
    (tmp_path / "4.nq").unlink()
    third = sync()
    assert (third.added, third.replaced, third.unchanged, third.removed) == (0, 1, 5, 1)
    assert contents(endpoint, changed.graph) == set(changed.triples)
    assert contents(endpoint, make_graphs(5)[4].graph) == set()
    assert contents(endpoint, foreign.graph) == set(foreign.triples)
    assert entries(endpoint)[foreign.graph].collection == "other"


@SERVERS
def test_what_is_in_step_costs_no_write(
    server: Server, make_graphs: MakeGraphs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = server.endpoint(Protocol.AUTO)
    (tmp_path / "all.nq").write_text("".join(g.to_nquads() for g in make_graphs(9)), encoding="utf-8")
    plan = SyncPlan((tmp_path,), delete=True)
    sync_files(plan, EndpointPlace(endpoint), Synced(""), lambda _done, _total: None)
    seen = spy_on_writes(monkeypatch)
    sync_files(plan, EndpointPlace(endpoint), Synced(""), lambda _done, _total: None)
    assert seen == []


def spy_on_writes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with what is written: method, path and body of each request, as one text."""
    seen: list[str] = []
    send = Client.send

    def spy(self: Client, request: object, **options: bool) -> object:
        body = getattr(request, "data", b"") or b""
        text = f"{request.get_method()} {request.selector}\n{body.decode()}"  # type: ignore[attr-defined]
        if "query=SELECT" not in text:
            seen.append(text)
        return send(self, request, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "send", spy)
    return seen


@SERVERS
@BOTH
def test_an_entry_goes_out_before_its_graph_is_touched_and_comes_in_after(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = server.endpoint(protocol)
    old, new = items(make_graphs(3)), items(make_graphs(2, "neu"))
    put(endpoint, old)
    seen = spy_on_writes(monkeypatch)
    put(endpoint, new)
    written = "\n".join(seen)
    out = written.index("DELETE {")
    touched = written.index("PUT " if protocol is Protocol.GSP else "DROP SILENT GRAPH")
    filled = max(written.rindex(f'"neu {j}"') for j in range(20))
    entered = [written.index(item.entry.digest) for item in new]
    assert out < touched < filled < min(entered)
    assert old[2].graph not in written
    seen.clear()
    EndpointPlace(endpoint).remove([old[0].graph])
    written = "\n".join(seen)
    assert written.index("DELETE {") < written.index("DELETE /" if protocol is Protocol.GSP else "DROP")


def test_new_graphs_are_added_with_their_entries_last(
    oxigraph: Server, make_graphs: MakeGraphs, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = oxigraph.endpoint(Protocol.SPARQL)
    put(endpoint, items(make_graphs(1)))
    seen = spy_on_writes(monkeypatch)
    put(endpoint, items(make_graphs(4)))
    added = next(one for one in seen if one.startswith("POST /store"))
    graphs, _, register = added.partition(f"<{REGISTER_GRAPH}> {{")
    assert [graphs.count(f"<{graph.graph}> {{") for graph in make_graphs(4)] == [0, 1, 1, 1]
    assert len(register.splitlines()) == 1 + 3 * 4 + 1
    assert len(entries(endpoint)) == 4


def test_what_is_cut_short_leaves_nothing(oxigraph: Server, make_graphs: MakeGraphs) -> None:
    """What is relied on: the server takes the whole request, or nothing of it."""

    endpoint = oxigraph.endpoint(Protocol.SPARQL)
    graphs = make_graphs(3)
    data = adding([parcel_of_graph(graph) for graph in graphs])
    with pytest.raises(HttpError):
        Client(endpoint).send(adding_request(endpoint, data[:-20]))
    assert put(endpoint, items(graphs)).added == 3


@SERVERS
def test_a_graph_without_entry_or_an_entry_without_graph_is_put_right(
    server: Server, make_graphs: MakeGraphs, contents: Contents
) -> None:
    endpoint = server.endpoint(Protocol.AUTO)
    graphs = make_graphs(4)
    other = make_graphs(2, "fremd")
    push_graphs(other[:1], endpoint)
    stale = items(other[1:], "other")[0].entry
    update(endpoint, entries_update([stale]))
    assert EndpointPlace(endpoint).present([g.graph for g in graphs]) == {g.graph for g in graphs[:2]}
    done = put(endpoint, items(graphs))
    assert (done.added, done.replaced) == (2, 2)
    for graph in graphs:
        assert contents(endpoint, graph.graph) == set(graph.triples)
    assert entries(endpoint) == {item.graph: item.entry for item in items(graphs)}


@SERVERS
@BOTH
def test_push_and_removal_take_entries_out(
    server: Server, protocol: Protocol, make_graphs: MakeGraphs
) -> None:
    endpoint = server.endpoint(protocol)
    graphs = make_graphs(5)
    put(endpoint, items(graphs))
    changed = make_graphs(2, "neu")
    assert push_graphs([*changed, *graphs[2:]], endpoint).sent == 2
    assert set(entries(endpoint)) == {graph.graph for graph in graphs[2:]}
    Changer(endpoint).remove([graphs[2].graph])
    assert set(entries(endpoint)) == {graph.graph for graph in graphs[3:]}


@SERVERS
def test_a_large_register_is_read_whole(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = server.endpoint(Protocol.SPARQL)
    made = [
        Entry(
            f"https://data.example/{'aZ_%C3%BC-'[i % 6 :]}{i * 7919 % 12_007}/graph", f"{i:064x}", "f" * 64, i
        )
        for i in range(12_007)
    ]
    for start in range(0, len(made), 1_000):
        update(endpoint, entries_update(made[start : start + 1_000]))
    assert entries(endpoint) == {entry.graph: entry for entry in made}
    monkeypatch.setattr(EndpointPlace, "_size", lambda _: (10**6, 10**6))  # a server that says not all it has
    assert entries(endpoint) == {entry.graph: entry for entry in made}


@SERVERS
def test_a_graph_with_two_entries_has_none(
    server: Server, monkeypatch: pytest.MonkeyPatch, make_graphs: MakeGraphs
) -> None:
    monkeypatch.setattr(endpoint_sync, "_PAGE", 3)
    endpoint = server.endpoint(Protocol.AUTO)
    monkeypatch.setattr(EndpointPlace, "_size", lambda _: (10**6, 10**6))
    made = {item.graph: item.entry for item in items(make_graphs(7))}
    names = sorted(made)
    for doubled in (names[0], names[2], names[6]):
        update(endpoint, entries_update([*made.values(), replace(made[doubled], digest="0" * 64)]))
        assert entries(endpoint) == {n: entry for n, entry in made.items() if n != doubled}
        EndpointPlace(endpoint).enter(list(made.values()))
        assert entries(endpoint) == made


@SERVERS
def test_contents_are_compared_whatever_the_register_says(server: Server, make_graphs: MakeGraphs) -> None:
    endpoint = server.endpoint(Protocol.AUTO)
    graphs = make_graphs(4)
    push_graphs(graphs[:2], endpoint)
    put(endpoint, items(graphs[2:]))
    name = graphs[3].graph
    update(endpoint, f'INSERT DATA {{ GRAPH <{name}> {{ <{graphs[3].article}> <{SCHEMA.text}> "mehr" }} }}')
    changed = make_graphs(1, "neu")
    place = EndpointPlace(endpoint)
    assert place.same(items(graphs)) == {graph.graph for graph in graphs[:3]}
    assert place.same(items(changed)) == set()


def test_an_endpoint_without_queries_or_updates_keeps_no_register(oxigraph: Server) -> None:
    endpoint = oxigraph.endpoint(Protocol.GSP)
    for without, missing in (
        (replace(endpoint, query=None), "queries"),
        (replace(endpoint, update=None), "updates"),
    ):
        with pytest.raises(EndpointError, match=f"no address for {missing}"):
            EndpointPlace(without)


def test_of_two_graphs_of_one_name_the_later_counts(
    oxigraph: Server, make_graphs: MakeGraphs, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint_sync, "AT_ONCE", 1)
    endpoint = oxigraph.endpoint(Protocol.SPARQL)
    old, new = make_graphs(1)[0], make_graphs(1, "neu")[0]
    done = put(endpoint, items([old, new, old, new]))
    assert (done.added, done.replaced) == (1, 3)
    assert contents(endpoint, new.graph) == set(new.triples)
    assert [entry.digest for entry in entries(endpoint).values()] == [graph_digest(new)]


@SERVERS
@BOTH
def test_what_was_interrupted_and_then_withdrawn_is_taken_out(
    server: Server,
    protocol: Protocol,
    make_graphs: MakeGraphs,
    contents: Contents,
    tmp_path: Path,
) -> None:
    """A graph half put, or half taken out, must not stay for ever because its file is gone."""
    endpoint = server.endpoint(protocol)
    kept, withdrawn, added = make_graphs(3)
    changed = make_graphs(2, "neu")[1]
    (tmp_path / "kept.nq").write_text(kept.to_nquads(), encoding="utf-8")

    def withdrawn_are_gone() -> None:
        result = Synced("")
        sync_files(SyncPlan((tmp_path,), delete=True), EndpointPlace(endpoint), result, lambda *_: None)
        assert result.failures == []
        assert contents(endpoint, kept.graph) == set(kept.triples)
        for graph in (withdrawn, added):
            assert contents(endpoint, graph.graph) == set()
        assert list(entries(endpoint)) == [kept.graph]

    steps: list[Callable[[EndpointPlace], object]] = [
        lambda place: place.remove([withdrawn.graph]),
        lambda place: place.put(items([changed]), progress=lambda _: None),
    ]
    if not endpoint.server.atomic_nquads or protocol is Protocol.GSP:
        steps.append(lambda place: place.put(items([added]), progress=lambda _: None))
    for step in steps:
        for number in range(1, 4):
            put(endpoint, items([kept, withdrawn]))
            with pytest.MonkeyPatch.context() as patch, suppress(EndpointError):
                stop_after(number, patch)
                step(EndpointPlace(endpoint))
            found = entries(endpoint)
            for graph in (withdrawn, added):
                entry = found.get(graph.graph)
                if entry is not None and entry.digest:
                    assert contents(endpoint, graph.graph) != set()
            withdrawn_are_gone()


def stop_after(number: int, patch: pytest.MonkeyPatch) -> None:
    """Let so many operations that write go through, wherever a request ends, and none after them."""
    send, left = Client.send, number

    def cut(self: Client, request: Request, **options: bool) -> object:
        nonlocal left
        body = request.data.decode() if isinstance(request.data, bytes) else ""
        if request.get_method() == "POST" and "query=SELECT" in body:
            return send(self, request, **options)
        is_update = request.get_method() == "POST" and "trig" not in str(request.header_items())
        operations = body.split(";\n") if is_update else [body]
        done, left = operations[:left], max(0, left - len(operations))
        if done and is_update:
            request.data = ";\n".join(done).encode()
        answer = send(self, request, **options) if done else None
        if len(done) < len(operations):
            raise HttpError("the connection broke", where="here", mend=None, status=0)
        return answer

    patch.setattr(Client, "send", cut)
