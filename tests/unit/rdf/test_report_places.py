"""Results point at the triple that they are about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsgraph.model import Result
from newsgraph.rdf.jsonld_scan import JsonLdScan
from newsgraph.rdf.report_places import point_at_triples
from newsgraph.rdf.turtle_scan import TurtleScan

XSD = "http://www.w3.org/2001/XMLSchema#"
TURTLE = '''\
@prefix : <urn:x:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

:a a :C ;
    :p "ä", "Ja \\"du\\""@de, 1.5 , true ;
    :q :b, [ :p 2 ] , ( 1 2 ) ;
    :r """zwei
Zeilen"""^^xsd:string .

:b :s "end" ; :t :a .
:c :s 1 .
'''
A = Result(focus="urn:x:a", line=4, file="a.ttl")


def marked(result: Result, text: str = TURTLE, form: str = "turtle") -> str | None:
    """Return what a result points at, None where it keeps its line."""
    (found,) = point_at_triples([result], text, form)
    if found.column is None:
        assert found == result
        return None
    assert found.line is not None
    assert found.end_line is not None
    assert found.end_column is not None
    lines = text.split("\n")[found.line - 1 : found.end_line]
    lines[-1] = lines[-1][: found.end_column - 1]
    lines[0] = lines[0][found.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("path", "value", "kind", "shown"),
    [
        ("urn:x:p", "ä", f"{XSD}string", '"ä"'),
        ("urn:x:p", 'Ja "du"', "@de", '"Ja \\"du\\""'),
        ("urn:x:p", "1.5", f"{XSD}decimal", "1.5"),
        ("urn:x:p", "true", f"{XSD}boolean", "true"),
        ("urn:x:q", "urn:x:b", None, ":b"),
        ("urn:x:r", "zwei\nZeilen", f"{XSD}string", '"""zwei\nZeilen"""'),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "urn:x:C", None, ":C"),
        ("urn:x:p", None, None, ":p"),
        ("urn:x:p", "not there", f"{XSD}string", ":p"),
        ("urn:x:missing", None, None, None),
        ("<urn:x:q>/<urn:x:s>", "end", f"{XSD}string", '"end"'),
        ("<urn:x:q>/<urn:x:missing>", None, None, ":q"),
        ("^<urn:x:t>", "urn:x:b", None, ":a"),
        ("^<urn:x:missing>", "urn:x:b", None, None),
        ("^<urn:x:t>/<urn:x:s>", "end", f"{XSD}string", '"end"'),
        ("<urn:x:q>/^<urn:x:q>", "urn:x:a", None, ":b"),
        ("^<urn:x:t>/<urn:x:s>", None, None, None),
        ("<urn:x:q>*", "urn:x:b", None, None),
        ("(<urn:x:z>|<urn:x:q>|<urn:x:r>)", None, None, ":q"),
        ("(<urn:x:y>|<urn:x:z>)", None, None, None),
        ("(<urn:x:q>|<urn:x:r>)/<urn:x:s>", None, None, ":q"),
        ("(<urn:x:q>|<urn:x:p>)*", "urn:x:b", None, None),
        ("<urn:x:q>/(<urn:x:s>|<urn:x:t>)", None, None, ":q"),
        ("<urn:x:missing>/(<urn:x:s>|<urn:x:t>)", None, None, None),
        (None, "urn:x:a", None, None),
        (None, "urn:x:b", None, ":b"),
        (None, "urn:x:c", None, ":c"),
        (None, "urn:x:c", f"{XSD}string", None),
        (None, "urn:x:d", None, None),
    ],
)
def test_turtle(path: str | None, value: str | None, kind: str | None, shown: str | None) -> None:
    assert marked(replace(A, path=path, value=value, value_type=kind)) == shown


def test_a_node_with_a_name_is_no_text() -> None:
    assert marked(replace(A, path="urn:x:q", value="urn:x:b", value_type=f"{XSD}string")) == ":q"


def test_nameless_nodes_keep_the_line_of_what_leads_to_them() -> None:
    assert marked(replace(A, focus="_:anon1", path="urn:x:p", value="2", value_type=f"{XSD}integer")) is None


def test_the_graph_of_the_line_counts() -> None:
    text = ':g1 { :a :p "x" . }\n:g2 {\n  :a :p "x" ;\n    :q "y"\n}\n'
    text = "@prefix : <urn:x:> .\n" + text
    result = replace(A, path="urn:x:p", value="x", value_type=f"{XSD}string")
    (first,) = point_at_triples([replace(result, line=2)], text, "trig")
    (second,) = point_at_triples([replace(result, line=4)], text, "trig")
    assert (first.line, first.column, second.line, second.column) == (2, 13, 4, 9)
    assert marked(replace(result, line=2, path="urn:x:q", value="y"), text, "trig") is None


def test_two_graphs_on_one_line_cannot_be_told_apart() -> None:
    text = '@prefix : <urn:x:> . :g1 { :a :p "x" . } :g2 { :a :p "x" . }'
    assert (
        marked(replace(A, line=1, path="urn:x:p", value="x", value_type=f"{XSD}string"), text, "trig") is None
    )


def test_a_node_that_another_graph_describes_is_not_pointed_at() -> None:
    text = '@prefix : <urn:x:> .\n:g1 { :a :p "x" . }\n:g2 { :c :p "x" . }'
    assert marked(replace(A, line=2, value="urn:x:c"), text, "trig") is None
    assert marked(replace(A, line=2, value="urn:x:c"), text.replace(":g2", ":g1"), "trig") == ":c"


def test_a_value_that_is_there_twice_is_pointed_at_where_it_stands_first() -> None:
    text = '@prefix : <urn:x:> .\n:a :p "x" ,\n"x" .'
    result = replace(A, line=2, path="urn:x:p", value="x", value_type=f"{XSD}string")
    (found,) = point_at_triples([result], text, "turtle")
    assert (found.line, found.column) == (2, 7)


def test_a_line_of_nquads() -> None:
    text = (
        "<urn:x:a> <urn:x:p> <urn:x:o> <urn:x:g1> .\n"
        '<urn:x:a> <urn:x:p> "1"^^<urn:x:t> <urn:x:g2> .\n'
        '<urn:x:a> <urn:x:q> "2"@de <urn:x:g2> .\n'
    )
    (found,) = point_at_triples(
        [replace(A, line=2, path="urn:x:q", value="2", value_type="@de")], text, "nquads"
    )
    assert (found.line, found.column, found.end_column) == (3, 21, 24)


def test_other_formats_keep_the_line_of_the_node() -> None:
    result = replace(A, path="urn:x:p", value="x")
    assert point_at_triples([result], '<rdf:RDF rdf:about="urn:x:a"/>', "rdfxml") == (result,)


def test_numbers_do_not_end_a_statement() -> None:
    triples = TurtleScan("@prefix : <urn:x:> . :a :p 1.5, -.5e3 ; :q 2 .").triples()
    assert [(t.predicate, t.value) for t in triples] == [
        ("urn:x:p", "1.5"),
        ("urn:x:p", "-.5e3"),
        ("urn:x:q", "2"),
    ]


JSONLD = """\
{"@context": ["https://a.example/far.jsonld", {"@vocab": "urn:x:", "x": "urn:x:", "@base": "urn:x:b/",
  "of": {"@id": "x:p", "@type": "@id"}, "seen": "urn:x:q"}],
 "@graph": [
  {"@id": "x:g", "@graph": [
   {"@id": "x:a", "@type": ["x:C", "D"],
    "word": ["ä\\n", {"@value": "zwei", "@language": "de"}], "n": {"@list": [1, 2.5]},
    "of": ["x:b", {"@id": "x:c", "seen": true}]}
  ]},
  {"@id": "x:a", "word": "außen"}
 ]}
