"""The report as a `sh:ValidationReport` in Turtle.

Source: https://www.w3.org/TR/shacl/#validation-report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newsgraph.iris import hash_of
from newsgraph.rdf.report_parts import notes, relative_path
from newsgraph.rdf.terms import string
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from newsgraph.model import Report, Result

_HEAD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

"""


_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
_PATH: Final = re.compile(r"<[^>]*>|[\^/|()*+?]")
_REPEATS: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def render_turtle(report: Report) -> str:
    """Return the report; what a result says makes its name, `urn:newsgraph:result:…`.

    Beside the terms of SHACL, `rdfs:label` is the excerpt, `schema:isPartOf` the article and `rdfs:comment`
    file and line, or of the report what is not in it.
    """
    names = [_name(result) for result in report.shown]
    parts = [_HEAD, "<urn:newsgraph:report> a sh:ValidationReport ;\n    sh:conforms "]
    parts.append("true" if report.conforms else "false")
    if names:
        parts.append(" ;\n    sh:result " + " ,\n        ".join(names))
    parts += [f" ;\n    rdfs:comment {string(note)}" for note in notes(report)]
    parts.append(" .\n")
    parts += [_result(name, result) for name, result in zip(names, report.shown, strict=True)]
    return "".join(parts)


def _name(result: Result) -> str:
    fields = (
        result.focus,
        result.path,
        result.value,
        result.value_type,
        result.shape,
        result.constraint,
        result.article,
        result.file,
        str(result.line or ""),
    )
    return f"<urn:newsgraph:result:{hash_of(*(field or '' for field in fields))}>"


def _result(name: str, result: Result) -> str:
    facts = [("a", "sh:ValidationResult"), ("sh:focusNode", _node(result.focus))]
    if result.path:
        facts.append(("sh:resultPath", path_term(result.path)))
    if result.value is not None:
        facts.append(("sh:value", _value(result.value, result.value_type)))
    if result.shape:
        facts.append(("sh:sourceShape", _node(result.shape)))
    facts.append(("sh:sourceConstraintComponent", _node(result.constraint)))
    facts.append(("sh:resultSeverity", f"sh:{result.severity.value}"))
    if result.message:
        facts.append(("sh:resultMessage", string(result.message)))
    facts += _place(result)
    return f"\n{name} " + " ;\n    ".join(f"{predicate} {obj}" for predicate, obj in facts) + " .\n"


def _place(result: Result) -> list[tuple[str, str]]:
    facts = []
    if result.article:
        facts.append(("schema:isPartOf", _node(result.article)))
    if result.excerpt:
        facts.append(("rdfs:label", string(result.excerpt)))
    if result.file:
        line = f":{result.line}" if result.line else ""
        facts.append(("rdfs:comment", string(f"{relative_path(result.file)}{line}")))
    return facts


def _node(name: str) -> str:
    return f"<{name}>" if _IRI.fullmatch(name) else f"<urn:newsgraph:node:{hash_of(name)}>"


def _value(value: str, kind: str | None) -> str:
    if kind is None:
        return _node(value)
    if kind == XSD.string:
        return string(value)
    return string(value) + (kind if kind.startswith("@") else f"^^<{kind}>")


def path_term(path: str) -> str:
    """Return a property path (an IRI, or as SPARQL writes it) as SHACL writes it in Turtle.

    >>> path_term("^<urn:x:of>/<urn:x:by>*")
    '( [ sh:inversePath <urn:x:of> ] [ sh:zeroOrMorePath <urn:x:by> ] )'

    Raises `ValueError` for what is no path.
    """
    if _IRI.fullmatch(path):
        return f"<{path}>"
    tokens = _PATH.findall(path)
    if "".join(tokens) != path:
        raise ValueError(f"not a property path: {path}")
    term = _alternatives(tokens)
    if tokens:
        raise ValueError(f"not a property path: {path}")
    return term


def _alternatives(tokens: list[str]) -> str:
    parts = [_sequence(tokens)]
    while tokens[:1] == ["|"]:
        tokens.pop(0)
        parts.append(_sequence(tokens))
    return parts[0] if len(parts) == 1 else f"[ sh:alternativePath ( {' '.join(parts)} ) ]"


def _sequence(tokens: list[str]) -> str:
    parts = [_step(tokens)]
    while tokens[:1] == ["/"]:
        tokens.pop(0)
        parts.append(_step(tokens))
    return parts[0] if len(parts) == 1 else f"( {' '.join(parts)} )"


def _step(tokens: list[str]) -> str:
    first = tokens.pop(0) if tokens else ""
    if first == "^":
        return f"[ sh:inversePath {_step(tokens)} ]"
    if first == "(":
        term = _alternatives(tokens)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("a bracket of the path is not closed")
    elif first.startswith("<"):
        term = first
    else:
        raise ValueError(f"not a step of a path: {first!r}")
    while tokens and tokens[0] in _REPEATS:
        term = f"[ sh:{_REPEATS[tokens.pop(0)]} {term} ]"
    return term
