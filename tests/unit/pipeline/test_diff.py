"""Two states of a corpus: what was added, withdrawn and changed, and what is no difference."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.diff import compare_states, lines
from newsgraph.pipeline.diff_graphs import Change, Difference
from newsgraph.settings import Settings
from newsgraph.vocab import NG, SCHEMA

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.pipeline.outcome import Outcome


@dataclass
class Told:
    """What a comparison tells, read to its end."""

    outcome: Outcome
    differences: list[Difference]
    summary: str
    notices: tuple[str, ...]

    def of(self, kind: str) -> list[Difference]:
        return [difference for difference in self.differences if difference.kind == kind]


def compare_files(before: Path, after: Path) -> Told:
    with compare_states(before, after) as result:
        differences = list(result.differences())
        return Told(result.outcome, differences, result.summary, result.notices)


class States:
    """Makes graphs of two states of one article."""

    def __init__(self, article: Path, folder: Path) -> None:
        self._article = article
        self._folder = folder
        self.raw = article.read_text(encoding="utf-8")

    def graph(self, name: str, raw: str) -> Path:
        self._article.write_text(raw, encoding="utf-8")
        target = self._folder / name
        plan = Plan((str(self._article),), str(target), settings=Settings(model="rules"), validate=False)
        convert_articles(plan, lambda _done, _total: None)
        return target

    def compare(self, raw: str) -> Told:
        before, after = self.graph("before.nq", self.raw), self.graph("after.nq", raw)
        return compare_files(before, after)


@pytest.fixture
def states(article_file: Path, tmp_path: Path) -> States:
    return States(article_file, tmp_path)


def test_the_same_is_no_difference(states: States) -> None:
    result = states.compare(states.raw)
    assert result.differences == []
    assert result.summary == "no difference"


def test_a_paragraph_more_changes_the_article_and_nothing_that_is_said(states: States) -> None:
    moved = states.raw.replace(
        "\n\nBürgermeisterin", "\n\nIn Kiel regnet es seit Tagen ohne Pause.\n\nBürgermeisterin"
    )
    told = states.compare(moved).differences
    assert {(d.kind, d.change) for d in told} == {("Article", Change.CHANGED)}
    terms = [term for term, *_ in told[0].details]
    assert terms == [NG.textDigest, SCHEMA.wordCount]


def test_a_statement_is_withdrawn_and_another_added(states: States) -> None:
    result = states.compare(states.raw.replace("Die alte Mauer hält keinen Winter mehr", "Niemand war da"))
    told = {(d.change, d.who, d.text) for d in result.of("Statement")}
    assert (Change.WITHDRAWN, "Erika Sandmann", "Die alte Mauer hält keinen Winter mehr") in told
    assert (Change.ADDED, "Erika Sandmann", "Niemand war da") in told
    assert any(line.startswith("Streit um die Kaimauer") for line in lines(result.differences))


def test_an_edited_wording_is_a_change_and_no_other_statement(states: States) -> None:
    edited = "Die alte Mauer hält sicher keinen Winter mehr"
    result = states.compare(states.raw.replace("Die alte Mauer hält keinen Winter mehr", edited))
    (changed,) = result.of("Statement")
    assert changed.change is Change.CHANGED
    assert changed.rewording == ("Die alte Mauer hält keinen Winter mehr", edited)
    assert changed.previous is not None
    assert changed.previous != changed.node


def test_another_speaker_of_the_same_words_is_a_change(states: States, tmp_path: Path) -> None:
    before = states.graph("before.nt", states.raw)
    after = tmp_path / "after.nt"
    statement = f"<{NG.speaker}> <https://w3id.org/newsgraph/data/person/"
    after.write_text(
        before.read_text("utf-8").replace(f"{statement}erika-sandmann>", f"{statement}jan-petersen>"), "utf-8"
    )
    result = compare_files(before, after)
    assert {d.change for d in result.differences} == {Change.CHANGED}
    assert (NG.speaker, "Erika Sandmann", "Jan Petersen") in result.differences[0].details


def test_a_new_article_and_a_withdrawn_one(states: States, tmp_path: Path) -> None:
    graph = states.graph("before.nq", states.raw)
    empty = tmp_path / "empty.nq"
    empty.write_text(
        "<https://a.example/a> <https://a.example/b> <https://a.example/c> <https://a.example/g> .\n"
    )
    added = compare_files(empty, graph)
    withdrawn = compare_files(graph, empty)
    assert {d.change for d in added.differences} == {Change.ADDED}
    assert {d.change for d in withdrawn.differences} == {Change.WITHDRAWN}
    assert len(added.differences) == len(withdrawn.differences) > 3


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
