"""The canonical form and the digest of a graph: by the rules of W3C, and as other programs find them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.errors import RdfError
from newsgraph.rdf import build_graph
from newsgraph.rdf.canonical import canonical_nquads, graph_digest
from newsgraph.rdf.formats import Format
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.rdf.terms import string
from newsgraph.settings import Settings, TextMode

if TYPE_CHECKING:
    from newsgraph.model import Annotations

NODE, SAYS = "<http://a.example/x>", "<http://a.example/p>"
# Two nodes that only their neighbours tell apart, one in a ring, and one that nothing tells apart.
BLANK = (
    ("_:x", SAYS, "_:y"),
    ("_:y", SAYS, "_:x"),
    ("_:z", SAYS, "_:z"),
    (NODE, SAYS, "_:k"),
    ("_:k", SAYS, '"k\\n"@de'),
)


@pytest.fixture(name="graph")
def graph_of_the_article(annotations: Annotations) -> ArticleGraph:
    return build_graph(annotations, Settings(text=TextMode.FULL))


def by_pyoxigraph(graph: ArticleGraph) -> str:
    """Return what the canonicalisation of pyoxigraph, and its own writing of terms, make of a Turtle file."""
    dataset = ox.Dataset(ox.parse(serialise([graph], Format.TURTLE), format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    data = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return "".join([f"{line}\n" for line in sorted(data.decode().split("\n")) if line])


def test_the_digest_is_the_hash_of_the_triples_alone(graph: ArticleGraph) -> None:
    lines = canonical_nquads(graph)
    assert lines == graph.to_ntriples() == by_pyoxigraph(graph)
    assert graph_digest(graph) == hashlib.sha256(lines.encode()).hexdigest()
    elsewhere = graph_of(graph.article, "http://a.example/other", graph.triples)
    assert graph_digest(elsewhere) == graph_digest(graph)
    assert graph_digest(graph_of("", "", graph.triples[1:])) != graph_digest(graph)


@pytest.mark.parametrize("form", list(Format))
def test_every_file_of_the_article_has_its_digest(graph: ArticleGraph, form: Format) -> None:
    (again,) = load_graphs(serialise([graph], form), form.value)
    assert graph_digest(again) == graph_digest(graph)


def test_the_order_and_the_number_of_times_of_a_triple_do_not_matter(graph: ArticleGraph) -> None:
    shuffled = ArticleGraph(graph.article, graph.graph, (*reversed(graph.triples), graph.triples[0]))
    assert graph_digest(shuffled) == graph_digest(graph)


def test_nothing_has_a_digest_too() -> None:
    assert canonical_nquads(graph_of("", "", [])) == ""
    assert graph_digest(graph_of("", "", [])) == hashlib.sha256(b"").hexdigest()


# https://www.w3.org/TR/rdf12-n-quads/#canonical-quads: seven characters by a letter, other control characters
# and what is no character of XML 1.1 by four capital hex digits, and everything else as it is.
ESCAPED = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)}
ESCAPED |= {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
ODD = [*ESCAPED, "\x80", "\x85", "\ufeff", "\ufdd0", "\u2028", "\u200d", "\U0001f469", "\U0001fffe"]


@given(st.text() | st.text(st.sampled_from(ODD)))
@settings(deadline=None)
def test_characters_are_escaped_as_the_canonical_form_wants_it(text: str) -> None:
    graph = graph_of("", "", [(NODE, SAYS, string(text))])
    written = "".join([ESCAPED.get(char, char) for char in text])
    assert canonical_nquads(graph) == f'{NODE} {SAYS} "{written}" .\n' == by_pyoxigraph(graph)


def test_lines_are_sorted_by_code_points() -> None:
    ordered = ["a b", "a", "a\n", "z", "ä", "\uff5e", "\U0001f600"]  # UTF-16 would have the last two in turn
    graph = graph_of("", "", [(NODE, SAYS, string(word)) for word in reversed(ordered)])
    lines = [f"{NODE} {SAYS} {string(word)} ." for word in ordered]
    assert canonical_nquads(graph).split("\n")[:-1] == lines


def test_blank_nodes_get_the_names_of_the_recommendation() -> None:
    graph = graph_of("", "", BLANK)
    renamed = [tuple(term.replace("_:", "_:other") for term in triple) for triple in BLANK]
    other = graph_of("", "", [(s, p, o) for s, p, o in renamed])
    assert graph.triples != other.triples
    assert canonical_nquads(graph) == canonical_nquads(other)
    assert canonical_nquads(graph).split("\n")[:2] == [
        f"{NODE} {SAYS} _:c14n1 .",
        f"_:c14n0 {SAYS} _:c14n0 .",
    ]


def test_a_blank_node_that_is_only_pointed_at_gets_its_name_too() -> None:
    assert canonical_nquads(graph_of("", "", [(NODE, SAYS, "_:any")])) == f"{NODE} {SAYS} _:c14n0 .\n"


def test_terms_that_are_none_are_refused_where_they_must_be_read() -> None:
    with pytest.raises(RdfError, match="no N-Triples") as raised:
        canonical_nquads(graph_of("http://a.example/x", "", [("_:a", SAYS, "<not an iri>")]))
    assert raised.value.where == "http://a.example/x"


@pytest.mark.parametrize("blank", [False, True])
def test_another_program_finds_the_same(graph: ArticleGraph, blank: bool) -> None:
    """`jsonld canonize` is RDFC-1.0 by Digital Bazaar (rdf-canonize), who wrote its first version."""
    jsonld = shutil.which("jsonld")
    if jsonld is None:
        pytest.skip("jsonld is not installed (npm: jsonld-cli)")
    one = graph_of("", "", BLANK if blank else graph.triples)
    out = subprocess.run(  # noqa: S603  the tool that `which` found
        [jsonld, "canonize", "--n-quads", "--safe", "--allow", "stdin", "-"],
        input=serialise([one], Format.JSONLD),
        capture_output=True,
        check=True,
    )
    assert out.stdout.decode() == canonical_nquads(one)
