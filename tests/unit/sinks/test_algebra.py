"""What a query means in words, and what looks like a mistake in it."""

from __future__ import annotations

import pytest

from newsgraph.errors import QueryError
from newsgraph.sinks.algebra import Algebra
from newsgraph.sinks.doubts import find_doubts
from newsgraph.sinks.named import load_named_queries
from newsgraph.sinks.sparql import prepare


def steps(text: str) -> list[str]:
    return Algebra(prepare(text, services=["https://x.example/"])).steps()


def doubts(text: str) -> list[str]:
    query = prepare(text)
    return find_doubts(query, Algebra(query))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?s { ?s a ng:Statement }", ["match", "  ?s a ng:Statement", "columns ?s"]),
        (
            (
                "SELECT DISTINCT ?s { ?s schema:name 'x' OPTIONAL { ?s ng:cue ?c FILTER(?c != 'y') } } "
                "LIMIT 3 OFFSET 2"
            ),
            [
                "match",
                '  ?s schema:name "x"',
                "optional",
                "  ?s ng:cue ?c",
                '  if ?c != "y"',
                "columns ?s",
                "each row once",
                "rows from 2, 3 of them",
            ],
        ),
        (
            "SELECT ?s { { ?s a ng:Statement } UNION { ?s a ng:Proposal } MINUS { ?s ng:cue ?c } }",
            [
                "either",
                "  ?s a ng:Statement",
                "or",
                "  ?s a ng:Proposal",
                "without",
                "  ?s ng:cue ?c",
                "columns ?s",
            ],
        ),
        (
            (
                "SELECT ?g (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ?p 1 } } "
                "GROUP BY ?g HAVING(COUNT(*) > 2) ORDER BY DESC(?n)"
            ),
            [
                "in graph ?g",
                "  ?s ?p 1",
                "group by ?g",
                "filter COUNT(*) > 2",
                "let ?n = COUNT(DISTINCT ?s)",
                "order by DESC(?n)",
                "columns ?g ?n",
            ],
        ),
        (
            (
                "ASK { VALUES (?a ?b) { (1 2) } BIND(STRLEN(STR(?a)) + 1.5 AS ?l) "
                "FILTER(?a IN (1, 2) && !(?b = 3 || ?l < 4)) }"
            ),
            [
                "values for ?a, ?b: 1 rows",
                "let ?l = STRLEN(STR(?a)) + 1.5",
                "filter ?a IN (1, 2) && !(?b = 3 || ?l < 4)",
            ],
        ),
        (
            (
                'SELECT ?s { ?s (ng:samePersonAs|^ng:samePersonAs)*/schema:name "x"@de '
                "FILTER NOT EXISTS { ?s ng:cue ?c } }"
            ),
            [
                "match",
                '  ?s (ng:samePersonAs|^ng:samePersonAs)*/schema:name "x"@de',
                "filter NOT EXISTS { ?s ng:cue ?c }",
                "columns ?s",
            ],
        ),
        (
            "SELECT ?s { SERVICE <https://x.example/> { ?s ?p ?o } }",
            ["asked of <https://x.example/>", "columns ?s"],
        ),
        ("SELECT * { ?s ?p ?o }", ["match", "  ?s ?p ?o", "columns ?s ?p ?o"]),
        ("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o }", ["match", "  ?s ?p ?o"]),
        ("DESCRIBE <https://x.example/a>", []),
    ],
)
def test_steps_follow_from_each_other(text: str, expected: list[str]) -> None:
    assert steps(text) == expected


def test_patterns_come_in_the_order_of_the_query() -> None:
    text = (
        "SELECT ?z { ?z schema:name ?y . ?y ng:cue ?x . ?x ng:frame ?w . ?w ng:speaker ?v . ?v a ng:Mention }"
    )
    assert [line[2:4] for line in steps(text)[1:-1]] == ["?z", "?y", "?x", "?w", "?v"]


def test_a_pattern_is_counted_unless_it_is_a_path() -> None:
    algebra = Algebra(prepare("SELECT ?s { ?s schema:name ?n ; ng:cue|ng:frame [] . [] a ng:Statement }"))
    counting = [algebra.counting(pattern) for pattern in algebra.patterns()]
    assert counting.count(None) == 1
    assert "SELECT (COUNT(*) AS ?n) { ?s <https://schema.org/name> ?n }" in counting
    for text in counting:
        assert text is None or prepare(text)


def test_the_shipped_queries_have_steps_and_no_doubts() -> None:
    queries = load_named_queries()
    assert queries
    for named in queries:
        query = named.prepare({one.name: one.default or "x" for one in named.parameters})
        algebra = Algebra(query)
        assert len(algebra.steps()) > 5
        assert [doubt for doubt in find_doubts(query, algebra) if "?none" not in doubt] == []


def test_what_rdflib_cannot_read_is_told() -> None:
    with pytest.raises(QueryError, match="no algebra"):
        steps("SELECT * { ?s ?p }")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?s { ?s schema:name ?n }", []),
        ("PREFIX s: <http://schema.org/> SELECT ?s { ?s s:name ?n }", ["another vocabulary"]),
        ("SELECT ?s { ?s a <http://schema.org/Person> }", ["another vocabulary"]),
        ("SELECT ?nmae { ?s schema:name ?name }", ["?nmae never gets a value: is ?name meant?"]),
        ("SELECT ?s { ?s ng:cue ?c FILTER(?other = 1) }", ["?other never gets a value"]),
        (
            "SELECT ?name { ?s schema:name ?name . ?s ng:cue ?names }",
            ["?names stands alone: is ?name meant?"],
        ),
        ("SELECT ?name (COUNT(?s) AS ?names) { ?s schema:name ?name } GROUP BY ?name", []),
        ("SELECT ?a { ?a ng:cue ?b . ?c ng:frame ?d }", ["nothing joins"]),
        ("SELECT ?a { ?a ng:cue ?b . ?c ng:frame ?d . ?b ng:refersTo ?d }", []),
        ("SELECT ?a { ?a ng:cue ?b OPTIONAL { ?c ng:frame ?d } }", ["nothing joins"]),
        ("SELECT ?a { { ?a ng:cue ?b . ?c ng:frame ?d } UNION { ?a ng:cue ?b } }", ["nothing joins"]),
        ("SELECT ?a { { SELECT ?a { ?a ng:cue ?b . ?c ng:frame ?d } } }", ["nothing joins"]),
        ("SELECT ?a { GRAPH ?g { ?a ng:cue ?b . ?c ng:frame ?d } }", []),
        ("SELECT ?a { ?a ng:cue ?b BIND(STR(?b) AS ?c) FILTER(?c != '') }", []),
        ("SELECT ?a { ?a ng:cue ?b } LIMIT 5", ["LIMIT without ORDER BY"]),
        ("SELECT ?a { ?a ng:cue ?b } ORDER BY ?a LIMIT 5", []),
        ("SELECT ?a { ?a ng:cue ?b } OFFSET 5", []),
        ("SELECT (COUNT(*) AS ?n) { ?a ng:cue ?b } LIMIT 1", []),
        ("SELECT ?a (COUNT(*) AS ?n) { ?a ng:cue ?b } GROUP BY ?a LIMIT 1", ["LIMIT without ORDER BY"]),
    ],
)
def test_what_looks_like_a_mistake_is_told_and_nothing_else(text: str, expected: list[str]) -> None:
    found = doubts(text)
    assert len(found) == len(expected)
    for doubt, part in zip(found, expected, strict=True):
        assert part in doubt
