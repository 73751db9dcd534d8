from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.annotation.document import build_document
from newsgraph.annotation.neural.combine import correct_direct
from newsgraph.annotation.neural.decoding import Mark, decode
from newsgraph.annotation.neural.hints import STATES, Hints
from newsgraph.annotation.neural.layers import BUCKETS, LINK_SIZE, ROLES, Layer, Role, distance_bucket
from newsgraph.annotation.neural.linking import Linked, link
from newsgraph.annotation.neural.manifest import Manifest
from newsgraph.annotation.neural.scores import Scorer, distance_buckets
from newsgraph.annotation.neural.settling import settle
from newsgraph.annotation.neural.statements import build_quotes
from newsgraph.model import StatementType
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsgraph.annotation.finder import QuoteSpan
    from newsgraph.annotation.neural.reading import Reading

    Marked = Sequence[tuple[Layer, str, str]]
    Links = Sequence[tuple[str, Role, str]]

TEXT = (
    "„Das reicht nicht“, sagte Bürgermeisterin Erika Sandmann, „und es wird teuer.“ Der Bund sei schuld. "
    "Sie wies den Vorwurf zurück.\n\n"
    "Jan Petersen von der SPD bestritt, dass die Mauer „gar nicht zu halten“ sei. Das müsse ein Ende haben."
)
NO_DISTANCE = ((0.0,) * BUCKETS,) * len(ROLES)
MANIFEST = Manifest("test", "1", "CC0-1.0", "", NO_DISTANCE)


def read(written: Callable[[str], Any], marked: Marked, links: Links = ()) -> Reading:
    """Return reading and spans of the text; `links` are (quotation, role, span) that go together."""
    text = written(TEXT)
    output = text.output(marked)
    output.links[:, 0, :] = 0
    for number, (quotation, role, span) in enumerate(links):
        for place in text.places(quotation):
            output.links[place, 0, number] = 8
        for place in text.places(span):
            output.links[place, 1 + ROLES.index(role), number] = 8
            output.links[place, 1 + ROLES.index(role), -1] = 0
    # Whatever is not linked is far below the threshold.
    output.links[:, 0, -1] = 8
    output.links[:, 1:, -1] -= 4
    reading: Reading = text.read(output)
    return reading


def linked(written: Callable[[str], Any], marked: Marked, links: Links = ()) -> dict[str, Linked]:
    reading = read(written, marked, links)
    found = link(reading, settle(reading, decode(reading)), MANIFEST)
    return {" … ".join(part.span.of(TEXT) for part in one.parts): one for one in found}


def words(marks: tuple[Mark, ...]) -> list[str]:
    return [mark.span.of(TEXT) for mark in marks]


FIRST, SECOND = "Das reicht nicht", "und es wird teuer."
SPEAKER, OTHER_SPEAKER = "Bürgermeisterin Erika Sandmann", "Jan Petersen von der SPD"
MARKED = [
    (Layer.DIRECT, "Direct", FIRST),
    (Layer.DIRECT, "Direct", SECOND),
    (Layer.OTHER, "IndirectFreeIndirect", "Der Bund sei schuld"),
    (Layer.OTHER, "Indirect", "dass die Mauer „gar nicht zu halten“ sei"),
    (Layer.DIRECT, "Direct", "gar nicht zu halten"),
    (Layer.SPEAKER, "Speaker", SPEAKER),
    (Layer.SPEAKER, "Speaker", OTHER_SPEAKER),
    (Layer.CUE, "Cue", "sagte"),
    (Layer.CUE, "Cue", "bestritt"),
    (Layer.FRAME, "Frame", "sagte Bürgermeisterin Erika Sandmann"),
]
INDIRECT = "dass die Mauer „gar nicht zu halten“ sei"
LINKS = [
    (FIRST, Role.PART, SECOND),
    (FIRST, Role.SPEAKER, SPEAKER),
    (SECOND, Role.SPEAKER, SPEAKER),
    (FIRST, Role.CUE, "sagte"),
    (SECOND, Role.CUE, "sagte"),
    ("Der Bund sei schuld", Role.SPEAKER, SPEAKER),
    (INDIRECT, Role.SPEAKER, OTHER_SPEAKER),
    (INDIRECT, Role.CUE, "bestritt"),
]


def test_parts_of_an_interrupted_quotation_are_one_statement(written: Callable[[str], Any]) -> None:
    assert f"{FIRST} … {SECOND}" in linked(written, MARKED, LINKS)
    assert {FIRST, SECOND} <= set(linked(written, MARKED, LINKS[1:]))


