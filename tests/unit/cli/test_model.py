"""Which finder the commands use: the model of a folder, or the rules; by option or environment."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsgraph.annotation.finders import load_finder
from newsgraph.annotation.rules import RuleFinder
from newsgraph.cli import main
from newsgraph.cli.reference import build_reference

GOLD = Path(__file__).parents[1] / "wikinews"
ROOT = Path(__file__).parents[3]


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    return int(done.value.code or 0)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSGRAPH_BASE", "https://data.example/")
    monkeypatch.delenv("NEWSGRAPH_MODEL", raising=False)


@pytest.fixture
def articles(article_file: Path) -> Path:
    """Return a folder of three articles."""
    raw = article_file.read_text(encoding="utf-8")
    for number in range(2):
        twin = raw.replace("kaimauer-1234", f"kaimauer-{number}")
        article_file.with_name(f"twin{number}.txt").write_text(twin, encoding="utf-8")
    return article_file.parent


def annotators(file: Path) -> set[str]:
    """Return what a file of N-Quads says of who found things."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {line.split('"')[1] for line in lines if "#annotator>" in line}


def test_the_graph_says_who_found_things(articles: Path, model_folder: Path) -> None:
    assert run("convert", articles, "--model", "rules", "-o", "rules.nq") == 0
    assert run("convert", articles, "--model", model_folder, "-o", "model.nq") == 0
    assert (annotators(Path("rules.nq")), annotators(Path("model.nq"))) == ({"rules"}, {"random 1"})


def test_the_environment_names_a_model_and_the_option_comes_first(
    articles: Path, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGRAPH_MODEL", str(model_folder))
    assert run("convert", articles, "-o", "model.nq") == 0
    assert run("convert", articles, "--model", "rules", "-o", "rules.nq") == 0
    assert (annotators(Path("rules.nq")), annotators(Path("model.nq"))) == ({"rules"}, {"random 1"})


def test_several_processes_give_the_same_bytes_as_one(articles: Path, model_folder: Path) -> None:
    """Each in a process of its own, as a user runs them: libraries with threads are asked to fork."""
    for jobs in ("1", "2"):
        options = ("--model", model_folder, "--jobs", jobs, "-o", f"{jobs}.nq")
        done = subprocess.run(  # noqa: S603  our own code
            [sys.executable, "-m", "newsgraph", "convert", articles, *options],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(ROOT / "src"), "NEWSGRAPH_BASE": "https://data.example/"},
            timeout=120,
        )
        assert (done.returncode, done.stdout) == (0, "")
        assert "3 articles converted" in done.stderr
        assert "fork" not in done.stderr
    assert Path("1.nq").read_bytes() == Path("2.nq").read_bytes()
    assert annotators(Path("1.nq")) == {"random 1"}


def test_show_and_eval_take_a_model_too(
    article_file: Path, model_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("show", article_file, "--model", "rules") == 0
    with_rules = capfd.readouterr().out
    assert "Erika Sandmann" in with_rules
    assert run("show", article_file, "--model", model_folder) == 0
    assert "Erika Sandmann" in capfd.readouterr().out
    assert run("eval", GOLD, "--layout", "wikinews", "--model", "rules", "--json") == 0
    assert json.loads(capfd.readouterr().out)["total"]["published"]["joint"]["f1"] > 0.7
    assert run("eval", GOLD, "--layout", "wikinews", "--model", model_folder, "--json") == 0
    assert json.loads(capfd.readouterr().out)["total"]["published"]["joint"]["gold"] == 23


COMMANDS = {
    "convert": ("convert", "articles"),
    "convert with two processes": ("convert", "articles", "--jobs", "2"),
    "show": ("show", "articles/kaimauer.txt"),
    "eval": ("eval", GOLD, "--layout", "wikinews"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_without_a_model_is_told_once(
    command: str, articles: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert articles.is_relative_to(tmp_path)
    (tmp_path / "empty").mkdir()
    for folder in ("empty", "nowhere"):
        assert run(*COMMANDS[command], "--model", folder) == 3
        out, err = capfd.readouterr()
        assert out == ""
        assert err.count("this folder holds no model") == 1
        assert f"{folder}: " in err
        assert "name a folder that the training wrote" in err.replace("\n", " ")
        assert "Traceback" not in err
    assert not (tmp_path / "graph").exists()


def test_a_model_that_cannot_be_used_is_told_once(
    articles: Path, model_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(model_folder, tmp_path / "broken")
    network = folder / "model.onnx"
    network.write_bytes(network.read_bytes() + b"\0")
    assert run("convert", articles, "--model", folder) == 3
    assert capfd.readouterr().err.count("not the file that model.json describes") == 1
    file = folder / "model.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"format": 99}))
    assert run("convert", articles, "--model", folder) == 3
    err = capfd.readouterr().err
    assert err.count("the model has format 99, this version of newsgraph reads format 1") == 1
    assert "Traceback" not in err


def test_help_tells_of_the_option_and_its_variable(capfd: pytest.CaptureFixture[str]) -> None:
    for command in ("convert", "show", "eval"):
        assert run(command, "--help") == 0
        told = capfd.readouterr().out
        assert "--model" in told
        assert "NEWSGRAPH_MODEL" in told
        section = build_reference().partition(f"## newsgraph {command}")[2].partition("\n## ")[0]
        assert "--model" in section
        assert "`NEWSGRAPH_MODEL`" in section


def test_a_finder_is_made_once(model_folder: Path) -> None:
    assert isinstance(load_finder("rules"), RuleFinder)
    assert load_finder(str(model_folder), 1) is load_finder(str(model_folder), 1)
