"""What rules and model find, put together as far as the model's description says.

Where both find a statement, one of them says what belongs to it; what only the model finds counts from a
confidence on, and what only the rules find stays unless the model sees nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.finder import Found
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsgraph.annotation.finder import NameSpan, QuoteSpan
    from newsgraph.annotation.neural.manifest import Trust
    from newsgraph.model import Span

__all__ = ["agree"]

_SAME = 0.5
"""From which share of common code points on two statements of one type are the same."""

Source = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A statement that is kept, and where it and those that it refers to come from."""

    quote: QuoteSpan
    source: Source


def agree(rules: Found, model: Found, trust: Trust) -> Found:
    """Return names and statements of both, in text order."""
    return Found(_names(rules.names, model.names, trust), _statements(rules.quotes, model.quotes, trust))


def _names(rules: Sequence[NameSpan], model: Sequence[NameSpan], trust: Trust) -> tuple[NameSpan, ...]:
    """Return the rules' names, and those of the model where the rules see none."""
    held = SpanIndex(name.span for name in rules)
    added = [
        name
        for name in model
        if name.confidence >= trust.names and not held.touching(name.span.start, name.span.end)
    ]
    return tuple(sorted((*rules, *added), key=lambda name: (name.span.start, name.span.end)))


def _statements(
    rules: Sequence[QuoteSpan], model: Sequence[QuoteSpan], trust: Trust
) -> tuple[QuoteSpan, ...]:
    twins = _twins(rules, model)
    seen = SpanIndex(span for quote in model for span in quote.spans)
    kept: list[_Entry] = []
    for number, quote in enumerate(rules):
        twin = twins.get(number)
        if twin is not None:
            other = model[twin]
            chosen = replace(quote, confidence=other.confidence, media=quote.media or other.media)
            kept.append(_Entry(chosen if trust.parts_of_rules else other, ("rules", number)))
        elif not trust.drop or any(seen.touching(span.start, span.end) for span in quote.spans):
            kept.append(_Entry(quote, ("rules", number)))
    owners, held = _indexed(entry.quote for entry in kept)
    taken = [entry.quote for entry in kept]
    same = {("model", twin): ("rules", number) for number, twin in twins.items()}
    for number, quote in enumerate(model):
        source = ("model", number)
        near = [taken[owners[n]] for span in quote.spans for n in held.touching(span.start, span.end)]
        if source not in same and quote.confidence >= trust.added and _fits(quote, near):
            kept.append(_Entry(quote, source))
    return _renumbered(kept, same)


def _twins(rules: Sequence[QuoteSpan], model: Sequence[QuoteSpan]) -> dict[int, int]:
    """Return for statements of the rules that of the model that is the same; none is so twice."""
    owners, held = _indexed(model)
    scored = sorted(
        (
            (_shared(quote.spans, model[index].spans), -number, -index)
            for number, quote in enumerate(rules)
            for index in {owners[n] for span in quote.spans for n in held.touching(span.start, span.end)}
            if quote.type is model[index].type
        ),
        reverse=True,
    )
    twins: dict[int, int] = {}
    used: set[int] = set()
    for share, number, index in scored:
        if share >= _SAME and -number not in twins and -index not in used:
            twins[-number] = -index
            used.add(-index)
    return twins


def _indexed(quotes: Iterable[QuoteSpan]) -> tuple[list[int], SpanIndex]:
    """Return an index of the spans of all statements, and for each span the statement's number."""
    rows = sorted(
        ((span, number) for number, quote in enumerate(quotes) for span in quote.spans), key=_by_start
    )
    return [number for _, number in rows], SpanIndex(span for span, _ in rows)


def _by_start(row: tuple[Span, int]) -> tuple[int, int, int]:
    return row[0].start, row[0].end, row[1]


def _shared(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Return the share of code points that two statements have in common, of all that either has."""
    first, second = list(one), list(other)
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second)
    return common / (sum(map(len, first)) + sum(map(len, second)) - common)


def _fits(quote: QuoteSpan, near: Sequence[QuoteSpan]) -> bool:
    """Say whether a statement crosses none of those that touch it: at most, it is literal within another."""
    literal = quote.type is StatementType.DIRECT
    for other in near:
        within = all(any(held.contains(span) for held in other.spans) for span in quote.spans)
        if not (literal and within and other.type is not StatementType.DIRECT):
            return False
    return True


def _renumbered(kept: Sequence[_Entry], same: dict[Source, Source]) -> tuple[QuoteSpan, ...]:
    """Return the statements in text order, with `continues` and `nested_in` counted anew."""
    ordered = sorted(kept, key=lambda entry: (entry.quote.spans[0].start, -entry.quote.spans[-1].end))
    places = {entry.source: place for place, entry in enumerate(ordered)}

    def place_of(entry: _Entry, number: int | None) -> int | None:
        if number is None:
            return None
        kind = "model" if entry.quote.rule == "model" else "rules"
        source = (kind, number)
        return places.get(same.get(source, source))

    quotes = []
    for place, entry in enumerate(ordered):
        continues = place_of(entry, entry.quote.continues)
        host = place_of(entry, entry.quote.nested_in)
        quotes.append(
            replace(
                entry.quote,
                continues=continues if continues is not None and continues < place else None,
                nested_in=host if host != place else None,
            )
        )
    return tuple(quotes)
