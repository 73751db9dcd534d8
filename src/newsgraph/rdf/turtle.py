"""Turtle and TriG for readers: prefixes, short IRIs, one block a node, the article first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newsgraph.rdf.order import ordered_blocks
from newsgraph.rdf.terms import TYPE, literal_parts
from newsgraph.vocab import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.order import Block
    from newsgraph.rdf.terms import Triple

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_SPLIT: Final = re.compile(r"(.*[/#:])([^/#:]*)", re.DOTALL)
_BARE: Final = {
    str(XSD.integer): re.compile(r"[+-]?[0-9]+"),
    str(XSD.decimal): re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    str(XSD.boolean): re.compile(r"true|false"),
}
# A base that a relative IRI resolves against without surprises: no query, no fragment, no dot segments.
_STEADY_BASE: Final = re.compile(r"https?://[^/?#]+(?:/(?!\.)[^/?#]*)*/")
_RELATIVE: Final = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
# serd takes a relative IRI that is a keyword of TriG or SPARQL for the keyword: it goes as <./graph>.
_KEYWORDS: Final = frozenset({"graph", "base", "prefix"})
_DATA: Final = {
    "article": "article/",
    "person": "person/",
    "organization": "organization/",
    "place": "place/",
}
_INDENT: Final = "    "
_LONG: Final = 300
"""From this length on a text of several lines is written over several lines."""

_CACHED: Final = 10_000


class TurtleWriter:
    """Writes graphs one after the other; remembers only how it shortened the IRIs of the present one."""

    def __init__(self, prefixes: Mapping[str, str] = PREFIXES) -> None:
        """Take the prefixes for vocabularies; those for data come with `start`."""
        self._prefixes = dict(prefixes)
        self._by_namespace = {namespace: prefix for prefix, namespace in self._prefixes.items()}
        self._short: dict[str, str] = {}
        self._root = ""

    def start(self, data_base: str | None = None) -> str:
        """Return the head of the file; `data_base` is the base of data IRIs, which get prefixes too."""
        if data_base is not None:
            for prefix, path in _DATA.items():
                self._prefixes[prefix] = data_base + path
                self._by_namespace[data_base + path] = prefix
        return "".join([f"@prefix {p}: <{ns}> .\n" for p, ns in sorted(self._prefixes.items())])

    def turtle(self, graph: ArticleGraph) -> Iterator[str]:
        """Yield one article's graph as Turtle, block by block."""
        yield self._rebase(graph.article)
        yield from self._body(graph.article, graph.triples, "")

    def trig(self, graph: ArticleGraph) -> Iterator[str]:
        """Yield one article's graph as TriG."""
        yield self._rebase(graph.article)
        yield f"\n{self.term(f'<{graph.graph}>')} {{" if graph.graph else "\n{"
        yield from self._body(graph.article, graph.triples, _INDENT)
        yield "}\n"

    def document(self, triples: Iterable[Triple]) -> Iterator[str]:
        """Yield triples that belong to no article, grouped by subject."""
        yield from self._body("", sorted(set(triples)), "")

    def term(self, term: str) -> str:
        """Return a term as short as Turtle allows."""
        short = self._short.get(term)
        if short is None:
            short = self._new(term)
            if len(self._short) < _CACHED:
                self._short[term] = short
        return short

    def _new(self, term: str) -> str:
        if term.startswith("<"):
            return self._iri(term[1:-1])
        return self._literal(term) if term.startswith('"') else term

    def _rebase(self, article: str) -> str:
        root = f"{article}/"
        self._short.clear()
        if not _STEADY_BASE.fullmatch(root):
            self._root = ""
            return ""
        self._root = root
        return f"\n@base <{root}> .\n"

    def _iri(self, value: str) -> str:
        if self._root and value.startswith(self._root) and _RELATIVE.fullmatch(value, len(self._root)):
            rest = value[len(self._root) :]
            return f"<./{rest}>" if rest in _KEYWORDS else f"<{rest}>"
        match = _SPLIT.fullmatch(value)
        if match is not None:
            prefix = self._by_namespace.get(match[1])
            if prefix is not None and _LOCAL.fullmatch(match[2]):
                return f"{prefix}:{match[2]}"
        return f"<{value}>"

    def _literal(self, term: str) -> str:
        if term.endswith('"'):
            return _over_lines(term) if len(term) > _LONG and r"\n" in term else term
        value, datatype, _ = literal_parts(term)
        if datatype is None:
            return term
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value):
            return value
        return f"{term[: term.rindex('^^<')]}^^{self._iri(datatype)}"

    def _body(self, about: str, triples: Iterable[Triple], indent: str) -> Iterator[str]:
        # Evidence is many small nodes: a line each, selectors below the span that they select.
        root = f"<{about}/span/"
        for subject, properties in ordered_blocks(about, triples):
            if about and subject.startswith(root):
                gap = "" if "/" in subject[len(root) :] else "\n"
                yield f"{gap}{indent}{self._block((subject, properties), ' ; ')}\n"
            else:
                yield f"\n{indent}{self._block((subject, properties), f' ;{chr(10)}{indent}{_INDENT}')}\n"

    def _block(self, block: Block, joint: str) -> str:
        subject, properties = block
        lines = []
        for predicate, objects in properties:
            verb = "a" if predicate == TYPE else self.term(predicate)
            lines.append(f"{verb} {', '.join([self.term(obj) for obj in objects])}")
        return f"{self.term(subject)} {joint.join(lines)} ."


def _over_lines(term: str) -> str:
    """Return a string in three quotation marks, its line breaks as they are."""
    parts = re.split(r"(\\.)", term[1:-1])
    return '"""' + "".join(["\n" if part == r"\n" else part for part in parts]) + '"""'
