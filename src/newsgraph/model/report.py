"""What a validation found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severities of SHACL (https://www.w3.org/TR/shacl/#severity); the value is the local name."""

    INFO = "Info"
    WARNING = "Warning"
    VIOLATION = "Violation"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One validation result.

    IRIs are plain strings. `article` is the IRI of the article that the focus node belongs to, `excerpt` the
    text of the statement or the name that a person would recognise it by, `file` and `line` (from 1) where
    it stands, if the data came from a file. `column`, `end_line` and `end_column` (from 1, in code points,
    the last one behind the end) mark the offending value, where it can be told. `value_type` is None for a
    value that is a node, else the IRI of the literal's datatype, or `@` and its language.
    """

    focus: str
    path: str | None = None
    value: str | None = None
    shape: str = ""
    constraint: str = ""
    severity: Severity = Severity.VIOLATION
    message: str = ""
    article: str | None = None
    excerpt: str | None = None
    file: str | None = None
    line: int | None = None
    value_type: str | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Checked:
    """What was checked as one graph: the IRI of its article, and the file it came from; empty for unknown."""

    file: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one shape demands: its IRI, the message that a result of it carries, its severity and its path."""

    shape: str
    message: str = ""
    severity: Severity = Severity.VIOLATION
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one validation; `shapes` names every shape checked, `graphs` counts article graphs.

    `rules` says what those shapes demand that can report something; `sources` names what was checked: the
    files, or the articles' IRIs where the data came from none; `checked` has each of the graphs.
    """

    results: tuple[Result, ...] = ()
    shapes: tuple[str, ...] = ()
    graphs: int = 0
    rules: tuple[Rule, ...] = ()
    sources: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing of severity Violation was found."""
        return not any(r.severity is Severity.VIOLATION for r in self.results)
