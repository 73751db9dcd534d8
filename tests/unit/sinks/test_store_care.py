from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.errors import StoreError
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks import store_care
from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store import load_graphs, read_graphs, reading, remove_graphs
from newsgraph.sinks.store_care import backup_store, compact_store, dump_graphs
from newsgraph.sinks.store_check import check_store
from newsgraph.sinks.store_info import read_info
from newsgraph.sinks.store_open import writing
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.vocab import REGISTER_GRAPH, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.store_check import Checked


def made(number: int, text: str = "alt", value: str = "0.5") -> ArticleGraph:
    article = f"https://data.example/article/{number:016x}"
    triples = [
        (f"<{article}>", "<https://schema.org/text>", f'"{text}"'),
        (f"<{article}>", "<https://schema.org/position>", f'"{511 + number}"^^<{XSD.integer}>'),
        (f"<{article}>", "<https://schema.org/value>", f'"{value}"^^<{XSD.decimal}>'),
    ]
    return graph_of(article, f"{article}/graph", triples)


def item(graph: ArticleGraph, collection: str = "default") -> Item:
    ntriples = graph.to_ntriples()
    digest = hashlib.sha256(ntriples.encode()).hexdigest()
    return Item(Entry(graph.graph, digest, digest, 1, collection), ntriples, graph.article)


def synced(directory: Path, *items: Item) -> None:
    StorePlace(directory).put(items, progress=lambda _: None)


def checked(directory: Path) -> Checked:
    return check_store(directory, lambda _done, _all: None)


