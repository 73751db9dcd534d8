"""What the guide to CI shows works as it stands there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an article, its graph, a baseline and the guide's own shapes."""
    place = tmp_path_factory.mktemp("ci")
    (place / "bin").mkdir()
    program = place / "bin" / "newsgraph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsgraph "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for name in ("seeds", "articles"):
        (place / name).mkdir()
        article = ROOT / "tests" / "golden" / "kaimauer" / "article.txt"
        shutil.copy(article, place / name / "kaimauer.txt")
    (rules,) = blocks("turtle")
    (place / "house-rules.ttl").write_text(rules, encoding="utf-8")
    run("newsgraph convert articles/ --base https://data.example/", place)
    return place


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


def configurations() -> list[dict[str, Any]]:
    return [yaml.safe_load(block) for block in blocks("yaml")]


def run(script: str, place: Path) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "NEWSGRAPH_MODEL": "rules",
    }
    done = subprocess.run(  # noqa: S603  our guide
        ["bash", "-c", script],  # noqa: S607  as CI finds it
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_there_are_commands() -> None:
    assert len(commands()) >= 8
    assert all("newsgraph validate" in command for command in commands())


@pytest.mark.parametrize("command", commands())
def test_a_command_works_and_says_something(command: str, folder: Path) -> None:
    if "--baseline" in command:
        run("newsgraph validate graph/ --write-baseline known.json", folder)
    assert "conform" in run(command, folder)


def test_the_nightly_script_leaves_its_reports(folder: Path) -> None:
    (script,) = blocks("bash")
    run("newsgraph validate graph/ --write-baseline known.json", folder)
    run(script, folder)
    assert json.loads((folder / "results.json").read_text(encoding="utf-8"))["conforms"] is True


def test_the_script_of_gitlab_works(folder: Path) -> None:
    (job,) = (whole["validate-graphs"] for whole in configurations() if "validate-graphs" in whole)
    install, command = job["script"]
    assert install.endswith("pip install newsgraph")
    run("newsgraph validate graph/ --write-baseline known.json", folder)
    run(command, folder)
    assert (folder / job["artifacts"]["reports"]["junit"]).is_file()


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (workflow,) = (whole for whole in configurations() if "jobs" in whole)
    (step,) = (step for step in workflow["jobs"]["validate"]["steps"] if step.get("id") == "newsgraph")
    assert set(step["with"]) <= set(action["inputs"])
    uses = re.findall(r"steps\.newsgraph\.outputs\.([\w-]+)", json.dumps(workflow))
    assert uses
    assert set(uses) <= set(action["outputs"])


def test_the_table_of_inputs_is_that_of_the_action() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (table,) = re.findall(r"\| input \|.*?\n\n", GUIDE, re.DOTALL)
    rows = [line.split("|")[1] for line in table.splitlines()[2:] if line]
    assert sorted(re.findall(r"`([\w-]+)`", "".join(rows))) == sorted(action["inputs"])


def test_the_hooks_are_those_of_the_repository() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    shown = [repo for whole in configurations() for repo in whole.get("repos", ())]
    assert [repo["hooks"][0]["id"] for repo in shown] == [hook["id"], hook["id"]]
    assert shown[1]["hooks"][0]["entry"] == hook["entry"]


def test_the_severities_of_the_table_are_those_of_the_program(folder: Path) -> None:
    for words in re.findall(r"^\| `(--severity[^`]*|--fail-on[^`]*)` \|", GUIDE, re.MULTILINE):
        run(f"newsgraph validate graph/ {words.replace('warning', 'violation')}", folder)
