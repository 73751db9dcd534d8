"""The ontology and the code know the same terms, and every term is explained in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from newsgraph.model import Difference, Illocution, Medium, MentionKind, StatementType
from newsgraph.rdf import build_graph
from newsgraph.rdf.dataset import DatasetCounts, build_dataset
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, OA, PROV, SCHEMA

if TYPE_CHECKING:
    from newsgraph.model import Annotations

ROOT = Path(__file__).parents[3]
FILES = ("newsgraph.ttl", "schemes.ttl", "alignments.ttl")
KINDS = (StatementType, Medium, Illocution, MentionKind, Difference)
CONCEPTS = {concept.value for kind in KINDS for concept in kind}
STRUCTURE = {"StatementType", "Medium", "Illocution", "MentionKind", "Difference"}
SCHEMES = {"statementTypes", "media", "illocutions", "mentionKinds", "differences"}


@pytest.fixture(name="ontology", scope="module")
def parsed_ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in FILES:
        graph.parse(ROOT / "ontology" / name, format="turtle")
    return graph


def terms_of(graph: rdflib.Graph) -> set[str]:
    """Return the local names of the ng: terms that the ontology defines."""
    defined = graph.subjects(RDFS.isDefinedBy, None)
    return {str(term).removeprefix(NG) for term in defined}


def terms_in_code() -> set[str]:
    found: set[str] = set()
    for file in sorted((ROOT / "src" / "newsgraph").rglob("*.py")):
        found |= set(re.findall(r"\bNG\.([A-Za-z]+)", file.read_text(encoding="utf-8")))
    assert found, "the scan looks in the wrong place"
    return found - set(dir(str))


def test_terms_in_code_are_the_terms_of_the_ontology(ontology: rdflib.Graph) -> None:
    assert terms_in_code() | CONCEPTS == terms_of(ontology) - STRUCTURE - SCHEMES


def test_terms_in_the_shapes_are_in_the_ontology(ontology: rdflib.Graph) -> None:
    files = sorted((ROOT / "shapes").rglob("*.ttl"))
    assert files
    used = {term for file in files for term in re.findall(r"\bng:(\w+)", file.read_text(encoding="utf-8"))}
    assert used <= terms_of(ontology)


def test_every_term_has_label_and_comment_in_both_languages(ontology: rdflib.Graph) -> None:
    for term in terms_of(ontology):
        node = rdflib.URIRef(NG[term])
        for prop in (RDFS.label, RDFS.comment):
            values = list(ontology.objects(node, prop))
            languages = sorted(str(v.language) for v in values if isinstance(v, rdflib.Literal))
            assert languages == ["de", "en"], f"{term} {prop}"
            assert all(str(value).strip() for value in values)


def test_every_term_has_a_kind(ontology: rdflib.Graph) -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme}
    for term in terms_of(ontology):
        assert len(kinds & set(ontology.objects(rdflib.URIRef(NG[term]), RDF.type))) == 1, term


def test_no_term_is_used_that_is_not_defined(ontology: rdflib.Graph) -> None:
    everything = {str(node) for triple in ontology for node in triple}
    used = {node.removeprefix(NG) for node in everything if node.startswith(NG) and node != NG}
    assert used == terms_of(ontology)


def test_properties_fit_what_they_point_at(ontology: rdflib.Graph, annotations: Annotations) -> None:
    literal = {p: o.startswith('"') for _, p, o in build_graph(annotations).triples if p.startswith(f"<{NG}")}
    for predicate, is_literal in literal.items():
        kind = OWL.DatatypeProperty if is_literal else OWL.ObjectProperty
        assert (rdflib.URIRef(predicate[1:-1]), RDF.type, kind) in ontology, predicate


def test_concepts_are_in_their_schemes(ontology: rdflib.Graph) -> None:
    for kind, scheme in (
        (StatementType, "statementTypes"),
        (Medium, "media"),
        (Illocution, "illocutions"),
        (MentionKind, "mentionKinds"),
        (Difference, "differences"),
    ):
        members = ontology.subjects(SKOS.inScheme, rdflib.URIRef(NG[scheme]))
        assert {str(member).removeprefix(NG) for member in members} == {concept.value for concept in kind}


def test_the_header_says_version_and_licence(ontology: rdflib.Graph) -> None:
    head = rdflib.URIRef("https://w3id.org/newsgraph/ns")
    assert (head, RDF.type, OWL.Ontology) in ontology
    version = ontology.value(head, OWL.versionInfo)
    assert ontology.value(head, OWL.versionIRI) == rdflib.URIRef(f"{head}/{version}")
    licence = ontology.value(head, rdflib.URIRef("http://purl.org/dc/terms/license"))
    assert str(licence) == "https://creativecommons.org/licenses/by/4.0/"


def iris_used(annotations: Annotations, ontology: rdflib.Graph) -> set[str]:
    counts = DatasetCounts()
    graph = build_graph(annotations)
    counts.add(graph)
    described = build_dataset("https://a.example/", counts)
    terms = {p for g in (graph, described) for _, p, _ in g.triples}
    terms |= {o for _, p, o in graph.triples if p == f"<{RDF.type}>"}
    return {term[1:-1] for term in terms} | {str(node) for triple in ontology for node in triple}


def test_terms_of_schema_org_exist(annotations: Annotations, ontology: rdflib.Graph) -> None:
    file = ROOT.parent / "shared" / "data" / "schemaorg" / "schemaorg-all-https.ttl"
    if not file.is_file():
        pytest.skip("the schema.org vocabulary (../shared) is not on this machine")
    known = set(re.findall(r"^schema:(\w+) a ", file.read_text(encoding="utf-8"), re.MULTILINE))
    iris = iris_used(annotations, ontology) | {f"{SCHEMA}{term}" for term in schema_terms_in_code()}
    used = {iri.removeprefix(SCHEMA) for iri in iris if iri.startswith(SCHEMA) and iri != SCHEMA}
    assert len(used) > 30
    assert used <= known


def test_superclasses_are_written_out(annotations: Annotations, ontology: rdflib.Graph) -> None:
    file = ROOT.parent / "shared" / "data" / "schemaorg" / "schemaorg-all-https.ttl"
    if not file.is_file():
        pytest.skip("the schema.org vocabulary (../shared) is not on this machine")
    classes = rdflib.Graph().parse(file, format="turtle") + ontology
    types: dict[str, set[str]] = {}
    for subject, predicate, obj in build_graph(annotations).triples:
        if predicate == f"<{RDF.type}>":
            types.setdefault(subject, set()).add(obj[1:-1])
    ours = (str(SCHEMA), str(NG))
    for subject, found in types.items():
        above = {
            str(wider)
            for cls in found
            for wider in classes.transitive_objects(rdflib.URIRef(cls), RDFS.subClassOf)
        }
        expected = {cls for cls in above if cls.startswith(ours)} - {f"{SCHEMA}Thing"}
        assert expected <= found, subject


def test_properties_of_schema_org_stand_where_it_allows_them(annotations: Annotations) -> None:
    file = ROOT.parent / "shared" / "data" / "schemaorg" / "schemaorg-all-https.ttl"
    if not file.is_file():
        pytest.skip("the schema.org vocabulary (../shared) is not on this machine")
    schema = rdflib.Graph().parse(file, format="turtle")
    triples = build_graph(annotations, Settings(text=TextMode.FULL)).triples
    types: dict[str, set[str]] = {}
    for subject, predicate, obj in triples:
        if predicate == f"<{RDF.type}>":
            types.setdefault(subject, {f"{SCHEMA}Thing"}).add(obj[1:-1])
    for subject, predicate, obj in triples:
        if not predicate.startswith(f"<{SCHEMA}"):
            continue
        term = rdflib.URIRef(predicate[1:-1])
        allowed = {str(cls) for cls in schema.objects(term, rdflib.URIRef(f"{SCHEMA}domainIncludes"))}
        assert allowed & types[subject], f"{predicate} on {subject}"
        ranges = {str(cls) for cls in schema.objects(term, rdflib.URIRef(f"{SCHEMA}rangeIncludes"))}
        if obj in types:
            assert ranges & (types[obj] | {f"{NG}AnonymousAgent"}), f"{obj} of {predicate}"


def schema_terms_in_code() -> set[str]:
    files = sorted((ROOT / "src" / "newsgraph").rglob("*.py"))
    return {t for file in files for t in re.findall(r"\bSCHEMA\.(\w+)", file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("namespace", "known"),
    [
        (
            PROV,
            {
                "Activity",
                "Agent",
                "Entity",
                "SoftwareAgent",
                "actedOnBehalfOf",
                "endedAtTime",
                "used",
                "wasAssociatedWith",
            },
        ),
        (OA, {"Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector", "end", "exact"}),
    ],
)
def test_terms_of_w3c_vocabularies_exist(
    annotations: Annotations, ontology: rdflib.Graph, namespace: str, known: set[str]
) -> None:
    prov = {
        "alternateOf",
        "specializationOf",
        "wasAttributedTo",
        "wasDerivedFrom",
        "wasGeneratedBy",
        "wasQuotedFrom",
    }
    oa = {"hasBody", "hasSelector", "hasSource", "hasTarget", "prefix", "start", "suffix"}
    used = {i.removeprefix(namespace) for i in iris_used(annotations, ontology) if i.startswith(namespace)}
    assert used - {""} <= known | (prov if namespace == PROV else oa)
