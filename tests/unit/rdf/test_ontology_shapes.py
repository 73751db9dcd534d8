"""The shapes of the ontology: ours conforms, and one broken place gives its results and no more."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from newsgraph.vocab import NG, PREFIXES

ROOT = Path(__file__).parents[3]
SHAPES = "https://w3id.org/newsgraph/shapes#"
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
PROLOGUE += "PREFIX owl: <http://www.w3.org/2002/07/owl#>\nPREFIX vann: <http://purl.org/vocab/vann/>\n"
HEAD = "<https://w3id.org/newsgraph/ns>"
SAMPLE = (
    *("Statement", "StatementType", "statementType", "cue", "speaker"),
    *("Direct", "Indirect", "statementTypes"),
)
"""Terms of each kind; the ontology cut down to them conforms, too, and is quick to check."""


def gone(what: str) -> str:
    """Return the update that takes the triples of a pattern out."""
    return f"DELETE WHERE {{ {what} }}"


def without(subject: str, predicate: str, language: str) -> str:
    """Return the update that takes the text in one language out."""
    pattern = f"{subject} {predicate} ?text"
    return f'DELETE {{ {pattern} }} WHERE {{ {pattern} FILTER(LANG(?text) = "{language}") }}'


def instead(subject: str, predicate: str, value: str) -> str:
    """Return the update that puts a value in the place of what is there."""
    old = f"{subject} {predicate} ?old"
    return f"DELETE {{ {old} }} INSERT {{ {subject} {predicate} {value} }} WHERE {{ {old} }}"


def new(what: str) -> str:
    """Return the update that puts triples in."""
    return f"INSERT DATA {{ {what} }}"


CASES = [
    ("Ontology-title", without(HEAD, "dcterms:title", "de")),
    ("Ontology-title", new(f'{HEAD} dcterms:title "un titre"@fr')),
    ("Ontology-description", without(HEAD, "dcterms:description", "en")),
    ("Ontology-label", new(f'{HEAD} rdfs:label "another"@en')),
    ("Ontology-versionIRI", gone(f"{HEAD} owl:versionIRI ?o")),
    ("Ontology-versionIRI", new(f"{HEAD} owl:versionIRI <https://w3id.org/newsgraph/ns/latest>")),
    ("Ontology-versionInfo", instead(HEAD, "owl:versionInfo", '"1"')),
    ("Ontology-license", instead(HEAD, "dcterms:license", "1")),
    ("Ontology-creator", gone(f"{HEAD} dcterms:creator ?o")),
    ("Ontology-created", gone(f"{HEAD} dcterms:created ?o")),
    ("Ontology-modified", gone(f"{HEAD} dcterms:modified ?o")),
    ("Ontology-order", instead(HEAD, "dcterms:modified", '"2026-11-21"^^xsd:date')),
    ("Ontology-prefix", gone(f"{HEAD} vann:preferredNamespacePrefix ?o")),
    ("Ontology-namespace", gone(f"{HEAD} vann:preferredNamespaceUri ?o")),
    ("Ontology-citation", gone(f"{HEAD} dcterms:bibliographicCitation ?o")),
    ("Term-label", without("ng:cue", "rdfs:label", "en")),
    ("Term-label", new('ng:Statement rdfs:label "a second"@de')),
    ("Term-comment", without("ng:statementTypes", "rdfs:comment", "de")),
    ("Term-scopeNote", without("ng:Direct", "skos:scopeNote", "en")),
    ("Term-example", gone("ng:StatementType skos:example ?o")),
    ("Term-isDefinedBy", gone("ng:cue rdfs:isDefinedBy ?o")),
    ("Term-isDefinedBy", instead("ng:cue", "rdfs:isDefinedBy", '"here"')),
    ("Term-explained", instead("ng:cue", "rdfs:comment", '"cue"@en, "Redeanzeige"@de')),
    ("Term-namespace", "INSERT { <https://x.example/ns#Cue> ?p ?o } WHERE { ng:Statement ?p ?o }"),
    ("Class-name", "INSERT { ng:report ?p ?o } WHERE { ng:Statement ?p ?o }"),
    ("Property-name", "INSERT { ng:Report ?p ?o } WHERE { ng:cue ?p ?o }"),
    ("Property-domain", gone("ng:cue rdfs:domain ?o")),
    ("Property-domain", new("ng:cue rdfs:domain schema:Person")),
    ("Property-domain", new("ng:cue schema:domainIncludes schema:Person , ng:Statement")),
    ("Property-range", gone("ng:statementType rdfs:range ?o")),
    ("Property-range", gone("ng:speaker schema:rangeIncludes ?o")),
    ("DatatypeProperty-range", instead("ng:cue", "rdfs:range", "rdfs:Literal")),
    ("ObjectProperty-range", instead("ng:statementType", "rdfs:range", "xsd:string")),
    ("Property-kind", new("ng:speaker a owl:DatatypeProperty")),
    ("Concept-prefLabel", without("ng:Direct", "skos:prefLabel", "de")),
    ("Concept-definition", without("ng:Direct", "skos:definition", "en")),
    ("Concept-inScheme", gone("ng:Direct skos:inScheme ?o")),
    ("Concept-place", gone("ng:Direct skos:topConceptOf ?o")),
    ("Concept-labels", new('ng:Direct skos:altLabel "direct speech"@en')),
    ("Concept-relations", new("ng:Direct skos:related ng:Indirect ; skos:broader ng:Indirect")),
    ("Scheme-top", gone("ng:statementTypes skos:hasTopConcept ?o")),
]
"""The shape that has something against it, and the update that breaks the sample."""

ALSO = {"Property-kind": {"DatatypeProperty-range"}}
"""Shapes that cannot help speaking too."""


@pytest.fixture(name="shapes", scope="module")
def parsed_shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "shapes" / "profile-ontology" / "ontology.ttl", format="turtle")


@pytest.fixture(name="ontology", scope="module")
def parsed_ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


@pytest.fixture(name="sample")
def part_of_the_ontology(ontology: rdflib.Graph) -> rdflib.Graph:
    kept = {rdflib.URIRef(HEAD[1:-1]), *(rdflib.URIRef(NG[term]) for term in SAMPLE)}
    part = rdflib.Graph()
    for subject, predicate, obj in ontology:
        foreign = isinstance(obj, rdflib.Literal) or not str(obj).startswith(NG)
        if subject in kept and (foreign or obj in kept):
            part.add((subject, predicate, obj))
    return part


def results(data: rdflib.Graph, shapes: rdflib.Graph) -> set[str]:
    """Return the names of the shapes that have something against the data."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    return {str(shape).removeprefix(SHAPES) for shape in report.objects(None, SH.sourceShape)}


