"""The options of `newsgraph validate`: what is refused, what is printed, what is coloured."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from newsgraph.cli import console, main
from newsgraph.model import Report, Severity
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.validate import Validation, ValidationPlan
from newsgraph.rdf.engine import Engine
from newsgraph.rdf.report_text import MARKS
from newsgraph.rdf.shape_choice import ShapeChoice

GOOD = (Path(__file__).parents[2] / "golden" / "kaimauer" / "expected.ttl").read_text(encoding="utf-8")


class Shell:
    """Runs `newsgraph validate` and keeps what it prints."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        with pytest.raises(SystemExit) as done:
            main(["validate", *words])
        captured = self._capfd.readouterr()
        self.out, self.err = captured.out, captured.err
        return int(done.value.code or 0)


@pytest.fixture
def shell(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.ttl").write_text(GOOD, encoding="utf-8")
    bad = GOOD.replace("ng:confidence 0.79", "ng:confidence 7.9")
    bad = bad.replace('ng:annotator "rules"', 'ng:annotator "rules", "guesses"')
    (tmp_path / "bad.ttl").write_text(bad, encoding="utf-8")
    (tmp_path / "sarif.json").write_text('{"version": "2.1.0", "runs": []}', encoding="utf-8")
    return Shell(capfd)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--limit", "0"), 2, "--limit"),
        (("--limit", "-1"), 2, "--limit"),
        (("--severity", "loud"), 2, "--severity"),
        (("--severity", "violation", "--fail-on", "info"), 2, "--severity info"),
        (("--profile", "none"), 2, "unknown profile: 'none' (known profiles: "),
        (("--profile", "ontology", "--shapes", "."), 2, "stands alone"),
        (("--shapes", "nowhere"), 3, "nowhere: no such folder of shapes"),
        (("--add-shapes", "nowhere"), 3, "nowhere: no such folder of shapes"),
        (("--baseline", "nowhere.json"), 3, "make it with --write-baseline"),
        (("--baseline", "sarif.json"), 3, "sarif.json: not a baseline of newsgraph"),
        (("--baseline", "good.ttl"), 3, "no JSON"),
        (("--write-baseline", "no/where.json"), 3, "no/where.json"),
        (("--baseline", "a", "--write-baseline", "b"), 2, "exclude each other"),
        (("--report", "pdf"), 2, "known kinds"),
        (("--report", "text", "--report", "json"), 2, "KIND=FILE"),
        (("--report", "sarif="), 2, "no file is named"),
        (("--engine", "steam"), 2, "--engine"),
    ],
)
def test_what_is_wrong_is_said_with_how_to_mend_it(
    shell: Shell, words: tuple[str, ...], code: int, said: str
) -> None:
    assert shell("good.ttl", *words) == code
    assert said in shell.err
    assert shell.out == ""


def test_severities_may_be_written_in_any_case(shell: Shell) -> None:
    assert shell("good.ttl", "--severity", "WARNING", "--fail-on", "Violation") == 0


def test_reports_in_files_leave_a_line_for_people(shell: Shell, tmp_path: Path) -> None:
    assert shell("bad.ttl", "--report", "sarif=a.sarif", "--report", "json=a.json") == 1
    assert shell.out == ""
    assert "1 graph checked: 2 violations" in shell.err
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["results"]) == 2
    assert json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert shell("bad.ttl", "--report", "sarif=a.sarif", "--report", "text") == 1
    assert shell.out.startswith("bad.ttl  (2 violations)")


def test_the_round_of_a_baseline(shell: Shell, tmp_path: Path) -> None:
    assert shell("bad.ttl", "--write-baseline", "known.json") == 0
    assert "2 known results accepted by known.json" in shell.out
    assert shell("bad.ttl", "good.ttl", "--baseline", "known.json", "--engine", "pyshacl") == 0
    other = GOOD.replace("ng:confidence 0.79", "ng:confidence 8.9")
    (tmp_path / "bad.ttl").write_text(other, encoding="utf-8")
    assert shell("bad.ttl", "--baseline", "known.json", "--language", "de") == 1
    assert "violation: Die Verlässlichkeit" in shell.out
    assert "2 of the baseline are gone: write it anew" in shell.out


def test_one_result_is_shown_and_the_other_counted(shell: Shell) -> None:
    assert shell("bad.ttl", "--limit", "1") == 1
    assert shell.out.count("violation: ") == 1
    assert "1 graph checked: 2 violations; 1 more result not shown (limit 1)" in shell.out


def test_every_option_is_part_of_the_plan(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    plans: list[ValidationPlan] = []

    def keep(plan: ValidationPlan, _on_progress: object) -> Validation:
        plans.append(plan)
        return Validation(Outcome(1), Report(graphs=1))

    monkeypatch.setattr("newsgraph.pipeline.validate.validate_files", keep)
    words = "--shapes a --add-shapes b --add-shapes c --profile search --severity info --fail-on warning "
    words += "--limit 3 --baseline d --write-baseline e --language de --allow-empty --engine pyshacl"
    assert shell("good.ttl", *words.split()) == 0
    assert plans == [
        ValidationPlan(
            ("good.ttl",),
            ShapeChoice((Path("a"),), (Path("b"), Path("c")), ("search",)),
            "de",
            severity=Severity.INFO,
            fail_on=Severity.WARNING,
            limit=3,
            baseline=Path("d"),
            write_baseline=Path("e"),
            allow_empty=True,
            engine=Engine.PYSHACL,
        )
    ]


def test_a_report_for_machines_has_no_colours_on_a_terminal(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(console, "out", Console(file=screen, force_terminal=True, color_system="standard"))
    shell("bad.ttl", "--report", "github")
    assert "\x1b" not in screen.getvalue() + shell.out
    assert "::error " in screen.getvalue() + shell.out


def test_a_terminal_shows_colours(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("bad.ttl")
    assert "\x1b" not in shell.out
    screen = io.StringIO()
    monkeypatch.setattr(console, "out", Console(file=screen, force_terminal=True, color_system="standard"))
    console.emit_marked(shell.out, MARKS)
    shown = screen.getvalue()
    assert "\x1b[1;31mviolation\x1b[0m: The confidence" in shown
    assert "\x1b[1mbad.ttl\x1b[0m  (2 violations)" in shown
