"""The triples of one unit in dictionaries, to look at its nodes many times a millisecond."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import pyoxigraph as ox

from newsgraph.rdf.terms import TYPE, literal_parts, unescaped
from newsgraph.rdf.validate_units import SUBCLASS
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.rdf.bridge import OxTerm
    from newsgraph.rdf.terms import Term, Triple

Comparable: TypeAlias = tuple[str, "Decimal | date | str"]
"""What a term is compared by: values of one kind (the first part) have an order, others none."""

_NOTHING: Final[dict[str, list[str]]] = {}

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?"
)


class DoubtError(Exception):
    """Whether something conforms is not certain from here: another has to look."""


class View:
    """One unit's triples by subject, by class and, for some properties, by object."""

    __slots__ = ("_above", "_instances", "_nodes", "_predicates", "_store", "_triples")

    def __init__(self, triples: Sequence[Triple], inverse: frozenset[Term]) -> None:
        """Take the triples in; `inverse` are the properties that will be followed from object to subject.

        Raises `DoubtError` for what SHACL engines take differently from plain terms: blank nodes, language
        tags (which they compare without regard to case) and `rdfs:subClassOf`.
        """
        nodes: dict[Term, dict[Term, list[Term]]] = {}
        above: dict[tuple[Term, Term], list[Term]] = {}
        for subject, predicate, obj in triples:
            if obj[-1] not in '>"' or subject[0] != "<":
                raise DoubtError(obj)
            node = nodes.get(subject)
            if node is None:
                node = nodes[subject] = {}
            if predicate in node:
                node[predicate].append(obj)
            else:
                node[predicate] = [obj]
            if predicate in inverse:
                above.setdefault((predicate, obj), []).append(subject)
        instances: dict[Term, list[Term]] = {}
        for subject, node in nodes.items():
            if SUBCLASS in node:
                raise DoubtError(subject)
            for kind in node.get(TYPE, ()):
                instances.setdefault(kind, []).append(subject)
        self._triples = triples
        self._store: ox.Store | None = None
        self._nodes = nodes
        self._above = above
        self._instances = instances
        self._predicates = {predicate for node in nodes.values() for predicate in node}

    def values(self, node: Term, predicate: Term) -> Sequence[Term]:
        """Return what a node has for a property; a triple that is there twice counts twice."""
        return self._nodes.get(node, _NOTHING).get(predicate, ())

    def bearers(self, predicate: Term, obj: Term) -> Sequence[Term]:
        """Return the nodes that have this value for a property that is followed inversely."""
        return self._above.get((predicate, obj), ())

    def instances(self, kind: Term) -> Sequence[Term]:
        """Return the nodes of a class."""
        return self._instances.get(kind, ())

    def subjects(self, predicate: Term) -> list[Term]:
        """Return the nodes that have a property."""
        if predicate not in self._predicates:
            return []
        return [subject for subject, node in self._nodes.items() if predicate in node]

    def objects(self, predicate: Term) -> set[Term]:
        """Return all values of a property."""
        return {obj for node in self._nodes.values() for obj in node.get(predicate, ())}

    def finds(self, query: str, prefixes: dict[str, str], this: Term) -> bool:
        """Say whether a query with `$this` bound to an IRI has an answer."""
        if this[0] != "<":
            raise DoubtError(this)
        if self._store is None:
            text = "".join([f"{s} {p} {o} .\n" for s, p, o in self._triples])
            self._store = ox.Store()
            self._store.bulk_extend(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
        bound: dict[ox.Variable, OxTerm | ox.Triple] = {ox.Variable("this"): ox.NamedNode(this[1:-1])}
        answers = self._store.query(query, prefixes=prefixes, substitutions=bound)
        if not isinstance(answers, ox.QuerySolutions):
            raise DoubtError(query)
        return next(answers, None) is not None


def text_of(term: Term) -> str:
    """Return the IRI of a term without brackets, or the value of a literal without escapes."""
    if term[0] == "<":
        return term[1:-1]
    return unescaped(term[1:-1]) if term[-1] == '"' else literal_parts(term)[0]


@lru_cache(maxsize=1024)
def datatype_of(term: Term) -> str | None:
    """Return the datatype of a literal, None for an IRI.

    Raises `DoubtError` where the value may not be what the datatype allows: only the plain forms count as
    sure (`5`, `0.5`, `2024-05-03`, `2024-05-03T10:00:00+02:00`, `true`), and no datatype but the common ones.

    >>> datatype_of('"2024-05-03"^^<http://www.w3.org/2001/XMLSchema#date>')
    'http://www.w3.org/2001/XMLSchema#date'
    """
    if term[0] == "<":
        return None
    if term[-1] == '"':
        return XSD.string
    return _typed(term)[0]


@lru_cache(maxsize=1024)
def comparable(term: Term) -> Comparable:
    """Return what a term is compared by. Raises `DoubtError` where that is not certain."""
    if term[-1] == '"' or term[0] == "<":
        return "text", text_of(term)
    datatype, value = _typed(term)
    if datatype in {XSD.integer, XSD.decimal}:
        return "number", Decimal(value)
    if datatype == XSD.date:
        return "date", date.fromisoformat(value)
    if datatype == XSD.dateTime:
        # One with a zone and one without cannot be compared.
        moment = datetime.fromisoformat(value)
        return ("time" if moment.tzinfo is None else "time in a zone"), moment
    raise DoubtError(term)


def _typed(term: Term) -> tuple[str, str]:
    value, datatype, _ = literal_parts(term)
    if datatype is None or not _is_sure(value, datatype):
        raise DoubtError(term)
    return datatype, value


def _is_sure(value: str, datatype: str) -> bool:
    if datatype == XSD.integer:
        return _INTEGER.fullmatch(value) is not None
    if datatype == XSD.decimal:
        return _NUMBER.fullmatch(value) is not None
    if datatype == XSD.boolean:
        return value in {"true", "false"}
    form = _DATE if datatype == XSD.date else _TIME if datatype == XSD.dateTime else None
    if form is None or form.fullmatch(value) is None:
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:  # a day or an hour that does not exist
        return False
    return True
