"""Whether a statement is denied: by its verb, or by what its verb rejects."""

from __future__ import annotations

import pytest

import newsgraph

DENIED = [
    "Petra Vogt bestritt die Tat.",
    "Petra Vogt dementierte, dass ein Verkauf geplant sei.",
    "Petra Vogt wies den Vorwurf zurück.",
    "Petra Vogt wies den Verdacht von sich.",
    "Petra Vogt wollte den Vorwurf so nicht stehen lassen.",
    "Petra Vogt stellte jede Manipulation in Abrede.",
    "Petra Vogt nannte die Meldung „frei erfunden“.",
    "Petra Vogt trat Gerüchten entgegen, sie wolle gehen.",
]
NOT_DENIED = [
    "Petra Vogt wies das Angebot zurück.",
    "Petra Vogt wies die Forderung als „Vorverurteilung“ zurück.",
    "Petra Vogt nannte den Bericht „lesenswert“.",
    "Petra Vogt beteuerte, es sei nichts gestohlen worden.",
    "Petra Vogt kritisierte den Bericht.",
]


def is_denied(text: str) -> bool:
    statements = newsgraph.annotate(text, model="rules").statements
    return next(s.denial for s in statements if s.nested_in is None)


@pytest.mark.parametrize("text", DENIED)
def test_what_is_said_of_somebody_is_denied(text: str) -> None:
    assert is_denied(text)


@pytest.mark.parametrize("text", NOT_DENIED)
def test_a_refusal_or_an_assurance_is_no_denial(text: str) -> None:
    assert not is_denied(text)
