"""A text as a model reads it, without a model."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from newsgraph.annotation.document import find_sentences
from newsgraph.annotation.neural.hints import STATES
from newsgraph.annotation.neural.layers import BUCKETS, COLUMNS, LABELS, LINK_SIZE, ROLES, Layer, columns
from newsgraph.annotation.neural.reading import Reading, join_windows
from newsgraph.annotation.neural.session import Output
from newsgraph.annotation.neural.windows import Piece, Window
from newsgraph.model import Span

sys.path.insert(0, str(Path(__file__).parents[4]))  # the package `training` is not installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    Marked = Iterable[tuple[Layer, str, str]]


_PIECE = re.compile(r"\w{1,4}|[^\w\s]")


class Written:
    """A text cut into pieces of at most four letters, and what a model could say about it."""

    def __init__(self, text: str) -> None:
        self.text = text
        blocks = [Span(*m.span()) for m in re.finditer(r"[^\n]+", text)]
        found = [
            (span, number) for number, block in enumerate(blocks) for span in find_sentences(text, block)
        ]
        self.sentences = [span for span, _ in found]
        self.paragraphs = [number for _, number in found]
        pieces = [Piece(0, 0, 0)]
        for number, span in enumerate(self.sentences):
            if number and self.paragraphs[number] != self.paragraphs[number - 1]:
                pieces.append(Piece(2, span.start, span.start))
            pieces += [
                Piece(5, *m.span())
                for m in re.compile(r"\w{1,4}|[^\w\s]").finditer(text, span.start, span.end)
            ]
        pieces.append(Piece(2, len(text), len(text)))
        self.window = Window(tuple(pieces), Span(0, len(text)))

    def output(self, marked: Marked = (), seed: int | None = None) -> Output:
        """Return logits that say what is marked (layer, label, words), or random ones."""
        rng = np.random.default_rng(seed)
        length = len(self.window.pieces)
        links = np.zeros((length, 1 + len(ROLES), LINK_SIZE), dtype=np.float32)
        if seed is not None:
            tags = rng.normal(size=(length, COLUMNS), scale=3).astype(np.float32)
            return Output(tags, rng.normal(size=links.shape, scale=2).astype(np.float32))
        tags = np.zeros((length, COLUMNS), dtype=np.float32)
        for layer in Layer:
            tags[:, columns(layer).start] = 4
        for layer, label, words in marked:
            self._mark(tags, layer, label, words)
        return Output(tags, links)

    def _mark(self, tags: NDArray[np.float32], layer: Layer, label: str, words: str) -> None:
        first, last = self.places(words)
        begin = columns(layer).start + 1 + 2 * LABELS[layer].index(label)
        tags[first, begin] = 8
        tags[first + 1 : last + 1, begin + 1] = 8

    def places(self, words: str) -> tuple[int, int]:
        """Return the places of the first and last piece of the words."""
        start = self.text.index(words)
        found = [
            place
            for place, piece in enumerate(self.window.pieces)
            if start <= piece.start < piece.end <= start + len(words)
        ]
        return found[0], found[-1]

    def read(self, output: Output) -> Reading:
        """Return the reading of the whole text."""
        return join_windows(self.text, self.sentences, self.paragraphs, [self.window], [output])


@pytest.fixture(scope="session")
def written() -> Callable[[str], Written]:
    """Return what makes a `Written` of a text."""
    return Written


@pytest.fixture(scope="session")
def random_weights() -> dict[str, NDArray[np.float32]]:
    """Return random weights of a network of two layers, 32 wide."""
    rng = np.random.default_rng(7)
    width, inner, vocabulary = 32, 64, 300
    shapes: dict[str, tuple[int, ...]] = {
        "word.weight": (vocabulary, width), "position.weight": (512, width), "kind": (width,),
        "norm": (width,), "tags": (COLUMNS, width), "links": ((1 + len(ROLES)) * LINK_SIZE, width),
        "hints.weight": (width, COLUMNS), "distance": (len(ROLES), BUCKETS),
        "agreement": (len(ROLES), STATES),
    }  # fmt: skip
    for block in ("blocks.0", "blocks.1"):
        shapes |= {f"{block}.{name}": (width, width) for name in ("query", "key", "value", "out")}
        shapes |= {f"{block}.inner": (inner, width), f"{block}.outer": (width, inner)}
        shapes |= {f"{block}.attention_norm": (width,), f"{block}.output_norm": (width,)}
    weights: dict[str, NDArray[np.float32]] = {}
    for name, shape in shapes.items():
        if name.endswith("norm"):
            weights[f"{name}.weight"] = rng.normal(1, 0.2, shape).astype(np.float32)
        elif name.startswith("blocks.") or name in {"tags", "links"}:
            weights[f"{name}.weight"] = rng.normal(0, 0.3, shape).astype(np.float32)
        else:
            weights[name] = rng.normal(0, 0.3, shape).astype(np.float32)
        if f"{name}.weight" in weights:
            weights[f"{name}.bias"] = rng.normal(0, 0.1, shape[:1]).astype(np.float32)
    return weights


@pytest.fixture(scope="session")
def small_tokenizer() -> Tokenizer:
    """Return a tokenizer of 300 pieces: special ones, letters, and syllables."""
    letters = 'abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789.,:;!?„“”"»«()-–▁'
    syllables = [a + b for a in "aeiouäöü" for b in "bdfghklmnprstwz"]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *letters, *syllables, "▁die", "▁der", "▁sagt", "te", "▁Sie"]
    scored = [(piece, -10.0 if len(piece) == 1 else -8.0) for piece in pieces]
    scored += [(f"<{number}>", -99.0) for number in range(300 - len(scored))]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


@pytest.fixture(scope="session")
def model_folder(
    tmp_path_factory: pytest.TempPathFactory,
    random_weights: dict[str, NDArray[np.float32]],
    small_tokenizer: Tokenizer,
) -> Path:
    """Return a folder with a small random model, written by the export of the training."""
    from training.export import Card, export  # noqa: PLC0415  found by the path set above

    folder = tmp_path_factory.mktemp("model")
    card = Card("random", "1", "CC0-1.0", size=64, context=12)
    export(random_weights, small_tokenizer, card, folder, heads=4)
    return folder
