"""How much memory an answer of many rows takes while it is written: `python benchmarks/query.py [ROWS]`.

The rows come from an embedded store. Each format runs in a process of its own; what is told is by how much
that grew, and how long it took.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

from newsgraph.pipeline.query import Question, find_query, inquire, write_answer

FORMATS = ("csv", "tsv", "json", "xml", "parquet")
TEXT = "Ein Satz von der Länge, die eine Aussage in einem Artikel im Mittel hat, nämlich hundert Zeichen, "


def fill(rows: int, folder: Path) -> None:
    """Make a store that holds a text for each row."""
    predicate, graph = ox.NamedNode("https://schema.org/text"), ox.NamedNode("https://data.example/graph")
    ox.Store(str(folder / "store")).bulk_extend(
        ox.Quad(ox.NamedNode(f"https://data.example/{n}"), predicate, ox.Literal(f"{TEXT}{n}"), graph)
        for n in range(rows)
    )


def measure(name: str, folder: Path) -> None:
    """Write an answer in one format, and print what that took."""
    text = "SELECT ?s ?text (STRLEN(?text) AS ?length) { ?s schema:text ?text }"
    asked = Question(store=folder / "store", text=text)
    asking = inquire(asked, find_query(asked))
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write_answer(asking, name, str(folder / f"rows.{name}"))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    seconds = time.perf_counter() - start
    size = (folder / f"rows.{name}").stat().st_size / 1024**2
    print(f"{name:8} {size:8.0f} MiB written, {grown:6.0f} MiB more memory, {seconds:6.1f} s")


def main() -> None:
    """Measure every format."""
    if len(sys.argv) > 2:
        measure(sys.argv[1], Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, Path(folder))
        for name in FORMATS:
            subprocess.run([sys.executable, __file__, name, folder], check=True)  # noqa: S603  this script


if __name__ == "__main__":
    main()
