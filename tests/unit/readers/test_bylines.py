from __future__ import annotations

import pytest

from newsgraph.readers.bylines import parse_byline


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Von Petra Lindinger", ["Petra Lindinger"]),
        ("Von Tobias Ellwanger und Carla de Bruyn, Berlin", ["Tobias Ellwanger", "Carla de Bruyn"]),
        ("Von Konstantin Rüsing, Tallinn, und Amelie Vogt", ["Konstantin Rüsing", "Amelie Vogt"]),
        ("Von Anna Meier, Bernd Kern und Çiğdem Öz", ["Anna Meier", "Bernd Kern", "Çiğdem Öz"]),
        ("Von Anna Meier, New York", ["Anna Meier"]),
        ("Von Anna Meier, Frankfurt am Main", ["Anna Meier"]),
        ("Von Anna Meier in Kiew", ["Anna Meier"]),
        ("Von unserem Korrespondenten Max Maier", ["Max Maier"]),
        ("Von Wirtschaftsredakteurin Dr. Eva von der Heide", ["Eva von der Heide"]),
        ("Von Prof. Dr. Eva Heide", ["Eva Heide"]),
        ("VON ANNA-LENA MEIER UND CARLA DE BRUYN", ["Anna-Lena Meier", "Carla de Bruyn"]),
        ("Aus Wien berichtet Mira Stojčić", ["Mira Stojčić"]),
        ("Ein Gastbeitrag von Jean-Luc d'Arcy", ["Jean-Luc d'Arcy"]),
        ("Kommentar von Anna Meier", ["Anna Meier"]),
        ("Text: Anna Meier", ["Anna Meier"]),
        ("Von Anna Meier (Text) und Bernd Kern (Fotos)", ["Anna Meier", "Bernd Kern"]),
        ("Von unserer Redaktion", []),
    ],
)
def test_authors(line: str, authors: list[str]) -> None:
    byline = parse_byline(line)
    assert byline is not None
    assert list(byline.authors) == authors
    assert byline.text == line


def test_agencies_in_a_byline_are_no_authors() -> None:
    for line in ("Von Anna Meier, dpa", "Von Anna Meier/dpa", "Von Anna Meier (dpa)"):
        byline = parse_byline(line)
        assert byline is not None
        assert (byline.authors, byline.agencies) == (("Anna Meier",), ("dpa",))
    byline = parse_byline("Von dpa")
    assert byline is not None
    assert (byline.authors, byline.agencies) == ((), ("dpa",))


@pytest.mark.parametrize(
    "line",
    [
        "Von Kiel nach Oslo",
        "Von wegen Frieden",
        "Von Anna Meier war nichts zu hören.",
        "Vom Suchen und Finden",
        "Moskau reagiert verärgert",
    ],
)
def test_what_only_looks_like_a_byline(line: str) -> None:
    assert parse_byline(line) is None
