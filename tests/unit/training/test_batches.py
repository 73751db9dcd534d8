from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.layers import COLUMNS
from training.batches import collate, order
from training.targets import Pair, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTHS = [int(length) for length in np.random.default_rng(1).integers(3, 90, 200)]


def batches(seed: int, lengths: Sequence[int] = LENGTHS, budget: int = 256) -> list[list[int]]:
    return order(lengths, budget, np.random.default_rng(seed))


def sample(length: int, pairs: tuple[Pair, ...] = ()) -> Sample:
    return Sample(
        np.arange(10, 10 + length),
        np.zeros((length, COLUMNS), dtype=bool),
        np.ones((length, 3), dtype=np.int8),
        pairs,
        np.ones((length, COLUMNS), dtype=np.float32),
        "a",
    )


def test_each_sample_comes_once() -> None:
    assert sorted(index for batch in batches(1) for index in batch) == list(range(len(LENGTHS)))


def test_the_budget_holds_with_the_padding() -> None:
    for batch in batches(1):
        assert max(LENGTHS[index] for index in batch) * len(batch) <= 256


def test_little_is_padded() -> None:
    padded = sum(max(LENGTHS[index] for index in batch) * len(batch) for batch in batches(1))
    assert padded < 1.25 * sum(LENGTHS)


def test_a_sample_above_the_budget_comes_alone() -> None:
    assert [5] in batches(1, [4, 4, 4, 4, 4, 300])


def test_the_order_is_that_of_the_seed() -> None:
    assert batches(1) == batches(1)
    assert batches(1) != batches(2)


def test_batches_do_not_come_by_length() -> None:
    means = [np.mean([LENGTHS[index] for index in batch]) for batch in batches(1)]
    assert means != sorted(means)


def test_nothing_is_told_of_padding() -> None:
    batch = collate([sample(2), sample(4)], pad=1)
    assert batch.pieces.tolist() == [[10, 11, 1, 1], [10, 11, 12, 13]]
    assert batch.mask.tolist() == [[1, 1, 0, 0], [1, 1, 1, 1]]
    assert batch.allowed[0, 2:].all()
    assert not batch.allowed[0, :2].any()
    assert (batch.media[0, 2:] == -1).all()
    assert (batch.media[0, :2] == 1).all()
    assert not batch.hints[0, 2:].any()
    assert batch.hints[0, :2].all()


def test_a_pair_keeps_its_row() -> None:
    pair = Pair(0, (1, 1), (2, 2), 3, 0, right=True)
    assert collate([sample(4), sample(4, (pair,))], pad=1).pairs == [(1, pair)]
