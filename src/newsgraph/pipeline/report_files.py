"""Where the reports of a validation go: one to standard output, others to files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from newsgraph.errors import UsageError
from newsgraph.rdf.reports import check_kind, render_report
from newsgraph.sinks.files import STDOUT, write_output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Report


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """A kind of report, and the file that it is written to; `-` is standard output."""

    kind: str
    file: str = STDOUT


def parse_targets(words: Iterable[str]) -> tuple[ReportTarget, ...]:
    """Return what `KIND` and `KIND=FILE` ask for.

    >>> parse_targets(["text", "sarif=shacl.sarif"])[1]
    ReportTarget(kind='sarif', file='shacl.sarif')

    Raises `UsageError` for an unknown kind, an empty file name, and two reports to one place.
    """
    targets: list[ReportTarget] = []
    for word in words:
        kind, equals, file = word.partition("=")
        check_kind(kind)
        if equals and not file:
            raise UsageError("no file is named", where=f"--report {word}", mend=f"write {kind}=FILE")
        targets.append(ReportTarget(kind, file or STDOUT))
    files = [target.file for target in targets]
    for file in files:
        if files.count(file) > 1:
            place = "standard output" if file == STDOUT else file
            mend = "give each a file of its own: KIND=FILE"
            raise UsageError(f"two reports would go to {place}", where="--report", mend=mend)
    return tuple(targets)


def write_reports(report: Report, targets: Iterable[ReportTarget]) -> str:
    """Write the reports that go to files, and return the text of the one for standard output, if any.

    Raises `SinkError` for a file that cannot be written.
    """
    printed = ""
    for target in targets:
        text = render_report(report, target.kind)
        if target.file == STDOUT:
            printed = text
        else:
            write_output(target.file, partial(_write, text.encode()))
    return printed


def _write(data: bytes, out: BinaryIO) -> None:
    out.write(data)
