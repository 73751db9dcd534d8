"""A reader who has nothing but the graph (and no code of newsgraph's) can prove what it says of the text.

With `--text full` the text that offsets count in is the headline, an empty line and `schema:articleBody`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, Namespace

import newsgraph
from newsgraph.rdf.serialise import serialise
from newsgraph.settings import Settings, TextMode

NG = Namespace("https://w3id.org/newsgraph/ns#")
SDO = Namespace("https://schema.org/")  # rdflib's own has an older release's terms
OA = Namespace("http://www.w3.org/ns/oa#")
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
WORDS = {
    SDO.text: NG.evidence,
    NG.surface: NG.evidence,
    NG.cue: NG.cueEvidence,
    NG.frame: NG.frameEvidence,
    NG.speakerMention: NG.speakerEvidence,
    NG.addresseeMention: NG.addresseeEvidence,
}
"""Which property says the words that the evidence of another proves."""


@pytest.fixture(name="graph", params=SEEDS, ids=lambda file: file.stem, scope="module")
def graph_as_a_stranger_reads_it(request: pytest.FixtureRequest) -> rdflib.Graph:
    (article,) = newsgraph.read(request.param)
    settings = Settings(base="https://data.example/", text=TextMode.FULL)
    graph = newsgraph.build(newsgraph.annotate(article, model="rules"), settings)
    return rdflib.Graph().parse(data=serialise([graph], "turtle"), format="turtle")


def text_of(graph: rdflib.Graph) -> str:
    (article,) = graph.subjects(RDF.type, SDO.NewsArticle)
    return f"{graph.value(article, SDO.headline)}\n\n{graph.value(article, SDO.articleBody)}"


def place(graph: rdflib.Graph, span: rdflib.term.Node) -> tuple[int, int]:
    (selector,) = (one for one in graph.objects(span, OA.hasSelector) if (one, OA.start, None) in graph)
    start, end = (graph.value(selector, term) for term in (OA.start, OA.end))
    return int(str(start)), int(str(end))


def test_the_text_is_the_one_that_the_digest_names(graph: rdflib.Graph) -> None:
    text = text_of(graph)
    (node,) = graph.subjects(RDF.type, SDO.TextObject)
    assert str(graph.value(node, NG.textDigest)) == hashlib.sha256(text.encode()).hexdigest()
    assert graph.value(node, NG.textLength) == rdflib.Literal(len(text))


def test_every_quote_stands_where_its_position_says(graph: rdflib.Graph) -> None:
    text = text_of(graph)
    spans = set(graph.subjects(RDF.type, OA.SpecificResource))
    assert len(spans) > 20
    for span in spans:
        start, end = place(graph, span)
        (quote,) = (one for one in graph.objects(span, OA.hasSelector) if (one, OA.exact, None) in graph)
        exact, prefix, suffix = (str(graph.value(quote, term)) for term in (OA.exact, OA.prefix, OA.suffix))
        assert 0 <= start < end <= len(text)
        assert text[start:end] == exact
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)
        assert str(span).endswith(f"/span/{start}-{end}")


@pytest.mark.parametrize("words", WORDS, ids=lambda term: rdflib.URIRef(term).fragment or "text")
def test_words_are_their_evidence_in_the_order_of_the_text(graph: rdflib.Graph, words: rdflib.URIRef) -> None:
    text = text_of(graph)
    for node, said in graph.subject_objects(words):
        places = sorted(place(graph, span) for span in graph.objects(node, WORDS[words]))
        assert " ".join(text[start:end] for start, end in places) == str(said)
