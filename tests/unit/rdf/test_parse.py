"""Files come back as graphs, each article in its own, and what is wrong with a file is said with its line."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import RdfError, SinkError, UsageError
from newsgraph.rdf import build_graph
from newsgraph.rdf.assign import assign_graphs
from newsgraph.rdf.formats import Format
from newsgraph.rdf.parse import load_graphs, load_quads
from newsgraph.rdf.serialise import serialise

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.model import Annotations

LOOSE = [Format.TURTLE, Format.NTRIPLES, Format.RDFXML]
TWO = """
@prefix : <https://a.example/> .
@prefix schema: <https://schema.org/> .
</article/1> a schema:NewsArticle ; schema:mentions :eva .
</article/1/statement/x> schema:text "Ja" ; :speaker :eva .
</article/2> a schema:NewsArticle ; schema:publisher :blatt .
</article/10> schema:name "under no article" .
:eva schema:name "Eva" ; schema:affiliation :amt .
:amt schema:name "Amt" ; schema:member :eva .
:blatt schema:name "Blatt" .
:niemand schema:name "Niemand" .
"""


@pytest.mark.parametrize("form", LOOSE)
def test_a_file_of_one_article_is_its_graph(annotations: Annotations, form: Format, tmp_path: Path) -> None:
    graph = build_graph(annotations)
    file = tmp_path / f"a{form.extension}"
    file.write_bytes(serialise([graph], form))
    (again,) = load_graphs(file)
    assert again == graph
    assert again.article == graph.article
    assert again.origin == str(file)


def test_several_articles_each_get_what_lies_under_them_and_what_they_name() -> None:
    graphs = {graph.graph: graph for graph in load_graphs(TWO.encode(), "ttl", base="https://a.example/")}
    assert sorted(graphs) == [
        "",
        "https://a.example/article/1/graph",
        "https://a.example/article/2/graph",
    ]
    subjects = {
        name: {s.removeprefix("<https://a.example/").rstrip(">") for s, _, _ in graph.triples}
        for name, graph in graphs.items()
    }
    assert subjects["https://a.example/article/1/graph"] == {
        "article/1",
        "article/1/statement/x",
        "eva",
        "amt",
    }
    assert subjects["https://a.example/article/2/graph"] == {"article/2", "blatt"}
    assert subjects[""] == {"article/10", "niemand"}
    assert graphs["https://a.example/article/1/graph"].article == "https://a.example/article/1"


@pytest.mark.parametrize("form", LOOSE)
def test_two_articles_in_one_file_come_apart_again(annotations: Annotations, form: Format) -> None:
    import dataclasses  # noqa: PLC0415  only here

    other = dataclasses.replace(annotations.article, id="f" * 16)
    one, two = build_graph(annotations), build_graph(dataclasses.replace(annotations, article=other))
    assert load_graphs(serialise([one, two], form), form.value) == (one, two)


def test_a_file_without_articles_stays_outside_named_graphs() -> None:
    (graph,) = load_graphs(b"<urn:x:a> <urn:x:b> 'c' .", "turtle")
    assert (graph.article, graph.graph) == ("", "")
    assert graph.to_nquads() == '<urn:x:a> <urn:x:b> "c" .\n'


def test_named_graphs_stay_as_they_are() -> None:
    data = b"<urn:x:a> <urn:x:b> <urn:x:c> <urn:x:g> .\n<urn:x:a> <urn:x:b> <urn:x:d> <urn:x:k/graph> .\n"
    assert [(g.article, g.graph) for g in load_graphs(data, "nq")] == [
        ("urn:x:g", "urn:x:g"),
        ("urn:x:k", "urn:x:k/graph"),
    ]


def test_a_named_graph_is_about_the_article_in_it() -> None:
    data = b"GRAPH <urn:x:g> { <urn:x:a> a <http://schema.org/NewsArticle> }"
    (graph,) = load_graphs(data, "trig")
    assert graph.article == "urn:x:a"


def test_loose_triples_beside_named_graphs_join_their_article() -> None:
    data = b"""<urn:x:a> a <https://schema.org/NewsArticle> .
    <urn:x:a/graph> { <urn:x:a> <https://schema.org/headline> "H" }"""
    (graph,) = load_graphs(data, "trig")
    assert len(graph) == 2


def test_http_schema_org_is_read_as_https() -> None:
    data = b'<urn:x:a> a <http://schema.org/NewsArticle> ; <http://schema.org/name> "http://schema.org/x" .'
    (graph,) = load_graphs(data, "turtle")
    assert graph.graph == "urn:x:a/graph"
    assert {p for _, p, _ in graph.triples} >= {"<https://schema.org/name>"}
    assert {o for _, _, o in graph.triples} == {'"http://schema.org/x"', "<https://schema.org/NewsArticle>"}


def test_blank_nodes_follow_the_node_that_names_them() -> None:
    data = b"""@prefix s: <https://schema.org/> .
    <urn:x:1> a s:NewsArticle ; s:author [ s:name "Eva" ] . <urn:x:2> a s:NewsArticle ."""
    graphs = load_graphs(data, "turtle")
    assert [len(graph) for graph in graphs] == [3, 1]


@pytest.mark.parametrize(
    "wrap", [lambda d: d, io.BytesIO, lambda d: io.BufferedReader(io.BytesIO(d)), gzip.compress]
)
def test_bytes_streams_packed_or_not(wrap: object) -> None:
    data = "\ufeff<urn:x:a> <urn:x:b> 'ä' .".encode()
    (graph,) = load_graphs(wrap(data), "turtle")  # type: ignore[operator]  # one of the functions above
    assert graph.triples == (("<urn:x:a>", "<urn:x:b>", '"ä"'),)


@pytest.mark.parametrize(
    ("data", "name", "place"),
    [
        (b"<urn:x:a> <urn:x:b> 'c' .\n\n<urn:x:a> <urn:x:b> .\n", "turtle", r"a:3: not turtle"),
        (b'<urn:x:a> <urn:x:b> "c" .\nmist\n', "nt", r"a:2: not nt"),
        (b"<urn:x:a> <urn:x:b> 'K\xe4se' .", "turtle", r"a:1: not turtle: .*UTF-8"),
        (b"\xff\xfe<\x00", "trig", r"a:1: not trig"),
        (b'{"@id": ', "jsonld", r"a:1: not jsonld"),
        (b"<rdf:RDF", "rdfxml", r"a: not rdfxml"),
        (b'{"@context": "https://schema.org/", "@id": "urn:x:a"}', "jsonld", r"a: the JSON-LD context"),
        (gzip.compress(b"<urn:x:a> <urn:x:b> 'c' ." * 99)[:-9], "turtle", r"a: damaged gzip"),
        (b"<urn:x:a> <urn:x:b> 'c' .", "ttl.gz", r"a: damaged gzip"),
        (b"<a> <b> <c> .", "turtle", r"a:1: not turtle: .*IRI"),
    ],
)
def test_what_does_not_parse_is_named_with_its_line(data: bytes, name: str, place: str) -> None:
    with pytest.raises(RdfError, match=place) as caught:
        load_graphs(data, name, where="a")
    assert caught.value.mend
    assert caught.value.__cause__ is not None


def test_a_stream_without_a_name_still_has_its_line() -> None:
    with pytest.raises(RdfError, match=r"^line 2: "):
        load_graphs(b"\nmist", "turtle")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match=r"nichts\.ttl: cannot be read: No such file"):
        load_graphs(tmp_path / "nichts.ttl")
    with pytest.raises(UsageError, match="turtle"):
        load_graphs(tmp_path / "nichts.docx")


