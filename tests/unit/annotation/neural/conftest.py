"""A text as a model reads it, without a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newsgraph.annotation.document import find_sentences
from newsgraph.annotation.neural.layers import COLUMNS, LABELS, LINK_SIZE, ROLES, Layer, columns
from newsgraph.annotation.neural.reading import Reading, join_windows
from newsgraph.annotation.neural.session import Output
from newsgraph.annotation.neural.windows import Piece, Window
from newsgraph.model import Span

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
