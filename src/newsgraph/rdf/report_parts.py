"""What several kinds of report share: short names, relative locations, counts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from newsgraph.model import Severity
from newsgraph.rdf.terms import string
from newsgraph.vocab import PREFIXES, SH, SHAPES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Report, Result

LONGEST: Final = 160
"""Characters of a value that reports for people show."""

_BRACKETED: Final = re.compile(r"<([^<>\s]+)>")
_LIST: Final = re.compile(r"\(([^()|]+)\|[^()]+\)")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PREFIXES: Final = {**PREFIXES, "sh": str(SH), "ngsh": SHAPES}


def short(iri: str) -> str:
    """Return an IRI by its usual prefix; one of another namespace, and a path, piece by piece.

    >>> short("https://schema.org/text"), short("^<https://w3id.org/newsgraph/ns#refersTo>")
    ('schema:text', '^ng:refersTo')
    """
    if "<" in iri:
        return _BRACKETED.sub(lambda match: short(match[1]), iri)
    for prefix, namespace in _PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return iri


def printable(words: str) -> str:
    """Return words of the data with what would speak to the terminal replaced, to be shown on one."""
    return _CONTROL.sub("\ufffd", words)


def shown_value(result: Result) -> str:
    """Return the value of a result as Turtle would write it, cut off where it is long; empty without one.

    >>> from newsgraph.model import Result
    >>> shown_value(Result("urn:x", value="3", value_type="http://www.w3.org/2001/XMLSchema#integer"))
    '"3"^^xsd:integer'
    """
    if result.value is None:
        return ""
    if result.value_type is None:
        return short(result.value)
    value = result.value if len(result.value) <= LONGEST else result.value[: LONGEST - 1] + "…"
    if result.value_type == XSD.string:
        return string(value)
    suffix = result.value_type if result.value_type.startswith("@") else f"^^{short(result.value_type)}"
    return string(value) + suffix


def shown_path(path: str) -> str:
    """Return a path in short; of a long list of alternatives the first, and how many more there are.

    >>> shown_path("https://schema.org/name")
    'schema:name'
    >>> shown_path("(" + "|".join(f"<http://schema.org/p{number}>" for number in range(70)) + ")")
    '(http://schema.org/p0|… 69 more)'
    """
    if len(path) <= LONGEST:
        return short(path)
    return _LIST.sub(lambda found: f"({short(found[1])}|… {found[0].count('|')} more)", short(path))


def has_value_to_show(result: Result) -> bool:
    """Say whether the value tells more than the node: a node that is wrong as a whole is its own value."""
    is_itself = (result.path, result.value, result.value_type) == (None, result.focus, None)
    return result.value is not None and not is_itself


def what_and_where(result: Result) -> str:
    """Return focus node, path and value in one line."""
    path = f" {shown_path(result.path)}" if result.path else ""
    value = f" = {shown_value(result)}" if has_value_to_show(result) else ""
    return f"{result.focus}{path}{value}"


def message_of(result: Result, gap: str = " ") -> str:
    """Return the message with the words of the article that it is about, `gap` before them."""
    return f"{result.message}{gap}“{result.excerpt}”" if result.excerpt else result.message


def rule_id(shape: str) -> str:
    """Return the name of a shape as a report's rule: without the namespace of the shipped ones."""
    return shape.removeprefix(SHAPES) or "unnamed"


def constraint_name(result: Result) -> str:
    """Return the kind of constraint in short.

    >>> from newsgraph.model import Result
    >>> constraint_name(Result("urn:x", constraint="http://www.w3.org/ns/shacl#MinCountConstraintComponent"))
    'MinCount'
    """
    return result.constraint.rpartition("#")[2].removesuffix("ConstraintComponent")


def source_of(result: Result) -> str:
    """Return what a result is filed under: its file, else its article, else its focus node."""
    return result.file or result.article or result.focus


def counts(results: Iterable[Result]) -> dict[Severity, int]:
    """Return how many results there are of each severity, the worst first."""
    found = Counter(result.severity for result in results)
    return {severity: found[severity] for severity in (Severity.VIOLATION, Severity.WARNING, Severity.INFO)}


def in_words(results: Iterable[Result]) -> str:
    """Return the number of results by severity, as in "2 violations, 1 warning"."""
    return ", ".join(
        counted(count, severity.value.lower()) for severity, count in counts(results).items() if count
    )


def summary(report: Report) -> str:
    """Return the whole report in one line."""
    return "; ".join([_verdict(report), *notes(report)])


def _verdict(report: Report) -> str:
    if not report.graphs:
        return "nothing to validate"
    found = in_words(report.results)
    if report.conforms:
        verdict = "conforms" if report.graphs == 1 else "conform"
        return f"{counted(report.graphs, 'graph')} {verdict}" + (f" ({found})" if found else "")
    return f"{counted(report.graphs, 'graph')} checked: {found}"


def notes(report: Report) -> tuple[str, ...]:
    """Return what else a reader has to know: files not checked, results not shown, the baseline."""
    said: list[str] = []
    if report.unread:
        said.append(f"{counted(len(report.unread), 'file')} not checked")
    if report.left_out:
        said.append(f"{counted(report.left_out, 'more result')} not shown (limit {report.limit})")
    if report.baseline is not None:
        name = relative_path(report.baseline)
        said.append(f"{counted(len(report.accepted), 'known result')} accepted by {name}")
    if gone := sum(known.count for known in report.gone):
        verb = "is" if gone == 1 else "are"
        said.append(f"{gone} of the baseline {verb} gone: write it anew")
    return tuple(said)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as in "1 graph" and "2 graphs"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def relative_path(file: str) -> str:
    """Return a file as seen from the working folder, with slashes; one outside of it as it is."""
    path = Path(file)
    start = Path.cwd()
    return path.relative_to(start).as_posix() if path.is_relative_to(start) else path.as_posix()


def relative_uri(file: str) -> str:
    """Return a file as a URI relative to the working folder; outside of it as a `file:` URI."""
    path = relative_path(file)
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
