"""Sentences and tokens keep their offsets, and quotation marks do not break sentences apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from newsgraph.annotation.annotator import annotate_article
from newsgraph.annotation.document import build_document, readings, word_scores
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import Article, Span
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from tests.conftest import CallCounter

    from newsgraph.model import Annotations


def sentences(text: str) -> list[str]:
    article = Article("0", text, "0", paragraphs=(Span(0, len(text)),))
    return [s.span.of(text) for s in build_document(article).sentences]


def test_a_cue_after_a_question_belongs_to_its_sentence() -> None:
    assert sentences("„Wer soll das zahlen?“, fragte sie. Niemand antwortete.") == [
        "„Wer soll das zahlen?“, fragte sie.",
        "Niemand antwortete.",
    ]


def test_a_closing_mark_stays_with_its_sentence() -> None:
    assert sentences("»Wir warten. Das genügt.« Er ging.") == ["»Wir warten.", "Das genügt.«", "Er ging."]


def test_ordinals_titles_and_initials_end_no_sentence() -> None:
    text = "Am 1. Oktober sprach Prof. Dr. Anselm Rothe mit George W. Bush über rd. 41.000 Wohnungen."
    assert "Am 1. Oktober sprach Prof. Dr. Anselm Rothe mit George W. Bush" in sentences(text)[0]


def test_separable_verbs_and_moods_are_tagged() -> None:
    text = "Er schlug eine Fabrik vor. Das koste viel."
    article = Article("0", text, "0", paragraphs=(Span(0, len(text)),))
    first, second = build_document(article).sentences
    assert [(t.form, t.tag) for t in first.tokens if t.tag == "PTKVZ"] == [("vor", "PTKVZ")]
    assert [(t.form, t.lemma) for t in second.tokens if t.is_finite] == [("koste", "kosten")]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_tokens_cover_exactly_what_they_say(text: str) -> None:
    article = Article("0", text, "0", paragraphs=(Span(0, len(text)),) if text else ())
    tokens = list(build_document(article).tokens())
    assert all(token.span.of(text) == token.form for token in tokens)
    assert "".join(t.form for t in tokens).replace(" ", "") == "".join(
        c for t in tokens for c in t.form if c != " "
    )
    assert [t.start for t in tokens] == sorted(t.start for t in tokens)


def test_a_number_at_the_end_ends_the_sentence() -> None:
    assert (
        len(
            sentences(
                "Das war im Jahr 2019. Der Bau dauerte bis 2021. Rothe kam auf Platz 3. Die Kasse stimmt."
            )
        )
        == 4
    )


def test_a_word_of_twenty_thousand_letters_costs_no_more_than_others(count_calls: CallCounter) -> None:
    def read(junk: str) -> tuple[str, Annotations]:
        text = (
            f"„{junk} bleibt“, sagte Erika Muster vom {junk}verband. Sie forderte eine {junk} und {junk}er."
        )
        return text, annotate_article(article_from_text(text), RuleFinder())

    junk = "X" + "wexqalbinu" * 2_000
    read("Xwexqalbinu" * 20)  # loads the lexicon
    assert count_calls(lambda: read(junk)) < 1.5 * count_calls(lambda: read("Y" + "wexqalbinu" * 20))
    text, notes = read(junk)
    assert [person.name for person in notes.persons] == ["Erika Muster"]
    assert notes.statements[0].text(text) == f"{junk} bleibt"
    (token,) = [t for t in build_document(notes.article).tokens() if t.form == f"{junk}er"]
    assert (token.lemma, token.span.of(text)) == (token.form, token.form)


def test_the_end_of_a_long_word_tells_what_it_is() -> None:
    word = "Bundesausbildungsförderungsgesetzesänderungsvorschlagsprüfungen"
    assert len(word) > 60
    assert readings(word)[0] == "NN"
    assert max(word_scores(word), key=word_scores(word).__getitem__) == "NN"
