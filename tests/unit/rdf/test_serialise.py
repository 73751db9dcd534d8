"""Six formats: the same graph in each, the same bytes on every run, and a sight for readers."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.errors import RdfError, UsageError
from newsgraph.model import Annotations, Article, Person, Span, Statement, StatementType
from newsgraph.rdf import build_graph
from newsgraph.rdf.bridge import quads_of
from newsgraph.rdf.formats import Encoding, Format, encoding_for, encoding_of_path, find_encoding
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise, write_graphs
from newsgraph.rdf.terms import string, typed
from newsgraph.settings import Settings, TextMode
from newsgraph.vocab import SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

NASTY = "\t„“\"'\\ \\n <b>&amp; ]]> \r\n\n\r \x85\u2028 é\u0301 𝔄 \U0010ffff {} @en ^^ # .\\u0041 "
XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
CONTROL = "\x00\x01\x08\x0b\x0c\x1f\x7f\ufffe"


def graph_with(text: str, **fields: str) -> ArticleGraph:
    article = Article(id="0" * 16, text=text, digest="d", headline=text, **fields)  # type: ignore[arg-type]  # str fields
    said = Statement((Span(0, len(text)),), StatementType.DIRECT, speakers=(Person(text.strip() or "X"),))
    return build_graph(Annotations(article, statements=(said,)), Settings(text=TextMode.FULL))


@pytest.fixture(name="graph")
def graph_of_the_article(annotations: Annotations) -> ArticleGraph:
    return build_graph(annotations, Settings(text=TextMode.FULL))


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_is_read_back_as_it_was(graph: ArticleGraph, form: Format, packed: bool) -> None:
    data = serialise([graph], Encoding(form, packed))
    assert load_graphs(data, form.value) == (graph,)


@pytest.mark.parametrize("form", list(Format))
def test_no_character_is_lost(form: Format) -> None:
    graph = graph_with(NASTY)
    assert load_graphs(serialise([graph], form), form.value) == (graph,)


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.RDFXML])
@pytest.mark.parametrize("text", list(CONTROL))
def test_control_characters_pass_where_the_format_can_write_them(form: Format, text: str) -> None:
    graph = graph_with(f"a{text}b")
    assert load_graphs(serialise([graph], form), form.value) == (graph,)


def test_rdf_xml_refuses_control_characters_and_names_the_article() -> None:
    graph = graph_with("a\x01b", origin="texte/a.txt")
    with pytest.raises(RdfError, match=r"texte/a\.txt: .*U\+0001.*\(choose another format"):
        serialise([graph], Format.RDFXML)


def test_rdf_xml_refuses_a_property_without_a_name() -> None:
    graph = graph_of("urn:x:a", "urn:x:a/graph", [("<urn:x:a>", "<http://a.example/1>", '"x"')])
    with pytest.raises(RdfError, match=r"urn:x:a: .*no XML name"):
        serialise([graph], Format.RDFXML)


@pytest.mark.parametrize(
    "base",
    [
        "https://a.example/",
        "https://a.example/x#",
        "urn:x:",
        "https://a.example/../b/",
        "https://a.example/?q=/",
    ],
)
@pytest.mark.parametrize("form", list(Format))
def test_any_base_survives(annotations: Annotations, base: str, form: Format) -> None:
    graph = build_graph(annotations, Settings(base=base))
    assert load_graphs(serialise([graph], form), form.value) == (graph,)


def test_foreign_terms_survive() -> None:
    node, graph_name = "<http://a.example/x>", "http://a.example/graph"
    triples = [
        (node, "<http://b.example/p>", "_:b0"),
        ("_:b0", "<http://b.example/ns#q>", '"hallo"@de'),
        (node, "<http://b.example/ns#q>", typed("007", "http://www.w3.org/2001/XMLSchema#integer")),
        (node, "<http://b.example/ns#q>", typed("1.50", "http://www.w3.org/2001/XMLSchema#decimal")),
        (node, "<http://b.example/ns#q>", typed("x", "http://b.example/type")),
        (node, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://b.example/1>"),
        ("<http://a.example/graph/a:b/../c>", "<http://b.example/p>", "<http://a.example/graph/?a>"),
        ("<http://a.example/span/x-y>", "<http://b.example/p>", string("")),
    ]
    graph = graph_of("http://a.example", graph_name, triples)
    for form in (Format.NQUADS, Format.TRIG, Format.JSONLD):
        (again,) = load_graphs(serialise([graph], form), form.value)
        assert len(again) == len(graph)
        assert {t for t in again.triples if "_:" not in "".join(t)} == {
            t for t in graph.triples if "_:" not in "".join(t)
        }


@pytest.mark.filterwarnings(  # by rdflib, of rdflib
    "ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning"
)
@pytest.mark.parametrize("name", ["ng:confidence", "ng:speaker", "schema:name"])
def test_no_literal_takes_the_type_that_the_context_gives_its_property(name: str) -> None:
    prefix, local = name.split(":")
    space = {"ng": "https://w3id.org/newsgraph/ns#", "schema": "https://schema.org/"}[prefix]
    kinds = ("integer", "decimal", "boolean")
    values = [typed(value, f"{XSD}{kind}") for value, kind in zip(("1", "0.5", "true"), kinds, strict=True)]
    triples = [("<urn:x:a>", f"<{space}{local}>", value) for value in (*values, string("1"), '"ja"@de')]
    graph = graph_of("urn:x:a", "urn:x:a/graph", triples)
    data = serialise([graph], Format.JSONLD)
    assert load_graphs(data, "jsonld") == (graph,)
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format="json-ld")
    assert set(quads_of(dataset)) == set(graph.quads())


@pytest.mark.parametrize(
    "name",
    [
        *(
            "https://schema.org/",
            "https://schema.org/place",
            "https://schema.org/://#p",
            "https://schema.org/a:b",
        ),
        *("https://schema.org/@id", "https://schema.org//x", "https://w3id.org/newsgraph/ns#//a", "urn:x:p"),
        *(
            "https://a.example/article///b",
            "https://a.example/person/",
            "ng://a.example/b",
            "https://schema.org/ä",
        ),
    ],
)
def test_json_ld_shortens_no_iri_to_what_means_another(name: str) -> None:
    node = "<https://a.example/article/0123456789abcdef>"
    triples = [(node, f"<{name}>", f"<{name}>"), (node, f"<{SCHEMA.about}>", typed("x", name))]
    triples.append((f"<{name}>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{name}>"))
    graph = graph_of(node[1:-1], f"{node[1:-1]}/graph", triples)
    assert load_graphs(serialise([graph], Format.JSONLD), "jsonld") == (graph,)


@pytest.mark.parametrize("name", ["schema:name", "person:x", "ng:"])
def test_json_ld_refuses_an_iri_whose_scheme_is_a_prefix(name: str) -> None:
    graph = graph_of("urn:x:a", "urn:x:a/graph", [("<urn:x:a>", f"<{SCHEMA.about}>", f"<{name}>")], "a.nq")
    with pytest.raises(RdfError, match=rf"a\.nq: JSON-LD cannot carry .*<{name}>.*turtle"):
        serialise([graph], Format.JSONLD)
    assert load_graphs(serialise([graph], Format.NQUADS), "nquads") == (graph,)


@pytest.mark.parametrize("form", list(Format))
def test_no_graph_is_a_valid_file_of_nothing(form: Format) -> None:
    assert load_graphs(serialise([], form), form.value) == ()


@pytest.mark.parametrize("form", [Format.NQUADS, Format.TRIG, Format.JSONLD])
def test_several_graphs_in_one_file(graph: ArticleGraph, form: Format) -> None:
    other = graph_with("Zweiter")
    data = serialise(iter([graph, other]), form)
    assert set(load_graphs(data, form.value)) == {graph, other}


def test_writing_is_streamed(graph: ArticleGraph) -> None:
    written: list[int] = []

    def graphs() -> Iterator[ArticleGraph]:
        for _ in range(3):
            written.append(stream.tell())
            yield graph

    stream = io.BytesIO()
    for form in Format:
        written.clear()
        stream.seek(0)
        assert write_graphs(graphs(), stream, form) == 3
        assert written[0] <= written[1] < written[2]
        assert not stream.closed


SCRIPT = """
import hashlib, runpy, sys
from newsgraph.rdf import build_graph
from newsgraph.rdf.bridge import quads_of
from newsgraph.rdf.serialise import serialise
notes = runpy.run_path(sys.argv[1])["ANNOTATIONS"]
for name in ("turtle", "trig", "nt", "nquads", "jsonld", "rdfxml", "ttl.gz"):
    print(name, hashlib.sha256(serialise([build_graph(notes)], name)).hexdigest())
