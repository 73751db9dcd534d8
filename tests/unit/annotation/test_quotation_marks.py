"""Pairs of quotation marks."""

from __future__ import annotations

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.quotation_marks import find_quotations, find_unclosed
from newsgraph.readers.articles import article_from_text


def inner(text: str) -> list[str]:
    document = build_document(article_from_text(text))
    return [q.inner.of(text) for q in find_quotations(document) if q.closed]


@pytest.mark.parametrize(
    "text",
    [
        "Er rief: „Wir gehen heim.“",
        'Er rief: "Wir gehen heim."',
        "Er rief: »Wir gehen heim.«",
        "Er rief: «Wir gehen heim.»",
        "Er rief: “Wir gehen heim.”",
        "Er rief: ‚Wir gehen heim.‘",
        "Er rief: ›Wir gehen heim.‹",
        'Er rief: „Wir gehen heim."',
        "Er rief: „Wir gehen heim.”",
        "Er rief: ,,Wir gehen heim.''",
    ],
)
def test_every_german_pair_is_read(text: str) -> None:
    assert inner(text) == ["Wir gehen heim."]


def test_a_pair_inside_another_is_read_too() -> None:
    assert inner("Sie sagte: »Er rief ›Halt‹ und lief.«") == ["Er rief ›Halt‹ und lief.", "Halt"]
    assert inner("Sie sagte: „Er rief ‚Halt‘ und lief.“") == ["Er rief ‚Halt‘ und lief.", "Halt"]


def test_an_apostrophe_closes_nothing() -> None:
    assert inner("Sie sagte: ‚So geht’s nicht weiter.‘ Dann ging sie.") == ["So geht’s nicht weiter."]
    assert inner("Das war's. Hans' Auto stand da.") == []


def test_a_pair_never_leaves_its_paragraph() -> None:
    text = 'Er sagte: "Wir gehen.\n\nDie Sitzung endete um "zehn".'
    assert inner(text) == ["zehn"]
    document = build_document(article_from_text(text))
    (notice,) = find_unclosed(document)
    assert notice.span is not None
    assert notice.span.of(text) == '"'


def test_speech_that_opens_every_paragraph_anew_is_closed_by_each() -> None:
    text = "„Das war der Anfang.\n\n„Und das war das Ende.“"
    assert inner(text) == ["Das war der Anfang.", "Und das war das Ende."]
