"""SERVICE, by which a query sends parts of itself to other servers: refused unless they were named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsgraph.errors import QueryError
from newsgraph.sinks.keyword import has_keyword
from newsgraph.sinks.tokens import place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from newsgraph.sinks.tokens import Token

_MEND: Final = "query that server by itself, with --endpoint, or allow it with --allow-service URL"


def check_services(
    text: str, tokens: Sequence[Token], allowed: Collection[str], prefixes: Mapping[str, str]
) -> str:
    """Return the query with GRAPH in the place of every SERVICE, which reads alike and sends nothing.

    `prefixes` are those that the query may use undeclared. Raises `QueryError` for a SERVICE whose endpoint
    is not one of the `allowed` IRIs, written out. Two judges look: our tokens, and the engine's own parser at
    what they left.
    """
    harmless = list(text)
    for number, token in enumerate(tokens):
        if token.keyword == "SERVICE":
            following = [*tokens[number + 1 : number + 3], token, token]
            silent = following[0].keyword == "SILENT"
            _check_endpoint(text, token, following[1 if silent else 0], allowed)
            harmless[token.start : token.end] = "GRAPH  "
            if silent:
                harmless[following[0].start : following[0].end] = " " * len("SILENT")
    graph = "".join(harmless)
    if has_keyword(graph, "SERVICE", prefixes):
        raise _refused("query")
    return graph


def _check_endpoint(text: str, service: Token, endpoint: Token, allowed: Collection[str]) -> None:
    where = place_of(text, service.start)
    if not allowed:
        raise _refused(where)
    if endpoint.kind != "iri":  # a prefix could be declared where only one of the two judges sees it
        raise QueryError(
            "which endpoint SERVICE asks must stand here, in full",
            where=where,
            mend="write the IRI of an allowed endpoint, as <https://…>",
        )
    if endpoint.text[1:-1] not in allowed:
        raise QueryError(
            f"SERVICE {endpoint.text} is not allowed",
            where=where,
            mend=f"allowed: {', '.join(sorted(allowed))}",
        )


def _refused(where: str) -> QueryError:
    return QueryError("SERVICE would send parts of the query to another server", where=where, mend=_MEND)
