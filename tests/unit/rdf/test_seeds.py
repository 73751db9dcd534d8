"""The graphs of the seeds keep what the ontology promises of every term, checked without a reasoner."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, XSD

import newsgraph
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.rdf.bridge import graph_of_quads
from newsgraph.rdf.terms import is_iri, literal_parts
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import NG, OA, SCHEMA

if TYPE_CHECKING:
    from newsgraph.model import Annotations

ROOT = Path(__file__).parents[3]
TYPE = f"<{RDF.type}>"
NAMED = {
    f"<{term}>"
    for term in (
        *(SCHEMA.name, SCHEMA.alternateName, SCHEMA.givenName, SCHEMA.familyName, SCHEMA.jobTitle),
        RDF.object,  # a role that a link explains
    )
}
HEAD = {f"<{term}>" for term in (SCHEMA.headline, SCHEMA.creditText, SCHEMA.inLanguage, NG.editorInitials)}

SENTENCE = 5
"""From this number of words on a text is none that a name could share with a statement."""


@pytest.fixture(name="seeds", scope="module")
def annotated_seeds() -> tuple[Annotations, ...]:
    found = tuple(newsgraph.annotate(article, model="rules") for article in newsgraph.read(ROOT / "seeds"))
    assert len(found) >= 10
    return found


@pytest.fixture(name="graphs", scope="module")
def graphs_of_seeds(seeds: tuple[Annotations, ...], everything: Annotations) -> tuple[ArticleGraph, ...]:
    """The graphs of the seeds, and that of a made-up article that has every term in it."""
    return tuple(build_graph(notes) for notes in (*seeds, everything))


@pytest.fixture(name="ontology", scope="module")
def parsed_ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def types_of(graph: ArticleGraph) -> dict[str, set[str]]:
    types: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, obj in graph.triples:
        if predicate == TYPE:
            types[subject].add(obj)
    return types


def values_of(graph: ArticleGraph, predicate: str) -> list[tuple[str, str]]:
    return [(s, o) for s, p, o in graph.triples if p == f"<{predicate}>"]


def allowed(ontology: rdflib.Graph, prop: rdflib.URIRef, strict: rdflib.URIRef, loose: str) -> set[str]:
    """Return the classes of which a node must have one (rdfs:domain, or one of schema:domainIncludes)."""
    named = [*ontology.objects(prop, strict), *ontology.objects(prop, rdflib.URIRef(loose))]
    assert named, f"{prop} has neither {strict} nor {loose}"
    return {f"<{cls}>" for cls in named}


def properties(ontology: rdflib.Graph) -> list[rdflib.URIRef]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {node for kind in kinds for node in ontology.subjects(RDF.type, kind)}
    return sorted(node for node in found if isinstance(node, rdflib.URIRef) and node.startswith(NG))


def test_every_property_stands_where_its_domain_says_and_points_where_its_range_says(
    graphs: tuple[ArticleGraph, ...], ontology: rdflib.Graph
) -> None:
    concepts: dict[str, set[str]] = defaultdict(set)
    for concept, cls in ontology.subject_objects(RDF.type):
        concepts[f"<{concept}>"].add(f"<{cls}>")
    seen = set()
    for prop in properties(ontology):
        domain = allowed(ontology, prop, RDFS.domain, SCHEMA.domainIncludes)
        reach = allowed(ontology, prop, RDFS.range, SCHEMA.rangeIncludes)
        for graph in graphs:
            types = types_of(graph)
            for subject, obj in values_of(graph, prop):
                seen.add(prop)
                assert domain & types[subject], f"{subject} has {prop}"
                if is_iri(obj):
                    assert reach & (types[obj] | concepts[obj]), f"{prop} points to {obj}"
                else:
                    assert f"<{literal_parts(obj)[1] or XSD.string}>" in reach, f"{prop} has {obj}"
    unused = {str(prop).removeprefix(NG) for prop in set(properties(ontology)) - seen}
    of_links = {"added", "aspectIn", "aspectOf", "difference", "differentPersonFrom"}
    of_links |= {
        "nearDuplicateOf",
        "omitted",
        "samePersonAs",
        "sameUtteranceAs",
    }  # across articles, never in one's graph
    of_stores = {"collection", "fileDigest", "fileGraphs", "storeLayout"}  # in their register
    # Only with a table of one's own, with a model, in the description of a dataset.
    assert unused == of_links | of_stores | {"peopleDigest", "modelDigest", "graphDigest"}


def test_every_node_says_what_it_is(graphs: tuple[ArticleGraph, ...]) -> None:
    for graph in graphs:
        types = types_of(graph)
        for subject, _, _ in graph.triples:
            assert types[subject], subject


def test_superclasses_of_our_classes_are_written_out(
    graphs: tuple[ArticleGraph, ...], ontology: rdflib.Graph
) -> None:
    ours = rdflib.Graph().parse(ROOT / "ontology" / "newsgraph.ttl", format="turtle")
    for graph in graphs:
        for subject, classes in types_of(graph).items():
            for cls in classes:
                above = {f"<{a}>" for a in ours.transitive_objects(rdflib.URIRef(cls[1:-1]), RDFS.subClassOf)}
                assert above <= classes, subject
    assert (rdflib.URIRef(NG.Denial), RDFS.subClassOf, rdflib.URIRef(NG.Statement)) in ontology


def test_nobody_has_two_names(graphs: tuple[ArticleGraph, ...]) -> None:
    named = {f"<{cls}>" for cls in (SCHEMA.Person, SCHEMA.Organization, SCHEMA.Place, NG.AnonymousAgent)}
    for graph in graphs:
        names = values_of(graph, SCHEMA.name)
        bearers = [subject for subject, _ in names]
        assert len(bearers) == len(set(bearers))
        assert set(bearers) == {node for node, classes in types_of(graph).items() if classes & named}
        assert not set(names) & set(values_of(graph, SCHEMA.alternateName))


def test_only_literal_speech_is_a_quotation_and_has_a_spoken_by(graphs: tuple[ArticleGraph, ...]) -> None:
    for graph in graphs:
        direct = {s for s, o in values_of(graph, NG.statementType) if o == f"<{NG.Direct}>"}
        quotations = {s for s, classes in types_of(graph).items() if f"<{SCHEMA.Quotation}>" in classes}
        assert direct == quotations
        speakers = {(s, o) for s, o in values_of(graph, NG.speaker) if s in direct}
        assert set(values_of(graph, SCHEMA.spokenByCharacter)) == speakers


def test_the_paper_and_its_agencies_are_mentioned_only_where_the_text_speaks_of_them(
    seeds: tuple[Annotations, ...],
) -> None:
    for notes in seeds:
        graph = build_graph(notes)
        mentioned = {o for _, o in values_of(graph, SCHEMA.mentions)}
        around = (SCHEMA.publisher, SCHEMA.sourceOrganization, SCHEMA.author)
        sources = {o for term in around for _, o in values_of(graph, term)}
        dateline = notes.article.dateline.end if notes.article.dateline else 0
        in_text = set()
        evidence = dict(values_of(graph, NG.evidence))
        for mention, bearer in values_of(graph, NG.refersTo):
            place = re.search(r"/span/(\d+)-", evidence[mention])
            if place is not None and int(place[1]) >= dateline:
                in_text.add(bearer)
        assert not (mentioned & sources) - in_text


def test_literals_are_of_the_few_kinds_that_every_store_keeps(graphs: tuple[ArticleGraph, ...]) -> None:
    kinds: dict[str, set[str | None]] = defaultdict(set)
    for graph in graphs:
        for _, predicate, obj in graph.triples:
            if not is_iri(obj):
                _, datatype, language = literal_parts(obj)
                assert language is None
                kinds[predicate[1:-1]].add(datatype)
    dates = {str(XSD.date), str(XSD.dateTime)}
    assert kinds.pop(SCHEMA.datePublished) <= dates
    for term in (NG.confidence, NG.speakerConfidence):
        assert kinds.pop(term) == {str(XSD.decimal)}
    for term in (OA.start, OA.end, SCHEMA.wordCount, NG.textLength):
        assert kinds.pop(term) == {str(XSD.integer)}
    assert set().union(*kinds.values()) == {None}


def test_confidences_have_two_places_at_most(graphs: tuple[ArticleGraph, ...]) -> None:
    values = {literal_parts(o)[0] for graph in graphs for _, o in values_of(graph, NG.confidence)}
    assert all(re.fullmatch(r"0|1|0\.[0-9]?[1-9]", value) for value in values), values


def test_no_date_is_given_that_the_article_does_not_give(
    seeds: tuple[Annotations, ...], graphs: tuple[ArticleGraph, ...]
) -> None:
    for notes, graph in zip(seeds, graphs, strict=False):
        dates = [p for _, p, o in graph.triples if "XMLSchema#date" in o]
        assert dates == [f"<{SCHEMA.datePublished}>"] * (notes.article.published is not None)


def test_without_text_no_wording_of_the_body_is_left_in_any_literal(seeds: tuple[Annotations, ...]) -> None:
    checked = 0
    for notes in seeds:
        article = notes.article
        said = [statement.text(article.text) for statement in notes.statements]
        said += [proposal.text(article.text) for proposal in notes.proposals]
        sentences = {text for text in said if len(text.split()) >= SENTENCE}
        checked += len(sentences)
        for _, predicate, obj in build_graph(notes, Settings(text=TextMode.NONE)).triples:
            if is_iri(obj) or predicate in HEAD:
                continue
            value, datatype, _ = literal_parts(obj)
            if predicate in NAMED:
                assert not [text for text in sentences if text in value], value
            elif datatype is None:
                as_words = rf"(?<!\w){re.escape(value)}(?!\w)"
                assert re.search(as_words, article.text) is None, (predicate, value)
    assert checked > 50


def test_the_ontology_has_no_blank_nodes_so_that_it_can_be_compared(ontology: rdflib.Graph) -> None:
    assert not [node for triple in ontology for node in triple if isinstance(node, rdflib.BNode)]


def test_rdflib_reads_the_graphs_without_a_complaint(graphs: tuple[ArticleGraph, ...]) -> None:
    for graph in graphs:
        read = graph_of_quads(graph.quads())
        assert len(read) == len(graph)
        ill = [o for o in read.objects() if isinstance(o, rdflib.Literal) and o.ill_typed]
        assert ill == []
