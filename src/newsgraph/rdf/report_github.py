"""The report as GitHub annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsgraph.model import Severity
from newsgraph.rdf.report_parts import relative_path, rule_id, source_of, summary, what_and_where

if TYPE_CHECKING:
    from newsgraph.model import Report, Result

_COMMANDS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """Return one workflow command a result, and the summary as the last line.

    Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions.
    """
    lines = [_command(result) for result in report.results]
    return "\n".join([*lines, summary(report)]) + "\n"


def _command(result: Result) -> str:
    file = relative_path(result.file) if result.file else None
    properties = {"file": file, "line": str(result.line) if result.line else None}
    properties["title"] = rule_id(result.shape)
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    words = f"\n“{result.excerpt}”" if result.excerpt else ""
    where = "" if result.file else f"\n{source_of(result)}"
    message = f"{result.message}{words}\n{what_and_where(result)}{where}"
    return f"::{_COMMANDS[result.severity]} {given}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
