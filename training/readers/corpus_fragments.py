"""Literal fragments inside other statements, which most of the corpus leaves unmarked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from newsgraph.annotation.document import Document
    from training.markup import MarkedArticle
    from training.readers.corpus_places import Places
    from training.scheme import Quotation


def find_fragments(
    marked: MarkedArticle, places: Places, document: Document, quotations: tuple[Quotation, ...]
) -> tuple[tuple[Quotation, ...], tuple[Span, ...]]:
    """Return the unmarked quotations of two or more words inside a statement, and the doubtful ones.

    Each has the parts of the statement around it: Das sei „[gut gemeint, aber teuer]“, sagte sie. What is
    marked as a title or name is none; doubtful is a quotation that begins in upper case after a noun: das
    Stück „Der rote Hahn“.
    """
    direct = [s for q in quotations if q.type is StatementType.DIRECT for s in q.spans]
    traps = [s for t in marked.tagged if t.tag.startswith("t-") for s in places.text_spans(t.span)]
    found, doubtful = [], []
    for quotation in find_quotations(document):
        inner = quotation.inner.of(document.text)
        around = [
            q
            for q in quotations
            if q.type is not StatementType.DIRECT and any(s.contains(quotation.outer) for s in q.spans)
        ]
        if (
            len(inner.split()) < 2
            or any(s.overlaps(quotation.inner) for s in (*direct, *traps))
            or not around
        ):
            continue
        if _may_be_title(document, quotation.outer, inner):
            doubtful.append(quotation.outer)
            continue
        owner = min(around, key=lambda q: sum(len(s) for s in q.spans))
        found.append(replace(owner, type=StatementType.DIRECT, spans=(quotation.inner,), clause=()))
    return tuple(found), tuple(doubtful)


def _may_be_title(document: Document, outer: Span, inner: str) -> bool:
    sentence = document.sentences[document.sentence_number(outer.start)]
    before = [t for t in sentence.tokens if t.end <= outer.start]
    return bool(before) and before[-1].tag in {"NN", "NE"} and inner.lstrip()[0].isupper()
