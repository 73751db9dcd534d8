"""The description of a dataset counts what is in it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from newsgraph.rdf import build_graph
from newsgraph.rdf.dataset import DatasetCounts, build_dataset
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.settings import Settings
from newsgraph.vocab import DCTERMS, NG, RDF, SCHEMA, VOID

if TYPE_CHECKING:
    from newsgraph.model import Annotations

BASE = "https://data.example/"


def test_counts_and_terms(annotations: Annotations) -> None:
    other = dataclasses.replace(annotations, article=dataclasses.replace(annotations.article, id="f" * 16))
    graphs = [build_graph(notes, Settings(base=BASE)) for notes in (annotations, other)]
    counts = DatasetCounts()
    for graph in graphs:
        counts.add(graph)
    assert counts.entities()[SCHEMA.NewsArticle] == 2
    assert counts.entities()[NG.Statement] == 4
    assert counts.entities()[NG.AnonymousAgent] == 2
    assert counts.entities()[SCHEMA.Person] == 4  # Sandmann and Müller once each, Uli once an article
    description = build_dataset(BASE, counts, licence="https://creativecommons.org/licenses/by/4.0/")
    assert description.graph == f"{BASE}dataset/graph"
    node = f"<{BASE}dataset>"
    total = '"' + str(sum(map(len, graphs))) + '"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert (node, f"<{RDF.type}>", f"<{VOID.Dataset}>") in description.triples
    assert (node, f"<{VOID.triples}>", total) in description.triples
    assert (node, f"<{VOID.vocabulary}>", f"<{NG}>") in description.triples
    assert any(p == f"<{DCTERMS.license}>" for _, p, _ in description.triples)
    assert any(p == f"<{DCTERMS['title']}>" for _, p, _ in description.triples)


def test_the_description_does_not_depend_on_the_order_of_articles(annotations: Annotations) -> None:
    other = dataclasses.replace(annotations, article=dataclasses.replace(annotations.article, id="f" * 16))
    graphs = [build_graph(notes, Settings(base=BASE)) for notes in (annotations, other)]
    described = []
    for order in (graphs, graphs[::-1]):
        counts = DatasetCounts()
        for graph in order:
            counts.add(graph)
        described.append(build_dataset(BASE, counts))
    assert described[0] == described[1]


def test_without_a_licence_none_is_claimed() -> None:
    assert f"<{DCTERMS.license}>" not in {p for _, p, _ in build_dataset(BASE, DatasetCounts()).triples}


def test_the_description_is_written_and_read_like_any_graph(annotations: Annotations) -> None:
    counts = DatasetCounts()
    counts.add(build_graph(annotations))
    graph = build_dataset(BASE, counts)
    for name in ("trig", "jsonld", "nquads"):
        assert load_graphs(serialise([graph], name), name) == (graph,)
