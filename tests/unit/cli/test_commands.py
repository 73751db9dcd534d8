"""The commands by hand: what they print where, and their exit codes."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from functools import partial
from typing import TYPE_CHECKING

import pytest

from newsgraph.cli import console, main
from newsgraph.sinks.endpoint import Patience

if TYPE_CHECKING:
    from pathlib import Path


class Shell:
    """Runs commands in a folder of their own and keeps what they print."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd
        self.out = self.err = ""

    def __call__(self, *words: str | Path) -> int:
        with pytest.raises(SystemExit) as done:
            main([str(word) for word in words])
        captured = self._capfd.readouterr()
        self.out, self.err = captured.out, captured.err
        return int(done.value.code or 0)


@pytest.fixture
def shell(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSGRAPH_BASE", "https://data.example/")
    monkeypatch.setenv("NEWSGRAPH_MODEL", "rules")  # what is found is not the subject here
    return Shell(capfd)


@pytest.fixture
def graph(shell: Shell, article_file: Path, tmp_path: Path) -> Path:
    assert shell("convert", article_file.parent) == 0
    return next((tmp_path / "graph").glob("*.ttl"))


def test_convert_reports_on_stderr_and_keeps_stdout_clean(shell: Shell, article_file: Path) -> None:
    assert shell("convert", article_file) == 0
    assert shell.out == ""
    assert "1 article converted, valid → graph/" in shell.err


def test_the_default_base_is_said_to_be_for_trying_out(
    shell: Shell, article_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSGRAPH_BASE")
    shell("convert", article_file)
    assert "--base" in shell.err


def test_convert_to_stdout_is_nothing_but_rdf(shell: Shell, article_file: Path) -> None:
    assert shell("convert", article_file, "-o", "-", "-f", "nquads") == 0
    assert all(line.endswith("/graph> .") for line in shell.out.splitlines())


def test_one_bad_article_gives_exit_code_1(shell: Shell, article_file: Path) -> None:
    article_file.with_name("bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    assert shell("convert", article_file.parent) == 1
    assert "bad.txt" in shell.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("convert", "nowhere.txt"), 3),
        (("convert",), 2),
        (("convert", "a.txt", "--text", "some"), 2),
        (("convert", "a.txt", "--base", "no base"), 2),
        (("validate", "nowhere.ttl"), 3),
        (("validate", "nowhere.ttl", "--report", "pdf"), 2),
        (("query", "nowhere.ttl", "ASK {}"), 3),
        (("query",), 2),
        (("query", "SELECT"), 2),
        (("load", "nowhere.ttl", "--store", "news.store"), 3),
        (("push", "nowhere.ttl", "--endpoint", "ftp://a.example"), 2),
        (("verify", "nowhere.ttl", "--source", "."), 3),
        (("show", "nowhere.txt"), 3),
        (("eval", "nowhere"), 3),
        (("unheard-of",), 2),
    ],
)
def test_what_cannot_be_done_says_so(shell: Shell, words: tuple[str, ...], code: int) -> None:
    assert shell(*words) == code
    assert shell.err.strip()
    assert "Traceback" not in shell.err


def test_an_existing_file_is_replaced_whole(shell: Shell, article_file: Path, tmp_path: Path) -> None:
    (tmp_path / "all.nq").write_text("old\n" * 10_000)
    assert shell("convert", article_file, "-o", "all.nq") == 0
    assert "old\n" not in (tmp_path / "all.nq").read_text()


def test_validate_says_that_a_graph_conforms(shell: Shell, graph: Path) -> None:
    assert shell("validate", graph) == 0


def test_validate_names_the_line_of_what_does_not_conform(shell: Shell, graph: Path) -> None:
    raw = graph.read_text(encoding="utf-8")
    graph.write_text(
        raw.replace("ng:statementType ng:Direct", "ng:statementType ng:Shouted"), encoding="utf-8"
    )
    line = raw[: raw.index("ng:statementType ng:Direct")].count("\n") + 1
    assert shell("validate", graph, "--report", "json") == 1
    result = next(one for one in json.loads(shell.out)["results"] if one["value"])
    assert (result["line"], result["column"], result["end_column"]) == (line, 22, 32)
    assert "Die alte Mauer" in json.dumps(result, ensure_ascii=False)
    assert shell("validate", graph, "--report", "github") == 1
    assert shell.out.startswith("::error file=")
    assert shell("validate", graph, "--report", "junit") == 1
    assert ET.fromstring(shell.out).iter("failure")  # noqa: S314  our own output


