"""Samples in batches of about the same length, in an order that only seed and epoch decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.layers import COLUMNS, MEDIA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from training.targets import Pair, Sample

__all__ = ["Batch", "collate", "order"]


class Batch:
    """Several samples, padded: pieces, mask, allowed, media, hints, and pairs, each with its row."""

    def __init__(self, samples: Sequence[Sample], pad: int) -> None:
        """Lay out the samples; `pad` is the number of the padding piece, about which nothing is told."""
        length = max(len(sample.pieces) for sample in samples)
        size = len(samples)
        self.pieces: NDArray[np.int64] = np.full((size, length), pad, dtype=np.int64)
        self.mask: NDArray[np.int64] = np.zeros((size, length), dtype=np.int64)
        self.allowed: NDArray[np.bool_] = np.ones((size, length, COLUMNS), dtype=bool)
        self.media: NDArray[np.int8] = np.full((size, length, len(MEDIA)), -1, dtype=np.int8)
        self.hints: NDArray[np.float32] = np.zeros((size, length, COLUMNS), dtype=np.float32)
        self.pairs: list[tuple[int, Pair]] = []
        for row, sample in enumerate(samples):
            count = len(sample.pieces)
            self.pieces[row, :count] = sample.pieces
            self.mask[row, :count] = 1
            self.allowed[row, :count] = sample.allowed
            self.media[row, :count] = sample.media
            self.hints[row, :count] = sample.hints
            self.pairs += [(row, pair) for pair in sample.pairs]


def collate(samples: Sequence[Sample], pad: int) -> Batch:
    """Return the samples as one batch; `pad` is the number of the padding piece."""
    return Batch(samples, pad)


def order(lengths: Sequence[int], budget: int, generator: np.random.Generator) -> list[list[int]]:
    """Return batches of indexes, each with at most `budget` pieces when padded, in random order.

    Samples of about the same length come together: lengths are jittered, sorted and cut.
    """
    jittered = np.asarray(lengths) * generator.uniform(0.85, 1.15, len(lengths))
    batches: list[list[int]] = []
    current: list[int] = []
    longest = 0
    for index in np.argsort(jittered, kind="stable").tolist():
        grown = max(longest, lengths[index])
        if current and grown * (len(current) + 1) > budget:
            batches.append(current)
            current, grown = [], lengths[index]
        current.append(index)
        longest = grown
    if current:
        batches.append(current)
    generator.shuffle(batches)
    return batches
