"""The commands of README and how-to guide, and the README's Python, work as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the seeds and, as after the README's first command, their graphs."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    run("newsgraph convert seeds/", place)
    (table,) = re.findall(r"```tsv\n(subject\t.*?)```", GUIDE, re.DOTALL)
    (place / "decisions.tsv").write_text(table, encoding="utf-8")
    return place


def run(command: str, place: Path) -> str:
    program = f"{sys.executable} -m newsgraph"
    line = re.sub(r"^newsgraph\b", program, command)
    done = subprocess.run(  # noqa: S602  our README
        line, shell=True, cwd=place, capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout + done.stderr


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README + GUIDE, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("newsgraph ")]


def test_there_are_commands() -> None:
    assert len(commands()) >= 10


@pytest.mark.parametrize("command", commands())
def test_a_command_works_and_says_something(command: str, folder: Path) -> None:
    assert run(command, folder) or ">" in command


def test_what_the_readme_says_that_links_give_is_what_they_give(folder: Path) -> None:
    shown = re.findall(r"```sh\n([^`]*?)```\n\n```csv\n(.*?)```", README, re.DOTALL)
    assert len(shown) == 2
    run("newsgraph link graph/ -o links.trig", folder)
    for block, answer in shown:
        said = run(block.splitlines()[-1], folder)
        assert said.replace("\r\n", "\n").endswith(answer)


def test_the_python_of_the_readme_works(folder: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(code) == 1
    done = subprocess.run(  # noqa: S603  our README
        [sys.executable, "-c", code[0]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr
    assert "| Direct |" in done.stdout


def test_the_article_of_the_readme_is_one(folder: Path) -> None:
    article = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[0]
    (folder / "own.txt").write_text(article, encoding="utf-8")
    assert "1 article converted, valid" in run("newsgraph convert own.txt -o own.ttl", folder)
    written = (folder / "own.ttl").read_text(encoding="utf-8")
    assert all(
        term in written for term in ("person:erika-sandmann", "person:jan-petersen", "schema:Quotation")
    )


def test_the_two_set_up_commands_are_those_of_ci() -> None:
    assert "python3 -m pip install . && newsgraph convert seeds/" in README
    assert 'python3 -m pip install ".[test]" && python3 -m pytest' in README


def test_the_graph_of_the_readme_is_that_of_its_article() -> None:
    kept = ROOT / "tests" / "golden" / "kaimauer"
    article, turtle = (
        re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)[0] for kind in ("text", "turtle")
    )
    assert article == (kept / "article.txt").read_text(encoding="utf-8")
    assert turtle.rstrip() in (kept / "expected.ttl").read_text(encoding="utf-8")
