"""A query is put into the graph that is the union, and asks what it asked before."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from newsgraph.sinks.endpoint.servers import load_server
from newsgraph.sinks.endpoint.union import over_all_graphs, parameters_for
from newsgraph.sinks.named import load_named_queries
from newsgraph.sinks.sparql import prepare

FUSEKI = load_server("fuseki")
UNION = f"GRAPH <{FUSEKI.union_graph}>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { ?s ?p ?o } LIMIT 3", "SELECT * WHERE { U { ?s ?p ?o } } LIMIT 3"),
        ("ASK { ?s ?p '}' # }\n}", "ASK { U { ?s ?p '}' # } } }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { U { ?s ?p ?o } }"),
        ("CONSTRUCT { ?s ?p 1 } { ?s ?p 2 }", "CONSTRUCT { ?s ?p 1 } { U { ?s ?p 2 } }"),
        ("CONSTRUCT {} WHERE { ?s ?p 2 }", "CONSTRUCT {} WHERE { U { ?s ?p 2 } }"),
        ("DESCRIBE ?s { ?s ?p ?o }", "DESCRIBE ?s { U { ?s ?p ?o } }"),
        ("SELECT * { SELECT ?s { ?s ?p ?o } }", "SELECT * { U { SELECT ?s { ?s ?p ?o } } }"),
        ("SELECT * { ?s ?p ?o } VALUES ?s { <a:b> }", "SELECT * { U { ?s ?p ?o } } VALUES ?s { <a:b> }"),
        (
            "SELECT (EXISTS { ?a ?b ?c } AS ?d) { GRAPH ?g { ?a ?b ?c } }",
            "SELECT (EXISTS { ?a ?b ?c } AS ?d) { U { GRAPH ?g { ?a ?b ?c } } }",
        ),
        ("DESCRIBE <a:b>", "DESCRIBE <a:b>"),
        ("SELECT * FROM <a:g> { ?s ?p ?o }", "SELECT * FROM <a:g> { ?s ?p ?o }"),
    ],
)
def test_the_outermost_pattern_goes_into_the_union(text: str, expected: str) -> None:
    found = over_all_graphs(prepare(text), FUSEKI).text
    assert " ".join(found.replace(UNION, "U").split()) == expected
    ox.Store().query(found)


def test_every_shipped_query_goes_into_it_whole() -> None:
    store = ox.Store()
    for query in load_named_queries():
        asked = query.prepare({p.name: p.default or "x" for p in query.parameters})
        found = over_all_graphs(asked, FUSEKI)
        assert found.text.count(UNION) == 1
        store.query(found.standalone)


def test_servers_that_are_asked_by_parameters_or_not_at_all_get_the_query_as_it_is() -> None:
    query = prepare("SELECT * { ?s ?p ?o }")
    for name in ("oxigraph", "virtuoso", "stardog"):
        assert over_all_graphs(query, load_server(name)) is query
    assert parameters_for(query.text, load_server("oxigraph")) == (("union-default-graph", "true"),)
    assert parameters_for(query.text, load_server("virtuoso")) == ()
    assert parameters_for("SELECT * FROM <a:g> { ?s ?p ?o }", load_server("oxigraph")) == ()
