"""From file to N-Quads beside the bare network on the same pieces, and what loading the model costs.

    python benchmarks/model.py [--source FOLDER] [--articles 200] [--model PATH] [--threads 1]

What counts is the ratio. The bare time is ONNX Runtime alone on the windows of the same articles. The
articles of the source folder are taken in turn; with fewer of them than asked for, words repeat and the
tagger is helped by what it has seen: give a large folder, such as what `python -m training.markup build
FOLDER` writes.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.document import build_document
from newsgraph.annotation.finders import load_finder
from newsgraph.annotation.neural.session import load_model
from newsgraph.annotation.neural.windows import find_windows
from newsgraph.rdf import build_graph
from newsgraph.readers import find_files, read_file
from newsgraph.resources import model_dir


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("seeds"))
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    found = find_files([options.source]).files
    if not found:
        sys.exit(f"no articles in {options.source}")
    files = list(itertools.islice(itertools.cycle(found), options.articles))
    folder = (options.model or model_dir()).resolve()

    begun = time.perf_counter()
    model = load_model(folder, options.threads)
    loading = time.perf_counter() - begun

    begun = time.perf_counter()
    finder = load_finder(str(folder), options.threads)
    size = words = 0
    for file in files:
        annotations = annotate_article(read_file(file), finder)
        size += len(build_graph(annotations).to_nquads())
        words += len(annotations.article.text.split())
    whole = time.perf_counter() - begun

    manifest = model.manifest
    windows = []
    for file in files:
        document = build_document(read_file(file))
        sentences = document.sentences
        windows.append(
            find_windows(
                model.tokenizer,
                document.text,
                [sentence.span for sentence in sentences],
                [sentence.paragraph for sentence in sentences],
                size=manifest.size,
                context=manifest.context,
            )
        )
    begun = time.perf_counter()
    for of_article in windows:
        model.run(of_article)
    bare = time.perf_counter() - begun
    pieces = sum(len(window.pieces) for of_article in windows for window in of_article)

    table = Table(
        "what", "value", title=f"{len(files)} articles of {options.source}, {options.threads} threads"
    )
    for what, value in (
        ("file to N-Quads, s", f"{whole:.2f}"),
        ("bare network on the same pieces, s", f"{bare:.2f}"),
        ("ratio", f"{whole / bare:.2f}"),
        ("articles a second", f"{len(files) / whole:.1f}"),
        ("words an article", f"{words / len(files):.0f}"),
        ("pieces a second, bare", f"{pieces / bare:.0f}"),
        ("loading the model, s", f"{loading:.2f}"),
        ("most memory, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"),
        ("characters of N-Quads", f"{size}"),
    ):
        table.add_row(what, value)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
