"""SPARQL queries before they are run: what kind they are, what they must not do, and their parameters."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import QueryError
from newsgraph.sinks.binding import bind, check_bound
from newsgraph.sinks.services import check_services
from newsgraph.sinks.tokens import tokens_of
from newsgraph.vocab import OWL, PREFIXES, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from newsgraph.sinks.tokens import Token

KNOWN_PREFIXES: Final[Mapping[str, str]] = MappingProxyType({**PREFIXES, "owl": str(OWL), "sh": str(SH)})
"""The prefixes that a query may use without declaring them."""

_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_PREFIX = re.compile(r"[^\W\d_](?:[\w.-]*[\w-])?")
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

    `source` is the text as the user wrote it, `text` has the parameters. Both may use `prefixes` without
    declaring them; `undeclared` are those that they use so. `has_dataset` says that the query itself names
    the graphs that it asks, by `FROM`.
    """

    source: str
    text: str
    form: Form
    undeclared: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: KNOWN_PREFIXES)
    has_dataset: bool = False

    @property
    def standalone(self) -> str:
        """The text with every prefix declared, on its first line, for other engines."""
        return "".join(f"PREFIX {name}: <{self.prefixes[name]}> " for name in self.undeclared) + self.text


def prepare(
    text: str,
    parameters: Mapping[str, str] | None = None,
    *,
    prefixes: Mapping[str, str] | None = None,
    services: Collection[str] = (),
) -> Query:
    """Check a query and bind its parameters.

    A parameter `name` stands for `?name` (or `$name`) wherever the query has it, as if the term that
    `term_of` reads from its value were written there (see `binding`). `prefixes` are more of those that need
    no declaration, beside `KNOWN_PREFIXES`; one that the query declares itself counts before them. `services`
    are the endpoints that the query may send parts of itself to, by `SERVICE <IRI>`.

    Raises `QueryError` for an update, for any other `SERVICE` (the data would leave this machine), for a
    prefix that is none, and for a parameter that the query does not have, or that cannot be bound.
    """
    known = {**KNOWN_PREFIXES, **_checked(prefixes or {})}
    tokens = tuple(tokens_of(text))
    form = _form_of(tokens)
    harmless = check_services(text, tokens, services, known)
    bound = {name.lstrip("?$"): term_of(value, known) for name, value in (parameters or {}).items()}
    has_dataset = any(token.keyword == "FROM" and not token.depth for token in tokens)
    query = Query(text, text, form, _undeclared(tokens, known), known, has_dataset)
    if not bound:
        return query
    _check_names(bound, tokens)
    written = bind(text, tokens, bound)
    check_bound(harmless, written if harmless == text else bind(harmless, tokens, bound), known)
    return replace(query, text=written)


def limited(query: Query, rows: int) -> Query:
    """Return the query with a LIMIT of so many rows, unless it has a lower one.

    >>> limited(prepare("SELECT * { ?s ?p ?o } LIMIT 9 # or so"), 2).text
    'SELECT * { ?s ?p ?o } LIMIT 2 # or so'
    """
    outer = [token for token in tokens_of(query.text) if not token.depth]
    for word, number in itertools.pairwise(outer):
        if word.keyword == "LIMIT" and number.text.isdigit():
            least = str(min(int(number.text), rows))
            return replace(query, text=query.text[: number.start] + least + query.text[number.end :])
    ending = next((token.start for token in outer if token.keyword == "VALUES"), len(query.text))
    return replace(query, text=f"{query.text[:ending]}\nLIMIT {rows}\n{query.text[ending:]}")