def test_quads_come_with_their_graphs_whatever_the_literals_hold() -> None:
    literals = [
        '"a <urn:x:g>"',
        '"a <urn:x:g"^^<urn:x:t>',
        '"<urn:x:g>"@de',
        '"a _:b"',
        '""',
        "_:b",
        "<urn:x:c>",
    ]
    for graph in ("", "urn:x:g"):
        name = f" <{graph}>" if graph else ""
        data = "".join(f"<urn:x:a> <urn:x:b> {literal}{name} .\n" for literal in literals)
        assert list(load_quads(data.encode(), "nq")) == [
            (("<urn:x:a>", "<urn:x:b>", literal), graph) for literal in literals
        ]


def test_more_quads_than_are_read_at_once() -> None:
    data = "".join(f"<urn:x:a> <urn:x:b> <urn:x:{n}> .\n" for n in range(12_000))
    (graph,) = load_graphs(data.encode(), "nt")
    assert len(graph) == 12_000


def test_triple_terms_are_refused() -> None:
    with pytest.raises(RdfError, match="triple terms"):
        load_graphs(b"<urn:x:a> <urn:x:b> <<( <urn:x:a> <urn:x:b> <urn:x:c> )>> .", "turtle")


XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:x:">
<rdf:Description rdf:about="urn:x:a"><e:b>&b;</e:b></rdf:Description></rdf:RDF>"""


def test_entities_that_stand_for_a_name_are_read() -> None:
    (graph,) = load_graphs(XML.format(entities='<!ENTITY b "urn:x:">').encode(), "rdfxml")
    assert graph.triples == (("<urn:x:a>", "<urn:x:b>", '"urn:x:"'),)


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "aaa"><!ENTITY b "&a;&a;">',
        "<!ENTITY a 'aaa'>\n<!ENTITY b '&#38;a;&#38;a;'>",
        "<!ENTITY % a 'aaa'><!ENTITY b 'aaa'>",
        "<!ENTITY b SYSTEM 'file:///etc/passwd'>",
        f"<!ENTITY b '{'a' * 1000}'>",
    ],
)
def test_entities_that_grow_are_refused(entities: str) -> None:
    with pytest.raises(RdfError, match=r"a\.rdf: an XML entity"):
        load_graphs(XML.format(entities=entities).encode(), "rdfxml", where="a.rdf")


def test_nothing_is_no_graph() -> None:
    assert assign_graphs([]) == ()
