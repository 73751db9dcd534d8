"""How long comparing two states takes, and whether its memory grows with them.

    python benchmarks/differences.py graph/ --articles 250 1000

The graphs of a folder are multiplied, each copy under another article's IRI; in state B every tenth copy is
edited. Each size runs in a process of its own, whose greatest memory is told.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from newsgraph.pipeline.diff import compare_states
from newsgraph.pipeline.rdf_files import GraphReader

EDITED = 10
"""Every so many articles are edited."""


def main() -> None:
    """Make the states, and run a process for each size and layout."""
    parser = argparse.ArgumentParser()
    parser.add_argument("graphs", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[250, 1000])
    parser.add_argument("--run", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run(*options.run)
        return
    print("| articles | layout | s | ms an article and state | MiB |\n|---|---|---|---|---|")
    for number, layout in itertools.product(options.articles, ("folder", "one file")):
        with tempfile.TemporaryDirectory() as place:
            states = [make(options.graphs, Path(place) / name, number, layout) for name in "AB"]
            command = [sys.executable, __file__, str(options.graphs), "--run", *map(str, states)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  this file
        seconds, memory = map(float, done.stdout.split())
        each = seconds / number / 2 * 1000
        print(f"| {number} | {layout} | {seconds:.1f} | {each:.1f} | {memory:.0f} |", flush=True)


def make(source: Path, target: Path, number: int, layout: str) -> Path:
    """Write a state of so many articles: N-Quads, a file an article or one file."""
    articles = [graph for graph in GraphReader((source,)).graphs() if "/article/" in graph.graph]
    file = target.with_suffix(".nq")
    if layout == "folder":
        target.mkdir()
    with file.open("w", encoding="utf-8") as stream:
        for copy in range(number):
            graph = articles[copy % len(articles)]
            text = graph.to_nquads().replace(graph.article, f"{graph.article[:-16]}{copy:016x}")
            if target.name == "B" and copy % EDITED == 0:
                text = text.replace(" nicht ", " gar nicht ")
            if layout == "folder":
                (target / f"{copy}.nq").write_text(text, encoding="utf-8")
            else:
                stream.write(text)
    return target if layout == "folder" else file


def run(before: Path, after: Path) -> None:
    """Compare two states, and print the seconds of the processor and the process's greatest memory in MiB."""
    start = time.process_time()
    with compare_states(before, after) as comparison:
        found = sum(1 for _ in comparison.differences())
    if not found:
        raise SystemExit("nothing was edited")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.process_time() - start, peak)


if __name__ == "__main__":
    main()