"""


def test_the_bytes_are_the_same_whatever_the_hash_seed() -> None:
    outputs = set()
    for seed in ("0", "1", "4711"):
        run = subprocess.run(  # noqa: S603  our own interpreter and script
            [sys.executable, "-c", SCRIPT, str(Path(__file__).with_name("conftest.py"))],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 7


def test_gzip_holds_neither_name_nor_time(graph: ArticleGraph) -> None:
    data = serialise([graph], "ttl.gz")
    assert data[3:8] == bytes(5)  # no flags (no name), no time
    assert gzip.decompress(data) == serialise([graph], "turtle")


def test_turtle_reads_well(graph: ArticleGraph) -> None:
    text = serialise([graph], Format.TURTLE).decode()
    base = f"@base <{graph.article}/> ."
    head, body = text.split(f"\n{base}\n\n")
    assert all(line.startswith("@prefix ") for line in head.splitlines())
    article = graph.article.rpartition("/")[2]
    assert body.startswith(f"article:{article} a schema:NewsArticle, schema:Article, schema:CreativeWork ;\n")
    assert '    schema:headline "Streit um den Hafen" ;\n' in body
    assert "a ng:Statement, schema:Quotation, schema:CreativeWork ;\n    schema:text " in body
    assert "a ng:Denial, ng:Statement, schema:CreativeWork ;\n" in body
    assert "a ng:UnattributedProposal, ng:Proposal, schema:CreativeWork ;\n" in body
    assert "\n<./graph> a prov:Entity ;\n" in body
    assert "    ng:confidence 0.9 ;\n" in body
    assert "    ng:speaker person:erika-sandmann ;\n" in body
    kinds = ("article:", "<text>", "<agent/", "<statement/", "<proposal/", "person:", "<mention/", "<span/")
    starts = [body.index(f"\n\n{kind}" if kind != "article:" else kind) for kind in kinds]
    assert starts == sorted(starts)


def test_a_long_text_keeps_its_lines_in_turtle() -> None:
    text = "Wir bauen.\n" * 40 + 'Sie sagte: "Ja"""'
    graph = graph_with(text)
    data = serialise([graph], Format.TURTLE)
    assert b'"""Wir bauen.\nWir bauen.\n' in data
    assert load_graphs(data, "turtle") == (graph,)
    assert load_graphs(serialise([graph], Format.TRIG), "trig") == (graph,)


