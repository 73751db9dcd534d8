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
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newsgraph.annotation.finder import NameSpan, QuoteSpan
    from newsgraph.annotation.neural.manifest import Trust
    from newsgraph.model import Span

__all__ = ["agree"]

_SAME = 0.5
"""From which share of common code points on two statements of one type are the same."""

Source = tuple[str, int]
"""Whose statement, "rules" or "model", and its number there."""


def _believe(_: NameSpan | QuoteSpan) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Entry:
    """A statement that is kept: as the first of `sources` has it, whose numbers it also refers to."""

    quote: QuoteSpan
    sources: tuple[Source, ...]


def agree(
    rules: Found,
    model: Found,
    trust: Trust,
    is_name: Callable[[NameSpan], bool] = _believe,
    is_plausible: Callable[[QuoteSpan], bool] = _believe,
) -> Found:
    """Return names and statements of both, in text order.

    `is_name` and `is_plausible` are asked about each name and statement that only the model finds.
    """
    names = _names(rules.names, model.names, trust, is_name)
    return Found(names, _statements(rules.quotes, model.quotes, trust, is_plausible))


def _names(
    rules: Sequence[NameSpan],
    model: Sequence[NameSpan],
    trust: Trust,
    is_name: Callable[[NameSpan], bool],
) -> tuple[NameSpan, ...]:
    """Return the rules' names, and those of the model where the rules see none."""
    held = SpanIndex(name.span for name in rules)
    added = [
        name
        for name in model
        if name.confidence >= trust.names and not held.overlaps(name.span) and is_name(name)
    ]
    return tuple(sorted((*rules, *added), key=lambda name: (name.span.start, name.span.end)))


def _statements(
    rules: Sequence[QuoteSpan],
    model: Sequence[QuoteSpan],
    trust: Trust,
    is_plausible: Callable[[QuoteSpan], bool],
) -> tuple[QuoteSpan, ...]:
    twins = _twins(rules, model)
    kept = _of_rules(rules, model, twins, trust)
    owners, held = _indexed(entry.quote for entry in kept)
    added = []
    paired = set(twins.values())
    for number, quote in enumerate(model):
        near = (kept[owners[n]].quote for span in quote.spans for n in held.touching(span.start, span.end))
        if (
            number not in paired
            and quote.confidence >= trust.added
            and all(_fits(quote, one) for one in near)
            and is_plausible(quote)
        ):
            added.append(_Entry(quote, (("model", number),)))
    return _Joined({"rules": rules, "model": model}, (*kept, *added)).renumbered()


def _of_rules(
    rules: Sequence[QuoteSpan], model: Sequence[QuoteSpan], twins: Mapping[int, int], trust: Trust
) -> list[_Entry]:
    """Return the statements of the rules that are kept, as rules or model have them."""
    seen = SpanIndex(span for quote in model for span in quote.spans)
    stay = [
        number
        for number, quote in enumerate(rules)
        if number in twins or not trust.drop or any(map(seen.overlaps, quote.spans))
    ]
    taken = set() if trust.parts_of_rules else _uncrossed(rules, model, twins, stay)
    kept = []
    for number in stay:
        quote, twin = rules[number], twins.get(number)
        if twin is None:
            kept.append(_Entry(quote, (("rules", number),)))
        elif number in taken:
            kept.append(_Entry(model[twin], (("model", twin), ("rules", number))))
        else:
            other = model[twin]
            both = replace(quote, confidence=other.confidence, media=quote.media or other.media)
            kept.append(_Entry(both, (("rules", number), ("model", twin))))
    return kept


def _uncrossed(
    rules: Sequence[QuoteSpan], model: Sequence[QuoteSpan], twins: Mapping[int, int], stay: Sequence[int]
) -> set[int]:
    """Return the statements of the rules in whose place that of the model can stand and crosses none.

    What stays as the rules have it can cross the model's version of its neighbour, which then stays too.
    """
    numbers = [number for number in stay if number in twins]
    owners, held = _indexed(model[twins[number]] for number in numbers)
    taken = set(numbers)
    fixed = [number for number in stay if number not in twins]
    while fixed:
        one = fixed.pop()
        near = {numbers[owners[n]] for span in rules[one].spans for n in held.touching(span.start, span.end)}
        for other in near & taken - {one}:
            version = model[twins[other]]
            if not _fits(version, rules[one]) and not _fits(rules[one], version):
                taken.remove(other)
                fixed.append(other)
    return taken


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


