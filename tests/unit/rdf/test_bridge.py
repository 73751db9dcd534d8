"""rdflib and pyoxigraph mean the same terms."""

import pyoxigraph as ox
import pytest
import rdflib

from newsgraph.rdf.bridge import dataset_of, from_rdflib, graph_of_quads, quads_of, to_rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS: list[tuple[object, object]] = [
    (ox.NamedNode("urn:x:a"), rdflib.URIRef("urn:x:a")),
    (ox.BlankNode("b"), rdflib.BNode("b")),
    (ox.Literal("ä"), rdflib.Literal("ä")),
    (ox.Literal("ä", language="de"), rdflib.Literal("ä", lang="de")),
    (
        ox.Literal("0.50", datatype=ox.NamedNode(XSD + "decimal")),
        rdflib.Literal("0.50", datatype=rdflib.XSD.decimal, normalize=False),
    ),
]


@pytest.mark.parametrize(("ours", "theirs"), TERMS)
def test_terms_there_and_back(ours: object, theirs: rdflib.term.Identifier) -> None:
    assert to_rdflib(ours) == theirs
    assert str(to_rdflib(ours)) == str(theirs)
    assert from_rdflib(theirs) == ours


def test_a_literal_keeps_its_form() -> None:
    assert str(to_rdflib(ox.Literal("0.50", datatype=ox.NamedNode(XSD + "decimal")))) == "0.50"


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(TypeError):
        to_rdflib("a")
    with pytest.raises(TypeError):
        from_rdflib(rdflib.Variable("x"))


def test_datasets_there_and_back() -> None:
    node, other = ox.NamedNode("urn:x:a"), ox.NamedNode("urn:x:b")
    quads = {ox.Quad(node, other, ox.Literal("c"), ox.NamedNode("urn:x:g")), ox.Quad(node, other, node)}
    assert set(quads_of(dataset_of(quads))) == quads
    assert len(graph_of_quads(quads)) == 2
