"""Whether two sets of triples say the same, although a store words some values its own way.

Oxigraph gives 0.50 back as 0.5 and counts every derived integer as xsd:integer; Virtuoso gives true back as
1 and cuts zeros off the seconds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from newsgraph.rdf.terms import literal_parts
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from newsgraph.rdf.terms import Term, Triple

_TRUTH = {"1": "true", "0": "false"}
_INTEGERS = frozenset(
    XSD[name]
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "unsignedInt",
    )
)
_NUMBERS = _INTEGERS | {XSD.decimal, XSD.double, XSD.float}


def is_same(one: AbstractSet[Triple], other: AbstractSet[Triple]) -> bool:
    """Say whether two sets of triples are equal; literals that are worded differently are compared by value.

    >>> number = '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    >>> is_same({("<s>", "<p>", number)}, {("<s>", "<p>", number.replace("0.5", "0.50"))})
    True
    """
    if len(one) != len(other):
        return False
    left, right = one - other, other - one
    return sorted(map(_valued, left)) == sorted(map(_valued, right))


def _valued(triple: Triple) -> Triple:
    return triple[0], triple[1], _canonical(triple[2])


def _canonical(term: Term) -> Term:
    """Return a term that is the same for two wordings of one value."""
    if not term.startswith('"') or not term.endswith(">"):
        return term
    value, datatype, _ = literal_parts(term)
    try:
        if datatype == XSD.boolean:
            return f"boolean {_TRUTH.get(value, value)}"
        if datatype in _NUMBERS:
            return f"{'integer' if datatype in _INTEGERS else datatype} {Decimal(value).normalize()}"
        if datatype == XSD.dateTime:
            moment = datetime.fromisoformat(value)
            return f"time {moment.astimezone(UTC).isoformat() if moment.tzinfo else moment.isoformat()}"
    except (ValueError, InvalidOperation):
        return term  # no value of its type: only its wording can be compared
    return term
