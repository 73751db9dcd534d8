from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import QueryError, UsageError
from newsgraph.sinks.query import Answer, Kind, memory_store, run_query
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsgraph.rdf import ArticleGraph

HEADLINES = "SELECT ?headline WHERE { ?article schema:headline ?headline } ORDER BY ?headline"


def ask(graphs: tuple[ArticleGraph, ...], text: str, parameters: Mapping[str, str] | None = None) -> Answer:
    return run_query(memory_store(graphs), prepare(text, parameters))


def test_a_table(graphs: tuple[ArticleGraph, ...]) -> None:
    answer = ask(graphs, HEADLINES)
    assert answer.kind is Kind.TABLE
    assert answer.variables == ("headline",)
    assert [str(row[0]) for row in answer.rows()] == ['"Brücke gesperrt"', '"Land hilft"']
    assert answer.truth


def test_table_formats(graphs: tuple[ArticleGraph, ...]) -> None:
    answer = ask(graphs, HEADLINES)
    assert answer.serialise("csv").decode() == "headline\r\nBrücke gesperrt\r\nLand hilft\r\n"
    assert answer.serialise("tsv").decode() == '?headline\n"Brücke gesperrt"\n"Land hilft"\n'
    assert len(json.loads(answer.serialise("json"))["results"]["bindings"]) == 2
    assert b"<sparql" in answer.serialise("xml")


def test_an_unbound_value_is_none(graphs: tuple[ArticleGraph, ...]) -> None:
    answer = ask(graphs, "SELECT ?none ?one WHERE { BIND(1 AS ?one) }")
    assert [(row[0], str(row[1])[:3]) for row in answer.rows()] == [(None, '"1"')]


def test_the_default_graph_is_the_union(graphs: tuple[ArticleGraph, ...]) -> None:
    ada = "<https://data.example/person/ada-berg>"
    count = ask(graphs, f"SELECT (COUNT(?article) AS ?n) WHERE {{ ?article schema:mentions {ada} }}")
    assert count.serialise("csv") == b"n\r\n2\r\n"


def test_from_names_the_graphs_that_are_asked(graphs: tuple[ArticleGraph, ...]) -> None:
    text = "SELECT ?h {} {{ ?a schema:headline ?h }}"
    first, second = (f"FROM <{graph.graph}>" for graph in graphs)
    assert len(list(ask(graphs, text.format(first)).rows())) == 1
    assert len(list(ask(graphs, text.format(first + second)).rows())) == 2
    assert not ask(graphs, text.format("FROM <urn:none>")).truth
    inside = "SELECT ?h FROM NAMED <{}> {{ GRAPH ?g {{ ?a schema:headline ?h }} }}"
    assert len(list(ask(graphs, inside.format(graphs[0].graph)).rows())) == 1


def test_graphs_have_their_names(graphs: tuple[ArticleGraph, ...]) -> None:
    answer = ask(graphs, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    assert [str(row[0]) for row in answer.rows()] == [f"<{graph.graph}>" for graph in graphs]


def test_truth(graphs: tuple[ArticleGraph, ...]) -> None:
    assert ask(graphs, "ASK { ?x a ng:Statement }").truth
    answer = ask(graphs, "ASK { ?x a ng:Nothing }")
    assert (answer.kind, answer.truth, answer.variables) == (Kind.TRUTH, False, ())
    assert answer.serialise("csv") == b"false"
    assert list(answer.rows()) == []


def test_a_graph_is_sorted_and_each_triple_comes_once(graphs: tuple[ArticleGraph, ...]) -> None:
    answer = ask(
        graphs, "CONSTRUCT { ?s ng:said ?t } WHERE { ?s a ng:Statement ; schema:text ?t ; ng:evidence ?e }"
    )
    lines = answer.serialise("nt").decode().splitlines()
    assert answer.kind is Kind.GRAPH
    assert len(lines) == 4
    assert lines == sorted(set(lines))
    assert len(list(answer.rows())) == 4
    assert b"@prefix ng:" in answer.serialise("turtle")
    assert b"rdf:RDF" in answer.serialise("rdfxml")
    assert json.loads(answer.serialise("jsonld"))


def test_describe(graphs: tuple[ArticleGraph, ...]) -> None:
    assert ask(graphs, "DESCRIBE <https://data.example/person/ada-berg>").truth


@pytest.mark.parametrize(
    ("text", "form"), [(HEADLINES, "turtle"), ("ASK { ?s ?p ?o }", "nt"), ("DESCRIBE <a:b>", "csv")]
)
def test_a_format_must_fit(graphs: tuple[ArticleGraph, ...], text: str, form: str) -> None:
    with pytest.raises(UsageError, match=f"cannot be written as '{form}'") as caught:
        ask(graphs, text).serialise(form)
    assert "formats that fit: " in (caught.value.mend or "")


def test_a_parameter_that_tries_to_be_a_query_is_a_string(graphs: tuple[ArticleGraph, ...]) -> None:
    text = "SELECT * WHERE { ?a schema:headline ?h FILTER(?h = $x) }"
    assert not ask(graphs, text, {"x": 'x") } #'}).truth
    assert ask(graphs, text, {"x": "Land hilft"}).truth


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("SELECT * WHERE {\n  ?s ?p }", "query, line 2, column "),
        ("SELECT * WHERE { ?s ?p ?o", "query, line 1, column 26"),
        ("SELECT (1 AS ?x) (2 AS ?x) { }", "query, line 1"),
    ],
)
def test_syntax_errors_say_where(graphs: tuple[ArticleGraph, ...], text: str, where: str) -> None:
    with pytest.raises(QueryError, match="syntax error") as caught:
        ask(graphs, text)
    assert (caught.value.where or "").startswith(where)
    assert caught.value.mend


def test_the_column_does_not_count_what_binds_parameters(graphs: tuple[ArticleGraph, ...]) -> None:
    text = "SELECT * WHERE { ?s ?p ?x FILTER }"
    with pytest.raises(QueryError) as without:
        ask(graphs, text)
    with pytest.raises(QueryError) as bound:
        ask(graphs, text, {"x": "1"})
    assert bound.value.where == without.value.where


def test_an_undeclared_prefix_is_named(graphs: tuple[ArticleGraph, ...]) -> None:
    with pytest.raises(QueryError, match="prefix that is not declared") as caught:
        ask(graphs, "SELECT * WHERE { ?s foaf:name ?o }")
    assert "schema" in (caught.value.mend or "")


def test_an_unknown_function(graphs: tuple[ArticleGraph, ...]) -> None:
    with pytest.raises(QueryError, match="the query failed"):
        ask(graphs, "SELECT (<https://x.example/f>(1) AS ?x) WHERE { }")