def test_our_ontology_conforms(ontology: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert results(ontology, shapes) == set()


@pytest.mark.parametrize("name", ["newsgraph.ttl", "schemes.ttl", "alignments.ttl"])
def test_each_of_its_files_conforms_alone(shapes: rdflib.Graph, name: str) -> None:
    alone = rdflib.Graph().parse(ROOT / "ontology" / name, format="turtle")
    assert results(alone, shapes) == set()


def test_the_sample_conforms(sample: rdflib.Graph, shapes: rdflib.Graph) -> None:
    assert results(sample, shapes) == set()


@pytest.mark.parametrize(("shape", "update"), CASES, ids=[f"{s}-{n}" for n, (s, _) in enumerate(CASES)])
def test_a_broken_place_is_found(sample: rdflib.Graph, shapes: rdflib.Graph, shape: str, update: str) -> None:
    before = set(sample)
    sample.update(PROLOGUE + update)
    assert set(sample) != before
    assert results(sample, shapes) - ALSO.get(shape, set()) == {shape}


def test_every_shape_has_a_case(shapes: rdflib.Graph) -> None:
    speaking = {str(shape).removeprefix(SHAPES) for shape in shapes.subjects(SH.message, None)}
    assert speaking == {shape for shape, _ in CASES}


def test_every_shape_speaks_both_languages_and_has_a_severity(shapes: rdflib.Graph) -> None:
    for shape in shapes.subjects(SH.message, None):
        messages = [m for m in shapes.objects(shape, SH.message) if isinstance(m, rdflib.Literal)]
        assert sorted(str(m.language) for m in messages) == ["de", "en"], shape
        assert len(list(shapes.objects(shape, SH.severity))) == 1, shape


def test_the_shapes_are_well_formed_core_shacl(shapes: rdflib.Graph) -> None:
    pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True, inference="none", advanced=False)
    assert (None, SH.sparql, None) not in shapes
    assert {str(cls) for cls in shapes.objects(None, RDF.type)} == {str(SH.NodeShape), str(SH.PropertyShape)}
