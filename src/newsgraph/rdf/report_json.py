"""The report as JSON: one object, whose keys stay as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from newsgraph.rdf.report_parts import counts

if TYPE_CHECKING:
    from newsgraph.model import Report, Result


def render_json(report: Report) -> str:
    """Return the report as a JSON object with these keys.

    - `conforms`: false where there is a violation
    - `graphs`: how many graphs had something to check; `sources`: files or articles
    - `counts`: number of results by severity (`Violation`, `Warning`, `Info`)
    - `shapes`: IRIs of the shapes that were checked
    - `results`: objects with `severity`, `message`, `shape`, `constraint`, `focus`, `path`, `value`,
      `value_type`, `article`, `excerpt`, `file`, `line`, `column`, `end_line`, `end_column`; null
      where there is none
    """
    whole = {
        "conforms": report.conforms,
        "graphs": report.graphs,
        "sources": list(report.sources),
        "counts": {severity.value: number for severity, number in counts(report.results).items()},
        "shapes": list(report.shapes),
        "results": [_result(result) for result in report.results],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


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
    }
