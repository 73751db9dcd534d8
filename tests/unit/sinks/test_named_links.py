"""The shipped queries find people by every name that links know, in both directions."""

from __future__ import annotations

import dataclasses

import pytest

from newsgraph.model import (
    Annotations,
    Article,
    Difference,
    LinkDecision,
    LinkPredicate,
    Mention,
    Person,
    PersonAspect,
    Proposal,
    Span,
    Statement,
    StatementType,
)
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.rdf.build_links_graph import build_links_graph
from newsgraph.settings import Settings
from newsgraph.sinks.named import load_named_query
from newsgraph.sinks.query import memory_store, run_query

BASE = "https://data.example/"
FIRST = f"{BASE}article/00000000000000aa"
THIRD = f"{BASE}article/00000000000000cc"
ADA = f"{BASE}person/ada-berg"
BERG = f"{THIRD}/person/berg"
UDO = f"{BASE}person/udo-tal"
ASPECTS = (
    PersonAspect(f"{FIRST}/person/udo-tal", UDO, FIRST),
    PersonAspect(f"{THIRD}/person/udo-tal", UDO, THIRD),
)
TEXT = (
    "Nachlese\n\nWir bauen, sagte Bürgermeisterin Berg. Der Torwart Udo Tal sagte, er bleibe. Berg will Geld."
)


def span(words: str) -> tuple[Span, ...]:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


def third() -> Annotations:
    berg = Person(
        "Berg", (Mention(span("Berg"), "Berg"),), local=True, same_as=("http://www.wikidata.org/entity/Q1",)
    )
    udo = Person("Udo Tal", (Mention(span("Udo Tal"), "Udo Tal"),))
    article = Article(
        id="00000000000000cc", text=TEXT, digest="0" * 64, headline="Nachlese", source="Auer Bote"
    )
    statements = (
        Statement(span("Wir bauen"), StatementType.DIRECT, speakers=(berg,)),
        Statement(span("er bleibe"), StatementType.INDIRECT, speakers=(udo,)),
    )
    proposal = Proposal(span("Geld"), proposers=(berg,))
    return Annotations(article, persons=(berg, udo), statements=statements, proposals=(proposal,))


@pytest.fixture(name="corpus")
def graphs_with_a_single_name(graphs: tuple[ArticleGraph, ...]) -> tuple[ArticleGraph, ...]:
    return (*graphs, build_graph(third(), Settings(base=BASE)))


def same(subject: str, obj: str) -> LinkDecision:
    return LinkDecision(
        subject, LinkPredicate.SAME_PERSON, obj, "the same office", 0.9, (f"{FIRST}/mention/1",)
    )


BOTH_WAYS = pytest.mark.parametrize("decision", [same(BERG, ADA), same(ADA, BERG)], ids=["up", "down"])


def rows(graphs: tuple[ArticleGraph, ...], name: str, **values: str) -> list[list[str]]:
    answer = run_query(memory_store(graphs), load_named_query(name).prepare(values))
    return [["" if cell is None else getattr(cell, "value", "") for cell in row] for row in answer.rows()]


def linked(corpus: tuple[ArticleGraph, ...], *decisions: LinkDecision) -> tuple[ArticleGraph, ...]:
    return (*corpus, build_links_graph(BASE, decisions, ASPECTS))


def said(found: list[list[str]]) -> set[str]:
    return {row[4] for row in found}


def test_without_links_a_single_name_is_somebody_else(corpus: tuple[ArticleGraph, ...]) -> None:
    assert said(rows(corpus, "statements-of", person="Ada Berg")) == {"Wir bauen neu"}
    assert said(rows(corpus, "statements-of", person="Berg")) == {"Wir bauen"}
    assert said(rows(corpus, "statements-of", person="Udo Tal")) == {"Die Stadt solle zahlen", "er bleibe"}


