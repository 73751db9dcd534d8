"""Real servers on free loopback ports, each in a folder of its own, and graphs to send to them."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from tests.integration.scripted import Script, started

import newsgraph
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.sinks.endpoint import Credentials, Endpoint, Patience, find_endpoint
from newsgraph.sinks.endpoint import Protocol as Writing
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.sparql import prepare
from newsgraph.vocab import NG, RDF, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60
HASTY = Patience(attempts=3, timeout=20, first=0.05, longest=0.2, jitter=0.01, total=10)
AWKWARD = (
    '"„Wir nehmen nichts für bare Münze“, stellte Kerry klar – 🙂"',
    '"Zeile\\nund \\"Marke\\" und \\\\ und \\t"',
    '"' + "Ein langer Satz, der nicht endet, " * 500 + '"',
    '"a?b{}$1 <x> # keine Anmerkung"',
    f'"0.9"^^<{XSD.decimal}>',
    f'"17"^^<{XSD.integer}>',
    f'"2015-09-17"^^<{XSD.date}>',
    f'"2022-01-12T14:35:00"^^<{XSD.dateTime}>',
    f'"2022-01-12T14:35:00Z"^^<{XSD.dateTime}>',
    f'"2022-01-12T14:35:00+01:00"^^<{XSD.dateTime}>',
    '"Tag"@de',
    "<https://a.example/x%20y?q=%C3%A4&r=1#z>",
)


SPOKEN = (
    "Minister streitet um die Brücke\n\n"
    "Verkehrsminister Karl Kruse (SPD) bestritt am Montag, dass die Brücke gesperrt werde. "
    "„Wir bleiben offen“, sagte er in Kiel. Ein Sprecher der Polizei forderte ein Tempolimit.\n\n"
    "Man schlug vor, die Brücke im Winter zu sperren."
)
"""Holds a denial, a proposal that nobody is named for, a quotation, an agent without a name."""


class MakeGraphs(Protocol):
    def __call__(self, number: int, text: str = "alt", size: int = 20) -> list[ArticleGraph]: ...


class Contents(Protocol):
    def __call__(self, endpoint: Endpoint, graph: str) -> set[tuple[str, ...]]: ...


@pytest.fixture(scope="session")
def make_graphs() -> MakeGraphs:
    """Graphs of made-up articles that hold awkward terms of every kind; `text` makes them differ."""

    def make(number: int, text: str = "alt", size: int = 20) -> list[ArticleGraph]:
        graphs = []
        for i in range(number):
            article = f"https://data.example/article/{i:016x}"
            triples = [(f"<{article}>", f"<{SCHEMA.text}>", term) for term in AWKWARD]
            triples += [
                (f"<{article}/statement/{j}>", f"<{SCHEMA.text}>", f'"{text} {j}"') for j in range(size)
            ]
            graphs.append(graph_of(article, f"{article}/graph", triples))
        return graphs

    return make


@pytest.fixture(scope="session")
def spoken() -> ArticleGraph:
    """The graph of a short text with most of what an annotated article can hold."""
    graph = newsgraph.build(newsgraph.annotate(SPOKEN))
    classes = {obj for _, predicate, obj in graph.triples if predicate == f"<{RDF.type}>"}
    kinds = (NG.Denial, NG.UnattributedProposal, NG.AnonymousAgent, SCHEMA.Quotation)
    assert {f"<{kind}>" for kind in kinds} <= classes
    return graph


@pytest.fixture(scope="session")
def contents() -> Contents:
    """The triples that an endpoint holds in a graph, read back by a query."""

    def read(endpoint: Endpoint, graph: str) -> set[tuple[str, ...]]:
        answer = ask(endpoint, prepare(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))
        return {tuple(str(cell) for cell in row) for row in answer.rows()}

    return read


@dataclass
class Server:
    """A server process that can be killed and started again on the same folder."""

    command: list[str]
    folder: Path
    url: str
    endpoint_url: str
    credentials: Credentials = field(default_factory=Credentials)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "output.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log)  # noqa: S603
        end = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                said = (self.folder / "output.log").read_text(errors="replace")
                raise RuntimeError(f"{self.command[0]} did not start: {said}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}?query=ASK%7B%7D", timeout=5):  # noqa: S310  our own server
                return True
        except urllib.error.HTTPError as error:
            error.close()
            return True
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def endpoint(self, protocol: Writing, patience: Patience = HASTY) -> Endpoint:
        environment = {
            "NEWSGRAPH_ENDPOINT_USER": self.credentials.user,
            "NEWSGRAPH_ENDPOINT_PASSWORD": self.credentials.password,
        }
        return find_endpoint(self.endpoint_url, protocol=protocol, patience=patience, environment=environment)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Server]:
    """An Oxigraph server, empty, that keeps its data on disk."""
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no oxigraph server: pip install oxigraph")
    folder = tmp_path / "oxigraph"
    folder.mkdir()
    address = f"127.0.0.1:{free_port()}"
    command = [binary, "serve", "--location", str(folder / "data"), "--bind", address]
    server = Server(command, folder, f"http://{address}/query", f"http://{address}")
    server.start()
    yield server
    server.kill()


VIRTUOSO_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
"""


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("no virtuoso-t: apt-get install virtuoso-opensource-7-bin")
    folder = tmp_path_factory.mktemp("virtuoso")
    port = free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), http=port))
    root = f"http://127.0.0.1:{port}"
    server = Server(
        [binary, "+foreground", "+configfile", "v.ini"],
        folder,
        f"{root}/sparql",
        f"{root}/sparql-auth",
        Credentials("dba", "dba"),
    )
    server.start()
    yield server
    server.kill()


@pytest.fixture
def virtuoso(virtuoso_server: Server, make_graphs: MakeGraphs, spoken: ArticleGraph) -> Iterator[Server]:
    """A Virtuoso server, started once for all tests; the graphs of a test are taken out after it."""
    yield virtuoso_server
    if virtuoso_server.process is not None:
        endpoint = virtuoso_server.endpoint(Writing.SPARQL)
        from newsgraph.sinks.endpoint.transport import Client  # noqa: PLC0415
        from newsgraph.sinks.endpoint.wrapper import Wrapper  # noqa: PLC0415

        wrapper = Wrapper(Client(endpoint))
        for graph in (*make_graphs(40), spoken):
            wrapper.update(f"DROP SILENT GRAPH <{graph.graph}>")


@pytest.fixture
def stub() -> Iterator[Script]:
    """A server that does as the test's script says."""
    server, script = started()
    yield script
    server.shutdown()
    server.server_close()


@pytest.fixture
def other() -> Iterator[Script]:
    """Another such server."""
    server, script = started()
    yield script
    server.shutdown()
    server.server_close()
