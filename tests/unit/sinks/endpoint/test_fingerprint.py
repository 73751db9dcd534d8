from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.endpoint.fingerprint import fingerprint, fingerprint_query
from newsgraph.sinks.query import memory_store, run_query
from newsgraph.sinks.sparql import prepare
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from newsgraph.rdf import ArticleGraph


def by_query(*graphs: ArticleGraph) -> dict[str, tuple[int, ...]]:
    query = prepare(fingerprint_query(graph.graph for graph in graphs))
    rows = [[str(cell) for cell in row] for row in run_query(memory_store(graphs), query).rows()]
    return {name[1:-1]: tuple(int(number.split('"')[1]) for number in rest) for name, *rest in rows}


def test_the_endpoint_gives_the_same_numbers(graphs: tuple[ArticleGraph, ...]) -> None:
    assert by_query(*graphs) == {graph.graph: fingerprint(graph.triples) for graph in graphs}


@pytest.mark.parametrize(
    "term",
    [
        '"„Wir nehmen nichts für bare Münze“ 🙂"',
        '"Zeile\\n\\"Marke\\" \\\\ \\t"',
        '"Tag"@de',
        f'"2022-01-12T14:35:00+01:00"^^<{XSD.dateTime}>',
        f'"0.5"^^<{XSD.decimal}>',
        "<https://a.example/x%20y?q=1#z>",
    ],
)
def test_terms_of_every_kind(term: str) -> None:
    graph = graph_of("https://a.example/a", "https://a.example/g", [("<s:s>", "<p:p>", term)])
    assert by_query(graph) == {"https://a.example/g": fingerprint(graph.triples)}


def test_kinds_of_one_word_differ() -> None:
    terms = ['"1"', '"1"@de', f'"1"^^<{XSD.integer}>', f'"1"^^<{XSD.decimal}>', "<a:1>"]
    prints = {fingerprint([("<s:s>", "<p:p>", term)]) for term in terms}
    assert len(prints) == len(terms)
