"""What is asked of Fuseki is asked of the engine in it: the union of all graphs, and graphs within that."""

from __future__ import annotations

import csv
import io
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.integration.jena import jena_command

from newsgraph.sinks.endpoint.servers import load_server
from newsgraph.sinks.endpoint.union import over_all_graphs
from newsgraph.sinks.named import load_named_query
from newsgraph.sinks.query import memory_store, run_query
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.rdf import ArticleGraph

pytestmark = pytest.mark.integration


def test_queries_over_all_graphs(
    spoken: ArticleGraph, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = tmp_path / "data.nq"
    data.write_text("".join(f"{s} {p} {o} <{spoken.graph}> .\n" for s, p, o in spoken.triples))
    files, fuseki = memory_store([spoken]), load_server("fuseki")
    names = ("who-said-what", "proposals")  # each start of a Java machine takes its time
    queries = {name: load_named_query(name).prepare() for name in names}
    within = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?g ?s { ?s a ?t GRAPH ?g { ?s ?p ?o } } }"
    program = jena_command("arq.sparql", tmp_path_factory)
    for name, query in {**queries, "own": prepare(within)}.items():
        file = tmp_path / f"{name}.rq"
        file.write_text(over_all_graphs(query, fuseki).standalone)
        command = [*program, "--data", str(data), "--query", str(file), "--results=CSV"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  Jena's own
        expected = run_query(files, query).serialise("csv").decode()
        assert expected.count("\n") > 1, name
        assert rows(done.stdout) == rows(expected), name


def rows(text: str) -> list[list[str]]:
    """Rows of CSV, where an empty value may stand in quotation marks; in an order of ours, as are lists."""
    found = csv.reader(io.StringIO(text))
    return sorted(["; ".join(sorted(cell.split("; "))) for cell in row] for row in found)
