"""Queries that reach servers: answers while they come in, time limits, parameters, SERVICE."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.integration.scripted import JSON, status

from newsgraph.cli import main
from newsgraph.errors import EndpointError, QueryError
from newsgraph.pipeline.explain import explain_question
from newsgraph.pipeline.query import Question, ask, find_query, inquire, write_answer
from newsgraph.sinks.asking import Asking, local
from newsgraph.sinks.endpoint import Protocol, find_endpoint
from newsgraph.sinks.endpoint.ask import ask as ask_endpoint
from newsgraph.sinks.endpoint.ask import remote
from newsgraph.sinks.flow import QueryTimeoutError
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.conftest import Server
    from tests.integration.scripted import Handler, Script, Step

HEAD = b'{"head":{"vars":["x"]},"results":{"bindings":['
ROW = b'{"x":{"type":"literal","value":"' + b"r" * 1000 + b'"}}'
HOSTILE = [
    'Er sagte "ja"', "it's", "\\", "C:\\users\\u0041", '"""', "} DROP ALL #", "?x $x", "Zeile\nZwei\r\tDrei",
    "\u2028 𝔄 e\u0301", "SERVICE <http://a.example/> { }", '"Tag"@de', '"Grüezi „du“"@de-CH', '"x"^^<https://x.example/t>',
    "https://x.example/a%20b?c=(d)'e;f,g&h=ü#i", "urn:x:y", "2015-09-17", "-0.5",
]  # fmt: skip


