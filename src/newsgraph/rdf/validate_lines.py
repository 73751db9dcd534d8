"""On which line of a file a node is described.

No RDF parser says where a triple stood, so the text is read once more, only as far as it takes to see where
subjects are. Turtle, TriG, N-Triples and N-Quads are read by one scanner of tokens, JSON-LD and RDF/XML by
the marks that they name nodes with.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urljoin
from xml.sax.saxutils import unescape

if TYPE_CHECKING:
    from collections.abc import Iterable

Lines: TypeAlias = dict[tuple[str | None, str], int]
"""Line (from 1) by named graph and IRI; for graph None the first line in the file."""

_TOKEN: Final = re.compile(
    r"""
      (?P<skip>\s+ | \#[^\r\n]*)
    | (?P<string>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\s]*>)
    | (?P<directive>@(?:prefix|base)\b | (?:PREFIX|BASE|prefix|base|Prefix|Base)(?=[\s<]))
    | (?P<language>@[A-Za-z]+(?:-\w+)*)
    | (?P<graph>(?:GRAPH|graph|Graph)(?=[\s<]))
    | (?P<name>(?:[\w\-·]|\.(?=[\w\-:]))*:(?:[\w\-·:]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w\-:%\\.]))*)
    | (?P<mark>\^\^ | [.;,\[\](){}])
    | (?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_JSON_ID: Final = re.compile(
    r'(?P<before>,\s*)?"(?:@id|id)"\s*:\s*(?P<value>"(?:[^"\\]|\\.)*")(?P<after>\s*,(?P<graph>\s*"@graph"\s*:)?)?'
)
_JSON_PREFIX: Final = re.compile(r'"([\w-]*|@base|@vocab)"\s*:\s*"([A-Za-z][A-Za-z0-9+.-]*:[^"\\\s]*)"')
_XML_ABOUT: Final = re.compile(r"""\brdf:(about|ID)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_XML_BASE: Final = re.compile(r"""\bxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def find_lines(raw_text: str, iris: Iterable[str]) -> dict[str, int]:
    r"""Return for each of the IRIs the line (from 1) on which the text begins to describe it.

    For Turtle that is the line on which the block of the subject starts. IRIs that the text does not describe
    are left out.

    >>> find_lines("@prefix : <urn:x:> .\n\n:a :b :c ;\n  :d :e .\n", ["urn:x:a", "urn:x:c"])
    {'urn:x:a': 3}
    """
    lines = find_subjects(raw_text)
    return {iri: line for iri in iris if (line := line_of(lines, iri)) is not None}


def line_of(lines: Lines, iri: str, graph: str | None = None) -> int | None:
    """Return the line of an IRI in its named graph; where it is not in that, its first line in any."""
    return lines.get((graph, iri), lines.get((None, iri)))


def _note(lines: Lines, graph: str | None, iri: str, line: int) -> None:
    lines.setdefault((graph, iri), line)
    lines.setdefault((None, iri), line)


def find_subjects(text: str, form: str | None = None) -> Lines:
    """Return the lines of all subjects of a text in the format of that name; without one it is guessed."""
    form = form or _guess(text)
    if form == "jsonld":
        return _json_subjects(text)
    if form == "rdfxml":
        return _xml_subjects(text)
    return _Scan(text).run()


def _guess(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{") and re.match(r'\{\s*("|\})', start):
        return "jsonld"
    if re.match(r"\[\s*[\[{\]]", start):
        return "jsonld"
    return "rdfxml" if start.startswith(("<?xml", "<rdf:", "<!DOCTYPE")) else "turtle"


class _LineNumbers:
    def __init__(self, text: str) -> None:
        self._starts = [match.end() for match in re.finditer(r"\r\n|\n|\r", text)]

    def __call__(self, offset: int) -> int:
        return bisect_right(self._starts, offset) + 1


class _Scan:
    """One pass over Turtle, TriG, N-Triples or N-Quads."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = _LineNumbers(text)
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._found: Lines = {}
        self._graph: str | None = None
        self._statement: list[tuple[str, str, int]] = []

    def run(self) -> Lines:
        depth = 0
        for match in _TOKEN.finditer(self._text):
            kind, word = match.lastgroup or "", match.group()
            if kind in {"skip", "language"}:
                continue
            if kind == "mark" and word in "[(":
                depth += 1
            elif kind == "mark" and word in "])":
                depth -= 1
            if kind == "mark" and word in ".{}" and depth <= 0:
                self._end(word)
                depth = 0
            else:
                self._statement.append((kind, word, match.start()))
                self._maybe_directive()
        return self._found

    def _maybe_directive(self) -> None:
        """End a directive at its IRI: that of SPARQL has no full stop."""
        kind, word, _ = self._statement[0]
        if kind != "directive" or self._statement[-1][0] != "iri":
            return
        target = urljoin(self._base, self._plain(self._statement[-1][1][1:-1]))
        if word.lower().endswith("base"):
            self._base = target
        elif len(self._statement) > 2:
            self._prefixes[self._statement[1][1][:-1]] = target
        self._statement = []

    def _end(self, word: str) -> None:
        statement, self._statement = self._statement, []
        if word == "{":
            named = [part for part in statement if part[0] in {"iri", "name"}]
            self._graph = self._resolve(*named[0][:2]) if named else None
            return
        if statement:
            self._subject(statement)
        if word == "}":
            self._graph = None

    def _subject(self, statement: list[tuple[str, str, int]]) -> None:
        kind, word, offset = statement[0]
        if kind not in {"iri", "name"} or len(statement) < 3:
            return
        _note(self._found, self._graph_of(statement), self._resolve(kind, word), self._line(offset))

    def _graph_of(self, statement: list[tuple[str, str, int]]) -> str | None:
        # N-Quads: the fourth term of a statement of four; a datatype is no term of its own.
        terms = [part for i, part in enumerate(statement) if not _is_datatype(statement, i)]
        if len(terms) == 4 and all(part[0] in {"iri", "string"} for part in terms) and terms[3][0] == "iri":
            return self._resolve(*terms[3][:2])
        return self._graph

    def _resolve(self, kind: str, word: str) -> str:
        if kind == "iri":
            return urljoin(self._base, self._plain(word[1:-1])) if self._base else self._plain(word[1:-1])
        prefix, _, local = word.partition(":")
        return self._prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)

    @staticmethod
    def _plain(iri: str) -> str:
        return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), iri) if "\\" in iri else iri


def _is_datatype(statement: list[tuple[str, str, int]], index: int) -> bool:
    return statement[index][1] == "^^" or (index > 0 and statement[index - 1][1] == "^^")


def _json_subjects(text: str) -> Lines:
    line = _LineNumbers(text)
    known = dict(_JSON_PREFIX.findall(text))
    prefixes = {name: iri for name, iri in known.items() if iri.endswith(("/", "#", ":")) or name == "@base"}
    found: Lines = {}
    graph: str | None = None
    for match in _JSON_ID.finditer(text):
        iri = _expanded(json.loads(match["value"], strict=False), prefixes)
        if match["graph"]:
            graph = iri
        elif match["before"] or match["after"]:  # an object that holds nothing but @id describes nothing
            _note(found, graph, iri, line(match.start("value")))
    return found


def _expanded(value: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = value.partition(":")
    if colon and prefix in prefixes and not local.startswith("//"):
        return prefixes[prefix] + local
    return value if colon else urljoin(prefixes.get("@base", ""), value)


def _xml_subjects(text: str) -> Lines:
    line = _LineNumbers(text)
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
