"""`newsgraph export` of more and more articles: its time, and that its memory does not grow with them.

    python -m benchmarks.export [--source seeds] [--articles 1000 10000]

From a folder with a file of N-Quads an article, and from one file that holds them all, graphs in no order;
then `--verify`. The articles are those of `benchmarks/push.py`, 239 triples each. The clock includes the
start of Python; memory is the most that the process held at any time.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from benchmarks.push import TRIPLES, write_files
from rich.console import Console
from rich.table import Table


def main() -> None:
    """Export each number of articles, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"))
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    options = parser.parse_args()
    table = Table("articles", title=f"{TRIPLES} triples an article")
    for column in ("command", "wall s", "CPU s", "memory MB"):
        table.add_column(column, justify="right")
    for number in options.articles:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            # In a process of its own: what this one holds would count as its children's memory too.
            writer = get_context("spawn").Process(target=_write, args=(options.source, number, folder))
            writer.start()
            writer.join()
            one, other = str(folder / "one"), str(folder / "other")
            for title, line in (
                ("export of a folder", ["export", str(folder / "graphs"), "-o", one]),
                ("export of one file", ["export", str(folder / "all.nq"), "-o", other]),
                ("export --verify", ["export", "--verify", one]),
            ):
                table.add_row(f"{number:,}", title, *_run(line))
    Console(width=120).print(table)


def _write(source: Path, number: int, folder: Path) -> None:
    bodies = write_files(source, number, folder / "graphs")
    (folder / "all.nq").write_bytes(b"".join(reversed(bodies)))


def _run(line: list[str]) -> tuple[str, str, str]:
    start = time.monotonic()
    child = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-m", "newsgraph", *line])  # noqa: S606
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    if status:
        sys.exit(f"newsgraph {' '.join(line)} failed")
    return f"{wall:.1f}", f"{usage.ru_utime + usage.ru_stime:.1f}", f"{usage.ru_maxrss / 1000:.0f}"


if __name__ == "__main__":
    main()
