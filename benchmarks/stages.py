"""The time of each stage beside the bare cost of the library that does its work, in one run on the same work.

    python benchmarks/stages.py [--source seeds] [--articles 1000]

The articles of the source folder are multiplied with changed URLs. What counts is the ratio: seconds depend
on the machine and on what else runs on it. What goes to servers is measured by `benchmarks/push.py`.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox
import pyshacl
import rdflib
from dateparser.date import DateDataParser
from HanTa import HanoverTagger
from rich.console import Console
from rich.table import Table

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.document import build_document
from newsgraph.rdf import build_graph, validate_graphs
from newsgraph.rdf.bridge import graph_of_quads
from newsgraph.rdf.serialise import write_graphs
from newsgraph.readers import find_files, read_file
from newsgraph.resources import shapes_dir
from newsgraph.settings import Settings
from newsgraph.sinks.store import load_graphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsgraph.model import Article
    from newsgraph.rdf import ArticleGraph

_CHUNK = 100
T = TypeVar("T")


def main() -> None:
    """Run every stage and its bare counterpart, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"))
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = list(_stages(options, Path(folder)))
    table = Table("stage", "bare library", title=f"{options.articles} articles of {options.source}")
    for column in ("newsgraph s", "bare s", "ratio", "ms an article"):
        table.add_column(column, justify="right")
    for stage, bare_name, ours, bare in rows:
        each = 1000 * ours / options.articles
        table.add_row(stage, bare_name, f"{ours:.2f}", f"{bare:.2f}", f"{ours / bare:.2f}", f"{each:.2f}")
    Console(width=120).print(table)


def _stages(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, str, float, float]]:
    files = _multiplied(options.source, options.articles, folder / "articles")
    articles, read_time = _timed(lambda: [read_file(f) for f in files])
    yield "read", "decode; dateparser on each source line", read_time, _bare_reading(files)
    annotations, annotate_time = _timed(lambda: [annotate_article(a) for a in articles])
    yield "annotate", "HanTa: tags and lemmas", annotate_time, _bare_tagging(articles)
    graphs, build_time = _timed(lambda: [build_graph(a, Settings()) for a in annotations])
    nquads = "".join(g.to_nquads() for g in graphs)
    yield "build", "pyoxigraph: terms and quads of the same", build_time, _bare_quads(nquads)
    for name, form in (
        ("nquads", ox.RdfFormat.N_QUADS),
        ("turtle", ox.RdfFormat.TURTLE),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        ours = _timed(partial(write_graphs, graphs, io.BytesIO(), name))[1]
        yield f"write {name}", "pyoxigraph: parse N-Quads, serialise", ours, _bare_write(graphs, form)
    checked = graphs[:: max(1, len(graphs) // 200)][:200]
    scale = len(graphs) / len(checked)
    ours = _timed(lambda: validate_graphs(checked))[1] * scale
    yield (
        f"validate ({len(checked)}, scaled)",
        "pyshacl.validate on the same union",
        ours,
        _bare_shacl(checked) * scale,
    )
    ours = _timed(lambda: load_graphs(folder / "store", graphs))[1]
    yield "load", "pyoxigraph: Store.extend by 100", ours, _bare_store(graphs, folder / "bare")
    again = _timed(lambda: load_graphs(folder / "store", graphs))[1]
    yield "load, unchanged", "the first load", again, ours


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _multiplied(source: Path, number: int, folder: Path) -> list[Path]:
    originals = find_files([source]).files
    if not originals:
        sys.exit(f"no articles in {source}")
    folder.mkdir()
    files = []
    for i in range(number):
        raw = originals[i % len(originals)].read_text(encoding="utf-8")
        changed = re.sub(r"^(https?://\S+)$", rf"\1?copy={i}", raw, count=1, flags=re.MULTILINE)
        if changed == raw:
            changed = re.sub(r"\n\n", f"\n\nhttps://copy.example/{i}\n\n", raw, count=1)
        files.append(folder / f"{i:05}.txt")
        files[-1].write_text(changed, encoding="utf-8")
    return files


def _bare_reading(files: list[Path]) -> float:
    parser = DateDataParser(languages=["de"], settings={"DATE_ORDER": "DMY"})

    def work() -> None:
        for file in files:
            raw = file.read_bytes().decode()
            parser.get_date_data(raw.partition("\n")[0].partition(", ")[2])

    return _timed(work)[1]


def _bare_tagging(articles: list[Article]) -> float:
    documents = [build_document(a) for a in articles]
    tagger = HanoverTagger.HanoverTagger("morphmodel_ger.pgz")
    sentences = [[t.form for t in s.tokens] for d in documents for s in d.sentences]
    return _timed(lambda: [tagger.tag_sent(s, taglevel=1) for s in sentences])[1]


def _bare_quads(nquads: str) -> float:
    def work() -> int:
        quads = ox.parse(nquads, format=ox.RdfFormat.N_QUADS)
        return sum(1 for q in quads if ox.Quad(q.subject, q.predicate, q.object, q.graph_name))

    return _timed(work)[1]


def _bare_write(graphs: list[ArticleGraph], form: ox.RdfFormat) -> float:
    def work() -> None:
        for graph in graphs:
            quads = ox.parse(graph.to_nquads(), format=ox.RdfFormat.N_QUADS)
            ox.serialize(quads if form.supports_datasets else (q.triple for q in quads), io.BytesIO(), form)

    return _timed(work)[1]


def _bare_shacl(graphs: list[ArticleGraph]) -> float:
    shapes = rdflib.Graph()
    for file in sorted(shapes_dir().glob("*.ttl")):
        shapes.parse(file)

    def work() -> None:
        for start in range(0, len(graphs), _CHUNK):
            data = graph_of_quads(q for g in graphs[start : start + _CHUNK] for q in g.quads())
            pyshacl.validate(data, shacl_graph=shapes, inference="none")

    return _timed(work)[1]


def _bare_store(graphs: list[ArticleGraph], folder: Path) -> float:
    store = ox.Store(str(folder))

    def work() -> None:
        for start in range(0, len(graphs), _CHUNK):
            store.extend(q for g in graphs[start : start + _CHUNK] for q in g.quads())
        store.flush()

    return _timed(work)[1]


if __name__ == "__main__":
    main()
