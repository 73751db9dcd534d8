"""Speakers under a common noun: who is meant, in whole texts."""

from __future__ import annotations

import pytest

import newsgraph

NOUNS = {
    "Rolf Bracht": (
        "Rolf Bracht, der Bürgermeister, versprach Geduld.",
        "Für ihn sei die Brücke sicher, beteuerte das Stadtoberhaupt.",
    ),
    "Ansgar Kehl": (
        "Seniorwirt Ansgar Kehl schimpfte über „Wegelagerer mit Quittung“.",
        "„Früher kam keiner ohne Gruß“, brummte der Methusalem.",
    ),
    "Tilo Sander": (
        "Pfarrer Tilo Sander stellte den Kalender vor.",
        "Im Mai verlangte der Protestant eine Prüfung der Orgel.",
    ),
    "Verein Moorland": (
        "Der Verein Moorland sprang den Pächtern bei.",
        "Torf gehöre in den Boden, hieß es in einer Erklärung.",
    ),
    "Gutachten": (
        "Der Deich blieb gesperrt.",
        "Schuld seien Wühlmäuse, hieß es in einem Gutachten.",
    ),
    "Delegierter der kaum bekannten Insel": (
        "Der Saal war voll.",
        "Ein Delegierter der kaum bekannten Insel nannte das „blanken Hohn“.",
    ),
}


def speakers(text: str) -> list[str]:
    statements = newsgraph.annotate(text).statements
    return ["+".join(a.name for a in s.speakers) for s in statements if s.nested_in is None]


@pytest.mark.parametrize("name", NOUNS)
def test_who_speaks_under_a_noun(name: str) -> None:
    assert speakers(" ".join(NOUNS[name]))[-1] == name


def test_a_role_may_come_before_the_name_that_bears_it() -> None:
    text = "Der Leitende Notar drohte mit einer Absage.\n\nDas dauere, erklärte der Notar, Edgar Simmel."
    assert speakers(text) == ["Edgar Simmel", "Edgar Simmel"]


def test_an_indefinite_role_is_somebody_new() -> None:
    text = "Minister Jan Petersen sagte, es gehe voran. Es gehe nicht voran, sagte ein Minister."
    assert speakers(text) == ["Jan Petersen", "Minister"]


def test_a_compound_of_angaben_finds_the_body_named_later() -> None:
    text = (
        "Nach Gewerkschaftsangaben fehlten tausend Leute.\n\n"
        "Die Gewerkschaft Bau und Boden forderte mehr Geld."
    )
    assert speakers(text)[0] == speakers(text)[1] != ""


def test_man_is_no_speaker_that_could_be_known() -> None:
    notes = newsgraph.annotate("Man nimmt an, dass Biber den Damm gebaut haben.")
    assert notes.statements
    assert notes.notices == ()
