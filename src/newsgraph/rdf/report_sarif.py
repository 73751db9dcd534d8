"""The report as SARIF 2.1.0, which code hosts and editors show beside the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from newsgraph.model import Rule, Severity
from newsgraph.rdf.report_baseline import fingerprint
from newsgraph.rdf.report_parts import message_of, notes, relative_uri, rule_id, what_and_where
from newsgraph.version import __version__

if TYPE_CHECKING:
    from newsgraph.model import Report, Result, Unread

SCHEMA_URI: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(report: Report) -> str:
    """Return one run: its rules are the shapes, its results have file and region where they are known.

    Files are URIs relative to the working folder (`%SRCROOT%`). Known results are there too, as `unchanged`
    and suppressed; files that could not be checked and what else a reader has to know are notifications.
    Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
    """
    rules = {rule.shape: rule for rule in report.rules}
    for result in (*report.shown, *report.accepted):
        rules.setdefault(result.shape, Rule(result.shape, result.message, result.severity, result.path))
    order = {shape: index for index, shape in enumerate(sorted(rules))}
    driver = {
        "name": "newsgraph",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": "https://w3id.org/newsgraph/ns",
        "rules": [_rule(rules[shape]) for shape in order],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "results": [
            *({**_result(one, order[one.shape]), **_state(report)} for one in report.shown),
            *({**_result(one, order[one.shape]), **_accepted(report)} for one in report.accepted),
        ],
    }
    whole = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _invocation(report: Report) -> dict[str, Any]:
    said: list[dict[str, Any]] = [_unread(unread) for unread in report.unread]
    said += [{"level": "note", "message": {"text": _plain(note)}} for note in notes(report)]
    return {"executionSuccessful": not report.unread, "toolExecutionNotifications": said}


def _unread(unread: Unread) -> dict[str, Any]:
    place = _physical(unread.file)
    if unread.line:
        place["region"] = {"startLine": unread.line}
    return {
        "level": "error",
        "message": {"text": _plain(unread.what)},
        "locations": [{"physicalLocation": place}],
    }


def _state(report: Report) -> dict[str, Any]:
    return {} if report.baseline is None else {"baselineState": "new"}


def _accepted(report: Report) -> dict[str, Any]:
    why = f"known to the baseline {report.baseline}"
    suppression = {"kind": "external", "status": "accepted", "justification": why}
    return {"baselineState": "unchanged", "suppressions": [suppression]}


def _rule(rule: Rule) -> dict[str, Any]:
    path = f" Path: {rule.path}." if rule.path else ""
    whole = _plain(f"{rule.message} Shape: {rule.shape}.{path}".strip())
    return {
        "id": rule_id(rule.shape),
        "shortDescription": {"text": _plain(rule.message or rule_id(rule.shape))},
        "fullDescription": {"text": whole},
        "help": {"text": whole},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"shape": rule.shape, **({"path": rule.path} if rule.path else {})},
    }


def _result(result: Result, index: int) -> dict[str, Any]:
    details = {
        "focusNode": result.focus,
        "path": result.path,
        "value": result.value,
        "constraint": result.constraint,
        "article": result.article,
    }
    return {
        "ruleId": rule_id(result.shape),
        "ruleIndex": index,
        "level": _LEVELS[result.severity],
        "message": {"text": _plain(_message(result))},
        "locations": [_location(result)],
        "partialFingerprints": {"newsgraph/v1": fingerprint(result)},
        "properties": {name: value for name, value in details.items() if value is not None},
    }


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")  # single braces are placeholders (section 3.11.5)


def _message(result: Result) -> str:
    return f"{message_of(result)} ({what_and_where(result)})"


def _location(result: Result) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if result.file:
        location["physicalLocation"] = _physical(result.file)
        if result.line:
            location["physicalLocation"]["region"] = _region(result)
    location["logicalLocations"] = [{"fullyQualifiedName": result.focus, "kind": "member"}]
    return location


def _physical(file: str) -> dict[str, Any]:
    uri = relative_uri(file)
    artifact = {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": artifact}


def _region(result: Result) -> dict[str, Any]:
    known = {
        "startLine": result.line,
        "startColumn": result.column,
        "endLine": result.end_line,
        "endColumn": result.end_column,
    }
    return {name: value for name, value in known.items() if value is not None}
