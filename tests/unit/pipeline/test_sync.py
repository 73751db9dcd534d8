"""A place is brought in step with files: what is new, changed, withdrawn, and nothing else."""

from __future__ import annotations

import gzip
import io
import shutil
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.unit.pipeline.memory_place import MemoryPlace

from newsgraph.pipeline import rdf_files, sync
from newsgraph.pipeline.sync import ONTOLOGY_COLLECTION, Synced, SyncPlan, place_of, sync_files
from newsgraph.pipeline.transfer import Target
from newsgraph.rdf.texts import read_texts
from newsgraph.sinks import store_sync, store_write
from newsgraph.sinks.endpoint.sync import EndpointPlace
from newsgraph.vocab import NG, ONTOLOGY_GRAPH, RDF, REGISTER_GRAPH, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgraph.rdf.formats import Encoding
    from newsgraph.rdf.texts import GraphText
    from newsgraph.sinks.register import Item
    from newsgraph.sinks.sync import Place, Put

DATA = "https://a.example/article/"


def graph_name(number: int) -> str:
    return f"{DATA}{number:016x}/graph"


def nquads(*numbers: int, version: str = "1") -> str:
    """Return graphs of two articles, in a version."""
    lines = []
    for number in numbers:
        article, graph = f"<{DATA}{number:016x}>", f"<{graph_name(number)}>"
        lines.append(f"{article} <{RDF.type}> <{SCHEMA.NewsArticle}> {graph} .\n")
        lines.append(f'{article} <{SCHEMA.headline}> "Streit {number}, Fassung {version}" {graph} .\n')
    return "".join(lines)


@pytest.fixture
def place() -> MemoryPlace:
    return MemoryPlace()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "a.nq").write_text(nquads(1))
    (folder / "b.nq").write_text(nquads(2, 3))
    return folder


def run(place: Place, *paths: Path | str, **options: object) -> Synced:
    result = Synced(place.name, dry_run=bool(options.get("dry_run")))
    sync_files(replace(SyncPlan(paths), **options), place, result, lambda _done, _total: None)  # type: ignore[arg-type]
    return result


def counts(result: Synced) -> tuple[int, int, int, int]:
    found = result.counts
    return found["added"], found["replaced"], found["unchanged"], found["removed"]


def test_what_is_new_is_put_and_twice_run_is_once_run(place: MemoryPlace, folder: Path) -> None:
    assert counts(run(place, folder)) == (3, 0, 0, 0)
    assert sorted(place.graphs) == [graph_name(n) for n in (1, 2, 3)]
    assert place.graphs[graph_name(1)] == nquads(1).replace(f" <{graph_name(1)}> .", " .")
    place.steps.clear()
    result = run(place, folder)
    assert counts(result) == (0, 0, 3, 0)
    assert result.outcome.exit_code == 0
    assert not place.steps


def test_what_is_unchanged_is_not_even_parsed(
    place: MemoryPlace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place, folder)
    (folder / "b.nq").write_text(nquads(2, 3, version="2"))
    read = []

    def seen(data: bytes, encoding: Encoding, where: str | None) -> tuple[GraphText, ...]:
        read.append(data)
        return read_texts(data, encoding, where)

    monkeypatch.setattr(rdf_files, "read_texts", seen)
    assert counts(run(place, folder)) == (0, 2, 1, 0)
    assert read == [(folder / "b.nq").read_bytes()]


def test_of_a_changed_file_only_what_differs_is_sent_and_the_rest_entered(
    place: MemoryPlace, folder: Path
) -> None:
    run(place, folder)
    (folder / "b.nq").write_text(nquads(2) + nquads(3, version="2"))
    place.steps.clear()
    assert counts(run(place, folder)) == (0, 1, 2, 0)
    assert {name for _, name in place.steps} == {graph_name(2), graph_name(3)}
    assert [step for step in place.steps if step[1] == graph_name(2)] == [("enter", graph_name(2))]
    assert place.register().graphs_of(place.entries[graph_name(2)].file)


