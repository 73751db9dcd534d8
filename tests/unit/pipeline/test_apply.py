"""`diff --apply` to the embedded store: exactly state B, nothing where it is unsafe, and the same twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import EndpointError, NewsgraphError, RdfError, UsageError
from newsgraph.pipeline.apply import Applied, StoreKeeper, apply_changes
from newsgraph.pipeline.diff import compare_states
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.endpoint import PushInterruptedError, PushSummary
from newsgraph.sinks.store import load_graphs, read_graphs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsgraph.rdf.graph import ArticleGraph


def graph(number: int, text: str = "alt") -> ArticleGraph:
    article = f"https://data.example/article/{number:016x}"
    triples = [(f"<{article}>", "<https://schema.org/text>", f'"{text} {number}"')]
    return graph_of(article, f"{article}/graph", triples)


def write(file: Path, graphs: Iterable[ArticleGraph]) -> Path:
    file.write_text("".join(one.to_nquads() for one in graphs), encoding="utf-8")
    return file


def held(store: Path) -> list[ArticleGraph]:
    return list(read_graphs(store, every=True))


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    before = write(tmp_path / "before.nq", [graph(0), graph(1), graph(2)])
    return before, write(tmp_path / "after.nq", [graph(0), graph(1, "neu"), graph(3)])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    place = tmp_path / "news.store"
    load_graphs(place, [graph(0), graph(1), graph(2), graph(9)])
    return place


def apply(files: tuple[Path, Path], store: Path, *, force: bool = False, dry_run: bool = False) -> Applied:
    with compare_states(*files) as comparison:
        return apply_changes(comparison, StoreKeeper(store), force=force, dry_run=dry_run)


AFTER = [graph(0), graph(1, "neu"), graph(3), graph(9)]


def test_the_store_comes_to_hold_b_and_its_other_graphs_stay(files: tuple[Path, Path], store: Path) -> None:
    done = apply(files, store)
    assert [line[0] for line in done.lines] == ["~", "-", "+"]
    assert done.summary == f"1 added, 1 replaced, 1 removed, 0 in place already → {store}"
    assert held(store) == AFTER


def test_twice_is_once(files: tuple[Path, Path], store: Path) -> None:
    apply(files, store)
    again = apply(files, store)
    assert (again.lines, again.outcome.exit_code) == ((), 0)
    assert held(store) == AFTER


def test_a_dry_run_writes_nothing(files: tuple[Path, Path], store: Path) -> None:
    before = held(store)
    told = apply(files, store, dry_run=True)
    assert [line[0] for line in told.lines] == ["~", "-", "+"]
    assert told.summary.startswith("would be: 1 added")
    assert held(store) == before


def test_a_graph_in_neither_state_stops_everything(files: tuple[Path, Path], store: Path) -> None:
    load_graphs(store, [graph(2, "fremd")])
    before = held(store)
    told = apply(files, store)
    assert told.outcome.exit_code == 3
    assert [line for line in told.lines if line[0] == "!"] == [f"! {graph(2).graph}"]
    assert held(store) == before
    assert apply(files, store, force=True).outcome.exit_code == 0
    assert held(store) == AFTER


def test_half_done_is_completed(files: tuple[Path, Path], store: Path) -> None:
    load_graphs(store, [graph(1, "neu")])
    assert apply(files, store).summary.startswith("1 added, 0 replaced, 1 removed, 1 in place already")
    assert held(store) == AFTER


def test_a_store_that_is_not_there_is_made_only_for_new_graphs(tmp_path: Path) -> None:
    store = tmp_path / "new.store"
    (tmp_path / "empty").mkdir()
    after = write(tmp_path / "after.nq", [graph(0)])
    changed = tmp_path / "changed"
    changed.mkdir()
    write(changed / "a.nq", [graph(0, "neu")])
    assert apply((after, changed), store).outcome.exit_code == 3
    assert not store.exists()
    assert apply((tmp_path / "empty", after), store, dry_run=True).lines == (f"+ {graph(0).graph}",)
    assert not store.exists()
    assert apply((tmp_path / "empty", after), store).outcome.exit_code == 0
    assert held(store) == [graph(0)]


def test_a_store_can_be_the_state_before(files: tuple[Path, Path], store: Path) -> None:
    apply((store, files[1]), store)
    assert held(store) == [graph(0), graph(1, "neu"), graph(3)]


def test_an_empty_b_needs_force(files: tuple[Path, Path], store: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UsageError, match="B holds nothing"):
        apply((files[0], empty), store)
    apply((files[0], empty), store, force=True)
    assert held(store) == [graph(9)]


def test_a_b_without_articles_needs_force(files: tuple[Path, Path], store: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.nt"
    foreign.write_text('<urn:a> <urn:b> "c" .\n')
    before = held(store)
    with pytest.raises(UsageError, match="B holds nothing of newsgraph"):
        apply((files[0], foreign), store)
    assert held(store) == before


def test_a_file_that_cannot_be_read_removes_nothing(store: Path, files: tuple[Path, Path]) -> None:
    folder = files[0].parent / "b"
    folder.mkdir()
    write(folder / "good.nq", [graph(0)])
    (folder / "broken.nq").write_text("<a")
    before = held(store)
    with pytest.raises(RdfError, match="not nquads"):
        apply((files[0], folder), store)
    assert held(store) == before


def test_what_was_not_taken_is_a_failure(
    files: tuple[Path, Path], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgraph.pipeline.apply.load_graphs", lambda _store, graphs: list(graphs))
    done = apply(files, store)
    assert done.outcome.exit_code == 1
    named = zip((1, 3), done.outcome.failures, strict=True)
    assert all(graph(number).graph in str(error) for number, error in named)
    assert "not as in B after writing" in str(done.outcome.failures[0])


def test_triples_of_no_graph_are_named_and_the_rest_is_done(files: tuple[Path, Path], store: Path) -> None:
    with files[1].open("a") as stream:
        stream.write('<a:s> <a:p> "x" .\n')
    done = apply(files, store)
    assert done.outcome.exit_code == 1
    assert "no named graph" in str(done.outcome.failures[0])
    assert held(store) == AFTER


def test_a_folder_that_is_no_store_is_left_alone(files: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(NewsgraphError, match="no store"):
        apply(files, folder)
    assert [file.name for file in folder.iterdir()] == ["letter.txt"]


def test_what_an_endpoint_took_before_it_went_away_is_told(
    files: tuple[Path, Path], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_keeper: StoreKeeper, graphs: Iterable[ArticleGraph]) -> tuple[NewsgraphError, ...]:
        sent = len(list(graphs))
        raise PushInterruptedError(
            EndpointError("it went away", where="https://a.example/"), PushSummary(sent)
        )

    monkeypatch.setattr(StoreKeeper, "put", interrupted)
    before = held(store)
    with pytest.raises(EndpointError, match="went away") as raised:
        apply(files, store)
    assert raised.value.mend == "2 graphs are as in B by now; do it again to complete"
    assert held(store) == before  # what is gone goes last


def test_where_nothing_was_taken_nothing_was_done(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = write(tmp_path / "a.nq", [graph(1)]), write(tmp_path / "b.nq", [graph(1, "neu")])
    refused = EndpointError("refused", where="https://a.example/")
    monkeypatch.setattr(StoreKeeper, "put", lambda _keeper, _graphs: (refused,))
    done = apply((before, after), store)
    assert (done.outcome.exit_code, done.outcome.failures) == (3, (refused,))