def test_the_likeliest_speaker_is_taken_not_the_nearest(written: Callable[[str], Any]) -> None:
    found = linked(written, MARKED, LINKS)
    assert words(found[f"{FIRST} … {SECOND}"].speaker) == [SPEAKER]
    assert words(found[INDIRECT].speaker) == [OTHER_SPEAKER]
    swapped = linked(written, MARKED, [(INDIRECT, Role.SPEAKER, SPEAKER)])
    assert words(swapped[INDIRECT].speaker) == [SPEAKER]
    assert linked(written, MARKED)[INDIRECT].speaker == ()


def test_a_cue_gets_the_frame_around_it(written: Callable[[str], Any]) -> None:
    found = linked(written, MARKED, [*LINKS, (FIRST, Role.FRAME, "sagte Bürgermeisterin Erika Sandmann")])
    assert words(found[f"{FIRST} … {SECOND}"].frame) == ["sagte Bürgermeisterin Erika Sandmann"]


def test_what_stands_in_a_direct_quotation_does_not_introduce_it(written: Callable[[str], Any]) -> None:
    marked = [*MARKED, (Layer.CUE, "Cue", "reicht")]
    found = linked(written, marked, [*LINKS, (FIRST, Role.CUE, "reicht")])
    assert words(found[f"{FIRST} … {SECOND}"].cue) == ["sagte"]


def test_a_free_statement_has_no_cue(written: Callable[[str], Any]) -> None:
    found = linked(written, MARKED, [*LINKS, ("Der Bund sei schuld", Role.CUE, "sagte")])
    assert found["Der Bund sei schuld"].cue == ()


def quotes(written: Callable[[str], Any], marked: Marked, links: Links = ()) -> tuple[QuoteSpan, ...]:
    reading = read(written, marked, links)
    document = build_document(article_from_text(TEXT))
    marks = settle(reading, correct_direct(document, reading, decode(reading)))
    return build_quotes(document, reading, link(reading, marks, MANIFEST), marks[Layer.CLAUSE], MANIFEST)


def test_statements_know_what_they_continue_and_in_which_they_lie(written: Callable[[str], Any]) -> None:
    found = quotes(written, MARKED, LINKS)
    assert [q.type for q in found] == [
        StatementType.DIRECT,
        StatementType.INDIRECT_FREE_INDIRECT,
        StatementType.INDIRECT,
        StatementType.DIRECT,
    ]
    assert [q.continues for q in found] == [None, 0, None, None]
    assert [q.nested_in for q in found] == [None, None, None, 2]
    assert found[3].cue == found[2].cue
    assert found[3].speaker == found[2].speaker != ()


def test_a_free_statement_without_a_speaker_goes_on_with_the_one_before_in_its_paragraph(
    written: Callable[[str], Any],
) -> None:
    later = (Layer.OTHER, "IndirectFreeIndirect", "Das müsse ein Ende haben")
    links = [one for one in LINKS if one[0] != "Der Bund sei schuld"]
    assert [q.continues for q in quotes(written, [*MARKED, later], links)] == [None, 0, None, None, 2]
    alone = [mark for mark in [*MARKED, later] if "Mauer" not in mark[2] and "gar" not in mark[2]]
    assert [q.continues for q in quotes(written, alone, links[:5])] == [None, 0, None]


def test_a_reported_statement_is_framed_by_its_clause(written: Callable[[str], Any]) -> None:
    marked = [
        (Layer.OTHER, "Reported", "den Vorwurf"),
        (Layer.CLAUSE, "Clause", "Sie wies den Vorwurf zurück"),
    ]
    (found,) = quotes(written, marked)
    assert [span.of(TEXT) for span in found.frame] == ["Sie wies", "zurück"]


def test_quotation_marks_mend_a_direct_span(written: Callable[[str], Any]) -> None:
    (found,) = quotes(written, [(Layer.DIRECT, "Direct", "nicht zu halten“ sei")])
    assert [span.of(TEXT) for span in found.spans] == ["gar nicht zu halten"]


def test_one_quoted_word_in_a_statement_is_no_quotation(written: Callable[[str], Any]) -> None:
    marked = [(Layer.OTHER, "Reported", "den Vorwurf"), (Layer.DIRECT, "Direct", "Vorwurf")]
    assert [q.type for q in quotes(written, marked)] == [StatementType.REPORTED]


