"""Finds the names of places and countries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.name_shapes import ends_compound, is_stop_word, place_names
from newsgraph.annotation.name_words import country_names, is_common_noun, is_name_shaped
from newsgraph.lexicon import load_words
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.document import Document, Token

_LONGEST = 4
_PREPOSITIONS = frozenset({"in", "In", "aus", "Aus", "nach", "Nach", "bei", "Bei"})


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


def _is_after_preposition(tokens: Sequence[Token], index: int) -> bool:
    """Say whether an unknown name stands after "in" or "aus", as towns do: "in Rodenbek"."""
    token = tokens[index]
    return (
        index > 0
        and tokens[index - 1].form in _PREPOSITIONS
        and token.tag == "NE"
        and is_name_shaped(token.form)
        and not is_stop_word(token.form)
        and not is_common_noun(token.form)
        and not ends_compound(token.form)
        and place_name(token.form) is None
        and not (
            index + 1 < len(tokens) and tokens[index + 1].tag in {"NE", "NN"} and _adjoins(tokens, index)
        )
    )


def _adjoins(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index + 1].start == tokens[index].end + 1


def _place_at(text: str, tokens: Sequence[Token], index: int) -> Span | None:
    if not tokens[index].form[0].isupper() or tokens[index].tag == "ADJ(A)":
        return None
    if _is_after_preposition(tokens, index):
        return tokens[index].span
    ambiguous = tokens[index].form in load_words("ambiguous_places.txt")
    if ambiguous and not (index and tokens[index - 1].form in _PREPOSITIONS | {"von", "um", "bis", "Oder"}):
        return None
    for end in range(min(index + _LONGEST, len(tokens)), index, -1):
        span = Span(tokens[index].start, tokens[end - 1].end)
        if place_name(span.of(text)) is not None:
            return span
    return None