def test_statements_come_in_the_order_of_the_text(annotations: Annotations) -> None:
    reverse = dataclasses.replace(annotations, statements=annotations.statements[:1], proposals=())
    first = serialise([build_graph(reverse)], "turtle").decode()
    assert "Wir bauen" in first
    text = serialise([build_graph(annotations)], "turtle").decode()
    assert text.index('schema:text "Wir bauen') < text.index('schema:text "bald"')
    assert text.index('schema:text "eine Brücke"') < text.index('schema:text "die Brücke"')


def test_json_ld_is_plain_json_with_an_inline_context(graph: ArticleGraph) -> None:
    document = json.loads(serialise([graph], Format.JSONLD))
    assert isinstance(document["@context"], dict)
    assert document["@context"]["@vocab"] == "https://schema.org/"
    (named,) = document["@graph"]
    article = named["@graph"][0]
    assert named["@id"] == f"{article['@id']}/graph"
    assert article["@type"] == ["NewsArticle", "Article", "CreativeWork"]
    assert article["headline"] == "Streit um den Hafen"
    assert article["wordCount"] == 30
    assert "person:erika-sandmann" in article["mentions"]


def test_json_ld_may_stand_in_a_web_page() -> None:
    graph = graph_with("</script><!-- <b>")
    data = serialise([graph], Format.JSONLD)
    assert b"</script" not in data
    assert b"<!--" not in data
    assert load_graphs(data, "jsonld") == (graph,)


@given(st.text())
@settings(deadline=None)  # six formats an example: on a busy machine that takes its time
def test_any_text_survives_every_format(text: str) -> None:
    graph = graph_with(text or "-")
    for form in Format:
        if form is Format.RDFXML and not XML.fullmatch(text):
            with pytest.raises(RdfError):
                serialise([graph], form)
        else:
            assert load_graphs(serialise([graph], form), form.value) == (graph,)


def test_a_store_keeps_every_literal_as_it_is(graph: ArticleGraph) -> None:
    store = pyoxigraph.Store()
    store.extend(graph.quads())
    assert set(store) == set(graph.quads())


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("turtle", Encoding(Format.TURTLE)),
        ("TTL", Encoding(Format.TURTLE)),
        (".nq.gz", Encoding(Format.NQUADS, gzip=True)),
        ("json-ld", Encoding(Format.JSONLD)),
        ("rdf", Encoding(Format.RDFXML)),
        ("ntriples", Encoding(Format.NTRIPLES)),
    ],
)
def test_formats_by_name(name: str, encoding: Encoding) -> None:
    assert find_encoding(name) == encoding


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="turtle, trig, nt, nquads, jsonld, rdfxml"):
        find_encoding("docx")
    with pytest.raises(UsageError, match=r"a\.docx: .*\.ttl \.trig \.nt \.nq \.jsonld \.rdf"):
        encoding_for("a.docx")
    with pytest.raises(UsageError):
        encoding_for()


@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("a.b/c.ttl", Encoding(Format.TURTLE)),
        ("a.TRIG.GZ", Encoding(Format.TRIG, gzip=True)),
        ("a.gz", None),
        ("ttl", None),
        ("-", None),
    ],
)
def test_formats_by_path(path: str, encoding: Encoding | None) -> None:
    assert encoding_of_path(path) == encoding


def test_a_name_outdoes_the_path_but_not_its_packing() -> None:
    assert encoding_for("a.ttl.gz", "nquads") == Encoding(Format.NQUADS, gzip=True)
    assert encoding_for("a.ttl", "nt.gz") == Encoding(Format.NTRIPLES, gzip=True)
    assert encoding_for("-", "nt") == Encoding(Format.NTRIPLES)


@pytest.mark.parametrize("form", list(Format))
def test_extensions_lead_back_to_the_format(form: Format) -> None:
    assert encoding_of_path(f"a{Encoding(form, gzip=True).extension}") == Encoding(form, gzip=True)
    assert form.media_type.count("/") == 1
    assert form.has_graphs == (form in {Format.TRIG, Format.NQUADS, Format.JSONLD})
