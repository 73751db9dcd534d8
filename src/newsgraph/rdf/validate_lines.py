"""On which line of a file a node is described.

No RDF parser says where a triple stood, so the text is read once more, only as far as it takes to see where
subjects are: Turtle, TriG, N-Triples and N-Quads by one scanner of tokens (`newsgraph.rdf.turtle_scan`),
JSON-LD by another (`newsgraph.rdf.jsonld_scan`), RDF/XML by the marks that it names nodes with.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias
from urllib.parse import urljoin
from xml.sax.saxutils import unescape

from newsgraph.rdf.jsonld_scan import JsonLdScan
from newsgraph.rdf.turtle_scan import NODES, LineNumbers, TurtleScan

Lines: TypeAlias = dict[tuple[str | None, str], int]
"""Line (from 1) by named graph and IRI; for graph None the first line in the file."""

_XML_ABOUT: Final = re.compile(r"""\brdf:(about|ID)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_XML_BASE: Final = re.compile(r"""\bxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def line_of(lines: Lines, iri: str, graph: str | None = None) -> int | None:
    """Return the line of an IRI in its named graph; where it is not in that, its first line in any."""
    return lines.get((graph, iri), lines.get((None, iri)))


def _note(lines: Lines, graph: str | None, iri: str, line: int) -> None:
    lines.setdefault((graph, iri), line)
    lines.setdefault((None, iri), line)


def find_subjects(text: str, form: str | None = None) -> Lines:
    r"""Return on which lines a text in the format of that name, or a guessed one, begins to describe nodes.

    For Turtle that is the line on which the block of the subject starts.

    >>> find_subjects("@prefix : <urn:x:> .\n\n:a :b :c ;\n  :d :e .\n")
    {(None, 'urn:x:a'): 3}
    """
    form = form or _guess(text)
    if form == "jsonld":
        return _json_subjects(text)
    if form == "rdfxml":
        return _xml_subjects(text)
    return _turtle_subjects(text)


def _guess(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{") and re.match(r'\{\s*("|\})', start):
        return "jsonld"
    if re.match(r"\[\s*[\[{\]]", start):
        return "jsonld"
    return "rdfxml" if start.startswith(("<?xml", "<rdf:", "<!DOCTYPE")) else "turtle"


def _turtle_subjects(text: str) -> Lines:
    line = LineNumbers(text)
    scan = TurtleScan(text)
    found: Lines = {}
    for graph, tokens in scan.sentences():
        if tokens[0].kind in NODES:
            _note(found, graph, scan.resolve(tokens[0]), line(tokens[0].start))
    return found


def _json_subjects(text: str) -> Lines:
    line = LineNumbers(text)
    found: Lines = {}
    for triple in sorted(JsonLdScan(text).triples(), key=lambda triple: triple.subject_at):
        _note(found, triple.graph, triple.subject, line(triple.subject_at[0]))
    return found


def _xml_subjects(text: str) -> Lines:
    line = LineNumbers(text)
    base_match = _XML_BASE.search(text)
    base = unescape(base_match[1] or base_match[2] or "") if base_match else ""
    entities = {"&quot;": '"', "&apos;": "'"}
    found: Lines = {}
    for match in _XML_ABOUT.finditer(text):
        value = unescape(match[2] if match[2] is not None else match[3], entities)
        iri = urljoin(base, f"#{value}" if match[1] == "ID" else value)
        start = text.rfind("<", 0, match.start())
        _note(found, None, iri, line(max(start, 0)))
    return found
