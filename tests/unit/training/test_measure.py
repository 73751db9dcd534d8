from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")

import torch

from newsgraph.annotation.neural.layers import BUCKETS, COLUMNS, LINK_SIZE, ROLES, Layer, columns
from training.measure import measure
from training.targets import Pair, Sample

if TYPE_CHECKING:
    from training.network import Network

CUE = columns(Layer.CUE).start


class Says:
    """A network that says B of a cue of every piece with one number, and O of the others."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.batches: list[tuple[int, ...]] = []
        self.distance = torch.zeros(len(ROLES), BUCKETS)
        self.agreement = torch.zeros(len(ROLES), 3)

    def eval(self) -> Says:
        """Be ready."""
        return self

    def __call__(
        self, pieces: torch.Tensor, mask: torch.Tensor, hints: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return tags and links."""
        assert mask.shape == hints.shape[:2]
        self.batches.append(tuple(pieces.shape))
        tags = torch.zeros(*pieces.shape, COLUMNS)
        tags[..., CUE] = 1
        tags[..., CUE + 1] = 2.0 * (pieces == self.number)
        return tags, torch.zeros(*pieces.shape, (1 + len(ROLES)) * LINK_SIZE)


def sample(numbers: list[int], cues: list[int], pairs: tuple[Pair, ...] = ()) -> Sample:
    """Return a sample in which the pieces at some places are the inside of a cue."""
    length = len(numbers)
    allowed = np.ones((length, COLUMNS), dtype=bool)
    allowed[:, columns(Layer.CUE)] = [True, False, False]
    allowed[cues, columns(Layer.CUE)] = [False, False, True]
    return Sample(
        np.array(numbers), allowed, np.full((length, 3), -1, dtype=np.int8), pairs,
        np.zeros((length, COLUMNS), dtype=np.float32), "a",
    )  # fmt: skip


def measured(says: Says, *samples: Sample, budget: int = 100) -> dict[str, float]:
    return measure(cast("Network", says), samples, 1, budget)


def test_a_piece_is_right_with_its_label_whether_it_begins_a_span_or_not() -> None:
    assert measured(Says(7), sample([5, 7, 7, 5], [1, 2])) == {"cue": 1.0}


def test_f1_weighs_what_was_found_and_what_was_missed() -> None:
    # Found 3, of them 2 right; 3 are there: 2 * 2 / 6.
    assert measured(Says(7), sample([7, 7, 7, 5, 5], [1, 2, 3])) == {"cue": round(4 / 6, 4)}


def test_a_layer_of_which_nothing_is_there_has_no_figure() -> None:
    assert measured(Says(7), sample([5, 5], [])) == {}


def test_padding_does_not_count_and_batches_keep_the_budget() -> None:
    says = Says(1)  # the padding piece
    found = measured(says, *(sample([5] * length, [0]) for length in (2, 9, 4, 3)), budget=20)
    assert found == {"cue": 0.0}
    assert all(rows * length <= 20 for rows, length in says.batches)
    assert sum(rows for rows, _ in says.batches) == 4


def test_pairs_are_counted_where_their_score_is_on_the_right_side() -> None:
    pairs = tuple(Pair(0, (0, 0), (1, 1), bucket, 0, right=True) for bucket in (3, 4, 4, 5))
    says = Says(7)
    says.distance[0, 4] = 1.0
    assert measured(says, sample([5, 7], [1], pairs)) == {"cue": 1.0, "links": 0.5}
