"""Statements together: continuations, fragments, order, and how many are found in the corpus."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import newsgraph
from newsgraph.annotation.document import Document, build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.statements import find_quotes
from newsgraph.model import Medium, StatementType
from newsgraph.readers.articles import article_from_text, read_file

if TYPE_CHECKING:
    from newsgraph.annotation.finder import NameSpan

CORPUS = Path(__file__).parents[3] / "../shared/articles/corpus"


def kinds(text: str) -> list[tuple[StatementType, str, int | None]]:
    quotes = find_quotes(build_document(article_from_text(text)), ())
    return [(q.type, " ".join(s.of(text) for s in q.spans), q.continues) for q in quotes]


def test_a_konjunktiv_without_a_cue_continues_the_statement_before() -> None:
    text = (
        '"Das Angebot ist eine Frechheit", sagte die Verhandlungsführerin. Die Beschäftigten hätten '
        "lange verzichtet. Nun reiche es. Die Sitzung endete um zehn Uhr."
    )
    found = kinds(text)
    assert [f[0] for f in found] == [
        StatementType.DIRECT,
        StatementType.INDIRECT_FREE_INDIRECT,
        StatementType.INDIRECT_FREE_INDIRECT,
    ]
    assert [f[2] for f in found] == [None, 0, 1]
    assert found[2][1] == "Nun reiche es"


def test_a_plural_past_is_konjunktiv_only_after_reported_speech() -> None:
    after = "Das Tier habe gleiten können, sagte sie. Das zeigten die Ansätze der Muskeln."
    alone = "Das Tier lebte im Wald. Das zeigten die Ansätze der Muskeln."
    assert [k for k, _, _ in kinds(after)] == [StatementType.INDIRECT, StatementType.INDIRECT_FREE_INDIRECT]
    assert kinds(alone) == []


def test_hearsay_has_no_speaker() -> None:
    text = "Der Präsident soll in der Nacht von Soldaten aus dem Haus geführt worden sein."
    (quote,) = find_quotes(build_document(article_from_text(text)), ())
    assert quote.type is StatementType.FREE_INDIRECT
    assert quote.speaker == ()


def test_quoted_words_inside_a_statement_are_nested() -> None:
    text = "Das sei „weder Zwang noch Mission“, sondern gesünder, sagte sie."
    outer, fragment = find_quotes(build_document(article_from_text(text)), ())
    assert outer.type is StatementType.INDIRECT
    assert fragment.type is StatementType.DIRECT
    assert fragment.nested_in == 0
    assert fragment.spans[0].of(text) == "weder Zwang noch Mission"


def test_a_title_inside_a_statement_is_no_fragment() -> None:
    text = "Der Verein fordert eine Absage der Ausstellung „Schätze ferner Völker“."
    assert [k for k, _, _ in kinds(text)] == [StatementType.REPORTED]


def test_statements_are_in_text_order_and_refer_backwards() -> None:
    text = "Er lehnte den Plan ab: „Das ist zu teuer.“ Sie forderte mehr Geld. „Wir brauchen es“, sagte sie."
    quotes = find_quotes(build_document(article_from_text(text)), ())
    starts = [q.spans[0].start for q in quotes if q.nested_in is None]
    assert starts == sorted(starts)
    assert all(q.continues is None or q.continues < i for i, q in enumerate(quotes))
    assert all(0 < q.confidence < 1 for q in quotes)


def test_a_noun_reports_what_its_clause_says() -> None:
    text = "Die Sorge der Bäuerin, dass die Gäste ausblieben, teilen hier viele."
    (quote,) = find_quotes(build_document(article_from_text(text)), ())
    assert quote.type is StatementType.INDIRECT
    assert [s.of(text) for s in quote.spans] == ["dass die Gäste ausblieben"]
    assert [s.of(text) for s in quote.speaker] == ["der Bäuerin"]
    assert kinds("Die Hoffnung, dass es bald regnet, ist groß.") == []


@pytest.mark.parametrize(
    "text", ["", "„", "“", '"""', "Er sagte", ", sagte er.", ": „“", "„A“, „B“, „C“ – so."]
)
def test_odd_text_raises_nothing(text: str) -> None:
    find_quotes(build_document(article_from_text(text)), ())


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def test_the_corpus_is_found_again() -> None:
    """Every twelfth article of the annotated corpus: nine in ten statements, and hardly a wrong one."""
    files = sorted(CORPUS.glob("*.txt"))[::12]
    if not files:
        pytest.skip("needs ../shared/articles/corpus")
    wanted = found = hits = 0
    for file in files:
        article = read_file(file)
        document = build_document(article)
        gold = [
            _words(s["text"])
            for s in json.loads(file.with_suffix(".gold.json").read_text("utf-8"))["statements"]
        ]
        quotes = find_quotes(document, find_names(document))
        own = [
            (_words(" ".join(s.of(article.text) for s in q.spans)), q.nested_in is not None) for q in quotes
        ]
        wanted += len(gold)
        for words, nested in own:
            match = next((g for g in gold if _overlap(words, g) >= 0.5), None)
            if match is not None:
                gold.remove(match)
                hits += 1
            found += match is not None or not nested
    assert hits / wanted > 0.9
    assert hits / found > 0.9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Der Chor fordert zwei Proben mehr im Jahr, die Städte bieten bisher eine Probe im Herbst an.",
            ["zwei Proben mehr im Jahr", "eine Probe im Herbst"],
        ),
        ("Sie legte dem Wirt jedoch nahe, den Keller zu lüften.", ["den Keller zu lüften"]),
        ("Um halb neun bat sie um Geduld.", ["um Geduld"]),
        ("Um halb neun bat sie zum Tanz.", []),
        ("Über Petra Vogts Wunsch, den Hof zu pflastern, lachte niemand.", ["den Hof zu pflastern"]),
        ("Die Brücke sei sicher, twitterte Petra Vogt.", ["Die Brücke sei sicher"]),
        ("Die Brüder reden laut einer Nachbarin kaum noch miteinander.", 1),
        ("Ein Delegierter der kaum bekannten Insel lehnte den Plan ab.", ["den Plan"]),
        ("Der Minister hält an seinem Plan fest.", []),
        ("Petra Vogt kommentierte das Ergebnis mit einem „na endlich, Kinder“.", 2),
    ],
)
def test_what_is_said_and_what_is_not(text: str, expected: list[str] | int) -> None:
    document = build_document(article_from_text(text))
    found = find_quotes(document, find_names(document))
    if isinstance(expected, int):
        assert len(found) == expected
    else:
        assert [" ".join(s.of(text) for s in q.spans) for q in found] == expected


