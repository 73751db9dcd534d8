"""`newsgraph query` by hand: where answers go, what limits them, what a person sees of them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.cli import console, main

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Ask: TypeAlias = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[3]
DATA = """
@prefix schema: <https://schema.org/> .
@prefix x: <https://x.example/> .
x:a a schema:Person ; schema:name "Ada Berg" ; x:age 36 .
x:a schema:description "Zeile eins\\nZeile \\u001b[2J zwei" .
x:b a schema:Person ; schema:name "Udo Tal" ; x:age 41 .
"""
NAMES = "SELECT ?name WHERE { ?p schema:name ?name } ORDER BY ?name"
DIGITS = " ".join(f"VALUES ?d{i} {{ 0 1 2 3 4 5 6 7 8 9 }}" for i in range(12))
ENDLESS = f"SELECT * {{ {DIGITS} }}"
STUCK = f"SELECT * {{ {DIGITS} FILTER({' + '.join(f'?d{i}' for i in range(12))} > 1000) }}"
"""Neither ends: the first has a row at once and always another, the second never has one."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.ttl").write_text(DATA, encoding="utf-8")
    return tmp_path


@pytest.fixture
def query(folder: Path, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Return a function that asks the data and returns exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as done:
            main(["query", str(folder / "d.ttl"), *words])
        captured = capfd.readouterr()
        return int(done.value.code or 0), captured.out, captured.err

    return run


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_an_answer_goes_into_a_file_whose_name_tells_the_format(query: Ask, folder: Path) -> None:
    assert query(NAMES, "-o", "names.tsv") == (0, "", "")
    assert (folder / "names.tsv").read_text() == '?name\n"Ada Berg"\n"Udo Tal"\n'
    assert query("DESCRIBE <https://x.example/b>", "-o", "b.nt")[0] == 0
    assert len((folder / "b.nt").read_text().splitlines()) == 3
    assert query(NAMES, "-o", "names", "-f", "csv")[0] == 0
    assert query(NAMES, "-o", "-")[1] == "name\r\nAda Berg\r\nUdo Tal\r\n"


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        ((NAMES, "-o", "names.odt"), 2, "no format is known by the extension .odt"),
        ((NAMES, "-o", "names.ttl"), 2, "cannot be written as 'turtle'"),
        ((NAMES, "-o", "a/names.csv"), 3, "does not exist"),
        ((NAMES, "-o", "x.csv", "-f", "table"), 2, "for a terminal"),
        ((NAMES, "-f", "pdf"), 2, "no format is called 'pdf'"),
        (("ASK { }", "--limit", "3"), 2, "counts the rows of a table"),
        (("ASK { }", "-f", "parquet"), 2, "cannot be written as 'parquet'"),
        ((NAMES, "--prefix", "x"), 2, "not a prefix: 'x'"),
        ((NAMES, "--param", "x"), 2, "not a parameter: 'x'"),
        ((NAMES, "--param", "p=ng:a", "--param", "?p=ng:b"), 2, "--param: 'p' is given twice"),
        ((NAMES, "--prefix", "x=urn:a:", "--prefix", "x=urn:b:"), 2, "--prefix: 'x' is given twice"),
        (("SELECT * { SERVICE <https://x.example/> { ?s ?p ?o } }",), 3, "--allow-service"),
    ],
)
def test_what_cannot_be_done_is_told(
    query: Ask, folder: Path, words: tuple[str, ...], code: int, what: str
) -> None:
    ended, out, err = query(*words)
    assert (ended, out) == (code, "")
    assert what in err
    assert names(folder) == ["d.ttl"]


def test_a_failure_leaves_the_file_that_was_there(query: Ask, folder: Path) -> None:
    (folder / "old.csv").write_text("old")
    assert query("SELECT (<urn:f>(1) AS ?x) { }", "-o", "old.csv")[0] == 3
    assert (folder / "old.csv").read_text() == "old"
    assert names(folder) == ["d.ttl", "old.csv"]


def test_no_more_rows_than_wanted(query: Ask) -> None:
    code, out, err = query(NAMES, "--limit", "1")
    assert (code, out) == (0, "name\r\nAda Berg\r\n")
    assert "there are more than 1 row (" in err
    assert query(NAMES, "--limit", "2") == (0, "name\r\nAda Berg\r\nUdo Tal\r\n", "")
    assert query(f"{NAMES} LIMIT 1", "--limit", "2") == (0, "name\r\nAda Berg\r\n", "")