def term_of(value: str, prefixes: Mapping[str, str] | None = None) -> ox.NamedNode | ox.Literal:
    """Return the RDF term that a parameter's value stands for.

    `<…>`, a bare http(s) URL, and a name with a known prefix (`ng:Direct`) are IRIs; `"…"`, `"…"@de` and
    `"…"^^xsd:date` are literals as in Turtle; whole and decimal numbers, ISO dates and times, `true` and
    `false` have their types; all else is a string, as it is. To pass the string 1984, write `"1984"`.

    >>> print(term_of("Angela Merkel"), term_of("ng:Direct"))
    "Angela Merkel" <https://w3id.org/newsgraph/ns#Direct>

    Raises `QueryError` for an IRI or a literal that is none.
    """
    try:
        known = KNOWN_PREFIXES if prefixes is None else prefixes
        return _iri_of(value, known) or _literal_of(value, known)
    except ValueError as error:
        raise QueryError(
            f"not a value: {error}",
            where=f"parameter value {value!r}",
            mend="encode it, or quote it as a string",
        ) from error


def _iri_of(value: str, prefixes: Mapping[str, str]) -> ox.NamedNode | None:
    if value.startswith("<") and value.endswith(">"):
        return ox.NamedNode(value[1:-1])
    prefix, colon, name = value.partition(":")
    if colon and prefix in {"http", "https"} and name.startswith("//") and not re.search(r"\s", value):
        return ox.NamedNode(value)
    if colon and prefix in prefixes and re.fullmatch(r"[\w.-]+", name):
        return ox.NamedNode(prefixes[prefix] + name)
    return None


def _literal_of(value: str, prefixes: Mapping[str, str]) -> ox.Literal:
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        if quoted["language"]:
            return ox.Literal(quoted["text"], language=quoted["language"])
        if quoted["type"]:
            datatype = _iri_of(quoted["type"], prefixes)
            if datatype is None:
                raise ValueError(f"{quoted['type']} is no datatype")
            return ox.Literal(quoted["text"], datatype=datatype)
        return ox.Literal(quoted["text"])
    for pattern, datatype_iri in _TYPED:
        if pattern.fullmatch(value):
            return ox.Literal(value, datatype=ox.NamedNode(datatype_iri))
    return ox.Literal(value)


def _form_of(tokens: tuple[Token, ...]) -> Form:
    for token in tokens:
        if token.keyword in Form.__members__:
            return Form[token.keyword]
        if token.keyword in _UPDATES:
            raise QueryError(
                f"{token.keyword} changes data, and queries only read",
                where="query",
                mend="ask with SELECT, ASK, CONSTRUCT or DESCRIBE",
            )
    raise QueryError(
        "not a SPARQL query", where="query", mend="begin with SELECT, ASK, CONSTRUCT or DESCRIBE"
    )


def _checked(prefixes: Mapping[str, str]) -> Mapping[str, str]:
    """Return prefixes that are some; raises `QueryError` for a name or an IRI that is none."""
    for name, iri in prefixes.items():
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise QueryError(f"not an IRI: {error}", where=f"prefix {name!r}", mend="encode it") from error
        if not _PREFIX.fullmatch(name):
            raise QueryError(
                "not a name for a prefix", where=f"prefix {name!r}", mend="letters, digits, `-` and `_`"
            )
    return prefixes


def _check_names(bound: Mapping[str, ox.NamedNode | ox.Literal], tokens: tuple[Token, ...]) -> None:
    variables = {token.text[1:] for token in tokens if token.kind == "variable"}
    for name in bound:
        if name not in variables:
            known = ", ".join(sorted(variables)) or "none"
            raise QueryError(
                f"the query has no parameter {name!r}", where="parameters", mend=f"its variables are: {known}"
            )


def _undeclared(tokens: tuple[Token, ...], prefixes: Mapping[str, str]) -> tuple[str, ...]:
    declared: set[str] = set()
    used: set[str] = set()
    previous = ""
    for token in tokens:
        if token.kind == "prefixed":
            name = token.text.partition(":")[0]
            (declared if previous == "PREFIX" else used).add(name)
        previous = token.keyword
    return tuple(sorted(name for name in used - declared if name in prefixes))
