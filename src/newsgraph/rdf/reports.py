"""Validation reports for people and for machines: one renderer a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsgraph.errors import UsageError
from newsgraph.rdf.report_github import render_github
from newsgraph.rdf.report_json import render_json
from newsgraph.rdf.report_junit import render_junit
from newsgraph.rdf.report_sarif import render_sarif
from newsgraph.rdf.report_text import render_text
from newsgraph.rdf.report_turtle import render_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgraph.model import Report

RENDERERS: Final[dict[str, Callable[[Report], str]]] = {
    "text": render_text,
    "json": render_json,
    "junit": render_junit,
    "sarif": render_sarif,
    "github": render_github,
    "turtle": render_turtle,
}
"""The kinds of report by the name that the command line takes."""


def check_kind(kind: str) -> None:
    """Raise `UsageError` for a name that is none of `RENDERERS`."""
    if kind not in RENDERERS:
        raise UsageError(f"unknown kind of report: {kind!r}", mend=f"known kinds: {', '.join(RENDERERS)}")


def render_report(report: Report, kind: str = "text") -> str:
    """Return the report in the format of that name; the same report always gives the same text.

    Raises `UsageError` for a name that is none of `RENDERERS`.
    """
    check_kind(kind)
    return RENDERERS[kind](report)
