"""What rules and model find, put together; spans are counted in words of a text of short ones."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.annotation.finder import Found, NameLabel, NameSpan, QuoteSpan
from newsgraph.annotation.neural.agreement import agree
from newsgraph.annotation.neural.manifest import Trust
from newsgraph.model import Medium, Span, StatementType

if TYPE_CHECKING:
    from types import FrameType

DIRECT, INDIRECT, FREE, REPORTED = (
    StatementType.DIRECT,
    StatementType.INDIRECT,
    StatementType.INDIRECT_FREE_INDIRECT,
    StatementType.REPORTED,
)
OF_MODEL = Trust(parts_of_rules=False)


def quote(
    start: int,
    end: int,
    kind: StatementType = INDIRECT,
    *,
    speaker: int | None = None,
    continues: int | None = None,
    nested_in: int | None = None,
    confidence: float = 0.9,
    rule: str = "indirect-cue-after",
) -> QuoteSpan:
    """Return a statement of one span; its speaker is one code point."""
    return QuoteSpan(
        spans=(Span(start, end),),
        type=kind,
        speaker=() if speaker is None else (Span(speaker, speaker + 1),),
        continues=continues,
        nested_in=nested_in,
        confidence=confidence,
        rule=rule,
    )


def said(start: int, end: int, kind: StatementType = INDIRECT, **more: float | None) -> QuoteSpan:
    """Return a statement as the model gives it."""
    return quote(start, end, kind, rule="model", **more)  # type: ignore[arg-type]  # they are those of `quote`


def together(
    rules: list[QuoteSpan], model: list[QuoteSpan], trust: Trust | None = None
) -> tuple[QuoteSpan, ...]:
    found = agree(Found(quotes=tuple(rules)), Found(quotes=tuple(model)), trust or Trust())
    return found.quotes


def edges(quotes: tuple[QuoteSpan, ...]) -> list[tuple[int, int]]:
    return [(one.spans[0].start, one.spans[-1].end) for one in quotes]


@pytest.mark.parametrize(
    ("start", "end", "kind", "same"),
    [
        (0, 20, INDIRECT, True),
        (0, 10, INDIRECT, True),  # just half
        (0, 9, INDIRECT, False),
        (10, 30, INDIRECT, False),  # a third of what either has
        (0, 20, FREE, False),
    ],
)
def test_statements_of_one_type_with_half_in_common_are_the_same(
    start: int, end: int, kind: StatementType, *, same: bool
) -> None:
    of_rules, of_model = quote(0, 20, speaker=40), said(start, end, kind, speaker=41, confidence=0.7)
    (found,) = together([of_rules], [of_model], OF_MODEL)
    assert found == (of_model if same else of_rules)


def test_no_statement_is_the_same_as_two_others() -> None:
    rules = [quote(0, 10, speaker=50), quote(10, 19, speaker=51)]
    found = together(rules, [said(0, 20, speaker=60, confidence=0.95)], OF_MODEL)
    assert edges(found) == [(0, 10), (10, 19)]  # the one that the first could be would cross the second
    assert [one.confidence for one in found] == [0.95, 0.9]


def test_what_belongs_to_a_statement_is_said_by_rules_or_model() -> None:
    of_rules, of_model = quote(0, 20, speaker=40), said(0, 18, speaker=50, confidence=0.6)
    of_model = replace(of_model, media=frozenset({Medium.SPEECH}))
    assert together([of_rules], [of_model], OF_MODEL) == (of_model,)
    (found,) = together([of_rules], [of_model])
    assert (found.spans, found.speaker, found.rule) == (of_rules.spans, of_rules.speaker, of_rules.rule)
    assert (found.confidence, found.media) == (0.6, of_model.media)


def test_what_only_the_rules_find_goes_where_the_model_may_drop_it() -> None:
    rules = [quote(0, 20), quote(30, 50)]
    model = [said(15, 22, FREE, confidence=0.1)]
    assert edges(together(rules, model)) == [(0, 20), (30, 50)]
    assert edges(together(rules, model, Trust(drop=True))) == [(0, 20)]  # there it sees something


def test_what_only_the_model_finds_counts_where_it_is_sure_and_nothing_is_crossed() -> None:
    rules = [quote(20, 40)]
    model = [said(0, 10, confidence=0.79), said(12, 19, confidence=0.8), said(38, 50, FREE, confidence=1.0)]
    assert edges(together(rules, model)) == [(12, 19), (20, 40)]
    assert edges(together(rules, model, Trust(added=0.7))) == [(0, 10), (12, 19), (20, 40)]


def test_literal_words_within_a_statement_are_added_and_have_its_speaker() -> None:
    rules = [quote(0, 40, speaker=50), quote(60, 90, DIRECT, speaker=95)]
    model = [said(5, 20, DIRECT), said(22, 30, FREE), said(65, 80, DIRECT)]
    found = together(rules, model)
    assert edges(found) == [(0, 40), (5, 20), (60, 90)]
    assert (found[1].nested_in, found[1].speaker) == (0, rules[0].speaker)


def test_literal_words_with_a_speaker_of_their_own_keep_it() -> None:
    found = together([quote(0, 40, speaker=50)], [said(5, 20, DIRECT, speaker=1)])
    assert found[1].speaker == (Span(1, 2),)


def test_literal_words_that_had_the_speaker_of_their_statement_have_that_of_the_one_in_its_place() -> None:
    rules = [quote(0, 40, speaker=50)]
    model = [said(0, 40, speaker=60), said(5, 20, DIRECT, speaker=60, nested_in=0)]
    assert [one.speaker for one in together(rules, model)] == [rules[0].speaker] * 2
    assert [one.speaker for one in together(rules, model, OF_MODEL)] == [model[0].speaker] * 2


def test_literal_words_outside_what_stands_in_the_place_of_their_statement_stand_alone() -> None:
    rules = [quote(0, 20, speaker=50)]
    model = [said(0, 30, speaker=60), said(22, 28, DIRECT, speaker=60, nested_in=0)]
    found = together(rules, model)
    assert edges(found) == [(0, 20), (22, 28)]
    assert (found[1].nested_in, found[1].speaker) == (None, model[0].speaker)


def test_the_version_of_the_model_must_not_cross_what_the_rules_find_beside_it() -> None:
    rules = [quote(0, 10), quote(10, 20, FREE)]
    assert edges(together(rules, [said(0, 14)], OF_MODEL)) == [(0, 10), (10, 20)]
    both = [said(0, 14), said(14, 20, FREE)]
    assert edges(together(rules, both, OF_MODEL)) == [(0, 14), (14, 20)]


def test_one_version_that_cannot_stand_can_bring_the_next_to_fall() -> None:
    rules = [quote(0, 10), quote(10, 20), quote(20, 30), quote(30, 40, FREE)]
    model = [said(0, 12), said(12, 22), said(22, 34)]
    assert edges(together(rules, model, OF_MODEL)) == [(0, 10), (10, 20), (20, 30), (30, 40)]
    assert edges(together(rules[:3], model, OF_MODEL)) == [(0, 12), (12, 22), (22, 34)]


def test_statements_stand_in_text_order_and_know_their_places_in_it() -> None:
    rules = [quote(20, 30, speaker=31), quote(40, 50, FREE, continues=0), quote(60, 80, continues=1)]
    model = [said(0, 10), said(52, 58, FREE, continues=0)]
    found = together(rules, model)
    assert edges(found) == [(0, 10), (20, 30), (40, 50), (52, 58), (60, 80)]
    assert [one.continues for one in found] == [None, None, 1, 0, 2]


@pytest.mark.parametrize("trust", [Trust(), OF_MODEL])
def test_what_continues_a_statement_of_both_continues_the_one_that_is_kept(trust: Trust) -> None:
    rules = [quote(0, 8), quote(10, 20, speaker=21), quote(22, 30, FREE, continues=1)]
    model = [said(10, 19, speaker=21), said(32, 40, FREE, continues=0)]
    found = together(rules, model, trust)
    assert [one.continues for one in found] == [None, None, 1, 1]


def test_what_continues_a_statement_of_another_type_continues_the_one_in_its_place() -> None:
    found = together(
        [quote(0, 20, speaker=21)], [said(0, 18, REPORTED, speaker=25), said(30, 40, FREE, continues=0)]
    )
    assert [(one.continues, bool(one.speaker)) for one in found] == [(None, True), (0, False)]


def test_what_continues_a_statement_that_is_dropped_continues_the_one_before() -> None:
    rules = [quote(0, 10, speaker=11), quote(20, 30, FREE, continues=0), quote(40, 50, FREE, continues=1)]
    model = [said(0, 10), said(40, 50, FREE)]
    found = together(rules, model, Trust(drop=True))
    assert edges(found) == [(0, 10), (40, 50)]
    assert [one.continues for one in found] == [None, 0]


def test_what_continues_nothing_that_is_kept_has_the_speaker_of_what_it_continued() -> None:
    rules = [quote(0, 10, speaker=11), quote(20, 30, FREE, continues=0), quote(40, 50, FREE, continues=1)]
    (found,) = together(rules, [said(40, 50, FREE)], Trust(drop=True))
    assert (found.continues, found.speaker) == (None, rules[0].speaker)


def test_the_model_adds_names_where_the_rules_see_none() -> None:
    held = NameSpan(Span(10, 20), NameLabel.PERSON)
    others = [
        NameSpan(Span(0, 5), NameLabel.PLACE, 0.9),
        NameSpan(Span(6, 9), NameLabel.PLACE, 0.89),
        NameSpan(Span(15, 25), NameLabel.ORGANISATION, 1.0),
        NameSpan(Span(20, 25), NameLabel.ORGANISATION, 0.95),
    ]
    found = agree(Found((held,)), Found(tuple(others)), Trust())
    assert found.names == (others[0], held, others[3])
    assert agree(Found((held,)), Found(tuple(others)), Trust(names=0.5)).names[1] == others[1]


def test_only_what_the_model_alone_finds_is_asked_to_be_plausible() -> None:
    asked: list[NameSpan | QuoteSpan] = []

    def refuse(one: NameSpan | QuoteSpan) -> bool:
        asked.append(one)
        return False

    name = NameSpan(Span(0, 5), NameLabel.PLACE)
    rules = Found(quotes=(quote(10, 20), quote(30, 40)))
    model = Found((name,), (said(10, 18), said(50, 60, confidence=0.9), said(70, 80, confidence=0.1)))
    found = agree(rules, model, Trust(), refuse, refuse)
    assert asked == [name, model.quotes[1]]
    assert (found.names, edges(found.quotes)) == ((), [(10, 20), (30, 40)])


def test_nothing_and_something_is_something() -> None:
    assert agree(Found(), Found(), Trust()) == Found()
    found = Found((NameSpan(Span(0, 4), NameLabel.PERSON),), (quote(5, 9), quote(10, 12, FREE, continues=0)))
    assert agree(found, Found(), Trust()) == agree(Found(), found, Trust()) == found


@st.composite
def statements(draw: st.DrawFn, rule: str) -> list[QuoteSpan]:
    """Draw statements none of which crosses another: literal ones may lie within others, in their parts."""
    found: list[QuoteSpan] = []
    at = 0
    for _ in range(draw(st.integers(0, 7))):
        start = at + draw(st.integers(0, 3))
        sizes = draw(st.lists(st.integers(2, 8), min_size=1, max_size=2))
        spans = []
        for size in sizes:
            spans.append(Span(start, start + size))
            start += size + 1
        at = spans[-1].end
        tops = [number for number, one in enumerate(found) if one.nested_in is None]
        kind = draw(st.sampled_from([DIRECT, INDIRECT, FREE, REPORTED]))
        continues = draw(st.sampled_from([None, *tops]))
        speaker = () if continues is not None else (Span(at + 100, at + 101),)
        sure = draw(st.sampled_from([0.5, 0.9]))
        top = QuoteSpan(tuple(spans), kind, speaker=speaker, continues=continues, confidence=sure, rule=rule)
        number = len(found)
        found.append(top)
        if draw(st.booleans()):
            inner = draw(st.sampled_from(spans))
            kinds = [DIRECT] if kind is not DIRECT else [INDIRECT] if rule == "model" else []
            part = Span(inner.start, inner.end - 1)
            found += [QuoteSpan((part,), one, speaker=speaker, nested_in=number, rule=rule) for one in kinds]
    return found


def apart_or_nested(one: QuoteSpan, other: QuoteSpan) -> bool:
    def within(inner: QuoteSpan, outer: QuoteSpan) -> bool:
        held = all(any(span.contains(part) for span in outer.spans) for part in inner.spans)
        return held and DIRECT in {inner.type, outer.type} and inner.type is not outer.type

    touching = any(a.overlaps(b) for a in one.spans for b in other.spans)
    return not touching or within(one, other) or within(other, one)


@given(
    statements("direct-alone"),
    statements("model"),
    st.builds(Trust, st.booleans(), st.booleans(), st.sampled_from([0.4, 0.8])),
)
@settings(max_examples=400, deadline=None)
def test_whatever_both_find_what_is_kept_is_possible(
    rules: list[QuoteSpan], model: list[QuoteSpan], trust: Trust
) -> None:
    found = together(rules, model, trust)
    assert all(apart_or_nested(one, other) for one, other in combinations(found, 2))
    assert [one.spans[0].start for one in found] == sorted(one.spans[0].start for one in found)
    assert {one.spans for one in found} <= {one.spans for one in (*rules, *model)}
    if not trust.drop:
        assert len(found) >= len(rules)
    for place, one in enumerate(found):
        assert one.continues is None or one.continues < place
        assert one.continues is None or one.nested_in is None
        host, seen = one.nested_in, {place}
        while host is not None:
            assert host not in seen
            seen.add(host)
            assert all(any(outer.contains(s) for outer in found[host].spans) for s in one.spans)
            host = found[host].nested_in


def calls(count: int) -> int:
    """Count the Python calls of newsgraph that putting together `count` statements of each takes."""
    rules = [quote(10 * n, 10 * n + 8, FREE, continues=n - 1 if n else None) for n in range(count)]
    model = [said(10 * n, 10 * n + 12, FREE, continues=n - 1 if n else None) for n in range(0, count, 2)]
    model += [said(10 * count + 9 * n, 10 * count + 9 * n + 8) for n in range(count)]
    made = 0

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal made
        made += event == "call" and "newsgraph" in frame.f_code.co_filename

    sys.setprofile(note)
    try:
        together(rules, model, Trust(parts_of_rules=False, drop=True))
    finally:
        sys.setprofile(None)
    return made


def test_work_grows_with_the_number_of_statements_not_with_its_square() -> None:
    assert calls(800) < 2.2 * calls(400)
