"""What the guide to queries shows works as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "query.md").read_text(encoding="utf-8")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NEWSGRAPH_MODEL": "rules"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def run(command: str, place: Path) -> str:
    line = re.sub(r"^newsgraph\b", f"{sys.executable} -m newsgraph", command)
    done = subprocess.run(  # noqa: S602  our guide
        line, shell=True, cwd=place, capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the graphs of the samples."""
    place = tmp_path_factory.mktemp("query")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    run("newsgraph convert seeds/", place)
    return place


@pytest.mark.parametrize("command", [line for block in blocks("sh") for line in block.splitlines()])
def test_a_command_works(command: str, folder: Path) -> None:
    said = run(command, folder)
    written = re.search(r"-o (\S+)", command)
    assert said or (written and (folder / written[1]).stat().st_size > 100)


def test_the_explanation_is_what_is_told(folder: Path) -> None:
    command = next(line for block in blocks("sh") for line in block.splitlines() if "--explain" in line)
    (shown,) = blocks("text")
    number = re.compile(r"\[[\d,]+\]")  # which the next version of the rules may change
    assert number.sub("[]", run(command, folder)).endswith(number.sub("[]", shown))


def test_the_python_works(folder: Path) -> None:
    (code,) = blocks("python")
    done = subprocess.run(  # noqa: S603  our guide
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert done.returncode == 0, done.stderr
    assert "Altrogge" in done.stdout


def test_every_known_prefix_is_named() -> None:
    from newsgraph.sinks.sparql import KNOWN_PREFIXES  # noqa: PLC0415

    (sentence,) = re.findall(r"need no declaration: (.*?)\. ", GUIDE.replace("\n", " "))
    assert re.findall(r"`(\w+)`", sentence) == sorted(KNOWN_PREFIXES)
