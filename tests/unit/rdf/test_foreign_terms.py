"""Every term of another vocabulary that the code names is one of that vocabulary's, as rdflib knows it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, XSD

from newsgraph import vocab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.namespace import DefinedNamespace

SOURCE: Final = Path(vocab.__file__).parent
KNOWN: Final[dict[str, type[DefinedNamespace]]] = {
    "DCAT": DCAT,
    "DCTERMS": DCTERMS,
    "OWL": OWL,
    "PROV": PROV,
    "RDF": RDF,
    "RDFS": RDFS,
    "SH": SH,
    "SKOS": SKOS,
    "VOID": VOID,
    "XSD": XSD,
}
WEB_ANNOTATION: Final = {
    *("SpecificResource", "TextPositionSelector", "TextQuoteSelector"),
    *("end", "exact", "hasSelector", "hasSource", "prefix", "start", "suffix"),
}
"""What newsgraph may use of https://www.w3.org/TR/annotation-vocab/, which rdflib does not have."""


@cache
def named() -> tuple[ast.Attribute | ast.Subscript, ...]:
    """Return each `NAME.term` and `NAME["term"]` of the code."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in sorted(SOURCE.rglob("*.py"))]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return tuple(node for node in nodes if isinstance(node, ast.Attribute | ast.Subscript))


def terms(namespace: str) -> set[str]:
    """Return the terms of a namespace of `newsgraph.vocab` that the code names."""
    return {term for node in named() for term in _terms(node, namespace)}


def _terms(node: ast.Attribute | ast.Subscript, namespace: str) -> Iterator[str]:
    if not isinstance(node.value, ast.Name) or node.value.id != namespace:
        return
    if isinstance(node, ast.Subscript):
        if isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)
    elif not hasattr(str, node.attr):  # `RDF.startswith` is no term
        yield node.attr


@pytest.mark.parametrize("namespace", KNOWN)
def test_a_namespace_is_spelled_as_its_vocabulary_does(namespace: str) -> None:
    assert str(getattr(vocab, namespace)) == str(KNOWN[namespace])


@pytest.mark.parametrize("namespace", KNOWN)
def test_every_term_named_exists(namespace: str) -> None:
    known = KNOWN[namespace]
    assert {term for term in terms(namespace) if rdflib.URIRef(f"{known}{term}") not in known} == set()


def test_the_scan_finds_terms() -> None:
    assert {"type", "subject"} <= terms("RDF")
    assert {"title", "license"} <= terms("DCTERMS")
    assert "class" in terms("VOID")


def test_every_term_of_web_annotation_exists() -> None:
    assert terms("OA") <= WEB_ANNOTATION
    assert "exact" in terms("OA")
