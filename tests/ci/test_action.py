"""The GitHub Action: its steps are run as GitHub runs them, with inputs as a workflow gives them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parents[2]
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


@pytest.fixture(name="action", scope="module")
def action_of_the_repository() -> dict[str, Any]:
    whole = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert isinstance(whole, dict)
    return whole


def step_of(action: dict[str, Any], name: str) -> dict[str, Any]:
    (step,) = (step for step in action["runs"]["steps"] if step["id"] == name)
    assert isinstance(step, dict)
    return step


class Workflow:
    """Runs a step of the action, and keeps what it gives out."""

    def __init__(self, action: dict[str, Any], run: Run, place: Path, program: Path) -> None:
        self._action = action
        self._run = run
        self._file = place / "github-output"
        self._program = program

    def __call__(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(self._action["inputs"])
        known = {f"inputs.{name}": one["default"] for name, one in self._action["inputs"].items()}
        known |= {f"inputs.{name}": value for name, value in given.items()}
        return self.step("validate", {**known, "steps.install.outputs.program": str(self._program)})

    def step(self, name: str, known: dict[str, str], **more: str) -> subprocess.CompletedProcess[str]:
        step = step_of(self._action, name)
        self._file.write_text("", encoding="utf-8")
        variables = {
            key: EXPRESSION.sub(lambda match: known[match[1]], value) for key, value in step["env"].items()
        }
        script = self._file.with_name("step.sh")
        script.write_text(step["run"], encoding="utf-8")
        return self._run(*BASH, str(script), **variables, **more, GITHUB_OUTPUT=str(self._file))

    @property
    def outputs(self) -> dict[str, str]:
        lines = self._file.read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture(name="workflow")
def workflow_of_the_action(action: dict[str, Any], run: Run, place: Path, program: Path) -> Workflow:
    return Workflow(action, run, place, program)


def test_no_expression_stands_in_a_script(action: dict[str, Any]) -> None:
    steps = action["runs"]["steps"]
    assert [step["id"] for step in steps] == ["python", "install", "validate"]
    assert all("${{" not in step.get("run", "") for step in steps)
    assert all(step["shell"] == "bash" for step in steps if "run" in step)


def test_every_input_is_used_and_every_output_is_made(action: dict[str, Any]) -> None:
    used = set(EXPRESSION.findall(json.dumps(action["runs"])))
    assert {name for name in used if name.startswith("inputs.")} == {f"inputs.{n}" for n in action["inputs"]}
    script = step_of(action, "validate")["run"]
    assert all(f'echo "{name}=' in script for name in action["outputs"])


def test_what_conforms(workflow: Workflow, place: Path) -> None:
    done = workflow()
    assert (done.returncode, done.stdout) == (0, "1 graph conforms\n"), done.stderr
    assert workflow.outputs == {"exit-code": "0", "sarif-file": "newsgraph.sarif"}
    assert json.loads((place / "newsgraph.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_what_does_not_conform(workflow: Workflow, place: Path) -> None:
    done = workflow(paths="graph/\nbad/\n")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=bad/bad.ttl,line=")
    assert workflow.outputs["exit-code"] == "1"
    (result,) = json.loads((place / "newsgraph.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = (place / "bad" / "bad.ttl").read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "7.9"


def test_options_reach_the_command(workflow: Workflow, place: Path) -> None:
    assert workflow(paths="bad", args="--write-baseline=known.json\n", sarif_file="").returncode == 0
    assert workflow.outputs["sarif-file"] == ""
    done = workflow(
        paths="bad", baseline="known.json", report="text\njunit=j.xml", severity="warning", limit="3"
    )
    assert done.returncode == 0, done.stderr
    assert "1 known result accepted by known.json" in done.stdout
    assert (place / "j.xml").is_file()
    (place / "none.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .", encoding="utf-8")
    assert workflow(shapes="none.ttl").returncode == 3
    done = workflow(paths="bad", language="de", fail_on="info", profile="", add_shapes="", report="text")
    assert done.returncode == 1
    assert "Die Verlässlichkeit" in done.stdout


def test_a_wrong_call_leaves_no_old_report(workflow: Workflow, place: Path) -> None:
    (place / "newsgraph.sarif").write_text("old", encoding="utf-8")
    assert workflow(severity="loud").returncode == 2
    assert workflow.outputs == {"exit-code": "2", "sarif-file": ""}
    assert not (place / "newsgraph.sarif").exists()


@pytest.mark.parametrize("bad", ['"; touch hacked; "', "$(touch hacked)", "`touch hacked`", "--help"])
def test_inputs_are_never_commands(workflow: Workflow, place: Path, bad: str) -> None:
    done = workflow(paths=bad, shapes=bad, add_shapes=bad, baseline=bad, sarif_file=bad, profile=bad)
    assert done.returncode == 3, done.stderr
    assert workflow.outputs == {"exit-code": "3", "sarif-file": ""}
    assert workflow(report=bad).returncode == 2
    assert not (place / "hacked").exists()


def test_a_path_may_have_spaces(workflow: Workflow, place: Path) -> None:
    (place / "graph").rename(place / "the graph")
    assert workflow(paths="  the graph  ").returncode == 0


def test_the_action_installs_its_own_checkout(workflow: Workflow, place: Path) -> None:
    python = place / "python"
    python.write_text(
        '#!/bin/sh\necho "$@" >> "$LOG"\n'
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    known = {"steps.python.outputs.python-path": str(python), "github.action_path": "/an action"}
    done = workflow.step("install", known, RUNNER_TEMP=str(place), LOG=str(place / "log"))
    assert done.returncode == 0, done.stderr
    assert workflow.outputs == {"program": f"{place}/newsgraph/bin/newsgraph"}
    calls = (place / "log").read_text(encoding="utf-8").splitlines()
    assert calls[0] == f"-m venv {place}/newsgraph"
    assert calls[1].startswith("-m pip install ")
    assert calls[1].endswith(" /an action")
