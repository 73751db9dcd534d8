"""Two states of a corpus: what was added, withdrawn and changed, and what is no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.diff import Change, Comparison, compare_files, lines
from newsgraph.vocab import NG

if TYPE_CHECKING:
    from pathlib import Path


class States:
    """Makes graphs of two states of one article."""

    def __init__(self, article: Path, folder: Path) -> None:
        self._article = article
        self._folder = folder
        self.raw = article.read_text(encoding="utf-8")

    def graph(self, name: str, raw: str) -> Path:
        self._article.write_text(raw, encoding="utf-8")
        target = self._folder / name
        plan = Plan((str(self._article),), str(target), validate=False)
        convert_articles(plan, lambda _done, _total: None)
        return target

    def compare(self, raw: str) -> Comparison:
        before, after = self.graph("before.nq", self.raw), self.graph("after.nq", raw)
        return compare_files(before, after, lambda _done, _total: None)


@pytest.fixture
def states(article_file: Path, tmp_path: Path) -> States:
    return States(article_file, tmp_path)


def test_the_same_is_no_difference(states: States) -> None:
    assert states.compare(states.raw).differences == ()


def test_a_paragraph_that_moves_is_no_difference(states: States) -> None:
    moved = states.raw.replace(
        "\n\nBürgermeisterin", "\n\nIn Kiel regnet es seit Tagen ohne Pause.\n\nBürgermeisterin"
    )
    assert states.compare(moved).differences == ()


def test_a_statement_is_withdrawn_and_another_added(states: States) -> None:
    result = states.compare(states.raw.replace("hält keinen Winter mehr", "hält noch lange"))
    told = {(d.change, d.who, d.text) for d in result.differences if d.kind == "Statement"}
    assert (Change.WITHDRAWN, "Erika Sandmann", "Die alte Mauer hält keinen Winter mehr") in told
    assert (Change.ADDED, "Erika Sandmann", "Die alte Mauer hält noch lange") in told
    assert any(line.startswith("Streit um die Kaimauer") for line in lines(result))


def test_another_speaker_of_the_same_words_is_a_change(states: States, tmp_path: Path) -> None:
    before = states.graph("before.nt", states.raw)
    after = tmp_path / "after.nt"
    statement = f"<{NG.speaker}> <https://w3id.org/newsgraph/data/person/"
    after.write_text(
        before.read_text("utf-8").replace(f"{statement}erika-sandmann>", f"{statement}jan-petersen>"), "utf-8"
    )
    result = compare_files(before, after, lambda _done, _total: None)
    assert {d.change for d in result.differences} == {Change.CHANGED}
    assert (NG.speaker, "Erika Sandmann", "Jan Petersen") in result.differences[0].details


def test_a_new_article_and_a_withdrawn_one(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    empty = tmp_path / "empty.nq"
    empty.write_text(
        "<https://a.example/a> <https://a.example/b> <https://a.example/c> <https://a.example/g> .\n"
    )
    added = compare_files(empty, graph, lambda _done, _total: None)
    withdrawn = compare_files(graph, empty, lambda _done, _total: None)
    assert {d.change for d in added.differences} == {Change.ADDED}
    assert {d.change for d in withdrawn.differences} == {Change.WITHDRAWN}
    assert len(added.differences) == len(withdrawn.differences) > 3


def test_a_file_that_does_not_parse_is_named(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    (tmp_path / "broken.nq").write_text("<a")
    result = compare_files(graph, tmp_path / "broken.nq", lambda _done, _total: None)
    assert result.outcome.exit_code == 1
    assert "broken.nq" in str(result.outcome.failures[0])
