"""The report as JSON: one object, whose keys stay as they are."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from newsgraph.rdf.report_baseline import fingerprint
from newsgraph.rdf.report_parts import counts

if TYPE_CHECKING:
    from newsgraph.model import Report, Result


def render_json(report: Report) -> str:
    """Return the report as a JSON object with these keys.

    - `conforms`: false where there is a result of `fails_from` or worse
    - `fails_from`: the least severity that does not conform
    - `graphs`: how many graphs had something to check; `sources`: files or articles
    - `counts`: number of results by severity (`Violation`, `Warning`, `Info`)
    - `shapes`: IRIs of the shapes that were checked
    - `results`: objects with `severity`, `message`, `shape`, `constraint`, `focus`, `path`, `value`,
      `value_type`, `article`, `excerpt`, `file`, `line`, `column`, `end_line`, `end_column`; null
      where there is none; `fingerprint` is what a baseline knows it by
    - `left_out`: how many results are not among them because of a limit
    - `baseline`: null, or an object with `file`, `accepted` (known results, as above) and `gone` (what it
      knows and was not found: `fingerprint`, `severity`, `shape`, `article`, `focus`, `path`, `count`)
    - `unread`: files that could not be checked, with `file`, `line` and `what`
    """
    whole = {
        "conforms": report.conforms,
        "fails_from": report.fails_from.value,
        "graphs": report.graphs,
        "sources": list(report.sources),
        "counts": {severity.value: number for severity, number in counts(report.results).items()},
        "shapes": list(report.shapes),
        "results": [_result(result) for result in report.shown],
        "left_out": report.left_out,
        "baseline": _baseline(report),
        "unread": [asdict(unread) for unread in report.unread],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _baseline(report: Report) -> dict[str, Any] | None:
    if report.baseline is None:
        return None
    return {
        "file": report.baseline,
        "accepted": [_result(result) for result in report.accepted],
        "gone": [asdict(known) for known in report.gone],
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "severity": result.severity.value,
        "message": result.message,
        "shape": result.shape,
        "constraint": result.constraint,
        "focus": result.focus,
        "path": result.path,
        "value": result.value,
        "value_type": result.value_type,
        "article": result.article,
        "excerpt": result.excerpt,
        "file": result.file,
        "line": result.line,
        "column": result.column,
        "end_line": result.end_line,
        "end_column": result.end_column,
        "fingerprint": fingerprint(result),
    }
