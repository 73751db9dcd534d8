from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.sinks import store_sync, store_write
from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store import open_store, reading
from newsgraph.sinks.store_open import writing
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.sinks.sync import Put
from newsgraph.vocab import NG, REGISTER_GRAPH, XSD

if TYPE_CHECKING:
    from pathlib import Path


def made(number: int, text: str = "alt", *, predicate: str = "https://schema.org/text") -> Item:
    article = f"https://data.example/article/{number:016x}"
    ntriples = f'<{article}> <{predicate}> "{text}" .\n'
    digest = hashlib.sha256(ntriples.encode()).hexdigest()
    return Item(Entry(f"{article}/graph", digest, f"{number:064x}", 1), ntriples, article, f"{number}.ttl")


def put(directory: Path, *items: Item) -> Put:
    return StorePlace(directory).put(items, progress=lambda _: None)


def held(directory: Path) -> dict[str, set[str]]:
    graphs: dict[str, set[str]] = {}
    for quad in open_store(directory):
        graphs.setdefault(quad.graph_name.value, set()).add(f"{quad.triple} .\n")
    graphs.pop(REGISTER_GRAPH, None)
    return graphs


def entered(directory: Path, item: Item) -> set[str]:
    """Return what the register has about a graph, line by line."""
    graph = ox.NamedNode(REGISTER_GRAPH)
    with reading(directory) as store:
        quads = store.quads_for_pattern(ox.NamedNode(item.graph), None, None, graph)
        return {f"{quad.triple} .\n" for quad in quads}


def entry_of(item: Item) -> set[str]:
    return set(item.entry.to_ntriples().splitlines(keepends=True))


def wanted(*items: Item) -> dict[str, set[str]]:
    return {item.graph: set(item.ntriples.splitlines(keepends=True)) for item in items}


def test_a_place_that_is_not_yet_there_has_no_entries_and_is_not_made_by_looking(tmp_path: Path) -> None:
    assert StorePlace(tmp_path / "store").register().entries == {}
    StorePlace(tmp_path / "store").remove(["https://data.example/g"])
    assert not (tmp_path / "store").exists()


def test_graphs_come_in_with_their_entries(tmp_path: Path) -> None:
    items = [made(number) for number in range(3)]
    assert put(tmp_path / "store", *items) == Put(added=3)
    assert held(tmp_path / "store") == wanted(*items)
    register = StorePlace(tmp_path / "store").register()
    assert register.entries == {item.graph: item.entry for item in items}


def test_a_graph_is_replaced_whole_and_its_entry_too(tmp_path: Path) -> None:
    put(tmp_path / "store", made(1), made(2))
    assert put(tmp_path / "store", made(1, "neu"), made(3)) == Put(added=1, replaced=1)
    assert held(tmp_path / "store") == wanted(made(1, "neu"), made(2), made(3))
    assert StorePlace(tmp_path / "store").register().entries[made(1).graph] == made(1, "neu").entry


def test_of_one_graph_twice_the_later_counts(tmp_path: Path) -> None:
    assert put(tmp_path / "store", made(1), made(1, "neu")) == Put(added=1, replaced=1)
    assert held(tmp_path / "store") == wanted(made(1, "neu"))


@pytest.mark.parametrize("at_once", [1, 300, 8_000_000])
def test_many_graphs_go_in_whatever_the_size_of_a_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(store_write, "AT_ONCE", at_once)
    items = [made(number) for number in range(8)]
    told: list[int] = []
    assert StorePlace(tmp_path).put(items, progress=told.append) == Put(added=8)
    assert sum(told) == 8
    assert held(tmp_path) == wanted(*items)


def test_a_graph_that_is_refused_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    bad = made(2, predicate="no iri")
    result = put(tmp_path, made(1), bad, made(3))
    assert (result.added, result.replaced) == (2, 0)
    assert [bad.graph in error.what for error in result.failed] == [True]
    assert result.failed[0].where == "2.ttl"
    assert held(tmp_path) == wanted(made(1), made(3))
    assert bad.graph not in StorePlace(tmp_path).register().entries


