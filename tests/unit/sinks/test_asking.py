"""Answers while they come in: nothing waits for the last row, and nobody waits for ever."""

from __future__ import annotations

import csv
import io
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.errors import EndpointError, QueryError, UsageError
from newsgraph.sinks.asking import Asking, local
from newsgraph.sinks.flow import THREAD_NAME, Flow, QueryTimeoutError
from newsgraph.sinks.query import memory_store, run_query
from newsgraph.sinks.sparql import limited, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.query import Results

DIGITS = " ".join(f"VALUES ?d{i} {{ 0 1 2 3 4 5 6 7 8 9 }}" for i in range(12))
ENDLESS = f"SELECT * {{ {DIGITS} }}"
"""A million times a million rows, which come at once."""


def asking(
    text: str, store: ox.Store | None = None, *, limit: int | None = None, seconds: float | None = None
) -> Asking:
    query = prepare(text)
    asked = query if limit is None else limited(query, limit + 1)
    return Asking(query, local(store or ox.Store(), asked), limit=limit, seconds=seconds)


def settled() -> None:
    """Wait until no query runs any more."""
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(20)
            assert not thread.is_alive()


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_bytes_come_before_the_last_row(name: str) -> None:
    with asking(ENDLESS).pieces(name) as flow:
        assert len(next(flow)) >= 1000
    settled()


def test_rows_come_before_the_last_row() -> None:
    with asking(ENDLESS).batches() as flow:
        batch = next(flow)
    assert set(batch.variables) == {f"d{i}" for i in range(12)}
    assert len(batch.rows) == 1000
    settled()


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
        'SELECT ?a ("x\\ty\\"\\n" AS ?b) ("Tag"@de AS ?c) (0.50 AS ?d) ("01"^^xsd:integer AS ?e) { }',
        "SELECT (1e3 AS ?a) (true AS ?b) ('x'^^xsd:integer AS ?c) (<urn:x:y> AS ?d) { }",
        "SELECT (BNODE() AS ?a) { }",
        "SELECT ?x { VALUES ?y { 1 2 3 } }",
        "SELECT ?s { ?s a ng:Nothing }",
        "SELECT * { }",
        "ASK { ?s a ng:Statement }",
    ],
)
def test_what_comes_in_pieces_is_what_comes_whole(
    graphs: tuple[ArticleGraph, ...], text: str, name: str
) -> None:
    store = memory_store(graphs)
    whole = plain(run_query(store, prepare(text)).serialise(name))
    with asking(text, store).pieces(name) as flow:
        assert plain(b"".join(flow)) == whole
    if text.startswith("SELECT"):
        cut = asking(text, store, limit=1000)
        with cut.pieces(name) as flow:
            assert plain(b"".join(flow)) == whole
        assert not cut.more


def plain(written: bytes) -> str:
    """Return an answer with one name for every blank node, which have a new one each time."""
    import re  # noqa: PLC0415

    return re.sub(r"(_:|bnode\W+(?:value\W+)?)?\b[0-9a-f]{28,32}\b", "_", written.decode())


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_no_more_rows_than_wanted_and_it_is_known_that_there_are_others(name: str) -> None:
    cut = asking(ENDLESS, limit=3)
    with cut.pieces(name) as flow:
        written = b"".join(flow).decode()
    assert cut.more
    counts = {
        "csv": len(list(csv.reader(io.StringIO(written)))) - 1,
        "tsv": written.count("\n") - 1,
        "json": len(json.loads(written)["results"]["bindings"]) if name == "json" else 0,
        "xml": written.count("<result>"),
    }
    assert counts[name] == 3


def test_rows_are_cut_too() -> None:
    cut = asking(ENDLESS, limit=1500)
    with cut.batches() as flow:
        assert [len(batch.rows) for batch in flow] == [1000, 500, 0]
    assert cut.more
    exact = asking("SELECT * { VALUES ?x { 1 2 3 } }", limit=3)
    with exact.batches() as flow:
        assert [len(batch.rows) for batch in flow] == [3, 0]
    assert not exact.more


def test_a_graph_is_sorted_whichever_way_it_comes(graphs: tuple[ArticleGraph, ...]) -> None:
    text = "CONSTRUCT { ?s schema:name ?o } { ?s schema:name ?o }"
    store = memory_store(graphs)
    with asking(text, store).pieces("nt") as flow:
        assert b"".join(flow) == asking(text, store).whole().serialise("nt")
    with asking(text, store).batches() as flow:
        assert next(flow).variables == ("subject", "predicate", "object")


def test_a_format_must_fit_before_anything_is_asked() -> None:
    with pytest.raises(UsageError, match="cannot be written as 'turtle'"):
        asking(ENDLESS).pieces("turtle")


@pytest.mark.parametrize("take", ["whole", "pieces", "batches"])
def test_nobody_waits_longer_than_wanted(take: str) -> None:
    enough = threading.Event()

    @contextmanager
    def stuck() -> Iterator[Results]:
        enough.wait(60)
        yield ox.Store().query("ASK { }")

    with pytest.raises(QueryTimeoutError, match=r"no whole answer after 0\.05 seconds") as caught:
        taken(Asking(prepare("ASK { }"), stuck, seconds=0.05), take)
    assert "--timeout" in (caught.value.mend or "")
    enough.set()
    settled()


def test_an_answer_that_comes_for_ever_is_not_waited_for_either() -> None:
    with pytest.raises(QueryTimeoutError), asking(ENDLESS, seconds=0.2).pieces("csv") as flow:
        for _ in flow:
            pass
    settled()


def taken(asked: Asking, take: str) -> object:
    if take == "whole":
        return asked.whole()
    with asked.pieces("csv") if take == "pieces" else asked.batches() as flow:
        return list(flow)


@pytest.mark.parametrize("take", ["whole", "pieces", "batches"])
@pytest.mark.parametrize(
    ("text", "what"),
    [("SELECT * { ?s ?p", "syntax error"), ("SELECT (<urn:f>(1) AS ?x) {}", "the query failed")],
)
def test_errors_come_where_the_answer_is_taken(take: str, text: str, what: str) -> None:
    with pytest.raises(QueryError, match=what):
        taken(asking(text), take)


class Broken(io.RawIOBase):
    """An answer that breaks off."""

    def __init__(self) -> None:
        self._parts = iter(
            [b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"a:b"}},']
        )

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1) -> bytes:
        try:
            return next(self._parts)
        except StopIteration:
            raise EndpointError("the connection broke", where="http://x.example/") from None


@pytest.mark.parametrize("take", ["whole", "pieces", "batches"])
def test_an_answer_that_breaks_off_is_an_error(take: str) -> None:
    @contextmanager
    def opened() -> Iterator[Results]:
        yield ox.parse_query_results(Broken(), format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]  # a file

    with pytest.raises(EndpointError, match="the connection broke"):
        taken(Asking(prepare("SELECT * { }"), opened), take)


def test_a_flow_works_no_further_ahead_than_a_few_pieces() -> None:
    given: list[int] = []
    started = threading.Event()

    def work(give: Callable[[int], None]) -> None:
        for number in range(10_000):
            give(number)
            given.append(number)
            started.set()

    with Flow(work) as flow:
        started.wait(20)
        assert next(flow) == 0
    settled()
    assert len(given) < 100
