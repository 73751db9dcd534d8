from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgraph.annotation.neural.decoding import _best_tags, decode, find_media
from newsgraph.annotation.neural.layers import LABELS, MEDIA_COLUMNS, Layer
from newsgraph.annotation.neural.reading import join_windows
from newsgraph.model import Medium

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import CallCounter

TEXT = (
    "Streit um die Kaimauer\n\n"
    "„Die alte Mauer hält nicht. Sie bröckelt“, sagte Bürgermeisterin Erika Sandmann in Kiel. "
    "Das Geld sei vorhanden, so die Ministerin weiter.\n\n"
    "Sie forderte mehr Personal. Mit der SPD-Fraktion sei das „gut besprochen“."
)


def spans(
    written: Callable[[str], Any], marked: list[tuple[Layer, str, str]], layer: Layer
) -> list[tuple[str, str]]:
    text = written(TEXT)
    found = decode(text.read(text.output(marked)))[layer]
    return [(mark.label, mark.span.of(TEXT)) for mark in found]


def test_a_direct_quotation_may_hold_several_sentences(written: Callable[[str], Any]) -> None:
    marked = [(Layer.DIRECT, "Direct", "Die alte Mauer hält nicht. Sie bröckelt")]
    assert spans(written, marked, Layer.DIRECT) == [("Direct", "Die alte Mauer hält nicht. Sie bröckelt")]


def test_other_statements_end_with_their_sentence(written: Callable[[str], Any]) -> None:
    marked = [(Layer.OTHER, "Reported", "mehr Personal. Mit der")]
    found = spans(written, marked, Layer.OTHER)
    assert found[0] == ("Reported", "mehr Personal")
    assert all("." not in words for _, words in found)


def test_a_span_takes_whole_words(written: Callable[[str], Any]) -> None:
    text = written(TEXT)
    output = text.output([(Layer.SPEAKER, "Speaker", "Bürgermeisterin Erika Sandmann")])
    last = text.places("Sandmann")[1]
    output.tags[last] = 0.2 * text.output().tags[last]  # the last piece of the name is not seen
    found = decode(text.read(output))[Layer.SPEAKER]
    assert [mark.span.of(TEXT) for mark in found] == ["Bürgermeisterin Erika Sandmann"]


def test_a_name_may_be_part_of_a_hyphenated_word(written: Callable[[str], Any]) -> None:
    assert spans(written, [(Layer.NAMES, "ORG", "SPD")], Layer.NAMES) == [("ORG", "SPD")]


def test_marks_around_a_span_are_left_out_unless_they_are_paired_in_it(written: Callable[[str], Any]) -> None:
    assert spans(written, [(Layer.DIRECT, "Direct", "„gut besprochen“")], Layer.DIRECT) == [
        ("Direct", "gut besprochen")
    ]
    content = "Mit der SPD-Fraktion sei das „gut besprochen“"
    assert spans(written, [(Layer.OTHER, "Indirect", content + ".")], Layer.OTHER) == [("Indirect", content)]


def test_outside_makes_spans_rarer(written: Callable[[str], Any]) -> None:
    text = written(TEXT)
    reading = text.read(text.output([(Layer.NAMES, "LOC", "Kiel")]))
    assert decode(reading)[Layer.NAMES]
    assert not decode(reading, {Layer.NAMES: 5.0})[Layer.NAMES]


def test_scores_tell_sure_spans_from_unsure_ones(written: Callable[[str], Any]) -> None:
    text = written(TEXT)
    output = text.output([(Layer.NAMES, "LOC", "Kiel"), (Layer.NAMES, "PER", "Erika Sandmann")])
    output.tags[text.places("Kiel")[0]] *= 0.2
    scores = {mark.label: mark.score for mark in decode(text.read(output))[Layer.NAMES]}
    assert 0 < scores["LOC"] < 0.6 < scores["PER"] <= 1


def test_media_are_independent_of_each_other(written: Callable[[str], Any]) -> None:
    text = written(TEXT)
    output = text.output()
    output.tags[:, MEDIA_COLUMNS] = (1, 2, -1)
    assert find_media(text.read(output), 0, 5) == {Medium.SPEECH, Medium.WRITING}
    output.tags[:, MEDIA_COLUMNS] = (-2, -1, -3)
    assert find_media(text.read(output), 0, 5) == {Medium.WRITING}


def test_nothing_comes_of_an_empty_text() -> None:
    assert all(not found for found in decode(join_windows("", [], [], [], [])).values())


@given(st.integers(0, 10_000), st.integers(1, 3), st.lists(st.integers(1, 6), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_best_possible_tags_are_found(seed: int, labels: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    width = 1 + 2 * labels
    scores = rng.normal(size=(sum(lengths), width)).astype(np.float32)
    starts = np.cumsum([0, *lengths[:-1]])
    found = _best_tags(scores, starts)
    for start, length in zip(starts, lengths, strict=True):
        rows = scores[start : start + length].astype(float)
        best = max(_possible(length, width), key=lambda tags: rows[range(length), tags].sum())
        assert tuple(found[start : start + length]) == tuple(best)


def _possible(length: int, width: int) -> list[tuple[int, ...]]:
    sequences: list[tuple[int, ...]] = [()]
    for _ in range(length):
        sequences = [
            (*tags, tag)
            for tags in sequences
            for tag in range(width)
            if tag == 0 or tag % 2 == 1 or (tags and tags[-1] in {tag, tag - 1})
        ]
    return sequences


@given(st.integers(0, 10_000))
@example(2626)  # a score that rounds to a little more than 1
@settings(max_examples=30, deadline=None)
def test_whatever_the_logits_are_the_spans_are_possible(written: Callable[[str], Any], seed: int) -> None:
    text = written(TEXT)
    reading = text.read(text.output(seed=seed))
    for layer, marks in decode(reading).items():
        for before, after in pairwise(marks):
            assert before.span.end <= after.span.start
            assert before.last < after.first
        for mark in marks:
            assert mark.label in LABELS[layer]
            assert 0 <= mark.score <= 1
            words = mark.span.of(TEXT)
            assert "\n" not in words
            assert words == words.strip()
            start, end = mark.span.start, mark.span.end
            assert not (start and TEXT[start - 1].isalnum() and TEXT[start].isalnum())
            assert not (end < len(TEXT) and TEXT[end - 1].isalnum() and TEXT[end].isalnum())
            if layer is not Layer.DIRECT:
                assert any(s.start <= start and end <= s.end for s in text.sentences)


@pytest.mark.parametrize("random", [False, True])
def test_decoding_grows_with_the_text_and_not_with_its_square(
    written: Callable[[str], Any], count_calls: CallCounter, *, random: bool
) -> None:
    def calls(times: int) -> int:
        text = written("\n\n".join([TEXT] * times))
        reading = text.read(text.output(seed=1) if random else text.output())
        return count_calls(lambda: decode(reading))

    assert calls(9) < 1.3 * 9 * calls(1)
