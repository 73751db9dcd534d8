"""What docs/bulk-loading.md tells to type fills real servers with what the manifest of an export says.

Oxigraph comes with `pip install oxigraph`, Virtuoso and Jena from Debian (virtuoso-opensource-7-bin,
libapache-jena-java). Where one is not installed its test is skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.integration.jena import jena_command

from newsgraph.pipeline.export import ExportPlan, export_graphs, verify_export
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.sinks.compare import is_same
from newsgraph.sinks.endpoint import Protocol
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.export import Manifest, read_manifest
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from tests.integration.conftest import Contents, MakeGraphs, Server

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.sinks.endpoint import Endpoint

pytestmark = pytest.mark.integration

GUIDE = (Path(__file__).parents[2] / "docs" / "bulk-loading.md").read_text(encoding="utf-8")
COUNTED = (
    "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?m) "
    '{ GRAPH ?g { ?s ?p ?o } FILTER(STRENDS(STR(?g), "/graph")) }'
)


def quiet(_done: int, _total: int) -> None:
    pass


def shown(section: str, language: str = "console") -> list[str]:
    """Return the commands, or the lines in another language, that a section of the guide shows."""
    (text,) = re.findall(rf"^## {section}$(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    blocks = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines]


@pytest.fixture
def graphs(make_graphs: MakeGraphs, spoken: ArticleGraph) -> list[ArticleGraph]:
    return [*make_graphs(12), spoken]


@pytest.fixture
def place(tmp_path: Path, graphs: list[ArticleGraph]) -> Path:
    """Return a folder with an export in several parts, and a folder for programs of other names."""
    (tmp_path / "all.nq").write_bytes(serialise(reversed(graphs), "nq"))
    plan = ExportPlan(tmp_path / "export", (str(tmp_path / "all.nq"),), part_size=100_000)
    assert export_graphs(plan, quiet).outcome.failures == ()
    assert verify_export(tmp_path / "export", quiet).outcome.failures == ()
    assert len(list((tmp_path / "export").glob("part-*.nq.gz"))) > 2
    (tmp_path / "bin").mkdir()
    return tmp_path


def manifest_of(place: Path) -> Manifest:
    manifest = read_manifest(place / "export")
    assert manifest is not None
    return manifest


def named(place: Path, name: str, *command: str) -> None:
    """Let a program be found under the name that the guide calls it by."""
    words = " ".join(f'"{word}"' for word in command)
    program = place / "bin" / name
    program.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
    program.chmod(0o755)


def run(command: str, place: Path) -> str:
    environment = {**os.environ, "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(  # noqa: S603  our guide
        ["bash", "-c", command],  # noqa: S607  as users find it
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_export_itself(place: Path, graphs: list[ArticleGraph]) -> None:
    (place / "graph").mkdir()
    for number, graph in enumerate(graphs):
        (place / "graph" / f"{number}.trig").write_bytes(serialise([graph], "trig"))
    named(place, "newsgraph", sys.executable, "-m", "newsgraph")
    (block,) = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    before = manifest_of(place)
    for command in block.splitlines():
        run(command, place)
    assert manifest_of(place).graphs == before.graphs + 1  # the ontology


def test_oxigraph(place: Path, graphs: list[ArticleGraph]) -> None:
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no oxigraph: pip install oxigraph")
    named(place, "oxigraph", binary)
    load, serve = shown("Oxigraph")
    assert serve.startswith("oxigraph serve-read-only --location db")
    run(load, place)
    store = ox.Store.read_only(str(place / "db"))
    manifest = manifest_of(place)
    assert len(store) == manifest.quads
    assert len(list(store.named_graphs())) == manifest.graphs == len(graphs)
    for graph in graphs:
        held = store.quads_for_pattern(None, None, None, ox.NamedNode(graph.graph))
        triples = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in held}
        assert is_same(triples, set(graph.triples))


def test_virtuoso(place: Path, virtuoso: Server, graphs: list[ArticleGraph], contents: Contents) -> None:
    isql = shutil.which("isql-vt") or shutil.which("isql")
    if isql is None:
        pytest.skip("no isql: apt-get install virtuoso-opensource-7-bin")
    port = re.findall(r"ServerPort = (\S+)", (virtuoso.folder / "v.ini").read_text())[0]
    shutil.copytree(place / "export", virtuoso.folder / "export")  # a folder that DirsAllowed names
    lines = "\n".join(shown("Virtuoso", "sql"))
    (command,) = shown("Virtuoso")
    assert "'/data/export'" in lines
    assert " 1111 " in command
    (place / "load.sql").write_text(lines.replace("/data/export", "export"), encoding="utf-8")
    named(place, "isql", isql)
    said = run(command.replace(" 1111 ", f" {port} "), place)
    shutil.rmtree(virtuoso.folder / "export")
    assert re.search(r"^0 Rows", said, re.MULTILINE), said  # of files that failed
    endpoint = virtuoso.endpoint(Protocol.SPARQL)
    manifest = manifest_of(place)
    assert row(endpoint, COUNTED) == (str(manifest.quads), str(manifest.graphs))
    assert row(endpoint, "SELECT (COUNT(*) AS ?n) { GRAPH <urn:x-newsgraph:unused> { ?s ?p ?o } }") == ("0",)
    for graph in graphs:
        assert contents(endpoint, graph.graph) == set(graph.triples)


def row(endpoint: Endpoint, query: str) -> tuple[str, ...]:
    """Return the values of the one row of an answer."""
    (cells,) = ask(endpoint, prepare(query)).rows()
    return tuple(str(cell).split('"')[1] for cell in cells)


def test_jena(place: Path, graphs: list[ArticleGraph], tmp_path_factory: pytest.TempPathFactory) -> None:
    for name in ("tdbloader", "tdbquery"):
        named(place, f"tdb2.{name}", *jena_command(f"tdb2.{name}", tmp_path_factory))
    load, *queries = shown("Apache Jena: TDB2 and Fuseki")
    run(load, place)
    counts = [int(re.findall(r"\| (\d+)", run(query, place))[0]) for query in queries]
    manifest = manifest_of(place)
    union = len({triple for graph in graphs for triple in graph.triples})
    assert counts == [manifest.quads, union, union]
    assert "| 0 " in run('tdb2.tdbquery --loc DB "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"', place)
    named(place, "tdb2.tdbdump", *jena_command("tdb2.tdbdump", tmp_path_factory))
    dumped = load_graphs(run("tdb2.tdbdump --loc DB", place).encode(), "nq")
    held = {graph.graph: set(graph.triples) for graph in dumped}
    assert held.keys() == {graph.graph for graph in graphs}
    for graph in graphs:
        assert is_same(held[graph.graph], set(graph.triples))
