"""Sentences and tokens keep their offsets, and quotation marks do not break sentences apart."""

from hypothesis import given
from hypothesis import strategies as st

from newsgraph.annotation.document import build_document
from newsgraph.model import Article, Span


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
    text = "Am 1. Oktober sprach Prof. Dr. Ansgar Grote mit George W. Bush über rd. 41.000 Wohnungen."
    assert "Am 1. Oktober sprach Prof. Dr. Ansgar Grote mit George W. Bush" in sentences(text)[0]


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
                "Das war im Jahr 2019. Der Bau dauerte bis 2021. Grote kam auf Platz 3. Die Kasse stimmt."
            )
        )
        == 4
    )
