"""What is certain without a model corrects it: quotation marks, ends of clauses, what cannot be."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import NameLabel, NameSpan, QuoteSpan
from newsgraph.annotation.neural.combine import (
    correct_direct,
    correct_edges,
    is_name,
    is_plausible,
    join_persons,
)
from newsgraph.annotation.neural.decoding import decode
from newsgraph.annotation.neural.layers import Layer
from newsgraph.model import Span, StatementType
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Write = Callable[[str], Any]
    Marked = Sequence[tuple[Layer, str, str]]


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def edges(written: Write, text: str, *marked: tuple[Layer, str, str]) -> list[str]:
    """Return the statements of the layer of clauses, brought to their edges."""
    given_text = written(text)
    reading = given_text.read(given_text.output(marked))
    return [mark.span.of(text) for mark in correct_edges(reading, decode(reading))[Layer.OTHER]]


TEXT = "Am Abend hieß es. Die alten Trümmer verteilten sich im weiten Umkreis, sagte Ohm in Kiel. Es regnete."
WHOLE = "Die alten Trümmer verteilten sich im weiten Umkreis"


@pytest.mark.parametrize("label", ["Indirect", "IndirectFreeIndirect", "FreeIndirect"])
def test_a_clause_goes_to_the_mark_and_the_end_of_the_sentence(written: Write, label: str) -> None:
    assert edges(written, TEXT, (Layer.OTHER, label, "verteilten sich im weiten")) == [WHOLE]
    text = "Ohm sagte, es fehle an Geld. Es regnete."
    assert edges(written, text, (Layer.OTHER, label, "fehle")) == ["es fehle an Geld"]


def test_a_complement_has_no_clause_of_its_own(written: Write) -> None:
    assert edges(written, TEXT, (Layer.OTHER, "Reported", "verteilten sich")) == ["verteilten sich"]


@pytest.mark.parametrize(
    ("layer", "label"),
    [(Layer.SPEAKER, "Speaker"), (Layer.CUE, "Cue"), (Layer.FRAME, "Frame"), (Layer.DIRECT, "Direct")],
)
def test_a_clause_ends_where_the_words_that_introduce_it_stand(
    written: Write, layer: Layer, label: str
) -> None:
    text = "Laut Ohm verteilten sich die Trümmer im Umkreis."
    inside = (Layer.OTHER, "Indirect", "sich die Trümmer")
    assert edges(written, text, inside, (layer, label, "Laut Ohm")) == [
        "verteilten sich die Trümmer im Umkreis"
    ]
    assert edges(written, text, inside) == [text[:-1]]


def test_two_clauses_do_not_run_into_each_other(written: Write) -> None:
    text = "Es fehle an Geld und man müsse warten."
    marked = [(Layer.OTHER, "Indirect", "fehle an"), (Layer.OTHER, "FreeIndirect", "müsse")]
    assert edges(written, text, *marked) == ["Es fehle an Geld und man", "müsse warten"]


def test_what_stands_further_from_an_edge_is_left_alone(written: Write) -> None:
    eight, nine = " ".join(["gelb"] * 8), " ".join(["gelb"] * 9)
    for before, after, expected in [
        (eight, eight, f"{eight} sei alles {eight}"),
        (nine, eight, f"sei alles {eight}"),
        (eight, nine, f"{eight} sei alles"),
    ]:
        text = f"{before} sei alles {after}."
        assert edges(written, text, (Layer.OTHER, "Indirect", "sei alles")) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "die SPD-Fraktion sei dagegen",
        "der Ein- und Ausbau sei zu teuer",
        "um 3,5 Prozent sei alles teurer",
        "rund 50 % der Mittel seien da",
        "Dr. Berta Lind sei im Amt",
        "das Cafe\u0301 am Hafen sei offen",
        "das 😀 gefalle allen",
    ],
)
def test_a_mark_within_a_word_ends_no_clause(written: Write, words: str) -> None:
    text = f"Ohm sagte, {words}, und ging."
    for inside in (words.rsplit(maxsplit=1)[-1], words.split(maxsplit=1)[0]):
        assert edges(written, text, (Layer.OTHER, "Indirect", inside)) == [words]


@pytest.mark.parametrize("mark", [",", ";", ":", " –", " -", "?", ")", "“"])
def test_marks_that_part_clauses_end_them(written: Write, mark: str) -> None:
    text = f"Es fehle an Geld{mark} das alles sei bekannt"
    assert edges(written, text, (Layer.OTHER, "Indirect", "fehle"))[0] == "Es fehle an Geld"


def shared(found: Span, gold: Span) -> float:
    """Return the F1 of the code points of a span."""
    return 2 * max(0, min(found.end, gold.end) - max(found.start, gold.start)) / (len(found) + len(gold))


def test_both_rules_bring_a_model_that_stops_early_nearer_to_the_gold(written: Write) -> None:
    text = (
        "Die alten Trümmer verteilten sich im weiten Umkreis, sagte Ohm. "
        "„Wir suchen noch immer. Das dauert lange“, sagte Lind."
    )
    gold = [at(text, WHOLE), at(text, "Wir suchen noch immer. Das dauert lange")]
    given_text = written(text)
    marked = [
        (Layer.OTHER, "Indirect", "verteilten sich im weiten"),
        (Layer.DIRECT, "Direct", "suchen noch immer. Das"),
        (Layer.CUE, "Cue", "sagte"),
    ]
    reading = given_text.read(given_text.output(marked))
    before = decode(reading)
    after = correct_edges(reading, correct_direct(build_document(article_from_text(text)), reading, before))

    def measured(marks: Any) -> list[float]:  # noqa: ANN401  spans by layer
        found = [mark.span for layer in (Layer.OTHER, Layer.DIRECT) for mark in marks[layer]]
        return [shared(one, other) for one, other in zip(found, gold, strict=True)]

    assert all(score < 0.75 for score in measured(before))
    assert measured(after) == [1.0, 1.0]


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_corrected_clauses_only_grow_and_stay_apart(written: Write, seed: int) -> None:
    given_text = written(TEXT + " „Das gehe nicht“, so Dr. Lind von der SPD-Fraktion, es fehle an Geld.")
    reading = given_text.read(given_text.output(seed=seed))
    before = decode(reading)
    after = correct_edges(reading, before)
    for layer, marks in before.items():
        assert len(after[layer]) == len(marks)
        for old, new in zip(marks, after[layer], strict=True):
            assert new.span.contains(old.span)
            assert layer is Layer.OTHER or new == old
            assert layer is Layer.DIRECT or reading.sentences[new.first] == reading.sentences[new.last]
    spans = [mark.span for mark in after[Layer.OTHER]]
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "words", "label", "believed"),
    [
        ("Das Stück Bekombé liegt im Norden.", "Bekombé", NameLabel.PLACE, True),
        ("Die Gemeinde baut.", "Gemeinde", NameLabel.PLACE, False),
        ("Gestern kam Velmerodt.", "Velmerodt", NameLabel.PERSON, False),
        ("Gestern kam Ysolde Velmerodt.", "Ysolde Velmerodt", NameLabel.PERSON, True),
    ],
)
def test_what_can_be_a_name(text: str, words: str, label: NameLabel, *, believed: bool) -> None:
    document = build_document(article_from_text(text))
    assert is_name(document, NameSpan(at(text, words), label, 0.9)) is believed


def test_a_lone_surname_needs_certainty() -> None:
    text = "Gestern kam Xylander zurück."
    document = build_document(article_from_text(text))
    sure, unsure = (NameSpan(at(text, "Xylander"), NameLabel.PERSON, share) for share in (0.95, 0.94))
    assert is_name(document, sure)
    assert not is_name(document, unsure)


@pytest.mark.parametrize(
    ("text", "words", "kind", "cue", "believed"),
    [
        ("Das Stück „Ein feste Burg“ lief.", "Ein feste Burg", StatementType.DIRECT, "", False),
        ("„Wir gehen“, sagte Ohm.", "Wir gehen", StatementType.DIRECT, "sagte", True),
        ("„Ja“, sagte Ohm.", "Ja", StatementType.DIRECT, "sagte", False),
        ("Mit einer Genehmigung rechnet Ohm.", "Mit einer Genehmigung", StatementType.INDIRECT, "", False),
        ("Ohm sagte, er gehe.", "er gehe", StatementType.INDIRECT, "sagte", True),
        ("Ohm forderte mehr Geld.", "mehr Geld", StatementType.REPORTED, "forderte", True),
        ("Ohm forderte mehr Geld.", "mehr Geld", StatementType.REPORTED, "", False),
        ("Ohm forderte mehr Geld für die Stadt.", "Geld für die", StatementType.REPORTED, "forderte", False),
    ],
)
def test_what_can_be_a_statement(
    text: str, words: str, kind: StatementType, cue: str, *, believed: bool
) -> None:
    document = build_document(article_from_text(text))
    quote = QuoteSpan((at(text, words),), kind, cue=(at(text, cue),) if cue else ())
    assert is_plausible(document, quote) is believed


def persons(written: Write, text: str, *marked: tuple[Layer, str, str]) -> list[str]:
    given_text = written(text)
    reading = given_text.read(given_text.output(marked))
    return [mark.span.of(text) for mark in join_persons(reading, decode(reading))[Layer.NAMES]]


def test_persons_side_by_side_are_one_name(written: Write) -> None:
    marked = [(Layer.NAMES, "PER", "Berta"), (Layer.NAMES, "PER", "Lind")]
    assert persons(written, "Gestern kam Berta Lind.", *marked) == ["Berta Lind"]
    assert persons(written, "Gestern kamen Berta, Lind und wir.", *marked) == ["Berta", "Lind"]


def test_a_person_and_a_body_side_by_side_are_two(written: Write) -> None:
    marked = [(Layer.NAMES, "PER", "Lind"), (Layer.NAMES, "ORG", "SPD")]
    assert persons(written, "Gestern trat Lind SPD bei.", *marked) == ["Lind", "SPD"]
