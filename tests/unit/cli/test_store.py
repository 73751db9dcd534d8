"""The commands `store info`, `backup`, `compact` and `dump`, their messages and exit codes."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.cli import main
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.serialise import serialise
from newsgraph.sinks.store import load_graphs, read_graphs
from newsgraph.sinks.store_open import writing

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.rdf import ArticleGraph


def made(number: int) -> ArticleGraph:
    article = f"https://data.example/article/{number:016x}"
    return graph_of(article, f"{article}/graph", [(f"<{article}>", "<https://schema.org/text>", '"Text"')])


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    code = left.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Three articles in files, two of them in step in `news.store`."""
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        (tmp_path / f"{number}.nq").write_bytes(serialise([made(number)], "nq"))
    assert run("sync", "0.nq", "1.nq", "--store", "news.store") == 0
    capsys.readouterr()


def test_what_a_store_holds_is_told_to_people_and_to_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("store", "info", "--store", "news.store") == 0
    told = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines() if ": " in line)
    assert (told["articles"], told["triples"], told["layout"]) == ("2", "2", "1")
    assert told["in step"] == "default: 2"
    assert run("store", "info", "--store", "news.store", "--check", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["articles"], found["graphs"], found["collections"]) == (2, 2, {"default": 2})
    assert found["check"] == {"graphs": 2, "agreeing": 2, "flaws": []}


def test_the_store_may_be_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSGRAPH_STORE", "news.store")
    assert run("store", "info") == 0
    assert "articles: 2" in capsys.readouterr().out


def test_flaws_that_a_check_finds_make_the_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    with writing("news.store") as writer:
        writer.store.remove_graph(ox.NamedNode(made(0).graph))
    assert run("store", "info", "--store", "news.store") == 0
    assert run("store", "info", "--store", "news.store", "--check") == 1
    assert made(0).graph in capsys.readouterr().err
    assert run("sync", "0.nq", "1.nq", "--store", "news.store", "--check") == 0
    assert run("store", "info", "--store", "news.store", "--check") == 0


def test_an_older_store_is_told_and_marked_by_the_next_run_that_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = ox.Store(str(tmp_path / "older.store"))
    older.bulk_extend(made(0).quads())
    del older
    assert run("store", "info", "--store", "older.store") == 0
    assert "layout: 0 (older" in capsys.readouterr().out
    assert run("sync", "0.nq", "1.nq", "--store", "older.store") == 0
    assert run("store", "info", "--store", "older.store", "--check") == 0
    told = capsys.readouterr().out
    assert "layout: 1\n" in told
    assert "2 graphs read, 2 as the register says" in told


def test_a_backup_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("store", "backup", "--store", "news.store", "-o", "kept.store") == 0
    assert "2 graphs, 11 triples" in capsys.readouterr().err
    assert list(read_graphs(tmp_path / "kept.store")) == [made(0), made(1)]
    assert run("store", "backup", "--store", "news.store", "-o", "kept.store") == 3
    assert "name a folder that is free" in capsys.readouterr().err


def test_compact_says_what_it_freed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("store", "compact", "--store", "news.store") == 0
    assert "freed" in capsys.readouterr().err


def test_a_dump_is_the_same_each_time_and_what_the_files_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = (tmp_path / "0.nq").read_text() + (tmp_path / "1.nq").read_text()
    assert run("store", "dump", "--store", "news.store") == 0
    assert capsys.readouterr().out == wanted
    for name in ("one.nq.gz", "two.nq.gz"):
        assert run("store", "dump", "--store", "news.store", "-o", name) == 0
    assert (tmp_path / "one.nq.gz").read_bytes() == (tmp_path / "two.nq.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.nq.gz").read_bytes()).decode() == wanted
    assert run("store", "dump", "--store", "news.store", "-f", "trig") == 0
    assert "@prefix schema:" in capsys.readouterr().out


def test_the_register_of_another_store_that_a_dump_holds_is_not_loaded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("store", "dump", "--store", "news.store", "--register", "-o", "all.nq") == 0
    assert "storeLayout" in (tmp_path / "all.nq").read_text()
    assert run("load", "all.nq", "--store", "other.store") == 0
    capsys.readouterr()
    assert run("store", "info", "--store", "other.store", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["graphs"], found["collections"], found["layout"]) == (2, {}, 1)


def test_a_format_that_cannot_name_graphs_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("store", "dump", "--store", "news.store", "-o", "all.ttl") == 2
    assert "take nq, trig or jsonld" in capsys.readouterr().err
    assert not (tmp_path / "all.ttl").exists()


def test_what_is_loaded_is_left_to_the_next_sync(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "0.nq").write_text((tmp_path / "0.nq").read_text().replace("Text", "Neu"))
    assert run("load", "0.nq", "2.nq", "--store", "news.store") == 0
    assert run("store", "info", "--store", "news.store") == 0
    assert "in step: default: 1" in capsys.readouterr().out
    load_graphs(tmp_path / "news.store", [made(0)])
    assert run("sync", "0.nq", "1.nq", "2.nq", "--store", "news.store") == 0
    assert run("store", "info", "--store", "news.store", "--check") == 0
    assert "3 as the register says" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["info"], ["backup", "-o", "x"], ["compact"], ["dump"]])
def test_where_there_is_no_store_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run("store", *command, "--store", "none.store") == 3
    assert "there is no store" in capsys.readouterr().err
    assert not (tmp_path / "none.store").exists()
    assert not (tmp_path / "x").exists()
