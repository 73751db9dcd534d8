from __future__ import annotations

import pytest

from newsgraph.errors import QueryError
from newsgraph.sinks.sparql import Form, prepare, term_of

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
    assert "newsgraph load" in (caught.value.mend or "")


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { ?s ?p $o }", "SELECT * WHERE { VALUES (?o) { (5) }  ?s ?p $o }"),
        ("SELECT * { ?s ?p ?o }", "SELECT * { VALUES (?o) { (5) }  ?s ?p ?o }"),
        ("ASK { ?s ?p ?o }", "ASK { VALUES (?o) { (5) }  ?s ?p ?o }"),
        (
            "SELECT (EXISTS { ?s ?p 1 } AS ?e) WHERE { ?s ?p ?o }",
            "SELECT (EXISTS { ?s ?p 1 } AS ?e) WHERE { VALUES (?o) { (5) }  ?s ?p ?o }",
        ),
        ("CONSTRUCT { ?s ?p 1 } { ?s ?p ?o }", "CONSTRUCT { ?s ?p 1 } { VALUES (?o) { (5) }  ?s ?p ?o }"),
        (
            "CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p 1 } WHERE { VALUES (?o) { (5) }  ?s ?p ?o }",
        ),
        ("DESCRIBE ?s WHERE { ?s ?p ?o }", "DESCRIBE ?s WHERE { VALUES (?o) { (5) }  ?s ?p ?o }"),
    ],
)
def test_parameters_are_bound_at_the_head_of_the_pattern(text: str, expected: str) -> None:
    number = '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert prepare(text, {"o": "5"}).text == expected.replace("(5)", f"({number})")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("SELECT * { ?s ?p ?x }", "no parameter 'o'"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "no pattern that could hold"),
        ("DESCRIBE ?o", "no pattern that could hold"),
        ("SELECT * { SELECT ?o { ?s ?p ?o } }", "bare sub-select"),
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