def test_a_frame_that_opens_a_main_clause_speaks_for_that_clause_alone() -> None:
    text = "In der Altstadt war es dunkel, nach Polizeiangaben fehlte überall der Strom."
    assert kinds(text) == [(StatementType.INDIRECT, "fehlte überall der Strom", None)]


def test_quoted_words_in_a_relative_clause_are_reported() -> None:
    text = "Sie bekam Besuch von Jan Petersen, der das für »Unfug« hält. Er traf Vogt, die Geld fordert."
    quotes = find_quotes(*document_and_names(text))
    assert [(q.type, q.spans[0].of(text), q.speaker[0].of(text)) for q in quotes] == [
        (StatementType.REPORTED, "das für »Unfug«", "Jan Petersen")
    ]


def test_what_stands_on_a_sign_is_said_by_nobody() -> None:
    assert kinds("Am Tor lehnt ein Schild: „Heute kein Fisch!“") == []
    assert kinds("Petra Vogt rief: „Heute kein Fisch!“") != []


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Das Archiv gehe an die Stadt, hieß es.", ["hieß", "es"]),
        ("Ein Urteil werde nicht fallen, war gestern zu hören.", ["war", "zu", "hören"]),
        ("Die Firma hat den Plan abgelehnt.", ["hat", "abgelehnt"]),
    ],
)
def test_a_cue_holds_the_words_that_its_verb_takes(text: str, cue: list[str]) -> None:
    (quote,) = find_quotes(*document_and_names(text))
    assert [s.of(text) for s in quote.cue] == cue


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Die Rektorin forderte die Gemeinde auf, den Weg zu streuen.", "die Gemeinde"),
        ("„Wir bleiben“, rief sie den Delegierten zu.", "den Delegierten"),
        ("„Wir bleiben“, sagte sie dem „Hafenboten“.", "dem „Hafenboten“"),
        ("Jan Petersen warf der Rektorin „Mathematik mit Gefühl“ vor.", "der Rektorin"),
        ("Jan Petersen lehnte den Plan ab.", None),
        ("„Das ist falsch“, kommentierte sie den Vorstoß.", None),
    ],
)
def test_who_is_told(text: str, addressee: str | None) -> None:
    quote = find_quotes(*document_and_names(text))[0]
    assert next((s.of(text) for s in quote.addressee), None) == addressee


def document_and_names(text: str) -> tuple[Document, tuple[NameSpan, ...]]:
    document = build_document(article_from_text(text))
    return document, find_names(document)


def test_a_frame_with_wie_may_hold_an_apposition() -> None:
    text = "Wie der Wirt des Hafens, Ole Lind, mitteilte, waren die Gäste nicht gewarnt worden."
    (quote,) = find_quotes(*document_and_names(text))
    assert [s.of(text) for s in quote.spans] == ["waren die Gäste nicht gewarnt worden"]
    assert [s.of(text) for s in quote.frame] == ["Wie der Wirt des Hafens, Ole Lind, mitteilte,"]


@pytest.mark.parametrize(
    "text",
    [
        "Über dem See sind am Freitag, den 22. September, möglicherweise zwei Drachen kollidiert.",
        "„Moor“, so heißt ein Projekt, ist neu.",
        "Wie das Dorf antworten soll, ist unter Fachleuten umstritten.",
        "Das geschah in der Ausgabe vom 7. April.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert kinds(text) == []


def test_so_heisst_es_reports() -> None:
    assert kinds("„Das ist so nicht wahr“, so heißt es im Bericht.")[0][0] is StatementType.DIRECT


def test_what_a_relative_clause_tells_is_no_medium() -> None:
    text = "Das stimme, bestätigte ein Lotse, der nicht in der Zeitung stehen will."
    (quote,) = find_quotes(*document_and_names(text))
    assert quote.media == {Medium.SPEECH}


def test_a_phrase_between_dashes_frames_the_clause_that_it_stands_in() -> None:
    text = "Der Wirt plant einen Steg, der – laut Ole Lind – den See retten soll."
    (statement,) = newsgraph.annotate(text, model="rules").statements
    assert statement.text(text) == "der den See retten soll"
    assert [agent.name for agent in statement.speakers] == ["Ole Lind"]


@pytest.mark.parametrize(
    ("sentence", "is_said"),
    [
        ("Ole Lind und Petra Vogt prüften den Damm.", False),
        ("Neun von zehn Anträgen landeten im Rathaus.", True),
    ],
)
def test_what_somebody_named_did_is_told_by_the_writer(sentence: str, is_said: bool) -> None:
    text = f"Das dauere, sagte der Wirt. Es gebe Zweifel. {sentence}"
    statements = newsgraph.annotate(text, model="rules").statements
    assert (statements[-1].text(text) == sentence.removesuffix(".")) is is_said
