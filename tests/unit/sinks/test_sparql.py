from __future__ import annotations

import pytest

from newsgraph.errors import QueryError
from newsgraph.sinks.sparql import Form, limited, prepare, term_of

ALL = "SELECT * WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (ALL, Form.SELECT),
        ("# INSERT DATA\nprefix x: <https://x.example/#> ask { ?s x:insert 'DELETE' }", Form.ASK),
        ("BASE <https://select.example/> CONSTRUCT WHERE { ?s ?p ?o }", Form.CONSTRUCT),
        ("DESCRIBE <https://x.example/service>", Form.DESCRIBE),
    ],
)
def test_the_form_is_found(text: str, form: Form) -> None:
    assert prepare(text).form is form


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "prefix a: <a:> delete where { ?s ?p ?o }",
        "DROP ALL",
        "LOAD <file:///x>",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL # SELECT",
    ],
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="changes data") as caught:
        prepare(text)
    assert "SELECT" in (caught.value.mend or "")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <https://x.example/> { ?s ?p ?o } }",
        "SELECT * { service silent?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'it''s'\n SERVICE<https://x.example/>{ ?s ?p ?o } }",
        'SELECT * { ?s ?p """a"b""" . SERVICE ?x { ?s ?p ?o } }',
        "SELECT * { ?s ?p ?o } # \n SERVICE",
        "SELECT * { ?s <https://x.example/#> ?o . SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b) SERVICE ?x { FILTER(?a>?b) } }",
    ],
)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE would send") as caught:
        prepare(text)
    assert (caught.value.where or "").startswith("query, line ")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?service 'SERVICE' }",
        'SELECT * { ?s ?p "a\\" SERVICE <https://x.example/>" }',
        "SELECT * { ?s <https://x.example/SERVICE> ?o } # SERVICE",
        "PREFIX service: <https://x.example/> SELECT * { ?s service:SERVICE ?o }",
        "SELECT * { ?s ?p '''it's SERVICE''' }",
    ],
)
def test_what_only_looks_like_service_passes(text: str) -> None:
    assert prepare(text).text == text


def test_escapes_cannot_hide_a_keyword() -> None:
    with pytest.raises(QueryError, match="escape") as caught:
        prepare("SELECT * {\n \\u0053ERVICE <https://x.example/> { ?s ?p ?o } }")
    assert caught.value.where == "query, line 2, column 2"


@pytest.mark.parametrize("text", ["", "   # only a comment", "hello", "{ ?s ?p ?o }"])
def test_what_is_no_query(text: str) -> None:
    with pytest.raises(QueryError, match="not a SPARQL query"):
        prepare(text)