def test_the_same_graph_in_another_format_or_file_is_only_entered(place: MemoryPlace, folder: Path) -> None:
    run(place, folder)
    place.steps.clear()
    (folder / "a.nq").unlink()
    (folder / "c.nq.gz").write_bytes(gzip.compress(nquads(1).encode()))
    assert counts(run(place, folder, delete=True)) == (0, 0, 3, 0)
    assert place.steps == [("enter", graph_name(1))]


def test_withdrawn_graphs_go_only_where_it_is_said(place: MemoryPlace, folder: Path) -> None:
    run(place, folder)
    (folder / "a.nq").unlink()
    assert counts(run(place, folder)) == (0, 0, 2, 0)
    assert graph_name(1) in place.graphs
    assert counts(run(place, folder, delete=True)) == (0, 0, 2, 1)
    assert sorted(place.graphs) == sorted(place.entries) == [graph_name(2), graph_name(3)]


def test_graphs_that_sync_did_not_put_are_left_alone(place: MemoryPlace, folder: Path) -> None:
    place.graphs = {"urn:other": "<urn:s> <urn:p> <urn:o> .\n"}
    run(place, folder, delete=True)
    assert "urn:other" in place.graphs


@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_removed_where_an_input_failed(place: MemoryPlace, folder: Path, *, force: bool) -> None:
    run(place, folder)
    (folder / "a.nq").unlink()
    (folder / "b.nq").write_text("nonsense")
    result = run(place, folder, delete=True, force=force)
    assert result.outcome.exit_code == (1 if force else 3)
    assert len(place.graphs) == (0 if force else 3)
    told = ["nothing was removed, because 1 input failed: 3 graphs are in no file"]
    assert result.notices == ([] if force else told)


def test_what_a_server_refuses_does_not_keep_withdrawn_graphs(place: MemoryPlace, folder: Path) -> None:
    run(place, folder)
    (folder / "a.nq").unlink()
    (folder / "c.nq").write_text(nquads(4))
    place.refuses = {graph_name(4)}
    result = run(place, folder, delete=True)
    assert result.counts == {"added": 0, "replaced": 0, "unchanged": 2, "removed": 1, "refused": 1}
    assert result.outcome.exit_code == 1
    place.refuses = set()
    assert counts(run(place, folder, delete=True)) == (1, 0, 2, 0)


def test_all_articles_are_never_removed_by_accident(place: MemoryPlace, folder: Path, tmp_path: Path) -> None:
    run(place, folder)
    links = tmp_path / "links.nq"
    links.write_text("<urn:a> <urn:b> <urn:c> <https://a.example/links/graph> .\n")
    result = run(place, links, delete=True)
    assert [error.what for error in result.failures] == [
        "no article was read: all of the collection 'default' would be removed"
    ]
    assert len(place.graphs) == 4
    assert counts(run(place, links, delete=True, force=True)) == (0, 0, 1, 3)


def test_collections_do_not_touch_each_other(place: MemoryPlace, folder: Path) -> None:
    run(place, folder / "a.nq", collection="nord")
    run(place, folder / "b.nq", collection="sued")
    assert counts(run(place, folder / "b.nq", collection="sued", delete=True)) == (0, 0, 2, 0)
    assert len(place.graphs) == 3


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_graph_of_another_collection_is_refused_by_name(
    place: MemoryPlace, folder: Path, version: str
) -> None:
    """Whether or not it is the same, the file known or not, and each time."""
    run(place, folder / "a.nq", collection="nord")
    (folder / "a.nq").write_text(nquads(1, version=version))
    for _ in range(2):
        result = run(place, folder, collection="sued")
        assert [error.what for error in result.failures] == [
            f"the graph <{graph_name(1)}> belongs to the collection 'nord'"
        ]
        assert "Fassung 1" in place.graphs[graph_name(1)]
    taken = run(place, folder, collection="sued", force=True)
    assert taken.outcome.exit_code == 0
    assert f"Fassung {version}" in place.graphs[graph_name(1)]
    assert {entry.collection for entry in place.entries.values()} == {"sued"}


