"""Whom a statement is addressed to: the words that name him, and who is meant by them."""

from __future__ import annotations

import pytest

import newsgraph

NAMED = {
    "Es reiche, sagte Ole Lind der „Moorpost“.": ("der „Moorpost“", ["Moorpost"]),
    "„Es reicht“, sagte Ole Lind im Gespräch mit Petra Vogt.": ("Petra Vogt", ["Petra Vogt"]),
    "In einem Brief an die Aktionäre warnt Ole Lind vor einem Verkauf.": ("die Aktionäre", []),
    "„Es reicht“, versicherte Ole Lind gegenüber dieser Zeitung.": ("dieser Zeitung", []),
    "Ole Lind verlangte von den Anbietern einen Nachlass.": ("den Anbietern", []),
    "Ole Lind bat alle Seiten um Geduld.": ("alle Seiten", []),
    "Petra Vogt kam. „Es reicht“, hielt Ole Lind ihr entgegen.": ("ihr", ["Petra Vogt"]),
    "Petra Vogt und Ole Lind kamen. „Es reicht“, hielt er Vogt entgegen.": ("Vogt", ["Petra Vogt"]),
    "Ministerin Petra Vogt kam. Ole Lind warf der Ministerin „Gier“ vor.": ("der Ministerin", ["Petra Vogt"]),
}
NOBODY = [
    "„Es reicht“, sagte Ole Lind an diesem Montag.",
    "„Es reicht“, sagte Ole Lind gegenüber dem Bahnhof.",
    "Konkret verlangt Ole Lind vom ersten Arbeitstag an „mehr Geld“.",
    "„Es reicht“, sagte Ole Lind mit Blick auf Petra Vogt.",
]


@pytest.mark.parametrize("text", NAMED)
def test_who_is_told(text: str) -> None:
    statement = newsgraph.annotate(text, model="rules").statements[0]
    words = " ".join(span.of(text) for span in statement.addressee)
    assert (words, [agent.name for agent in statement.addressees]) == NAMED[text]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_told(text: str) -> None:
    statement = newsgraph.annotate(text, model="rules").statements[0]
    assert (statement.addressee, statement.addressees) == ((), ())


def test_some_people_are_told_but_nobody_in_particular() -> None:
    text = "Bischöfin Petra Vogt kam. Ole Lind rief die Eltern zur Ruhe auf."
    statement = newsgraph.annotate(text, model="rules").statements[-1]
    assert statement.addressees == ()
