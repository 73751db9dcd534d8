from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from newsgraph.errors import StoreError
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.texts import text_of
from newsgraph.sinks import store_write
from newsgraph.sinks.query import run_query
from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.sparql import prepare
from newsgraph.sinks.store import LoadSummary, load_graphs, open_store, reading, remove_graphs
from newsgraph.sinks.store_open import writing
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.vocab import ONTOLOGY_GRAPH, REGISTER_GRAPH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.rdf import ArticleGraph


def made(number: int, text: str = "alt") -> ArticleGraph:
    article = f"https://data.example/article/{number:016x}"
    return graph_of(article, f"{article}/graph", [(f"<{article}>", "<https://schema.org/text>", f'"{text}"')])


def held(directory: Path) -> set[tuple[str, ...]]:
    with reading(directory) as store:
        rows = {(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in store}
    return {row for row in rows if row[3] != f"<{REGISTER_GRAPH}>"}


def quads(graphs: tuple[ArticleGraph, ...] | list[ArticleGraph]) -> set[tuple[str, ...]]:
    return {(*triple, f"<{graph.graph}>") for graph in graphs for triple in graph.triples}


def test_the_store_holds_the_triples_of_the_graphs_and_no_others(
    tmp_path: Path, graphs: tuple[ArticleGraph, ...]
) -> None:
    assert load_graphs(tmp_path / "store", graphs) == LoadSummary(added=2)
    assert held(tmp_path / "store") == quads(graphs)


def test_loading_again_writes_nothing(tmp_path: Path, graphs: tuple[ArticleGraph, ...]) -> None:
    load_graphs(tmp_path, graphs)
    assert load_graphs(tmp_path, graphs) == LoadSummary(unchanged=2)
    assert held(tmp_path) == quads(graphs)


def test_a_changed_graph_is_replaced_whole(tmp_path: Path) -> None:
    load_graphs(tmp_path, [made(1), made(2)])
    assert load_graphs(tmp_path, [made(1, "neu"), made(2)]) == LoadSummary(replaced=1, unchanged=1)
    assert held(tmp_path) == quads([made(1, "neu"), made(2)])


def test_values_that_the_store_rewrites_are_no_change(tmp_path: Path) -> None:
    article = "https://data.example/article/0000000000000001"
    terms = [f'"0.50"^^<{XSD.decimal}>', f'"7"^^<{XSD.nonNegativeInteger}>', f'"1"^^<{XSD.boolean}>']
    graph = graph_of(
        article, f"{article}/graph", [(f"<{article}>", "<https://a.example/p>", t) for t in terms]
    )
    load_graphs(tmp_path, [graph])
    assert load_graphs(tmp_path, [graph]) == LoadSummary(unchanged=1)


def test_the_later_of_two_graphs_of_one_name_counts(tmp_path: Path) -> None:
    assert load_graphs(tmp_path, [made(1), made(1, "neu")]) == LoadSummary(added=1, replaced=1)
    assert held(tmp_path) == quads([made(1, "neu")])


def test_many_graphs_are_written_in_several_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_write, "AT_ONCE", 300)
    many = [made(i) for i in range(8)]
    assert load_graphs(tmp_path, many) == LoadSummary(added=8)
    assert held(tmp_path) == quads(many)


def test_only_takes_other_articles_out_and_leaves_the_ontology(tmp_path: Path) -> None:
    ontology = graph_of(ONTOLOGY_GRAPH, ONTOLOGY_GRAPH, [("<a:s>", "<a:p>", "<a:o>")])
    load_graphs(tmp_path, [made(1), made(2), ontology])
    assert load_graphs(tmp_path, [made(2)], only=True) == LoadSummary(unchanged=1, removed=1)
    assert {row[3] for row in held(tmp_path)} == {f"<{made(2).graph}>", f"<{ONTOLOGY_GRAPH}>"}


def test_a_store_on_disk_can_be_asked(tmp_path: Path, graphs: tuple[ArticleGraph, ...]) -> None:
    load_graphs(tmp_path, graphs)
    query = prepare("SELECT (COUNT(*) AS ?n) WHERE { ?x a schema:NewsArticle }")
    assert run_query(open_store(tmp_path), query).serialise("csv") == b"n\r\n2\r\n"


