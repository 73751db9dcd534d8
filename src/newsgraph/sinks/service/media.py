"""Which format an answer takes, by the Accept header of RFC 9110, section 12.5.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.sinks.service.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TABLES: Final[Mapping[str, ox.QueryResultsFormat]] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""What rows and truth values can be written as; the first is what a client gets that does not care."""

GRAPHS: Final[Mapping[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
"""What triples can be written as."""


def negotiate(accept: str | None, offered: Mapping[str, object]) -> str:
    """Return the media type that the client likes best; among equals the first that is offered.

    Of the ranges that fit a type the most exact counts (`text/turtle` before `text/*` before `*/*`). Raises
    `RefusedError` (406) where none fits.

    >>> negotiate("text/csv;q=0.5, application/*", TABLES)
    'application/sparql-results+json'
    """
    ranges = dict(_ranges(accept or "")) or {"*/*": 1.0}

    def liking(media: str) -> float:
        whole_type = f"{media.partition('/')[0]}/*"
        return next((ranges[name] for name in (media, whole_type, "*/*") if name in ranges), 0.0)

    best = max(offered, key=liking)
    if liking(best) <= 0:
        raise RefusedError(
            406, "the answer cannot be had in a format that you accept", mend=", ".join(offered)
        )
    return best


def content_type(media: str) -> str:
    """Return the media type with its charset, where it is text and would not tell otherwise."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for item in accept.split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        if media:
            yield media, _quality(parameters)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0
