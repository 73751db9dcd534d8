"""The Konjunktiv, word by word."""

from __future__ import annotations

import pytest

from newsgraph.annotation import document
from newsgraph.annotation.document import Token
from newsgraph.annotation.konjunktiv import (
    is_konjunktiv_1,
    is_konjunktiv_2,
    is_modal_konjunktiv_2,
    may_be_konjunktiv_2,
    may_be_verb_in_e,
)


def verb(form: str, lemma: str, tag: str = "VV(FIN)") -> Token:
    token = Token(0, len(form), form, tag)
    assert token.lemma == lemma
    return token


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("sei", "sein"),
        ("habe", "haben"),
        ("koste", "kosten"),
        ("arbeite", "arbeiten"),
        ("handele", "handeln"),
    ],
)
def test_konjunktiv_1_is_the_infinitive_less_its_n(form: str, lemma: str) -> None:
    assert is_konjunktiv_1(verb(form, lemma))


@pytest.mark.parametrize(
    ("form", "lemma"), [("sagte", "sagen"), ("ermahnte", "ermahnen"), ("sagen", "sagen")]
)
def test_a_past_is_no_konjunktiv_1(form: str, lemma: str) -> None:
    assert not is_konjunktiv_1(verb(form, lemma))


def test_a_mistaken_lemma_makes_no_konjunktiv_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_lemma", lambda form, _: f"{form}n")
    assert not is_konjunktiv_1(verb("ermahnte", "ermahnten"))


def test_konjunktiv_2_needs_a_form_of_its_own() -> None:
    assert is_konjunktiv_2(verb("hätten", "haben"))
    assert is_konjunktiv_2(verb("verlören", "verlieren"))
    assert not is_konjunktiv_2(verb("gingen", "gehen"))
    assert is_modal_konjunktiv_2(verb("könnten", "können"))


def test_a_weak_plural_may_be_konjunktiv_2() -> None:
    assert may_be_konjunktiv_2(verb("zahlten", "zahlen"))
    assert not may_be_konjunktiv_2(verb("waren", "sein"))
    assert not may_be_konjunktiv_2(verb("brachten", "bringen"))


def test_a_mistaken_tag_does_not_hide_a_konjunktiv() -> None:
    assert may_be_verb_in_e(verb("schade", "schade", "ADV"))
    assert not may_be_verb_in_e(verb("ohne", "ohne", "APPR"))
    assert not may_be_verb_in_e(verb("heute", "heute", "ADV"))
