"""Parameters of a query: terms put in the place of variables, token by token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.errors import QueryError
from newsgraph.sinks.tokens import find_fault, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyoxigraph as ox

    from newsgraph.sinks.tokens import Token

Term: TypeAlias = "ox.NamedNode | ox.Literal"

_LISTS: Final = {"SELECT": "columns", "GROUP": "by", "ORDER": "by", "VALUES": "values"}
"""The keywords that begin a list of variables, in which a term cannot stand, and what we call it."""
_ENDS: Final = frozenset({"WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"})
"""The keywords that end such a list."""

_SURELY_IRI = re.compile(r"<(?:[A-Za-z][\w.+-]*://|urn:)")
_ESCAPED = re.compile(r"\\(?:(\\)([uU])?|.)", re.DOTALL)


def bind(text: str, tokens: Sequence[Token], bound: Mapping[str, Term]) -> str:
    """Return the query with each variable of `bound` replaced by its term, wherever it stands.

    So a parameter means the same in every corner of the query, as a variable that is bound at its head would
    not: in sub-selects that do not project it, in filters of nested groups, in HAVING. Where SPARQL wants a
    variable (among the columns, in GROUP BY and ORDER BY) it stays, and a `VALUES` gives it the term. A term
    is written by the RDF library, and takes the place of a whole token. Raises `QueryError` for a variable
    that the query itself gives a value (`AS`, `VALUES`), and where a comparison may hide one from us.
    """
    binder = _Binder(text, tokens, bound)
    for number in range(len(tokens)):
        binder.read(number)
    return binder.written()


def check_bound(source: str, text: str, prefixes: Mapping[str, str]) -> None:
    """Raise `QueryError` where a query could be read, but with its parameters cannot. Nothing is run."""
    if find_fault(text, prefixes) is not None and find_fault(source, prefixes) is None:
        raise QueryError(
            "a parameter is a literal where only an IRI can stand",
            where="parameters",
            mend="give an IRI, as <https://…> or with a known prefix: it is a predicate or a graph here",
        )


def serialised(term: Term) -> str:
    r"""Return a term as SPARQL has it.

    Some engines decode `\\u0041` before they look for strings, where a backslash in front of it should have
    kept it; so the `u` behind a backslash is written as an escape itself.

    >>> from pyoxigraph import Literal
    >>> print(serialised(Literal("C:\\users")))
    "C:\\\U00000075sers"
    """
    return _ESCAPED.sub(_written_out, str(term))


def _written_out(match: re.Match[str]) -> str:
    return rf"\\\U{ord(match[2]):08x}" if match[2] else match[0]


@dataclass(slots=True)
class _Select:
    """A SELECT: which parameters it keeps as variables, and between which braces its pattern is."""

    kept: set[str] = field(default_factory=set)
    opening: int | None = None
    closing: int | None = None


class _Binder:
    """Walks over the tokens, knows in which list of variables it is at each depth, and collects changes."""

    def __init__(self, text: str, tokens: Sequence[Token], bound: Mapping[str, Term]) -> None:
        self._text = text
        self._tokens = tokens
        self._bound = bound
        self._lists: dict[int, str] = {}
        self._open: dict[int, _Select] = {}
        self._selects: list[_Select] = []
        self._edits: list[tuple[int, int, str]] = []

    def read(self, number: int) -> None:
        token = self._tokens[number]
        if token.kind == "word":
            self._keyword(number)
        elif token.kind == "mark":
            self._mark(number)
        elif token.kind == "variable" and token.text[1:] in self._bound:
            self._variable(number)
        elif token.kind == "iri" and self._may_hide(token.text):
            where = place_of(self._text, token.start)
            raise QueryError(
                "a comparison that looks like an IRI", where=where, mend="write a space behind `<`"
            )

    def written(self) -> str:
        """Return the query with all changes."""
        for select in self._selects:
            self._give_values(select)
        pieces, done = [], 0
        for start, end, new in sorted(self._edits):
            pieces += [self._text[done:start], new]
            done = end
        return "".join([*pieces, self._text[done:]])

    def _keyword(self, number: int) -> None:
        token = self._tokens[number]
        word = token.keyword
        if word in _LISTS and (word not in {"GROUP", "ORDER"} or self._word_after(number) == "BY"):
            self._lists[token.depth] = _LISTS[word]
        elif word in _ENDS:
            self._lists.pop(token.depth, None)
        if word == "SELECT":
            self._open[token.depth] = _Select()
            self._selects.append(self._open[token.depth])

    def _mark(self, number: int) -> None:
        token = self._tokens[number]
        depth, select = token.depth, self._open.get(token.depth)
        if token.text == "*" and depth == 0 and self._lists.get(0) == "columns" and select:
            select.kept.update(self._bound)
        elif token.text == "{":
            is_data = self._lists.pop(depth, None) == "values"
            if select and select.opening is None and not is_data:
                select.opening = number
        elif token.text == "}":
            self._lists.pop(depth, None)
            self._open.pop(depth, None)
            outer = self._open.get(depth - 1)
            if outer and outer.opening is not None and outer.closing is None:
                outer.closing = number

    def _variable(self, number: int) -> None:
        token = self._tokens[number]
        name = token.text[1:]
        before = self._tokens[number - 1] if number else token
        if before.keyword == "AS" or "values" in {
            self._lists.get(token.depth),
            self._lists.get(token.depth - 1),
        }:
            raise QueryError(
                f"the query gives ?{name} a value itself, so it is no parameter",
                where=place_of(self._text, token.start),
                mend="use a variable of another name",
            )
        if token.depth in self._lists:
            if token.depth in self._open:
                self._open[token.depth].kept.add(name)
        elif before.is_mark("(") and number > 1 and self._tokens[number - 2].keyword == "BOUND":
            self._edits.append((self._tokens[number - 2].start, self._tokens[number + 1].end, "true"))
        else:
            self._edits.append((token.start, token.end, f" {serialised(self._bound[name])} "))

    def _give_values(self, select: _Select) -> None:
        """Bind what stayed a variable, at the head of the pattern."""
        if not select.kept or select.opening is None:
            return
        names = [name for name in self._bound if name in select.kept]
        terms = " ".join(serialised(self._bound[name]) for name in names)
        values = f" VALUES ({' '.join(f'?{name}' for name in names)}) {{ ({terms}) }} "
        at = self._tokens[select.opening].end
        if self._word_after(select.opening) == "SELECT" and select.closing is not None:
            values += "{ "  # a bare sub-select takes nothing beside it
            end = self._tokens[select.closing].start
            self._edits.append((end, end, " }"))
        self._edits.append((at, at, values))

    def _word_after(self, number: int) -> str:
        return self._tokens[number + 1].keyword if number + 1 < len(self._tokens) else ""

    def _may_hide(self, iri: str) -> bool:
        """Say whether `<…>` may be a comparison with a parameter (`?a<?b&&?c>1`), by what it holds."""
        return not _SURELY_IRI.match(iri) and any(
            name in self._bound for name in re.findall(r"[?$](\w+)", iri)
        )