def test_confidence_is_calibrated_by_label(written: Callable[[str], Any]) -> None:
    reading = read(written, [(Layer.OTHER, "Reported", "den Vorwurf")])
    found = link(reading, decode(reading), MANIFEST)
    document = build_document(article_from_text(TEXT))
    doubtful = Manifest("test", "1", "", "", NO_DISTANCE, calibration={"Reported": (1.0, -3.0)})
    sure = build_quotes(document, reading, found, (), MANIFEST)[0].confidence
    assert build_quotes(document, reading, found, (), doubtful)[0].confidence < sure < 1


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_whatever_the_logits_are_the_statements_are_possible(
    written: Callable[[str], Any], seed: int
) -> None:
    text = written(TEXT)
    reading = text.read(text.output(seed=seed))
    document = build_document(article_from_text(TEXT))
    decoded = decode(reading)
    marks = settle(reading, correct_direct(document, reading, decoded))
    found = build_quotes(document, reading, link(reading, marks, MANIFEST), marks[Layer.CLAUSE], MANIFEST)
    known = {mark.span for layer in (Layer.SPEAKER, Layer.CUE, Layer.ADDRESSEE) for mark in marks[layer]}
    for number, quote in enumerate(found):
        assert quote.spans
        for before, after in pairwise(quote.spans):
            assert before.end <= after.start
        assert {*quote.speaker, *quote.cue, *quote.addressee} <= known
        assert quote.continues is None or quote.continues < number
        assert quote.nested_in is None or quote.continues is None
        assert 0 <= quote.confidence <= 1
        if quote.type is StatementType.DIRECT and quote.nested_in is None:
            parts = (*quote.speaker, *quote.cue, *quote.frame, *quote.addressee)
            assert not any(span.overlaps(part) for span in quote.spans for part in parts)
        host, depth = quote.nested_in, 0
        while host is not None:
            holding = found[host]
            assert all(any(outer.contains(span) for outer in holding.spans) for span in quote.spans)
            host, depth = holding.nested_in, depth + 1
            assert depth <= len(found)
    for layer in (Layer.DIRECT, Layer.OTHER):
        ordered = [mark.span for mark in marks[layer]]
        assert all(before.end <= after.start for before, after in pairwise(ordered))
    for direct in marks[Layer.DIRECT]:
        for other in marks[Layer.OTHER]:
            crossing = direct.span.overlaps(other.span)
            assert not crossing or direct.span.contains(other.span) or other.span.contains(direct.span)


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_distances_of_many_pairs_are_those_of_each(data: st.DataObject) -> None:
    pair = st.tuples(st.integers(0, 300), st.integers(0, 40)).map(lambda p: (p[0], p[0] + p[1]))
    quotations = data.draw(st.lists(pair, min_size=1, max_size=5))
    others = data.draw(st.lists(pair, min_size=1, max_size=5))
    table = distance_buckets(np.array(quotations), np.array(others))
    for row, quotation in enumerate(quotations):
        for column, other in enumerate(others):
            halfopen = (quotation[0], quotation[1] + 1), (other[0], other[1] + 1)
            assert table[row, column] == distance_bucket(*halfopen)


def test_a_score_is_the_product_of_the_vectors_and_what_is_added(written: Callable[[str], Any]) -> None:
    text = written(TEXT)
    output = text.output(MARKED, seed=None)
    output.links[:] = np.random.default_rng(3).normal(size=output.links.shape)
    reading = text.read(output)
    marks = decode(reading)
    rng = np.random.default_rng(4)
    distance = tuple(map(tuple, rng.normal(size=(len(ROLES), BUCKETS)).tolist()))
    agreement = tuple(map(tuple, rng.normal(size=(len(ROLES), STATES)).tolist()))
    manifest = Manifest("test", "1", "", "", distance, agreement)
    hints = Hints(text.window, quotes(written, MARKED, LINKS))
    quotation, speaker = marks[Layer.DIRECT][0], marks[Layer.SPEAKER][0]
    first, last = text.places(FIRST)
    begin, end = text.places(SPEAKER)
    number = ROLES.index(Role.SPEAKER)
    left = (output.links[first, 0] + output.links[last, 0]) / 2
    right = (output.links[begin, 1 + number] + output.links[end, 1 + number]) / 2
    bucket = distance_bucket((first, last + 1), (begin, end + 1))
    state = hints.state(Role.SPEAKER, (first, last), (begin, end))
    assert state == 1
    logit = left @ right / np.sqrt(LINK_SIZE) + distance[number][bucket] + agreement[number][state]
    scorer = Scorer(reading.views[0], manifest, hints)
    told = scorer.probabilities(Role.SPEAKER, [quotation], [speaker])
    assert told[0, 0] == pytest.approx(1 / (1 + np.exp(-logit)), rel=1e-5)


def test_hints_of_many_pairs_are_those_of_each(written: Callable[[str], Any]) -> None:
    text = written(TEXT)
    hints = Hints(text.window, quotes(written, MARKED, LINKS))
    spans = np.array([(n, n + 3) for n in range(0, len(text.window.pieces) - 4, 2)])
    for role in Role:
        table = hints.states(role, spans, spans)
        for row, one in enumerate(spans.tolist()):
            for column, other in enumerate(spans.tolist()):
                assert table[row, column] == hints.state(role, tuple(one), tuple(other))
