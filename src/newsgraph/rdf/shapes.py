"""SHACL shapes: which files make up a profile, and what each shape is called and says."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH

from newsgraph.errors import ShapesError
from newsgraph.model import Rule, Severity
from newsgraph.rdf.shape_choice import FORMATS, ShapeChoice, files_of
from newsgraph.rdf.validate_paths import text_of_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

_CONTAINERS: Final = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS: Final = (SH["and"], SH["or"], SH.xone)
TARGETS: Final = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
"""The properties by which a shape says what it looks at."""

_NO_CONSTRAINT: Final = frozenset(
    {RDF.type, SH.path, SH.property, SH.severity, SH.message, SH.name, *TARGETS}
)


class Profile(StrEnum):
    """Which wording a graph is expected to carry; a graph says itself which by `ng:textMode`."""

    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Shapes:
    """One profile's shapes, parsed.

    `rules` are the shapes that can report something, by name; `terms` are all IRIs that the shapes name;
    `aims` the classes, nodes and properties by which shapes that took the place of the shipped ones choose
    what to look at.
    """

    graph: rdflib.Graph
    rules: tuple[Rule, ...]
    terms: frozenset[str]
    aims: frozenset[str]

    def name_of(self, shape: Node) -> str:
        """Return the IRI of a shape, or that of the nearest named shape around a nameless one."""
        seen: set[Node] = set()
        while not isinstance(shape, rdflib.URIRef) and shape not in seen:
            seen.add(shape)
            shape = min(self._around(shape), key=str, default=shape)
        return str(shape) if isinstance(shape, rdflib.URIRef) else ""

    def _around(self, shape: Node) -> Iterator[Node]:
        for container in _CONTAINERS:
            yield from self.graph.subjects(container, shape)
        for cell in self.graph.subjects(RDF.first, shape):
            head = _head(self.graph, cell)
            for container in _LISTS:
                yield from self.graph.subjects(container, head)


def _head(graph: rdflib.Graph, cell: Node) -> Node:
    while (before := graph.value(predicate=RDF.rest, object=cell)) is not None:
        cell = before
    return cell


def load_shapes(
    choice: Path | ShapeChoice | None = None, profile: Profile = Profile.TEXT, language: str = "en"
) -> Shapes:
    """Return the shapes of one profile: the shipped ones, those of a folder in their place, or as chosen.

    For the profile `none` a file in `profile-none/` of a folder takes the place of the file of the same name.
    `language` is that of the rules' messages where the shapes have it. Files are read once in the life of the
    process.

    Raises `ShapesError` where there are no shapes, a file does not parse, or shapes are ill-formed, and
    `UsageError` for a choice that contradicts itself.
    """
    chosen = choice if isinstance(choice, ShapeChoice) else ShapeChoice((choice,) if choice else ())
    return _load(chosen.absolute(), profile, language)


@cache
def _load(choice: ShapeChoice, profile: Profile, language: str) -> Shapes:
    found = choice.files(profile.value)
    graph = _parsed(found.base)
    foreign = _parsed(found.added)
    for path in choice.own:
        _check_form(_parsed(files_of(path, profile.value)), path)
    for shape in set(foreign.subjects(SH.severity)):
        graph.remove((shape, SH.severity, None))
    graph += foreign
    if not _named_shapes(graph):
        where = ", ".join(map(str, choice.own))
        raise ShapesError("no SHACL shapes in these files", where=where, mend="give a folder of shapes")
    aims = _targets(graph) if choice.replaces else frozenset[str]()
    rules = _rules(graph, language)
    _hoist(graph)
    terms = {str(term) for triple in graph for term in triple if isinstance(term, rdflib.URIRef)}
    return Shapes(graph, rules, frozenset(terms), aims)


def _targets(graph: rdflib.Graph) -> frozenset[str]:
    found = {str(o) for target in TARGETS for o in graph.objects(None, target)}
    return frozenset(found | {str(s) for s in graph.subjects(RDF.type, rdflib.RDFS.Class)})


def _parsed(files: Iterable[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in files:
        try:
            text = path.read_text(encoding="utf-8-sig")
            graph.parse(data=text, format=FORMATS[path.suffix.lower()], publicID=path.absolute().as_uri())
        except Exception as error:  # rdflib's parsers share no base class for what they raise
            told = " ".join(str(error).strip().splitlines()[:2]) or type(error).__name__
            what = told.replace(" of <>", "").removesuffix(" at ^ in:")  # rdflib's notes on where it was
            raise ShapesError(
                f"the shapes cannot be read: {what}", where=str(path), mend="mend the file"
            ) from error
    return graph


def _check_form(graph: rdflib.Graph, folder: Path) -> None:
    log = logging.getLogger("pyshacl-validate")
    log.disabled = True  # it would print its report beside the error that is raised
    try:
        pyshacl.validate(rdflib.Graph(), shacl_graph=graph, meta_shacl=True, inference="none", advanced=False)
    except ReportableRuntimeError as error:
        what = "; ".join(_faults(str(error))) or str(error)
        mend = "see https://www.w3.org/TR/shacl/#syntax"
        raise ShapesError(f"ill-formed shapes: {what}", where=str(folder), mend=mend) from error
    finally:
        log.disabled = False


def _faults(told: str) -> Iterator[str]:
    """Yield what is wrong, and where, of each result of pyshacl's report on shapes."""
    for block in told.split("Constraint Violation in ")[1:]:
        said = dict(line.strip().split(": ", 1) for line in block.splitlines() if ": " in line)
        place = " of ".join(said[name] for name in ("Result Path", "Focus Node") if name in said)
        yield f"{said.get('Message', 'a constraint of SHACL is broken')} ({place})"


