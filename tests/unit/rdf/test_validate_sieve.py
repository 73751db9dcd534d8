"""The sieve knows constraints of SHACL Core as pyshacl does, and leaves to pyshacl what it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import SH

from newsgraph.rdf import validate_sieve
from newsgraph.rdf.validate import Engine, FileQuads, validate_graphs
from newsgraph.rdf.validate_sieve import Sieve, narrowed

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <urn:x:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ngsh: <https://w3id.org/newsgraph/shapes#> .
"""
HEAD = f"{PREFIXES} :S a sh:NodeShape ; sh:targetClass :C ; "
KNOWN = {
    "minCount": "sh:property [ sh:path :p ; sh:minCount 2 ]",
    "maxCount": "sh:property [ sh:path :p ; sh:maxCount 1 ]",
    "class": "sh:property [ sh:path :p ; sh:class :D ]",
    "datatype": "sh:property [ sh:path :p ; sh:datatype xsd:date ]",
    "boolean": "sh:property [ sh:path :p ; sh:datatype xsd:boolean ]",
    "string": "sh:property [ sh:path :p ; sh:datatype xsd:string ]",
    "nodeKind": "sh:property [ sh:path :p ; sh:nodeKind sh:BlankNodeOrLiteral ]",
    "literals": "sh:property [ sh:path :p ; sh:nodeKind sh:Literal ]",
    "pattern": 'sh:property [ sh:path :p ; sh:pattern "^ABC" ; sh:flags "i" ]',
    "minLength": "sh:property [ sh:path :p ; sh:minLength 4 ]",
    "maxLength": "sh:property [ sh:path :p ; sh:maxLength 7 ]",
    "in": 'sh:property [ sh:path :p ; sh:in ( :d "abc" 5 ) ]',
    "hasValue": 'sh:property [ sh:path :p ; sh:hasValue "abc" ]',
    "minInclusive": "sh:property [ sh:path :p ; sh:minInclusive 5 ]",
    "minExclusive": "sh:property [ sh:path :p ; sh:minExclusive 5 ]",
    "maxInclusive": "sh:property [ sh:path :p ; sh:maxInclusive 5.0 ]",
    "maxExclusive": 'sh:property [ sh:path :p ; sh:maxExclusive "2024-05-03"^^xsd:date ]',
    "lessThan": "sh:property [ sh:path :p ; sh:lessThan :q ]",
    "lessThanOrEquals": "sh:property [ sh:path :p ; sh:lessThanOrEquals :q ]",
    "disjoint": "sh:property [ sh:path :p ; sh:disjoint :q ]",
    "equals": "sh:property [ sh:path :p ; sh:equals :q ]",
    "not": "sh:property [ sh:path :p ; sh:not [ sh:nodeKind sh:IRI ] ]",
    "or": "sh:property [ sh:path :p ; sh:or ( [ sh:class :D ] [ sh:datatype xsd:integer ] ) ]",
    "and": "sh:property [ sh:path :p ; sh:and ( [ sh:minLength 2 ] [ sh:maxLength 9 ] ) ]",
    "xone": "sh:property [ sh:path :p ; sh:xone ( [ sh:minLength 2 ] [ sh:maxLength 4 ] ) ]",
    "node": "sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :p ; sh:minCount 1 ] ] ]",
    "qualified": "sh:property [ sh:path :p ; sh:qualifiedMaxCount 0 ; "
    "sh:qualifiedValueShape [ sh:class :D ] ]",
    "sequence": "sh:property [ sh:path ( :p :p ) ; sh:minCount 1 ]",
    "inverse": "sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ]",
    "alternative": "sh:property [ sh:path [ sh:alternativePath ( :p :q ) ] ; sh:minCount 3 ]",
    "deactivated": "sh:deactivated true ; sh:nodeKind sh:Literal",
    "focus": 'sh:pattern "[0-5]$"',
    "subjects": "sh:targetSubjectsOf :q ; sh:property [ sh:path :p ; sh:maxCount 0 ]",
    "objects": "sh:targetObjectsOf :p ; sh:nodeKind sh:IRI",
    "target": "sh:targetNode :gone , :c1 ; sh:property [ sh:path :p ; sh:minCount 1 ]",
}
BEYOND = {
    "closed": "sh:closed true ; sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> )",
    "languageIn": 'sh:property [ sh:path :p ; sh:languageIn ( "de" ) ]',
    "uniqueLang": "sh:property [ sh:path :p ; sh:uniqueLang true ]",
    "zeroOrMore": "sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 2 ]",
    "disjoint counts": "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:class :D ] ; "
    "sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ]",
    "recursion": "sh:property [ sh:path :p ; sh:node :R ] . "
    ":R a sh:NodeShape ; sh:nodeKind sh:IRI ; sh:property [ sh:path :q ; sh:node :R ]",
    "foreign query": 'sh:sparql [ sh:select "SELECT $this WHERE { $this <urn:x:p> <urn:x:d> }" ]',
    "typed string": 'sh:property [ sh:path :p ; sh:hasValue "abc"^^xsd:string ]',
}
DATA = """
:c0 a :C . :c1 a :C ; :p :d . :c2 a :C ; :p "abc" , "ABCdef" ; :q "abc" . :c3 a :C ; :p 5 ; :q 7 .
:c4 a :C ; :p 5.0 , 6.25 ; :q 5 . :c5 a :C ; :p "2024-05-03"^^xsd:date ; :q "2024-05-04"^^xsd:date .
:c6 a :C ; :p "2024-02-31"^^xsd:date , "abc"@de , "abd"@de . :c7 a :C ; :p :c1 , :d ; :q :c1 .
:d a :D ; :p 1 .
:c8 a :C ; :p "2024-05-03T10:00:00"^^xsd:dateTime ;
    :q "2024-05-03T10:00:00Z"^^xsd:dateTime .
:c9 a :C ; :p "x"^^:own , "05"^^xsd:integer . :c10 a :E . :E rdfs:subClassOf :C . :c11 a :C ; :r [ a :D ] .
:c12 a :C ; :p "2024-02-31"^^xsd:date . :c13 a :C ; :p "2024-05-03T24:30:00"^^xsd:dateTime .
:c14 a :C ; :p "\\"\\"" . :c15 a :C ; :p "maybe"^^xsd:boolean . :c16 a :C ; :p true .
"""


