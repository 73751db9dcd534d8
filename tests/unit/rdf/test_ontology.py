"""The ontology and the code know the same terms, and every term is explained in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, VOID

import newsgraph
from newsgraph.model import Difference, Illocution, Medium, MentionKind, StatementType
from newsgraph.rdf import build_graph
from newsgraph.rdf.dataset import build_dataset
from newsgraph.rdf.dataset_counts import DatasetCounts
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, OA, PREFIXES, PROV, SCHEMA

if TYPE_CHECKING:
    from newsgraph.model import Annotations

ROOT = Path(__file__).parents[3]
FILES = ("newsgraph.ttl", "schemes.ttl", "alignments.ttl")
KINDS = (StatementType, Medium, Illocution, MentionKind, Difference)
CONCEPTS = {concept.value for kind in KINDS for concept in kind}
STRUCTURE = {"StatementType", "Medium", "Illocution", "MentionKind", "Difference"}
SCHEMES = {"statementTypes", "media", "illocutions", "mentionKinds", "differences"}

VOCABULARIES = {
    str(SCHEMA): "schema|Popolo",
    str(PROV): "PROV-O|prov:",
    str(OA): "Web Annotation|oa:",
    str(OWL): "owl:",
    str(SKOS): "SKOS|skos:",
    str(VOID): "VoID",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": "NIF 2.0",
    "http://groundedannotationframework.org/gaf#": "GAF",
    "http://groundedannotationframework.org/grasp#": "GRaSP",
    "http://www.w3.org/ns/opengov#": "Popolo",
}
"""How the notes of the alignments call a vocabulary."""

KINDS_OF_TERM = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme}


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


def terms_in_text(*globs: str) -> set[str]:
    """Return the terms that files below the top of the project write as `ng:term`, but for wrong examples."""
    files = sorted({file for pattern in globs for file in ROOT.glob(pattern) if file.is_file()})
    assert files, f"nothing matches {globs}"
    texts = (re.sub(r"(?ms)^# invalid$.*?^```$", "", file.read_text(encoding="utf-8")) for file in files)
    return {term for text in texts for term in re.findall(r"\bng:(\w+)", text)}


def test_terms_in_code_are_the_terms_of_the_ontology(ontology: rdflib.Graph) -> None:
    assert terms_in_code() | CONCEPTS == terms_of(ontology) - STRUCTURE - SCHEMES


@pytest.mark.parametrize(
    "globs",
    [
        ("shapes/**/*.ttl", "shapes/*.md"),
        ("src/newsgraph/queries/*.rq",),
        ("src/newsgraph/**/*.py",),
        ("README.md", "CHANGELOG.md", "docs/**/*.md", "ontology/*.md"),
        ("tests/**/*_valid*.ttl",),
    ],
    ids=["shapes", "queries", "docstrings", "documentation", "samples"],
)
def test_terms_that_files_name_are_in_the_ontology(ontology: rdflib.Graph, globs: tuple[str, ...]) -> None:
    used = terms_in_text(*globs)
    assert used
    assert used <= terms_of(ontology)


def test_terms_in_prose_of_the_ontology_exist(ontology: rdflib.Graph) -> None:
    texts = [o for o in ontology.objects() if isinstance(o, rdflib.Literal)]
    named = {term for text in texts for term in re.findall(r"\bng:(\w+)", text)}
    assert len(named) > 20
    assert named <= terms_of(ontology)


def test_each_concept_class_is_the_range_of_a_property(ontology: rdflib.Graph) -> None:
    ranges = {str(o).removeprefix(NG) for o in ontology.objects(None, RDFS.range)}
    assert ranges >= STRUCTURE


def test_every_term_says_what_it_does_not_mean_and_has_an_example(ontology: rdflib.Graph) -> None:
    for term in terms_of(ontology):
        node = rdflib.URIRef(NG[term])
        notes = {
            n.language: n for n in ontology.objects(node, SKOS.scopeNote) if isinstance(n, rdflib.Literal)
        }
        assert sorted(str(language) for language in notes) == ["de", "en"], term
        said = {str(o) for p in (RDFS.label, RDFS.comment) for o in ontology.objects(node, p)}
        assert not said & {str(note) for note in notes}, term
        examples = [e for e in ontology.objects(node, SKOS.example) if isinstance(e, rdflib.Literal)]
        assert examples, term
        assert {e.language for e in examples} <= {"de", None}, term
        assert all(str(e).startswith("[]") == (e.language is None) for e in examples), term


def test_labels_tell_terms_apart(ontology: rdflib.Graph) -> None:
    """Within its kind no label is given twice; a property may share the label of the class it points to."""
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept):
        terms = [t for t in ontology.subjects(RDF.type, kind) if str(t).startswith(NG)]
        labels = [label for term in terms for label in ontology.objects(term, RDFS.label)]
        assert len(labels) == len(set(labels)), kind


def test_preferred_labels_and_definitions_are_the_labels_and_comments(ontology: rdflib.Graph) -> None:
    for concept in ontology.subjects(SKOS.inScheme, None):
        assert set(ontology.objects(concept, SKOS.prefLabel)) == set(ontology.objects(concept, RDFS.label))
        assert set(ontology.objects(concept, SKOS.definition)) == set(ontology.objects(concept, RDFS.comment))


def test_every_term_has_label_and_comment_in_both_languages(ontology: rdflib.Graph) -> None:
    for term in terms_of(ontology):
        node = rdflib.URIRef(NG[term])
        for prop in (RDFS.label, RDFS.comment):
            values = list(ontology.objects(node, prop))
            languages = sorted(str(v.language) for v in values if isinstance(v, rdflib.Literal))
            assert languages == ["de", "en"], f"{term} {prop}"
            assert all(str(value).strip() for value in values)


def test_every_term_has_a_kind(ontology: rdflib.Graph) -> None:
    for term in terms_of(ontology):
        assert len(KINDS_OF_TERM & set(ontology.objects(rdflib.URIRef(NG[term]), RDF.type))) == 1, term


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


def test_schemes_are_whole(ontology: rdflib.Graph) -> None:
    """What is on top says so from both sides, what is below is not, and nothing leads to another scheme."""
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        members = set(ontology.subjects(SKOS.inScheme, scheme))
        top = set(ontology.objects(scheme, SKOS.hasTopConcept))
        assert top == set(ontology.subjects(SKOS.topConceptOf, scheme))
        assert top <= members
        below = {concept for concept in members if (concept, SKOS.broader, None) in ontology}
        assert below == members - top
        for concept in members:
            assert {
                *ontology.objects(concept, SKOS.broader),
                *ontology.objects(concept, SKOS.related),
            } <= members
            assert len({*ontology.objects(concept, RDF.type)} - {SKOS.Concept}) == 1
        labels = [label for concept in members for label in ontology.objects(concept, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)) == 2 * len(members)


def test_the_figures_of_the_readme_are_true(ontology: rdflib.Graph) -> None:
    text = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        [triples] = re.findall(rf"^\| `{name}` .* \| (\d+) \|$", text, re.MULTILINE)
        assert int(triples) == len(rdflib.Graph().parse(ROOT / "ontology" / name, format="turtle")), name
    ours = {
        kind: sum(str(t).startswith(NG) for t in ontology.subjects(RDF.type, kind)) for kind in KINDS_OF_TERM
    }
    told = (
        f"{ours[OWL.Class]} classes, {ours[OWL.ObjectProperty]} properties that point to nodes, "
        f"{ours[OWL.DatatypeProperty]} that point to literals"
    )
    assert told in text
    assert f"{ours[SKOS.Concept]} concepts in {ours[SKOS.ConceptScheme]} SKOS schemes" in text
    assert f"the {len(terms_of(ontology))} terms" in text


@pytest.mark.parametrize("name", ["", "/alignments"])
def test_the_header_says_version_and_licence(ontology: rdflib.Graph, name: str) -> None:
    """The ontology bears the version of the newsgraph that ships it, without any suffix of a pre-release."""
    head = rdflib.URIRef(f"https://w3id.org/newsgraph/ns{name}")
    assert (head, RDF.type, OWL.Ontology) in ontology
    [version] = re.findall(r"^\d+\.\d+\.\d+", newsgraph.__version__)
    assert [str(v) for v in ontology.objects(head, OWL.versionInfo)] == [version]
    assert [str(v) for v in ontology.objects(head, OWL.versionIRI)] == [f"{head}/{version}"]
    assert str(ontology.value(head, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert f"Version {version}." in str(ontology.value(head, DCTERMS.bibliographicCitation))
    assert str(ontology.value(head, VANN.preferredNamespaceUri)) == NG
    assert PREFIXES[str(ontology.value(head, VANN.preferredNamespacePrefix))] == NG


def test_the_header_names_its_schemes(ontology: rdflib.Graph) -> None:
    parts = ontology.objects(rdflib.URIRef("https://w3id.org/newsgraph/ns"), DCTERMS.hasPart)
    assert {str(part).removeprefix(NG) for part in parts} == SCHEMES


def test_every_alignment_gives_its_reason() -> None:
    """The note on a term names each vocabulary that the term is related to, in both languages."""
    graph = rdflib.Graph().parse(ROOT / "ontology" / "alignments.ttl", format="turtle")
    aligned = 0
    for term in {s for s in graph.subjects() if str(s).startswith(NG)}:
        notes = [note for note in graph.objects(term, SKOS.note) if isinstance(note, rdflib.Literal)]
        assert sorted(str(note.language) for note in notes) == ["de", "en"], term
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso):
            for other in graph.objects(term, relation):
                [name] = [name for start, name in VOCABULARIES.items() if str(other).startswith(start)]
                assert all(re.search(name, note) for note in notes), f"{term} {other}"
                aligned += 1
    assert aligned > 40


def iris_used(annotations: Annotations, ontology: rdflib.Graph) -> set[str]:
    counts = DatasetCounts()
    graph = build_graph(annotations)
    counts.add(graph)
    described = build_dataset(counts, Settings(base="https://a.example/"))
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
