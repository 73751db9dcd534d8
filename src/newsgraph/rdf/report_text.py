"""The report for people."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from newsgraph.rdf.report_parts import (
    constraint_name,
    has_value_to_show,
    in_words,
    printable,
    rule_id,
    shown_path,
    shown_value,
    source_of,
    summary,
)

if TYPE_CHECKING:
    from newsgraph.model import Report, Result

MARKS: Final = {
    r"(?m)^ +(?:\d+:(?:\d+:)? )?(violation): .*": "bold red",
    r"(?m)^ +(?:\d+:(?:\d+:)? )?(warning): .*": "bold yellow",
    r"(?m)^ +(?:\d+:(?:\d+:)? )?(info): .*": "bold cyan",
    r"(?m)^    (\d+:(?:\d+:)?) ": "green",
    r"(?m)^(\S.*)  \(\d+ ": "bold",
    r"(?m)^ {8}(“.*”)$": "italic",
}
"""What a terminal may set off: the group of each match, and how."""


def render_text(report: Report) -> str:
    """Return the results file by file and article by article, then their number.

    Each result has two or three lines: line and column, severity, message and rule; the words of the
    statement or the name by which the node is recognised; node, path and value. Known results are only
    counted.
    """
    lines: list[str] = []
    for source, in_source in groupby(sorted(report.shown, key=_place), key=source_of):
        found = list(in_source)
        lines.append(f"{source}  ({in_words(found)})")
        for article, in_article in groupby(found, key=lambda result: result.article or ""):
            if article and article != source:
                lines.append(f"  article {article}")
            for result in in_article:
                lines += _result(result)
        lines.append("")
    lines.append(summary(report) + _by_rule(report))
    return "\n".join(lines) + "\n"


def _place(result: Result) -> tuple[str, str, int]:
    return source_of(result), result.article or "", result.line or 0


def _result(result: Result) -> list[str]:
    column = f":{result.column}" if result.column else ""
    place = f"{result.line}{column}: " if result.line else ""
    lines = [f"    {place}{result.severity.value.lower()}: {result.message}  [{rule_id(result.shape)}]"]
    if result.excerpt:
        lines.append(f"        “{printable(result.excerpt)}”")
    details = [_relative(result.focus, result.article)]
    if result.path:
        details.append(shown_path(result.path))
    if has_value_to_show(result):
        details.append(f"= {_relative(shown_value(result), result.article)}")
    lines.append(f"        {' '.join(details)}  ({constraint_name(result)})")
    return lines


def _relative(iri: str, article: str | None) -> str:
    if article and iri.startswith(f"{article}/"):
        return f"…{iri[len(article) :]}"
    return iri


def _by_rule(report: Report) -> str:
    numbers: dict[str, int] = {}
    for result in report.results:
        numbers[rule_id(result.shape)] = numbers.get(rule_id(result.shape), 0) + 1
    ranked = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"\n  {number:5} {name}" for name, number in ranked)