def test_what_was_loaded_before_a_failure_stays_and_loading_again_completes(tmp_path: Path) -> None:
    def failing() -> Iterator[ArticleGraph]:
        yield from [made(1, "neu"), made(2)]
        raise OSError(errno.EIO, "the source of the graphs broke")

    load_graphs(tmp_path, [made(1)])
    with pytest.raises(OSError, match="the source of the graphs broke"):
        load_graphs(tmp_path, failing())
    assert held(tmp_path) == quads([made(1, "neu")])
    assert load_graphs(tmp_path, [made(1, "neu"), made(2)]) == LoadSummary(added=1, unchanged=1)


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    code = "import pyoxigraph, sys; s = pyoxigraph.Store(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"1\n"
        with pytest.raises(StoreError, match="another process writes to this store") as caught:
            load_graphs(tmp_path, [made(1)])
        other.communicate()
    assert caught.value.where == str(tmp_path)
    assert load_graphs(tmp_path, [made(1)]).added == 1


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store") as caught:
        open_store(tmp_path / "missing")
    assert "newsgraph load" in (caught.value.mend or "")
    assert not (tmp_path / "missing").exists()


def test_a_folder_with_something_else_is_not_made_into_a_store(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="no store, or a damaged one"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="no store, or a damaged one"):
        load_graphs(tmp_path, [made(1)])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("x")
    with pytest.raises(StoreError, match="cannot be used"):
        load_graphs(tmp_path / "store", [made(1)])


@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
@pytest.mark.parametrize("how", ["garbage", "removed"])
def test_a_damaged_store_is_told_and_not_rebuilt(tmp_path: Path, pattern: str, how: str) -> None:
    load_graphs(tmp_path, [made(1)])
    with writing(tmp_path) as writer:
        writer.store.optimize()
    damaged = list(tmp_path.glob(pattern))
    assert damaged
    for path in damaged:
        if how == "garbage":
            path.write_bytes(b"garbage")
        else:
            path.unlink()
    before = {path.name for path in tmp_path.glob("*.sst")}
    for _ in range(2):
        with pytest.raises(StoreError, match="damaged"):
            load_graphs(tmp_path, [made(2)])
    with pytest.raises(StoreError):
        open_store(tmp_path)
    assert {path.name for path in tmp_path.glob("*.sst")} >= before


def test_a_store_that_could_not_be_made_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    def fill_the_disk(path: str) -> None:
        Path(path).mkdir(exist_ok=True)
        (Path(path) / "LOG").write_text("half")
        raise OSError("IO error: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("pyoxigraph.Store", fill_the_disk)
        for place in (tmp_path / "new", empty):
            with pytest.raises(StoreError, match="the disk is full"):
                load_graphs(place, [made(1)])
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]
    assert load_graphs(tmp_path / "new", [made(1)]).added == 1


def test_what_load_writes_or_takes_out_loses_its_entry_so_that_sync_looks_again(tmp_path: Path) -> None:
    graphs = [made(1), made(2), made(3), made(4)]
    texts = [text_of(graph) for graph in graphs]
    items = [Item(Entry(t.graph, t.digest, t.digest, 1), t.ntriples, t.graph) for t in texts]
    place = StorePlace(tmp_path)
    place.put(items, progress=lambda _: None)
    load_graphs(tmp_path, [made(1, "neu"), made(2), made(4)], only=True)
    assert set(place.register().entries) == {made(2).graph, made(4).graph}
    remove_graphs(tmp_path, [made(4).graph])
    assert set(place.register().entries) == {made(2).graph}


def test_the_register_of_another_store_is_not_loaded(tmp_path: Path) -> None:
    entry = f"<{made(9).graph}>", "<https://a.example/p>", '"x"'
    assert load_graphs(tmp_path, [made(1), graph_of("", REGISTER_GRAPH, [entry])]) == LoadSummary(added=1)
    assert f"<{made(9).graph}>" not in {str(quad.subject) for quad in open_store(tmp_path)}


@pytest.mark.parametrize(("bulk", "most", "way"), [(1, 2, "bulk_load"), (1, 1, "load"), (9999, 2, "load")])
def test_files_are_made_beside_only_where_they_are_put_in_place_in_one_step(
    monkeypatch: pytest.MonkeyPatch, bulk: int, most: int, way: str
) -> None:
    monkeypatch.setattr(store_write, "_BULK", bulk)
    monkeypatch.setattr(store_write, "_BULK_QUADS", most)
    store = Mock()
    store_write.add_quads(store, made(1).to_nquads() + made(2).to_nquads())
    assert [call[0] for call in store.method_calls] == [way]