def test_own_prefixes_are_known_to_query_and_values(query: Ask) -> None:
    text = "SELECT ?age WHERE { ?who x:age ?age }"
    assert query(text)[0] == 3
    own = "x=https://x.example/"
    assert query(text, "--prefix", own, "--param", "who=x:b")[1] == "age\r\n41\r\n"


def test_a_table_for_a_terminal_ends_after_a_thousand_rows(
    query: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", 200)
    code, out, err = query(ENDLESS.replace("*", "?d11"), "-f", "table")
    assert (code, len(out.splitlines())) == (0, 1002)
    assert "all of them with -f csv or --limit" in err


def test_a_table_has_numbers_to_the_right_and_no_words_that_speak_to_the_terminal(
    query: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", 60)
    text = "SELECT ?p ?age ?what { ?p x:age ?age OPTIONAL { ?p schema:description ?what } } ORDER BY ?p"
    _, out, _ = query(text, "-f", "table", "--prefix", "x=https://x.example/")
    lines = [line.rstrip() for line in out.splitlines()]
    assert re.fullmatch(r"p   ┃ age ┃ what", lines[0])
    assert lines[2].startswith("x:a │  36 │ Zeile eins Zeile �[2J zwei")
    assert lines[3].startswith("x:b │  41 │")


def test_long_text_is_folded_at_words_unless_the_table_is_wide(
    query: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console.out, "width", 40)
    text = f"SELECT (1 AS ?n) ('{'Kaimauer und Brücke ' * 5}' AS ?long) {{ }}"
    _, out, _ = query(text, "-f", "table")
    assert len(out.splitlines()) > 3
    assert all(len(line) <= 40 for line in out.splitlines())
    assert not re.search(r"Kaima?u?e?$|^\S*auer\b", out, re.MULTILINE)
    _, out, _ = query(text, "-f", "table", "--wide")
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize("width", range(46, 75))
def test_no_iri_is_broken_where_there_is_room(
    query: Ask, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(console.out, "width", width)
    iris = "https://y.example/graph", "https://z.example"
    _, out, _ = query(
        f"SELECT * {{ VALUES (?a ?b ?c) {{ (<{iris[0]}> <{iris[1]}> 'Verena Sandmann') }} }}", "-f", "table"
    )
    assert all(iri in out for iri in iris)
    assert max(len(line.rstrip()) for line in out.splitlines()) <= width


def test_an_explanation_asks_nothing(query: Ask) -> None:
    text = "PREFIX s: <http://schema.org/> SELECT ?nmae { ?p s:name ?name . ?a a schema:Person }"
    code, out, _ = query(text, "--explain")
    assert code == 0
    assert f"PREFIX schema: <https://schema.org/> {text}" in out
    assert "the files " in out
    assert ": 7 triples" in out
    assert "?a a schema:Person  [2]" in out
    assert "?nmae never gets a value: is ?name meant?" in out
    assert "nothing joins" in out
    assert "no triple matches ?p s:name ?name" in out


def test_an_explanation_tells_where_a_query_is_wrong(query: Ask) -> None:
    code, out, err = query("SELECT * {\n ?s schema:name }", "--explain")
    assert (code, out) == (3, "")
    assert "query, line 2, column" in err


def newsgraph(*words: str, place: Path, **more: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "newsgraph", "query", "d.ttl", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, cwd=place, env=environment, **pipes)  # type: ignore[call-overload, no-any-return]  # noqa: S603


@pytest.mark.parametrize("text", [ENDLESS, STUCK], ids=["endless", "stuck"])
def test_a_query_that_takes_too_long_is_given_up_and_leaves_nothing(folder: Path, text: str) -> None:
    process = newsgraph(text, "--timeout", "0.3", "-o", "all.csv", place=folder)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert b"no whole answer after 0.3 seconds" in err
    assert b"Traceback" not in err
    assert names(folder) == ["d.ttl"]


def test_rows_are_written_before_the_last_and_a_reader_may_go(folder: Path) -> None:
    process = newsgraph(ENDLESS, place=folder)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"d")
    process.stdout.close()
    assert process.wait(timeout=60) == 1
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
def test_an_interrupt_ends_a_query(folder: Path) -> None:
    process = newsgraph(ENDLESS, place=folder)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"d")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_ends_an_answer(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = newsgraph(ENDLESS, place=folder, stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert b"the disk is full" in err
