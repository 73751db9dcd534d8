"""The commands and the query of the page on sync work as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsgraph.vocab import REGISTER_GRAPH

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"^newsgraph .*", "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE
)
NEWSGRAPH = (sys.executable, "-m", "newsgraph")


def run(command: str, place: Path) -> str:
    line = re.sub("^newsgraph", " ".join(NEWSGRAPH), command)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(  # noqa: S602  commands of our documentation
        line, shell=True, cwd=place, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(name="said", scope="module")
def what_the_commands_say(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return a folder in which all commands of the page were run, and what each said."""
    place = tmp_path_factory.mktemp("sync")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    return place, [run(command, place) for command in COMMANDS]


def test_the_commands_do_what_the_page_says(said: tuple[Path, list[str]]) -> None:
    place, answers = said
    number = len(list((place / "seeds").glob("*.txt")))
    assert f"{number} added, 0 replaced, 0 unchanged, 0 removed, 0 refused" in answers[1]
    assert answers[2].startswith(f"would be: 0 added, 0 replaced, {number} unchanged")
    assert '"changes": []' in answers[3]
    assert f"{number} unchanged" in answers[-1]


def test_the_query_finds_the_articles_that_are_whole(said: tuple[Path, list[str]]) -> None:
    place, _ = said
    (query,) = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    assert REGISTER_GRAPH in query
    (place / "whole.rq").write_text(query, encoding="utf-8")
    rows = run("newsgraph query --store news.store --query whole.rq -f csv", place).splitlines()
    assert len(rows) == 1 + len(list((place / "seeds").glob("*.txt")))


def test_the_line_of_the_summary_is_one_of_ours() -> None:
    (line,) = re.findall(r"^\d+ added.*$", PAGE, re.MULTILINE)
    assert re.fullmatch(
        r"\d+ added, \d+ replaced, \d+ unchanged, \d+ removed, \d+ refused"
        r" \(\d+ kB in \d+ requests, \d+\.\d s\) → http\S+",
        line,
    )