def meddle(directory: Path, update: str) -> None:
    store = ox.Store(str(directory))
    store.update(update)
    store.flush()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with five articles in step, one of another collection, and one that was loaded."""
    path = tmp_path / "news.store"
    synced(path, *(item(made(number)) for number in range(4)), item(made(4), "archive"))
    load_graphs(path, [made(5)])
    return path


def test_what_a_store_holds_is_told(store: Path) -> None:
    info = read_info(store)
    assert (info.layout, info.articles, info.graphs, info.triples) == (1, 6, 6, 18)
    assert info.collections == {"archive": 1, "default": 4}
    assert info.size == sum(file.stat().st_size for file in store.iterdir() if file.is_file())
    assert info.written is not None
    assert info.writer is None


def test_what_is_loaded_or_taken_out_loses_its_entry_in_the_same_step(store: Path) -> None:
    load_graphs(store, [made(0), made(1, "neu")])  # one that is as it should be keeps its entry
    remove_graphs(store, [made(2).graph])
    entries = StorePlace(store).register().entries
    assert set(entries) == {made(0).graph, made(3).graph, made(4).graph}
    load_graphs(store, [made(0)], only=True)
    assert set(StorePlace(store).register().entries) == {made(0).graph}
    assert list(read_graphs(store)) == [made(0)]


def test_an_entry_whose_graph_is_gone_is_forgotten_when_that_is_loaded(store: Path) -> None:
    meddle(store, f"DROP GRAPH <{made(0).graph}>")
    load_graphs(store, [made(0)])
    assert made(0).graph not in StorePlace(store).register().entries
    meddle(store, f"DROP GRAPH <{made(1).graph}>")
    synced(store, item(made(1), "archive"))
    assert StorePlace(store).register().entries[made(1).graph].collection == "archive"
    with reading(store) as held:
        register = ox.NamedNode(REGISTER_GRAPH)
        assert len(list(held.quads_for_pattern(ox.NamedNode(made(1).graph), None, None, register))) == 4


def test_a_sound_store_has_no_flaws(store: Path) -> None:
    found = checked(store)
    assert (found.graphs, found.agreeing, found.flaws) == (6, 5, [])


@pytest.mark.parametrize(
    ("update", "what"),
    [
        (f"INSERT DATA {{ GRAPH <{made(1).graph}> {{ <a:s> <a:p> <a:o> }} }}", "not what the register says"),
        (
            f"DELETE WHERE {{ GRAPH <{made(1).graph}> {{ ?s <https://schema.org/text> ?text }} }}",
            "not what the register says",
        ),
        (f"DROP GRAPH <{made(1).graph}>", "which the store does not hold"),
    ],
)
def test_what_another_program_changed_is_found_by_the_register(store: Path, update: str, what: str) -> None:
    meddle(store, update)
    flaws = checked(store).flaws
    assert [what in flaw.what for flaw in flaws] == [True]
    assert made(1).graph in flaws[0].what
    assert "sync --check" in (flaws[0].mend or "")


def test_an_index_that_lacks_a_triple_is_found(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lacking:
        """A store whose index by predicate has lost what it says of texts."""

        def __init__(self, inner: ox.Store) -> None:
            self.inner = inner

        def quads_for_pattern(self, *pattern: object) -> object:
            if pattern[1] == ox.NamedNode("https://schema.org/text") and pattern[3] is None:
                return iter(())
            return self.inner.quads_for_pattern(*pattern)  # type: ignore[arg-type]  # passed on as it came

    real = store_check_indexes()
    monkeypatch.setattr("newsgraph.sinks.store_check._Indexes", lambda held: real(Lacking(held)))
    assert [flaw.what for flaw in checked(store).flaws] == [
        "the store is damaged: the index by predicate does not hold what the others hold"
    ]


def store_check_indexes() -> type:
    from newsgraph.sinks.store_check import _Indexes  # noqa: PLC0415  what the test replaces

    return _Indexes


def test_a_backup_is_a_store_by_itself_and_shares_what_does_not_change(store: Path, tmp_path: Path) -> None:
    made_backup = backup_store(store, tmp_path / "backups" / "monday.store")
    target = tmp_path / "backups" / "monday.store"
    assert (made_backup.graphs, made_backup.triples) == (6, 18 + 5 * 4 + 1)
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["monday.store"]
    assert any(file.stat().st_nlink > 1 for file in target.glob("*.sst"))
    load_graphs(store, [made(0, "neu")])
    compact_store(store)
    assert list(read_graphs(target)) == [made(number) for number in range(6)]
    assert StorePlace(target).register().entries.keys() == {made(number).graph for number in range(5)}
    assert checked(target).flaws == []
    load_graphs(target, [made(7)])
    assert len(list(read_graphs(store))) == 6


def test_a_backup_is_made_while_the_store_is_written(store: Path, tmp_path: Path) -> None:
    with writing(store) as writer:
        writer.store.update(f"INSERT DATA {{ GRAPH <{made(9).graph}> {{ {made(9).to_ntriples()} }} }}")
        backup_store(store, tmp_path / "backup")
        writer.store.update(f"DROP GRAPH <{made(0).graph}>")
    assert {graph.article for graph in read_graphs(tmp_path / "backup")} == {
        made(number).article for number in (0, 1, 2, 3, 4, 5, 9)
    }


@pytest.mark.parametrize("cause", ["elsewhere", "no links at all"])
def test_a_backup_that_cannot_be_linked_is_copied(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    real = os.link

    def limited(source: Path, target: Path) -> None:
        if cause == "no links at all" or "backup" in str(target):
            raise OSError(18, "Invalid cross-device link")
        real(source, target)

    monkeypatch.setattr(os, "link", limited)
    backup_store(store, tmp_path / "backup")
    assert all(file.stat().st_nlink == 1 for file in (tmp_path / "backup").glob("*.sst"))
    assert list(read_graphs(tmp_path / "backup")) == list(read_graphs(store))


def test_a_backup_goes_to_a_free_folder_only(store: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match="there is something already"):
        backup_store(store, tmp_path / "taken")
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    backup_store(store, tmp_path / "empty")
    assert len(list(read_graphs(tmp_path / "empty"))) == 6


def test_a_backup_that_does_not_hold_what_the_store_holds_is_not_kept(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = iter([(6, 39), (6, 38)])
    monkeypatch.setattr(store_care, "_count", lambda _: next(counts))
    with pytest.raises(StoreError, match="it is not kept"):
        backup_store(store, tmp_path / "backup")
    assert [path.name for path in tmp_path.iterdir()] == ["news.store"]


def test_there_is_nothing_to_look_after_where_there_is_no_store(tmp_path: Path) -> None:
    for use in (read_info, checked, compact_store, lambda path: backup_store(path, tmp_path / "backup")):
        with pytest.raises(StoreError, match="there is no store"):
            use(tmp_path / "none")
    with pytest.raises(StoreError, match="there is no store"):
        list(dump_graphs(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_was_made_small_holds_the_same_in_fewer_files(store: Path) -> None:
    for round_ in range(6):
        synced(store, *(item(made(number, f"Runde {round_}")) for number in range(4)))
    tables = len(list(store.glob("*.sst")))
    before, after = compact_store(store)
    assert after == read_info(store).size
    assert before > 0
    assert len(list(store.glob("*.sst"))) < tables
    assert checked(store).flaws == []
    assert list(read_graphs(store))[:4] == [made(number, "Runde 5") for number in range(4)]


def test_a_dump_holds_everything_in_order_and_the_register_only_if_asked(store: Path) -> None:
    assert list(dump_graphs(store)) == [made(number) for number in range(6)]
    names = [graph.graph for graph in dump_graphs(store, register=True)]
    assert names == sorted([*(made(number).graph for number in range(6)), REGISTER_GRAPH])
    meddle(store, "INSERT DATA { <a:s> <a:p> <a:o> }")
    assert next(dump_graphs(store)) == graph_of("", "", [("<a:s>", "<a:p>", "<a:o>")])
