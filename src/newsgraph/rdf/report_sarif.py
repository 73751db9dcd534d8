"""The report as SARIF 2.1.0, which code hosts and editors show beside the file."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from newsgraph.model import Rule, Severity
from newsgraph.rdf.report_parts import relative_uri, rule_id, what_and_where
from newsgraph.version import __version__

if TYPE_CHECKING:
    from newsgraph.model import Report, Result

SCHEMA_URI: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(report: Report) -> str:
    """Return one run: its rules are the shapes, its results have file and line where they are known.

    Files are URIs relative to the working folder (`%SRCROOT%`). Source:
    https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
    """
    rules = {rule.shape: rule for rule in report.rules}
    for result in report.results:
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
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, order[result.shape]) for result in report.results],
    }
    whole = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {"id": rule_id(rule.shape)}
    if rule.message:
        described["shortDescription"] = {"text": _plain(rule.message)}
    described["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
    described["properties"] = {"shape": rule.shape, **({"path": rule.path} if rule.path else {})}
    return described


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
        "partialFingerprints": {"newsgraph/v1": _fingerprint(result)},
        "properties": {name: value for name, value in details.items() if value is not None},
    }


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")  # single braces are placeholders (section 3.11.5)


def _message(result: Result) -> str:
    words = f" “{result.excerpt}”" if result.excerpt else ""
    return f"{result.message}{words} ({what_and_where(result)})"


def _location(result: Result) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if result.file:
        uri = relative_uri(result.file)
        artifact = {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": "%SRCROOT%"}
        location["physicalLocation"] = {"artifactLocation": artifact}
        if result.line:
            location["physicalLocation"]["region"] = {"startLine": result.line}
    location["logicalLocations"] = [{"fullyQualifiedName": result.focus, "kind": "member"}]
    return location


def _fingerprint(result: Result) -> str:
    fields = (result.shape, result.constraint, result.focus, result.path or "", result.value or "")
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()[:32]
