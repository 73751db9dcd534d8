"""Turtle and TriG for readers: prefixes, short IRIs, one block a node, the article first."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from newsgraph.rdf.terms import literal_parts
from newsgraph.vocab import DCTERMS, NG, OA, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Triple

_TYPE: Final = f"<{RDF.type}>"
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SPLIT: Final = re.compile(r"(.*[/#:])([^/#:]*)", re.DOTALL)
_BARE: Final = {
    str(XSD.integer): re.compile(r"[+-]?[0-9]+"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    str(XSD.boolean): re.compile(r"true|false"),
}
_STEADY_BASE: Final = re.compile(r"https?://[^/?#]+(?:/(?!\.)[^/?#]*)*/")
_DATA: Final = {
    "article": "article/",
    "person": "person/",
    "organization": "organization/",
    "place": "place/",
}

_INDENT: Final = "    "
_LONG: Final = 300
"""From this length on a text of several lines is written over several lines."""

_FIRST: Final = [
    f"<{term}>"
    for term in (
        RDF.type,
        SCHEMA.headline,
        SCHEMA.name,
        SCHEMA.text,
        NG.surface,
        NG.refersTo,
        NG.statementType,
        NG.illocution,
        NG.medium,
        NG.speaker,
        NG.proposer,
        NG.speakerMention,
        NG.cue,
        NG.frame,
        SCHEMA.datePublished,
        SCHEMA.publisher,
        SCHEMA.url,
        RDFS.label,
        RDFS.comment,
        DCTERMS.title,
        OA.hasSource,
        OA.start,
        OA.end,
        OA.prefix,
        OA.exact,
        OA.suffix,
    )
]
_LAST: Final = [
    f"<{term}>"
    for term in (
        SCHEMA.isPartOf,
        NG.reason,
        NG.foundBy,
        NG.confidence,
        NG.evidence,
        NG.speakerEvidence,
        NG.cueEvidence,
        NG.frameEvidence,
        NG.addresseeEvidence,
        NG.repeatedIn,
        SCHEMA.articleBody,
        OWL.versionInfo,
        PROV.wasGeneratedBy,
    )
]
_PREDICATE_ORDER: Final = {
    **{term: i - len(_FIRST) for i, term in enumerate(_FIRST)},
    **{term: i + 1 for i, term in enumerate(_LAST)},
}
_CLASS_ORDER: Final = {
    f"<{term}>": rank
    for rank, term in enumerate(
        (
            NG.Statement,
            NG.Proposal,
            SCHEMA.Country,
            SCHEMA.AdministrativeArea,
            SCHEMA.Place,
            SCHEMA.Organization,
            SCHEMA.NewsArticle,
            SCHEMA.Quotation,
            SCHEMA.Article,
            SCHEMA.TextObject,
            SCHEMA.WebPage,
            SCHEMA.MediaObject,
            SCHEMA.CreativeWork,
        ),
        start=1,
    )
}
_KINDS: Final = ("", "/graph", "/activity", "/text", "/person/", "/agent/", "/statement/", "/proposal/")
_LATE: Final = ("/mention/", "/span/")


class TurtleWriter:
    """Writes graphs one after the other; remembers nothing but the base of the IRIs that it shortens."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        """Take the prefixes for vocabularies; those for data come with the first graph."""
        self._prefixes = dict(prefixes)
        self._by_namespace = {namespace: prefix for prefix, namespace in self._prefixes.items()}
        self._short: dict[str, str] = {}
        self._root = ""

    def start(self, data_base: str | None = None) -> str:
        """Return the head of the file; `data_base` is the base of data IRIs, which get prefixes of their own."""
        if data_base is not None:
            for prefix, path in _DATA.items():
                self._prefixes[prefix] = data_base + path
                self._by_namespace[data_base + path] = prefix
        lines = [f"@prefix {p}: <{ns}> .\n" for p, ns in sorted(self._prefixes.items())]
        return "".join(lines)

    def turtle(self, graph: ArticleGraph) -> Iterator[str]:
        """Yield one article's graph as Turtle, block by block."""
        yield self._rebase(graph.article)
        for block in self._blocks(graph.article, graph.triples):
            yield f"\n{block} .\n"

    def trig(self, graph: ArticleGraph) -> Iterator[str]:
        """Yield one article's graph as TriG."""
        yield self._rebase(graph.article)
        yield f"\n{self.term(f'<{graph.graph}>')} {{\n"
        for number, block in enumerate(self._blocks(graph.article, graph.triples, _INDENT)):
            yield f"{chr(10) if number else ''}{_INDENT}{block} .\n"
        yield "}\n"

    def document(self, triples: Iterable[Triple]) -> Iterator[str]:
        """Yield triples that belong to no article, grouped by subject."""
        for block in self._blocks("", triples):
            yield f"\n{block} .\n"

    def term(self, term: str) -> str:
        """Return a term as short as Turtle allows."""
        short = self._short.get(term)
        if short is None:
            short = self._iri(term[1:-1]) if term.startswith("<") else self._literal(term)
            if len(self._short) < 10_000:  # texts are written once, vocabulary terms again and again
                self._short[term] = short
        return short

    def _rebase(self, article: str) -> str:
        root = f"{article}/"
        if not _STEADY_BASE.fullmatch(root):
            return ""
        if self._root != root:
            self._root = root
            self._short.clear()
        return f"\n@base <{root}> .\n"

    def _iri(self, value: str) -> str:
        if self._root and value.startswith(self._root) and len(value) > len(self._root):
            return f"<{value[len(self._root) :]}>"
        match = _SPLIT.fullmatch(value)
        if match is not None:
            prefix = self._by_namespace.get(match[1])
            if prefix is not None and _LOCAL.fullmatch(match[2]):
                return f"{prefix}:{match[2]}"
        return f"<{value}>"

    def _literal(self, term: str) -> str:
        if not term.endswith('"'):
            value, datatype, _ = literal_parts(term)
            if datatype is None:
                return term
            bare = _BARE.get(datatype)
            if bare is not None and bare.fullmatch(value):
                return value
            end = term.rindex("^^<")
            return f"{term[:end]}^^{self._iri(datatype)}"
        return _long(term) if len(term) > _LONG and r"\n" in term else term

    def _blocks(self, article: str, triples: Iterable[Triple], indent: str = "") -> Iterator[str]:
        groups = [(s, list(rows)) for s, rows in groupby(triples, key=lambda row: row[0])]
        groups.sort(key=lambda group: _subject_key(article, group[0]))
        for subject, rows in groups:
            yield self._block(subject, rows, f" ;\n{indent}{_INDENT}")

    def _block(self, subject: str, rows: list[Triple], joint: str) -> str:
        rows.sort(key=lambda row: (_PREDICATE_ORDER.get(row[1], 0), row[1], _CLASS_ORDER.get(row[2], 0)))
        parts = []
        for predicate, same in groupby(rows, key=lambda row: row[1]):
            verb = "a" if predicate == _TYPE else self.term(predicate)
            objects = ", ".join([self.term(row[2]) for row in same])
            parts.append(f"{verb} {objects}")
        return f"{self.term(subject)} " + joint.join(parts)


def _subject_key(article: str, subject: str) -> tuple[int, tuple[int, ...], str]:
    """Order nodes as a reader wants them: the article, its people, statements, proposals, then the evidence."""
    value = subject[1:-1]
    if not article or not value.startswith(article):
        return (len(_KINDS), (), value)
    rest = value[len(article) :]
    for rank, kind in enumerate(_KINDS):
        if rest == kind or (kind.endswith("/") and rest.startswith(kind)):
            return (rank, (), value)
    for rank, kind in enumerate(_LATE):
        if rest.startswith(kind):
            return (
                len(_KINDS) + 1 + rank,
                tuple(int(n) for n in re.findall(r"\d+", rest.split("/")[2])),
                value,
            )
    return (len(_KINDS), (), value)


def _long(term: str) -> str:
    """Return a string of several lines in three quotation marks, its line breaks as they are."""
    inside = term[1:-1]
    parts = re.split(r"(\\.)", inside)
    return '"""' + "".join("\n" if part == r"\n" else part for part in parts) + '"""'
