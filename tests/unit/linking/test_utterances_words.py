"""Which words two reports of one utterance have in common, though they print them differently."""

from __future__ import annotations

import pytest

from newsgraph.linking.utterances_words import fold_words, read_wording, stem_of


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("CDU-Chefin", "CDU Chefin"),
        ("drei Tote", "3 Tote"),
        ("„Schluß!“", "schluß"),
        ("ﬁnal", "final"),
        ("4,5 Prozent.", "4,5 prozent"),
    ],
)
def test_what_houses_print_differently_is_folded(here: str, there: str) -> None:
    assert fold_words(here) == fold_words(there)


@pytest.mark.parametrize(
    ("said", "retold"),
    [
        ("nimmt", "nehme"),
        ("hilft", "helfe"),
        ("liest", "lese"),
        ("spricht", "spreche"),
        ("stimmt", "stimme"),
        ("fährt", "fahre"),
        ("investiert", "investiere"),
        ("Bädern", "Bad"),
    ],
)
def test_konjunktiv_and_inflection_leave_the_stem(said: str, retold: str) -> None:
    assert stem_of(said.lower()) == stem_of(retold.lower())


@pytest.mark.parametrize(("one", "other"), [("Rat", "Rad"), ("Haus", "Hafen"), ("gehen", "geben")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem_of(one.lower()) != stem_of(other.lower())


def test_person_and_mood_tell_nothing() -> None:
    said = read_wording("Wir werden keines der Bäder schließen")
    assert said.content == read_wording("Man werde kein Bad schließen").content


@pytest.mark.parametrize(
    ("text", "negated"), [("Das Bad bleibt", False), ("Nie!", True), ("Keine Bäder mehr", True)]
)
def test_negation_is_seen(text: str, negated: bool) -> None:
    assert read_wording(text).negated is negated


def test_numbers_are_kept_whole() -> None:
    assert read_wording("1.000 Menschen, 4,5 Prozent, 11.04 Uhr").numbers == {"1.000", "4,5", "11.04"}


def test_a_text_without_letters_has_no_words() -> None:
    assert read_wording("„…“").words == ()
