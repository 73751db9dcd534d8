"""What differs between two reports, and in which direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.linking.differences import align, describe_wording, tone_of, words_of
from newsgraph.model import Difference
from newsgraph.resources import shapes_dir

LONG = "Wir gehen nicht vom Hof das ist sicher"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (LONG, LONG, Difference.VERBATIM),
        (LONG, "Wir gehen nicht vom Hof", Difference.SHORTENED),
        ("Wir gehen nicht vom Hof", LONG, Difference.EXTENDED),
        (LONG, "Wir gehen nicht vom Hof das ist gewiss", Difference.EDITED),
        ("nie gehen wir vom Hof", "wir gehen nie vom Hof", Difference.EDITED),
    ],
)
def test_how_the_second_wording_stands_to_the_first(one: str, other: str, expected: Difference) -> None:
    assert describe_wording(align(one.split(), other.split()), retold=False) == {expected}


def test_what_is_retold_in_far_fewer_words_is_shortened_too() -> None:
    alignment = align(LONG.split(), ["man", "bleibe"])
    assert describe_wording(alignment, retold=True) == {Difference.PARAPHRASED, Difference.SHORTENED}


def test_one_word_of_fifteen_left_out_is_shortened_not_edited() -> None:
    words = [f"wort{number}" for number in range(15)]
    assert describe_wording(align(words, words[:7] + words[8:]), retold=False) == {Difference.SHORTENED}


def test_omitted_and_added_words_are_named_in_order() -> None:
    one, other = ["heute", "gehen", "wir", "alle", "nicht"], ["wir", "gehen", "alle", "nicht", "morgen"]
    alignment = align(one, other)
    assert words_of(one, alignment.omitted) in {("heute gehen",), ("heute", "wir")}
    assert words_of(other, alignment.added)[-1] == "morgen"


@pytest.mark.parametrize("kind", Difference)
def test_the_shapes_know_every_difference(kind: Difference) -> None:
    assert f"ng:{kind.value}" in (shapes_dir() / "link.ttl").read_text(encoding="utf-8").split()


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_alignment_counts_every_word_once(one: list[str], other: list[str]) -> None:
    alignment = align(one, other)
    assert alignment.shared + sum(end - start for start, end in alignment.omitted) == len(one)
    assert alignment.shared + sum(end - start for start, end in alignment.added) == len(other)
    assert align(other, one).shared == alignment.shared
    assert 0 <= alignment.overlap <= alignment.containment <= 1


@pytest.mark.parametrize(
    ("cue", "tone"),
    [("sagte", ""), ("teilte mit", ""), ("räumte ein", "concede"), ("betonte", "stress"), ("Laut", "")],
)
def test_the_tone_of_a_cue(cue: str, tone: str) -> None:
    assert tone_of(cue) == tone
