"""Queries through `newsgraph serve` beside the same queries in this process, and to an Oxigraph server.

    python -m benchmarks.serve [--source seeds] [--articles 100] [--rounds 7]

The graphs of the source's articles are multiplied under other names, and put into an embedded store.
Every query is one that newsgraph ships; its answer is made in JSON and thrown away. In this process means the
engine on the opened store, as a program would use it that has the store to itself. Through the endpoints the
queries go over one kept connection. Rounds take turns, and the median of each is told. Needs the packages of
`pip install .[test]` (the oxigraph server).
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
from benchmarks.push import server
from rich.console import Console
from rich.table import Table

from newsgraph.annotation.annotator import annotate_article
from newsgraph.rdf import build_graph
from newsgraph.readers import find_files, read_file
from newsgraph.settings import Settings
from newsgraph.sinks.named import load_named_query
from newsgraph.sinks.sparql import prepare
from newsgraph.sinks.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgraph.sinks.sparql import Query

_JSON = "application/sparql-results+json"
_NAMED = ("articles-by-day", "people", "speakers", "proposals", "who-said-what")
_SMALL = "ASK { ?s ?p ?o }"


def main() -> None:
    """Ask every way, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"))
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    queries = {"the smallest": prepare(_SMALL)} | {name: load_named_query(name).prepare() for name in _NAMED}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = _multiplied(options.source, options.articles)
        written = ox.Store(str(folder / "store"))
        written.bulk_load(data, format=ox.RdfFormat.N_QUADS)
        written.flush()
        del written
        opened = open_store(folder / "store")
        with _serving(folder / "store") as own, server(folder / "oxigraph") as other:
            _post(other, data)
            ways = (
                lambda query: _asked(opened, query),
                _asker(own, "/sparql"),
                _asker(f"http://{other}", "/query?union-default-graph"),
            )
            rows = {name: _times(ways, query, options.rounds) for name, query in queries.items()}
    table = Table("query", title=f"{options.articles} articles, {options.rounds} rounds")
    for column in ("answer kB", "in process ms", "serve ms", "ratio", "oxigraph serve ms", "ratio"):
        table.add_column(column, justify="right")
    for name, (size, inside, own_time, other_time) in rows.items():
        ratios = (f"{own_time / inside:.2f}", f"{other_time / inside:.2f}")
        times = [f"{seconds * 1000:.1f}" for seconds in (inside, own_time, other_time)]
        table.add_row(name, f"{size / 1000:.0f}", times[0], times[1], ratios[0], times[2], ratios[1])
    Console(width=120).print(table)


def _times(
    ways: tuple[Callable[[Query], int], ...], query: Query, rounds: int
) -> tuple[int, float, float, float]:
    sizes = [way(query) for way in ways]  # once unmeasured, and to see that all say the same
    if len(set(sizes)) > 1:
        sys.exit(f"answers of different lengths: {sizes}")
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, times in zip(ways, taken, strict=True):
            begin = time.perf_counter()
            way(query)
            times.append(time.perf_counter() - begin)
    inside, own, other = (statistics.median(times) for times in taken)
    return sizes[0], inside, own, other


def _asked(store: ox.Store, query: Query) -> int:
    results = store.query(query.text, prefixes=dict(query.prefixes), use_default_graph_as_union=True)
    return len(cast("Any", results).serialize(format=ox.QueryResultsFormat.JSON))


def _asker(url: str, path: str) -> Callable[[Query], int]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)

    def ask(query: Query) -> int:
        headers = {"Accept": _JSON, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode({"query": query.standalone}), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            sys.exit(f"{path} answers {response.status}: {body[:300]!r}")
        return len(body)

    return ask


@contextmanager
def _serving(store: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "newsgraph", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603  our own command
        assert process.stdout is not None  # noqa: S101  for the type checker
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()


def _multiplied(source: Path, number: int) -> bytes:
    """Return the graphs of a source's articles as N-Quads, again and again under other names."""
    graphs = [
        build_graph(annotate_article(read_file(file)), Settings()) for file in find_files([source]).files
    ]
    if not graphs:
        sys.exit(f"no articles in {source}")
    texts = [(graph.graph.removesuffix("/graph"), graph.to_nquads()) for graph in graphs]
    copies = (texts[i % len(texts)] for i in range(number))
    return "".join(
        text.replace(name, f"{name[:-16]}{i:016x}") for i, (name, text) in enumerate(copies)
    ).encode()


def _post(address: str, data: bytes) -> None:
    connection = http.client.HTTPConnection(address)
    connection.request("POST", "/store", data, {"Content-Type": "application/n-quads"})
    response = connection.getresponse()
    response.read()
    if response.status >= http.client.BAD_REQUEST:
        sys.exit(f"the server refuses the articles: {response.status}")


if __name__ == "__main__":
    main()