FIVE = '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ?s ?p $o }", "ASK { ?s ?p 5 }"),
        ("SELECT ?s WHERE { ?s ?p ?o }", "SELECT ?s WHERE { ?s ?p 5 }"),
        ("SELECT ?o { ?s ?p ?o }", "SELECT ?o { VALUES (?o) { (5) } ?s ?p 5 }"),
        ("SELECT * { ?s ?p ?o }", "SELECT * { VALUES (?o) { (5) } ?s ?p 5 }"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { ?s ?p 5 }"),
        (
            "SELECT (EXISTS { ?s ?p ?o } AS ?e) WHERE { ?s ?p 1 }",
            "SELECT (EXISTS { ?s ?p 5 } AS ?e) WHERE { ?s ?p 1 }",
        ),
        ("CONSTRUCT { ?s ?p 1 } { ?s ?p ?o }", "CONSTRUCT { ?s ?p 1 } { ?s ?p 5 }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p 5 }"),
        ("SELECT ?s { { SELECT ?s { ?s ?p ?o } } }", "SELECT ?s { { SELECT ?s { ?s ?p 5 } } }"),
        (
            "SELECT ?s { { SELECT ?s ?o { ?s ?p ?o } GROUP BY ?o HAVING(?n > ?o) } }",
            "SELECT ?s { { SELECT ?s ?o { VALUES (?o) { (5) } ?s ?p 5 } GROUP BY ?o HAVING(?n > 5 ) } }",
        ),
        ("SELECT * { SELECT ?s { ?s ?p ?o } }", "SELECT * { VALUES (?o) { (5) } { SELECT ?s { ?s ?p 5 } }}"),
        ("SELECT ?s { ?s ?p ?q FILTER(BOUND ( ?o )) }", "SELECT ?s { ?s ?p ?q FILTER(true) }"),
        ("SELECT ?s { ?s ?p ?q } ORDER BY STR(?o) ?q", "SELECT ?s { ?s ?p ?q } ORDER BY STR( 5 ) ?q"),
        (
            "SELECT ?s { VALUES ?s { 1 } ?s ?p '?o' FILTER(?o > 1) } # ?o",
            "SELECT ?s { VALUES ?s { 1 } ?s ?p '?o' FILTER( 5 > 1) } # ?o",
        ),
        ("ASK { ?s <https://x.example/?o=1&p> ?o }", "ASK { ?s <https://x.example/?o=1&p> 5 }"),
    ],
)
def test_parameters_take_the_place_of_variables(text: str, expected: str) -> None:
    written = prepare(text, {"o": "5"}).text.replace(FIVE, "5")
    assert " ".join(written.split()) == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT * { ?s ?p ?x }", "no parameter 'o'"),
        ("SELECT * { ?s ?o ?x }", "only an IRI can stand"),
        ("SELECT * { GRAPH ?o { ?s ?p ?x } }", "only an IRI can stand"),
        ("DESCRIBE ?o", "only an IRI can stand"),
        ("SELECT * { ?s ?p ?x BIND(1 AS ?o) }", "gives \\?o a value itself"),
        ("SELECT (1 AS ?o) { }", "gives \\?o a value itself"),
        ("SELECT * { VALUES ?o { 1 2 } ?s ?p ?o }", "gives \\?o a value itself"),
        ("SELECT * { VALUES (?s ?o) { (1 2) } }", "gives \\?o a value itself"),
        ("SELECT * { ?s ?p ?o } VALUES ?o { 1 2 }", "gives \\?o a value itself"),
        ("SELECT * { ?s ?p ?o FILTER(?q<?o&&?o>?s) }", "looks like an IRI"),
    ],
)
def test_parameters_that_cannot_be_bound(text: str, what: str) -> None:
    with pytest.raises(QueryError, match=what) as caught:
        prepare(text, {"o": "5"})
    assert caught.value.mend


@pytest.mark.parametrize("name", ["o }", "", "1", "o) { } #"])
def test_a_parameter_name_cannot_carry_a_query(name: str) -> None:
    with pytest.raises(QueryError, match="no parameter"):
        prepare(ALL, {name: "x"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { } LIMIT 5", "SELECT * { } LIMIT 3"),
        ("SELECT * { } LIMIT 2 OFFSET 1", "SELECT * { } LIMIT 2 OFFSET 1"),
        ("SELECT * { } # LIMIT 2", "SELECT * { } # LIMIT 2\nLIMIT 3\n"),
        ("SELECT * { { SELECT * { } LIMIT 1 } }", "SELECT * { { SELECT * { } LIMIT 1 } }\nLIMIT 3\n"),
        ("SELECT * { } OFFSET 1 VALUES ?x { 1 }", "SELECT * { } OFFSET 1 \nLIMIT 3\nVALUES ?x { 1 }"),
    ],
)
def test_no_more_rows_are_asked_for_than_wanted(text: str, expected: str) -> None:
    assert limited(prepare(text), 3).text == expected


def test_own_prefixes_go_before_the_known_and_behind_those_of_the_query() -> None:
    own = {"schema": "http://schema.org/", "x": "https://x.example/"}
    query = prepare("PREFIX x: <urn:x:> ASK { ?s schema:name x:y }", prefixes=own)
    assert query.standalone == f"PREFIX schema: <http://schema.org/> {query.text}"
    assert "<https://x.example/y>" in prepare("ASK { ?s ?p ?o }", {"o": "x:y"}, prefixes=own).text


@pytest.mark.parametrize(
    "prefixes", [{"x": "no iri"}, {"x": "relative"}, {"x y": "urn:x"}, {"1": "urn:x"}, {"x.": "urn:x"}]
)
def test_prefixes_that_are_none(prefixes: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="not a"):
        prepare("ASK { }", prefixes=prefixes)


