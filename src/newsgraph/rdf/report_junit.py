"""The report as JUnit XML."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from newsgraph.model import Severity
from newsgraph.rdf.report_parts import constraint_name, rule_id, source_of, what_and_where

if TYPE_CHECKING:
    from newsgraph.model import Report, Result

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(report: Report) -> str:
    """Return one suite a file (or article) and in it one case a shape.

    A case fails if a violation of its shape was found; warnings and infos stand in its output.
    """
    found: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in report.results:
        found[source_of(result), result.shape].append(result)
    shapes = sorted({rule.shape for rule in report.rules} | {shape for _, shape in found})
    whole = JUnitXml("newsgraph validate")
    for source in sorted(set(report.sources) | {source for source, _ in found}):
        suite = TestSuite(_allowed(source))
        suite.add_testcases([_case(source, shape, found.get((source, shape), [])) for shape in shapes])
        whole.add_testsuite(suite)
    xml: bytes = whole.tostring()  # type: ignore[no-untyped-call]  # junitparser has types for parts of itself
    lines = xml.decode("utf-8").replace("><test", ">\n<test").replace("></test", ">\n</test")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{lines}\n'


def _case(source: str, shape: str, results: list[Result]) -> TestCase:
    case = TestCase(rule_id(shape), classname=_allowed(source), time=0)
    violations = [result for result in results if result.severity is Severity.VIOLATION]
    others = [result for result in results if result.severity is not Severity.VIOLATION]
    if violations:
        failure = Failure(_allowed(violations[0].message), violations[0].severity.value)
        failure.text = _allowed("\n".join(map(_line, violations)))
        case.result = [failure]
    if others:
        case.system_out = _allowed("\n".join(map(_line, others)))
    return case


def _line(result: Result) -> str:
    place = f"{result.file}:{result.line}: " if result.file and result.line else ""
    words = f" “{result.excerpt}”" if result.excerpt else ""
    return f"{place}{result.message}{words} {what_and_where(result)} ({constraint_name(result)})"


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
