"""`newsgraph serve` as a process of its own, and a client that can also say what no client would."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.store import load_graphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph

PATIENCE = 60
"""Seconds after which a test gives up on a server that does not answer."""

DATA = "http://data.example"
"""Named graphs `{DATA}/1` to `{DATA}/3` with one triple each, whose subject is the graph itself."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media(self) -> str:
        return self.headers["content-type"].partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The values of a table in JSON, row by row."""
        solutions = ox.parse_query_results(self.body, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        return [tuple(cell.value if cell is not None else "" for cell in row) for row in solutions]

    @property
    def truth(self) -> bool:
        return bool(ox.parse_query_results(self.body, format=ox.QueryResultsFormat.JSON))


@dataclass
class Serving:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    url: str
    store: Path

    @property
    def port(self) -> int:
        return int(urlsplit(self.url).port or 0)

    def send(
        self,
        method: str,
        path: str = "/sparql",
        body: bytes | str | Iterable[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, names, response.read())
        finally:
            connection.close()

    def get(self, query: str, accept: str = JSON, **parameters: str | list[str]) -> Reply:
        encoded = urlencode({"query": query, **parameters}, doseq=True)
        return self.send("GET", f"/sparql?{encoded}", headers={"Accept": accept})

    def post(self, query: str, accept: str = JSON) -> Reply:
        return self.send("POST", body=query.encode(), headers={**DIRECT, "Accept": accept})

    def raw(self, request: bytes, seconds: float = PATIENCE) -> bytes:
        """Send bytes as they are; return what comes back until the server hangs up, or the time is over."""
        with self.connected(seconds) as connection:
            with suppress(ConnectionError):  # it has heard enough; what it said before it hung up is there
                connection.sendall(request)
            return received(connection)

    @contextmanager
    def connected(self, seconds: float = PATIENCE) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            yield connection

    def workers(self) -> list[int]:
        """The processes that the server started (Linux)."""
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = status.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(fields[1]) == self.process.pid and fields[0] != "Z":
                found.append(int(status.parent.name))
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def received(connection: socket.socket) -> bytes:
    pieces = []
    with suppress(ConnectionError, TimeoutError):  # it hung up with bytes of ours unread, or waits for more
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    return b"".join(pieces)


def wait_for_work(*processes: int, seconds: float = 0.5) -> None:
    """Wait until processes have used so much more time of the processor than they have now (Linux)."""

    def spent() -> float:
        used = 0
        for process in processes:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / os.sysconf("SC_CLK_TCK")

    begin, end = spent(), time.monotonic() + PATIENCE
    while spent() < begin + seconds and time.monotonic() < end:
        time.sleep(0.02)
    assert spent() >= begin + seconds


@contextmanager
def serving(store: Path, *options: str, quiet: bool = True) -> Iterator[Serving]:
    """Serve a store on a free port until the block ends."""
    command = [sys.executable, "-m", "newsgraph", "serve", "--store", str(store), "--port", "0", *options]
    with (store.parent / "serve.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  our own command
            command,
            stdout=subprocess.PIPE,
            stderr=log if quiet else subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    assert process.stdout is not None
    try:
        url = process.stdout.readline().decode().strip()
        assert url.startswith("http://"), (store.parent / "serve.log").read_text()
        yield Serving(process, url, store)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        process.stdout.close()
        if process.stderr is not None:
            process.stderr.close()


def numbered(number: int) -> ArticleGraph:
    """The graph `{DATA}/{number}`, which says of itself which number it has."""
    name = f"{DATA}/{number}"
    integer = f'"{number}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    return graph_of(name, name, [(f"<{name}>", f"<{DATA}/number>", integer)])


def small_store(folder: Path) -> Path:
    """Return a new store with three graphs of one triple."""
    store = folder / "news.store"
    load_graphs(store, [numbered(number) for number in (1, 2, 3)])
    return store
