"""What a scanner of JSON-LD makes of keys and names, as far as the context of the text says."""

from __future__ import annotations

import json

import pytest

from newsgraph.rdf.jsonld_scan import JsonLdScan
from newsgraph.vocab import RDF


def scanned(text: str) -> list[tuple[str, str, str | None]]:
    return [(t.subject, t.predicate, t.value) for t in JsonLdScan(text).triples()]


def test_of_two_members_of_one_name_the_last_counts() -> None:
    text = '{"@id": "urn:a", "@id": "urn:b", "urn:p": "x"}'
    assert ("urn:b", "urn:p", "x") in scanned(text)
    assert "urn:a" not in {subject for subject, *_ in scanned(text)}
    text = '{"@context": {"x": "urn:a:"}, "@context": {"x": "urn:b:"}, "@id": "x:n", "x:p": "y"}'
    assert scanned(text) == [("urn:b:n", "urn:b:p", "y")]


@pytest.mark.parametrize(
    ("name", "iri"),
    [("http://a.example/x", "http://a.example/x"), ("http:x", "urn:x:x"), ("rel", "http://base.example/rel")],
)
def test_a_name_with_slashes_is_of_its_scheme_and_not_of_a_prefix(name: str, iri: str) -> None:
    context = {"@base": "http://base.example/", "http": "urn:x:"}
    text = json.dumps({"@context": context, "@id": name, "urn:p": "x"})
    assert scanned(text) == [(iri, "urn:p", "x")]


def test_a_context_may_give_keywords_other_names() -> None:
    context = {"id": "@id", "kind": "@type", "holds": "@graph", "is": "@value"}
    node = {"id": "urn:a", "kind": "urn:C", "urn:p": [{"id": "urn:b"}, {"is": "x"}]}
    text = json.dumps({"@context": context, "id": "urn:g", "holds": [node]})
    found = {(t.graph, t.subject, t.predicate, t.value, t.is_node) for t in JsonLdScan(text).triples()}
    assert found == {
        ("urn:g", "urn:a", RDF.type, "urn:C", True),
        ("urn:g", "urn:a", "urn:p", "urn:b", True),
        ("urn:g", "urn:a", "urn:p", "x", False),
    }
