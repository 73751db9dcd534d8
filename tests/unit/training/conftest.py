"""Small texts, networks and recipes, that take no time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from newsgraph.annotation.document import find_sentences
from newsgraph.model import Span
from training.encoder import Encoder, Sizes
from training.recipe import Recipe, Share
from training.scheme import Example

if TYPE_CHECKING:
    from collections.abc import Callable

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_TEXT = "Eva Jan Sand Moor Leer Emden sagte meinte das Werk baut eine Brücke . , : „ “ am Hafen sei alt"
_SIZES = Sizes(width=24, layers=2, heads=4, inner=48, vocabulary=40, positions=64, epsilon=1e-5)


class Text:
    """A text whose spans are given by their words."""

    def __init__(self, text: str) -> None:
        self.text = text

    def at(self, words: str, nth: int = 0) -> Span:
        """Return the span of the words where they stand for the nth time."""
        start = [match.start() for match in re.finditer(re.escape(words), self.text)][nth]
        return Span(start, start + len(words))

    def example(self, **fields: Any) -> Example:  # noqa: ANN401  fields of several types
        """Return an example of the text, of which nothing is known but the given fields."""
        blocks = [Span(*match.span()) for match in re.finditer(r"[^\n]+", self.text)]
        found = [
            (span, number) for number, block in enumerate(blocks) for span in find_sentences(self.text, block)
        ]
        values: dict[str, Any] = {
            "id": "1",
            "corpus": "a",
            "text": self.text,
            "sentences": tuple(span for span, _ in found),
            "paragraphs": tuple(number for _, number in found),
            "layers": frozenset(),
        }
        return Example(**values | fields)


@pytest.fixture(scope="session")
def written() -> Callable[[str], Text]:
    """Return what makes a `Text` of a text."""
    return Text


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """Return a tokenizer with a piece for each word and mark."""
    numbers = {piece: number for number, piece in enumerate((*_SPECIAL, *_TEXT.split()))}
    made = Tokenizer(models.WordLevel(numbers, unk_token="<unk>"))  # noqa: S106  a piece
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("isolated"),
    ])  # fmt: skip
    return made


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """Return an encoder of two layers, 24 wide, with random weights and 40 pieces."""
    rng = np.random.default_rng(5)
    width, inner = _SIZES.width, _SIZES.inner
    shapes = {
        "emb.word": _SIZES.vocabulary * width, "emb.pos": _SIZES.positions * width, "emb.type": width,
        "emb.ln.w": width, "emb.ln.b": width,
    }  # fmt: skip
    for index in range(_SIZES.layers):
        shapes |= {f"l{index}.{name}.w": width * width for name in ("q", "k", "v", "ao")}
        shapes |= {f"l{index}.{name}.b": width for name in ("q", "k", "v", "ao", "fo", "aln", "oln")}
        shapes |= {f"l{index}.{name}.w": width for name in ("aln", "oln")}
        shapes |= {f"l{index}.fi.w": inner * width, f"l{index}.fo.w": inner * width, f"l{index}.fi.b": inner}
    weights = {name: rng.normal(0, 0.2, size).astype(np.float32) for name, size in shapes.items()}
    pieces = (*_SPECIAL, *(f"▁{word}" for word in _TEXT.split()))
    filled = pieces + tuple(f"▁x{number}" for number in range(_SIZES.vocabulary - len(pieces)))
    special = {piece: number for number, piece in enumerate(_SPECIAL)}
    return Encoder(_SIZES, weights, filled, (-1.0,) * len(filled), special)


@pytest.fixture
def recipe() -> Recipe:
    """Return a recipe of two short epochs over the corpus "a"; "b" is held out."""
    return Recipe(
        "tiny", "Tiny", "1", "CC0-1.0", seed=3, epochs=2, shares=(Share("a", 1.0),), held_out=("b",),
        batch_pieces=64, rate=5e-3, head_rate=2e-2, sizes=(24, 48),
    )  # fmt: skip
