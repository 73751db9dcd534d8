"""What is certain without a model corrects it: where quotation marks open and close.

Further corrections of the model by rules have their place here; each is a function from what was found to
what is to be believed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.name_words import noun_score
from newsgraph.annotation.neural.layers import Layer
from newsgraph.annotation.quotation_marks import find_quotations
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import NameSpan, QuoteSpan
    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.reading import Reading
    from newsgraph.annotation.quotation_marks import Quotation

__all__ = ["correct_direct", "correct_edges", "is_name", "is_plausible", "join_persons"]

_SHARE = 0.5
_FEW = 8
_TWO = 2
_KNOWN = -15.0
_CERTAIN = 0.95
_CLAUSES = frozenset({"Indirect", "IndirectFreeIndirect", "FreeIndirect"})
_WITHIN = ".%&/§*#"
_HYPHENS = "-\u2011"
_ROLES = (Layer.DIRECT, Layer.SPEAKER, Layer.CUE, Layer.FRAME)


def correct_direct(
    document: Document, reading: Reading, marks: Mapping[Layer, Sequence[Mark]]
) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans, direct ones brought to the quotation marks that they are meant to fill.

    „Wir [gehen. Morgen] kommen wir.“ becomes „[Wir gehen. Morgen kommen wir.]“, if what was found and what
    stands between the marks have at least half of their words in common. Spans that fill the same marks
    become one; a span without marks around it stays as it is.
    """
    pairs = [pair for pair in find_quotations(document) if pair.closed]
    index = SpanIndex(pair.inner for pair in pairs)
    corrected: list[Mark] = []
    for mark in marks[Layer.DIRECT]:
        near = [pairs[number] for number in index.touching(mark.span.start, mark.span.end)]
        fitted = _fitted(reading, mark, near)
        while corrected and corrected[-1].span.overlaps(fitted.span):
            fitted = max(corrected.pop(), fitted, key=lambda one: (len(one.span), one.score))
        corrected.append(fitted)
    return {**{layer: tuple(found) for layer, found in marks.items()}, Layer.DIRECT: tuple(corrected)}


def join_persons(reading: Reading, marks: Mapping[Layer, Sequence[Mark]]) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans, persons with nothing but a space between them as one: "[Miss] [Marple]" is one name.

    German parts two people by a comma or a word.
    """
    names: list[Mark] = []
    for mark in marks[Layer.NAMES]:
        before = names[-1] if names else None
        if (
            before is not None
            and before.label == mark.label == NameLabel.PERSON.value
            and reading.text[before.span.end : mark.span.start] == " "
            and reading.sentences[before.last] == reading.sentences[mark.first]
        ):
            span = Span(before.span.start, mark.span.end)
            score = min(before.score, mark.score)
            names[-1] = replace(before, last=mark.last, span=span, score=score)
        else:
            names.append(mark)
    return {**{layer: tuple(found) for layer, found in marks.items()}, Layer.NAMES: tuple(names)}


def is_name(document: Document, name: NameSpan) -> bool:
    """Say whether what looks like a name can be one that the rules have missed.

    No single common noun: "Bekombé", but not "Gemeinde". A lone surname that the rules do not know is a
    person's only where the model is almost certain.
    """
    tokens = list(document.tokens_within((name.span,)))
    if len(tokens) >= _TWO:
        return True
    known = tokens and noun_score(tokens[0].form) > _KNOWN
    return not known and (name.label is not NameLabel.PERSON or name.confidence >= _CERTAIN)


def is_plausible(document: Document, quote: QuoteSpan) -> bool:
    """Say whether a statement has what one of its type cannot do without.

    Two words at least; a clause its verb ("Mit einer Genehmigung" is none); a complement a noun, a cue, and
    an end that no article or preposition is; words in quotation marks somebody who says them, or a verb of
    saying: „Ein feste Burg“ alone is a title.
    """
    tokens = [token for token in document.tokens_within(quote.spans) if token.is_word]
    if len(tokens) < _TWO:
        return False
    if quote.type is StatementType.DIRECT:
        return bool(quote.cue or quote.speaker or quote.frame)
    if quote.type is StatementType.REPORTED:
        noun = any(token.tag in {"NN", "NE"} for token in tokens)
        return noun and bool(quote.cue) and not tokens[-1].tag.startswith(("ART", "APP", "KO"))
    return any(token.tag.startswith("V") for token in tokens)


def correct_edges(reading: Reading, marks: Mapping[Layer, Sequence[Mark]]) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans, statements in clauses of their own brought to the edges of these clauses.

    "Die Trümmer [verteilten sich im weiten] Umkreis, sagte …" becomes "[Die Trümmer verteilten sich im weiten
    Umkreis], sagte …": at most eight words up to the next punctuation mark, end of the sentence, or word that
    is a speaker, cue, frame or another statement. What stands further from an edge is left alone.
    """
    held = np.zeros(len(reading.pieces), dtype=bool)
    for layer in (*_ROLES, Layer.OTHER):
        for mark in marks[layer]:
            held[mark.first : mark.last + 1] = True
    other = []
    for mark in marks[Layer.OTHER]:
        fitted = mark
        if mark.label in _CLAUSES:
            first = _edge(reading, held, mark.first, -1)
            last = _edge(reading, held, mark.last, 1)
            if (first, last) != (mark.first, mark.last):
                start = min(mark.span.start, reading.pieces[first].start)
                end = max(mark.span.end, reading.pieces[last].end)
                fitted = replace(mark, first=first, last=last, span=Span(start, end))
                held[first : last + 1] = True
        other.append(fitted)
    return {**{layer: tuple(found) for layer, found in marks.items()}, Layer.OTHER: tuple(other)}


def _edge(reading: Reading, held: NDArray[np.bool_], at: int, step: int) -> int:
    """Return the piece where the clause ends that way, or `at` where that is too far."""
    words = 0
    edge = here = at
    while True:
        there = here + step
        if not 0 <= there < len(reading.pieces) or reading.sentences[there] != reading.sentences[at]:
            return edge
        start = reading.pieces[there].start
        if held[there] or _ends_clause(reading.text, start):
            return edge
        if reading.text[start].isalnum():
            words += not reading.joined[max(here, there)]
            edge = there
        if words > _FEW:
            return at
        here = there


def _ends_clause(text: str, at: int) -> bool:
    """Say whether a punctuation mark there parts clauses: none in "3,5", "SPD-Fraktion", "Dr. Ohm"."""
    mark = text[at]
    if not unicodedata.category(mark).startswith("P") or mark in _WITHIN:
        return False
    before, after = text[at - 1 : at].isalnum(), text[at + 1 : at + 2].isalnum()
    return not (before or after) if mark in _HYPHENS else not (before and after)


def _fitted(reading: Reading, mark: Mark, pairs: Sequence[Quotation]) -> Mark:
    """Return the span with the edges of what stands between the marks that it is meant to fill."""

    def shared(pair: Quotation) -> float:
        common = min(mark.span.end, pair.inner.end) - max(mark.span.start, pair.inner.start)
        return common / max(len(mark.span), len(pair.inner))

    best = max(pairs, key=shared, default=None)
    if best is None or shared(best) < _SHARE:
        return mark
    inner = best.inner.of(reading.text)
    start = best.inner.start + len(inner) - len(inner.lstrip())
    end = best.inner.start + len(inner.rstrip())
    first = bisect_left(reading.pieces, start, key=lambda piece: piece.start)
    last = bisect_right(reading.pieces, end, key=lambda piece: piece.end) - 1
    return replace(mark, first=first, last=last, span=Span(start, end)) if first <= last else mark
