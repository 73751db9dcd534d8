"""The scanners find the triples that a parser finds, whatever stands in the text."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from newsgraph.rdf.formats import Format
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.jsonld_scan import JsonLdScan
from newsgraph.rdf.parse import load_graphs, parse_quads
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.terms import string
from newsgraph.rdf.turtle_scan import TurtleScan

GOLDEN = sorted((Path(__file__).parents[2] / "golden").glob("*/expected.ttl"))
ARTICLE = "https://data.example/article/1111222233334444"
NASTY = [
    "„Ä“ \"q\" 'a' \\ \\n <b>&amp; ]]> \t\r\n\n\u2028 é 𝔄 {} @en ^^ # \\u0041 .",
    '"""',
    "\\",
    "'''\"",
    "@prefix : <urn:x:> . :a :b :c .",
    "# kein Kommentar",
    "\u202eעברית\u202c العربية e\u0301 👩‍👩‍👧 \x01\x7f",
    "",
]
SCANS: dict[Format, type[TurtleScan | JsonLdScan]] = {
    Format.TURTLE: TurtleScan,
    Format.TRIG: TurtleScan,
    Format.NTRIPLES: TurtleScan,
    Format.NQUADS: TurtleScan,
    Format.JSONLD: JsonLdScan,
}


def nasty_graph() -> ArticleGraph:
    name, article = "<https://schema.org/name>", f"<{ARTICLE}>"
    triples = [(article, name, string(words)) for words in NASTY]
    triples += [(f"<{ARTICLE}/x({n})'%20é.>", "<urn:x:p-.é>", article) for n in range(2)]
    triples += [(article, "<urn:x:lang>", '"ja"@de-CH'), (article, "<urn:x:typed>", '"1.50"^^<urn:x:t>')]
    triples += [(article, "<urn:x:n>", f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>') for n in (-1, 7)]
    return graph_of(ARTICLE, f"{ARTICLE}/graph", triples)


def parsed(data: bytes, form: Format) -> set[tuple[str, str, str, bool, str | None]]:
    found = set()
    for quad in parse_quads(data, form.value):
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else None
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.NamedNode | ox.Literal)
        is_node = isinstance(quad.object, ox.NamedNode)
        found.add((quad.subject.value, quad.predicate.value, quad.object.value, is_node, graph))
    return found


def scanned(data: bytes, form: Format) -> set[tuple[str, str, str | None, bool, str | None]]:
    triples = SCANS[form](data.decode()).triples()
    return {(t.subject, t.predicate, t.value, t.is_node, t.graph) for t in triples}


def graphs() -> dict[str, ArticleGraph]:
    found = {file.parent.name: graph for file in GOLDEN for graph in load_graphs(file)}
    assert len(found) >= 3
    return {**found, "nasty": nasty_graph()}


@pytest.mark.parametrize("form", SCANS, ids=str)
@pytest.mark.parametrize("name", graphs())
def test_a_scanner_finds_what_a_parser_finds(name: str, form: Format) -> None:
    data = serialise([graphs()[name]], form.value)
    expected = parsed(data, form)
    assert len(expected) >= 10
    assert scanned(data, form) == expected


@pytest.mark.parametrize("form", ["turtle", "longturtle", "nt", "json-ld"])
def test_another_program_writes_otherwise(form: str) -> None:
    graph = rdflib.Graph().parse(GOLDEN[0], format="turtle")
    text = graph.serialize(format=form)
    own = Format.JSONLD if form == "json-ld" else Format.TURTLE
    assert scanned(text.encode(), own) == parsed(text.encode(), own)
