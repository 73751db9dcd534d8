"""Quotation marks at the edges of a literal quotation."""

from __future__ import annotations

from newsgraph.model import Span

__all__ = ["CLOSING", "OPENING", "unquoted"]

OPENING = frozenset('„“"»«‚‘›‹”’') | {"'"}
CLOSING = OPENING - {"„", "‚"}


def unquoted(text: str, span: Span) -> Span:
    """Return the span without its outer quotation marks, and without punctuation after the closing one.

    One mark may be missing. Marks that pair with one inside the span are not outer ones: the last mark of
    "er ist ‚krank‘" stays. What would become empty stays as it is.

    >>> text = "„Wir kommen.“, sagte er."
    >>> unquoted(text, Span(0, 14)).of(text)
    'Wir kommen.'
    """
    inner = span.of(text)
    opened = inner[0] in OPENING
    head = inner.rstrip(".,;: ")
    closed = head != "" and head[-1] in CLOSING
    start = 1 if opened and (closed or not _pairs(inner[0], inner[1:])) else 0
    end = len(inner)
    if closed and (opened or not _pairs(head[-1], head[:-1])):
        end = len(head) - 1
    content = inner[start:end]
    if not content.strip():
        return span
    start += len(content) - len(content.lstrip())
    return Span(span.start + start, span.start + start + len(content.strip()))


_PARTNERS = {
    "„": '“”"', "“": "„”", "”": "„“", '"': '"„', "»": "«", "«": "»",
    "‚": "‘’'", "‘": "‚’", "’": "‚‘", "'": "'‚", "›": "‹", "‹": "›",
}  # fmt: skip


def _pairs(mark: str, rest: str) -> bool:
    """Tell whether a mark has its partner in the rest of the span."""
    return any(partner in rest for partner in _PARTNERS[mark])
