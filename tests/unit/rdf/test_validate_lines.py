"""Lines of subjects in files of all formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.rdf.validate_lines import find_subjects, line_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def find_lines(text: str, iris: Iterable[str]) -> dict[str, int]:
    lines = find_subjects(text)
    return {iri: line for iri in iris if (line := line_of(lines, iri)) is not None}


TURTLE = '''\
# <urn:x:comment> is none
@prefix : <urn:x:> .
@prefix q: <urn:q:> .
PREFIX r: <urn:r:>
@base <https://a.example/data/> .

:a :p "a dot. <urn:x:no> ." ;
   :q """long
:no :p :o .
""" , 'x' , 1.5 ;
   :r [ :p :inner ] , ( :l1 :l2 ) .
<b> :p :a . <c> :p :a .
<../d> a q:Class .
r:with.dot a q:Class .
r:esc\\,aped a q:Class .
<urn:x:\\u00e4> :p <b> .
'''


def test_turtle() -> None:
    iris = {
        "urn:x:a": 7,
        "https://a.example/data/b": 12,
        "https://a.example/data/c": 12,
        "https://a.example/d": 13,
        "urn:r:with.dot": 14,
        "urn:r:esc,aped": 15,
        "urn:x:ä": 16,
    }
    others = ["urn:x:no", "urn:x:comment", "urn:x:inner", "urn:x:l1", "urn:q:Class", "urn:x:p"]
    assert find_lines(TURTLE, [*iris, *others]) == iris


def test_crlf_counts_as_one_line() -> None:
    assert find_lines(TURTLE.replace("\n", "\r\n"), ["https://a.example/d"]) == {"https://a.example/d": 13}


def test_trig_tells_graphs_apart() -> None:
    text = "@prefix : <urn:x:> .\n:g1 {\n  :a :p 1 .\n  :b :p 1\n}\nGRAPH <urn:x:g2> {\n  :a :p 2 .\n}\n"
    lines = find_subjects(text, "trig")
    assert line_of(lines, "urn:x:a", "urn:x:g1") == 3
    assert line_of(lines, "urn:x:b", "urn:x:g1") == 4
    assert line_of(lines, "urn:x:a", "urn:x:g2") == 7
    assert line_of(lines, "urn:x:b", "urn:x:g2") == 4
    assert line_of(lines, "urn:x:g1") is None


def test_nquads_tells_graphs_apart() -> None:
    text = (
        '<urn:a> <urn:p> "x"^^<urn:t> <urn:g1> .\n'
        '<urn:a> <urn:p> "x"@de <urn:g2> .\n'
        "<urn:b> <urn:p> <urn:o> .\n"
        '<urn:c> <urn:p> "x"^^<urn:t> .\n'
    )
    lines = find_subjects(text, "nquads")
    assert line_of(lines, "urn:a", "urn:g1") == 1
    assert line_of(lines, "urn:a", "urn:g2") == 2
    assert line_of(lines, "urn:b") == 3
    assert line_of(lines, "urn:c") == 4


def test_json_ld() -> None:
    text = """{
 "@context": {"x": "urn:x:", "@base": "https://a.example/", "p": {"@id": "x:p", "@type": "@id"}},
 "@graph": [
  {"@id": "x:g", "@graph": [
   {"@id": "x:a", "p": {"@id": "x:only-named"}},
   {"p": "x:b",
    "@id": "rel"}
  ]},
  {"@id": "x:g2", "@graph": [{"@id": "x:a", "p": "x:c"}]}
 ]
}"""
    assert find_lines(text, ["urn:x:a", "https://a.example/rel", "urn:x:only-named"]) == {
        "urn:x:a": 5,
        "https://a.example/rel": 7,
    }
    assert line_of(find_subjects(text), "urn:x:a", "urn:x:g2") == 9


def test_rdf_xml() -> None:
    text = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xml:base="https://a.example/">
<rdf:Description
    rdf:about="https://b.example/?a=1&amp;b=2"/>
<x:C xmlns:x="urn:x:" rdf:ID="frag"/>
<x:C xmlns:x="urn:x:" rdf:about='rel'/>
</rdf:RDF>"""
    assert find_lines(
        text, ["https://b.example/?a=1&b=2", "https://a.example/#frag", "https://a.example/rel"]
    ) == {
        "https://b.example/?a=1&b=2": 3,
        "https://a.example/#frag": 5,
        "https://a.example/rel": 6,
    }


@pytest.mark.parametrize("text", ["", "[]", "{}", "<?xml?>", "<urn:a", '"', "@prefix", ". . ;"])
def test_odd_texts_have_no_lines(text: str) -> None:
    assert find_lines(text, ["urn:a"]) == {}
