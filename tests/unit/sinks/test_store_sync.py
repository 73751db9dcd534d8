from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from newsgraph.sinks import store_write
from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store import open_store
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.sinks.sync import Put
from newsgraph.vocab import REGISTER_GRAPH

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
