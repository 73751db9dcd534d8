"""Graphs read as text are the graphs that are read triple by triple, whatever the file looks like."""

from __future__ import annotations

import gzip
import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgraph.errors import RdfError
from newsgraph.rdf import texts
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.canonical_lines import canonical_runs
from newsgraph.rdf.formats import Encoding, Format
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.texts import read_texts, stream_texts, text_of
from newsgraph.vocab import RDF, SCHEMA, SCHEMA_HTTP, XSD

if TYPE_CHECKING:
    from newsgraph.rdf.texts import GraphText

BASE = "https://a.example/article/"
ONE, TWO = f"{BASE}0123456789abcdef", f"{BASE}fedcba9876543210"
GRAPHS = (f"{ONE}/graph", f"{TWO}/graph", ONE, "urn:x:y", "https://ä.example/g")
NODES = (
    *(ONE, TWO, f"{ONE}/person/a", f"{TWO}/span/1-2", "https://a.example/person/ada", GRAPHS[0]),
    *("http://b.example:80/x%C3%A4?q=a/b&c=%20#f?", "mailto:a@b.example", "https://u@h.example/", "tag:x"),
)
PREDICATES = (RDF.type, SCHEMA.name, SCHEMA_HTTP.name, "https://a.example/p")
TYPES = (XSD.string, XSD.integer, XSD.decimal, f"{SCHEMA_HTTP}Date", "urn:t")
WORDS = (
    "",
    "a b",
    "„Ä“ 🙂",
    '"',
    "\\",
    "\n\r\t\b\f",
    "\x00\x1f\x7f\x85",
    "\ufffe\uffff",
    " .\n",
    "<urn:x> .",
)
WORDS_OF_SYNTAX = ("_:b", "<<", f"<{SCHEMA_HTTP}name>", " <urn:x:y> .", "\u2028", "\ud7ff\ue000\U0010ffff")

iris = st.sampled_from(NODES).map(ox.NamedNode)
blanks = st.sampled_from(["a", "b0", "c14n1"]).map(ox.BlankNode)
words = st.sampled_from((*WORDS, *WORDS_OF_SYNTAX)) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)
literals = st.one_of(
    words.map(ox.Literal),
    st.builds(
        lambda word, tag: ox.Literal(word, language=tag), words, st.sampled_from(["de", "de-CH", "x-a"])
    ),
    st.builds(lambda w, t: ox.Literal(w, datatype=ox.NamedNode(t)), words, st.sampled_from(TYPES)),
)
predicates = st.sampled_from(PREDICATES).map(ox.NamedNode)
names = st.sampled_from(GRAPHS).map(ox.NamedNode)


def quads(graphs: st.SearchStrategy[object], *, nodes: st.SearchStrategy[object] = iris) -> st.SearchStrategy:
    """Return lists of quads; every now and then one that says that its subject is an article."""
    article = st.builds(
        lambda s, kind, g: ox.Quad(s, ox.NamedNode(RDF.type), ox.NamedNode(kind), g),
        iris,
        st.sampled_from([SCHEMA.NewsArticle, SCHEMA_HTTP.NewsArticle]),
        graphs,
    )
    any_quad = st.builds(ox.Quad, nodes, predicates, nodes | literals, graphs)
    return st.lists(any_quad | article, max_size=12)


SCRAPS = (
    *(
        b"",
        b" ",
        b"\n",
        b"\r",
        b"<",
        b">",
        b'"',
        b"\\",
        b"\\u0041",
        b"\\t",
        b"%",
        b"%4",
        b"%zz",
        b"#",
        b"?",
        b"[",
        b"]",
    ),
    *(
        b"@",
        b"@DE",
        b"@de-x",
        b"^^<urn:t>",
        b"_:b",
        b"{",
        b"|",
        b"\xff",
        b"\xc3\xa4",
        b"\xef\xbf\xbf",
        b":",
        b"//",
        b".",
    ),
    *(
        b":80",
        b":8x",
        b"/",
        b"<urn:x> ",
        b" .\n",
        b"\x00",
        b"\x7f",
        f"^^<{XSD.string}>".encode(),
        b"# note\n",
    ),
    *(
        f"^^<{RDF.langString}>".encode(),
        b"<//h>",
        b"http:",
        b"1:",
        b"<http://h:8:8/> ",
        b"<a:///b> ",
        b"<a:?> ",
    ),
)
"""What is put into lines to break them."""