def test_every_prefix_of_the_vocabulary_is_known() -> None:
    query = prepare("ASK { ?s a owl:Class, sh:NodeShape, ng:Statement }")
    assert query.undeclared == ("ng", "owl", "sh")


ALLOWED = "https://good.example/sparql"
HIDDEN = "SERVICE <https://bad.example/> {}"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service silent <{ALLOWED}> {{ ?s ?p 'SERVICE' }} }}",
        f"SELECT * {{ SERVICE # <https://bad.example/>\n<{ALLOWED}> {{ ?s ?p ?o }} }}",
    ],
)
def test_an_endpoint_that_was_named_may_be_asked(text: str) -> None:
    assert prepare(text, services=[ALLOWED]).text == text


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {HIDDEN} }}",
        f"SELECT * {{ SERVICE <{ALLOWED}/more> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{ALLOWED}> {{ {HIDDEN} }} }}",
        f"SELECT * {{ ?s ?p ?x . SERVICE ?x {{ ?s ?p ?o }} SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}",
        f"BASE <{ALLOWED}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
        "PREFIX g: <https://good.example/> SELECT * { SERVICE g:sparql { ?s ?p ?o } }",
        f"SELECT * {{ ?s ?p ?o FILTER(?o<?o#c> '''\n) {HIDDEN} #'''\n}}",
        f"SELECT * {{ ?s ?p ?o FILTER(?o<?o#c> SERVICE <{ALLOWED}> '''\n) {HIDDEN} #'''\n}}",
        "SELECT * { ?s ?p 1e5SERVICE<https://bad.example/>{ } }",
        f"SELECT * {{ ?s own:p ?o FILTER(?o<?o#c> '''\n) {HIDDEN} #'''\n}}",
    ],
)
def test_no_other_endpoint_may_be_asked(text: str) -> None:
    for services in ([], [ALLOWED]):
        with pytest.raises(QueryError, match="SERVICE"):
            prepare(text, prefixes={"own": "https://own.example/"}, services=services)


def test_the_endpoint_is_no_parameter() -> None:
    with pytest.raises(QueryError, match="which endpoint SERVICE asks must stand here"):
        prepare("SELECT * { SERVICE ?x { ?s ?p ?o } }", {"x": f"<{ALLOWED}>"}, services=[ALLOWED])


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("Angela Merkel", '"Angela Merkel"'),
        ("", '""'),
        ('Er sagte "ja"', '"Er sagte \\"ja\\""'),
        ('x" } DROP ALL', '"x\\" } DROP ALL"'),
        ("<https://x.example/a>", "<https://x.example/a>"),
        ("https://x.example/a?b=c", "<https://x.example/a?b=c>"),
        ("schema:name", "<https://schema.org/name>"),
        ("Merkel: Wir", '"Merkel: Wir"'),
        ("42", f'"42"^^<{XSD}integer>'),
        ("-0.5", f'"-0.5"^^<{XSD}decimal>'),
        ("2015-09-17", f'"2015-09-17"^^<{XSD}date>'),
        ("2015-09-17T12:00:00Z", f'"2015-09-17T12:00:00Z"^^<{XSD}dateTime>'),
        ("true", f'"true"^^<{XSD}boolean>'),
        ('"1984"', '"1984"'),
        ('"Tag"@de', '"Tag"@de'),
        ('"2015"^^xsd:gYear', f'"2015"^^<{XSD}gYear>'),
        (f'"2015"^^<{XSD}gYear>', f'"2015"^^<{XSD}gYear>'),
    ],
)
def test_values_have_the_type_they_look_like(value: str, term: str) -> None:
    assert str(term_of(value)) == term


@pytest.mark.parametrize("value", ["<a b>", "<no iri>", '"x"^^nothing:y', '"x"^^y'])
def test_values_that_are_none(value: str) -> None:
    with pytest.raises(QueryError, match="not a value"):
        term_of(value)


def test_prefixes_that_are_used_undeclared_are_declared_for_others() -> None:
    query = prepare(
        "PREFIX ng: <https://other.example/> SELECT * { ?s a ng:X ; schema:name 'oa:x' ; foo:bar ?o }"
    )
    assert query.undeclared == ("schema",)
    assert query.standalone == f"PREFIX schema: <https://schema.org/> {query.text}"
