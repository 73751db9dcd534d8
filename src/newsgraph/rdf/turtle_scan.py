"""Turtle, TriG, N-Triples and N-Quads read by tokens: no RDF parser says where a triple stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin

from newsgraph.rdf.terms import unescaped
from newsgraph.vocab import RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    r"""
    (?>(?:\s+ | \#[^\r\n]*)*)
    (?:
      (?P<string>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\s]*>)
    | (?P<directive>@(?:prefix|base)\b | (?:PREFIX|BASE|prefix|base|Prefix|Base)(?=[\s<]))
    | (?P<language>@[A-Za-z]+(?:-\w+)*)
    | (?P<graph>(?:GRAPH|graph|Graph)(?=[\s<]))
    | (?P<name>(?:[\w\-·]|\.(?=[\w\-:]))*:(?:[\w\-·:]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w\-:%\\.]))*)
    | (?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z]+)
    | (?P<mark>\^\^ | [.;,\[\](){}])
    | (?P<other>\S)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_DEPTH: Final = {"[": 1, "(": 1, "]": -1, ")": -1}
NODES: Final = frozenset({"iri", "name"})
"""The kinds of tokens that name a node."""

_LONG: Final = ('"""', "'''")


class Token(NamedTuple):
    """A word of the text: its kind, itself, and the offset at which it begins."""

    kind: str
    word: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.word)


class Sentence(NamedTuple):
    """The tokens of one statement, without its full stop, and the named graph that it stands in."""

    graph: str | None
    tokens: list[Token]


class Stated(NamedTuple):
    """One triple whose subject has a name, and where its parts stand.

    `value` is None for what has no name: brackets and lists. Pairs are offsets, the second behind the end.
    """

    graph: str | None
    subject: str
    predicate: str
    value: str | None
    is_node: bool
    subject_at: tuple[int, int]
    predicate_at: tuple[int, int]
    value_at: tuple[int, int]


class Wanted(NamedTuple):
    """The triples that somebody looks for: all of these subjects, and all with these properties."""

    subjects: frozenset[str] = frozenset()
    predicates: frozenset[str] = frozenset()

    def has(self, triple: Stated) -> bool:
        """Say whether a triple is among them."""
        return triple.subject in self.subjects or triple.predicate in self.predicates


class LineNumbers:
    """Tells line and column (from 1) of an offset."""

    def __init__(self, text: str) -> None:
        """Find the lines of the text; CRLF, LF and CR end one."""
        self._starts = [match.end() for match in re.finditer(r"\r\n|\n|\r", text)]

    def __call__(self, offset: int) -> int:
        """Return the line of an offset."""
        return bisect_right(self._starts, offset) + 1

    def column(self, offset: int) -> int:
        """Return the column of an offset, in code points."""
        line = self(offset)
        return offset - (self._starts[line - 2] if line > 1 else 0) + 1


class TurtleScan:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        """Begin at the start of the text."""
        self._text = text
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._graph: str | None = None
        self._statement: list[Token] = []
        self._resolved: dict[str, str] = {}

    def sentences(self) -> Iterator[Sentence]:
        """Yield the statements; `resolve` reads names as they are to be read at that place."""
        depth = 0
        for match in _TOKEN.finditer(self._text):
            kind = match.lastgroup or ""
            if kind == "language":
                continue
            token = Token(kind, match[kind], match.start(kind))
            if kind != "mark":
                self._statement.append(token)
                if kind == "iri" and self._statement[0].kind == "directive":
                    self._directive()
                continue
            depth += _DEPTH.get(token.word, 0)
            if token.word in ".{}" and depth <= 0:
                yield from self._end(token.word)
                depth = 0
            else:
                self._statement.append(token)

    def triples(self, wanted: Wanted | None = None) -> Iterator[Stated]:
        """Yield the triples whose subject has a name: all, or those that are wanted."""
        for sentence in self.sentences():
            first = sentence.tokens[0]
            if first.kind in NODES:
                subject = self.resolve(first)
                if wanted is None or wanted.predicates or subject in wanted.subjects:
                    found = self._triples(subject, sentence)
                    yield from found if wanted is None else filter(wanted.has, found)

    def _triples(self, subject: str, sentence: Sentence) -> Iterator[Stated]:
        first = sentence.tokens[0]
        verb: Token | None = None
        for start, end, token in _terms(sentence.tokens[1:]):
            if token.word == ";":
                verb = None
            elif verb is None:
                verb = token
            else:
                is_node = token.kind in NODES
                value = self.resolve(token) if is_node else _literal(token)
                where = ((first.start, first.end), (verb.start, verb.end), (start, end))
                yield Stated(sentence.graph, subject, self._verb(verb), value, is_node, *where)

    def _verb(self, token: Token) -> str:
        return str(RDF.type) if token.word == "a" else self.resolve(token)

    def _directive(self) -> None:
        """End a directive at its IRI: that of SPARQL has no full stop."""
        target = urljoin(self._base, unescaped(self._statement[-1].word[1:-1]))
        if self._statement[0].word.lower().endswith("base"):
            self._base = target
        elif len(self._statement) > 2:
            self._prefixes[self._statement[1].word[:-1]] = target
        self._statement = []
        self._resolved.clear()

    def _end(self, word: str) -> Iterator[Sentence]:
        statement, self._statement = self._statement, []
        if word == "{":
            named = [token for token in statement if token.kind in NODES]
            self._graph = self.resolve(named[0]) if named else None
            return
        if len(statement) > 2:
            yield self._sentence(statement)
        if word == "}":
            self._graph = None

    def _sentence(self, statement: list[Token]) -> Sentence:
        # N-Quads: the fourth term of a statement of four; a datatype is no term of its own.
        if len(statement) not in {4, 6}:
            return Sentence(self._graph, statement)
        terms = [token for i, token in enumerate(statement) if not _is_datatype(statement, i)]
        last = terms[-1]
        if len(terms) == 4 and last.kind in NODES and all(t.kind in {*NODES, "string"} for t in terms):
            return Sentence(self.resolve(last), statement[:-1])
        return Sentence(self._graph, statement)

    def resolve(self, token: Token) -> str:
        """Return the IRI that a token names; a blank node keeps its label."""
        known = self._resolved.get(token.word)
        if known is None:
            known = self._resolved[token.word] = self._iri(token)
        return known

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            value = unescaped(token.word[1:-1])
            return urljoin(self._base, value) if self._base else value
        prefix, _, local = token.word.partition(":")
        return self._prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def _terms(tokens: list[Token]) -> Iterator[tuple[int, int, Token]]:
    """Yield predicates, objects and semicolons, each with its offsets; brackets are one object."""
    depth, opened = 0, 0
    for index, token in enumerate(tokens):
        if token.kind == "mark" and token.word in "[(":
            opened = token.start if not depth else opened
            depth += 1
        elif token.kind == "mark" and token.word in "])":
            depth -= 1
            if not depth:
                yield opened, token.end, token
        elif not depth and token.word not in {",", "^^"} and not _is_datatype(tokens, index):
            yield token.start, token.end, token


def _literal(token: Token) -> str | None:
    if token.kind in {"number", "word"}:
        return token.word
    if token.kind != "string":
        return None
    quote = 3 if token.word.startswith(_LONG) else 1
    return unescaped(token.word[quote:-quote])


def _is_datatype(statement: list[Token], index: int) -> bool:
    return statement[index].word == "^^" or (index > 0 and statement[index - 1].word == "^^")
