"""The report as GitHub annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from newsgraph.model import Severity
from newsgraph.rdf.report_parts import message_of, relative_path, rule_id, source_of, summary, what_and_where

if TYPE_CHECKING:
    from newsgraph.model import Report, Result, Unread

MOST: Final = 10
"""Annotations of one kind that GitHub shows for a step."""

_COMMANDS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """Return a workflow command for each result, and the summary as the last line.

    Of each kind of annotation GitHub takes no more than ten a step and drops the others, so only the first
    ten are commands; what follows them are lines of the log in a group of its own. Known results are only
    counted.

    Source: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions.
    """
    room = dict.fromkeys(_COMMANDS.values(), MOST)
    lines: list[str] = []
    more: list[str] = []
    for note in [*map(_of_unread, report.unread), *map(_of_result, report.shown)]:
        if room[note.command] > 0:
            room[note.command] -= 1
            lines.append(f"::{note.command} {_given(note)}::{_data(note.message)}")
        else:
            more.append(_in_log(note))
    if more:
        lines += [f"::group::{len(more)} more", *more, "::endgroup::"]
    return "\n".join([*lines, summary(report)]) + "\n"


class _Note(NamedTuple):
    """One annotation: its command, its properties, its message."""

    command: str
    message: str
    properties: dict[str, str | int | None]


def _of_unread(unread: Unread) -> _Note:
    known = {"file": relative_path(unread.file), "line": unread.line, "title": "RDF"}
    return _Note("error", unread.what, known)


def _of_result(result: Result) -> _Note:
    where = "" if result.file else source_of(result)
    message = "\n".join(filter(None, [message_of(result, "\n"), what_and_where(result), where]))
    file = relative_path(result.file) if result.file else None
    known: dict[str, str | int | None] = {"file": file, "line": result.line}
    if result.line == result.end_line:  # GitHub takes columns within one line only
        known |= {"col": result.column, "endColumn": result.end_column}
    else:
        known |= {"endLine": result.end_line}
    return _Note(_COMMANDS[result.severity], message, {**known, "title": rule_id(result.shape)})


def _given(note: _Note) -> str:
    return ",".join(f"{name}={_property(str(value))}" for name, value in note.properties.items() if value)


def _in_log(note: _Note) -> str:
    """Return a note as a line that is no command, not even by a command's old form within it."""
    place = ":".join(str(note.properties[key]) for key in ("file", "line") if note.properties[key])
    line = " ".join(f"{place}: {note.command}: {note.message} [{note.properties['title']}]".split())
    return line.lstrip(":").replace("##[", "## [")


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
