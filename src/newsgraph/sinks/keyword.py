"""Whether a query uses a keyword, as the parser that will run it sees that, not as a tokenizer guesses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping


def has_keyword(query: str, keyword: str, prefixes: Mapping[str, str] = PREFIXES) -> bool:
    """Say whether the engine's parser takes `keyword` (in capitals) in `query` as one.

    `prefixes` must be those that the query will be run with: at one it does not know the parser gets stuck.

    The parser needs no white space (`SERVICESILENT<http://a.example/>{}`), and whether `<` opens an IRI or
    compares is known to it alone; so it is asked itself: where it gets stuck earlier once the letters are
    others, they were a keyword to it, and otherwise part of a name, an IRI, a string or a comment. The query
    is never run, because a bracket behind it, which nothing can close, makes it no query.

    >>> has_keyword("SELECT * { SERVICESILENT<http://a.example/>{} }", "SERVICE")
    True
    >>> has_keyword('SELECT * { ?service schema:name "Service" } # service', "SERVICE")
    False
    """
    if keyword.lower() not in query.lower():
        return False
    other = re.sub(keyword, _other, query, flags=re.IGNORECASE)
    return _stuck(query, prefixes) != _stuck(other, prefixes)


def _other(match: re.Match[str]) -> str:
    return match[0][:-1] + ("X" if match[0][-1] != "X" else "Y")


def _stuck(query: str, prefixes: Mapping[str, str]) -> str:
    """Return the parser's message, which begins with line and column of the farthest place it came to."""
    try:
        ox.Store().query(f"{query}\n]", prefixes=dict(prefixes))
    except SyntaxError as error:
        return str(error)
    raise AssertionError("a query that ends in a bracket parses")
