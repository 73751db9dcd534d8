"""Finds the shapes that a graph may break, so that a SHACL engine need not look at all that it keeps.

The shapes are compiled into functions over plain terms. What passes them conforms; the rest is for pyshacl,
whose results are the ones reported: a shape that says something beyond the constraints known here, and a term
of which two engines might think differently, count as suspect. So the sieve may ask too often, never too
seldom, and it needs neither rdflib's graph of the data nor a result of its own.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import rdflib
from rdflib import RDF, RDFS, SH, Literal, URIRef

from newsgraph.rdf.shapes import TARGETS, load_shapes
from newsgraph.rdf.validate_checks import (
    MAKERS,
    BeyondError,
    each,
    make_in,
    make_pattern,
    make_query,
    number_of,
    only,
    term_of,
)
from newsgraph.rdf.validate_graph import ReadGraph
from newsgraph.rdf.validate_view import DoubtError, View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from rdflib.term import Node

    from newsgraph.rdf.terms import Term, Triple
    from newsgraph.rdf.validate_checks import Check, Test

    Walk: TypeAlias = Callable[[View, Term], Collection[Term]]
    """Follows a path from a node."""

    _MakerOfShapes: TypeAlias = Callable[["_Compiler", Node, Sequence[Node]], Iterator[Check]]

_SILENT: Final = frozenset(
    {SH.path, SH.flags, SH.severity, SH.message, SH.name, SH.description, SH.order, SH.group, SH.defaultValue}
    | {SH.deactivated, SH.qualifiedMinCount, SH.qualifiedMaxCount, *TARGETS}
)
"""What constrains nothing, or is read together with what it belongs to."""

_DEEPEST: Final = 6
"""Shapes within shapes that are followed; pyshacl itself gives up at 15."""


class Sieve:
    """The shapes of one graph, compiled."""

    def __init__(self, shapes: rdflib.Graph) -> None:
        """Compile the shapes that have targets."""
        compiler = _Compiler(shapes)
        self._shapes = tuple(compiler.targeted())
        self._inverse = frozenset(compiler.inverse)
        self.all = frozenset(shape.node for shape in self._shapes)

    def suspects(self, triples: Sequence[Triple]) -> frozenset[Node]:
        """Return the shapes that these triples may break; with none, an engine has nothing to report."""
        try:
            view = View(triples, self._inverse)
        except DoubtError:
            return self.all
        return frozenset([shape.node for shape in self._shapes if shape.may_be_broken(view)])


@cache
def load_sieve(shapes: rdflib.Graph) -> Sieve:
    """Return the sieve of a graph of shapes, made once."""
    return Sieve(shapes)


def find_targeted(shapes: rdflib.Graph) -> frozenset[Node]:
    """Return the shapes that look at something by themselves: by a target, or because they are classes."""
    declared = {shape for target in TARGETS for shape in shapes.subjects(target)}
    return frozenset(declared | _find_classes(shapes))


def _find_classes(shapes: rdflib.Graph) -> set[Node]:
    kinds = {RDFS.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
    return {shape for kind in kinds for shape in shapes.subjects(RDF.type, kind)}


@lru_cache(maxsize=32)
def narrowed(shapes: rdflib.Graph, suspects: frozenset[Node]) -> rdflib.Graph:
    """Return the same shapes with targets for the suspects alone: an engine then looks at nothing else."""
    idle = find_targeted(shapes) - suspects
    classes = {RDFS.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
    narrow = ReadGraph()
    for shape, predicate, obj in shapes:
        aims = predicate in TARGETS or (predicate == RDF.type and obj in classes)
        if not (aims and shape in idle):
            narrow.add((shape, predicate, obj))
    return narrow


class _Targeted(NamedTuple):
    """A shape, what it looks at, and the check of one such node; None where the shape is beyond the sieve."""

    node: Node
    nodes: tuple[Term, ...]
    classes: tuple[Term, ...]
    subjects_of: tuple[Term, ...]
    objects_of: tuple[Term, ...]
    conforms: Test | None

    def may_be_broken(self, view: View) -> bool:
        conforms = self.conforms
        try:
            for nodes in self._looks_at(view):
                for node in nodes:
                    if conforms is None or not conforms(view, node):
                        return True
        except DoubtError:
            return True
        return False

    def _looks_at(self, view: View) -> Iterator[Iterable[Term]]:
        yield self.nodes
        for kind in self.classes:
            yield view.instances(kind)
        for predicate in self.subjects_of:
            yield view.subjects(predicate)
        for predicate in self.objects_of:
            yield view.objects(predicate)


class _Compiler:
    """Makes functions out of shapes."""

    def __init__(self, shapes: rdflib.Graph) -> None:
        self._graph = shapes
        self._made: dict[Node, Test] = {}
        self._open: list[Node] = []
        # Components of one's own give a meaning to properties that would mean nothing otherwise.
        self._is_plain = (None, SH.parameter, None) not in shapes
        self.inverse: set[Term] = set()

    def targeted(self) -> Iterator[_Targeted]:
        classes = _find_classes(self._graph)
        for shape in sorted(find_targeted(self._graph), key=str):
            yield self._targeted(shape, shape in classes)

    def _targeted(self, shape: Node, is_class: bool) -> _Targeted:
        try:
            nodes, classes, subjects_of, objects_of = (
                tuple(term_of(aim) for aim in self.objects(shape, target)) for target in TARGETS
            )
            classes += (term_of(shape),) if is_class else ()
        except BeyondError:
            return _Targeted(shape, ("",), (), (), (), None)  # something to look at, come what may
        try:
            conforms = self.shape(shape) if self._is_plain else None
        except BeyondError:
            conforms = None
        return _Targeted(shape, nodes, classes, subjects_of, objects_of, conforms)

    def shape(self, node: Node) -> Test:
        """Return the function of one shape."""
        if node in self._open or len(self._open) > _DEEPEST:
            raise BeyondError(node)
        if node not in self._made:
            self._open.append(node)
            try:
                self._made[node] = self._shape(node)
            finally:
                self._open.pop()
        return self._made[node]

    def shapes(self, nodes: Iterable[Node]) -> list[Test]:
        return [self.shape(node) for node in nodes]

    def _shape(self, node: Node) -> Test:
        paths = self.objects(node, SH.path)
        walk = self._path(only(paths)) if paths else None
        checks = tuple(self._checks(node))
        if self._is_off(node):
            return lambda _view, _focus: True

        def conforms(view: View, focus: Term) -> bool:
            values = (focus,) if walk is None else walk(view, focus)
            for check in checks:  # noqa: SIM110  run thousands of times an article: a generator takes twice as long
                if not check(view, focus, values):
                    return False
            return True

        return conforms

    def _is_off(self, node: Node) -> bool:
        said = self.objects(node, SH.deactivated)
        if not said:
            return False
        answer = only(said)
        if not isinstance(answer, Literal) or not isinstance(answer.value, bool):
            raise BeyondError(answer)
        return answer.value

    def _checks(self, node: Node) -> Iterator[Check]:
        for predicate in sorted(set(self._graph.predicates(node)), key=str):
            if predicate in _SILENT or not str(predicate).startswith(str(SH)):
                continue
            objects = self.objects(node, predicate)
            if predicate in MAKERS:
                yield MAKERS[predicate](objects)
            elif predicate in _MAKERS_OF_SHAPES:
                yield from _MAKERS_OF_SHAPES[predicate](self, node, objects)
            else:
                raise BeyondError(predicate)

    def objects(self, node: Node, predicate: Node) -> list[Node]:
        return sorted(self._graph.objects(node, predicate), key=str)

    def members(self, head: Node) -> list[Node]:
        members = list(self._graph.items(head))
        if not members:
            raise BeyondError(head)
        return members

    def _path(self, path: Node) -> Walk:
        if isinstance(path, URIRef):
            predicate = term_of(path)
            return lambda view, node: view.values(node, predicate)
        if (path, RDF.first, None) in self._graph:
            return _sequence([self._path(step) for step in self.members(path)])
        if inner := self.objects(path, SH.inversePath):
            inverse = term_of(only(inner))
            self.inverse.add(inverse)
            return lambda view, node: view.bearers(inverse, node)
        if inner := self.objects(path, SH.alternativePath):
            return _union([self._path(step) for step in self.members(only(inner))])
        raise BeyondError(path)


def _sequence(steps: Sequence[Walk]) -> Walk:
    def walk(view: View, node: Term) -> Collection[Term]:
        found = {node}
        for step in steps:
            found = {value for one in found for value in step(view, one)}
        return found

    return walk


def _union(walks: Sequence[Walk]) -> Walk:
    return lambda view, node: {value for walk in walks for value in walk(view, node)}


def _pattern(compiler: _Compiler, node: Node, objects: Sequence[Node]) -> Iterator[Check]:
    yield make_pattern(objects, compiler.objects(node, SH.flags))


def _in(compiler: _Compiler, _node: Node, objects: Sequence[Node]) -> Iterator[Check]:
    yield make_in(compiler.members(only(objects)))


def _conforming(compiler: _Compiler, _node: Node, objects: Sequence[Node]) -> Iterator[Check]:
    for shape in compiler.shapes(objects):
        yield each(shape)


def _not(compiler: _Compiler, _node: Node, objects: Sequence[Node]) -> Iterator[Check]:
    for shape in compiler.shapes(objects):
        yield each(_negated(shape))


def _negated(shape: Test) -> Test:
    return lambda view, value: not shape(view, value)


def _lists(passes: Callable[[Iterator[bool]], bool]) -> _MakerOfShapes:
    def make(compiler: _Compiler, _node: Node, objects: Sequence[Node]) -> Iterator[Check]:
        for head in objects:
            yield each(_combined(compiler.shapes(compiler.members(head)), passes))

    return make


def _combined(shapes: Sequence[Test], passes: Callable[[Iterator[bool]], bool]) -> Test:
    return lambda view, value: passes(shape(view, value) for shape in shapes)


def _qualified(compiler: _Compiler, node: Node, objects: Sequence[Node]) -> Iterator[Check]:
    bounds = [compiler.objects(node, term) for term in (SH.qualifiedMinCount, SH.qualifiedMaxCount)]
    least, most = (number_of(bound) if bound else None for bound in bounds)
    for shape in compiler.shapes(objects):
        yield _counted(shape, least or 0, most)


def _counted(shape: Test, least: int, most: int | None) -> Check:
    def check(view: View, _focus: Term, values: Collection[Term]) -> bool:
        found = sum([shape(view, value) for value in set(values)])
        return least <= found and (most is None or found <= most)

    return check


def _sparql(compiler: _Compiler, node: Node, objects: Sequence[Node]) -> Iterator[Check]:
    if compiler.objects(node, SH.path):
        raise BeyondError(node)
    for constraint in objects:
        if compiler.objects(constraint, SH.deactivated):
            raise BeyondError(constraint)
        declared = [
            d for p in compiler.objects(constraint, SH.prefixes) for d in compiler.objects(p, SH.declare)
        ]
        prefixes = {
            str(only(compiler.objects(one, SH.prefix))): str(only(compiler.objects(one, SH.namespace)))
            for one in declared
        }
        query = str(only(compiler.objects(constraint, SH.select)))
        if query not in shipped_queries():
            raise BeyondError(query)
        yield make_query(query, prefixes)


@cache
def shipped_queries() -> frozenset[str]:
    """Return the queries of the shipped shapes: engines agree on them, as tests show; others may differ."""
    return frozenset(map(str, load_shapes().graph.objects(None, SH.select)))


_MAKERS_OF_SHAPES: Final[dict[Node, _MakerOfShapes]] = {
    SH.pattern: _pattern,
    SH["in"]: _in,
    SH.property: _conforming,
    SH.node: _conforming,
    SH["not"]: _not,
    SH["or"]: _lists(any),
    SH["and"]: _lists(all),
    SH.xone: _lists(lambda answers: sum(answers) == 1),
    SH.qualifiedValueShape: _qualified,
    SH.sparql: _sparql,
}
"""The constraints that need the shapes graph: other shapes, lists, flags."""
