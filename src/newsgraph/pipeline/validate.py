"""RDF files against SHACL shapes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsgraph.errors import BaselineError, NewsgraphError, RdfError, UsageError
from newsgraph.model import Severity, Unread
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import STDIN, find_rdf_files, source_of
from newsgraph.rdf.engine import Engine
from newsgraph.rdf.parse import parse_quads, read_text
from newsgraph.rdf.report_baseline import accept_known, read_baseline, write_baseline
from newsgraph.rdf.report_places import point_at_triples
from newsgraph.rdf.shape_choice import ShapeChoice
from newsgraph.rdf.validate import FileQuads, validate_graphs
from newsgraph.sinks.files import write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgraph.model import Known, Report, Result


@dataclass(frozen=True, slots=True)
class ValidationPlan:
    """What to check, against what, and what counts.

    `severity` is the least that is reported, None for all; `fail_on` the least that does not conform, None
    for the one of `severity`, or else violations. `limit` is how many results reports show. `baseline` is a
    file of known results, `write_baseline` one to write them to. With `allow_empty` it is no failure if
    there is nothing of newsgraph in the files.
    """

    paths: tuple[str | Path, ...]
    shapes: ShapeChoice = field(default_factory=ShapeChoice)
    language: str = "en"
    severity: Severity | None = None
    fail_on: Severity | None = None
    limit: int | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None
    allow_empty: bool = False
    engine: Engine = Engine.AUTO

    @property
    def least(self) -> Severity:
        """The least severity that is reported."""
        return self.severity or Severity.INFO

    @property
    def fails_from(self) -> Severity:
        """The least severity that does not conform."""
        return self.fail_on or self.severity or Severity.VIOLATION

    def check(self) -> None:
        """Raise `UsageError` where options contradict each other."""
        if not self.fails_from.reaches(self.least):
            what = f"--fail-on {self.fails_from.lower()} would fail on results that are not reported"
            raise UsageError(what, where="--severity", mend=f"give --severity {self.fails_from.lower()} too")
        if self.baseline and self.write_baseline:
            mend = "to renew a baseline, give --write-baseline alone"
            raise UsageError("--baseline and --write-baseline exclude each other", mend=mend)


@dataclass(frozen=True, slots=True)
class Validation:
    """The report, and what could not be read."""

    outcome: Outcome
    report: Report


def validate_files(plan: ValidationPlan, on_progress: Callable[[int, int], None]) -> Validation:
    """Check RDF files; each result names the file and the place where its triple, or its node, stands.

    Files that do not parse are failures of the outcome, and `unread` in the report. Raises `UsageError` for
    a plan that contradicts itself, `ShapesError` for shapes that cannot be used, `BaselineError` for a
    baseline that cannot be read, `SinkError` for one that cannot be written.
    """
    plan.check()
    known = _read_baseline(plan.baseline) if plan.baseline else None
    reading = _Reading(*find_rdf_files(plan.paths))
    graphs = reading.graphs(on_progress)
    report = validate_graphs(graphs, plan.shapes, language=plan.language, engine=plan.engine)
    found = tuple(result for result in report.results if result.severity.reaches(plan.least))
    report = replace(
        report, results=found, fails_from=plan.fails_from, limit=plan.limit, unread=reading.unread
    )
    if plan.write_baseline and reading.failures:
        what, mend = "the baseline was not written: not all files could be read", "mend these files first"
        reading.failures.append(BaselineError(what, where=str(plan.write_baseline), mend=mend))
    elif plan.write_baseline:
        known = _write_baseline(plan.write_baseline, found)
    if known is not None:
        report = accept_known(report, known, str(plan.baseline or plan.write_baseline), plan.least)
    outcome = _outcome(plan, reading, report)
    results, accepted = reading.pointed(report.results), reading.pointed(report.accepted)
    return Validation(outcome, replace(report, results=results, accepted=accepted))


def _outcome(plan: ValidationPlan, reading: _Reading, report: Report) -> Outcome:
    if report.graphs or reading.failures or not reading.files:
        return Outcome(report.graphs, tuple(reading.failures), report.conforms)
    if plan.allow_empty:
        return Outcome(len(reading.files))
    what, mend = "nothing of newsgraph in these files", "give files that `newsgraph convert` wrote"
    if not plan.shapes.for_articles:
        what, mend = "nothing in these files that this profile checks", "leave --profile out for articles"
    nothing = RdfError(what, where=str(reading.files[0]), mend=f"{mend}, or --allow-empty")
    return Outcome(0, (nothing,))


class _Reading:
    """The files of one validation: their quads, and what could not be read."""

    def __init__(self, files: tuple[Path, ...], errors: tuple[NewsgraphError, ...]) -> None:
        self.files = files
        self.failures = list(errors)
        self._unread = [Unread(error.where or "", error.what) for error in errors]
        self._forms: dict[str, tuple[Path, str]] = {}
        self._stdin = ""

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The files that could not be read, in order."""
        return tuple(sorted(self._unread))

    def graphs(self, on_progress: Callable[[int, int], None]) -> Iterator[FileQuads]:
        """Yield the quads of each file that parses."""
        for number, file in enumerate(self.files, start=1):
            source, name, where = source_of(file)
            try:
                form, text = read_text(source, name, where=where)
                quads = tuple(parse_quads(text.encode(), form, where=where))
            except NewsgraphError as error:
                self.failures.append(error)
                line = (error.where or "").removeprefix(f"{where}:")
                self._unread.append(Unread(where, error.what, int(line) if line.isdecimal() else None))
            else:
                self._forms[where] = (file, form)
                self._stdin = text if file == STDIN else self._stdin
                yield FileQuads(where, quads, text, form)
            on_progress(number, len(self.files))

    def pointed(self, results: tuple[Result, ...]) -> tuple[Result, ...]:
        """Return the results with the places of their triples; the files are read once more for that."""
        by_file: dict[str, list[Result]] = defaultdict(list)
        for result in results:
            by_file[result.file or ""].append(result)
        found: dict[Result, Result] = {}
        for name, some in by_file.items():
            if name in self._forms:
                file, form = self._forms[name]
                text = self._stdin if file == STDIN else read_text(file)[1]
                found |= zip(some, point_at_triples(some, text, form), strict=True)
        return tuple(found.get(result, result) for result in results)


def _read_baseline(path: Path) -> tuple[Known, ...]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        mend = "make it with --write-baseline"
        raise BaselineError("there is no such baseline", where=str(path), mend=mend) from error
    except UnicodeDecodeError as error:
        mend = "write it anew with --write-baseline"
        raise BaselineError("not a baseline: no UTF-8", where=str(path), mend=mend) from error
    except OSError as error:
        what = f"the baseline cannot be read: {error.strerror or error}"
        raise BaselineError(what, where=str(path), mend="check the path and its permissions") from error
    return read_baseline(text, str(path))


def _write_baseline(path: Path, results: tuple[Result, ...]) -> tuple[Known, ...]:
    text = write_baseline(results)
    write_output(path, lambda out: out.write(text.encode()))
    return read_baseline(text, str(path))
