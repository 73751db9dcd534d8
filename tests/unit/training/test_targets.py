from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.neural.layers import LABELS, ROLES, Layer, Role, columns, distance_bucket
from newsgraph.model import Medium, StatementType
from training.scheme import Name, Quotation
from training.targets import build_samples, packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.training.conftest import Text
    from tokenizers import Tokenizer

    from training.scheme import Example
    from training.targets import Pair, Sample

DIRECT, INDIRECT, REPORTED = StatementType.DIRECT, StatementType.INDIRECT, StatementType.REPORTED
SPOKEN = frozenset({Layer.DIRECT, Layer.OTHER, Layer.SPEAKER, Layer.CUE, Layer.FRAME, Layer.ADDRESSEE})


@pytest.fixture
def whole(tokenizer: Tokenizer) -> Callable[[Example], Sample]:
    """Return what makes the one sample of a short example."""

    def build(example: Example) -> Sample:
        (sample,) = build_samples(tokenizer, example, 64)
        return sample

    return build


def tags(sample: Sample, layer: Layer) -> list[str]:
    """Return the allowed tags of each piece but the breaks at both ends, and "*" where all are allowed."""
    names = ["O", *(f"{part}-{label}" for label in LABELS[layer] for part in "BI")]
    rows = sample.allowed[1:-1, columns(layer)]
    return [
        "*" if row.all() else "|".join(name for name, allowed in zip(names, row, strict=True) if allowed)
        for row in rows
    ]


def pairs(sample: Sample, role: Role) -> set[tuple[int, int, bool]]:
    """Return first piece of the segment, first piece of the other span, and whether they belong together."""
    return {(pair.quote[0], pair.other[0], pair.right) for pair in sample.pairs if ROLES[pair.role] is role}


