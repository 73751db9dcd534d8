"""Readers that share no code with newsgraph read every format to the same graph.

rapper (raptor2-utils) and serdi come from Debian, `jsonld` from npm's jsonld-cli; where one is not installed
its tests are skipped. rdflib is always there.
"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import rdflib

import newsgraph
from newsgraph.model import Annotations as Notes
from newsgraph.model import Article, Link, Organisation, Person, Span, Statement, StatementType
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.rdf.bridge import quads_of
from newsgraph.rdf.formats import Format
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.settings import Settings, TextMode

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "„Ä“ \"q\" 'a' \\ \\n <b>&amp; ]]> \t\r\n\n\u2028 é 𝔄 {} @en ^^ # \\u0041 ."
RAPPER = {
    Format.TURTLE: "turtle",
    Format.NTRIPLES: "ntriples",
    Format.NQUADS: "nquads",
    Format.TRIG: "trig",
    Format.RDFXML: "rdfxml",
}
SERDI = {
    Format.TURTLE: "turtle",
    Format.NTRIPLES: "nt",
    Format.NQUADS: "nquads",
    Format.TRIG: "trig",
}
RDFLIB = {
    Format.TURTLE: "turtle",
    Format.NTRIPLES: "nt11",
    Format.NQUADS: "nquads",
    Format.TRIG: "trig",
    Format.JSONLD: "json-ld",
    Format.RDFXML: "xml",
}


def odd_graph() -> ArticleGraph:
    """Return a graph with all characters that a syntax must escape, and URLs that need encoding."""
    article = Article(
        id="e" * 16,
        text=NASTY,
        digest="d",
        headline=NASTY,
        source="Käse & Blatt",
        url="https://a.example/100%?a[]=1&b=ü'\"#x#y",
        links=(Link("https://a.example/(x)_{y}|z", 0), Link("mailto:a@b.example", 1)),
        authors=("Ö",),
    )
    said = Statement((Span(0, 3), Span(4, 7)), StatementType.DIRECT, speakers=(Person("Żółć Ćma"),))
    return build_graph(
        Notes(article, organisations=(Organisation("<>&\"'"),), statements=(said,)),
        Settings(base="https://data.example/news/", text=TextMode.FULL),
    )


@pytest.fixture(name="graphs")
def two_graphs(article_file: Path) -> tuple[ArticleGraph, ArticleGraph]:
    (article,) = newsgraph.read(article_file)
    graph = build_graph(newsgraph.annotate(article), Settings(base="https://data.example/news/"))
    assert len(graph) > 100
    return graph, odd_graph()


def tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed ({package})")
    return found


def run(*command: str) -> bytes:
    result = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  the tool that `which` found
    assert result.returncode == 0, result.stderr.decode(errors="replace")
    return result.stdout


def written(graphs: tuple[ArticleGraph, ...], form: Format, folder: Path) -> str:
    file = folder / f"a{form.extension}"
    file.write_bytes(serialise(graphs, form))
    return str(file)


def triples(graphs: tuple[ArticleGraph, ...]) -> set[tuple[str, str, str]]:
    return {triple for graph in graphs for triple in graph.triples}


def same(data: bytes, form: Format, graphs: tuple[ArticleGraph, ...]) -> None:
    """Compare N-Quads or N-Triples that a tool wrote with the graphs, whatever escapes the tool uses."""
    read = load_graphs(data, form.value)
    if form is Format.NQUADS:
        assert set(read) == set(graphs)
    else:
        assert triples(read) == triples(graphs)


@pytest.mark.parametrize("form", list(RAPPER))
def test_rapper(form: Format, graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    rapper = tool("rapper", "Debian: raptor2-utils")
    file = written(graphs, form, tmp_path)
    out = run(rapper, "-q", "-i", RAPPER[form], "-o", "ntriples", file, "https://base.example/")
    same(out, Format.NTRIPLES, graphs)


@pytest.mark.parametrize("form", list(SERDI))
def test_serdi(form: Format, graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    serdi = tool("serdi", "Debian: serdi")
    file = written(graphs, form, tmp_path)
    out = run(serdi, "-i", SERDI[form], "-o", "nquads", file)
    same(out, Format.NQUADS if form.has_graphs else Format.NTRIPLES, graphs)


def test_jsonld_cli(graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    jsonld = tool("jsonld", "npm: jsonld-cli")
    file = written(graphs, Format.JSONLD, tmp_path)
    # No loader is allowed: the context is in the file, nothing is fetched.
    out = run(jsonld, "canonize", "--n-quads", "--safe", "--allow", "none", file)
    same(out, Format.NQUADS, graphs)


@pytest.mark.filterwarnings(  # by rdflib, of rdflib
    "ignore:Dataset:DeprecationWarning", "ignore:ConjunctiveGraph:DeprecationWarning"
)
@pytest.mark.parametrize("form", list(RDFLIB))
def test_rdflib(form: Format, graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    file = written(graphs, form, tmp_path)
    if form.has_graphs:
        dataset = rdflib.Dataset()
        dataset.parse(file, format=RDFLIB[form])
        assert set(quads_of(dataset)) == {quad for graph in graphs for quad in graph.quads()}
    else:
        graph = rdflib.Graph().parse(file, format=RDFLIB[form])
        names = [dataclasses.replace(one, graph="") for one in graphs]
        expected = rdflib.Graph().parse(data="".join(one.to_nquads() for one in names), format="nt11")
        assert set(graph) == set(expected)
