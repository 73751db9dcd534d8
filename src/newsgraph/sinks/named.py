"""The queries that come with newsgraph: data files whose head tells what they are and what they take."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from newsgraph.errors import QueryError
from newsgraph.sinks.sparql import Query, prepare

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELD = re.compile(r"# (title|description): (.+)")
_PARAMETER = re.compile(r'# param (\w+)(?: "(.*)")?: (.+)')


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query takes; one without a default (None) must be given."""

    name: str
    description: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that comes with newsgraph."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def prepare(
        self, values: Mapping[str, str] | None = None, *, prefixes: Mapping[str, str] | None = None
    ) -> Query:
        """Return the query with these values, and the defaults for all others.

        `prefixes` are more of those that values may use.

        Raises `QueryError` for a parameter that it does not have, or that it needs and was not given.
        """
        given = {name.lstrip("?$"): value for name, value in (values or {}).items()}
        known = ", ".join(p.name for p in self.parameters)
        for name in given:
            if name not in {p.name for p in self.parameters}:
                raise QueryError(
                    f"no parameter is called {name!r}", where=f"query {self.name}", mend=f"it takes: {known}"
                )
        bound = {p.name: given.get(p.name, p.default) for p in self.parameters}
        missing = [name for name, value in bound.items() if value is None]
        if missing:
            raise QueryError(
                f"it needs a value for {missing[0]!r}",
                where=f"query {self.name}",
                mend=f"give it with --param {missing[0]}=…",
            )
        values = {name: value for name, value in bound.items() if value is not None}
        return prepare(self.text, values, prefixes=prefixes)


def load_named_query(name: str) -> NamedQuery:
    """Return the query of that name; raises `QueryError` with the known names."""
    known = {query.name: query for query in load_named_queries()}
    if name not in known:
        raise QueryError(f"no query is called {name!r}", where="--named", mend=f"known: {', '.join(known)}")
    return known[name]


@cache
def load_named_queries() -> tuple[NamedQuery, ...]:
    """Return all queries that come with newsgraph, by name.

    >>> [query.name for query in load_named_queries()]
    ['articles-by-day', 'links', 'mentioned-with', 'people', 'proposals', 'same-utterance', 'speakers', \
'statements-of', 'who-said-what']
    """
    folder = files("newsgraph") / "queries"
    texts = {
        item.name[:-3]: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".rq")
    }
    return tuple(_parsed(name, texts[name]) for name in sorted(texts))


def _parsed(name: str, text: str) -> NamedQuery:
    head = [line for line in text.splitlines() if line.startswith("#")]
    fields = {match[1]: match[2] for line in head if (match := _FIELD.fullmatch(line))}
    parameters = tuple(
        Parameter(match[1], match[3], match[2]) for line in head if (match := _PARAMETER.fullmatch(line))
    )
    return NamedQuery(name, fields["title"], fields["description"], parameters, text)
