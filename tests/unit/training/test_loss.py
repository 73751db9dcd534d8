from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")

import torch

from newsgraph.annotation.neural.hints import STATES
from newsgraph.annotation.neural.layers import (
    BUCKETS,
    COLUMNS,
    LINK_SIZE,
    MEDIA_COLUMNS,
    ROLES,
    Layer,
    Role,
    columns,
)
from training.batches import collate
from training.loss import _LINKS, _MEDIA, TABLE_SCALE, WEIGHTS, link_logits, loss_of
from training.network import Network
from training.targets import Pair, Sample

if TYPE_CHECKING:
    from training.batches import Batch
    from training.encoder import Encoder

LINKS = (1 + len(ROLES)) * LINK_SIZE


@pytest.fixture
def network(encoder: Encoder) -> Network:
    return Network(encoder.sizes, 40)


@pytest.fixture
def silent() -> Sample:
    """Return three pieces of which nothing is told."""
    return Sample(
        np.arange(3),
        np.ones((3, COLUMNS), dtype=bool),
        np.full((3, 3), -1, dtype=np.int8),
        (),
        np.zeros((3, COLUMNS), dtype=np.float32),
        "a",
    )


def told(sample: Sample, layer: Layer, piece: int, *tags: int) -> Sample:
    """Return the sample with the tags (0 is O) that may be right for a piece."""
    allowed = sample.allowed.copy()
    allowed[piece, columns(layer)] = False
    allowed[piece, [columns(layer).start + tag for tag in tags]] = True
    return replace(sample, allowed=allowed)


def outputs(batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    size, length = batch.pieces.shape
    return (
        torch.zeros(size, length, COLUMNS, requires_grad=True),
        torch.zeros(size, length, LINKS, requires_grad=True),
    )


def test_of_nothing_nothing_is_learned(network: Network, silent: Sample) -> None:
    batch = collate([silent], 1)
    loss, terms = loss_of(*outputs(batch), network, batch)
    assert float(loss.detach()) == 0
    assert terms == {}


def test_the_loss_is_the_improbability_of_the_right_tags(network: Network, silent: Sample) -> None:
    sample = told(told(silent, Layer.NAMES, 0, 1), Layer.NAMES, 1, 0, 3, 4)
    batch = collate([sample], 1)
    tags, links = outputs(batch)
    with torch.no_grad():
        tags[0, 0, columns(Layer.NAMES).start + 1] = 2.0
    loss, terms = loss_of(tags, links, network, batch)
    # Of the first piece's nine tags one is right, with a logit of 2; of the second's three of equal ones.
    first = math.log(math.exp(2) + 8) - 2
    second = math.log(9) - math.log(3)
    assert terms == {"names": pytest.approx((first + second) / 2, abs=1e-5)}
    assert float(loss.detach()) == pytest.approx(WEIGHTS[Layer.NAMES] * (first + second) / 2, abs=1e-5)


def test_layers_count_by_their_weight(network: Network, silent: Sample) -> None:
    batch = collate([told(told(silent, Layer.OTHER, 0, 0), Layer.ADDRESSEE, 2, 1)], 1)
    loss, terms = loss_of(*outputs(batch), network, batch)
    assert terms == {
        "other": pytest.approx(math.log(9), abs=1e-5), "addressee": pytest.approx(math.log(3), abs=1e-5),
    }  # fmt: skip
    assert float(loss.detach()) == pytest.approx(1.5 * math.log(9) + 0.5 * math.log(3), abs=1e-5)


def test_what_is_unknown_and_what_is_padding_moves_nothing(network: Network, silent: Sample) -> None:
    known = told(silent, Layer.CUE, 1, 0)
    longer = replace(
        silent, pieces=np.arange(5), allowed=np.ones((5, COLUMNS), dtype=bool),
        media=np.full((5, 3), -1, dtype=np.int8), hints=np.zeros((5, COLUMNS), dtype=np.float32),
    )  # fmt: skip
    batch = collate([known, longer], 1)
    tags, links = outputs(batch)
    loss, _ = loss_of(tags, links, network, batch)
    loss.backward()  # type: ignore[no-untyped-call]  # torch declares no types for it
    assert tags.grad is not None
    moved = tags.grad.abs().sum(-1).nonzero().tolist()
    assert moved == [[0, 1]]
    assert tags.grad[0, 1].nonzero().flatten().tolist() == list(range(COLUMNS))[columns(Layer.CUE)]
    assert torch.isfinite(tags.grad).all()


def test_media_are_judged_one_by_one(network: Network, silent: Sample) -> None:
    media = silent.media.copy()
    media[1] = [1, 0, 0]
    batch = collate([replace(silent, media=media)], 1)
    tags, links = outputs(batch)
    with torch.no_grad():
        tags[0, 1, MEDIA_COLUMNS] = torch.tensor([3.0, 0.0, -1.0])
    loss, terms = loss_of(tags, links, network, batch)
    value = (math.log1p(math.exp(-3)) + math.log(2) + math.log1p(math.exp(-1))) / 3
    assert terms == {"media": pytest.approx(value, abs=1e-5)}
    assert float(loss.detach()) == pytest.approx(_MEDIA * value, abs=1e-5)


def test_pairs_are_judged_by_their_score(network: Network, silent: Sample) -> None:
    pairs = (Pair(0, (0, 0), (2, 2), 4, 0, right=True), Pair(1, (0, 0), (1, 2), 5, 2, right=False))
    batch = collate([replace(silent, pairs=pairs)], 1)
    with torch.no_grad():
        network.distance[0, 4] = 1.5 / TABLE_SCALE
        network.distance[1, 5] = -0.5 / TABLE_SCALE
        network.agreement[1, 2] = 0.25 / TABLE_SCALE
    tags, links = outputs(batch)
    loss, terms = loss_of(tags, links, network, batch)
    value = (math.log1p(math.exp(-1.5)) + math.log1p(math.exp(-0.25))) / 2
    assert terms == {"links": pytest.approx(value, abs=1e-5)}
    assert float(loss.detach()) == pytest.approx(_LINKS * value, abs=1e-5)


def test_a_pair_is_scored_by_the_ends_of_its_spans(network: Network, silent: Sample) -> None:
    rng = np.random.default_rng(2)
    tables = {"distance": (len(ROLES), BUCKETS), "agreement": (len(ROLES), STATES)}
    values = {name: rng.normal(size=shape).astype(np.float32) for name, shape in tables.items()}
    network.load_state_dict({name: torch.from_numpy(value) for name, value in values.items()}, strict=False)
    role = ROLES.index(Role.CUE)
    one = Pair(role, (0, 2), (1, 2), 7, 1, right=True)
    batch = collate([silent, replace(silent, pairs=(one,))], 1)
    links = rng.normal(size=(2, 3, LINKS)).astype(np.float32)
    vectors = links.reshape(2, 3, 1 + len(ROLES), LINK_SIZE)
    quote = (vectors[1, 0, 0] + vectors[1, 2, 0]) / 2
    biases = values["distance"][role, 7] + values["agreement"][role, 1]
    cue = (vectors[1, 1, 1 + role] + vectors[1, 2, 1 + role]) / 2
    score = quote @ cue / 8 + TABLE_SCALE * biases
    (found,) = link_logits(torch.from_numpy(links), network, batch).tolist()
    assert found == pytest.approx(score, abs=1e-3)
