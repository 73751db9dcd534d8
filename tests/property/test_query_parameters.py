"""A parameter is the very term that was given, and changes nothing else of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import QueryError
from newsgraph.sinks.binding import serialised
from newsgraph.sinks.query import memory_store, run_query
from newsgraph.sinks.sparql import prepare, term_of
from newsgraph.sinks.tokens import tokens_of

if TYPE_CHECKING:
    from newsgraph.sinks.query import Cell

HOSTILE = [
    '"',
    "'",
    "\\",
    "\\\\",
    "\\u0041",
    "\\U00000041",
    "}",
    "{",
    ">",
    "<",
    "?x",
    "$x",
    "#",
    "\n",
    "\r",
    "\t",
    "\0",
]
HOSTILE += [
    '"""',
    "'''",
    '" } DELETE',
    "SERVICE <http://a.example/> {}",
    "^^",
    "@de",
    "ü",
    "\u2028",
    "𝔄",
    "e\u0301",
    "::",
]
TEXT = st.one_of(
    st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
)
LITERALS = st.one_of(
    TEXT.map(ox.Literal),
    st.builds(ox.Literal, TEXT, language=st.sampled_from(["de", "de-CH", "en-x-a"])),
    st.builds(ox.Literal, TEXT, datatype=st.just(ox.NamedNode("https://x.example/type"))),
)
IRIS = (
    st.text(
        st.characters(
            min_codepoint=0x21, exclude_categories=["Cs", "Co", "Cn"], exclude_characters='<>"{}|^`\\%[]'
        )
    )
    .filter(lambda text: "#" not in text.partition("#")[2])
    .map(lambda text: f"urn:x:{text}")
)
QUERIES = [
    "SELECT ?x { }",
    "SELECT ?y { { SELECT ?y { BIND(?x AS ?y) } } }",
    "SELECT (?x AS ?y) { }",
    "SELECT ?y { BIND(COALESCE(?none, ?x) AS ?y) FILTER(BOUND(?x)) }",
    "SELECT (SAMPLE(?x) AS ?y) { } GROUP BY ?none HAVING(?x = ?x)",
    "SELECT ?y { { } UNION { } { BIND(?x AS ?y) FILTER EXISTS { FILTER(SAMETERM(?x, ?x)) } } } LIMIT 1",
]


def quoted(literal: ox.Literal) -> str:
    """Return a literal as one may write it for a parameter."""
    if literal.language:
        return f'"{literal.value}"@{literal.language}'
    plain = literal.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return f'"{literal.value}"' + ("" if plain else f"^^{literal.datatype}")


def answer(text: str, value: str) -> Cell:
    rows = list(run_query(ox.Store(), prepare(text, {"x": value})).rows())
    assert len(rows) == 1
    return rows[0][0]


@pytest.mark.parametrize("text", QUERIES)
@given(literal=LITERALS)
def test_a_literal_comes_out_as_it_went_in(text: str, literal: ox.Literal) -> None:
    assert term_of(quoted(literal)) == literal
    assert answer(text, quoted(literal)) == literal


@given(literal=LITERALS)
def test_another_engine_reads_the_same_literal(literal: ox.Literal) -> None:
    query = prepare("SELECT (?x AS ?y) { }", {"x": quoted(literal)})
    (row,) = rdflib.Graph().query(query.standalone)
    found = cast("tuple[rdflib.Literal]", row)[0]
    assert (str(found), found.language) == (literal.value, literal.language)


@given(text=IRIS)
def test_an_iri_comes_out_as_it_went_in_or_is_refused(text: str) -> None:
    try:
        term = ox.NamedNode(text)
    except ValueError:
        with pytest.raises(QueryError, match="not a value"):
            prepare("SELECT ?x { }", {"x": f"<{text}>"})
    else:
        assert answer("SELECT ?x { }", f"<{text}>") == term


@pytest.mark.parametrize("text", [*QUERIES, "CONSTRUCT { ?s ?p ?x } WHERE { ?s ?p ?x MINUS { ?x ?q ?o } }"])
@given(value=st.one_of(TEXT, LITERALS.map(quoted)))
def test_the_structure_of_a_query_stays(text: str, value: str) -> None:
    try:
        term = term_of(value)
    except QueryError:  # such as `<`, something, `>`
        with pytest.raises(QueryError, match="not a value"):
            prepare(text, {"x": value})
        return
    written = serialised(term)
    query, benign = prepare(text, {"x": value}), prepare(text, {"x": "benign"})
    assert query.text.replace(written, '"benign"') == benign.text
    kinds = [token.kind for token in tokens_of(written)]
    assert kinds[0] == ("iri" if isinstance(term, ox.NamedNode) else "string")
    assert kinds[1:] in ([], ["word"], ["mark", "mark", "iri"])


PLACES = """
@prefix x: <https://x.example/> .
x:a x:p 1 ; x:q "one" . x:b x:p 2 ; x:q "two" . x:c x:p 2 .
"""


@pytest.mark.parametrize(
    ("text", "value", "subjects"),
    [
        ("SELECT ?s { ?s x:p $v }", "2", "bc"),
        ("SELECT ?s { { SELECT ?s { ?s x:p $v } } }", "2", "bc"),
        ("SELECT ?s { { ?s x:p ?n FILTER(?n = $v) } }", "2", "bc"),
        ("SELECT ?s { GRAPH ?g { ?s x:p ?n FILTER(?n = $v) } }", "2", "bc"),
        ("SELECT ?s { { ?s x:p ?n FILTER(?n = $v) } UNION { ?s x:q ?n FILTER(?n = $v) } }", "2", "bc"),
        ("SELECT ?s { ?s x:p ?n MINUS { ?s x:p ?m FILTER(?m = $v) } }", "2", "a"),
        ("SELECT ?s { ?s x:p ?n FILTER NOT EXISTS { ?s x:p $v } }", "2", "a"),
        ("SELECT ?s { { ?s x:p ?n FILTER EXISTS { ?s x:p $v } } }", "1", "a"),
        ("SELECT ?s { { ?s x:q ?q OPTIONAL { ?s x:p $v } } }", "2", "ab"),
        (
            "SELECT ?s { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING(COUNT(*) = $v) } }",
            "1",
            "c",
        ),
        ("SELECT ?s { ?s x:p ?n } GROUP BY ?s HAVING(SUM(?n) < $v)", "2", "a"),
        ("SELECT ?s ?v { { SELECT ?s ?v { ?s x:p ?v } GROUP BY ?s ?v } }", "2", "bc"),
        ("SELECT ?s { ?s $v 'one' }", "x:q", "a"),
        ("SELECT ?s { ?s x:p ?n BIND($v AS ?m) FILTER(?n = ?m) }", "1", "a"),
        ("SELECT ?s { { SELECT ?s { { SELECT ?s ?n { ?s x:p ?n FILTER(?n >= $v) } } } } }", "2", "bc"),
    ],
)
def test_a_parameter_means_the_same_wherever_it_stands(text: str, value: str, subjects: str) -> None:
    graph = ox.NamedNode("urn:g")
    quads = [
        ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(PLACES, format=ox.RdfFormat.TURTLE)
    ]
    store = memory_store([])
    store.extend(quads)
    query = prepare(text, {"v": value}, prefixes={"x": "https://x.example/"})
    found = {str(row[0]).strip("<>")[-1] for row in run_query(store, query).rows()}
    assert found == set(subjects)
