"""`newsgraph eval` on the Wikinews layout: table, JSON, predictions, exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from newsgraph.cli import main

FOLDER = Path(__file__).parents[1] / "wikinews"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    return int(done.value.code or 0)


def test_a_table_of_the_published_metric(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("eval", FOLDER, "--layout", "wikinews") == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[0].split()[0] == "measure"
    assert [line.split()[0] for line in out.splitlines()[2:5]] == ["quotation", "roles", "joint"]
    assert err == ""


def test_json_and_predictions(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("eval", FOLDER, "--layout", "wikinews", "--json", "--predictions", tmp_path / "out") == 0
    joint = json.loads(capfd.readouterr().out)["total"]["published"]["joint"]
    assert joint["gold"] == 23
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["schiff.json", "speicher.json"]
    assert run("eval", tmp_path / "out", "--layout", "wikinews", "--json") == 0
    assert json.loads(capfd.readouterr().out)["total"]["published"]["joint"]["f1"] == 1.0


def test_errors_are_printed_on_demand(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    gold = shutil.copytree(FOLDER, tmp_path / "gold")
    raw = (gold / "schiff.json").read_text(encoding="utf-8")
    (gold / "schiff.json").write_text(raw.replace('"Indirect"', '"Direct"'), encoding="utf-8")
    assert run("eval", gold, "--layout", "wikinews", "--errors") == 0
    assert "2 - Schiff am Kai (2024-05-05): type of 'Es werde am Abend ablegen'" in capfd.readouterr().out
    assert run("eval", gold, "--layout", "wikinews") == 0
    assert "type of" not in capfd.readouterr().out


def test_each_article_has_a_line_on_demand(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("eval", FOLDER, "--layout", "wikinews", "--by-article") == 0
    lines = [line for line in capfd.readouterr().out.splitlines() if "joint" in line and "quotation" in line]
    assert len(lines) == 2
    assert lines[0].startswith("2 - Schiff am Kai (2024-05-05): quotation 1.000, roles 1.000")


def test_what_cannot_be_read_decides_the_exit_code(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    gold = shutil.copytree(FOLDER, tmp_path / "gold")
    (gold / "kaputt.json").write_text("{", encoding="utf-8")
    assert run("eval", gold, "--layout", "wikinews") == 1
    assert "kaputt.json" in capfd.readouterr().err
    for file in FOLDER.iterdir():
        (gold / file.name).unlink()
    assert run("eval", gold, "--layout", "wikinews") == 3
    assert run("eval", tmp_path / "nowhere.jsonl.gz", "--layout", "wikinews") == 3
    assert run("eval", gold, "--layout", "parliament") == 2
    assert "Traceback" not in capfd.readouterr().err


def test_where_nothing_could_be_measured_there_is_no_table(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "kaputt.json").write_text("{", encoding="utf-8")
    for form in ((), ("--json",)):
        assert run("eval", tmp_path, "--layout", "wikinews", *form) == 3
        out, err = capfd.readouterr()
        assert out == ""
        assert "kaputt.json" in err
