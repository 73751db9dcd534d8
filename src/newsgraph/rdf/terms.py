"""RDF terms as strings in N-Triples syntax: the cheapest form that every serialiser can take up.

A term is written exactly as pyoxigraph writes it, so that graphs compare as text too. Source of the syntax:
https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from newsgraph.vocab import RDF, XSD

Term: TypeAlias = str
"""An IRI in angle brackets, or a literal in double quotes with its datatype where it is no string."""

Triple: TypeAlias = tuple[Term, Term, Term]
"""Subject, predicate, object."""

TYPE: Final = f"<{RDF.type}>"
"""The property by which a node is of a class."""

_SPECIAL = re.compile('[\\x00-\\x1f"\\\\\\x7f\ufffe\uffff\ud800-\udfff]')
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_ESCAPES = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    **{ord(k): v for k, v in {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"}.items()},
    ord('"'): r"\"",
    ord("\\"): r"\\",
}
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?', re.DOTALL)
_DECIMAL = f"^^<{XSD.decimal}>"
_INTEGER = f"^^<{XSD.integer}>"


def iri(value: str) -> Term:
    """Return an IRI as a term; it must be encoded already (`newsgraph.iris.encode_iri`)."""
    return f"<{value}>"


def string(value: str) -> Term:
    r"""Return a plain literal.

    >>> print(string('Er sagte: "Nein"'))
    "Er sagte: \"Nein\""

    Raises `ValueError` for half a surrogate pair, which no RDF syntax can carry.
    """
    if _SPECIAL.search(value) is None:
        return f'"{value}"'
    return f'"{escaped(value)}"'


def escaped(value: str) -> str:
    """Return `value` with what must not stand bare in an N-Triples string as escapes."""
    if _HALF_PAIR.search(value):
        raise ValueError("half a surrogate pair is no character")
    return value.translate(_ESCAPES)


def typed(value: str, datatype: str) -> Term:
    """Return a literal of a datatype; `value` needs no escapes."""
    return f'"{value}"^^<{datatype}>'


def integer(value: int) -> Term:
    """Return an xsd:integer."""
    return f'"{value}"{_INTEGER}'


def decimal(value: float) -> Term:
    """Return an xsd:decimal of at most two places in its canonical form, the only one that stores keep.

    >>> decimal(0.9)[:5], decimal(1)[:3]
    ('"0.9"', '"1"')

    Source: https://www.w3.org/TR/xmlschema11-2/#f-decimalCanmap.
    """
    return f'"{f"{value:.2f}".rstrip("0").rstrip(".")}"{_DECIMAL}'


def is_iri(term: Term) -> bool:
    """Say whether a term is an IRI."""
    return term.startswith("<")


def iri_value(term: Term) -> str:
    """Return the IRI of a term without its brackets."""
    return term[1:-1]


def split_triples(ntriples: str) -> list[Triple]:
    r"""Take canonical N-Triples apart, of which each line is a triple and ends in " .\n".

    >>> split_triples('<urn:s> <urn:p> "Guten Tag . "@de .\n')
    [('<urn:s>', '<urn:p>', '"Guten Tag . "@de')]
    """
    lines = ntriples.split("\n")[:-1]
    return [(s, p, o) for s, p, o in (line[:-2].split(" ", 2) for line in lines)]


def literal_parts(term: Term) -> tuple[str, str | None, str | None]:
    r"""Return a literal's value without escapes, its datatype (None for a string) and its language tag.

    >>> literal_parts('"a\\"b"'), literal_parts('"1"^^<http://www.w3.org/2001/XMLSchema#integer>')[0]
    (('a"b', None, None), '1')
    """
    if term.endswith('"'):
        return unescaped(term[1:-1]), None, None
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not a literal: {term}")
    value, datatype, language = match.groups()
    return unescaped(value), datatype, language


def unescaped(value: str) -> str:
    """Return the inside of an N-Triples string without its escapes."""
    return _ESCAPED.sub(_character, value) if "\\" in value else value


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])
