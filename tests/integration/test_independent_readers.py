"""Readers that share no code with newsgraph read every format to the same graph.

rapper (raptor2-utils), serdi, Jena's riot (libapache-jena-java) and xmllint (libxml2-utils) come from Debian,
`jsonld` (jsonld-cli), the parsers of JavaScript (n3, rdfxml-streaming-parser, jsonld-streaming-parser) and
rdf-canonize from npm. Where one is not installed its tests are skipped. rdflib is always there.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from tests.integration.jena import jena_command

import newsgraph
from newsgraph.model import Annotations as Notes
from newsgraph.model import (
    Article,
    Difference,
    Link,
    LinkDecision,
    LinkPredicate,
    Organisation,
    Person,
    Span,
    Statement,
    StatementType,
)
from newsgraph.rdf import ArticleGraph, build_graph
from newsgraph.rdf.bridge import quads_of
from newsgraph.rdf.build_links_graph import build_links_graph
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.formats import Format
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.settings import Settings, TextMode

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
RIOT = {
    Format.TURTLE: "turtle",
    Format.NTRIPLES: "ntriples",
    Format.NQUADS: "nquads",
    Format.TRIG: "trig",
    Format.RDFXML: "rdfxml",
    Format.JSONLD: "jsonld10",  # by the processor of JSON-LD 1.0: for 1.1 the Debian package lacks a library
}

BASE = "https://data.example/news/"


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
        Settings(base=BASE, text=TextMode.FULL),
    )


def links_between(one: ArticleGraph, other: ArticleGraph) -> ArticleGraph:
    """Return a graph that says of two articles that one is nearly the other, shortened by odd words."""
    decision = LinkDecision(
        one.article,
        LinkPredicate.NEAR_DUPLICATE,
        other.article,
        NASTY,
        0.9,
        differences=(Difference.SHORTENED,),
        omitted=(NASTY,),
    )
    return build_links_graph(BASE, [decision])


@pytest.fixture(name="graphs")
def three_graphs(article_file: Path) -> tuple[ArticleGraph, ...]:
    (article,) = newsgraph.read(article_file)
    graph = build_graph(newsgraph.annotate(article, model="rules"), Settings(base=BASE))
    assert len(graph) > 100
    odd = odd_graph()
    return graph, odd, links_between(graph, odd)


def tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed ({package})")
    return found


def run(*command: str, environment: dict[str, str] | None = None) -> bytes:
    """Return what a tool that `which` found prints; it must end well and have nothing to complain of."""
    result = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603
    complaints = result.stderr.decode(errors="replace")
    assert (result.returncode, complaints) == (0, "")
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


@pytest.fixture(name="riot", scope="module")
def riot_command(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Return the command that runs Jena's riot."""
    return jena_command("riotcmd.riot", tmp_path_factory)


@pytest.mark.parametrize("form", list(RIOT))
def test_riot(form: Format, riot: tuple[str, ...], graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    file = written(graphs, form, tmp_path)
    out = run(*riot, "--strict", "--check", f"--syntax={RIOT[form]}", "--output=nquads", file)
    same(out, Format.NQUADS if form.has_graphs else Format.NTRIPLES, graphs)


def test_riot_would_tell_a_bad_value_and_a_bad_iri(riot: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text(
        '<urn:a:a> <urn:a:b> "gestern"^^<http://www.w3.org/2001/XMLSchema#date>, <http://a.example/ü%zz> .'
    )
    command = (*riot, "--strict", "--check", "--output=nquads", str(file))
    said = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603  found above
    assert "gestern" in said.stderr
    assert "%zz" in said.stderr


def javascript(script: str, packages: tuple[str, ...], *arguments: str) -> bytes:
    """Return what a script beside this file prints, run where these packages of npm are."""
    node = tool("node", "Debian: nodejs")
    folder = os.environ.get("NODE_PATH")
    if not folder:
        npm = tool("npm", "Debian: npm")
        asked = subprocess.run((npm, "root", "-g"), capture_output=True, check=True, text=True)  # noqa: S603
        folder = asked.stdout.strip()
    for package in packages:
        if not (Path(folder) / package).is_dir():
            pytest.skip(f"{package} is not installed (npm install -g {package})")
    file = str(Path(__file__).with_name(script))
    return run(node, file, *arguments, environment={**os.environ, "NODE_PATH": folder})


@pytest.mark.parametrize("form", list(Format))
def test_javascript(form: Format, graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    packages = ("n3", "rdfxml-streaming-parser", "jsonld-streaming-parser")
    out = javascript("read_rdf.mjs", packages, form.name, written(graphs, form, tmp_path))
    same(out, Format.NQUADS if form.has_graphs else Format.NTRIPLES, graphs)


def test_another_canonicaliser_finds_the_same_digests(
    graphs: tuple[ArticleGraph, ...], tmp_path: Path
) -> None:
    for graph in graphs:
        file = written((graph,), Format.NTRIPLES, tmp_path)
        assert javascript("canonize_rdf.mjs", ("rdf-canonize",), file).decode() == graph_digest(graph)


def test_xmllint(graphs: tuple[ArticleGraph, ...], tmp_path: Path) -> None:
    xmllint = tool("xmllint", "Debian: libxml2-utils")
    run(xmllint, "--noout", "--nonet", written(graphs, Format.RDFXML, tmp_path))


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
