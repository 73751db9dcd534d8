"""What a shell is offered, asked as the scripts of `newsgraph --install-completion` ask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def offered(line: str) -> dict[str, str]:
    """Return what fish would offer at the end of a line, each with its explanation."""
    asked = {
        "_NEWSGRAPH_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": line,
        "PYTHONPATH": str(ROOT / "src"),
    }
    start = "import sys; sys.argv[0] = 'newsgraph'; from newsgraph.cli import main; main()"
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", start],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return {one: text for one, tab, text in (row.partition("\t") for row in done.stdout.splitlines()) if tab}


def test_named_queries_are_offered_with_their_titles() -> None:
    found = offered("newsgraph query graph/ --named s")
    assert found["statements-of"] == "Statements of one speaker"
    assert all(name.startswith("s") for name in found)


def test_parameters_of_the_chosen_query_are_offered_that_are_not_yet_given() -> None:
    found = offered("newsgraph query graph/ --named statements-of --param person=x --param ")
    assert "since=" in found
    assert "person=" not in found
    assert "until=" in found
    assert not offered("newsgraph query graph/ --param ")


@pytest.mark.parametrize(("start", "names"), [("x", {"xml"}), ("t", {"table", "tsv", "turtle"})])
def test_formats_are_offered(start: str, names: set[str]) -> None:
    assert offered(f"newsgraph query graph/ -f {start}").keys() == names
