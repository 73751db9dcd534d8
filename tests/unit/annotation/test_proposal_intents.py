"""Measures that somebody is said to want: "Die Post will …", "Sie will, dass …"."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.proposal_intents import find_intent
from newsgraph.model import Article, Span


def _measure(text: str) -> str | None:
    (sentence,) = build_document(Article(id="x", text=text, digest="")).sentences
    name = text.find("Anna Muster")
    intent = find_intent(sentence, (Span(name, name + len("Anna Muster")),) if name >= 0 else ())
    return intent.span.of(text) if intent else None


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        (
            "Die Post will ihre Filiale durch eine Agentur im Laden ersetzen.",
            "ihre Filiale durch eine Agentur im Laden ersetzen",
        ),
        (
            "Stattdessen will Anna Muster den Zuschlag schrittweise auf zwei Prozent senken.",
            "den Zuschlag schrittweise auf zwei Prozent senken",
        ),
        ("Sie will, dass das Land die Vertragsstrafe einklagt.", "dass das Land die Vertragsstrafe einklagt"),
        ("Muster will erreichen, dass der Eintritt sinkt, meldet der Bote.", "dass der Eintritt sinkt"),
        ("Bürgermeister Muster möchte das alte Rathaus abreißen lassen.", "das alte Rathaus abreißen lassen"),
    ],
)
def test_what_somebody_wants_is_the_measure(text: str, measure: str) -> None:
    assert _measure(text) == measure


@pytest.mark.parametrize(
    "text",
    [
        "Muster will am Donnerstag mit dem Zug nach Bonn reisen.",
        "Davon will der Bürgermeister von Musterstadt nichts wissen.",
        "Der Denkmalverein will sich gegen den Abriss der Mühle wehren.",
        "Die Stadt will die Gebühren für den Hafen nicht erhöhen.",
        "Anna Muster, die den Kompromiss der Minister mittragen will, schwieg.",
        "Wer den Hafen der Stadt im Sommer besuchen will, zahlt neun Euro.",
        "Der Inselverein will Geld.",
    ],
)
def test_journeys_refusals_and_side_clauses_are_no_intents(text: str) -> None:
    assert _measure(text) is None
