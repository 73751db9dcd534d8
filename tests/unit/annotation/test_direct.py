"""Direct speech, and quotation marks that hold none."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.statements import find_quotes
from newsgraph.model import StatementType
from newsgraph.readers.articles import article_from_text


def direct(text: str) -> list[tuple[list[str], list[str]]]:
    """Return content parts and speaker of each direct statement that is not nested in another."""
    quotes = find_quotes(build_document(article_from_text(text)), ())
    return [
        ([s.of(text) for s in q.spans], [s.of(text) for s in q.speaker])
        for q in quotes
        if q.type is StatementType.DIRECT and q.nested_in is None
    ]


def test_cue_behind_with_role_and_apposition() -> None:
    text = "„Das reicht nicht“, sagte die Ökonomin Renate Holzer vom Bremer Institut am Montag."
    assert direct(text) == [(["Das reicht nicht"], ["die Ökonomin Renate Holzer vom Bremer Institut"])]


def test_colon_before() -> None:
    text = "Buntrock winkte nur ab: »Wir sind kein Debattierklub.«"
    assert direct(text) == [(["Wir sind kein Debattierklub."], ["Buntrock"])]


def test_speaker_named_without_a_verb() -> None:
    assert direct("Darauf Rodenkirch: „Weil alle das wollen.“") == [
        (["Weil alle das wollen."], ["Rodenkirch"])
    ]


def test_cue_inside_makes_one_statement_in_two_parts() -> None:
    text = "»Ich gehe«, rief der Coach den Reportern zu, »aber mit geradem Rücken«."
    assert direct(text) == [(["Ich gehe", "aber mit geradem Rücken"], ["der Coach"])]


def test_a_preposition_before_a_noun_is_no_particle() -> None:
    text = "„Wir bleiben“, sagte Lausch vor Beginn der Beratungen."
    (quote,) = find_quotes(build_document(article_from_text(text)), ())
    assert [part.of(text) for part in quote.cue] == ["sagte"]


def test_particle_belongs_to_the_cue_and_the_receiver_is_found() -> None:
    text = "»Ich gehe«, rief der Coach den wartenden Reportern zu."
    (quote,) = find_quotes(build_document(article_from_text(text)), ())
    assert [s.of(text) for s in quote.cue] == ["rief", "zu"]
    assert [s.of(text) for s in quote.addressee] == ["den wartenden Reportern"]
    assert [s.of(text) for s in quote.frame] == [", rief der Coach den wartenden Reportern zu"]


def test_several_sentences_in_one_pair_are_one_statement() -> None:
    text = "»Ich bin kein Zauberer. Das habe ich auch nie behauptet«, sagte er."
    assert direct(text) == [(["Ich bin kein Zauberer. Das habe ich auch nie behauptet"], ["er"])]


def test_a_quotation_after_a_full_stop_continues() -> None:
    text = "„Wir haben nichts gewusst“, sagte Meier. „Gar nichts.“"
    first, second = find_quotes(build_document(article_from_text(text)), ())
    assert second.continues == 0
    assert second.cue == ()
    assert first.continues is None


@pytest.mark.parametrize(
    "text",
    [
        "Der Vertrag, im Hause „Papier-Bibel“ genannt, war ausgelaufen.",
        "Der Rastplatz am „Hasenbrink“ bleibt bis Montag zu.",
        "„Hasenbrink“ bleibt bis Montag zu.",
        "Das Fest „Bode in Flammen“ fällt aus.",
        "Die Zeitschrift »Der Garten« erscheint monatlich.",
        "Das Schiff fährt unter dem Namen «Stadt Basel» auf dem Rhein.",
    ],
)
def test_titles_names_and_terms_are_no_statement(text: str) -> None:
    assert direct(text) == []


def test_an_unclosed_mark_swallows_nothing() -> None:
    text = "„Wir gehen heim, sagte Meier. Danach war Schluss.\n\nEs regnete."
    assert direct(text) == [(["Wir gehen heim"], ["Meier"])]
