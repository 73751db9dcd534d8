"""The graph of links holds each decision as a triple and as the link that explains it, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newsgraph.iris import hash_of
from newsgraph.model import Difference, LinkDecision, LinkPredicate, PersonAspect
from newsgraph.rdf.build_links_graph import LinkOrigin, build_links_graph
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.validate import validate_graphs
from newsgraph.vocab import NG, PROV, RDF

if TYPE_CHECKING:
    from newsgraph.rdf import ArticleGraph

BASE = "https://data.example/"
ONE, TWO = (f"{BASE}article/{number:016x}" for number in (1, 2))
SAME = LinkDecision(
    f"{ONE}/person/obama",
    LinkPredicate.SAME_PERSON,
    f"{BASE}person/barack-obama",
    "the same item of Wikidata",
    0.98,
    (f"{ONE}/mention/a", f"{TWO}/mention/b"),
)
TOLD = LinkDecision(
    f"{ONE}/statement/a",
    LinkPredicate.SAME_UTTERANCE,
    f"{TWO}/statement/b",
    "the same words",
    0.9,
    (),
    (Difference.SHORTENED,),
    ("vom Hof",),
    ("ganz",),
)
ASPECT = PersonAspect(f"{ONE}/person/eva-lang", f"{BASE}person/eva-lang", ONE)


@pytest.fixture(name="graph")
def graph_of_links() -> ArticleGraph:
    return build_links_graph(BASE, [SAME, TOLD], [ASPECT])


def test_a_decision_is_a_triple_and_the_link_that_explains_it(graph: ArticleGraph) -> None:
    assert graph.graph == f"{BASE}links/graph"
    triple = (SAME.subject, str(NG.samePersonAs), SAME.object)
    assert tuple(f"<{part}>" for part in triple) in graph.triples
    node = f"<{BASE}links/link/{hash_of(*triple)}>"
    found = {(p[1:-1], o) for s, p, o in graph.triples if s == node}
    assert found == {
        (RDF.type, f"<{NG.Link}>"),
        (RDF.type, f"<{RDF.Statement}>"),
        (RDF.subject, f"<{SAME.subject}>"),
        (RDF.predicate, f"<{NG.samePersonAs}>"),
        (RDF.object, f"<{SAME.object}>"),
        (NG.reason, '"the same item of Wikidata"'),
        (NG.confidence, '"0.98"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (NG.evidence, f"<{ONE}/mention/a>"),
        (NG.evidence, f"<{TWO}/mention/b>"),
    }


def test_what_differs_is_said_in_concepts_and_words(graph: ArticleGraph) -> None:
    values = {(p[1:-1], o) for _, p, o in graph.triples}
    assert (NG.difference, f"<{NG.Shortened}>") in values
    assert (NG.omitted, '"vom Hof"') in values
    assert (NG.added, '"ganz"') in values


def test_aspects_lead_to_person_and_article(graph: ArticleGraph) -> None:
    node = f"<{ASPECT.iri}>"
    assert (node, f"<{NG.aspectOf}>", f"<{ASPECT.person}>") in graph.triples
    assert (node, f"<{NG.aspectIn}>", f"<{ASPECT.article}>") in graph.triples


@pytest.mark.parametrize("decisions", [[SAME, TOLD], [SAME], []])
def test_it_conforms_with_words_and_without(decisions: list[LinkDecision]) -> None:
    report = validate_graphs([build_links_graph(BASE, decisions, [ASPECT])])
    assert report.results == ()
    assert report.graphs == 1


@pytest.mark.parametrize("form", ["trig", "nquads", "jsonld"])
def test_it_is_the_same_graph_after_writing_and_reading(graph: ArticleGraph, form: str) -> None:
    assert load_graphs(serialise([graph], form), form) == (graph,)


def test_it_is_written_short(graph: ArticleGraph) -> None:
    text = serialise([graph], "trig").decode()
    assert "rdf:object person:barack-obama" in text
    assert "@base <https://data.example/links/> ." in text
    assert f"<link/{hash_of(SAME.subject, NG.samePersonAs, SAME.object)}> a ng:Link, rdf:Statement" in text


def test_the_order_of_the_decisions_makes_no_difference(graph: ArticleGraph) -> None:
    assert build_links_graph(BASE, [TOLD, SAME], [ASPECT]) == graph


@pytest.mark.parametrize(("decisions", "mode"), [([SAME], "none"), ([SAME, TOLD], "quotes")])
def test_the_graph_says_whether_it_holds_words(decisions: list[LinkDecision], mode: str) -> None:
    triples = build_links_graph(BASE, decisions).triples
    assert [obj for _, predicate, obj in triples if predicate == f"<{NG.textMode}>"] == [f'"{mode}"']


def test_it_says_of_what_it_was_made_and_when_only_if_told() -> None:
    bare = {p for _, p, _ in build_links_graph(BASE, [SAME]).triples}
    assert not bare & {f"<{term}>" for term in (PROV.used, PROV.endedAtTime, NG.sourceDigest)}
    origin = LinkOrigin((ONE, TWO), "a" * 64, datetime(2026, 1, 2, tzinfo=UTC))
    triples = build_links_graph(BASE, [SAME], origin=origin).triples
    activity, table = f"<{BASE}links/activity>", f"<{BASE}links/overrides>"
    used = {o for s, p, o in triples if (s, p) == (activity, f"<{PROV.used}>")}
    assert used == {f"<{ONE}/graph>", f"<{TWO}/graph>", table}
    assert (table, f"<{NG.sourceDigest}>", f'"{"a" * 64}"') in triples
    assert any(p == f"<{PROV.endedAtTime}>" and "2026-01-02T00:00:00Z" in o for _, p, o in triples)
    assert any(p == f"<{PROV.wasAssociatedWith}>" for _, p, _ in triples)
