"""Finds the names of bodies: parties, ministries, associations, firms, media."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.name_shapes import body_names
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotate.document import Document, Token

_LONGEST = 7


def find_body_names(document: Document) -> tuple[Span, ...]:
    """Return the spans of bodies, longest first where they overlap."""
    return tuple(
        span for sentence in document.sentences for span in _known_bodies(document.text, sentence.tokens)
    )


def _known_bodies(text: str, tokens: Sequence[Token]) -> list[Span]:
    spans = []
    index = 0
    while index < len(tokens):
        for end in range(min(index + _LONGEST, len(tokens)), index, -1):
            span = Span(tokens[index].start, tokens[end - 1].end)
            if _known(span.of(text)):
                spans.append(span)
                index = end - 1
                break
        index += 1
    return spans


def _known(surface: str) -> bool:
    return surface in body_names()
