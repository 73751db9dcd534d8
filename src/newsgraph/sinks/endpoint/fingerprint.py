"""A fingerprint of a graph that an endpoint works out itself, so that unchanged graphs need not travel.

Each triple gives an MD5; the number of triples and the sum of the first eight hex digits do not depend on an
order, which SPARQL does not promise. One change in four thousand million goes unnoticed; against somebody who
wants two graphs to look the same this is no protection.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from newsgraph.rdf.terms import iri_value, is_iri, literal_parts
from newsgraph.vocab import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from newsgraph.rdf.terms import Triple

_DIGITS: Final = 8
_HEX: Final = "0123456789abcdef"


def fingerprint_query(names: Iterable[str]) -> str:
    """Return the query that gives `?g ?n ?sum` for each of the named graphs that has triples."""
    object_type = 'IF(ISLITERAL(?o), CONCAT(STR(DATATYPE(?o)), " ", LANG(?o)), "")'
    line = f'CONCAT(STR(?s), " ", STR(?p), " ", STR(?o), " ", {object_type})'
    number = " + ".join(
        f'STRLEN(STRBEFORE("{_HEX}", SUBSTR(?h, {i + 1}, 1))) * {16 ** (_DIGITS - 1 - i)}'
        for i in range(_DIGITS)
    )  # SPARQL reads no hex: a digit is worth the number of digits before it
    return (
        f"SELECT ?g (COUNT(*) AS ?n) (SUM({number}) AS ?sum) WHERE "
        f"{{ {values(names)} GRAPH ?g {{ ?s ?p ?o }} BIND(MD5({line}) AS ?h) }} GROUP BY ?g"
    )


def values(names: Iterable[str]) -> str:
    """Return the clause that binds `?g` to each of these graph names."""
    return "VALUES ?g { " + " ".join(f"<{name}>" for name in names) + " }"


def fingerprint(triples: Collection[Triple]) -> tuple[int, int]:
    """Return the number of triples and the sum, as the endpoint gives them."""
    digests = (hashlib.md5(_line(t).encode(), usedforsecurity=False).hexdigest() for t in triples)
    return len(triples), sum(int(digest[:_DIGITS], 16) for digest in digests)


def _line(triple: Triple) -> str:
    subject, predicate, obj = triple
    head = f"{_name(subject)} {_name(predicate)}"
    if not obj.startswith('"'):
        return f"{head} {_name(obj)} "
    value, datatype, language = literal_parts(obj)
    if language:
        datatype = RDF.langString
    return f"{head} {value} {datatype or XSD.string} {language or ''}"


def _name(term: str) -> str:
    return iri_value(term) if is_iri(term) else term
