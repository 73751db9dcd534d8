"""Two states of one article, and what their comparison tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.diff import compare_states
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.pipeline.diff_graphs import Difference
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


BASE = "https://w3id.org/newsgraph/data/"


def edited(graph: Path, before: str, after: str) -> Path:
    """Return the file beside a graph in which one piece is another."""
    raw = graph.read_text("utf-8")
    assert before in raw
    other = graph.with_name("edited.nq")
    other.write_text(raw.replace(before, after), "utf-8")
    return other
