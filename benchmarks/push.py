"""`newsgraph push` and `newsgraph sync` to an Oxigraph server on disk beside bare POSTs of the same N-Quads.

    python benchmarks/push.py [--articles 1000] [--protocols sparql gsp] [--batches 1 10 100 0]

The graphs of the source's articles are cut or filled up to 239 triples, which an article has on the average,
and multiplied under other names. Each way writes to a server of its own, which starts empty; bare POSTs send
what was read and joined before the clock started, so many articles a request, over one kept connection. For
the commands, the clock includes the start of Python and reading 1 file an article. What counts is the ratio
to the fastest bare POST, and which part of the wall time the command's process was computing (user and
system). Where much else runs on the machine, the ratio of what the server computed tells more. Needs the
packages of `pip install .[test]` (the oxigraph server).
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Table

from newsgraph.annotation.annotator import annotate_article
from newsgraph.rdf import build_graph
from newsgraph.readers import find_files, read_file
from newsgraph.settings import Settings
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.rdf import ArticleGraph

TRIPLES = 239
_BATCHES = (1, 10, 100, 1000, 0)
"""How many articles a bare request holds; 0: all."""
_PIDS: dict[str, int] = {}
"""The process of the server at each address."""


class Run(NamedTuple):
    """One way of writing: its name, wall seconds, and seconds that client and server computed."""

    name: str
    wall: float
    client: float | None = None
    server: float | None = None


def main() -> None:
    """Write by every way, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument(
        "--folder", type=Path, help="where files and servers' data go; a temporary folder else"
    )
    parser.add_argument("--protocols", nargs="+", default=["sparql", "gsp"])
    parser.add_argument(
        "--batches", nargs="+", type=int, default=_BATCHES, help="articles a bare request; 0: all"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        runs = list(_runs(options, Path(folder)))
    bare = [run for run in runs if run.client is None]
    best = min(run.wall for run in bare)
    least = min(run.server or 0 for run in bare)
    title = f"{options.articles} articles of {TRIPLES} triples"
    table = Table("way", title=title)
    columns = ("wall s", "ratio to bare", "server CPU s", "ratio to bare", "client CPU s", "of the wall time")
    for column in columns:
        table.add_column(column, justify="right")
    for run in runs:
        shares = ("", "") if run.client is None else (f"{run.client:.2f}", f"{run.client / run.wall:.1%}")
        served = run.server or 0
        ratios = (f"{run.wall / best:.2f}", f"{served:.2f}", f"{served / least:.2f}" if least else "")
        table.add_row(run.name, f"{run.wall:.2f}", *ratios, *shares)
    Console(width=120).print(table)


def _runs(options: argparse.Namespace, folder: Path) -> Iterator[Run]:
    """Take bare POSTs and commands in turn: what else the machine does in the meantime meets both."""
    graphs = folder / "graphs"
    bodies = write_files(options.source, options.articles, graphs)
    commands = [(command, protocol) for protocol in options.protocols for command in ("push", "sync")]
    sizes = [size or len(bodies) for size in options.batches if size < len(bodies)]
    for size, command in zip_longest(sizes, commands):
        if size is not None:
            with server(folder / "server") as address:
                wall = _post(address, bodies, size)
                yield Run(f"bare POST of N-Quads by {size}", wall, server=_served(address))
        if command is not None:
            name, protocol = command
            with server(folder / "server") as address:
                line = [name, str(graphs), "--endpoint", f"http://{address}", "--protocol", protocol]
                yield run_command(f"{name} ({protocol})", line)._replace(server=_served(address))
                _count(address, TRIPLES * len(bodies))
                before = _served(address)
                again = run_command(f"{name} ({protocol}), unchanged", line)
                yield again._replace(server=_served(address) - before)


def write_files(source: Path, number: int, folder: Path) -> list[bytes]:
    """Write a file of N-Quads for each article and return what is in them."""
    originals = [build_graph(annotate_article(read_file(f)), Settings()) for f in find_files([source]).files]
    if not originals:
        sys.exit(f"no articles in {source}")
    templates = [_of_one_size(graph) for graph in originals]
    folder.mkdir()
    bodies = []
    for i in range(number):
        name, text = templates[i % len(templates)]
        bodies.append(text.replace(name, f"{name[:-16]}{i:016x}").encode())
        (folder / f"{i:06}.nq").write_bytes(bodies[-1])
    return bodies


def _of_one_size(graph: ArticleGraph) -> tuple[str, str]:
    """Return the name of an article and `TRIPLES` lines of N-Quads: its own, and some again as others'."""
    lines = graph.to_nquads().splitlines(keepends=True)
    name = graph.graph.removesuffix("/graph")
    more = [line.replace(f"<{name}/", f"<{name}/more/{turn}/", 1) for turn in range(9) for line in lines]
    more = [line for line in more if "/more/" in line and f"<{name}/graph>" in line]
    return name, "".join(sorted((lines + more)[:TRIPLES]))


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run an Oxigraph server whose data lie in this folder, and yield its address."""
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        sys.exit("no oxigraph server: pip install oxigraph")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [binary, "serve", "--location", str(folder), "--bind", address]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603  our own server
        try:
            _wait_for(address)
            _PIDS[address] = process.pid
            yield address
        finally:
            process.kill()
    shutil.rmtree(folder)


def _served(address: str) -> float:
    """Return how many seconds the server at an address has computed since it was started (0 but on Linux)."""
    try:
        status = Path(f"/proc/{_PIDS[address]}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    user, system = status.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _wait_for(address: str) -> None:
    host, _, port = address.partition(":")
    for _ in range(600):
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("the server does not start")


def _post(address: str, bodies: list[bytes], size: int) -> float:
    joined = [b"".join(bodies[start : start + size]) for start in range(0, len(bodies), size)]
    connection = http.client.HTTPConnection(address)
    start = time.perf_counter()
    for body in joined:
        _request(connection, "/store", body, "application/n-quads")
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def _request(connection: http.client.HTTPConnection, path: str, body: bytes, kind: str) -> bytes:
    connection.request("POST", path, body, {"Content-Type": kind, "Accept": "text/csv"})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status >= http.HTTPStatus.BAD_REQUEST:
        sys.exit(f"the server refuses: {answer.status} {said[:200]!r}")
    return said


def _count(address: str, triples: int) -> None:
    """See that the server holds all triples; those of the register come on top."""
    connection = http.client.HTTPConnection(address)
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{REGISTER_GRAPH}>) }}"
    found = int(_request(connection, "/query", query.encode(), "application/sparql-query").split()[-1])
    connection.close()
    if found != triples:
        sys.exit(f"{found} triples are there instead of {triples}")


def run_command(name: str, arguments: list[str]) -> Run:
    """Run a newsgraph command and take its times."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "newsgraph", *arguments])  # noqa: S603  our own command
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"newsgraph {arguments[0]} failed")
    return Run(name, time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


if __name__ == "__main__":
    main()
