"""Reported speech acts and their complements."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.statements import find_quotes
from newsgraph.model import StatementType
from newsgraph.readers.articles import article_from_text


def reported(text: str) -> list[tuple[list[str], list[str]]]:
    quotes = find_quotes(build_document(article_from_text(text)), ())
    return [
        ([s.of(text) for s in q.spans], [s.of(text) for s in q.speaker])
        for q in quotes
        if q.type is StatementType.REPORTED
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Die Gewerkschaft fordert 8,5 Prozent mehr Geld.", "8,5 Prozent mehr Geld", "Die Gewerkschaft"),
        ("Der Vertreter regte eine Schlichtung an.", "eine Schlichtung", "Der Vertreter"),
        ("Er plädierte stattdessen für höhere Pauschalen.", "für höhere Pauschalen", "Er"),
        ("In Moskau warnte ein Sprecher vor einer Eskalation.", "vor einer Eskalation", "ein Sprecher"),
        ("Frankreich verwies auf die Zahl der Überfälle.", "auf die Zahl der Überfälle", "Frankreich"),
        ("Sie sprach sich klar gegen eine Zusammenlegung aus.", "gegen eine Zusammenlegung", "Sie"),
        ("Fessler forderte, die Protokolle offenzulegen.", "die Protokolle offenzulegen", "Fessler"),
        ("Er tritt dafür ein, den Unterricht zu verlegen.", "den Unterricht zu verlegen", "Er"),
        ("Die Ministerin hat die Vorwürfe zurückgewiesen.", "die Vorwürfe", "Die Ministerin"),
        ("Starre Grenzwerte lehnte er ab.", "Starre Grenzwerte", "er"),
        ("Sie nannte den Plan „gut gemeint, aber teuer“.", "den Plan „gut gemeint, aber teuer“", "Sie"),
        ("Sie warf der Kollegin „Gleichmacherei“ vor.", "„Gleichmacherei“", "Sie"),
        ("Als Ausweg brachte sie einen Festbetrag ins Spiel.", "einen Festbetrag", "sie"),
        ("Er verlangt einen Fonds, in den alle einzahlen.", "einen Fonds, in den alle einzahlen", "Er"),
    ],
)
def test_complement_and_speaker(text: str, content: str, speaker: str) -> None:
    assert reported(text) == [([content], [speaker])]


@pytest.mark.parametrize(
    "text",
    [
        "Der Abgeordnete widersprach.",
        "Ternavec lehnt das ab.",
        "Mit dem Amtsantritt einer Regierung ist im Dezember zu rechnen.",
        "Einen neuen Termin nannte sie nicht.",
    ],
)
def test_what_is_not_annotated(text: str) -> None:
    assert reported(text) == []


def test_a_passive_has_its_agent_as_speaker() -> None:
    text = "Von der Opposition wurde dem Chef gestern Verschwendung vorgeworfen."
    assert reported(text) == [(["Verschwendung"], ["der Opposition"])]


def test_two_acts_of_one_speaker() -> None:
    text = "Sie lobte den Entwurf und forderte einen Zuschuss."
    assert reported(text) == [(["den Entwurf"], ["Sie"]), (["einen Zuschuss"], ["Sie"])]
