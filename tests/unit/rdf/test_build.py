"""The graph says what the annotations say, with the terms and IRIs of the contract."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from rdflib import URIRef
from tests.unit.rdf.graph_view import BASE, SETTINGS, View, article_of, view

from newsgraph.errors import RdfError
from newsgraph.iris import hash_of
from newsgraph.model import (
    Annotations,
    AnonymousAgent,
    Country,
    Link,
    Mention,
    Organisation,
    Person,
    Place,
    Span,
    Statement,
    StatementType,
)
from newsgraph.rdf import build_graph
from newsgraph.rdf.bridge import quads_of
from newsgraph.rdf.terms import literal_parts
from newsgraph.rdf.times import moment
from newsgraph.settings import Settings, TextMode
from newsgraph.version import __version__
from newsgraph.vocab import DCTERMS, NG, PROV, RDF, RDFS, SCHEMA, XSD


def test_article_header(annotations: Annotations) -> None:
    graph = view(annotations)
    article = graph.article
    assert article == f"{BASE}article/{annotations.article.id}"
    assert graph.graph.graph == f"{article}/graph"
    assert graph.values(article, RDF.type) == ["schema:Article", "schema:CreativeWork", "schema:NewsArticle"]
    assert graph.one(article, SCHEMA.headline) == "Streit um den Hafen"
    assert graph.one(article, SCHEMA.datePublished) == "2024-05-04T14:35:00"
    assert graph.one(article, SCHEMA.url) == "http://www.hafenbote.example/1%202"
    assert graph.one(article, SCHEMA.inLanguage) == "de"
    assert graph.one(article, SCHEMA.creditText) == "dpa/kru"
    assert graph.one(article, NG.editorInitials) == "kru"
    assert graph.one(article, NG.subheading) == "Dänemark warnt"
    assert graph.one(article, SCHEMA.wordCount) == "30"


def test_sources_and_authors_are_no_mentions(annotations: Annotations) -> None:
    graph = view(annotations)
    article = graph.article
    assert graph.one(article, SCHEMA.publisher) == f"{BASE}organization/hafenbote-example"
    assert graph.one(article, SCHEMA.sourceOrganization) == f"{BASE}organization/dpa"
    assert graph.values(article, SCHEMA.author) == [f"{article}/person/uli", f"{BASE}person/max-mueller"]
    assert graph.values(article, SCHEMA.mentions) == [
        f"{BASE}organization/werft",
        f"{BASE}person/erika-sandmann",
        f"{BASE}place/daenemark",
        f"{BASE}place/kiel",
    ]


def test_who_stands_in_the_dateline_alone_is_not_spoken_of() -> None:
    text = "Wal im Hafen\n\nKiel (AFP) – Ein Wal hat die SPD, so AFP, erschreckt."
    agency, party, city = (text.index(words) for words in ("AFP", "SPD", "Kiel"))
    printed = Mention((Span(agency, agency + 3),), "AFP")
    later = Mention((Span(text.rindex("AFP"), text.rindex("AFP") + 3),), "AFP")
    article = dataclasses.replace(
        article_of(text), dateline=Span(city, text.index(" Ein Wal")), agencies=("AFP",)
    )
    bodies = (
        Organisation("AFP", (printed,)),
        Organisation("SPD", (Mention((Span(party, party + 3),), "SPD"),)),
    )
    places = (Place("Kiel", (Mention((Span(city, city + 4),), "Kiel"),)),)
    graph = view(Annotations(article, organisations=bodies, places=places))
    spoken_of = [f"{BASE}organization/spd", f"{BASE}place/kiel"]
    assert graph.values(graph.article, SCHEMA.mentions) == spoken_of
    assert graph.one(graph.article, SCHEMA.sourceOrganization) == f"{BASE}organization/afp"
    assert graph.one(graph.article, SCHEMA.dateline) == "Kiel (AFP)"
    named_again = (Organisation("AFP", (printed, later)),)
    graph = view(Annotations(article, organisations=named_again))
    assert graph.values(graph.article, SCHEMA.mentions) == [f"{BASE}organization/afp"]


def test_links_are_web_pages_and_no_url_is_no_iri(annotations: Annotations) -> None:
    graph = view(annotations)
    assert graph.values(graph.article, SCHEMA.citation) == ["siehe oben", "https://a.example/x%7Cy"]
    assert graph.all_of(SCHEMA.WebPage) == ["https://a.example/x%7Cy"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "http://[a", "//a.example/", "a.example"])
def test_what_is_no_web_address_becomes_no_iri(url: str) -> None:
    graph = view(Annotations(article_of("x", links=(Link(url, 0),))))
    assert graph.values(graph.article, SCHEMA.citation) == [url]
    assert graph.all_of(SCHEMA.WebPage) == []


def test_text_graph_and_activity(annotations: Annotations) -> None:
    graph = view(annotations, Settings(base=BASE, time=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)))
    text, activity = f"{graph.article}/text", f"{graph.article}/activity"
    assert "schema:TextObject" in graph.values(text, RDF.type)
    assert graph.one(text, NG.textDigest) == annotations.article.digest
    assert graph.one(text, NG.textLength) == str(len(annotations.article.text))
    assert graph.one(text, PROV.wasDerivedFrom) == graph.article
    assert graph.values(graph.graph.graph, RDF.type) == ["prov:Entity"]
    assert graph.one(graph.graph.graph, PROV.wasGeneratedBy) == activity
    assert graph.values(activity, RDF.type) == ["prov:Activity"]
    assert graph.one(activity, NG.textMode) == "quotes"
    assert graph.one(activity, NG.iriBase) == BASE
    assert graph.one(activity, PROV.endedAtTime) == "2026-01-02T03:04:05Z"
    agent = graph.one(activity, PROV.wasAssociatedWith)
    assert agent == f"https://w3id.org/newsgraph/version/{__version__}"
    assert graph.values(agent, RDF.type) == ["prov:Agent", "prov:SoftwareAgent"]
    assert graph.one(agent, RDFS.label) == f"newsgraph {__version__}"


def test_model_and_source_are_told_by_their_digests_where_there_are_any(annotations: Annotations) -> None:
    bare = view(annotations)
    activity = f"{bare.article}/activity"
    assert bare.values(activity, NG.modelDigest) == []
    assert bare.values(activity, PROV.used) == [f"{bare.article}/text"]
    article = dataclasses.replace(annotations.article, source_digest="b" * 64)
    graph = view(dataclasses.replace(annotations, article=article, model_digest="a" * 64))
    assert graph.one(activity, NG.modelDigest) == "a" * 64
    assert graph.values(activity, PROV.used) == [f"{bare.article}/source", f"{bare.article}/text"]
    assert graph.values(f"{bare.article}/source", RDF.type) == ["prov:Entity"]
    assert graph.one(f"{bare.article}/source", NG.sourceDigest) == "b" * 64


def test_rights_are_told_as_given_and_never_guessed(annotations: Annotations) -> None:
    bare = view(annotations)
    rights = (SCHEMA.license, SCHEMA.copyrightHolder, DCTERMS.license, DCTERMS.rightsHolder)
    assert not {p for _, p, _ in bare.graph.triples} & {f"<{term}>" for term in rights}
    settings = Settings(
        base=BASE,
        licence="https://blatt.example/lizenz",
        rights_holder="https://blatt.example/#verlag",
        data_licence="https://creativecommons.org/licenses/by/4.0/",
        data_rights_holder="Archiv Muster e.V.",
    )
    graph = view(annotations, settings)
    name, article = graph.graph.graph, graph.article
    assert graph.one(article, SCHEMA.license) == "https://blatt.example/lizenz"
    assert graph.one(article, SCHEMA.copyrightHolder) == "https://blatt.example/#verlag"
    assert graph.values("https://blatt.example/#verlag", RDF.type) == []  # of an IRI nothing is known
    assert graph.one(name, DCTERMS.license) == "https://creativecommons.org/licenses/by/4.0/"
    assert graph.one(name, DCTERMS.rightsHolder) == f"{BASE}organization/archiv-muster-e-v"
    assert graph.one(f"{BASE}organization/archiv-muster-e-v", SCHEMA.name) == "Archiv Muster e.V."
    assert graph.values(article, DCTERMS.license) == graph.values(name, SCHEMA.license) == []
    assert f"{BASE}organization/archiv-muster-e-v" not in graph.values(article, SCHEMA.mentions)


def test_a_rights_holder_whom_the_article_names_keeps_the_name_of_the_text(annotations: Annotations) -> None:
    graph = view(annotations, Settings(base=BASE, rights_holder="WERFT"))
    wharf = graph.one(graph.article, SCHEMA.copyrightHolder)
    assert graph.one(wharf, SCHEMA.name) == "Werft"
    assert "WERFT" in graph.values(wharf, SCHEMA.alternateName)


def test_mentions_say_what_found_them(annotations: Annotations) -> None:
    person = annotations.persons[0]
    first = dataclasses.replace(person.mentions[0], rule="model")
    persons = (dataclasses.replace(person, mentions=(first, *person.mentions[1:])), *annotations.persons[1:])
    graph = view(dataclasses.replace(annotations, persons=persons))
    found = {graph.one(mention, NG.foundBy) for mention in graph.all_of(NG.Mention)}
    assert found == {"rules", "model"}


def test_no_time_unless_asked_for(annotations: Annotations) -> None:
    graph = view(annotations)
    assert graph.values(f"{graph.article}/activity", PROV.endedAtTime) == []


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (date(2024, 5, 4), f'"2024-05-04"^^<{XSD.date}>'),
        (datetime(2024, 5, 4, 1, 2, tzinfo=UTC), f'"2024-05-04T01:02:00Z"^^<{XSD.dateTime}>'),
        (
            datetime(2024, 5, 4, 1, 2, 3, 120000, tzinfo=timezone(timedelta(hours=2))),
            f'"2024-05-04T01:02:03.12+02:00"^^<{XSD.dateTime}>',
        ),
    ],
)
def test_times_in_the_form_that_stores_keep(value: date, literal: str) -> None:
    assert moment(value) == literal


def test_person(annotations: Annotations) -> None:
    graph = view(annotations)
    person = f"{BASE}person/erika-sandmann"
    assert graph.values(person, RDF.type) == ["schema:Person"]
    assert graph.one(person, SCHEMA.name) == "Erika Sandmann"
    assert graph.one(person, SCHEMA.alternateName) == "Sandmann"
    assert graph.one(person, SCHEMA.givenName) == "Erika"
    assert graph.one(person, SCHEMA.familyName) == "Sandmann"
    assert graph.one(person, SCHEMA.jobTitle) == "Bürgermeisterin"
    assert graph.one(person, SCHEMA.sameAs) == "http://www.wikidata.org/entity/Q1"
    assert graph.values(person, SCHEMA.affiliation) == [f"{BASE}organization/spd", f"{BASE}place/daenemark"]
    assert graph.one(f"{BASE}organization/spd", SCHEMA.name) == "SPD"


def test_a_country_that_acts_is_an_organisation_and_one_that_does_not_is_none(
    annotations: Annotations,
) -> None:
    place = f"{BASE}place/daenemark"
    countries = ["schema:AdministrativeArea", "schema:Country"]
    assert view(annotations).values(place, RDF.type) == [*countries, "schema:Organization", "schema:Place"]
    quiet = Annotations(annotations.article, countries=(Country("Dänemark"),))
    assert view(quiet).values(place, RDF.type) == [*countries, "schema:Place"]


def test_namesakes_and_single_names_live_under_the_article() -> None:
    people = (
        Person("Jan Pohl", local=True),
        Person("Jan Pohl", local=True, ordinal=2),
        Person("Uli", local=True),
    )
    graph = view(Annotations(article_of("x"), persons=people))
    names = ("jan-pohl", "jan-pohl-2", "uli")
    assert set(graph.all_of(SCHEMA.Person)) == {f"{graph.article}/person/{name}" for name in names}


def test_a_node_has_one_name_whatever_collides() -> None:
    bodies = (Organisation("Grüne"), Organisation("GRUENE", alternate_names=("Grüne",)))
    article = article_of("x", source="gruene", agencies=("Gruene",))
    graph = view(
        Annotations(article, organisations=bodies, places=(Place("Bonn"),), countries=(Country("BONN"),))
    )
    node = f"{BASE}organization/gruene"
    assert graph.one(node, SCHEMA.name) == "Grüne"
    assert graph.values(node, SCHEMA.alternateName) == ["GRUENE", "Gruene", "gruene"]
    assert graph.one(f"{BASE}place/bonn", SCHEMA.name) == "BONN"
    assert graph.one(f"{BASE}place/bonn", SCHEMA.alternateName) == "Bonn"


def test_two_spellings_of_one_person_leave_one_family_name() -> None:
    people = (
        Person("Jörg Möller", given_name="Jörg", family_name="Möller"),
        Person("Joerg Moeller", given_name="Joerg", family_name="Moeller", roles=("Rat",)),
    )
    graph = view(Annotations(article_of("x", authors=("JÖRG MÖLLER",)), persons=people))
    node = f"{BASE}person/joerg-moeller"
    assert graph.one(node, SCHEMA.name) == "Jörg Möller"
    assert graph.values(node, SCHEMA.alternateName) == ["Joerg Moeller", "JÖRG MÖLLER"]
    assert graph.one(node, SCHEMA.familyName) == "Möller"
    assert graph.one(node, SCHEMA.givenName) == "Jörg"
    assert graph.one(node, SCHEMA.jobTitle) == "Rat"


def test_anonymous_agents_of_different_bodies_are_two() -> None:
    one, other = (AnonymousAgent("ein Sprecher", speaks_for=(Organisation(n),)) for n in ("Bahn", "Post"))
    graph = view(Annotations(article_of("x"), anonymous=(one, other, AnonymousAgent("Ein Sprecher"))))
    stem = f"{graph.article}/agent/ein-sprecher"
    assert graph.one(stem, NG.speaksFor) == f"{BASE}organization/bahn"
    assert graph.one(f"{stem}-2", NG.speaksFor) == f"{BASE}organization/post"
    assert graph.one(f"{stem}-3", SCHEMA.name) == "Ein Sprecher"


def test_mentions(annotations: Annotations) -> None:
    graph = view(annotations)
    mentions = graph.all_of(NG.Mention)
    assert len(mentions) == 7
    wharf = f"{BASE}organization/werft"
    second = f"{graph.article}/mention/{hash_of(wharf, 'Werft', '2')}"
    assert second in mentions
    assert graph.one(second, NG.refersTo) == wharf
    assert graph.one(second, NG.surface) == "Werft"
    assert graph.one(second, NG.mentionKind) == "ng:FullName"
    assert graph.one(second, NG.reason) == "name"
    person = f"{graph.article}/mention/{hash_of(f'{BASE}person/erika-sandmann', 'Erika Sandmann', '1')}"
    assert graph.one(person, NG.confidence) == "0.93"


def test_an_agent_that_is_in_no_list_is_described_but_not_mentioned() -> None:
    person = Person("Eva Lang")
    said = Statement((Span(0, 1),), StatementType.DIRECT, speakers=(person,))
    graph = view(Annotations(article_of("x"), statements=(said,)))
    assert graph.one(f"{BASE}person/eva-lang", SCHEMA.name) == "Eva Lang"
    assert graph.values(graph.article, SCHEMA.mentions) == []


def test_mentions_are_counted_in_text_order_whoever_lists_them() -> None:
    spans = [Span(5, 6), Span(1, 2)]
    places = tuple(Mention((span,), "x") for span in spans)
    forward, backward = (
        build_graph(Annotations(article_of("x" * 9), persons=(Person("A B", order),)), SETTINGS)
        for order in (places, places[::-1])
    )
    assert forward == backward


def test_half_a_surrogate_pair_is_an_error_that_names_the_article() -> None:
    article = article_of("a\ud800b", origin="texte/kaputt.txt")
    said = Statement((Span(0, 3),), StatementType.DIRECT)
    with pytest.raises(RdfError, match=r"texte/kaputt\.txt: .*surrogate"):
        build_graph(Annotations(article, statements=(said,)))


@pytest.mark.parametrize("mode", list(TextMode))
def test_there_are_no_booleans_because_stores_rewrite_them(annotations: Annotations, mode: TextMode) -> None:
    assert any(statement.denial for statement in annotations.statements)
    assert not all(proposal.proposers for proposal in annotations.proposals)
    graph = build_graph(annotations, Settings(text=mode))
    kinds = {literal_parts(o)[1] for _, _, o in graph.triples if o.startswith('"')}
    assert kinds == {None, XSD.dateTime, XSD.integer, XSD.decimal}


def test_the_graph_is_sorted_deduplicated_and_free_of_blank_nodes(annotations: Annotations) -> None:
    graph = build_graph(annotations)
    lines = graph.to_nquads().splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(graph)
    assert not any(line.startswith("_:") or " _:" in line for line in lines)


def test_an_empty_article_has_a_graph() -> None:
    graph = build_graph(Annotations(article_of("")))
    assert View(graph).one(graph.article, SCHEMA.wordCount) == "0"


def test_a_graph_is_given_as_quads_and_as_an_rdflib_dataset(annotations: Annotations) -> None:
    graph = build_graph(annotations)
    dataset = graph.to_rdflib()
    assert {name for *_, name in dataset.quads()} == {URIRef(graph.graph)}
    assert set(quads_of(dataset)) == set(graph.quads())
    assert len(dataset) == len(graph) == len(list(graph.quads()))


def test_graphs_are_equal_by_what_they_say(annotations: Annotations) -> None:
    elsewhere = dataclasses.replace(
        annotations, article=dataclasses.replace(annotations.article, origin="b.txt")
    )
    graph, other = build_graph(annotations), build_graph(elsewhere)
    assert graph == other
    assert hash(graph) == hash(other)
    assert graph != build_graph(annotations, Settings(text=TextMode.NONE))
    assert graph != "graph"
