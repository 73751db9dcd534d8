"""Where the corpus may have left an addressee unmarked: it marks few datives, and no pronouns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.layers import Role
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document
    from training.scheme import Quotation

_PRONOUNS = frozenset({"ihm", "ihr", "ihnen", "mir", "dir", "uns", "euch", "ihn", "sie"})
_ARTICLES = frozenset({"dem", "der", "den", "einem", "einer", "seinem", "seiner", "ihrem", "ihrer", "allen"})
_REACH = 30  # how far behind its article a noun may stand, in code points


def without_doubtful_addressee(
    document: Document, quotation: Quotation
) -> tuple[Quotation, tuple[Span, ...]]:
    """Return a statement and the spans of its frame that may name an addressee whom nobody marked.

    Er warf [der Kollegin] … vor, hielt [ihm] die Ministerin entgegen. Where there are any, the addressee of
    the statement counts as unknown.
    """
    if quotation.addressee:
        return quotation, ()
    doubtful = tuple(_datives(document, quotation))
    if not doubtful:
        return quotation, ()
    return replace(quotation, known=quotation.known - {Role.ADDRESSEE}), doubtful


def _datives(document: Document, quotation: Quotation) -> Iterator[Span]:
    taken = (*quotation.speaker, *quotation.cue, *quotation.spans)
    for frame in quotation.frame:
        tokens = list(document.tokens_within((frame,)))
        for before, token in zip([None, *tokens], tokens, strict=False):
            governed = before is not None and before.tag.startswith("APPR")
            if governed or any(s.overlaps(token.span) for s in taken):
                continue
            form = token.form.lower()
            if form in _PRONOUNS and token.tag == "PPER":
                yield token.span
            elif form in _ARTICLES and token.tag in {"ART", "PPOSAT", "PIAT"}:
                nouns = [t for t in tokens if t.start > token.start and t.tag in {"NN", "NE", "NNA"}]
                if nouns and nouns[0].start - token.end < _REACH:
                    yield Span(token.start, nouns[0].end)