@BOTH_WAYS
@pytest.mark.parametrize("person", ["Ada Berg", "berg", ADA, BERG])
def test_with_links_everything_is_hers(
    corpus: tuple[ArticleGraph, ...], decision: LinkDecision, person: str
) -> None:
    graphs = linked(corpus, decision)
    assert said(rows(graphs, "statements-of", person=person)) == {"Wir bauen", "Wir bauen neu"}
    assert said(rows(graphs, "who-said-what", speaker=person)) == {"Wir bauen", "Wir bauen neu"}
    assert {row[2] for row in rows(graphs, "proposals", person=person)} == {"Geld", "Stadt solle zahlen"}


@BOTH_WAYS
def test_who_is_one_counts_as_one(corpus: tuple[ArticleGraph, ...], decision: LinkDecision) -> None:
    graphs = linked(corpus, decision)
    assert ["Ada Berg", "2", "2", "2", ADA] in rows(graphs, "speakers")
    assert ["Ada Berg", "Udo Tal", "1"] in rows(graphs, "mentioned-with", person="Berg")
    (ada,) = rows(graphs, "people", person="ada")
    assert [*ada[:1], set(ada[1].split("; ")), *ada[2:]] == [
        "Ada Berg",
        {"Ada Berg", "Berg"},
        "http://www.wikidata.org/entity/Q1",
        "3",
        ADA,
    ]


def test_namesakes_count_by_themselves_and_are_asked_for_by_iri(corpus: tuple[ArticleGraph, ...]) -> None:
    one, other = (aspect.iri for aspect in ASPECTS)
    apart = LinkDecision(other, LinkPredicate.DIFFERENT_PERSON, one, "another career", 0.85)
    graphs = linked(corpus, apart)
    assert said(rows(graphs, "statements-of", person=one)) == {"Die Stadt solle zahlen"}
    assert said(rows(graphs, "statements-of", person=other)) == {"er bleibe"}
    assert said(rows(graphs, "who-said-what", speaker=other)) == {"er bleibe"}
    assert said(rows(graphs, "statements-of", person="Udo Tal")) == {"Die Stadt solle zahlen", "er bleibe"}
    assert {row[9] for row in rows(graphs, "statements-of", person="Udo Tal")} == {one, other}
    assert {row[4] for row in rows(graphs, "people", person="Udo Tal")} == {one, other}
    assert {row[4] for row in rows(graphs, "speakers") if row[0] == "Udo Tal"} == {one, other}


def test_every_link_with_its_reason(corpus: tuple[ArticleGraph, ...]) -> None:
    graphs = linked(corpus, same(BERG, ADA))
    assert rows(graphs, "links", kind="samePersonAs") == [
        ["samePersonAs", "Berg", "Ada Berg", "the same office", "0.9", "1", BERG, ADA]
    ]
    assert rows(graphs, "links", about="ada", least="0.95") == []
    assert len(rows(graphs, "links", about="ada")) == 1


def test_the_same_utterance_with_what_differs(corpus: tuple[ArticleGraph, ...]) -> None:
    statements = {row[4]: row[7] for row in rows(corpus, "who-said-what")}
    assert statements["Wir bauen"].startswith(THIRD)
    iris = [
        s[1:-1]
        for graph in (corpus[0], corpus[2])
        for s, p, o in graph.triples
        if p.endswith("/text>") and o in {'"Wir bauen neu"', '"Wir bauen"'}
    ]
    differences = (Difference.SHORTENED, Difference.OTHER_CUE)
    link = LinkDecision(
        iris[0], LinkPredicate.SAME_UTTERANCE, iris[1], "the same words", 0.8, (), differences
    )
    graphs = linked(corpus, dataclasses.replace(link, omitted=("neu",)))
    (row,) = rows(graphs, "same-utterance", difference="Shortened")
    assert row[2] == "Wir bauen neu"
    assert row[5] == "Wir bauen"
    assert set(row[6].split("; ")) == {"Shortened", "OtherCue"}
    assert rows(graphs, "same-utterance", difference="Paraphrased") == []
    assert rows(graphs, "same-utterance", about="nichts davon") == []
