from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import SinkError
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.sinks import export_order
from newsgraph.sinks.export_order import Spool
from newsgraph.sinks.store_write import to_nquads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B, C = (f"<https://a.example/{name}>" for name in "abc")
ONE, TWO = (A, B, '"eins\\nzwei <x> ."'), (A, B, '"z"@de')


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool.sqlite")
    yield spool
    spool.close()


def test_graphs_come_in_code_point_order_each_whole(spool: Spool) -> None:
    spool.start("one")
    for name in ("urn:z", "urn:ä", "urn:\U0001f642", "urn:\uff5e", "urn:a", "urn:z"):
        spool.add(name, [ONE if name != "urn:z" else TWO])
    spool.add("urn:z", [ONE, TWO])
    graphs = list(spool.graphs())
    assert [graph.graph for graph in graphs] == ["urn:a", "urn:z", "urn:ä", "urn:\uff5e", "urn:\U0001f642"]
    assert [len(graph) for graph in graphs] == [1, 2, 1, 1, 1]
    assert graphs[1].ntriples == f'{A} {B} "eins\\nzwei <x> ." .\n{A} {B} "z"@de .\n'
    assert graphs[1].digest == graph_digest(graph_of("urn:z", "urn:z", [ONE, TWO]))
    assert not spool.failures


def test_pieces_on_the_disk_are_put_together(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_order, "_HELD", 2)
    spool.start("one")
    triples = [(A, B, f'"{number:02}"') for number in range(20)]
    for triple in reversed(triples):
        spool.add("urn:a", [triple])
    (graph,) = spool.graphs()
    assert graph.ntriples == "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


def test_a_graph_that_two_sources_hold_is_given_once_where_they_agree(spool: Spool) -> None:
    for source in ("one", "two"):
        spool.start(source)
        spool.add("urn:a", [ONE, TWO] if source == "one" else [TWO, ONE])
    (graph,) = spool.graphs()
    assert len(graph) == 2
    assert not spool.failures


def test_a_graph_that_two_sources_hold_differently_names_both(spool: Spool) -> None:
    for source, triple in (("one.nq", ONE), ("two.nq", TWO)):
        spool.start(source)
        spool.add("urn:a", [triple])
    (graph,) = spool.graphs()
    assert graph.ntriples == f'{A} {B} "eins\\nzwei <x> ." .\n'
    (failure,) = spool.failures
    assert failure.where == "two.nq"
    assert "<urn:a>" in failure.what
    assert "one.nq" in failure.what


def test_what_is_discarded_is_gone(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_order, "_HELD", 1)
    spool.start("bad")
    spool.add("urn:a", [ONE])
    spool.discard()
    spool.start("good")
    spool.add("urn:b", [TWO])
    assert [graph.graph for graph in spool.graphs()] == ["urn:b"]


def test_blank_nodes_of_two_graphs_stay_two_in_one_file(spool: Spool) -> None:
    spool.start("one")
    for name in ("urn:a", "urn:b"):
        spool.add(name, [("_:x", B, '"_:x"'), (A, B, "_:x")])
    first, second = spool.graphs()
    assert first.digest == second.digest
    read = load_graphs(
        (to_nquads(first.ntriples, "urn:a") + to_nquads(second.ntriples, "urn:b")).encode(), "nq"
    )
    nodes = [{term for triple in graph.triples for term in triple if term.startswith("_:")} for graph in read]
    assert [len(found) for found in nodes] == [1, 1]
    assert nodes[0] != nodes[1]
    assert all('"_:x"' in graph.ntriples for graph in (first, second))
    assert graph_digest(read[0]) == first.digest


def test_names_of_blank_nodes_make_no_difference(spool: Spool) -> None:
    for source, node in (("one", "_:x"), ("two", "_:y")):
        spool.start(source)
        spool.add("urn:a", [(A, B, node), (node, B, ONE[2])])
    (graph,) = spool.graphs()
    assert len(graph) == 2
    assert not spool.failures


def test_a_second_spool_in_the_same_place_is_refused(spool: Spool, tmp_path: Path) -> None:
    assert spool
    with pytest.raises(SinkError, match="another export is being written here"):
        Spool(tmp_path / "spool.sqlite")


def test_what_an_earlier_run_left_is_thrown_away(tmp_path: Path) -> None:
    for triple in (ONE, TWO):
        spool = Spool(tmp_path / "spool.sqlite")
        spool.start("one")
        spool.add("urn:a", [triple])
        (graph,) = spool.graphs()
        assert len(graph) == 1
        spool.close()


def test_a_full_disk_is_told(spool: Spool) -> None:
    spool._base.execute("PRAGMA max_page_count = 5")
    spool.start("one")
    spool.add("urn:a", [(A, B, f'"{number**40}"') for number in range(5_000)])
    with pytest.raises(SinkError, match="the disk is full"):
        list(spool.graphs())
