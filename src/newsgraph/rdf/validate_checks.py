"""The constraints of SHACL Core as functions over a view: what each demands of the values of a focus node.

Source: https://www.w3.org/TR/shacl/#core-components. A check that cannot be sure raises `DoubtError`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SH, Literal, URIRef

from newsgraph.rdf.bridge import from_rdflib
from newsgraph.rdf.terms import TYPE
from newsgraph.rdf.validate_view import DoubtError, comparable, datatype_of, text_of
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from rdflib.term import Node

    from newsgraph.rdf.terms import Term
    from newsgraph.rdf.validate_view import View

    Check: TypeAlias = Callable[[View, Term, Collection[Term]], bool]
    """Whether the values of a focus node are as they should be."""

    Test: TypeAlias = Callable[[View, Term], bool]
    """Whether one value is as it should be."""

    Order: TypeAlias = Callable[[object, object], bool]
    """Whether two values of one kind stand in the order that they should."""

    Maker: TypeAlias = Callable[[Sequence[Node]], Check]
    """Makes the check of one constraint out of what the shape says of it."""

_KINDS: Final[dict[Node, str]] = {
    SH.IRI: "<",
    SH.Literal: '"',
    SH.BlankNodeOrIRI: "<",
    SH.BlankNodeOrLiteral: '"',
    SH.IRIOrLiteral: '<"',
    SH.BlankNode: "",
}
_LITERAL: Final = '"'
_COUNTED: Final = frozenset({URIRef(XSD.integer)})
_ANY_LITERAL: Final = frozenset({RDFS.Literal, RDFS.Datatype, RDF.langString})
_PREBOUND: Final = re.compile(r"[$?](?:PATH|shapesGraph|currentShape)\b")
_FLAGS: Final = {"i": re.IGNORECASE, "m": re.MULTILINE}


class BeyondError(Exception):
    """A shape says something that is not understood here: pyshacl has to look at it."""


def term_of(node: Node) -> Term:
    """Return a term of the shapes as it stands in data. Raises `BeyondError` where engines disagree on it."""
    if isinstance(node, Literal) and (node.language or node.datatype == URIRef(XSD.string)):
        raise BeyondError(node)
    if not isinstance(node, (URIRef, Literal)):
        raise BeyondError(node)
    return str(from_rdflib(node))


def only(nodes: Sequence[Node]) -> Node:
    """Return the one value that a constraint may have."""
    if len(nodes) != 1:
        raise BeyondError(nodes)
    return nodes[0]


def number_of(nodes: Sequence[Node]) -> int:
    """Return the one number, 0 or more, that bounds a count or a length."""
    node = only(nodes)
    if not isinstance(node, Literal) or node.datatype not in _COUNTED or not isinstance(node.value, int):
        raise BeyondError(node)
    if node.value < 0:
        raise BeyondError(node)
    return node.value


def count(values: Collection[Term]) -> int:
    """Return how many different values there are."""
    return len(values) if len(values) < 2 else len(set(values))


def each(test: Test) -> Check:
    """Make the check that each value passes a test."""

    def check(view: View, _focus: Term, values: Collection[Term]) -> bool:
        for value in values:  # noqa: SIM110  run thousands of times an article: a generator takes twice as long
            if not test(view, value):
                return False
        return True

    return check


def _min_count(nodes: Sequence[Node]) -> Check:
    least = number_of(nodes)
    return lambda _view, _focus, values: count(values) >= least


def _max_count(nodes: Sequence[Node]) -> Check:
    most = number_of(nodes)
    return lambda _view, _focus, values: count(values) <= most


def _class(nodes: Sequence[Node]) -> Check:
    kinds = {term_of(node) for node in nodes}
    return each(lambda view, value: kinds.issubset(view.values(value, TYPE)))


def _datatype(nodes: Sequence[Node]) -> Check:
    wanted = only(nodes)
    if not isinstance(wanted, URIRef) or wanted in _ANY_LITERAL:
        raise BeyondError(wanted)
    name = str(wanted)
    return each(lambda _view, value: datatype_of(value) == name)


def _node_kind(nodes: Sequence[Node]) -> Check:
    first = _KINDS.get(only(nodes))
    if first is None:
        raise BeyondError(nodes)
    return each(lambda _view, value: value[0] in first)


def make_pattern(nodes: Sequence[Node], flags: Sequence[Node]) -> Check:
    """Make the check of `sh:pattern`, of which there may be several, with `sh:flags`."""
    letters = set(str(only(flags)).lower()) if flags else set[str]()
    if not letters <= set(_FLAGS) or not all(isinstance(node, Literal) for node in nodes):
        raise BeyondError(nodes)
    options = sum(_FLAGS[letter] for letter in letters)
    try:
        searches = [re.compile(str(node), options).search for node in nodes]
    except re.error as error:
        raise BeyondError(nodes) from error

    def test(_view: View, value: Term) -> bool:
        text = text_of(value)
        return all(search(text) for search in searches)

    return each(test)


def _min_length(nodes: Sequence[Node]) -> Check:
    least = number_of(nodes)
    return each(lambda _view, value: len(text_of(value)) >= least)


def _max_length(nodes: Sequence[Node]) -> Check:
    most = number_of(nodes)
    return each(lambda _view, value: len(text_of(value)) <= most)


def make_in(nodes: Sequence[Node]) -> Check:
    """Make the check of `sh:in` out of the members of its list."""
    known = frozenset(term_of(node) for node in nodes)
    return lambda _view, _focus, values: known.issuperset(values)


def make_query(text: str, prefixes: dict[str, str]) -> Check:
    """Make the check that a query (`sh:select`) of a node shape finds nothing."""
    if _PREBOUND.search(text):
        raise BeyondError(text)
    known = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL), **prefixes}
    try:
        ox.Store().query(text, prefixes=known)
    except SyntaxError as error:
        raise BeyondError(text) from error
    return lambda view, focus, _values: not view.finds(text, known, focus)


def _has_value(nodes: Sequence[Node]) -> Check:
    wanted = {term_of(node) for node in nodes}
    return lambda _view, _focus, values: wanted.issubset(values)


def _bound(passes: Order) -> Maker:
    def make(nodes: Sequence[Node]) -> Check:
        try:
            bounds = [term_of(node) for node in nodes if comparable(term_of(node))[0] != "text"]
        except DoubtError as error:
            raise BeyondError(nodes) from error
        if len(bounds) != len(nodes):
            raise BeyondError(nodes)

        def test(_view: View, value: Term) -> bool:
            return value[0] == _LITERAL and all(_in_order(value, bound, passes) for bound in bounds)

        return each(test)

    return make


def _less_than(passes: Order) -> Maker:
    def make(nodes: Sequence[Node]) -> Check:
        others = [term_of(node) for node in nodes]

        def check(view: View, focus: Term, values: Collection[Term]) -> bool:
            limits = [limit for other in others for limit in view.values(focus, other)]
            return all(_in_order(value, limit, passes) for value in values for limit in limits)

        return check

    return make


def _in_order(value: Term, other: Term, passes: Order) -> bool:
    (kind, known), (wanted, limit) = comparable(value), comparable(other)
    if kind != wanted:
        raise DoubtError(value)
    return passes(known, limit)


def _disjoint(nodes: Sequence[Node]) -> Check:
    others = [term_of(node) for node in nodes]
    return lambda view, focus, values: all(
        set(values).isdisjoint(view.values(focus, other)) for other in others
    )


def _equals(nodes: Sequence[Node]) -> Check:
    others = [term_of(node) for node in nodes]
    return lambda view, focus, values: all(set(values) == set(view.values(focus, o)) for o in others)


def _less(a: object, b: object) -> bool:
    return a < b  # type: ignore[operator, no-any-return]  # both are of one kind that has an order


def _not_more(a: object, b: object) -> bool:
    return a <= b  # type: ignore[operator, no-any-return]  # as above


MAKERS: Final[dict[Node, Maker]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH["class"]: _class,
    SH.datatype: _datatype,
    SH.nodeKind: _node_kind,
    SH.minLength: _min_length,
    SH.maxLength: _max_length,
    SH.hasValue: _has_value,
    SH.minExclusive: _bound(lambda value, bound: _less(bound, value)),
    SH.minInclusive: _bound(lambda value, bound: _not_more(bound, value)),
    SH.maxExclusive: _bound(_less),
    SH.maxInclusive: _bound(_not_more),
    SH.lessThan: _less_than(_less),
    SH.lessThanOrEquals: _less_than(_not_more),
    SH.disjoint: _disjoint,
    SH.equals: _equals,
}
"""The constraints whose values say all that the check needs."""
