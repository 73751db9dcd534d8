"""Baselines: known validation results, which are accepted so that only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from newsgraph.errors import BaselineError
from newsgraph.iris import hash_of
from newsgraph.model import Known, Severity
from newsgraph.rdf.report_parts import rule_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Report, Result

FORMAT: Final = "newsgraph-baseline/1"
"""What a file says that is a baseline; the number grows when fingerprints are made in another way."""

_WRITE_ANEW: Final = "write it anew with --write-baseline"
_SHOWN: Final = ("article", "focus", "path")


def fingerprint(result: Result) -> str:
    """Return what a result is known by: 16 hex digits of shape, constraint, article, node, path and value.

    Neither file nor line, nor the words of the message, nor the version of the program change it. A nameless
    node is any nameless node, because its label changes with its place in the file.
    """
    value = _name(result.value) if result.value_type is None else result.value
    fields = (
        result.shape,
        result.constraint,
        result.article or "",
        _name(result.focus),
        result.path or "",
        value or "",
        result.value_type or "",
    )
    return hash_of(*fields)


def _name(node: str | None) -> str:
    return "_:" if node is not None and node.startswith("_:") else node or ""


def write_baseline(results: Iterable[Result]) -> str:
    """Return the baseline that accepts these results: JSON, one result a line, in a fixed order."""
    found = tuple(results)
    numbers = Counter(fingerprint(result) for result in found)
    entries = {fingerprint(result): _entry(result, numbers) for result in reversed(found)}
    ranked = sorted(entries.values(), key=lambda entry: [str(entry.get(key, "")) for key in _ORDER])
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in ranked)
    body = f"[\n{lines}\n]" if lines else "[]"
    return f'{{"format": {json.dumps(FORMAT)}, "results": {body}}}\n'


_ORDER: Final = ("article", "shape", "focus", "path", "fingerprint")


def _entry(result: Result, numbers: Counter[str]) -> dict[str, Any]:
    mark = fingerprint(result)
    entry: dict[str, Any] = {
        "fingerprint": mark,
        "severity": result.severity.value,
        "shape": rule_id(result.shape),
    }
    named = {"article": result.article, "focus": _name(result.focus), "path": result.path}
    entry |= {key: value for key, value in named.items() if value}
    return entry if numbers[mark] == 1 else {**entry, "count": numbers[mark]}


def read_baseline(text: str, where: str) -> tuple[Known, ...]:
    """Return the entries of a baseline, or of a whole JSON report, which knows its results as well.

    Raises `BaselineError` for a text that is neither, is damaged, or is a report cut by a limit.
    """
    try:
        whole = json.loads(text)
    except ValueError as error:
        raise BaselineError(f"not a baseline: no JSON ({error})", where=where, mend=_WRITE_ANEW) from error
    entries = _entries(whole if isinstance(whole, dict) else {}, where)
    return tuple(_known(entry, f"{where}: result {n}") for n, entry in enumerate(entries, start=1))


def _entries(whole: dict[str, Any], where: str) -> list[Any]:
    kind, results = whole.get("format"), whole.get("results")
    if kind is None and "fails_from" in whole and isinstance(results, list):
        if whole.get("left_out"):
            raise BaselineError(
                "a report that leaves results out", where=where, mend="make it without --limit"
            )
        return [*results, *(whole.get("baseline") or {}).get("accepted", ())]
    if kind != FORMAT:
        of_ours = isinstance(kind, str) and kind.startswith(FORMAT.partition("/")[0])
        what = f"a baseline of another version: {kind}" if of_ours else "not a baseline of newsgraph"
        raise BaselineError(what, where=where, mend=_WRITE_ANEW)
    if not isinstance(results, list):
        raise BaselineError("a damaged baseline: no list of results", where=where, mend=_WRITE_ANEW)
    return results


def _known(entry: Any, where: str) -> Known:  # noqa: ANN401  JSON of any kind
    try:
        shown = {key: str(entry.get(key) or "") for key in _SHOWN}
        known = Known(
            fingerprint=str(entry["fingerprint"]),
            severity=Severity(entry["severity"]),
            shape=rule_id(str(entry["shape"])),
            count=int(entry.get("count", 1)),
            **shown,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"a damaged baseline: {type(error).__name__} {error}"
        raise BaselineError(what, where=where, mend=_WRITE_ANEW) from error
    return known


def accept_known(report: Report, known: tuple[Known, ...], name: str, least: Severity) -> Report:
    """Return the report with known results accepted, so that only new ones are left in `results`.

    `name` is what reports call the baseline. An entry counts as gone if its article was checked this time
    and its severity is `least` or worse; one that stands there twice accepts two results.
    """
    entries = {entry.fingerprint: entry for entry in known}
    left: Counter[str] = Counter()
    for entry in known:
        left[entry.fingerprint] += entry.count
    new: list[Result] = []
    accepted: list[Result] = []
    for result in report.results:
        mark = fingerprint(result)
        is_known = left[mark] > 0
        left[mark] -= is_known
        (accepted if is_known else new).append(result)
    articles = {checked.article for checked in report.checked}
    gone = tuple(
        replace(entry, count=left[mark])
        for mark, entry in entries.items()
        if left[mark] > 0 and entry.article in articles and entry.severity.reaches(least)
    )
    return replace(report, results=tuple(new), accepted=tuple(accepted), gone=gone, baseline=name)