def _fits(quote: QuoteSpan, other: QuoteSpan) -> bool:
    """Say whether a statement can stand with another that it touches: as a literal part of what is not so."""
    return (
        quote.type is StatementType.DIRECT
        and other.type is not StatementType.DIRECT
        and _holds(other.spans, quote.spans)
    )


def _holds(outer: Sequence[Span], inner: Sequence[Span]) -> bool:
    """Say whether some spans lie within others, and leave something of them."""
    within = all(any(held.contains(span) for held in outer) for span in inner)
    return within and sum(map(len, inner)) < sum(map(len, outer))


class _Joined:
    """Statements that are kept, in text order, and what each continues and lies in."""

    def __init__(self, given: Mapping[str, Sequence[QuoteSpan]], kept: Sequence[_Entry]) -> None:
        """Sort what is kept of what was given by rules and model."""
        self._given = given
        self._entries = sorted(kept, key=lambda one: (one.quote.spans[0].start, -one.quote.spans[-1].end))
        self._places = {source: at for at, entry in enumerate(self._entries) for source in entry.sources}
        self._owners, self._held = _indexed(entry.quote for entry in self._entries)

    def renumbered(self) -> tuple[QuoteSpan, ...]:
        """Return the statements with `continues` and `nested_in` counted among those that are kept."""
        return tuple(self._renumbered(place) for place in range(len(self._entries)))

    def _renumbered(self, place: int) -> QuoteSpan:
        quote, (source, _) = self._entries[place].quote, self._entries[place].sources[0]
        host = self._host(place)
        if host is None:
            continues, speaker = self._continued(place)
            return replace(quote, continues=continues, nested_in=None, speaker=speaker)
        own = _parts(quote)
        around = quote.nested_in is not None and _parts(self._given[source][quote.nested_in])
        if own == around or not any(own):  # it has nothing of its own, so it has what its host has
            outer = self._entries[host].quote
            quote = replace(quote, speaker=outer.speaker, cue=outer.cue, frame=outer.frame)
        return replace(quote, continues=None, nested_in=host)

    def _host(self, place: int) -> int | None:
        """Return the statement in which one lies: that it names, or for a literal one any that holds it."""
        entry = self._entries[place]
        quote, (source, _) = entry.quote, entry.sources[0]
        near: list[int] = []
        if quote.nested_in is not None and (source, quote.nested_in) in self._places:
            near = [self._places[source, quote.nested_in]]
        if quote.type is StatementType.DIRECT:
            around = self._touching(quote)
            near += [at for at in around if self._entries[at].quote.type is not StatementType.DIRECT]
        return next((at for at in near if _holds(self._entries[at].quote.spans, quote.spans)), None)

    def _continued(self, place: int) -> tuple[int | None, tuple[Span, ...]]:
        """Return which earlier statement one continues, and its speaker mention.

        Where the earlier one is not kept, what stands in its place counts; else the one that it continues
        itself; else nothing, and its speaker is the speaker.
        """
        quote, (source, _) = self._entries[place].quote, self._entries[place].sources[0]
        number = quote.continues
        while number is not None:
            before = self._given[source][number]
            kept = self._places.get((source, number))
            instead = self._touching(before) if kept is None else [kept]
            if instead and instead[0] < place:
                return instead[0], quote.speaker
            if before.speaker:
                return None, quote.speaker or before.speaker
            number = before.continues if before.continues is None or before.continues < number else None
        return None, quote.speaker

    def _touching(self, quote: QuoteSpan) -> list[int]:
        """Return those of the kept statements that share a code point with one, in text order."""
        found = (n for span in quote.spans for n in self._held.touching(span.start, span.end))
        return sorted({self._owners[n] for n in found})


def _parts(quote: QuoteSpan) -> tuple[tuple[Span, ...], ...]:
    return quote.speaker, quote.cue, quote.frame
