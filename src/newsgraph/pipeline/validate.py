"""RDF files against SHACL shapes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.errors import NewsgraphError, RdfError
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import STDIN, find_rdf_files
from newsgraph.rdf.parse import parse_quads, read_text
from newsgraph.rdf.validate import FileQuads, validate_graphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgraph.model import Report


@dataclass(frozen=True, slots=True)
class Validation:
    """The report, and what could not be read."""

    outcome: Outcome
    report: Report


def validate_files(
    paths: Iterable[str | Path], shapes: Path | None, on_progress: Callable[[int, int], None]
) -> Validation:
    """Check RDF files; each result names the file and the line where its focus node is described.

    `shapes` is a folder of SHACL files to use in place of the shipped ones. Raises `ShapesError` for shapes
    that cannot be used. Files that do not parse are failures of the outcome.
    """
    files, errors = find_rdf_files(paths)
    failures = list(errors)
    report = validate_graphs(_read(files, failures, on_progress), shapes)
    if files and not report.graphs and not failures:
        mend = "give files that `newsgraph convert` wrote"
        failures.append(RdfError("nothing of newsgraph in these files", where=str(files[0]), mend=mend))
    return Validation(Outcome(report.graphs, tuple(failures), report.conforms), report)


def _read(
    files: tuple[Path, ...], failures: list[NewsgraphError], on_progress: Callable[[int, int], None]
) -> Iterator[FileQuads]:
    for number, file in enumerate(files, start=1):
        try:
            source = sys.stdin.buffer if file == STDIN else file
            where = "<stdin>" if file == STDIN else str(file)
            form, text = read_text(source, "nquads" if file == STDIN else None, where=where)
            quads = tuple(parse_quads(text.encode(), form, where=where))
        except NewsgraphError as error:
            failures.append(error)
        else:
            yield FileQuads(where, quads, text, form)
        on_progress(number, len(files))
