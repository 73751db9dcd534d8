"""The report as JUnit XML."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from newsgraph.rdf.rdfxml import NO_XML
from newsgraph.rdf.report_parts import (
    constraint_name,
    counted,
    message_of,
    rule_id,
    source_of,
    what_and_where,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.model import Report, Result, Unread


def render_junit(report: Report) -> str:
    """Return one suite a file, and in it one case for each shape and article.

    A case fails if its shape has a result for the article that does not conform; milder results, and known
    ones, stand in its output. A file that could not be checked is a case with an error.
    """
    cases = _Cases(report)
    whole = JUnitXml("newsgraph validate")
    for source in cases.sources:
        suite = TestSuite(_allowed(source))
        suite.add_testcases(list(cases.of(source)))
        whole.add_testsuite(suite)
    whole.update_statistics()  # type: ignore[no-untyped-call]  # junitparser has types for parts of itself
    xml: bytes = whole.tostring()  # type: ignore[no-untyped-call]  # and here
    lines = xml.decode("utf-8").replace("><test", ">\n<test").replace("></test", ">\n</test")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{lines}\n'


class _Cases:
    """The cases of a report: what was found by file, article and shape."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._shown = frozenset(map(id, report.shown))
        self._found: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
        self._known: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
        for results, by_case in ((report.results, self._found), (report.accepted, self._known)):
            for result in results:
                by_case[source_of(result), _class(result), result.shape].append(result)
        keys = (*self._found, *self._known)
        self._shapes = sorted({rule.shape for rule in report.rules} | {shape for _, _, shape in keys})
        pairs = {(one.file or one.article, one.article or one.file) for one in report.checked}
        pairs |= {(source, name) for source, name, _ in keys}
        bare = set(report.sources) - {source for source, _ in pairs}
        self._classes: dict[str, list[str]] = defaultdict(list)
        for source, name in sorted(pairs | {(source, source) for source in bare}):
            self._classes[source].append(name)
        self._unread: dict[str, list[Unread]] = defaultdict(list)
        for bad in report.unread:
            self._unread[bad.file].append(bad)

    @property
    def sources(self) -> list[str]:
        """The files, and those that could not be checked, in order."""
        return sorted({*self._classes, *self._unread})

    def of(self, source: str) -> Iterator[TestCase]:
        """Yield the cases of one file."""
        for bad in self._unread.get(source, ()):
            yield _unread(bad)
        for name in self._classes.get(source, ()):
            for shape in self._shapes:
                yield self._case(source, name, shape)

    def _case(self, source: str, name: str, shape: str) -> TestCase:
        found = self._found.get((source, name, shape), [])
        known = self._known.get((source, name, shape), [])
        case = TestCase(rule_id(shape), classname=_allowed(name), time=0)
        bad = [result for result in found if result.severity.reaches(self._report.fails_from)]
        mild = [result for result in found if not result.severity.reaches(self._report.fails_from)]
        if bad:
            failure = Failure(_allowed(bad[0].message), bad[0].severity.value)
            failure.text = _allowed("\n".join(self._lines(bad)))
            case.result = [failure]
        if mild or known:
            case.system_out = _allowed("\n".join([*self._lines(mild), *map(_known_line, known)]))
        return case

    def _lines(self, results: list[Result]) -> list[str]:
        lines = [_line(result) for result in results if id(result) in self._shown]
        hidden = len(results) - len(lines)
        return [*lines, f"{counted(hidden, 'more result')} not shown"] if hidden else lines


def _class(result: Result) -> str:
    return result.article or source_of(result)


def _unread(bad: Unread) -> TestCase:
    case = TestCase("RDF", classname=_allowed(bad.file), time=0)
    error = Error(_allowed(bad.what), "Unread")
    error.text = _allowed(f"{bad.file}:{bad.line}: {bad.what}" if bad.line else f"{bad.file}: {bad.what}")
    case.result = [error]
    return case


def _known_line(result: Result) -> str:
    return f"known: {_line(result)}"


def _line(result: Result) -> str:
    place = f"{result.file}:{result.line}: " if result.file and result.line else ""
    return f"{place}{message_of(result)} {what_and_where(result)} ({constraint_name(result)})"


def _allowed(text: str) -> str:
    return NO_XML.sub("\ufffd", text)
