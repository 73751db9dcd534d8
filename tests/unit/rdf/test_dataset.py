"""The description of a dataset says what is in it, whose it is, what made it and out of what."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.rdf import build_graph
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.dataset import Output, build_dataset
from newsgraph.rdf.dataset_counts import DatasetCounts
from newsgraph.rdf.formats import Encoding, Format
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.terms import iri_value, is_iri, literal_parts
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import DCAT, DCTERMS, NG, PROV, RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Annotations
    from newsgraph.rdf import ArticleGraph

BASE = "https://data.example/"
DATASET = f"{BASE}dataset"
SETTINGS = Settings(base=BASE)


def two(annotations: Annotations, settings: Settings = SETTINGS) -> list[ArticleGraph]:
    other = dataclasses.replace(annotations, article=dataclasses.replace(annotations.article, id="f" * 16))
    return [build_graph(notes, settings) for notes in (annotations, other)]


def counted(graphs: Iterable[ArticleGraph]) -> DatasetCounts:
    counts = DatasetCounts()
    for graph in graphs:
        counts.add(graph)
    return counts


def values(graph: ArticleGraph, predicate: str, subject: str = DATASET) -> set[str]:
    found = {o for s, p, o in graph.triples if (s, p) == (f"<{subject}>", f"<{predicate}>")}
    return {iri_value(o) if is_iri(o) else literal_parts(o)[0] for o in found}


def test_counts_are_those_that_a_query_finds(annotations: Annotations) -> None:
    graphs = two(annotations)
    counts = counted(graphs)
    store = ox.Store()
    store.bulk_load(b"".join(graph.to_ntriples().encode() for graph in graphs), ox.RdfFormat.N_TRIPLES)

    def ask(query: str) -> int:
        found = store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {query} }}")
        assert isinstance(found, ox.QuerySolutions)
        (row,) = found
        return int(row["n"].value)

    assert counts.distinct_subjects == ask("?x ?p ?o")
    assert counts.distinct_objects == ask("?s ?p ?x")
    assert len(counts.properties) == ask("?s ?x ?o")
    assert len(counts.classes) == ask("?s a ?x")
    for cls, number in counts.classes.items():
        assert number == ask(f"?x a <{cls}>"), cls
    assert counts.triples == sum(map(len, graphs)) == counts.properties.total()
    assert counts.classes[SCHEMA.Person] == 4  # Sandmann and Müller once each, Uli once an article


def test_the_description_tells_the_counts(annotations: Annotations) -> None:
    graphs = two(annotations)
    counts = counted(graphs)
    described = build_dataset(counts, SETTINGS)
    assert described.graph == f"{DATASET}/graph"
    assert values(described, RDF.type) == {VOID.Dataset, DCAT.Dataset, PROV.Entity}
    assert values(described, VOID.triples) == {str(counts.triples)}
    assert values(described, VOID.distinctObjects) == {str(counts.distinct_objects)}
    assert values(described, VOID.distinctSubjects) == {str(counts.distinct_subjects)}
    assert {SCHEMA, NG, "http://www.w3.org/ns/oa#", PROV} <= values(described, VOID.vocabulary)
    assert values(described, VOID.exampleResource) == {min(graph.article for graph in graphs)}
    assert RDF not in values(described, VOID.vocabulary)
    parts = values(described, VOID.classPartition)
    assert len(parts) == len(counts.classes)  # ng:Statement and rdf:Statement are two
    told = {
        next(iter(values(described, VOID["class"], part))): next(iter(values(described, VOID.entities, part)))
        for part in parts
    }
    assert told == {cls: str(number) for cls, number in counts.classes.items()}
    parts = values(described, VOID.propertyPartition)
    told = {
        next(iter(values(described, VOID["property"], part))): next(
            iter(values(described, VOID.triples, part))
        )
        for part in parts
    }
    assert told == {prop: str(number) for prop, number in counts.properties.items()}


def test_one_article_and_several_are_told_in_good_english_and_german(annotations: Annotations) -> None:
    one, both = two(annotations)[:1], two(annotations)
    told = values(build_dataset(counted(one), SETTINGS), DCTERMS.description)
    assert {text.split(",")[0] for text in told} == {
        "Who and what is named in 1 German news article",
        "Wer und was in 1 deutschen Nachrichtenartikel vorkommt",
    }
    told = values(build_dataset(counted(both), SETTINGS), DCTERMS.description)
    assert {text.split(",")[0] for text in told} == {
        "Who and what is named in 2 German news articles",
        "Wer und was in 2 deutschen Nachrichtenartikeln vorkommt",
    }


def test_it_says_of_what_it_is_made_and_by_what(annotations: Annotations) -> None:
    notes = dataclasses.replace(annotations, annotator="net 1", model_digest="a" * 64)
    graphs = two(notes)
    described = build_dataset(counted(graphs), SETTINGS)
    assert values(described, DCTERMS.hasPart) == {graph.graph for graph in graphs}
    for graph in graphs:
        assert values(described, NG.graphDigest, graph.graph) == {graph_digest(graph)}
    activity = f"{DATASET}/activity"
    assert values(described, PROV.wasGeneratedBy) == {activity}
    assert values(described, PROV.wasGeneratedBy, described.graph) == {activity}
    assert values(described, NG.annotator, activity) == {"net 1"}
    assert values(described, NG.modelDigest, activity) == {"a" * 64}
    assert values(described, DCTERMS.language) == {"http://id.loc.gov/vocabulary/iso639-1/de"}


def test_of_articles_made_by_two_models_no_one_model_is_told(annotations: Annotations) -> None:
    graphs = [
        build_graph(
            dataclasses.replace(annotations, annotator=f"net {digit}", model_digest=digit * 64), SETTINGS
        )
        for digit in "ab"
    ]
    described = build_dataset(counted(graphs), SETTINGS)
    assert values(described, NG.annotator, f"{DATASET}/activity") == {"net a", "net b"}
    assert values(described, NG.modelDigest, f"{DATASET}/activity") == set()


def test_only_languages_of_two_letters_have_an_address(annotations: Annotations) -> None:
    article = dataclasses.replace(annotations.article, language="de-CH")
    graph = build_graph(dataclasses.replace(annotations, article=article), SETTINGS)
    assert values(build_dataset(counted([graph]), SETTINGS), DCTERMS.language) == set()


def test_a_node_whose_iri_begins_like_an_article_is_not_of_it() -> None:
    triple = ("<https://a.example/12>", f"<{RDF.type}>", f"<{SCHEMA.Place}>")
    graphs = [graph_of(f"https://a.example/{n}", f"https://a.example/{n}/graph", [triple]) for n in (1, 3)]
    counts = counted(graphs)
    assert (counts.distinct_subjects, counts.classes[SCHEMA.Place]) == (1, 1)


def test_the_period_is_that_of_the_articles(annotations: Annotations) -> None:
    days = [datetime(2024, 5, 6, 23, 30, tzinfo=UTC), datetime(2023, 1, 2, tzinfo=UTC).date(), None]
    graphs = [
        build_graph(
            dataclasses.replace(
                annotations,
                article=dataclasses.replace(annotations.article, id=f"{n:016x}", published=day),
            ),
            SETTINGS,
        )
        for n, day in enumerate(days)
    ]
    described = build_dataset(counted(graphs), SETTINGS)
    (period,) = values(described, DCTERMS.temporal)
    assert values(described, DCAT.startDate, period) == {"2023-01-02"}
    assert values(described, DCAT.endDate, period) == {"2024-05-06"}
    undated = build_dataset(counted(graphs[2:]), SETTINGS)
    assert values(undated, DCTERMS.temporal) == set()


def test_nothing_is_claimed_that_nobody_gave(annotations: Annotations) -> None:
    described = build_dataset(counted(two(annotations)), SETTINGS)
    told = {p for _, p, _ in described.triples}
    rights = (DCTERMS.license, DCTERMS.rightsHolder, DCTERMS.publisher)
    times = (DCTERMS.modified, DCTERMS.issued, PROV.endedAtTime)
    assert not told & {f"<{term}>" for term in (*rights, *times, DCAT.distribution, DCAT.byteSize)}


def test_rights_and_time_are_told_as_given(annotations: Annotations) -> None:
    settings = Settings(
        base=BASE,
        time=datetime(2026, 1, 2, tzinfo=UTC),
        text=TextMode.NONE,
        licence="https://blatt.example/lizenz",
        rights_holder="Hafenbote GmbH",
        data_licence="https://creativecommons.org/licenses/by/4.0/",
        data_rights_holder="Archiv Muster",
    )
    output = Output(Encoding(Format.TRIG, gzip=True), 1234)
    described = build_dataset(counted(two(annotations, settings)), settings, title="Hafen", output=output)
    assert values(described, DCTERMS["title"]) == {"Hafen"}
    assert values(described, DCTERMS.license) == {"https://creativecommons.org/licenses/by/4.0/"}
    holder = f"{BASE}organization/archiv-muster"
    assert values(described, DCTERMS.rightsHolder) == values(described, DCTERMS.publisher) == {holder}
    assert values(described, SCHEMA.name, holder) == {"Archiv Muster"}
    assert not [row for row in described.triples if "blatt.example" in row[2] or "Hafenbote" in row[2]]
    assert values(described, PROV.endedAtTime, f"{DATASET}/activity") == {"2026-01-02T00:00:00Z"}
    assert values(described, DCTERMS.modified) == {"2026-01-02T00:00:00Z"}
    assert values(described, NG.textMode, f"{DATASET}/activity") == {"none"}
    (file,) = values(described, DCAT.distribution)
    media = "https://www.iana.org/assignments/media-types/application/"
    assert values(described, DCAT.mediaType, file) == {f"{media}trig"}
    assert values(described, DCAT.compressFormat, file) == {f"{media}gzip"}
    assert values(described, DCAT.byteSize, file) == {"1234"}
    assert values(described, VOID.feature) == {"http://www.w3.org/ns/formats/TriG"}
    by_iri = dataclasses.replace(settings, data_rights_holder="https://archiv.example/#us")
    described = build_dataset(counted(two(annotations)), by_iri)
    assert values(described, DCTERMS.rightsHolder) == {"https://archiv.example/#us"}
    assert not [row for row in described.triples if row[0] == "<https://archiv.example/#us>"]


def test_the_description_does_not_depend_on_the_order_of_articles(annotations: Annotations) -> None:
    graphs = two(annotations)
    assert build_dataset(counted(graphs), SETTINGS) == build_dataset(counted(graphs[::-1]), SETTINGS)


def test_every_node_of_the_description_says_what_it_is(annotations: Annotations) -> None:
    described = build_dataset(counted(two(annotations)), SETTINGS, output=Output(Encoding(Format.TURTLE)))
    typed = {s for s, p, _ in described.triples if p == f"<{RDF.type}>"}
    assert {s for s, _, _ in described.triples} == typed


def test_only_what_articles_share_is_remembered(annotations: Annotations) -> None:
    counts = counted(two(annotations))
    kept = counts._subjects.union(*counts._members.values())
    assert kept
    assert not [node for node in kept if "/article/" in node]


def test_the_description_is_written_and_read_like_any_graph(annotations: Annotations) -> None:
    graph = build_dataset(counted(two(annotations)), SETTINGS)
    for name in ("trig", "jsonld", "nquads"):
        assert load_graphs(serialise([graph], name), name) == (graph,)
