"""The edges of a span as the model gives it, brought to the conventions of each layer."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Layer
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["is_combining", "trim"]

_PARTNERS = {
    "„": '“”"″', "“": '„”"', "”": '„“"', "»": "«", "«": "»", "›": "‹", "‹": "›", "‚": "‘’'", "‘": "‚’",
    "’": "‚‘", '"': '"„“”', "″": "„", "(": ")", ")": "(", "[": "]", "]": "[",
}  # fmt: skip
_BEFORE = ".,;:!?–—-…"
_AFTER = {
    Layer.DIRECT: ",;:–—",
    Layer.FRAME: ".;",
    Layer.NAMES: ",;:!?–—-…",
    Layer.ADDRESSEE: ".,;:!?–—-…",
    Layer.SPEAKER: ",;:!?–—-…",
}
_USUAL = ".,;:–—"


def trim(text: str, span: Span, layer: Layer) -> Span | None:
    """Return the span without space, marks that part it from its neighbours, and unpaired marks at its edges.

    Of what is said the full stop goes, except of a direct quotation: „[Wir gehen.]“, but [er gehe]. A pair of
    quotation marks around the whole of a direct quotation goes too. None where no word or number is left.
    """
    start, end = span.start, span.end
    after = _AFTER.get(layer, _USUAL)
    before = _BEFORE if layer is not Layer.FRAME else ".;"
    while start < end:
        inner = text[start:end]
        if inner[0].isspace() or inner[0] in before or _is_stray(inner, 0, inner[1:]):
            start += 1
        elif inner[-1].isspace() or inner[-1] in after or _is_stray(inner, -1, inner[:-1]):
            end -= 1
        elif layer is Layer.DIRECT and _is_quoted(inner):
            start, end = start + 1, end - 1
        else:
            break
    while end < len(text) and is_combining(text[end]):
        end += 1
    return Span(start, end) if start < end and _any(str.isalnum, text[start:end]) else None


def is_combining(character: str) -> bool:
    """Say whether a character belongs to the one before it: the accent of "e\u0301"."""
    return unicodedata.category(character).startswith("M")


def _any(holds: Callable[[str], bool], words: str) -> bool:
    return any(holds(character) for character in words)


def _is_stray(words: str, at: int, rest: str) -> bool:
    """Say whether the mark at an edge has no partner in the rest: [gut“], but [das sei „gut“]."""
    partners = _PARTNERS.get(words[at])
    return partners is not None and not _any(partners.__contains__, rest)


def _is_quoted(words: str) -> bool:
    """Say whether one pair of marks stands around all words: „gut“, but not „gut“ und „schlecht“."""
    closers = _PARTNERS.get(words[0], "")
    if len(words) < 3 or words[0] in "([)]" or words[-1] not in closers:
        return False
    return not _any((closers + words[0]).__contains__, words[1:-1])