def test_validate_tells_broken_rdf_from_violations(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a> <b> ")
    assert shell("validate", "broken.ttl") == 3
    assert "broken.ttl" in shell.err


def test_validate_finds_nothing_to_validate(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text("<https://a.example/a> <https://a.example/b> 1 .")
    assert shell("validate", "other.ttl") == 3


def test_query_over_files_is_csv_in_a_pipe(shell: Shell, graph: Path) -> None:
    assert (
        shell("query", graph, "SELECT ?name { ?p a schema:Person ; schema:name ?name } ORDER BY ?name") == 0
    )
    assert shell.out.split() == ["name", "Erika", "Sandmann", "Jan", "Petersen"]


@pytest.mark.parametrize(
    "name", ["who-said-what", "proposals", "mentioned-with", "articles-by-day", "speakers", "people", "links"]
)
def test_the_shipped_queries_find_something(shell: Shell, graph: Path, name: str) -> None:
    assert shell("query", graph, "--named", name) == 0
    assert len(shell.out.splitlines()) > 1


def test_a_shipped_query_takes_parameters(shell: Shell, graph: Path) -> None:
    assert shell("query", graph, "--named", "statements-of", "--param", "person=erika sandmann") == 0
    assert "Die alte Mauer hält keinen Winter mehr" in shell.out
    assert "20 Jahre alt" not in shell.out


def test_a_parameter_cannot_smuggle_sparql_in(shell: Shell, graph: Path) -> None:
    smuggled = 'person="} DELETE WHERE {?s ?p ?o}'
    assert shell("query", graph, "--named", "statements-of", "--param", smuggled) == 0
    assert len(shell.out.splitlines()) == 1


def test_a_table_for_a_person(shell: Shell, graph: Path) -> None:
    assert shell("query", graph, "--named", "speakers", "-f", "table") == 0
    assert "Erika Sandmann" in shell.out


def test_a_truth_for_a_person(shell: Shell, graph: Path) -> None:
    assert shell("query", graph, "ASK { ?s a ng:Statement }", "-f", "table") == 0
    assert shell.out == "true\n"


def test_iris_of_a_table_are_never_broken_to_fit_beside_each_other(
    shell: Shell, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT ?name ?s ?mention WHERE { ?mention ng:refersTo ?s . ?s schema:name ?name } LIMIT 1"
    monkeypatch.setattr(console.out, "width", 400)
    assert shell("query", graph, query, "-f", "table") == 0
    assert shell.out.splitlines()[0].split()[0::2] == ["name", "s", "mention"]
    monkeypatch.setattr(console.out, "width", 100)
    assert shell("query", graph, query, "-f", "table") == 0
    fields = dict(line.split(maxsplit=1) for line in shell.out.splitlines() if line)
    assert fields["mention"].rstrip().startswith("https://data.example/article/")
    assert "/mention/" in fields["mention"]


def test_updates_are_refused(shell: Shell, graph: Path) -> None:
    assert shell("query", graph, "DELETE WHERE { ?s ?p ?o }") == 3
    assert "only read" in shell.err


def test_load_is_idempotent_and_the_store_answers(shell: Shell, graph: Path) -> None:
    assert shell("load", graph, "--store", "news.store", "--with-ontology") == 0
    assert shell("load", graph, "--store", "news.store") == 0
    assert "0 added, 0 replaced, 1 unchanged" in shell.err
    assert shell("query", "--store", "news.store", "--named", "who-said-what") == 0
    assert "Erika Sandmann" in shell.out
    assert (
        shell("query", "--store", "news.store", "ASK { GRAPH ?g { ng:Statement a ?class } }", "-f", "csv")
        == 0
    )
    assert shell.out.strip() == "true"


def test_convert_into_a_store(shell: Shell, article_file: Path) -> None:
    assert shell("convert", article_file, "--store", "news.store") == 0
    assert shell("query", "--store", "news.store", "ASK { ?s a ng:Proposal }", "-f", "csv") == 0
    assert shell.out.strip() == "true"


def test_push_to_an_endpoint_that_is_down(shell: Shell, graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsgraph.pipeline.transfer.Patience", partial(Patience, attempts=1))
    assert shell("push", graph, "--endpoint", "http://127.0.0.1:9") == 3
    assert "127.0.0.1:9" in shell.err


def test_verify_proves_every_span(shell: Shell, graph: Path, article_file: Path) -> None:
    assert shell("verify", graph, "--source", article_file.parent) == 0
    assert ", 0 wrong" in shell.err
    graph.write_text(
        graph.read_text(encoding="utf-8").replace("Winter mehr", "Sommer mehr"), encoding="utf-8"
    )
    assert shell("verify", graph, "--source", article_file.parent) == 1
    assert "Sommer" in shell.out


def test_verify_misses_an_article(shell: Shell, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert shell("verify", graph, "--source", "elsewhere") == 3


def test_show_marks_the_article(shell: Shell, article_file: Path) -> None:
    assert shell("show", article_file) == 0
    assert "Erika Sandmann · Direct · sagte" in shell.out
    assert "Bürgermeisterin: title before the name (0.95)" in shell.out


def test_text_none_keeps_every_wording_out(shell: Shell, article_file: Path, tmp_path: Path) -> None:
    assert shell("convert", article_file, "--text", "none", "-o", "none.ttl") == 0
    written = (tmp_path / "none.ttl").read_text(encoding="utf-8")
    assert "Mauer hält" not in written
    assert "Opposition winkt ab" not in written
    assert shell("validate", "none.ttl") == 0


def test_version(shell: Shell) -> None:
    assert shell("--version") == 0
    assert shell.out.startswith("newsgraph ")


def test_diff_tells_what_is_no_longer_said(shell: Shell, graph: Path, article_file: Path) -> None:
    raw = article_file.read_text(encoding="utf-8")
    article_file.write_text(
        raw.replace("Die Mauer sei erst 20 Jahre alt, sagte Petersen.", ""), encoding="utf-8"
    )
    assert shell("convert", article_file, "-o", "after.ttl") == 0
    assert shell("diff", graph, "after.ttl") == 0
    assert "- Statement · Jan Petersen · Die Mauer sei erst 20 Jahre alt" in shell.out
    assert shell("diff", graph, "after.ttl", "--exit-code") == 1
    assert shell("diff", graph, graph, "--exit-code") == 0
    assert shell("diff", graph, "after.ttl", "--json") == 0
    assert {d["change"] for d in json.loads(shell.out)} >= {"withdrawn"}


def test_a_query_file_may_begin_with_a_byte_order_mark(shell: Shell, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xef\xbb\xbfASK { ?s a schema:NewsArticle }")
    assert shell("query", graph, "-q", "q.rq") == 0
    assert shell.out.strip() == "true"


def test_a_query_file_that_cannot_be_read_is_told(shell: Shell, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b'ASK { ?s ?p "\xfc" }')
    assert shell("query", graph, "-q", "q.rq") == 3
    assert "not UTF-8 at byte 13" in shell.err
    assert shell("query", graph, "-q", "none.rq") == 3
    assert "No such file" in shell.err
    assert "Errno" not in shell.err


def test_a_hint_does_not_lead_to_what_is_refused(shell: Shell, graph: Path) -> None:
    assert shell("query", graph, "SELECT * WHERE { ?s ?p }") == 3
    assert "syntax error" in shell.err
    assert "SERVICE" not in shell.err


def test_long_statements_stay_indented(shell: Shell, tmp_path: Path) -> None:
    long = "Die Mauer sei erst zwanzig Jahre alt und halte nach allem, was man wisse, noch viele Winter lang"
    (tmp_path / "a.txt").write_text(
        f"a.example, 4. Mai 2024\n\nhttps://a.example/1\n\nStreit\n\n{long}, sagte Jan Petersen.\n",
        encoding="utf-8",
    )
    assert shell("show", "a.txt") == 0
    listed = shell.out.partition("Statements\n")[2].partition("\n\n")[0].splitlines()
    assert len(listed) == 3
    assert all(line.startswith("     ") for line in listed[1:])
