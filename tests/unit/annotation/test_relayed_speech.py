"""Who reports what whom said: speech within speech, and who passes a statement on."""

from __future__ import annotations

import pytest

import newsgraph
from newsgraph.model import Statement, StatementType

WITHIN = {
    "Ole Lind habe vorgeschlagen, das Wehr zu öffnen, berichtete Petra Vogt.": "das Wehr zu öffnen",
    "Petra Vogt berichtete, Ole Lind habe erklärt, er werde nicht gehen.": "er werde nicht gehen",
    "Ole Lind fordere mehr Geld, sagte Petra Vogt.": "mehr Geld",
    "Petra Vogt erinnerte daran, dass Ole Lind eine Pause vorgeschlagen habe.": "eine Pause",
    "Petra Vogt erzählte, dass Ole Lind vor einem Hochwasser gewarnt habe.": "vor einem Hochwasser",
    "Petra Vogt sagte, dass Ole Lind angekündigt habe, das Wehr zu öffnen.": "das Wehr zu öffnen",
    "Petra Vogt sagte, dass Ole Lind behaupte, dass das Wehr halte.": "dass das Wehr halte",
}
NOT_WITHIN = [
    "Ole Lind müsse einen Plan vorschlagen, sagte Petra Vogt.",
    "Ole Lind habe nie einen Plan gefordert, sagte Petra Vogt.",
    "Petra Vogt fragte, ob Ole Lind einen Plan vorgeschlagen habe.",
    "Ole Lind werde mehr Geld fordern, sagte Petra Vogt.",
    "Petra Vogt habe mehr Geld gefordert, sagte Petra Vogt.",
    "Ole Lind habe gehofft, dass das Wehr halte, sagte Petra Vogt.",
    "Ole Lind habe viel geredet und gehe nun, sagte Petra Vogt.",
    "Der Regen fordere Geduld, sagte Petra Vogt.",
    "Petra Vogt erinnerte daran, dass Ole Lind das vorgeschlagen habe.",
]


def statements(text: str) -> tuple[Statement, ...]:
    return newsgraph.annotate(text, model="rules").statements


def names(agents: tuple[newsgraph.model.Agent, ...]) -> list[str]:
    return [agent.name for agent in agents]


@pytest.mark.parametrize("text", WITHIN)
def test_what_somebody_is_reported_to_have_said_is_a_statement_within(text: str) -> None:
    outer, inner = statements(text)
    assert (names(outer.speakers), outer.reported_by, outer.nested_in) == (["Petra Vogt"], (), None)
    assert (names(inner.speakers), names(inner.reported_by)) == (["Ole Lind"], ["Petra Vogt"])
    assert inner.nested_in == 0
    assert inner.text(text) == WITHIN[text]


@pytest.mark.parametrize("text", NOT_WITHIN)
def test_what_nobody_is_said_to_have_said_is_none(text: str) -> None:
    (statement,) = statements(text)
    assert statement.nested_in is None


def test_a_denial_within_is_a_denial() -> None:
    _, inner = statements("Petra Vogt sagte, Ole Lind habe den Schaden bestritten.")
    assert inner.denial
    assert inner.type is StatementType.REPORTED


@pytest.mark.parametrize(
    ("text", "speaker", "reporter"),
    [
        ("Laut Petra Vogt drohte Ole Lind mit Rücktritt.", "Ole Lind", "Petra Vogt"),
        ("Ole Lind drohte laut Nord-Inform mit Rücktritt.", "Ole Lind", "Nord-Inform"),
        ("„Es reicht“, rief Ole Lind nach Angaben von Teilnehmern.", "Ole Lind", "Teilnehmer"),
        ("„Es reicht“, habe Ole Lind gesagt, berichtete Petra Vogt.", "Ole Lind", "Petra Vogt"),
        (
            "Ole Lind sagte nach Angaben der Nachrichtenagentur Nord, er bleibe.",
            "Ole Lind",
            "Nachrichtenagentur Nord",
        ),
        ("Er bleibe, sagte Ole Lind laut der „Morgenpost“.", "Ole Lind", "Morgenpost"),
    ],
)
def test_who_passes_a_statement_on_is_said_to_report_it(text: str, speaker: str, reporter: str) -> None:
    (statement,) = statements(text)
    assert (names(statement.speakers), names(statement.reported_by)) == ([speaker], [reporter])
    assert statement.addressee == ()


def test_a_saying_in_the_konjunktiv_is_told_by_who_spoke_before() -> None:
    text = "Petra Vogt sagte, es sei laut geworden. Ole Lind habe gerufen: „Es reicht.“"
    told = statements(text)[-1]
    assert (names(told.speakers), names(told.reported_by)) == (["Ole Lind"], ["Petra Vogt"])


@pytest.mark.parametrize(
    "text",
    [
        "Laut Petra Vogt droht ein Hochwasser.",
        "Ole Lind drohte nach eigenen Angaben mit Rücktritt.",
        "Es wurde so laut, dass niemand etwas verstand, sagte Ole Lind.",
    ],
)
def test_nobody_passes_on_what_the_speaker_says(text: str) -> None:
    assert all(not statement.reported_by for statement in statements(text))