@pytest.mark.parametrize("names", [("a.nq", "z.nq"), ("z.nq", "zz.nq")], ids=["first known", "both new"])
def test_two_files_that_hold_one_graph_differently_are_told_each_time(
    place: MemoryPlace, folder: Path, names: tuple[str, str]
) -> None:
    run(place, folder)
    first, second = (folder / name for name in names)
    if not first.exists():
        first.write_text(nquads(9))
    number = 1 if first.name == "a.nq" else 9
    second.write_text(nquads(number, version="2") + nquads(7))
    seen = []
    for _ in range(3):
        result = run(place, folder, delete=True)
        (error,) = result.failures
        assert error.where == str(second)
        assert error.what == f"the graph <{graph_name(number)}> is another one in {first}, which comes first"
        assert "Fassung 1" in place.graphs[graph_name(number)]
        seen.append(dict(place.entries))
    assert seen[0] == seen[1] == seen[2]


def test_the_same_graph_in_two_files_is_fine_and_stays_so(place: MemoryPlace, folder: Path) -> None:
    (folder / "c.nq").write_text(nquads(1) + nquads(4))
    shutil.copy(folder / "b.nq", folder / "again.nq")
    assert counts(run(place, folder)) == (4, 0, 0, 0)
    place.steps.clear()
    result = run(place, folder)
    assert counts(result) == (0, 0, 4, 0)
    assert not result.failures
    assert not place.steps


def test_triples_in_no_graph_are_told_each_time(place: MemoryPlace, folder: Path) -> None:
    (folder / "c.nq").write_text(nquads(5) + "<urn:a> <urn:b> <urn:c> .\n")
    (folder / "d.nq").write_text("<urn:a> <urn:b> <urn:c> _:g .\n")
    for _ in range(2):
        result = run(place, folder)
        assert [error.what for error in result.failures] == [
            "1 triples belong to no article and stand in no named graph"
        ] * 2
        assert graph_name(5) in place.graphs


def test_the_register_in_a_dump_is_left_out(place: MemoryPlace, folder: Path) -> None:
    (folder / "c.nq").write_text(f'<urn:a> <{NG.graphDigest}> "0" <{REGISTER_GRAPH}> .\n' + nquads(5))
    result = run(place, folder)
    assert counts(result) == (4, 0, 0, 0)
    assert result.notices == [f"{folder / 'c.nq'}: the register of a store in it was left out"]
    assert REGISTER_GRAPH not in place.graphs


def test_a_dry_run_says_all_and_touches_nothing(place: MemoryPlace, folder: Path) -> None:
    run(place, folder)
    (folder / "a.nq").unlink()
    (folder / "b.nq").write_text(nquads(2) + nquads(3, version="2") + nquads(4))
    place.steps.clear()
    result = run(place, folder, dry_run=True, delete=True)
    assert result.steps == [("~", graph_name(3)), ("+", graph_name(4)), ("-", graph_name(1))]
    assert result.summary == ("would be: 1 added, 1 replaced, 1 unchanged, 1 removed, 0 refused → memory")
    assert not place.steps
    notices = run(place, folder, dry_run=True).notices
    assert notices == ["1 graph is in no file; --delete takes out what is in none"]


def test_check_finds_what_was_changed_behind_the_register(place: MemoryPlace, folder: Path) -> None:
    run(place, folder)
    place.graphs[graph_name(2)] = "<urn:x> <urn:x> <urn:x> .\n"
    assert counts(run(place, folder)) == (0, 0, 3, 0)
    assert run(place, folder, check=True, dry_run=True).steps == [("~", graph_name(2))]
    assert counts(run(place, folder, check=True)) == (0, 1, 2, 0)
    assert "Fassung 1" in place.graphs[graph_name(2)]


def test_check_enters_what_was_there_before_without_sending_it(place: MemoryPlace, folder: Path) -> None:
    run(place, folder)
    place.entries.clear()
    place.steps.clear()
    assert counts(run(place, folder, check=True)) == (0, 0, 3, 0)
    assert {step for step, _ in place.steps} == {"enter"}
    assert counts(run(place, folder)) == (0, 0, 3, 0)