def test_entries_are_written_for_graphs_that_are_there(tmp_path: Path) -> None:
    put(tmp_path, made(1), made(2))
    moved = Entry(made(1).graph, made(1).entry.digest, "f" * 64, 2, "archive")
    StorePlace(tmp_path).enter([moved])
    assert StorePlace(tmp_path).register().entries == {made(1).graph: moved, made(2).graph: made(2).entry}
    assert held(tmp_path) == wanted(made(1), made(2))


def test_graphs_are_taken_out_with_their_entries(tmp_path: Path) -> None:
    put(tmp_path, made(1), made(2))
    StorePlace(tmp_path).remove([made(1).graph, made(9).graph])
    assert held(tmp_path) == wanted(made(2))
    assert set(StorePlace(tmp_path).register().entries) == {made(2).graph}


def test_of_what_was_replaced_the_register_has_one_entry(tmp_path: Path) -> None:
    put(tmp_path, made(1))
    put(tmp_path, made(1, "neu"))
    assert entered(tmp_path, made(1)) == entry_of(made(1, "neu"))


def test_an_entry_whose_graph_somebody_emptied_is_replaced(tmp_path: Path) -> None:
    put(tmp_path, made(1))
    with writing(tmp_path) as writer:
        writer.store.remove_graph(ox.NamedNode(made(1).graph))
    put(tmp_path, made(1, "neu"))
    assert held(tmp_path) == wanted(made(1, "neu"))
    assert entered(tmp_path, made(1)) == entry_of(made(1, "neu"))


@pytest.mark.parametrize("missing", [NG.collection, NG.fileDigest, NG.fileGraphs, NG.graphDigest])
def test_what_lacks_a_part_is_no_entry_and_is_put_right(tmp_path: Path, missing: str) -> None:
    put(tmp_path, made(1), made(2))
    with writing(tmp_path) as writer:
        graph, name = ox.NamedNode(REGISTER_GRAPH), ox.NamedNode(made(1).graph)
        for quad in list(writer.store.quads_for_pattern(name, ox.NamedNode(missing), None, graph)):
            writer.store.remove(quad)
    assert set(StorePlace(tmp_path).register().entries) == {made(2).graph}
    put(tmp_path, made(1))
    assert entered(tmp_path, made(1)) == entry_of(made(1))


def test_new_graphs_and_their_entries_go_in_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(store_sync, "add_quads", lambda _store, quads: told.append(quads))
    put(tmp_path, made(1), made(2))
    assert [quads.count(f"<{REGISTER_GRAPH}> .\n") for quads in told] == [8]
    assert all(f"<{made(number).graph}> .\n" in told[0] for number in (1, 2))


def of_value(text: str, number: str) -> Item:
    """Return a graph with a number beside the text."""
    item = made(1, text)
    line = f'<{item.article}> <https://schema.org/position> "{number}"^^<{XSD.decimal}> .\n'
    return replace(item, ntriples=line + item.ntriples)


def test_a_number_that_the_store_words_its_own_way_stays_where_the_rest_changes(tmp_path: Path) -> None:
    put(tmp_path, of_value("alt", "0.50"))
    put(tmp_path, of_value("neu", "0.50"))
    assert held(tmp_path) == wanted(of_value("neu", "0.5"))


def with_node(name: str) -> Item:
    item = made(1)
    digest = hashlib.sha256(f'_:c14n0 <https://schema.org/name> "{name}" .\n'.encode()).hexdigest()
    ntriples = f'_:gan0 <https://schema.org/name> "{name}" .\n'
    return replace(item, entry=replace(item.entry, digest=digest), ntriples=ntriples, blank=True)


def test_blank_nodes_are_replaced_and_told_apart_whatever_they_are_called(tmp_path: Path) -> None:
    place = StorePlace(tmp_path)
    put(tmp_path, with_node("Ada"))
    put(tmp_path, with_node("Udo"))
    assert place.same([with_node("Udo")]) == {made(1).graph}
    assert place.same([with_node("Ada")]) == set()
    assert [len(lines) for lines in held(tmp_path).values()] == [1]
    put(tmp_path, made(1))
    assert held(tmp_path) == wanted(made(1))