"""


@pytest.mark.parametrize(
    ("path", "value", "kind", "shown"),
    [
        ("urn:x:word", "ä\n", f"{XSD}string", '"ä\\n"'),
        ("urn:x:word", "zwei", "@de", '"zwei"'),
        ("urn:x:word", "außen", f"{XSD}string", '"word"'),
        ("urn:x:word", None, None, '"word"'),
        ("urn:x:n", "2.5", f"{XSD}double", "2.5"),
        ("urn:x:p", "urn:x:b", None, '"x:b"'),
        ("urn:x:p", "urn:x:c", None, '"x:c"'),
        ("<urn:x:p>/<urn:x:q>", "true", f"{XSD}boolean", "true"),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "urn:x:D", None, '"D"'),
        ("urn:x:missing", None, None, None),
    ],
)
def test_json_ld(path: str, value: str | None, kind: str | None, shown: str | None) -> None:
    result = replace(A, line=5, path=path, value=value, value_type=kind)
    assert marked(result, JSONLD, "jsonld") == shown


def test_json_ld_tells_graphs_apart() -> None:
    result = replace(A, line=9, path="urn:x:word", value="außen", value_type=f"{XSD}string")
    assert marked(result, JSONLD, "jsonld") == '"außen"'


@pytest.mark.parametrize(
    "text", ["", "{", "]", "[]", '"x"', '{"@id": 1}', '{"@context": null, "@id": "urn:x:a"}']
)
def test_odd_json_has_no_triples(text: str) -> None:
    assert list(JsonLdScan(text).triples()) == []