def table(rows: int, after: threading.Event | None = None) -> Step:
    """Return an answer with rows, of which the last comes only when it may."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        handler.wfile.write(HEAD + b",".join([ROW] * rows))
        handler.wfile.flush()
        if after is None or after.wait(30):
            handler.wfile.write(b"," + ROW + b"]}}")
        handler.close_connection = True

    return answer


def test_rows_of_an_endpoint_come_before_the_last(stub: Script) -> None:
    finish = threading.Event()
    stub.steps = [table(1000, finish)]
    query = prepare("SELECT ?x { }")
    with Asking(query, remote(find_endpoint(f"{stub.url}/sparql", server="generic"), query)).pieces(
        "csv"
    ) as pieces:
        first = next(pieces)
        assert first.startswith(b"x\r\nrrr")
        finish.set()
        assert (first + b"".join(pieces)).count(b"\n") == 1002


def test_an_endpoint_is_not_waited_for_longer_than_wanted(stub: Script, tmp_path: Path) -> None:
    finish = threading.Event()
    stub.steps = [table(1000, finish)]
    question = Question(endpoint=f"{stub.url}/sparql", server="generic", text="SELECT ?x { }", timeout=0.3)
    with pytest.raises((QueryTimeoutError, EndpointError)):
        write_answer(inquire(question, find_query(question)), "csv", str(tmp_path / "x.csv"))
    assert not list(tmp_path.iterdir())
    finish.set()


def test_an_answer_that_breaks_off_leaves_no_file(stub: Script, tmp_path: Path) -> None:
    def half(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(HEAD + ROW)
        handler.close_connection = True

    stub.steps = [half]
    question = Question(endpoint=f"{stub.url}/sparql", server="generic", text="SELECT ?x { }")
    with pytest.raises(EndpointError):
        write_answer(inquire(question, find_query(question)), "csv", str(tmp_path / "x.csv"))
    assert not list(tmp_path.iterdir())


def test_an_endpoint_is_asked_for_one_row_more_than_wanted(stub: Script) -> None:
    stub.steps = [table(2)]
    question = Question(endpoint=f"{stub.url}/sparql", server="generic", text="SELECT ?x { }", limit=2)
    asking = inquire(question, find_query(question))
    with asking.pieces("csv") as pieces:
        assert b"".join(pieces).count(b"\n") == 3
    assert asking.more
    assert b"LIMIT+3" in stub.seen[0].body


@pytest.mark.integration
@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_a_server_reads_the_very_terms(request: pytest.FixtureRequest, name: str) -> None:
    server: Server = request.getfixturevalue(name)
    endpoint = server.endpoint(Protocol.SPARQL)
    text = "SELECT (?x AS ?y) { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
    for value in HOSTILE:
        query = prepare(text, {"x": value})
        here = Asking(query, local(ox.Store(), query)).whole()
        assert list(ask_endpoint(endpoint, query).rows()) == list(here.rows()), value


SERVICE = "SELECT ?x {{ ?s ?p ?o SERVICE {silent} <{url}> {{ ?a ?b ?x }} }}"


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "d.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    return str(path)


def test_nothing_leaves_the_machine_unless_it_was_allowed(stub: Script, other: Script, file: str) -> None:
    url = f"{stub.url}/sparql"
    endless = f"SELECT * {{ ?s ?p ?o FILTER(?o<?o#c> '''\n) SERVICE <{url}> {{ }} #'''\n}}"
    for text in (SERVICE.format(silent="", url=url), SERVICE.format(silent="SILENT", url=url), endless):
        for services in ((), (f"{other.url}/sparql",), (f"{url}/",)):
            with pytest.raises(QueryError, match="SERVICE"):
                ask(Question((file,), text=text, services=services))
    for text in (f"ASK FROM <{url}> {{ ?s ?p ?o }}", f"ASK {{ GRAPH <{url}> {{ ?s ?p ?o }} }}"):
        assert not ask(Question((file,), text=text)).truth
    for text in (f"LOAD <{url}>", f"SELECT * {{ ?s ?p ?o }} ; LOAD <{url}>"):
        with pytest.raises(QueryError):
            ask(Question((file,), text=text))
    assert not stub.seen
    assert not other.seen


def test_an_allowed_endpoint_is_asked_once_and_told_nobodys_secrets(
    stub: Script, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSGRAPH_ENDPOINT_TOKEN", "t0ken")
    body = json.dumps(
        {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "a:b"}}]}}
    )
    stub.steps = [status(200, body.encode(), Content_Type=JSON)]
    url = f"{stub.url}/sparql"
    answer = ask(Question((file,), text=SERVICE.format(silent="", url=url), services=(url,)))
    assert [str(row[0]) for row in answer.rows()] == ["<a:b>"]
    assert len(stub.seen) == 1
    assert "authorization" not in {name.lower() for name in stub.seen[0].headers}
    assert b"urn:" not in stub.seen[0].body


@pytest.mark.parametrize("number", [302, 307])
def test_an_allowed_endpoint_leads_nowhere_else(stub: Script, other: Script, file: str, number: int) -> None:
    stub.steps = [status(number, Location=f"{other.url}/inside")]
    url = f"{stub.url}/sparql"
    with pytest.raises(QueryError, match="the query failed"):
        ask(Question((file,), text=SERVICE.format(silent="", url=url), services=(url,)))
    assert not other.seen


def test_parameters_go_out_with_a_part_of_the_query(stub: Script, file: str) -> None:
    stub.steps = [table(0)]
    url = f"{stub.url}/sparql"
    text = f"SELECT ?x {{ SERVICE <{url}> {{ ?a ?b ?x FILTER(?x = $wanted) }} }}"
    with pytest.raises(QueryError):  # the stub's answer is none
        ask(Question((file,), text=text, services=(url,), parameters=(("wanted", "Brücke"),)))
    assert '"Brücke"' in stub.seen[0].body.decode()


def test_an_explanation_sends_nothing(stub: Script) -> None:
    text = "SELECT ?x { ?x a schema:Person FILTER(?x = $who) }"
    question = Question(
        endpoint=f"{stub.url}/sparql",
        text=text,
        parameters=(("who", "https://x.example/"),),
    )
    told = explain_question(question, find_query(question))
    assert f"the endpoint {stub.url}/sparql, of a kind to be found out" in told
    assert "filter ?x = <https://x.example/>" in told
    assert not stub.seen
    told = explain_question(
        replace(question, endpoint=f"{stub.url}/news", server="fuseki"), find_query(question)
    )
    assert "GRAPH <urn:x-arq:UnionGraph>" in told
    assert not stub.seen


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "table", "parquet"])
@pytest.mark.parametrize("server", ["generic", "virtuoso"])
def test_an_answer_with_as_many_rows_as_the_server_gives_may_lack_others(
    stub: Script, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, server: str
) -> None:
    """Virtuoso leaves out the others without a word; how many it gives says a header, or its kind."""
    most = 5 if server == "generic" else 10_000
    headers = {"X_SPARQL_MaxRows": "5"} if server == "generic" else {}
    url = f"{stub.url}/sparql"
    told = []
    for rows in (most - 1, most, most + 1):
        body = HEAD + b",".join([b'{"x":{"type":"literal","value":"a\\nb"}}'] * rows) + b"]}}"
        stub.steps = [status(200, body, Content_Type=JSON, **headers)]
        arguments = ["query", "--endpoint", url, "--server", server, "SELECT ?x { ?s ?p ?x }", "-f", name]
        if name not in {"table", "parquet"} and rows < most:
            arguments += ["--limit", str(2 * most)]
        if name == "parquet":
            arguments += ["-o", str(tmp_path / "rows.parquet")]
        elif name == "table":
            arguments += ["--limit", str(2 * most)]
        with suppress(SystemExit):
            main(arguments)
        told.append(capsys.readouterr().err)
    assert [f"{most:,} rows, which is as many as this server gives" in one for one in told] == [
        False,
        True,
        False,
    ]