def _nodes() -> list[str]:
    """Each node of the data by itself, with what it names, so that one broken node does not hide another."""
    quads = list(ox.parse(PREFIXES + DATA, format=ox.RdfFormat.TURTLE))
    texts = []
    for subject in sorted({str(q.subject) for q in quads}):
        near = {subject, *(str(q.object) for q in quads if str(q.subject) == subject)}
        texts.append("".join(f"{q.triple} .\n" for q in quads if str(q.subject) in near))
    assert len(texts) > 12
    return texts


def _files() -> list[FileQuads]:
    form = ox.RdfFormat.N_TRIPLES
    return [FileQuads(f"{n}.nt", tuple(ox.parse(text, format=form))) for n, text in enumerate(_nodes())]


def _sieve(shapes: str) -> Sieve:
    return Sieve(rdflib.Graph().parse(data=shapes, format="turtle"))


def _suspected(sieve: Sieve, text: str) -> bool:
    quads = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    return bool(sieve.suspects(tuple((str(q.subject), str(q.predicate), str(q.object)) for q in quads)))


@pytest.mark.parametrize("name", [*KNOWN, *BEYOND])
def test_both_engines_find_the_same(name: str, tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(f"{HEAD}{(KNOWN | BEYOND)[name]} .")
    reports = [validate_graphs(_files(), tmp_path, engine=engine) for engine in Engine]
    assert reports[0] == reports[1]
    assert reports[0].graphs > 9
    assert bool(reports[0].results) == (name != "deactivated")


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_passes_without_pyshacl(name: str) -> None:
    sieve = _sieve(f"{HEAD}{KNOWN[name]} .")
    # A shape that looks at a node by its name has something to say of every graph.
    assert name == "target" or not all(_suspected(sieve, text) for text in _nodes() if "_:" not in text)


@pytest.mark.parametrize("name", BEYOND)
def test_what_is_not_known_is_left_to_pyshacl(name: str) -> None:
    sieve = _sieve(f"{HEAD}{BEYOND[name]} .")
    assert all(_suspected(sieve, text) for text in _nodes() if "<urn:x:C>" in text)
    assert not _suspected(sieve, "<urn:x:a> <urn:x:p> <urn:x:b> .")


def test_a_node_without_a_name_is_left_to_pyshacl() -> None:
    sieve = _sieve(f"{HEAD}{KNOWN['minLength']} .")
    row = f"<{rdflib.RDF.type}> <urn:x:C> ."
    told = [f'{node} {row}\n{node} <urn:x:p> "long enough" .' for node in ("<urn:x:a>", "_:a")]
    assert [_suspected(sieve, text) for text in told] == [False, True]


@pytest.mark.parametrize(
    "limit", ["sh:minCount 2", "sh:qualifiedMinCount 2 ; sh:qualifiedValueShape [ sh:class :D ]"]
)
def test_a_triple_that_is_there_twice_is_one_value(limit: str) -> None:
    sieve = _sieve(f"{HEAD} sh:property [ sh:path :p ; {limit} ] .")
    kinds = "".join(f"<urn:x:{s}> <{rdflib.RDF.type}> <urn:x:{o}> .\n" for s, o in ("aC", "dD", "eD"))
    one, other = (f"<urn:x:a> <urn:x:p> <urn:x:{name}> .\n" for name in "de")
    assert [_suspected(sieve, kinds + text) for text in (one + one, one + other)] == [True, False]


def test_a_shape_that_is_a_class_looks_at_its_instances() -> None:
    sieve = _sieve(
        f"{PREFIXES} :K a rdfs:Class , sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    )
    typed = f"<urn:x:a> <{rdflib.RDF.type}> <urn:x:K> .\n"
    assert [_suspected(sieve, text) for text in (typed, f'{typed}<urn:x:a> <urn:x:p> "x" .')] == [True, False]


def test_a_component_of_ones_own_leaves_all_to_pyshacl() -> None:
    own = ":My a sh:ConstraintComponent ; sh:parameter [ sh:path :limit ] ."
    sieve = _sieve(f"{HEAD} :limit 3 . {own}")
    assert _suspected(sieve, f"<urn:x:a> <{rdflib.RDF.type}> <urn:x:C> .")


def test_a_shipped_query_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    query = "SELECT $this ?value WHERE { $this x:p ?value . FILTER(STRLEN(?value) > 3) }"
    declared = 'ngsh:P sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:" ] .'
    shape = f"ngsh:Q sh:targetClass :C ; sh:sparql [ sh:prefixes ngsh:P ; sh:select '{query}' ] . {declared}"
    monkeypatch.setattr(validate_sieve, "shipped_queries", lambda: {query})
    sieve = _sieve(PREFIXES + shape)
    typed = f"<urn:x:a> <{rdflib.RDF.type}> <urn:x:C> .\n<urn:x:a> <urn:x:p> "
    assert [_suspected(sieve, f'{typed}"{word}" .') for word in ("abc", "abcd")] == [False, True]


def test_a_query_of_ones_own_under_a_shipped_name_is_left_to_pyshacl() -> None:
    assert validate_sieve.shipped_queries()
    query = "SELECT $this WHERE { $this <urn:x:p> <urn:x:d> }"
    sieve = _sieve(f'{PREFIXES} ngsh:Q sh:targetClass :C ; sh:sparql [ sh:select "{query}" ] .')
    assert _suspected(sieve, f"<urn:x:a> <{rdflib.RDF.type}> <urn:x:C> .")


def test_narrowed_shapes_look_at_the_suspects_alone() -> None:
    shapes = rdflib.Graph().parse(
        data=f"{PREFIXES} :S sh:targetClass :C ; sh:node :T . :T sh:targetNode :c ; sh:nodeKind sh:IRI . "
        ":K a rdfs:Class , sh:NodeShape ; sh:nodeKind sh:IRI .",
        format="turtle",
    )
    suspect = rdflib.URIRef("urn:x:S")
    narrow = narrowed(shapes, frozenset({suspect}))
    gone = set(shapes) - set(narrow)
    assert {(str(s), str(p)) for s, p, _ in gone} == {
        ("urn:x:T", str(SH.targetNode)),
        ("urn:x:K", str(rdflib.RDF.type)),
    }
    assert (suspect, SH.targetClass, None) in narrow