def test_what_is_annotated_is_told(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva Sand baut in Leer.")
    names = (Name(text.at("Eva Sand"), "PER"), Name(text.at("Leer"), "LOC"))
    sample = whole(text.example(layers=frozenset({Layer.NAMES}), names=names))
    assert tags(sample, Layer.NAMES) == ["B-PER", "I-PER", "O", "O", "B-LOC", "O"]
    # Breaks are in no span, and this is told too.
    assert sample.allowed[0, columns(Layer.NAMES)].tolist() == [True] + [False] * 8


def test_of_a_layer_that_is_not_annotated_nothing_is_told(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    sample = whole(written("Eva Sand baut.").example(layers=frozenset({Layer.CUE})))
    assert tags(sample, Layer.CUE) == ["O"] * 4
    for layer in set(Layer) - {Layer.CUE}:
        assert tags(sample, layer) == ["*"] * 4
    assert (sample.media == -1).all()


def test_of_an_unknown_region_nothing_is_told_in_its_layer(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva sagte das am Hafen.")
    example = text.example(
        layers=frozenset({Layer.CUE, Layer.FRAME}), unknown=((Layer.CUE, text.at("das am")),)
    )
    assert tags(whole(example), Layer.CUE) == ["O", "O", "*", "*", "O", "O"]
    assert tags(whole(example), Layer.FRAME) == ["O"] * 6


def test_labels_that_are_not_all_marked_stay_possible(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva baut in Leer.")
    example = text.example(
        layers=frozenset({Layer.NAMES}),
        labels=frozenset({"PER", "LOC"}),
        names=(Name(text.at("Eva"), "PER"),),
    )
    assert tags(whole(example), Layer.NAMES) == ["B-PER", *["O|B-ORG|I-ORG|B-OTH|I-OTH"] * 4]


def test_words_that_are_no_names_are_told_though_labels_are_open(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva baut eine Brücke am Hafen.")
    example = text.example(
        layers=frozenset({Layer.NAMES}),
        labels=frozenset({"PER"}),
        names=(Name(text.at("Hafen"), "LOC"),),
        plain=(text.at("baut eine"), text.at("am Hafen")),
    )
    found = tags(whole(example), Layer.NAMES)
    open_ = "O|B-ORG|I-ORG|B-LOC|I-LOC|B-OTH|I-OTH"
    # What is marked stays marked.
    assert found == [open_, "O", "O", open_, "O", "B-LOC", open_]
    assert tags(whole(replace(example, layers=frozenset())), Layer.CUE) == ["*"] * 7


def test_a_literal_part_in_an_indirect_statement_is_told_beside_it(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva sagte, das Werk sei „alt“.")
    found = (
        Quotation(INDIRECT, (text.at("das Werk sei „alt“"),)),
        Quotation(DIRECT, (text.at("alt"),)),
    )
    sample = whole(text.example(layers=SPOKEN, quotations=found))
    assert tags(sample, Layer.OTHER) == ["O"] * 3 + ["B-Indirect", *["I-Indirect"] * 5, "O"]
    assert tags(sample, Layer.DIRECT) == ["O"] * 7 + ["B-Direct", "O", "O"]
    # One lies in the other: the question whether they are parts of one statement is not asked.
    assert pairs(sample, Role.PART) == set()


@pytest.mark.parametrize("swap", [False, True])
def test_of_two_spans_in_a_layer_the_wider_stands(
    swap: bool, written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva Sand baut eine Brücke.")
    names = [Name(text.at("Sand"), "LOC"), Name(text.at("Eva Sand"), "PER")]
    example = text.example(layers=frozenset({Layer.NAMES}), names=tuple(names[::-1] if swap else names))
    assert tags(whole(example), Layer.NAMES)[:3] == ["B-PER", "I-PER", "O"]


def test_each_part_has_its_layer(written: Callable[[str], Text], whole: Callable[[Example], Sample]) -> None:
    text = written("Eva sagte Jan am Hafen, das Werk sei alt.")
    one = Quotation(
        INDIRECT,
        (text.at("das Werk sei alt"),),
        speaker=(text.at("Eva"),),
        cue=(text.at("sagte"),),
        frame=(text.at("Eva sagte Jan am Hafen"),),
        addressee=(text.at("Jan"),),
    )
    sample = whole(text.example(layers=SPOKEN, quotations=(one,)))
    assert tags(sample, Layer.SPEAKER)[:3] == ["B-Speaker", "O", "O"]
    assert tags(sample, Layer.CUE)[:3] == ["O", "B-Cue", "O"]
    assert tags(sample, Layer.ADDRESSEE)[:3] == ["O", "O", "B-Addressee"]
    assert tags(sample, Layer.FRAME)[:6] == ["B-Frame", *["I-Frame"] * 4, "O"]
    assert tags(sample, Layer.OTHER)[5:9] == ["O", "B-Indirect", "I-Indirect", "I-Indirect"]


def test_a_reported_statement_without_complement_has_its_clause_alone(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva Sand meinte das.")
    one = Quotation(REPORTED, (), clause=(text.at("Eva Sand meinte das"),), media=frozenset({Medium.SPEECH}))
    sample = whole(text.example(layers=frozenset({Layer.OTHER, Layer.CLAUSE}), quotations=(one,)))
    assert tags(sample, Layer.CLAUSE) == ["B-Clause", *["I-Clause"] * 3, "O"]
    assert tags(sample, Layer.OTHER) == ["O"] * 5
    assert sample.media[1:-1].tolist() == [[1, 0, 0]] * 4 + [[-1, -1, -1]]
    assert sample.pairs == ()


def test_a_span_that_a_window_cuts_goes_on_in_the_next(
    written: Callable[[str], Text], tokenizer: Tokenizer
) -> None:
    text = written("Eva sagte „das Werk baut. Eine Brücke am Hafen sei alt“. Jan baut.")
    one = Quotation(
        DIRECT, (text.at("das Werk baut. Eine Brücke am Hafen sei alt"),), speaker=(text.at("Eva"),)
    )
    example = text.example(layers=SPOKEN, quotations=(one,))
    first, second = build_samples(tokenizer, example, 16)
    assert tags(first, Layer.DIRECT) == ["O"] * 3 + ["B-Direct"] + ["I-Direct"] * 3
    assert tags(second, Layer.DIRECT)[:7] == ["I-Direct"] * 6 + ["O"]
    assert first.pieces[0] == second.pieces[0] == tokenizer.token_to_id("<s>")
    # Together they have each piece once.
    assert len(first.pieces) + len(second.pieces) - 4 == len(tokenizer.encode(text.text).ids)
    # The speaker is out of sight of the second window: no pair, right or wrong.
    assert pairs(first, Role.SPEAKER) == {(4, 1, True)}
    assert pairs(second, Role.SPEAKER) == set()


def test_each_segment_is_paired_with_each_candidate(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("„Das Werk“, sagte Eva, „sei alt.“ Jan meinte, eine Brücke sei alt.")
    one = Quotation(
        DIRECT, (text.at("Das Werk"), text.at("sei alt")), speaker=(text.at("Eva"),), cue=(text.at("sagte"),)
    )
    two = Quotation(INDIRECT, (text.at("eine Brücke sei alt"),), speaker=(text.at("Jan"),))
    sample = whole(text.example(layers=SPOKEN, quotations=(one, two)))
    das, sagte, eva, sei, jan, eine = 2, 6, 7, 10, 14, 17
    assert pairs(sample, Role.SPEAKER) == {
        (das, eva, True), (das, jan, False), (sei, eva, True), (sei, jan, False),
        (eine, eva, False), (eine, jan, True),
    }  # fmt: skip
    # The second statement has no cue: with that of the first it does not go.
    assert pairs(sample, Role.CUE) == {(das, sagte, True), (sei, sagte, True), (eine, sagte, False)}
    assert pairs(sample, Role.PART) == {(das, sei, True), (das, eine, False), (sei, eine, False)}
    assert pairs(sample, Role.FRAME) == set()


def test_a_part_that_is_not_known_of_a_statement_gives_it_no_pairs(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva sagte, das Werk sei alt. Jan meinte, eine Brücke sei alt.")
    one = Quotation(INDIRECT, (text.at("das Werk sei alt"),), known=frozenset({Role.CUE}))
    two = Quotation(INDIRECT, (text.at("eine Brücke sei alt"),), speaker=(text.at("Jan"),))
    sample = whole(text.example(layers=SPOKEN, quotations=(one, two)))
    eine, jan = 12, 9
    assert pairs(sample, Role.SPEAKER) == {(eine, jan, True)}
    layers = SPOKEN - {Layer.SPEAKER}
    assert pairs(whole(text.example(layers=layers, quotations=(one, two))), Role.SPEAKER) == set()


def test_media_are_those_of_the_statement_and_else_open(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva sagte, das sei alt. Jan meinte, das Werk sei alt.")
    one = Quotation(INDIRECT, (text.at("das sei alt"),), media=frozenset({Medium.WRITING, Medium.THOUGHT}))
    two = Quotation(INDIRECT, (text.at("das Werk sei alt"),))
    media = whole(text.example(layers=SPOKEN, quotations=(one, two))).media
    assert media[4:7].tolist() == [[0, 1, 1]] * 3
    told = (media != -1).any(1)
    assert told.nonzero()[0].tolist() == [4, 5, 6]


def test_pairs_know_their_distance_and_what_the_rules_say(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva sagte, das Werk sei alt. Jan meinte, eine Brücke sei alt.")
    one = Quotation(INDIRECT, (text.at("das Werk sei alt"),), speaker=(text.at("Eva"),))
    two = Quotation(INDIRECT, (text.at("eine Brücke sei alt"),), speaker=(text.at("Jan"),))
    hint = QuoteSpan((text.at("das Werk sei alt"),), INDIRECT, speaker=(text.at("Eva"),))
    example = text.example(layers=SPOKEN, quotations=(one, two))
    plain, hinted = whole(example), whole(text.example(layers=SPOKEN, quotations=(one, two), hints=(hint,)))
    assert {pair.state for pair in plain.pairs} == {0}
    assert not plain.hints.any()

    def of(role: Role) -> list[Pair]:
        return [pair for pair in hinted.pairs if ROLES[pair.role] is role]

    assert [(pair.right, pair.state) for pair in of(Role.SPEAKER)] == [
        (True, 1), (False, 2), (False, 0), (True, 0),
    ]  # fmt: skip
    eva, jan = of(Role.SPEAKER)[:2]
    # Between "Eva" and the statement lie two pieces, between the statement and "Jan" one.
    assert eva.bucket == distance_bucket((4, 8), (1, 2)) == distance_bucket((9, 10), (6, 7))
    assert jan.bucket == distance_bucket((4, 8), (9, 10)) == distance_bucket((2, 3), (4, 5))
    assert hinted.hints[1, columns(Layer.SPEAKER)].tolist() == [0, 1, 0]
    assert hinted.hints[2, columns(Layer.SPEAKER)].tolist() == [1, 0, 0]
    assert (hinted.allowed == plain.allowed).all()


def test_sentences_of_names_are_put_together_as_paragraphs(
    written: Callable[[str], Text], whole: Callable[[Example], Sample], tokenizer: Tokenizer
) -> None:
    texts = [written(words) for words in ("Eva baut.", "Jan Moor baut am Hafen.", "Sand baut.")]
    names = ("Eva", "Jan Moor", "Sand")
    alone = [
        whole(text.example(layers=frozenset({Layer.NAMES}), names=(Name(text.at(name), "PER"),)))
        for text, name in zip(texts, names, strict=True)
    ]
    assert [len(sample.pieces) for sample in alone] == [5, 8, 5]
    (joined,) = packed(alone, [16])
    whole_text = written("\n".join(text.text for text in texts))
    (expected,) = build_samples(
        tokenizer,
        whole_text.example(
            layers=frozenset({Layer.NAMES}), names=tuple(Name(whole_text.at(name), "PER") for name in names)
        ),
        64,
    )
    assert joined.pieces.tolist() == expected.pieces.tolist()
    assert (joined.allowed == expected.allowed).all()
    assert (joined.media == expected.media).all()
    assert joined.hints.shape == expected.hints.shape
    # With room for fifteen the last one comes alone.
    assert [len(sample.pieces) for sample in packed(alone, [15])] == [12, 5]


def test_what_holds_more_than_names_is_not_put_together(
    written: Callable[[str], Text], whole: Callable[[Example], Sample]
) -> None:
    text = written("Eva baut.")
    spoken = whole(text.example(layers=SPOKEN))
    named = whole(text.example(layers=frozenset({Layer.NAMES})))
    assert [len(sample.pieces) for sample in packed([named, spoken, named, spoken], [64])] == [5, 5, 9]
    assert packed([], [64]) == []
