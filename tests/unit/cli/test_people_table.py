"""The table of people of a user: by option, environment and from Python, named in the graph by its digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import newsgraph
from newsgraph.cli import main
from newsgraph.errors import UsageError

IRI = "https://example.org/people/sandmann"
TABLE = f"name\tid\nErika Sandmann\t{IRI}\n"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    return int(done.value.code or 0)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSGRAPH_BASE", "https://data.example/")
    monkeypatch.setenv("NEWSGRAPH_MODEL", "rules")
    monkeypatch.delenv("NEWSGRAPH_PEOPLE", raising=False)
    Path("people.tsv").write_text(TABLE, encoding="utf-8")


def test_a_row_gives_its_iri_and_the_activity_names_the_table(article_file: Path) -> None:
    assert run("convert", article_file, "-o", "out.nt", "--people", "people.tsv") == 0
    graph = Path("out.nt").read_text(encoding="utf-8")
    assert f"<https://schema.org/sameAs> <{IRI}>" in graph
    assert f'#peopleDigest> "{hashlib.sha256(TABLE.encode()).hexdigest()}"' in graph
    assert "people.tsv" not in graph


def test_the_environment_names_a_table_too(article_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSGRAPH_PEOPLE", "people.tsv")
    assert run("convert", article_file, "-o", "out.nt") == 0
    assert IRI in Path("out.nt").read_text(encoding="utf-8")


def test_without_a_table_nothing_is_said_of_one(article_file: Path) -> None:
    assert run("convert", article_file, "-o", "out.nt") == 0
    graph = Path("out.nt").read_text(encoding="utf-8")
    assert IRI not in graph
    assert "peopleDigest" not in graph


def test_show_prints_who_is_known(article_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("show", article_file, "--people", "people.tsv")
    assert IRI in capsys.readouterr().out.replace("\n", "")


def test_a_bad_table_is_told_once_and_nothing_is_written(
    article_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("people.tsv").write_text("name\nErika Sandmann\n", encoding="utf-8")
    assert run("convert", article_file, article_file, "-o", "out.nt", "--people", "people.tsv") == 3
    assert capsys.readouterr().err.count("people.tsv:1: no column 'id'") == 1
    assert not Path("out.nt").exists()


def test_a_missing_table_is_wrong_usage(article_file: Path) -> None:
    assert run("show", article_file, "--people", "nobody.tsv") == 2


def test_an_empty_name_is_no_table(article_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("convert", article_file, "-o", "out.nt", "--people", "") == 2
    assert "a folder, or nothing, is named" in capsys.readouterr().err


def test_python_takes_a_table_too() -> None:
    text = "Erika Sandmann widersprach."
    (person,) = newsgraph.annotate(text, model="rules", people="people.tsv").persons
    assert person.same_as == (IRI,)
    assert newsgraph.annotate(text, model="rules").persons[0].same_as == ()
    with pytest.raises(UsageError):
        newsgraph.annotate(text, model="rules", people="nobody.tsv")
