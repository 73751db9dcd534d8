"""What a validation found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The severities of SHACL (https://www.w3.org/TR/shacl/#severity); the value is the local name."""

    INFO = "Info"
    WARNING = "Warning"
    VIOLATION = "Violation"

    def reaches(self, other: Severity) -> bool:
        """Say whether this is as bad as the other, or worse."""
        return self.rank >= other.rank

    @property
    def rank(self) -> int:
        """How bad it is: 0 for the mildest."""
        return tuple(Severity).index(self)


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
class Known:
    """A result that a baseline accepts, as often as `count` says; `fingerprint` is what it is known by."""

    fingerprint: str
    severity: Severity
    shape: str
    article: str = ""
    focus: str = ""
    path: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Unread:
    """A file that could not be checked: what is wrong with it, on which line if that is known."""

    file: str
    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one validation; `shapes` names every shape checked, `graphs` counts article graphs.

    `rules` says what those shapes demand that can report something; `sources` names what was checked: the
    files, or the articles' IRIs where the data came from none; `checked` has each of the graphs, `unread` the
    files that could not be checked. Where known results were accepted by a baseline, `baseline` is its name,
    `accepted` are those results, `gone` what it knows and was not found, and `results` only the new ones.

    `fails_from` is the least severity that lets the data not conform. `limit` is how many results reports
    show; it changes nothing else.
    """

    results: tuple[Result, ...] = ()
    shapes: tuple[str, ...] = ()
    graphs: int = 0
    rules: tuple[Rule, ...] = ()
    sources: tuple[str, ...] = ()
    checked: tuple[Checked, ...] = ()
    unread: tuple[Unread, ...] = ()
    accepted: tuple[Result, ...] = ()
    gone: tuple[Known, ...] = ()
    baseline: str | None = None
    fails_from: Severity = Severity.VIOLATION
    limit: int | None = None

    @property
    def conforms(self) -> bool:
        """Whether no result is as severe as `fails_from`: by default, whether there is no violation."""
        return not any(r.severity.reaches(self.fails_from) for r in self.results)

    @property
    def shown(self) -> tuple[Result, ...]:
        """The results that reports show: all, or `limit` of them, the most severe first to be chosen."""
        if self.limit is None or len(self.results) <= self.limit:
            return self.results
        numbers = range(len(self.results))
        worst = sorted(numbers, key=lambda number: -self.results[number].severity.rank)
        kept = set(worst[: self.limit])
        return tuple(result for number, result in enumerate(self.results) if number in kept)

    @property
    def left_out(self) -> int:
        """How many results reports do not show because of `limit`."""
        return len(self.results) - len(self.shown)
