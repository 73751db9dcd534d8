"""The examples of the ontology are true of the example articles, whose graphs conform to shapes and ontology.

An example in Turtle is entailed by the graph of the example articles and their links: its blank nodes stand
for any node. That is what SPARQL's ASK asks of the same words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from newsgraph.cli import main
from newsgraph.vocab import NG, PREFIXES, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

ROOT = Path(__file__).parents[3]
ARTICLES = ROOT / "docs" / "ontology" / "example"
NOT_SHOWN = {
    "FreeIndirect",
    "UnattributedProposal",
    "OtherSpeakerName",
    "graphDigest",
    "peopleDigest",
    "modelDigest",
    *("collection", "fileDigest", "fileGraphs", "storeLayout"),
}
"""What the rules find nothing of in three short articles, and what only the register of a store holds."""


def run(*words: str) -> None:
    with pytest.raises(SystemExit) as done:
        main(list(words))
    assert not done.value.code, words


@pytest.fixture(name="files", scope="module")
def written_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("example")
    articles, links = folder / "articles.trig", folder / "links.trig"
    run("convert", str(ARTICLES), "--model", "rules", "--base", "https://example.org/", "-o", str(articles))
    run("link", str(articles), "-o", str(links))
    return articles, links


@pytest.fixture(name="graph", scope="module")
def graph_of_the_example(files: tuple[Path, Path]) -> rdflib.Graph:
    triples = {f"{quad.triple} ." for file in files for quad in ox.parse(path=file)}
    graph = rdflib.Graph().parse(data="\n".join(sorted(triples)), format="nt")
    assert len(graph) > 1000
    return graph


def ontology() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in ("newsgraph.ttl", "schemes.ttl"):
        graph.parse(ROOT / "ontology" / name, format="turtle")
    return graph


ONTOLOGY = ontology()


def turtle_examples() -> Iterator[tuple[str, str]]:
    for term, example in ONTOLOGY.subject_objects(SKOS.example):
        if isinstance(example, rdflib.Literal) and example.language is None:
            yield str(term).removeprefix(NG), str(example)


EXAMPLES = sorted(turtle_examples())


def test_most_terms_have_an_example_in_turtle() -> None:
    assert len({term for term, _ in EXAMPLES}) > 40


@pytest.mark.parametrize(("term", "example"), EXAMPLES, ids=[term for term, _ in EXAMPLES])
def test_the_example_shows_its_term_and_is_true(term: str, example: str, graph: rdflib.Graph) -> None:
    header = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    parsed = rdflib.Graph().parse(data=header + example, format="turtle")
    assert rdflib.URIRef(NG[term]) in {node for triple in parsed for node in triple}
    assert graph.query(f"ASK {{ {example} }}", initNs=PREFIXES).askAnswer


def test_an_example_that_is_not_true_would_be_seen(graph: rdflib.Graph) -> None:
    wrong = 'ASK { [] a ng:Statement ; ng:cue "jodelte" . }'
    assert not graph.query(wrong, initNs=PREFIXES).askAnswer


def test_the_question_of_the_readme_is_answered(
    files: tuple[Path, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")
    [question] = re.findall(r'"(ASK .*)"', text)
    capfd.readouterr()
    run("query", *(str(file) for file in files), question)
    assert capfd.readouterr().out.strip() == "true"


def test_the_examples_conform_to_the_shapes(files: tuple[Path, Path]) -> None:
    run("validate", *(str(file) for file in files))


def test_the_example_articles_show_nearly_all_terms(graph: rdflib.Graph) -> None:
    terms = set(ONTOLOGY.subjects(RDFS.isDefinedBy, None))
    kinds = set(ONTOLOGY.objects(None, RDFS.range)) | set(ONTOLOGY.subjects(RDF.type, SKOS.ConceptScheme))
    used = {node for triple in graph for node in triple}
    missing = {str(term).removeprefix(NG) for term in terms - kinds - used}
    assert missing == NOT_SHOWN


def allowed(prop: Node, strict: rdflib.URIRef, loose: str) -> set[Node]:
    return {*ONTOLOGY.objects(prop, strict), *ONTOLOGY.objects(prop, rdflib.URIRef(loose))}


def test_every_property_fits_its_domain_and_range_across_articles(graph: rdflib.Graph) -> None:
    """The same is checked of the seeds; here of the links too."""
    types: dict[Node, set[Node]] = defaultdict(set)
    for subject, cls in (*graph.subject_objects(RDF.type), *ONTOLOGY.subject_objects(RDF.type)):
        types[subject].add(cls)
    checked = 0
    for prop in ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty):
        if not str(prop).startswith(NG):
            continue
        domain = allowed(prop, RDFS.domain, SCHEMA.domainIncludes)
        reach = allowed(prop, RDFS.range, SCHEMA.rangeIncludes)
        for subject, obj in graph.subject_objects(prop):
            assert domain & types[subject], f"{subject} has {prop}"
            assert reach & types[obj], f"{prop} points to {obj}"
            checked += 1
    assert checked > 200


def test_functional_properties_have_one_value(graph: rdflib.Graph) -> None:
    functional = set(ONTOLOGY.subjects(RDF.type, OWL.FunctionalProperty))
    assert len(functional) > 10
    for prop in functional:
        subjects = list(graph.subjects(prop, None))
        assert len(subjects) == len(set(subjects)), prop
