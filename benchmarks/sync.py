"""`newsgraph sync` for the first time, with nothing changed, and with one article in a hundred changed.

    python -m benchmarks.sync [--source seeds] [--articles 1000]

To an Oxigraph server on disk and to the embedded store; from a folder of Turtle files, one an article, and
from one file of N-Quads. The articles are those of `benchmarks/push.py`, 239 triples each. The clock includes
the start of Python. What counts is how much faster a sync of what did not change is than the first one.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from benchmarks.push import TRIPLES, run_command, server, write_files
from rich.console import Console
from rich.table import Table

from newsgraph.vocab import RDF, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.push import Run

_EVERY = 100


def main() -> None:
    """Sync from both layouts to both places, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument(
        "--folder", type=Path, help="where files and servers' data go; a temporary folder else"
    )
    options = parser.parse_args()
    table = Table("sync", title=f"{options.articles} articles of {TRIPLES} triples")
    for column in ("wall s", "client CPU s", "times faster than the first"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        bodies = list(map(_with_article, write_files(options.source, options.articles, folder / "written")))
        shutil.rmtree(folder / "written")
        for place in (_endpoint, _store):
            for layout in (_folder_of_turtle, _one_file):
                with place(folder / "place") as target:
                    runs = [
                        run_command(state, ["sync", str(layout(bodies_now, folder)), *target])
                        for state, bodies_now in _states(bodies)
                    ]
                _add_rows(
                    table, " ".join(f"{layout.__name__} to {place.__name__}".replace("_", " ").split()), runs
                )
    Console(width=120).print(table)


def _with_article(body: bytes) -> bytes:
    """Say what the graph is about, by which a Turtle file has a graph at all; the cut may have lost it."""
    graph = body.split(b"\n", 1)[0].split(b" ")[-2]
    about = graph.replace(b"/graph>", b">")
    more = b"%b <%b> <%b> %b .\n" % (about, RDF.type.encode(), SCHEMA.NewsArticle.encode(), graph)
    return b"".join(sorted({*body.splitlines(keepends=True), more}))


def _add_rows(table: Table, title: str, runs: list[Run]) -> None:
    for run in runs:
        faster = f"{runs[0].wall / run.wall:.1f}" if run is not runs[0] else ""
        table.add_row(f"{title}, {run.name}".strip(), f"{run.wall:.2f}", f"{run.client:.2f}", faster)


def _states(bodies: list[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    changed = [body if i % _EVERY else body.replace(b'" <', b'." <', 1) for i, body in enumerate(bodies)]
    yield "first", bodies
    yield "unchanged", bodies
    yield "1% changed", changed
    yield "unchanged again", changed


def _folder_of_turtle(bodies: list[bytes], folder: Path) -> Path:
    target = folder / "graph"
    target.mkdir(exist_ok=True)
    for i, body in enumerate(bodies):
        triples = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_QUADS))
        ox.serialize(triples, target / f"{i:06}.ttl", format=ox.RdfFormat.TURTLE)
    return target


def _one_file(bodies: list[bytes], folder: Path) -> Path:
    target = folder / "corpus.nq"
    target.write_bytes(b"".join(bodies))
    return target


@contextmanager
def _endpoint(folder: Path) -> Iterator[list[str]]:
    with server(folder) as address:
        yield ["--endpoint", f"http://{address}"]


@contextmanager
def _store(folder: Path) -> Iterator[list[str]]:
    yield ["--store", str(folder)]
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
