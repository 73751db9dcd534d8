"""Finds the names of places and countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.name_shapes import place_names
from newsgraph.annotate.name_words import country_names
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotate.document import Document, Token

_LONGEST = 4


def find_place_names(document: Document) -> tuple[Span, ...]:
    """Return the spans of countries, cities, regions and waters of the word lists, genitives too."""
    return tuple(
        span
        for sentence in document.sentences
        for index in range(len(sentence.tokens))
        if (span := _place_at(document.text, sentence.tokens, index)) is not None
    )


def place_name(surface: str) -> str | None:
    """Return the nominative of a place of the word lists: "Hamburgs" gives "Hamburg"; else None."""
    for form in (surface, surface.removesuffix("s"), surface.rstrip("'’"), surface.removesuffix("es")):
        if form in country_names():
            return country_names()[form]
        if form in place_names():
            return form
    return None


def _place_at(text: str, tokens: Sequence[Token], index: int) -> Span | None:
    if not tokens[index].form[0].isupper() or tokens[index].tag == "ADJ(A)":
        return None
    for end in range(min(index + _LONGEST, len(tokens)), index, -1):
        span = Span(tokens[index].start, tokens[end - 1].end)
        if place_name(span.of(text)) is not None:
            return span
    return None