NAMED = quads(names)
MIXED = quads(names | st.just(ox.DefaultGraph()) | blanks, nodes=iris | blanks)
LOOSE = quads(st.just(ox.DefaultGraph()), nodes=iris | blanks)


def written(some: list[ox.Quad], form: Format) -> bytes:
    formats = {
        Format.TURTLE: ox.RdfFormat.TURTLE,
        Format.TRIG: ox.RdfFormat.TRIG,
        Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
        Format.NQUADS: ox.RdfFormat.N_QUADS,
        Format.JSONLD: ox.RdfFormat.JSON_LD,
        Format.RDFXML: ox.RdfFormat.RDF_XML,
    }
    given_ = some if form.has_graphs else [quad.triple for quad in some]
    return ox.serialize(given_, format=formats[form]) or b""


def streamed(data: bytes, encoding: Encoding) -> list[GraphText]:
    with stream_texts(io.BufferedReader(io.BytesIO(data)), encoding) as (number, some):
        found = list(some)
    assert number == len(found)
    return sorted(found, key=lambda text: text.graph)


def check(data: bytes, encoding: Encoding) -> None:
    """Compare all ways to read a file with the graphs that come triple by triple."""
    try:
        graphs = load_graphs(data, encoding.format.value)
    except RdfError as error:
        for read in (read_texts, streamed):
            with pytest.raises(RdfError, match=re.escape(error.what[:12])):
                read(data, encoding)
        return
    if encoding.gzip:
        data = gzip.compress(data)
    found = read_texts(data, encoding)
    assert list(found) == [text_of(graph) for graph in graphs]
    assert streamed(data, encoding) == sorted(found, key=lambda text: text.graph)
    for text, graph in zip(found, graphs, strict=True):
        assert text.digest == graph_digest(graph)
        if not text.blank:
            assert text.ntriples == graph.to_ntriples()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("form", Format)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_texts_are_the_graphs_of_the_file(form: Format, packed: bool, data: st.DataObject) -> None:
    some = data.draw(NAMED | MIXED if form.has_graphs else LOOSE)
    check(written(some, form), Encoding(form, packed))


@settings(max_examples=200, deadline=None)
@given(some=NAMED, cut=st.integers(20, 300))
def test_a_graph_is_whole_wherever_in_a_large_file_its_lines_stand(some: list[ox.Quad], cut: int) -> None:
    data = written(some, Format.NQUADS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "_BLOCK", cut)
        check(data, Encoding(Format.NQUADS))


@settings(max_examples=300, deadline=None)
@given(some=NAMED, at=st.integers(0, 400), cut=st.integers(0, 2), put=st.sampled_from(SCRAPS))
@example(some=[], at=0, cut=0, put=b"")
def test_what_counts_as_canonical_is_what_would_be_written_again(
    some: list[ox.Quad], at: int, cut: int, put: bytes
) -> None:
    """Whatever is done to a line: where it still counts, reading and writing it changes no byte."""
    data = written(some, Format.NQUADS)
    data = data[:at] + put + data[at + cut :]
    runs = canonical_runs([data])
    if runs is None:
        return
    try:
        data.decode()
    except UnicodeDecodeError:
        return  # which is told when it is decoded
    assert ox.serialize(ox.parse(data, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS) == data
    places = sorted(place for some in runs.values() for place in some)
    assert b"".join(data[start:end] for start, end in places) == data
    for name, parts in runs.items():
        lines = b"".join(data[start:end] for start, end in parts).splitlines()
        assert all(line.endswith(b" " + name + b" .") for line in lines)


def test_files_of_newsgraph_count_as_canonical() -> None:
    quad = ox.Quad(
        ox.NamedNode(ONE), ox.NamedNode(PREDICATES[3]), ox.Literal("„Ä“\n"), ox.NamedNode(GRAPHS[0])
    )
    data = written([quad], Format.NQUADS)
    assert canonical_runs([data]) == {f"<{GRAPHS[0]}>".encode(): [(0, len(data))]}
