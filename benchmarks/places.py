"""Where validation results point: `python benchmarks/places.py`, over the broken graphs that test the shapes.

Each of these graphs is a good one, changed in one place. Counted is how many results stand on a line of that
change, by the line of their node and by the place that reports give; and how many have columns.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.rdf.report_places import point_at_triples
from newsgraph.rdf.validate import FileQuads, validate_graphs

if TYPE_CHECKING:
    from newsgraph.model import Result

TESTS = Path(__file__).parents[1] / "tests" / "unit" / "rdf"
SAMPLES = {
    "text": (TESTS / "test_shapes_valid.ttl").read_text(encoding="utf-8"),
    "none": (TESTS / "test_shapes_valid_none.ttl").read_text(encoding="utf-8"),
}


def broken_graphs() -> dict[str, tuple[str, range]]:
    """Return by name each graph and the lines of it that were changed."""
    found: dict[str, tuple[str, range]] = {}
    lines = (TESTS / "test_shapes_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for number, line in enumerate(lines):
        row = line.replace("⏎", "\n").replace("§", "article/1111222233334444")
        _, old, new, profile = row.split("\t")
        if profile not in SAMPLES:  # checked by shapes of its own
            continue
        start = SAMPLES[profile].index(old)
        text = SAMPLES[profile].replace(old, new, 1)
        first = text.count("\n", 0, start) + 1
        found[f"{number}.ttl"] = (text, range(first, first + new.count("\n") + 1))
    return found


def main() -> None:
    """Print the figures."""
    graphs = broken_graphs()
    files = [
        FileQuads(name, ox.parse(text, format=ox.RdfFormat.TURTLE), text, "turtle")
        for name, (text, _) in graphs.items()
    ]
    by_file: dict[str, list[Result]] = {}
    for result in validate_graphs(files).results:
        by_file.setdefault(result.file or "", []).append(result)
    counts: Counter[str] = Counter()
    for name, results in by_file.items():
        text, changed = graphs[name]
        pointed = point_at_triples(results, text, "turtle")
        counts["results"] += len(results)
        counts["node on a changed line"] += sum(one.line in changed for one in results)
        counts["place on a changed line"] += sum(one.line in changed for one in pointed)
        valued = [one for one in pointed if one.value not in {None, one.focus}]
        counts["results with a value"] += len(valued)
        counts["of these with columns"] += sum(one.column is not None for one in valued)
    print(f"{len(graphs)} graphs")
    for what, number in counts.items():
        print(f"{number:5} {what}")


if __name__ == "__main__":
    main()
