"""What is read from a graph is what was written into it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from newsgraph.model import Annotations, Article, MentionKind, Person, StatementType
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.read_records import read_article
from newsgraph.settings import Settings, TextMode

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.model import ArticleRecord, Span

BASE = "https://data.example/"


def record(annotations: Annotations, text: TextMode = TextMode.QUOTES) -> ArticleRecord:
    found = read_article(build_graph(annotations, Settings(base=BASE, text=text)))
    assert found is not None
    return found


def test_the_article(annotations: Annotations) -> None:
    found = record(annotations)
    assert found.iri == f"{BASE}article/{annotations.article.id}"
    assert found.headline == "Streit um den Hafen"
    assert found.source == "hafenbote.example"
    assert found.agencies == ("dpa",)
    assert (found.published, found.day) == ("2024-05-04T14:35:00", "2024-05-04")
    assert found.url == "http://www.hafenbote.example/1%202"
    assert found.digest == annotations.article.digest


def test_the_text_comes_from_the_graph_or_from_the_caller(annotations: Annotations) -> None:
    assert record(annotations).text == ""
    assert record(annotations, TextMode.FULL).text == annotations.article.text
    found = read_article(build_graph(annotations), "der Text")
    assert found is not None
    assert found.text == "der Text"


def test_a_person_with_everything_that_links_are_decided_from(
    annotations: Annotations, span_in_text: Callable[..., Span]
) -> None:
    person = next(p for p in record(annotations).persons if p.name == "Erika Sandmann")
    assert person.iri == f"{BASE}person/erika-sandmann"
    assert not person.is_local
    assert person.names == ("Erika Sandmann", "Sandmann")
    assert (person.given_name, person.family_name) == ("Erika", "Sandmann")
    assert person.roles == ("Bürgermeisterin",)
    assert {body.name for body in person.affiliations} == {"SPD", "Dänemark"}
    assert person.same_as == ("http://www.wikidata.org/entity/Q1",)
    (mention,) = person.mentions
    assert mention.surface == "Erika Sandmann"
    assert mention.kind is MentionKind.FULL_NAME
    assert mention.start == span_in_text("Erika Sandmann").start
    assert mention.confidence == 0.93
    assert mention.before.endswith("sagte ")
    assert mention.after.startswith(" in Kiel")
    grounds = {ground.value: ground.confidence for ground in person.grounds}
    assert grounds["Bürgermeisterin"] == 0.9
    assert grounds[f"{BASE}place/daenemark"] == 0.8


def test_who_lives_under_the_article(annotations: Annotations) -> None:
    persons = {person.name: person for person in record(annotations).persons}
    assert persons["Uli"].is_local
    assert not persons["Erika Sandmann"].is_local


def test_utterances_with_their_speakers(annotations: Annotations, span_in_text: Callable[..., Span]) -> None:
    direct, denied = sorted(record(annotations).utterances, key=lambda u: u.type)
    assert direct.type is StatementType.DIRECT
    assert direct.text == "Wir bauen und zwar bald"
    assert (direct.start, direct.end) == (span_in_text("Wir bauen").start, span_in_text("und zwar bald").end)
    assert (direct.cue, direct.speaker_mention, direct.confidence) == ("sagte", "Erika Sandmann", 0.9)
    (speaker,) = direct.speakers
    assert speaker.is_person
    assert speaker.identity == speaker.iri
    assert {body.name for body in speaker.bodies} == {"SPD", "Dänemark"}
    assert denied.is_denial
    assert denied.nested_in == denied.continues == direct.iri
    (spokesman,) = denied.speakers
    assert spokesman.is_anonymous
    assert [body.name for body in spokesman.bodies] == ["Werft"]


def test_a_graph_without_wording_gives_all_but_the_words(annotations: Annotations) -> None:
    worded, bare = record(annotations), record(annotations, TextMode.NONE)
    assert {u.text for u in bare.utterances} == {""}
    said = zip(bare.utterances, worded.utterances, strict=True)
    pairs = [pair for one, other in said for pair in zip(one.speakers, other.speakers, strict=True)]
    assert all(one == other or one.names == ("Sprecher",) for one, other in pairs)
    assert [p.roles for p in bare.persons] == [p.roles for p in worded.persons]


def test_what_is_no_article_is_none() -> None:
    assert read_article(graph_of(f"{BASE}links", f"{BASE}links/graph", ())) is None


@pytest.mark.parametrize("published", ["gestern", "2024-02-30", ""])
def test_a_day_that_is_none_is_left_out(published: str) -> None:
    article = Article(id="a" * 16, text="x", digest="d")
    graph = build_graph(Annotations(article), Settings(base=BASE))
    dated = (f"<{graph.article}>", "<https://schema.org/datePublished>", f'"{published}"')
    found = read_article(graph_of(graph.article, graph.graph, (*graph.triples, dated)))
    assert found is not None
    assert found.published == ""


def test_the_order_of_the_triples_makes_no_difference(annotations: Annotations) -> None:
    graph = build_graph(annotations, Settings(base=BASE))
    turned = ArticleGraph(graph.article, graph.graph, graph.triples[::-1])
    assert read_article(turned) == read_article(graph)


def test_a_person_without_a_name_is_left_out(annotations: Annotations) -> None:
    nameless = dataclasses.replace(
        annotations, persons=(Person("Ada Beispiel"),), statements=(), proposals=()
    )
    graph = build_graph(nameless, Settings(base=BASE))
    triples = [t for t in graph.triples if '"Ada Beispiel"' not in t[2]]
    found = read_article(graph_of(graph.article, graph.graph, triples))
    assert found is not None
    assert "ada-beispiel" not in {person.iri.rpartition("/")[2] for person in found.persons}
