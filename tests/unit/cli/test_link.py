"""The command `link`, its messages and exit codes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import newsgraph
from newsgraph.cli import main
from newsgraph.rdf.serialise import serialise
from newsgraph.readers import read_file
from newsgraph.settings import Settings

CORPUS = Path(__file__).parents[1] / "pipeline" / "link_corpus"
NAMES = ("01-hafen", "02-bruecke", "04-torwart", "05-landtag")


def run(*arguments: object) -> int:
    """Return the exit code of a call."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    code = left.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture(name="graphs")
def folder_of_graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    config = Settings(base="https://data.example/")
    for name in NAMES:
        notes = newsgraph.annotate(read_file(CORPUS / f"{name}.txt"), model="rules")
        (tmp_path / f"{name}.ttl").write_bytes(serialise([newsgraph.build(notes, config)], "turtle"))
    return tmp_path


def test_links_go_into_a_file_of_their_own(graphs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("link", graphs) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "4 articles" in told.err
    assert "1 the same, 1 different" in told.err
    assert "ng:samePersonAs" in (graphs / "links.trig").read_text(encoding="utf-8")
    assert run("validate", graphs / "links.trig") == 0


def test_links_can_go_to_stdout(graphs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("link", graphs, "-o", "-") == 0
    assert capsys.readouterr().out.startswith("@prefix")
    assert run("link", graphs, "-o", "-", "-f", "nquads") == 0
    assert "<https://data.example/links/graph> .\n" in capsys.readouterr().out


def test_a_store_keeps_articles_and_links(graphs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", graphs, "--store", "news.store") == 0
    assert run("link", "--store", "news.store") == 0
    capsys.readouterr()
    assert run("query", "--store", "news.store", "--named", "people", "--param", "person=volquardsen") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2  # the head, and one person
    assert run("query", "--store", "news.store", "--named", "links", "--param", "kind=samePersonAs") == 0
    assert "the same role (Verkehrsministerin)" in capsys.readouterr().out


def test_overrides_with_a_person_whom_nobody_names_are_a_warning(
    graphs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("my.csv").write_text("subject,object,decision\nperson/a,person/b,same\n", encoding="utf-8")
    assert run("link", graphs, "--overrides", "my.csv") == 0
    assert capsys.readouterr().err.count("warning:") == 2


def test_overrides_that_are_wrong_stop_the_job(graphs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("my.csv").write_text("subject,object,decision\nperson/a,person/b,yes\n", encoding="utf-8")
    assert run("link", graphs, "--overrides", "my.csv") == 3  # as a table of people that is wrong
    assert "my.csv:2: no decision: 'yes'" in capsys.readouterr().err
    assert run("link", graphs, "--overrides", "nowhere.csv") == 2


def test_the_graph_says_what_it_was_made_of(graphs: Path) -> None:
    Path("my.csv").write_text("subject,object,decision\n", encoding="utf-8")
    assert run("link", graphs, "--overrides", "my.csv", "--time", "2026-01-02T03:04:05Z") == 0
    written = Path("links.trig").read_text(encoding="utf-8")
    assert f'ng:sourceDigest "{hashlib.sha256(Path("my.csv").read_bytes()).hexdigest()}"' in written
    assert 'prov:endedAtTime "2026-01-02T03:04:05Z"^^xsd:dateTime' in written
    assert written.count("/graph>") >= len(list(graphs.iterdir()))


def test_a_broken_file_is_named_and_the_others_are_linked(
    graphs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (graphs / "broken.ttl").write_text("<a> <b> ", encoding="utf-8")
    assert run("link", graphs) == 1
    told = capsys.readouterr().err
    assert "broken.ttl" in told
    assert "4 articles" in told


def test_nothing_to_link_is_usage_and_no_article_is_impossible(tmp_path: Path) -> None:
    assert run("link") == 2
    (tmp_path / "x.nt").write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    assert run("link", tmp_path) == 3
    assert run("link", tmp_path / "missing.ttl") == 3
    assert run("link", tmp_path, "-o", "links.ttl") == 2
