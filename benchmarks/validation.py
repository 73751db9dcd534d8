"""What validation costs: pyrudof in chunks, newsgraph with pyshacl alone, and newsgraph as it comes.

    python benchmarks/validation.py [--source FOLDER] [--articles 250 1000] [--engines ENGINE...]
        [--corpora conforming broken] [--repeat 1]

The articles of the source folder are annotated by the rules, and their graphs multiplied under other article
IRIs until there are enough; people and bodies are shared, as in any archive. Each measurement is a process of
its own that reads the same files (N-Triples, one an article) and the shapes, validates, and says what it
took; what it needed to import its libraries is left out. All take turns in one run, because seconds depend on
the machine: what counts are the ratios. In the broken corpus every hundredth article lacks its headline.
Needs the packages of `pip install .[dev]` (pyrudof).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgraph.rdf import ArticleGraph

_CORPUS: Final = Path(__file__).parents[2] / "shared/articles/corpus"
_SEEDS: Final = Path(__file__).parents[1] / "seeds"
_ARTICLE: Final = re.compile(r"(?<=article/)[0-9a-f]{16}")
_CORPORA: Final = ("conforming", "broken")
_BROKEN_EVERY: Final = 100
_RUDOF_CHUNKS: Final = (1, 10, 25, 50, 100)
_ENGINES: Final = (*(f"pyrudof-{chunk}" for chunk in _RUDOF_CHUNKS), "pyshacl", "auto")


class Taken(NamedTuple):
    """Seconds on the clock, seconds of the processor, peak memory in MB, and how many results were found."""

    wall: float
    cpu: float
    memory: float
    results: int


def main() -> None:
    """Measure every engine on every size and print a table each, conforming and broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--source", type=Path, default=_CORPUS if _CORPUS.is_dir() else _SEEDS)
    parser.add_argument("--articles", type=int, nargs="+", default=[250, 1000])
    parser.add_argument("--engines", nargs="+", choices=_ENGINES, default=list(_ENGINES))
    parser.add_argument("--corpora", nargs="+", choices=_CORPORA, default=list(_CORPORA))
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the fastest counts")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        print(json.dumps(_do(*options.worker)))
        return
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.corpora:
            files = Path(folder, name)
            # In a process of its own too: on Linux, what this one needs would count as its children's peak.
            (triples,) = _call(f"write {options.source}", str(files), str(max(options.articles)))
            for number in sorted(options.articles):
                title = f"{number} articles, {name} ({triples:.0f} triples an article)"
                console.print(_table(title, _measure(options, files, number)))


def _measure(options: argparse.Namespace, files: Path, number: int) -> dict[str, Taken]:
    best: dict[str, Taken] = {}
    for _ in range(options.repeat):
        for engine in options.engines:  # taking turns, so that a busy minute of the machine hits them all
            wall, cpu, memory, results = _call(engine, str(files), str(number))
            taken = Taken(wall, cpu, memory, int(results))
            best[engine] = min(taken, best.get(engine, taken), key=lambda t: t.cpu)
    return best


def _do(task: str, folder: str, number: str) -> tuple[float, ...]:
    if task.startswith("write "):
        return (_write(Path(task.removeprefix("write ")), Path(folder), int(number)),)
    return _work(task, Path(folder), int(number))