def test_the_ontology_belongs_to_all_collections(place: MemoryPlace, folder: Path) -> None:
    run(place, folder / "a.nq", collection="nord", with_ontology=True)
    result = run(place, folder / "b.nq", collection="sued", with_ontology=True)
    assert counts(result) == (2, 0, 1, 0)
    assert place.entries[ONTOLOGY_GRAPH].collection == ONTOLOGY_COLLECTION
    run(place, folder / "b.nq", collection="sued", delete=True)
    assert ONTOLOGY_GRAPH in place.graphs


def test_standard_input_is_a_file_too(
    place: MemoryPlace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        buffer = io.BytesIO((folder / "b.nq").read_bytes())

    run(place, folder)
    place.steps.clear()
    monkeypatch.setattr("sys.stdin", Stdin)
    assert counts(run(place, "-")) == (0, 0, 2, 0)
    assert not place.steps


def test_blank_nodes_are_the_same_whatever_they_are_called(place: MemoryPlace, tmp_path: Path) -> None:
    file = tmp_path / "a.trig"
    file.write_text("<urn:g> { <urn:a> <urn:b> [ <urn:c> _:x ] . _:x <urn:d> 1 } <urn:h> { [] <urn:d> 2 }")
    assert counts(run(place, file)) == (2, 0, 0, 0)
    file.write_text(
        "<urn:g> { <urn:a> <urn:b> _:y . _:y <urn:c> _:z . _:z <urn:d> 1 } <urn:h> { [] <urn:d> 2 }"
    )
    place.steps.clear()
    assert counts(run(place, file)) == (0, 0, 2, 0)
    nodes = [{word for word in place.graphs[g].split() if word.startswith("_:")} for g in ("urn:g", "urn:h")]
    assert all(nodes)
    assert not nodes[0] & nodes[1]


def test_what_broke_off_is_completed_by_the_same_again(place: MemoryPlace, folder: Path) -> None:
    place.fails = 8
    result = run(place, folder)
    (error,) = result.failures
    assert str(error) == (
        "memory: the connection broke "
        "(at least 1 graph was put in place by then, each whole; the same command completes it)"
    )
    assert result.summary == "1 put in place, 0 unchanged, then interrupted → memory"
    assert result.outcome.exit_code == 1
    assert not place.halved()
    place.fails = None
    assert counts(run(place, folder)) == (1, 1, 1, 0)
    assert not place.halved()


def test_a_place_that_cannot_be_used_is_told(place: MemoryPlace, folder: Path) -> None:
    place.fails = 0
    result = run(place, folder)
    assert [str(error) for error in result.failures] == ["memory: the connection broke"]
    assert result.outcome.exit_code == 3


@pytest.mark.parametrize("name", ["big.nq", "big.trig", "big.nq.gz"])
def test_a_large_file_is_read_graph_by_graph(
    place: MemoryPlace, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_files, "_WHOLE", 100)
    lines = sorted(nquads(*range(20)).splitlines(keepends=True), key=lambda line: line.split(" ", 1)[1])
    data = "".join(lines).encode()  # no two lines of a graph stand together
    if name.endswith(".trig"):
        rows = (line.rsplit(" ", 2) for line in lines)
        data = "".join(f"{graph} {{ {triple} }}\n" for triple, graph, _ in rows).encode()
    file = tmp_path / name
    file.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert counts(run(place, file)) == (20, 0, 0, 0)
    assert not place.halved()
    assert {text.count("\n") for text in place.graphs.values()} == {2}
    assert counts(run(place, file)) == (0, 0, 20, 0)


def test_a_large_file_that_changes_while_it_is_read_does_not_count_as_there(
    place: MemoryPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_files, "_WHOLE", 100)
    file = tmp_path / "big.nq"
    file.write_text(nquads(*range(5)))
    before = file.read_bytes()
    put = place.put

    def put_meanwhile(items: Iterator[Item], progress: Callable[[int], object]) -> Put:
        first = next(items)
        with file.open("ab") as stream:
            stream.write(nquads(6).encode())
        return put(chain([first], items), progress=progress)

    monkeypatch.setattr(place, "put", put_meanwhile)
    result = run(place, file)
    assert [error.what for error in result.failures] == ["the file was changed while it was read"]
    monkeypatch.undo()
    file.write_bytes(before)
    assert counts(run(place, file)) == (1, 0, 4, 0)
    assert not place.halved()


def test_files_that_fail_are_named_and_the_others_come(place: MemoryPlace, folder: Path) -> None:
    (folder / "empty.nq").write_text("")
    (folder / "wrong.ttl").write_text("<urn:a> <urn:b>")
    result = run(place, folder, folder / "nowhere.nq")
    assert counts(result) == (3, 0, 0, 0)
    assert result.outcome.exit_code == 1
    assert len(result.failures) == 3


def test_the_embedded_store_is_a_place(folder: Path, tmp_path: Path) -> None:
    store = place_of(tmp_path / "news.store")
    assert run(store, folder, dry_run=True).counts["added"] == 3
    assert not (tmp_path / "news.store").exists()
    assert counts(run(store, folder)) == (3, 0, 0, 0)
    (folder / "a.nq").write_text(nquads(1, version="2"))
    (folder / "b.nq").write_text(nquads(2))
    assert counts(run(store, folder, delete=True)) == (0, 1, 1, 1)
    assert counts(run(store, folder, delete=True)) == (0, 0, 2, 0)
    assert counts(run(store, folder, check=True)) == (0, 0, 2, 0)


def test_an_endpoint_is_a_place() -> None:
    assert isinstance(place_of(Target("http://127.0.0.1:1/")), EndpointPlace)


def test_comparing_takes_some_at_a_time(
    place: MemoryPlace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "_COMPARED", 2)
    assert counts(run(place, folder, check=True)) == (3, 0, 0, 0)
    assert counts(run(place, folder, check=True)) == (0, 0, 3, 0)


def test_progress_is_told_in_kilobytes_also_within_a_large_file(place: MemoryPlace, tmp_path: Path) -> None:
    file = tmp_path / "big.nq"
    file.write_text(nquads(*range(20)))
    seen: list[tuple[int, int]] = []
    sync_files(SyncPlan((file,)), place, Synced("memory"), lambda *now: seen.append(now))
    total = file.stat().st_size // 1000
    assert seen == sorted(seen)
    assert seen[-1] == (total, total)
    assert len({done for done, _ in seen}) > total / 2


def test_a_store_that_was_filled_in_many_steps_holds_all(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_write, "AT_ONCE", 1)
    monkeypatch.setattr(store_sync, "_MANY", 2)
    assert counts(run(place_of(tmp_path / "news.store"), folder)) == (3, 0, 0, 0)
    assert counts(run(place_of(tmp_path / "news.store"), folder, check=True)) == (0, 0, 3, 0)


@pytest.mark.parametrize("kind", ["memory", "store"])
def test_a_dry_run_tells_the_numbers_of_the_run_also_of_graphs_that_the_register_does_not_know(
    place: MemoryPlace, folder: Path, tmp_path: Path, kind: str
) -> None:
    there: Place = place if kind == "memory" else place_of(tmp_path / "store")
    assert counts(run(there, folder / "b.nq")) == (2, 0, 0, 0)
    if isinstance(there, MemoryPlace):
        there.entries.clear()
    else:
        ox.Store(str(tmp_path / "store")).remove_graph(ox.NamedNode(REGISTER_GRAPH))
    assert counts(run(there, folder, dry_run=True)) == (1, 2, 0, 0)
    assert counts(run(there, folder)) == (1, 2, 0, 0)


def test_a_run_that_ends_before_it_put_anything_could_do_nothing(place: MemoryPlace, folder: Path) -> None:
    """Another process may write: what was there already is not what this run did."""
    run(place, folder)
    (folder / "c.nq").write_text(nquads(4))
    place.fails = 0
    result = run(place, folder)
    assert (result.unchanged, result.outcome.exit_code) == (3, 3)
    (folder / "d.nq").write_text(nquads(5))
    place.fails = 5
    assert run(place, folder).outcome.exit_code == 1
