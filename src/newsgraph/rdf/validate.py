"""SHACL validation of article graphs: what may break a shape goes to pyshacl, whose results are reported."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import pyshacl
import rdflib
from rdflib import RDF, SH, XSD

from newsgraph.errors import ShapesError
from newsgraph.model import Checked, Report, Result
from newsgraph.rdf.engine import Engine
from newsgraph.rdf.shapes import Profile, Shapes, choose_message, load_shapes, severity_of
from newsgraph.rdf.validate_chunk import Chunk, groups_of
from newsgraph.rdf.validate_excerpt import find_excerpt
from newsgraph.rdf.validate_lines import find_subjects, line_of
from newsgraph.rdf.validate_sieve import find_targeted, load_sieve, narrowed
from newsgraph.rdf.validate_units import FileQuads, article_above, unit_of_graph, units_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

    from newsgraph.model import Rule
    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.shape_choice import ShapeChoice
    from newsgraph.rdf.validate_units import Unit

__all__ = ["Engine", "FileQuads", "validate_graphs"]

CHUNK: Final = 50
"""Articles that pyshacl gets at once: fewer take more time each, more only take more memory."""

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
    chunk: int = CHUNK,
    engine: Engine | str = Engine.AUTO,
) -> Report:
    """Check each article's graph by itself and return all results in a fixed order.

    `graphs` are article graphs, or the quads of files (whose lines the results then name); they are taken
    one by one, and of those that have something to report at most `chunk` a profile are in memory at a time.
    A graph made with `--text none` is checked against the profile of its own. `language` is that of the
    messages where the shapes have it. `engine` says who checks: the results are the same.

    `Report.graphs` counts the graphs that had anything to check: 0 means that nothing of newsgraph was there.
    Raises `ShapesError` for shapes that are missing or ill-formed.
    """
    run = _Run(shapes_dir, language, chunk, Engine(engine))
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

    def __init__(self, folder: Path | ShapeChoice | None, language: str, chunk: int, engine: Engine) -> None:
        self._shapes = {profile: load_shapes(folder, profile, language) for profile in Profile}
        self._language = language
        self._chunk = chunk
        self._engine = engine
        self._waiting: dict[Profile, list[tuple[Unit, frozenset[Node]]]] = {p: [] for p in Profile}
        self._results: set[Result] = set()
        self._rules: dict[str, Rule] = {rule.shape: rule for rule in self._shapes[Profile.TEXT].rules}
        self._sources: set[str] = set()
        self._checked: set[Checked] = set()
        self._graphs = 0

    def take(self, unit: Unit) -> None:
        """Look at one unit, and validate those that wait if they are enough."""
        profile = Profile.NONE if unit.withheld else Profile.TEXT
        shapes = self._shapes[profile]
        if not unit.is_newsgraph and not unit.aims_at(shapes.aims):
            return
        self._graphs += 1
        if source := unit.origin or unit.article:
            self._sources.add(source)
        self._checked.add(Checked(unit.origin or "", unit.article or ""))
        self._rules |= {rule.shape: rule for rule in shapes.rules}
        if suspects := self._suspects(unit, shapes):
            self._waiting[profile].append((unit, suspects))
            if len(self._waiting[profile]) >= self._chunk:
                self._check(profile)

    def _suspects(self, unit: Unit, shapes: Shapes) -> frozenset[Node]:
        if self._engine is Engine.PYSHACL:
            return find_targeted(shapes.graph)
        return load_sieve(shapes.graph).suspects(unit.triples)

    def _check(self, profile: Profile) -> None:
        shapes = self._shapes[profile]
        for units, suspects in groups_of(self._waiting[profile], shapes):
            chunk, found = _validated(units, shapes, narrowed(shapes.graph, suspects))
            self._results |= _Reading(chunk, shapes, found, self._language).results()
        self._waiting[profile].clear()

    def report(self) -> Report:
        """Validate what still waits, and return what was found."""
        for profile in Profile:
            self._check(profile)
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


def _validated(units: list[Unit], shapes: Shapes, graph: rdflib.Graph) -> tuple[Chunk, rdflib.Graph]:
    chunk = Chunk(units, shapes.terms)
    try:
        return chunk, _validate(chunk.graph, graph)
    except ShapesError as error:
        if len(units) > 1:
            for unit in units:  # one of them tells where it is
                _validated([unit], shapes, graph)
        raise ShapesError(error.what, where=units[0].origin or units[0].article, mend=error.mend) from error


def _validate(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    mend = "mend the shapes, or the data that they cannot be applied to"
    try:
        with warnings.catch_warnings():
            # rdflib puts ill-typed literals in order by an idiom that Python is to drop.
            warnings.simplefilter("ignore", DeprecationWarning)
            _, report, text = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", advanced=False, inplace=True, meta_shacl=False
            )
    except Exception as error:  # the functions of rdflib's queries share no base class for what they raise
        raise ShapesError(f"the shapes cannot be used: {error}", mend=mend) from error
    if not isinstance(report, rdflib.Graph):
        raise ShapesError(f"the shapes cannot be used: {text}", mend=mend)
    return report


def _is_elsewhere(unit: Unit, focus: str, constraint: str) -> bool:
    return focus in unit.borrowed or (focus in unit.shared and constraint in _AT_MOST)


class _Reading:
    """Turns pyshacl's report on one chunk into results."""

    def __init__(self, chunk: Chunk, shapes: Shapes, found: rdflib.Graph, language: str) -> None:
        self._chunk = chunk
        self._shapes = shapes
        self._found = found
        self._language = language
        self._lines: dict[str, dict[tuple[str | None, str], int]] = {}

    def results(self) -> set[Result]:
        """Return the results that count."""
        reports = self._found.subjects(RDF.type, SH.ValidationReport)
        nodes = [node for report in reports for node in self._found.objects(report, SH.result)]
        return {result for node in nodes if (result := self._result(node)) is not None}

    def _result(self, node: Node) -> Result | None:
        focus = self._value(node, SH.focusNode)
        constraint = str(self._value(node, SH.sourceConstraintComponent))
        anchor = self._chunk.anchor(focus)
        unit = self._chunk.unit_of(anchor)
        name = self._chunk.original(focus)
        if unit is not None and _is_elsewhere(unit, f"<{name}>", constraint):
            return None
        shape = self._value(node, SH.sourceShape)
        value = self._found.value(node, SH.value)
        return Result(
            focus=name,
            path=self._shapes.path_of(shape),
            value=None if value is None else self._chunk.original(value),
            shape=self._shapes.name_of(shape),
            constraint=constraint,
            severity=severity_of(self._found.value(node, SH.resultSeverity)),
            message=choose_message(self._found.objects(node, SH.resultMessage), self._language),
            article=(unit.article if unit else None) or article_above(name),
            excerpt=find_excerpt(self._chunk.graph, focus) or find_excerpt(self._chunk.graph, anchor),
            file=unit.origin if unit else None,
            line=self._line(unit, self._chunk.original(anchor)),
            value_type=_type_of(value),
        )

    def _value(self, node: Node, predicate: rdflib.URIRef) -> Node:
        value = self._found.value(node, predicate)
        if value is None:
            raise ShapesError(
                f"a validation result has no {predicate}", mend="install another version of pyshacl"
            )
        return value

    def _line(self, unit: Unit | None, name: str) -> int | None:
        if unit is None or unit.source is None or unit.source.text is None:
            return None
        source = unit.source
        if source.file not in self._lines:
            self._lines[source.file] = find_subjects(source.text or "", source.format)
        return line_of(self._lines[source.file], name, unit.graph)