def _call(*arguments: str) -> list[float]:
    command = [sys.executable, __file__, "--worker", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  ourselves
    if done.returncode:
        sys.exit(done.stderr)
    told: list[float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _table(title: str, taken: dict[str, Taken]) -> Table:
    bare = min((t.cpu for name, t in taken.items() if name.startswith("pyrudof")), default=None)
    table = Table("engine", title=title)
    for column in ("wall s", "CPU s", "ms an article", "to the best pyrudof", "peak MB", "results"):
        table.add_column(column, justify="right")
    number = int(title.split(maxsplit=1)[0])
    for name, (wall, cpu, memory, results) in taken.items():
        ratio = f"{cpu / bare:.2f}" if bare else ""
        row = (f"{wall:.2f}", f"{cpu:.2f}", f"{1000 * cpu / number:.1f}", ratio, f"{memory:.0f}")
        table.add_row(name, *row, str(results))
    return table


def _write(source: Path, folder: Path, number: int) -> float:
    """Write that many graphs as files; return how many triples an article has in the mean."""
    folder.mkdir()
    broken = folder.name == _CORPORA[1]
    originals = [graph.to_ntriples() for graph in _graphs(source)]
    lines = 0
    for i in range(number):
        original = originals[i % len(originals)]
        old = _ARTICLE.search(original)
        if old is None:
            sys.exit("no article has an IRI that ends in its hash")
        text = original.replace(old[0], hashlib.sha256(f"{old[0]} {i}".encode()).hexdigest()[:16])
        if broken and i % _BROKEN_EVERY == 0:
            text = re.sub(r"^\S+ <https://schema.org/headline> .*\n", "", text, flags=re.MULTILINE)
        lines += text.count("\n")
        (folder / f"{i:05}.nt").write_text(text, encoding="utf-8")
    return lines / number


def _graphs(source: Path) -> Iterator[ArticleGraph]:
    from newsgraph.annotation.annotator import annotate_article  # noqa: PLC0415  the workers need none of these
    from newsgraph.annotation.finders import load_finder  # noqa: PLC0415
    from newsgraph.rdf import build_graph  # noqa: PLC0415
    from newsgraph.readers import find_files, read_file  # noqa: PLC0415

    finder = load_finder("rules")
    files = find_files([source]).files
    if not files:
        sys.exit(f"no articles in {source}")
    for file in files:
        yield build_graph(annotate_article(read_file(file), finder))


def _work(engine: str, folder: Path, number: int) -> Taken:
    files = sorted(folder.glob("*.nt"))[:number]
    work = _load(engine)
    before, start = os.times(), time.perf_counter()
    results = work(files)
    wall, after = time.perf_counter() - start, os.times()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu = after.user + after.system - before.user - before.system
    return Taken(wall, cpu, peak, results)


def _load(engine: str) -> Callable[[list[Path]], int]:
    """Import what the engine needs, which does not count, and return what validates files."""
    name, _, chunk = engine.partition("-")
    if name == "pyrudof":
        import pyrudof  # noqa: F401, PLC0415  not in the other engines' memory

        return partial(_by_pyrudof, chunk=int(chunk))
    import newsgraph.rdf.validate  # noqa: F401, PLC0415  as above

    return partial(_by_newsgraph, engine=name)


def _by_pyrudof(files: list[Path], *, chunk: int) -> int:
    import pyrudof  # noqa: PLC0415

    from newsgraph.rdf.shape_choice import files_of  # noqa: PLC0415
    from newsgraph.rdf.shapes import Profile  # noqa: PLC0415
    from newsgraph.resources import shapes_dir  # noqa: PLC0415

    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    shapes = files_of(shapes_dir(), Profile.TEXT.value)
    engine.read_shacl(
        "\n".join(path.read_text(encoding="utf-8") for path in shapes), pyrudof.ShaclFormat.Turtle
    )
    found = 0
    for start in range(0, len(files), chunk):
        some = files[start : start + chunk]
        engine.reset_data()
        engine.read_data("".join(f.read_text(encoding="utf-8") for f in some), pyrudof.RDFFormat.NTriples)
        found += len(engine.validate_shacl())
    return found


def _by_newsgraph(files: list[Path], *, engine: str) -> int:
    from newsgraph.rdf.parse import parse_quads  # noqa: PLC0415
    from newsgraph.rdf.validate import FileQuads, validate_graphs  # noqa: PLC0415

    report = validate_graphs((FileQuads(f.name, parse_quads(f)) for f in files), engine=engine)
    if report.graphs != len(files):
        sys.exit(f"{report.graphs} of {len(files)} graphs were checked")
    return len(report.results)


if __name__ == "__main__":
    main()
