"""SPARQL 1.1 Protocol, section 2.1: the query in an HTTP request, and the dataset that it is asked of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

import pyoxigraph as ox

from newsgraph.sinks.service.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_MOST_PARAMETERS: Final = 1000
_READS_ONLY: Final = "this endpoint only reads: it takes queries, no updates"


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as it came.

    `parameters` is the URL's query string, `body` the bytes of a POST, `base` the endpoint's own URL.
    """

    method: str
    parameters: str = ""
    media: str = ""
    body: bytes = b""
    accept: str | None = None
    encoding: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """A query, the graphs that it is asked of (none named: all of them), and the formats that are wanted.

    `base` is what relative IRIs of the query are resolved against, unless it says `BASE` itself.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None
    base: str = ""


def read_operation(request: Request) -> Operation | None:
    """Return the query operation in a request; None for a GET that asks what this service is.

    Raises `RefusedError` for what is no query operation: 400 for one that is malformed, 403 for an update,
    405 for another method than GET and POST, 415 for another media type than the two of the protocol.
    """
    if request.method not in {"GET", "HEAD", "POST"}:
        raise RefusedError(405, "this endpoint only reads: ask with GET or POST", Allow=", ".join(METHODS))
    parameters = _parameters(_text(request.parameters.encode("latin-1"), "the URL"), "the URL")
    if request.method != "POST":
        if not parameters:
            return None
        return _operation(parameters, request)
    return _operation([*parameters, *_posted(request)], request)


def _posted(request: Request) -> list[tuple[str, str]]:
    media, _, rest = request.media.partition(";")
    media = media.strip().lower()
    if media == "application/sparql-update":
        raise RefusedError(403, _READS_ONLY)
    if media not in {FORM, QUERY}:
        raise RefusedError(
            415,
            f"a query is not posted as {media}" if media else "a query is not posted without a Content-Type",
            mend=f"send {QUERY}, or {FORM}",
        )
    if request.encoding.strip().lower() not in {"", "identity"}:
        raise RefusedError(415, "the body is compressed", mend="send it as it is")
    charset = dict(_assignments(rest)).get("charset", "utf-8")
    if charset not in {"utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, "the body is not said to be UTF-8", mend="send it as UTF-8")
    text = _text(request.body, "the body")
    return [("query", text)] if media == QUERY else _parameters(text, "the body")


def _assignments(text: str) -> Iterable[tuple[str, str]]:
    for item in text.split(";"):
        name, _, value = item.partition("=")
        yield name.strip().lower(), value.strip().strip('"').lower()


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"not UTF-8 at byte {error.start}", where=where) from error


def _parameters(text: str, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "a parameter is not UTF-8", where=where) from error
    except ValueError as error:
        raise RefusedError(400, f"more than {_MOST_PARAMETERS} parameters", where=where) from error


def _operation(parameters: list[tuple[str, str]], request: Request) -> Operation:
    if any(name == "update" for name, _ in parameters):
        raise RefusedError(403, _READS_ONLY)
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        what = "more than one query" if queries else "no query"
        raise RefusedError(400, what, mend="give exactly one parameter `query`")
    return Operation(
        queries[0],
        _graphs(parameters, "default-graph-uri"),
        _graphs(parameters, "named-graph-uri"),
        request.accept,
        request.base,
    )


def _graphs(parameters: list[tuple[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(checked_iri(value, kind) for name, value in parameters if name == kind)


def checked_iri(iri: str, where: str) -> str:
    """Return an absolute IRI as it is. Raises `RefusedError` (400) for what is none."""
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise RefusedError(400, f"no absolute IRI: {iri[:200]!r}", where=where) from error
    return iri