def _named_shapes(graph: rdflib.Graph) -> list[rdflib.URIRef]:
    nodes = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)}
    nodes |= {s for target in TARGETS for s in graph.subjects(target)}
    nodes |= set(graph.objects(None, SH.property))
    return sorted(node for node in nodes if isinstance(node, rdflib.URIRef))


def _hoist(graph: rdflib.Graph) -> None:
    """Give the targets of node shapes to their property shapes, which means the same to SHACL.

    pyshacl looks a property shape's constraints up again for each focus node that a node shape hands down,
    but once for all that the property shape aims at itself: that is two thirds of the time.
    """
    for shape in _named_shapes(graph):
        aims = [(target, o) for target in TARGETS for o in graph.objects(shape, target)]
        bound = (None, None, shape) in graph or any(
            (shape, term, None) in graph for term in (SH.closed, SH.deactivated)
        )
        if not aims or bound:
            continue
        for inner in list(graph.objects(shape, SH.property)):
            if isinstance(inner, rdflib.URIRef):
                graph.remove((shape, SH.property, inner))
                for target, obj in aims:
                    graph.add((inner, target, obj))


def _rules(graph: rdflib.Graph, language: str) -> tuple[Rule, ...]:
    return tuple(_rule(graph, shape, language) for shape in _named_shapes(graph) if _can_report(graph, shape))


def _can_report(graph: rdflib.Graph, shape: rdflib.URIRef) -> bool:
    # A shape of core SHACL reports by constraints of its own; one that others only refer to never reports.
    if _is_off(graph, shape):
        return False
    reached = any(not _is_off(graph, outer) for outer in graph.subjects(SH.property, shape))
    reached = reached or any((shape, target, None) in graph for target in TARGETS)
    return reached and any(predicate not in _NO_CONSTRAINT for predicate in graph.predicates(shape))


def _is_off(graph: rdflib.Graph, shape: Node) -> bool:
    return any(
        isinstance(o, rdflib.Literal) and o.value is True for o in graph.objects(shape, SH.deactivated)
    )


def _rule(graph: rdflib.Graph, shape: rdflib.URIRef, language: str) -> Rule:
    severity = graph.value(shape, SH.severity)
    return Rule(
        shape=str(shape),
        message=choose_message(graph.objects(shape, SH.message), language),
        severity=severity_of(severity),
        path=text_of_path(graph, path) if (path := graph.value(shape, SH.path)) is not None else None,
    )


def severity_of(node: Node | None) -> Severity:
    """Return a severity of SHACL; what is none of its own counts as a violation."""
    name = str(node).removeprefix(str(SH)) if node is not None else ""
    return Severity(name) if name in set(Severity) else Severity.VIOLATION


def choose_message(messages: Iterable[Node], language: str = "en") -> str:
    """Return the message in `language`; without one that in English, that of no language, or the first."""
    known = sorted(
        (m for m in messages if isinstance(m, rdflib.Literal)), key=lambda m: (m.language or "", m)
    )
    for wanted in (language, "en", None):
        for message in known:
            if message.language == wanted:
                return str(message)
    return str(known[0]) if known else ""
