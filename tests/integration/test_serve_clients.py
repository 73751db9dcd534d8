"""Clients of other people get answers from the endpoint as from any other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from tests.integration.serving import DATA, PATIENCE, Serving, serving, small_store
from typer.testing import CliRunner

from newsgraph.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.integration,
    # Both warn of what they use of themselves.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:SPARQLWrapper"),
]

NUMBERS = f"SELECT ?n {{ ?s <{DATA}/number> ?n }} ORDER BY ?n"
NAMES = ["1", "2", "3"]
CONSTRUCT = f"CONSTRUCT {{ ?s <{DATA}/number> ?n }} WHERE {{ ?s <{DATA}/number> ?n }}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(small_store(tmp_path_factory.mktemp("clients"))) as running:
        yield running


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize(
    "shape", [SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV]
)
def test_sparqlwrapper_reads_tables(server: Serving, method: str, direct: bool, shape: str) -> None:
    if direct and method == SPARQLWrapper.GET:
        pytest.skip("a query that is sent directly is posted")
    client = SPARQLWrapper.SPARQLWrapper(server.url)
    client.setMethod(method)
    client.setRequestMethod(SPARQLWrapper.POSTDIRECTLY if direct else SPARQLWrapper.URLENCODED)
    client.setReturnFormat(shape)
    client.setQuery(NUMBERS)
    result: Any = client.query().convert()
    if shape == SPARQLWrapper.JSON:
        assert [row["n"]["value"] for row in result["results"]["bindings"]] == ["1", "2", "3"]
    elif shape == SPARQLWrapper.XML:
        assert [node.firstChild.data for node in result.getElementsByTagName("literal")] == ["1", "2", "3"]
    else:
        assert [line.strip() for line in result.decode().splitlines()][1:] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "shape", [SPARQLWrapper.TURTLE, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD, SPARQLWrapper.N3]
)
def test_sparqlwrapper_reads_graphs(server: Serving, shape: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(server.url)
    client.setReturnFormat(shape)
    client.setQuery(CONSTRUCT)
    result: Any = client.query().convert()
    graph = result if isinstance(result, rdflib.Graph) else rdflib.Graph().parse(data=result, format="turtle")
    assert sorted(map(str, graph.objects())) == NAMES


def test_sparqlwrapper_is_told_what_is_wrong(server: Serving) -> None:
    client = SPARQLWrapper.SPARQLWrapper(server.url)
    client.setQuery("SELECT nonsense")
    with pytest.raises(QueryBadFormed, match="query, line 1"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_it_as_a_store(server: Serving, method: str) -> None:
    store = SPARQLStore(server.url, method=method)
    dataset = rdflib.Dataset(store, default_union=True)
    rows: Any = dataset.query(NUMBERS)
    assert [str(row[0]) for row in rows] == NAMES
    assert sorted(map(str, dataset.objects(None, rdflib.URIRef(f"{DATA}/number")))) == NAMES
    one = rdflib.Graph(store, identifier=rdflib.URIRef(f"{DATA}/1"))
    assert [str(number) for number in one.objects()] == ["1"]


def test_curl_asks_in_all_ways(server: Serving) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl")
    ways = (
        ("--get", "--data-urlencode", f"query={NUMBERS}"),
        ("--data-urlencode", f"query={NUMBERS}"),
        ("--header", "Content-Type: application/sparql-query", "--data-binary", NUMBERS),
        ("--compressed", "--location", "--data-urlencode", f"query={NUMBERS}{' ' * 5000}"),
    )
    for way in ways:
        command = [
            curl,
            "--silent",
            "--show-error",
            "--fail",
            "--header",
            "Accept: text/csv",
            *way,
            server.url,
        ]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
        assert done.stdout.split() == [b"n", b"1", b"2", b"3"], done.stderr


@pytest.mark.parametrize("path", ["/sparql", "/query", ""])
def test_newsgraph_asks_it(server: Serving, path: str) -> None:
    url = server.url.removesuffix("/sparql") + path
    result = CliRunner().invoke(app, ["query", "--endpoint", url, "-f", "csv", NUMBERS])
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == ["n", "1", "2", "3"]
    construct = CliRunner().invoke(app, ["query", "--endpoint", url, CONSTRUCT])
    assert f"<{DATA}/1>" in construct.stdout


def test_newsgraph_cannot_write_to_it(server: Serving, tmp_path: Path) -> None:
    graph = tmp_path / "one.nq"
    graph.write_text(f"<{DATA}/1> <{DATA}/number> 9 <{DATA}/1> .\n".replace(" 9 ", ' "9" '))
    for protocol in ("sparql", "gsp"):
        command = ["push", str(graph), "--endpoint", server.url, "--protocol", protocol]
        result = CliRunner().invoke(app, command)
        assert result.exit_code != 0
    assert server.get(NUMBERS).rows == [("1",), ("2",), ("3",)]


COMUNICA = """
const { QueryEngine } = require('@comunica/query-sparql');
const engine = new QueryEngine();
(async () => {
  const sources = [{ type: 'sparql', value: process.argv[2] }];
  const stream = await engine.queryBindings(process.argv[3], { sources });
  const rows = await stream.toArray();
  console.log(JSON.stringify(rows.map((row) => row.get('n').value).sort()));
})();
"""


def test_comunica_asks_it(server: Serving, tmp_path: Path) -> None:
    """Where it was installed: `npm install --global @comunica/query-sparql@3`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("no node")
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    modules = os.environ.get("NODE_PATH", root)
    if not any(
        (Path(folder) / "@comunica" / "query-sparql").is_dir() for folder in modules.split(os.pathsep)
    ):
        pytest.skip("no comunica: npm install --global @comunica/query-sparql@3")
    script = tmp_path / "ask.cjs"
    script.write_text(COMUNICA)
    done = subprocess.run(  # noqa: S603
        [node, str(script), server.url, NUMBERS],
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
        env={**os.environ, "NODE_PATH": modules},
    )
    assert json.loads(done.stdout or "null") == ["1", "2", "3"], done.stderr
