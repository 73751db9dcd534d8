"""Queries over all graphs, also where a server's default graph is not their union."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.sinks.sparql import Form
from newsgraph.sinks.tokens import tokens_of

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint.servers import Server
    from newsgraph.sinks.sparql import Query
    from newsgraph.sinks.tokens import Token


def over_all_graphs(query: Query, server: Server) -> Query:
    """Return the query so that this kind of server answers it over all graphs.

    Where the union has a name, the outermost pattern goes into a `GRAPH` of that name, within which every
    other `GRAPH` means what it did. A query that says `FROM` has chosen its graphs, and a DESCRIBE without a
    pattern has nothing to put anywhere: both stay as they are. See `parameters_for` for the other ways.
    """
    if server.union_graph is None or query.has_dataset:
        return query
    text = _within(query.text, query.form, server.union_graph)
    return query if text is None else replace(query, text=text)


def parameters_for(text: str, server: Server) -> tuple[tuple[str, str], ...]:
    """Return what to send with a query to have it answered over all graphs, unless it says `FROM` itself."""
    return () if server.union_parameters and _names_graphs(text) else server.union_parameters


def _names_graphs(text: str) -> bool:
    """Say whether a query says `FROM`.

    >>> _names_graphs("SELECT * FROM <a:b> { ?s ?p ?o }"), _names_graphs('SELECT * { ?s ?p "from" }')
    (True, False)
    """
    return "FROM" in text.upper() and any(token.keyword == "FROM" for token in tokens_of(text))


def _within(text: str, form: Form, graph: str) -> str | None:
    """Return the query with its outermost pattern in a graph; None where it has no pattern."""
    tokens = tuple(tokens_of(text))
    outer = [token for token in tokens if token.is_mark("{") and not token.depth]
    where = next((token.start for token in tokens if token.keyword == "WHERE" and not token.depth), 0)
    patterns = [token for token in outer if token.start > where]
    if not patterns:
        return None
    is_template = form is Form.CONSTRUCT and not where and len(patterns) > 1
    opening = patterns[1] if is_template else patterns[0]
    closing = _closing(tokens, opening)
    pattern = text[opening.end : closing.start]
    template = (
        f"{{{pattern}}} " if form is Form.CONSTRUCT and len(outer) == 1 else ""
    )  # CONSTRUCT WHERE { … }
    start = where if template else opening.start
    inner = f"{{ GRAPH <{graph}> {{{pattern}\n}} }}"
    keyword = "WHERE " if template else ""
    return f"{text[:start]}{template}{keyword}{inner}{text[closing.end :]}"


def _closing(tokens: tuple[Token, ...], opening: Token) -> Token:
    """Return the brace that closes another; queries are parsed before they come here, so there is one."""
    return next(t for t in tokens if t.start > opening.start and t.is_mark("}") and t.depth == 1)
