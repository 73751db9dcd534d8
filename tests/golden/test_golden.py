"""Golden cases: an article and the graph that comes of it, which a person has read before it was kept.

The graphs are those of the rules alone: the confidence that a network gives may differ in the last digit
between processors. A change of the output is made on purpose, and seen in the diff:
`NEWSGRAPH_GOLDEN=write pytest tests/golden`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import newsgraph
from newsgraph.rdf.serialise import write_graphs
from newsgraph.readers import read_file
from newsgraph.settings import Settings

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
SETTINGS = Settings(base="https://data.example/")
CASES = {
    "politics": SEEDS / "01-koalition-streitet-ueber-bahnpreise.txt",
    "foreign": SEEDS / "02-norwegen-und-island-streiten-ueber-krabben.txt",
    "swiss": SEEDS / "10-die-frau-mit-den-alten-uhren.txt",
    "kaimauer": HERE / "kaimauer" / "article.txt",
}


def turtle(article: Path, folder: Path) -> str:
    """Return the Turtle of one article."""
    graph = newsgraph.build(newsgraph.annotate(read_file(article), model="rules"), SETTINGS)
    with (folder / "out.ttl").open("wb") as stream:
        write_graphs([graph], stream, "turtle")
    return (folder / "out.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_graph_is_the_one_that_was_read_and_kept(case: str, tmp_path: Path) -> None:
    kept = HERE / case / "expected.ttl"
    made = turtle(CASES[case], tmp_path)
    if os.environ.get("NEWSGRAPH_GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")
