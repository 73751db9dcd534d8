"""Reasoners find no contradiction in the ontology and its data, and do find those that are put there.

owlrl works OWL 2 RL out by its rules, as a triple store would; HermiT (OWL 2 DL, through owlready2) checks
the same where both it and Java are on the machine.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import owlrl
import pytest
import rdflib
from owlrl.Namespaces import ERRNS
from rdflib.namespace import OWL, RDF, RDFS, XSD

import newsgraph
from newsgraph.vocab import NG, PREFIXES, PROV, SCHEMA, SKOS

if TYPE_CHECKING:
    from newsgraph.model import Annotations

ROOT = Path(__file__).parents[3]
HEADER = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEADER += "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix : <https://x.example/> .\n"

BROKEN = {
    "two statement types": ":a ng:statementType ng:Direct , ng:Indirect .",
    "two illocutions": ":a ng:illocution ng:Plan , ng:Demand .",
    "two kinds of one mention": ":a ng:mentionKind ng:Pronoun , ng:FullName .",
    "a statement that is a proposal": ":a a ng:Statement , ng:Proposal .",
    "a denial that is a mention": ":a a ng:Denial , ng:Mention .",
    "a mention that has a proposer": ":a a ng:Mention ; ng:proposer :b .",
    "a speaker of a link": ":a a ng:Link ; ng:speaker :b .",
    "an article as a statement's statement": ":a ng:nestedIn :b . :b a ng:AnonymousAgent .",
    "a statement within itself": ":a ng:nestedIn :a .",
    "statements within each other": ":a ng:nestedIn :b . :b ng:nestedIn :a .",
    "statements that continue each other": ":a ng:continues :b . :b ng:continues :a .",
    "the same and another person": ":a ng:samePersonAs :b . :b ng:differentPersonFrom :a .",
    "a proposer as supporter": ":a ng:proposer :b ; ng:supporter :b .",
    "another person than oneself": ":a ng:differentPersonFrom :a .",
    "an article like itself": ":a ng:nearDuplicateOf :a .",
    "an aspect of two": ":a ng:aspectOf :b , :c . :b owl:differentFrom :c .",
    "a medium that is an illocution": ":a ng:medium ng:Plan .",
    "a class below a class that excludes it": "ng:Denial rdfs:subClassOf ng:Proposal . :a a ng:Denial .",
}
"""Data, or an axiom and data, that contradict the ontology."""

CLASSES = {
    OWL.Ontology,
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.FunctionalProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
}
AXIOMS = {
    OWL.disjointWith,
    OWL.propertyDisjointWith,
    OWL.differentFrom,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
}
REMARKS = {
    OWL.versionIRI,
    OWL.versionInfo,
    OWL.imports,
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
}


def parsed(*files: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in files or sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(file, format="turtle")
    assert len(graph)
    return graph


@pytest.fixture(name="ontology", scope="module")
def parsed_ontology() -> rdflib.Graph:
    return parsed()


@pytest.fixture(name="axioms", scope="module")
def logical_part(ontology: rdflib.Graph) -> rdflib.Graph:
    """The ontology without its texts, from which no reasoner concludes anything."""
    logical = rdflib.Graph()
    for triple in ontology:
        if not isinstance(triple[2], rdflib.Literal) and triple[1] not in REMARKS:
            logical.add(triple)
    return logical


@pytest.fixture(name="data", scope="module")
def graphs_of_articles(everything: Annotations) -> rdflib.Graph:
    """The graph of a seed, and that of an article made up to have every term in it."""
    [article] = newsgraph.read(ROOT / "seeds" / "09-bistum-verkauft-tagungshaus-nicht.txt")
    graph = rdflib.Graph()
    for notes in (newsgraph.annotate(article, model="rules"), everything):
        for subject, predicate, obj, _ in newsgraph.build(notes).to_rdflib().quads():
            graph.add((subject, predicate, obj))
    assert len(graph) > 500
    return graph


def contradictions(*graphs: rdflib.Graph) -> list[str]:
    """Return what owlrl has against the union of graphs: it adds a node of class ErrorMessage for each."""
    union = rdflib.Graph()
    for graph in graphs:
        union += graph
    rules = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    rules.expand(union)
    return sorted(
        str(union.value(node, ERRNS.error)) for node in union.subjects(RDF.type, ERRNS.ErrorMessage)
    )


def test_no_contradiction_in_the_ontology_with_its_data(ontology: rdflib.Graph, data: rdflib.Graph) -> None:
    assert contradictions(ontology, data) == []


@pytest.mark.parametrize("case", BROKEN)
def test_a_contradiction_is_found(axioms: rdflib.Graph, case: str) -> None:
    broken = rdflib.Graph().parse(data=HEADER + BROKEN[case], format="turtle")
    assert contradictions(axioms, broken) != []


def test_what_the_alignments_conclude(axioms: rdflib.Graph) -> None:
    facts = ":a a ng:Statement ; ng:evidence :e . :s ng:speaksFor :o . :p ng:aspectOf :q ."
    graph = rdflib.Graph().parse(data=HEADER + facts, format="turtle") + axioms
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    answers = [
        ":a a schema:CreativeWork , prov:Entity ; prov:wasDerivedFrom :e",
        ":s a ng:AnonymousAgent , prov:Agent ; prov:actedOnBehalfOf :o . :o a schema:Organization",
        ":p a ng:PersonAspect ; prov:specializationOf :q . :q a schema:Person",
    ]
    prefixes = {**PREFIXES, "": "https://x.example/"}
    for answer in answers:
        assert graph.query(f"ASK {{ {answer} }}", initNs=prefixes).askAnswer, answer
    assert not graph.query("ASK { ?x a schema:Quotation }", initNs=prefixes).askAnswer


def test_no_contradiction_with_prov_and_skos(axioms: rdflib.Graph, data: rdflib.Graph) -> None:
    pylode = pytest.importorskip("pylode", reason="PROV-O and SKOS come with pylode")
    folder = Path(str(pylode.__file__)).parent / "rdf"
    standards = rdflib.Graph()
    for name in ("prov.ttl", "skos.ttl"):
        for triple in parsed(folder / name):
            if not isinstance(triple[2], rdflib.Literal):
                standards.add(triple)
    assert (rdflib.URIRef(PROV.Activity), OWL.disjointWith, rdflib.URIRef(PROV.Entity)) in standards
    assert contradictions(axioms, standards, data) == []
    wrong = (rdflib.URIRef(NG.Statement), RDFS.subClassOf, rdflib.URIRef(PROV.Activity))
    assert contradictions(axioms, standards, data, rdflib.Graph().add(wrong)) != []


def test_the_ontology_is_within_owl_2_rl(ontology: rdflib.Graph) -> None:
    """Named classes only and few constructs, all of the profile: none of its limits can be hit."""
    assert not [node for triple in ontology for node in triple if isinstance(node, rdflib.BNode)]
    builtin = (str(OWL), str(RDFS), str(RDF))
    kinds = {o for o in ontology.objects(None, RDF.type) if str(o).startswith(builtin)}
    assert kinds <= CLASSES
    language = {p for p in ontology.predicates() if str(p).startswith(builtin)}
    assert language <= AXIOMS | REMARKS | {RDF.type}
    datatypes = {o for o in ontology.objects(None, RDFS.range) if str(o).startswith(str(XSD))}
    assert datatypes == {XSD.string, XSD.decimal, XSD.integer}


@pytest.mark.parametrize("alone", [True, False], ids=["newsgraph.ttl", "all"])
def test_every_term_has_one_kind_and_what_is_used_is_declared(ontology: rdflib.Graph, alone: bool) -> None:
    """OWL 2 DL wants each IRI declared and properties of nodes, of literals and remarks kept apart."""
    ontology = parsed(ROOT / "ontology" / "newsgraph.ttl") if alone else ontology
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    properties = [set(ontology.subjects(RDF.type, kind)) for kind in kinds]
    assert not (properties[0] & properties[1] | properties[0] & properties[2] | properties[1] & properties[2])
    builtin = (str(OWL), str(RDFS), str(RDF))
    used = {p for p in ontology.predicates() if not str(p).startswith(builtin)}
    used |= {term for axiom in (RDFS.subPropertyOf,) for term in ontology.objects(None, axiom)}
    assert used <= set.union(*properties)
    classes = set(ontology.subjects(RDF.type, OWL.Class))
    named = {c for axiom in (RDFS.subClassOf, RDFS.domain) for c in ontology.objects(None, axiom)}
    named |= {o for o in ontology.objects(None, RDF.type) if not str(o).startswith(builtin)}
    named |= {
        c
        for p in ("domainIncludes", "rangeIncludes")
        for c in ontology.objects(None, rdflib.URIRef(SCHEMA[p]))
    }
    assert named <= classes
    assert rdflib.URIRef(SKOS.Concept) in named


@pytest.mark.parametrize("case", [None, "a denial that is a mention", "two statement types"])
def test_hermit_agrees(axioms: rdflib.Graph, data: rdflib.Graph, case: str | None) -> None:
    owlready2 = pytest.importorskip("owlready2", reason="HermiT comes with owlready2")
    if shutil.which("java") is None:
        pytest.skip("HermiT needs Java")
    graph = axioms + data
    if case:
        graph.parse(data=HEADER + BROKEN[case], format="turtle")
    world = owlready2.World()
    lines = io.BytesIO(graph.serialize(format="nt", encoding="utf-8"))
    world.get_ontology("https://x.example/all#").load(fileobj=lines, format="ntriples")
    if case:
        with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
            owlready2.sync_reasoner_hermit(world, debug=0)
    else:
        owlready2.sync_reasoner_hermit(world, debug=0)
        assert list(world.inconsistent_classes()) == []
