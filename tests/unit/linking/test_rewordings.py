"""Which wording was edited into which, and which words of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.linking.rewordings import alike, mark_words, pair_rewordings

WORDS = st.lists(st.sampled_from(["wir", "gehen", "nicht", "vom", "Hof"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Das ist gut gemeint", "Das ist durchaus gut gemeint"),
        ("Das ist gudt", "Das ist gut"),
        ("auf 180 Millionen Euro im Jahr", "auf 190 Millionen Euro im Jahr"),
    ],
)
def test_an_edited_wording_is_known_again(before: str, after: str) -> None:
    assert pair_rewordings({"a": ("Vogt", before)}, {"b": ("Vogt", after)}) == {"a": "b"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Wir gehen nicht vom Hof", "Das Geld ist ausgegeben worden"),
        ("die Forderung", "das Angebot"),
        ("Er bleibt hier", "Sie bleiben hier"),
        ("", "Wir gehen nicht vom Hof"),
    ],
)
def test_other_words_are_no_edit(before: str, after: str) -> None:
    assert pair_rewordings({"a": ("Vogt", before)}, {"b": ("Vogt", after)}) == {}


def test_of_two_mouths_more_words_must_be_the_same() -> None:
    before, after = "Das Geld ist da", "Das Geld ist nicht mehr da"
    assert pair_rewordings({"a": ("Vogt", before)}, {"b": ("Vogt", after)}) == {"a": "b"}
    assert pair_rewordings({"a": ("Vogt", before)}, {"b": ("Lind", after)}) == {}
    assert pair_rewordings({"a": ("Vogt", before)}, {"b": ("Lind", before)}) == {"a": "b"}


def test_the_most_alike_are_paired_and_each_once() -> None:
    gone = {"a": ("Vogt", "Wir gehen nicht vom Hof"), "b": ("Vogt", "Wir gehen heute nicht vom Hof")}
    new = {"c": ("Vogt", "Wir gehen heute nicht mehr vom Hof"), "d": ("Vogt", "Wir gehen nicht vom Platz")}
    assert pair_rewordings(gone, new) == {"a": "d", "b": "c"}


def test_one_wording_takes_the_place_of_one_and_not_of_two() -> None:
    gone = {"a": ("Vogt", "Wir gehen nicht vom Hof"), "b": ("Vogt", "Wir gehen heute nicht vom Hof")}
    assert pair_rewordings(gone, {"c": ("Vogt", "Wir gehen auch heute nicht vom Hof")}) == {"b": "c"}


def test_a_mended_letter_weighs_less_than_a_word() -> None:
    assert alike("Das ist gudt", "Das ist gut") > alike("Das ist neu", "Das ist gut")


@given(one=WORDS, other=WORDS)
def test_the_parts_are_the_two_wordings(one: str, other: str) -> None:
    parts = mark_words(one, other)
    assert " ".join(filter(None, (w for shared, gone, _ in parts for w in (shared, gone)))) == one
    assert " ".join(filter(None, (w for shared, _, new in parts for w in (shared, new)))) == other
