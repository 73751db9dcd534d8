"""Indirect speech: Konjunktiv, dass, laut, zufolge, so."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.statements import find_quotes
from newsgraph.model import Medium, StatementType
from newsgraph.readers.articles import article_from_text


def indirect(text: str) -> list[tuple[list[str], list[str]]]:
    quotes = find_quotes(build_document(article_from_text(text)), ())
    return [
        ([s.of(text) for s in q.spans], [s.of(text) for s in q.speaker])
        for q in quotes
        if q.type is StatementType.INDIRECT
    ]


@pytest.mark.parametrize(
    ("text", "parts", "speaker"),
    [
        (
            "Der Schritt sei einstimmig beschlossen worden, betonte sie.",
            ["Der Schritt sei einstimmig beschlossen worden"],
            "sie",
        ),
        ("Der Minister sagte, man werde prüfen.", ["man werde prüfen"], "Der Minister"),
        ("Hanna Kramer verwies darauf, dass die Miete steige.", ["dass die Miete steige"], "Hanna Kramer"),
        (
            "Aydin wollte wissen, ob die Ämter Leute hätten.",
            ["ob die Ämter Leute hätten"],
            "Aydin",
        ),
        ("Das Geld fehle, so der CDU-Politiker.", ["Das Geld fehle"], "der CDU-Politiker"),
        ("Die Idee stammt Salonen zufolge aus Estland.", ["Die Idee stammt", "aus Estland"], "Salonen"),
        ("Laut Polizei wurden drei Menschen verletzt.", ["wurden drei Menschen verletzt"], "Polizei"),
        (
            "Nach Angaben der Polizei wurden drei Menschen verletzt.",
            ["wurden drei Menschen verletzt"],
            "der Polizei",
        ),
        (
            "Wie die Behörde mitteilte, bleibt die Straße gesperrt.",
            ["bleibt die Straße gesperrt"],
            "die Behörde",
        ),
        (
            "Dem Vernehmen nach will der Konzern Stellen streichen.",
            ["will der Konzern Stellen streichen"],
            None,
        ),
        (
            "Der Rat solle, so forderte Meier, noch im Mai entscheiden.",
            ["Der Rat solle", "noch im Mai entscheiden"],
            "Meier",
        ),
        ("Nach den Worten von Meier ist die Partei gespalten.", ["ist die Partei gespalten"], "Meier"),
        ("Den Rest, versichert sie, habe sie vergessen.", ["Den Rest", "habe sie vergessen"], "sie"),
        (
            "Wer später anfange, sitze lange im Dunkeln, gab die Direktorin zu bedenken.",
            ["Wer später anfange, sitze lange im Dunkeln"],
            "die Direktorin",
        ),
    ],
)
def test_content_and_speaker(text: str, parts: list[str], speaker: str | None) -> None:
    assert indirect(text) == [(parts, [speaker] if speaker else [])]


def test_apposition_is_part_of_the_speaker() -> None:
    text = "Mehr gebe die Kasse nicht her, erklärte Gerd Steiner, Verhandlungsführer des Verbands Papier."
    (found,) = indirect(text)
    assert found[1] == ["Gerd Steiner, Verhandlungsführer des Verbands Papier"]


def test_a_reported_verb_introduces_nothing() -> None:
    """Relayed speech has only its outer speaker."""
    text = "Trempel habe vorgeschlagen, die Halle zu verkleinern, berichtete das „Turn-Blatt“ am Sonntag."
    assert [speaker for _, speaker in indirect(text)] == [["das „Turn-Blatt“"]]


def test_heisst_es_has_its_source_as_speaker() -> None:
    text = "Die Obergrenze wirke sofort, hieß es in einer Erklärung des Verbands."
    (quote,) = find_quotes(build_document(article_from_text(text)), ())
    assert [s.of(text) for s in quote.speaker] == ["einer Erklärung des Verbands"]
    assert quote.media == frozenset({Medium.WRITING})


@pytest.mark.parametrize(
    "text",
    [
        "Sie verkaufte Krawatten, lernte Stenografie und schrieb in der Nacht.",
        "Der Geologe Wietersheim, der an der Studie nicht beteiligt war, fuhr nach Hause.",
        "Insgesamt waren 412 Boote am Start, so viele wie seit 1998 nicht mehr.",
        "Wer in Samarkand über Wasser spricht, spricht meistens über die anderen.",
        "Die Stadt hat die Zeit verlängert, ohne dafür mehr zu bezahlen.",
    ],
)
def test_what_looks_like_a_cue_but_is_none(text: str) -> None:
    assert indirect(text) == []


def test_a_frame_in_a_relative_clause_speaks_for_that_clause() -> None:
    text = (
        "Er ist ein Freund Assads, der gegen den IS kämpft, nach Ansicht der USA das Recht aber verloren hat."
    )
    assert indirect(text) == [(["das Recht aber verloren hat"], ["der USA"])]
