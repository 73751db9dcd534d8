"""SPARQL queries before they are run: what kind they are, what they must not do, and their parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import QueryError
from newsgraph.sinks.keyword import has_keyword
from newsgraph.vocab import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Source of the tokens: https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$][^\W\d]\w*)
  | (?P<prefixed>(?:[^\W\d_][\w.-]*)?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-])*)
  | (?P<word>@?[^\W\d_][\w-]*)
  | (?P<mark>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_NAME = re.compile(r"[^\W\d]\w*")
_QUOTED = re.compile(
    r'"(?P<text>.*)"(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<type>\S+))?', re.DOTALL
)
_TYPED: Final = (
    (re.compile(r"[+-]?\d+"), XSD.integer),
    (re.compile(r"[+-]?\d*\.\d+"), XSD.decimal),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), XSD.date),
    (re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?"), XSD.dateTime),
    (re.compile(r"true|false"), XSD.boolean),
)


class Form(StrEnum):
    """The four forms of a SPARQL query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class Query:
    """A query that is safe to run: it reads only, asks no third party, and its parameters are bound.

    `source` is the text as the user wrote it, `text` has the parameters. Both use the prefixes of
    `newsgraph.vocab.PREFIXES` without declaring them; `undeclared` are those that they use so.
    """

    source: str
    text: str
    form: Form
    undeclared: tuple[str, ...] = ()

    @property
    def standalone(self) -> str:
        """The text with every prefix declared, on its first line, for other engines."""
        return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in self.undeclared) + self.text


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    depth: int  # how many braces and brackets are open before it

    @property
    def keyword(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


def prepare(text: str, parameters: Mapping[str, str] | None = None) -> Query:
    """Check a query and bind its parameters.

    A parameter `name` binds the variable `?name` (or `$name`) by a `VALUES` at the head of the outermost
    pattern; its value is read by `term_of`. Raises `QueryError` for an update, for `SERVICE` (the data would
    leave this machine), and for a parameter that the query does not have.
    """
    tokens = tuple(_tokens(text))
    form = _form_of(tokens)
    place = next((_place(text, token.start) for token in tokens if token.keyword == "SERVICE"), "query")
    if place != "query" or has_keyword(text, "SERVICE"):
        raise QueryError(
            "SERVICE would send parts of the query to another server",
            where=place,
            mend="query that server by itself, with --endpoint",
        )
    bound = {name.lstrip("?$"): term_of(value) for name, value in (parameters or {}).items()}
    return Query(text, _bind(text, tokens, form, bound), form, _undeclared(tokens))


def term_of(value: str) -> ox.NamedNode | ox.Literal:
    """Return the RDF term that a parameter's value stands for.

    `<…>`, a bare http(s) URL, and a name with a known prefix (`ng:Direct`) are IRIs; `"…"`, `"…"@de` and
    `"…"^^xsd:date` are literals as in Turtle; whole and decimal numbers, ISO dates and times, `true` and
    `false` have their types; all else is a string, as it is. To pass the string 1984, write `"1984"`.

    >>> print(term_of("Angela Merkel"), term_of("ng:Direct"))
    "Angela Merkel" <https://w3id.org/newsgraph/ns#Direct>

    Raises `QueryError` for an IRI or a literal that is none.
    """
    try:
        return _iri_of(value) or _literal_of(value)
    except ValueError as error:
        raise QueryError(
            f"not a value: {error}",
            where=f"parameter value {value!r}",
            mend="encode it, or quote it as a string",
        ) from error


def _iri_of(value: str) -> ox.NamedNode | None:
    if value.startswith("<") and value.endswith(">"):
        return ox.NamedNode(value[1:-1])
    prefix, colon, name = value.partition(":")
    if colon and prefix in {"http", "https"} and name.startswith("//") and not re.search(r"\s", value):
        return ox.NamedNode(value)
    if colon and prefix in PREFIXES and re.fullmatch(r"[\w.-]+", name):
        return ox.NamedNode(PREFIXES[prefix] + name)
    return None


def _literal_of(value: str) -> ox.Literal:
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        if quoted["language"]:
            return ox.Literal(quoted["text"], language=quoted["language"])
        if quoted["type"]:
            datatype = _iri_of(quoted["type"])
            if datatype is None:
                raise ValueError(f"{quoted['type']} is no datatype")
            return ox.Literal(quoted["text"], datatype=datatype)
        return ox.Literal(quoted["text"])
    for pattern, datatype_iri in _TYPED:
        if pattern.fullmatch(value):
            return ox.Literal(value, datatype=ox.NamedNode(datatype_iri))
    return ox.Literal(value)


def _tokens(text: str) -> Iterator[_Token]:
    depth = 0
    for match in _TOKEN.finditer(text):
        kind, word = match.lastgroup or "", match.group()
        if kind == "comment":
            continue
        if word == "\\":  # \u0053ERVICE is SERVICE to an engine: no escapes outside of strings and IRIs
            raise QueryError(
                "an escape outside of a string", where=_place(text, match.start()), mend="write it out"
            )
        yield _Token(kind, word, match.start(), depth)
        if kind == "mark":
            depth += (word in "{([") - (word in "})]")


def _form_of(tokens: tuple[_Token, ...]) -> Form:
    for token in tokens:
        if token.keyword in Form.__members__:
            return Form[token.keyword]
        if token.keyword in _UPDATES:
            raise QueryError(
                f"{token.keyword} changes data, and this command only reads",
                where="query",
                mend="change the articles and run `newsgraph load` or `newsgraph push`",
            )
    raise QueryError(
        "not a SPARQL query", where="query", mend="begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
    )


def _bind(
    text: str, tokens: tuple[_Token, ...], form: Form, bound: Mapping[str, ox.NamedNode | ox.Literal]
) -> str:
    if not bound:
        return text
    variables = {token.text[1:] for token in tokens if token.kind == "variable"}
    for name in bound:
        if not _NAME.fullmatch(name) or name not in variables:
            known = ", ".join(sorted(variables)) or "none"
            raise QueryError(
                f"the query has no parameter {name!r}", where="parameters", mend=f"its variables are: {known}"
            )
    opening = _pattern_start(tokens, form)
    names = " ".join(f"?{name}" for name in bound)
    values = " ".join(str(term) for term in bound.values())
    return f"{text[:opening]} VALUES ({names}) {{ ({values}) }} {text[opening:]}"


def _pattern_start(tokens: tuple[_Token, ...], form: Form) -> int:
    """Return the offset behind the brace that opens the outermost pattern."""
    where = next((i for i, t in enumerate(tokens) if t.keyword == "WHERE" and t.depth == 0), None)
    outer = [i for i, t in enumerate(tokens) if t.text == "{" and t.kind == "mark" and t.depth == 0]
    braces = [i for i in outer if where is None or i > where]
    short = form is Form.CONSTRUCT and len(outer) < 2
    if not braces or short:
        raise QueryError(
            "there is no pattern that could hold the parameters",
            where="query",
            mend="write it out as WHERE { … }",
        )
    opening = braces[-1] if where is None and form is Form.CONSTRUCT else braces[0]
    following = tokens[opening + 1] if opening + 1 < len(tokens) else None
    if following is not None and following.keyword == "SELECT":
        raise QueryError(
            "parameters cannot be bound where the pattern is a bare sub-select",
            where="query",
            mend="put the sub-select into braces of its own",
        )
    return tokens[opening].start + 1


def _undeclared(tokens: tuple[_Token, ...]) -> tuple[str, ...]:
    declared: set[str] = set()
    used: set[str] = set()
    previous = ""
    for token in tokens:
        if token.kind == "prefixed":
            name = token.text.partition(":")[0]
            (declared if previous == "PREFIX" else used).add(name)
        previous = token.keyword
    return tuple(sorted(name for name in used - declared if name in PREFIXES))


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"query, line {line}, column {offset - text.rfind(chr(10), 0, offset)}"
