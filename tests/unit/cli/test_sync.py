"""The command `sync`: its summary, its dry run, what it refuses, and what it says when it is interrupted."""

from __future__ import annotations

import json
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from newsgraph.cli import main
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.vocab import RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgraph.sinks.register import Item
    from newsgraph.sinks.sync import Put

ARTICLE = "https://a.example/article/0123456789abcde"


def run(*arguments: object) -> int:
    """Return the exit code of a call."""
    with pytest.raises(SystemExit) as left:
        main(["sync", *map(str, arguments)])
    code = left.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "graph"
    folder.mkdir()
    for digit in "12":
        article = f"{ARTICLE}{digit}"
        line = f"<{article}> <{RDF.type}> <{SCHEMA.NewsArticle}> .\n"
        (folder / f"{digit}.ttl").write_text(line)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "news.store"


def test_a_store_is_brought_in_step(folder: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--store", store) == 0
    assert "2 added, 0 replaced, 0 unchanged, 0 removed, 0 refused (0 kB, " in capsys.readouterr().err
    (folder / "1.ttl").unlink()
    assert run(folder, "--store", store, "--delete") == 0
    assert "0 added, 0 replaced, 1 unchanged, 1 removed" in capsys.readouterr().err


def test_a_dry_run_prints_a_line_each(folder: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder / "1.ttl", "--store", store)
    capsys.readouterr()
    assert run(folder / "2.ttl", "--store", store, "--delete", "--dry-run") == 0
    said = capsys.readouterr()
    assert said.out == f"+ {ARTICLE}2/graph\n- {ARTICLE}1/graph\n"
    assert said.err == f"would be: 1 added, 0 replaced, 0 unchanged, 1 removed, 0 refused → {store}\n"


def test_json_tells_counts_changes_and_errors(
    folder: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "3.ttl").write_text("nonsense")
    assert run(folder, "--store", store, "--dry-run", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["changes"] == [{"graph": f"{ARTICLE}{digit}/graph", "change": "new"} for digit in "12"]
    assert (told["dryRun"], told["added"], told["removed"]) == (True, 2, 0)
    assert len(told["errors"]) == 1
    assert not store.exists()
    assert run(folder, "--store", store, "--json") == 1
    assert json.loads(capsys.readouterr().out)["added"] == 2


@pytest.mark.parametrize("targets", [(), ("--store", "x", "--endpoint", "http://127.0.0.1:1/")])
def test_one_target_is_needed(folder: Path, targets: tuple[str, ...]) -> None:
    assert run(folder, *targets) == 2


@pytest.mark.parametrize("name", ["", "ontology"])
def test_a_collection_needs_a_name_of_its_own(folder: Path, store: Path, name: str) -> None:
    assert run(folder, "--store", store, "--collection", name) == 2
    assert not store.exists()


def test_what_cannot_be_reached_is_impossible(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--endpoint", "ftp://a.example/") == 2
    (folder / "news.store").write_text("no folder")
    assert run(folder / "1.ttl", "--store", folder / "news.store") == 3
    assert "then interrupted" in capsys.readouterr().err


@pytest.mark.parametrize("done", [0, 1])
@pytest.mark.parametrize(
    "ending", [KeyboardInterrupt(), SystemExit(128 + signal.SIGTERM)], ids=["^C", "TERM"]
)
def test_an_interruption_says_what_is_in_place(
    folder: Path,
    store: Path,
    *,
    ending: BaseException,
    done: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def put(_: StorePlace, items: Iterator[Item], progress: Callable[[int], object]) -> Put:
        for _item in range(done):
            next(items)
            progress(1)
        raise ending

    monkeypatch.setattr(StorePlace, "put", put)
    assert run(folder, "--store", store) > 128
    told = "at least 1 graph was put in place by then, each whole; the same command completes it"
    assert (told if done else "no graph is known to be put in place") in capsys.readouterr().err
    assert sys.exc_info() == (None, None, None)


def test_names_of_files_cannot_speak_to_the_terminal(
    folder: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "kaputt\n\x1b[31m\x9b.ttl").write_text("<s:s> <p:p>")
    with pytest.raises(SystemExit):
        main(["sync", str(folder), "--store", str(store)])
    line = next(line for line in capsys.readouterr().err.splitlines() if "error:" in line)
    assert "kaputt \ufffd[31m\ufffd.ttl" in line
    assert "not turtle" in line
