from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from training.encoder import Encoder, Sizes
from training.vocabulary import SPECIAL, build_tokenizer, choose_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = Sizes(1, 1, 1, 1, 1, 1, 1e-5)
PIECES = {
    "<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0, "▁": -3.0, ".": -3.0, "“": -4.0, "“,": -4.0,
    ").": -4.0, "▁die": -5.0, "▁Brücke": -8.0, "Brü": -6.0, "cke": -6.0, "fi": -6.5, "▁mer": -5.5,
    "▁l'": -4.5,
    "мир": -5.0, "м": -5.0, "e": -7.0, "i": -7.0, "D": -7.0, "x²": -9.0, "2022": -6.0, "▁selten": -12.0,
}  # fmt: skip


@pytest.fixture
def encoder() -> Encoder:
    special = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    return Encoder(SIZES, {}, tuple(PIECES), tuple(PIECES.values()), special)


def kept(encoder: Encoder, texts: Sequence[str], size: int = 99) -> list[str]:
    return [encoder.pieces[number] for number in choose_pieces(encoder, texts, size)]


def test_the_special_pieces_come_first(encoder: Encoder) -> None:
    assert kept(encoder, ["die Brücke"])[:4] == list(SPECIAL)


def test_pieces_of_several_marks_and_of_other_scripts_are_dropped(encoder: Encoder) -> None:
    found = kept(encoder, ["die Brücke“, die), мир l'mer"])
    assert not {"“,", ").", "▁l'", "мир", "м"} & {*found}
    assert {"“", ".", "▁", "2022", "x²"} <= {*found}


def test_what_occurs_goes_before_what_is_likely(encoder: Encoder) -> None:
    found = kept(encoder, ["selten selten Brücke"])
    assert found.index("▁selten") < found.index("▁Brücke") < found.index("▁die") < found.index("▁mer")


def test_the_size_is_kept_and_single_letters_stay(encoder: Encoder) -> None:
    found = kept(encoder, ["selten die Brücke"], 11)
    assert len(found) == 11
    assert {"▁", ".", "“", "e", "i", "D"} <= {*found}
    assert found[-1] in {"▁selten", "▁die", "▁Brücke"}


def test_pieces_are_numbered_as_they_are_kept(encoder: Encoder) -> None:
    numbers = choose_pieces(encoder, ["die Brücke"])
    tokenizer = build_tokenizer(encoder, numbers)
    assert tokenizer.get_vocab_size() == len(numbers)
    for place, number in enumerate(numbers):
        assert tokenizer.id_to_token(place) == encoder.pieces[number]
    assert tokenizer.encode("Ж", add_special_tokens=False).ids[-1] == tokenizer.token_to_id("<unk>")


def test_offsets_are_those_of_the_text_as_written(encoder: Encoder) -> None:
    tokenizer = build_tokenizer(encoder, choose_pieces(encoder, ["die Brücke"]))
    # A ligature, a decomposed umlaut and line ends, all of which are normalised before the text is cut.
    text = "die\n\nBru\u0308cke \ufb01 die."
    encoding = tokenizer.encode(text, add_special_tokens=False)
    words = [text[start:end].strip() for start, end in encoding.offsets]
    assert encoding.tokens[:2] == ["▁die", "▁Brücke"]
    assert words[:2] == ["die", "Bru\u0308cke"]
    assert "\ufb01" in words
    assert words[-2:] == ["die", "."]
