"""Text from tokens, spaced as a newspaper prints it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["join"]

_NO_SPACE_BEFORE = re.compile(r"[,.;:!?)\]}…]|[!?]{2,3}|['’][a-z]{1,2}")
_NO_SPACE_AFTER = re.compile(r"[(\[{¿¡]")
_CLOSED_BY = {
    "„": frozenset('“”"'), "‚": frozenset("‘’'"), "``": frozenset(["''"]), "“": frozenset("”"),
    '"': frozenset('"'), "'": frozenset("'"), "''": frozenset(["''"]),
    "»": frozenset("«"), "«": frozenset("»"), "›": frozenset("‹"), "‹": frozenset("›"),
}  # fmt: skip
_TWO_WAY = frozenset(['"', "'", "''", "“", "«", "»", "‹", "›"])


def join(tokens: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """Return the tokens as text, and the span of each in it.

    No space stands before a comma, after an opening bracket or inside of quotation marks. Straight marks open
    and close by turns, but before punctuation and at the end they close. The tokens keep their code points.

    >>> join(["Er", "sagte", ":", '"', "Ja", '"', "."])[0]
    'Er sagte: "Ja".'
    """
    pieces: list[str] = []
    spans: list[Span] = []
    awaited: list[frozenset[str]] = []
    glued = True
    at = 0
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else "."
        closes = bool(awaited) and token in awaited[-1]
        if closes:
            awaited.pop()
        elif number and token in _TWO_WAY and re.fullmatch(r"[,.;:!?)]", following):
            closes = True
        opens = not closes and token in _CLOSED_BY
        if opens:
            awaited.append(_CLOSED_BY[token])
        if not (glued or closes or _NO_SPACE_BEFORE.fullmatch(token)):
            pieces.append(" ")
            at += 1
        pieces.append(token)
        spans.append(Span(at, at + len(token)))
        at += len(token)
        glued = opens or _NO_SPACE_AFTER.fullmatch(token) is not None
    return "".join(pieces), tuple(spans)
