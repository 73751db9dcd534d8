"""SHACL validation of article graphs: what may break a shape goes to pyshacl, whose results are reported."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyshacl
import rdflib
from rdflib import RDF, SH, XSD

from newsgraph.errors import ShapesError
from newsgraph.iris import article_of
from newsgraph.model import Checked, Report, Result
from newsgraph.rdf.engine import Engine
from newsgraph.rdf.shape_choice import ShapeChoice
from newsgraph.rdf.shapes import Profile, Shapes, choose_message, load_shapes, severity_of
from newsgraph.rdf.validate_excerpt import find_excerpt
from newsgraph.rdf.validate_graph import find_anchor, graph_of_triples, name_of
from newsgraph.rdf.validate_lines import find_subjects, line_of
from newsgraph.rdf.validate_paths import text_of_path
from newsgraph.rdf.validate_sieve import load_sieve, narrowed
from newsgraph.rdf.validate_units import FileQuads, unit_of_graph, units_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

    from newsgraph.model import Rule
    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.validate_units import Unit

__all__ = ["Engine", "FileQuads", "validate_graphs"]

_AT_MOST: Final = frozenset(
    str(SH[f"{name}ConstraintComponent"])
    for name in ("MaxCount", "Disjoint", "QualifiedMaxCount", "UniqueLang")
)
"""Constraints that more values can break: not to be held against a node that several articles share."""


def validate_graphs(
    graphs: Iterable[ArticleGraph | FileQuads],
    shapes_dir: Path | ShapeChoice | None = None,
    *,
    language: str = "en",
    engine: Engine | str = Engine.AUTO,
) -> Report:
    """Check each article's graph by itself and return all results in a fixed order.

    `graphs` are article graphs, or the quads of files (whose lines the results then name); they are taken
    one by one, so that only one is in memory at a time. A graph made with `--text none` is checked against
    the profile of its own. `language` is that of the messages where the shapes have it. `engine` says who
    checks: the results are the same.

    `Report.graphs` counts the graphs that had anything to check: 0 means that nothing of newsgraph was there.
    Raises `ShapesError` for shapes that are missing or ill-formed.
    """
    run = _Run(shapes_dir, language, Engine(engine))
    for unit in _units(graphs):
        run.take(unit)
    return run.report()


def _units(graphs: Iterable[ArticleGraph | FileQuads]) -> Iterator[Unit]:
    for graph in graphs:
        if isinstance(graph, FileQuads):
            yield from units_of_file(graph)
        else:
            yield unit_of_graph(graph)


class _Run:
    """One validation: what was found so far."""

    def __init__(self, folder: Path | ShapeChoice | None, language: str, engine: Engine) -> None:
        self._shapes = {profile: load_shapes(folder, profile, language) for profile in Profile}
        self._for_articles = not isinstance(folder, ShapeChoice) or folder.for_articles
        self._language = language
        self._engine = engine
        self._lines = _Lines()
        self._results: set[Result] = set()
        self._rules: dict[str, Rule] = {rule.shape: rule for rule in self._shapes[Profile.TEXT].rules}
        self._sources: set[str] = set()
        self._checked: set[Checked] = set()
        self._graphs = 0

    def take(self, unit: Unit) -> None:
        """Validate one unit."""
        profile = Profile.NONE if unit.withheld else Profile.TEXT
        shapes = self._shapes[profile]
        if not (self._for_articles and unit.is_newsgraph) and not unit.aims_at(shapes.aims):
            return
        self._graphs += 1
        if source := unit.origin or unit.article:
            self._sources.add(source)
        self._checked.add(Checked(unit.origin or "", unit.article or ""))
        self._rules |= {rule.shape: rule for rule in shapes.rules}
        sieve = load_sieve(shapes.graph)
        suspects = sieve.all if self._engine is Engine.PYSHACL else sieve.suspects(unit.triples)
        if not suspects:
            return
        data = graph_of_triples(unit.triples)
        found = _validate(data, narrowed(shapes.graph, suspects), unit.origin or unit.article)
        self._results |= _Reading(unit, data, shapes, found, self._language, self._lines).results()

    def report(self) -> Report:
        """Return what was found."""
        return Report(
            results=tuple(sorted(self._results, key=_order)),
            shapes=tuple(sorted(self._rules)),
            graphs=self._graphs,
            rules=tuple(self._rules[name] for name in sorted(self._rules)),
            sources=tuple(sorted(self._sources)),
            checked=tuple(sorted(self._checked)),
        )


def _order(result: Result) -> tuple[str | int, ...]:
    return (
        result.file or "",
        result.article or "",
        result.line or 0,
        result.focus,
        result.path or "",
        result.shape,
        result.constraint,
        result.value or "",
        result.value_type or "",
        result.message,
        result.severity.value,
    )


def _type_of(value: Node | None) -> str | None:
    if not isinstance(value, rdflib.Literal):
        return None
    return f"@{value.language}" if value.language else str(value.datatype or XSD.string)


def _validate(data: rdflib.Graph, shapes: rdflib.Graph, where: str | None) -> rdflib.Graph:
    mend = "mend the shapes, or the data that they cannot be applied to"
    try:
        with warnings.catch_warnings():
            # rdflib puts ill-typed literals in order by an idiom that Python is to drop.
            warnings.simplefilter("ignore", DeprecationWarning)
            _, report, text = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", advanced=False, inplace=True, meta_shacl=False
            )
    except Exception as error:  # the functions of rdflib's queries share no base class for what they raise
        raise ShapesError(f"the shapes cannot be used: {error}", where=where, mend=mend) from error
    if not isinstance(report, rdflib.Graph):
        raise ShapesError(f"the shapes cannot be used: {text}", where=where, mend=mend)
    return report


def _is_elsewhere(unit: Unit, focus: str, constraint: str) -> bool:
    return focus in unit.borrowed or (focus in unit.shared and constraint in _AT_MOST)


class _Lines:
    """Where nodes are described in the file read last: a file's units come one after the other."""

    def __init__(self) -> None:
        self._file: FileQuads | None = None
        self._subjects: dict[tuple[str | None, str], int] = {}

    def find(self, unit: Unit, name: str) -> int | None:
        source = unit.source
        if source is None or source.text is None:
            return None
        if source is not self._file:
            self._file, self._subjects = source, find_subjects(source.text, source.format)
        return line_of(self._subjects, name, unit.graph)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Turns pyshacl's report on one unit into results."""

    unit: Unit
    data: rdflib.Graph
    shapes: Shapes
    found: rdflib.Graph
    language: str
    lines: _Lines

    def results(self) -> set[Result]:
        """Return the results that count."""
        reports = self.found.subjects(RDF.type, SH.ValidationReport)
        nodes = [node for report in reports for node in self.found.objects(report, SH.result)]
        return {result for node in nodes if (result := self._result(node)) is not None}

    def _result(self, node: Node) -> Result | None:
        focus = self._value(node, SH.focusNode)
        constraint = str(self._value(node, SH.sourceConstraintComponent))
        name = name_of(focus)
        if _is_elsewhere(self.unit, f"<{name}>", constraint):
            return None
        anchor = find_anchor(self.data, focus)
        value, path = (self.found.value(node, term) for term in (SH.value, SH.resultPath))
        return Result(
            focus=name,
            path=None if path is None else text_of_path(self.found, path),
            value=None if value is None else name_of(value),
            shape=self.shapes.name_of(self._value(node, SH.sourceShape)),
            constraint=constraint,
            severity=severity_of(self.found.value(node, SH.resultSeverity)),
            message=choose_message(self.found.objects(node, SH.resultMessage), self.language),
            article=self.unit.article or article_of(name),
            excerpt=find_excerpt(self.data, focus) or find_excerpt(self.data, anchor),
            file=self.unit.origin,
            line=self.lines.find(self.unit, name_of(anchor)),
            value_type=_type_of(value),
        )

    def _value(self, node: Node, predicate: rdflib.URIRef) -> Node:
        value = self.found.value(node, predicate)
        if value is None:
            raise ShapesError(
                f"a validation result has no {predicate}", mend="install another version of pyshacl"
            )
        return value
