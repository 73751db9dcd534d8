"""States of a corpus, in whatever form they lie: files, folders, stores, and what is known about each."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.unit.pipeline.compared import BASE, States, compare_files, edited

from newsgraph.pipeline.diff import compare_states
from newsgraph.pipeline.diff_graphs import Change
from newsgraph.pipeline.transfer import load_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_file_that_does_not_parse_is_named(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    folder = tmp_path / "after"
    folder.mkdir()
    (folder / "broken.nq").write_text("<a")
    assert compare_files(graph, folder).outcome.exit_code == 3
    shutil.copy(graph, folder)
    result = compare_files(graph, folder)
    assert result.outcome.exit_code == 1
    assert "broken.nq" in str(result.outcome.failures[0])
    assert "missing in B" in result.notices[0]


def test_other_bases_are_said_to_make_everything_different(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    told = compare_files(graph, edited(graph, BASE, "https://b.example/"))
    assert "--base" in told.notices[0]
    assert {d.change for d in told.differences} == {Change.ADDED, Change.WITHDRAWN}
    assert BASE in told.notices[0]


def test_a_state_of_something_else_is_said(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    foreign = tmp_path / "foreign.nt"
    foreign.write_text('<urn:a> <urn:b> "c" .\n')
    said = "holds nothing of newsgraph: is it the right file or folder?"
    assert compare_files(graph, foreign).notices == (f"B {said}",)
    assert compare_files(foreign, graph).notices == (f"A {said}",)


def test_the_same_file_twice_is_said(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    assert compare_files(graph, graph).notices == ("A and B are the same file or folder",)


def test_the_formats_make_no_difference(states: States) -> None:
    graph = states.graph("before.nq", states.raw)
    for name in ("after.ttl", "after.jsonld", "after.rdf", "after.nq.gz"):
        assert compare_files(graph, states.graph(name, states.raw)).summary == "no difference"


def test_a_store_is_a_state_and_its_ontology_is_none_of_it(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    store = tmp_path / "news.store"
    load_files((graph,), store, with_ontology=True, on_progress=lambda _done, _total: None)
    assert compare_files(store, graph).summary == "no difference"
    edit = states.graph("after.nq", states.raw.replace("20 Jahre alt", "21 Jahre alt"))
    assert {d.change for d in compare_files(store, edit).of("Statement")} == {Change.CHANGED}


def test_an_empty_folder_is_a_state_without_articles(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    (tmp_path / "empty").mkdir()
    told = compare_files(tmp_path / "empty", graph)
    assert {d.change for d in told.differences} == {Change.ADDED}
    assert told.outcome.exit_code == 0


def test_graphs_that_a_file_has_in_pieces_are_put_together(
    states: States, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgraph.pipeline.states._AT_ONCE", 7)
    graph = states.graph("before.nq", states.raw)
    mixed = graph.with_name("mixed.nq")
    rows = graph.read_text("utf-8").splitlines(keepends=True)
    other = [
        row.replace("<https://w3id.org/newsgraph/data/article/", "<https://b.example/article/")
        for row in rows
    ]
    mixed.write_text("".join(row for pair in zip(rows[::-1], other, strict=True) for row in pair), "utf-8")
    both = graph.with_name("both.nq")
    both.write_text("".join(rows + other), "utf-8")
    assert compare_files(both, mixed).summary == "no difference"


def test_what_belongs_to_no_article_adds_up_over_the_files(tmp_path: Path) -> None:
    rows = [f"<urn:x:{name}> <urn:x:p> <urn:x:o> .\n" for name in "ab"]
    for name, files in {"two": rows, "one": ["".join(rows)], "less": rows[1:]}.items():
        (tmp_path / name).mkdir()
        for number, text in enumerate(files):
            (tmp_path / name / f"{number}.nt").write_text(text)
    assert compare_files(tmp_path / "two", tmp_path / "one").summary == "no difference"
    assert "1 graph differs" in compare_files(tmp_path / "two", tmp_path / "less").summary


def test_the_later_of_two_files_with_one_graph_counts(states: States, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    after = states.graph("after.nq", states.raw.replace("20 Jahre alt", "21 Jahre alt"))
    shutil.copy(states.graph("before.nq", states.raw), folder / "1.nq")
    shutil.copy(after, folder / "2.nq")
    told = compare_files(folder, after)
    assert told.summary == "no difference"
    with compare_states(folder, after) as result:
        assert result.before.people == result.after.people
