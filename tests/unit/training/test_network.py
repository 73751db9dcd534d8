from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")

import torch

from newsgraph.annotation.neural.layers import COLUMNS, LINK_SIZE, ROLES
from training.network import Network, build_network

if TYPE_CHECKING:
    from training.encoder import Encoder

KEPT = [0, 1, 2, 3, 9, 7, 30, 12, 8]


@pytest.fixture
def network(encoder: Encoder) -> Network:
    torch.manual_seed(1)
    return build_network(encoder, KEPT).eval()


def run(network: Network, rows: list[list[int]], hint: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
    length = max(map(len, rows))
    pieces = torch.tensor([row + [1] * (length - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (length - len(row)) for row in rows])
    hints = torch.full((len(rows), length, COLUMNS), hint)
    with torch.no_grad():
        tags, links = network(pieces, mask, hints)
    assert tags.shape == (len(rows), length, COLUMNS)
    assert links.shape == (len(rows), length, (1 + len(ROLES)) * LINK_SIZE)
    return tags, links


def test_padding_does_not_change_what_is_said_of_a_row(network: Network) -> None:
    short, long = [0, 4, 5, 2], [0, 8, 7, 6, 5, 4, 4, 8, 2]
    together = run(network, [short, long])
    for row, pieces in enumerate((short, long)):
        alone = run(network, [pieces])
        for one, other in zip(alone, together, strict=True):
            assert torch.allclose(one[0], other[row, : len(pieces)], atol=1e-5)


def test_the_place_and_the_neighbours_of_a_piece_count(network: Network) -> None:
    tags, _ = run(network, [[0, 4, 5, 4, 2], [0, 4, 6, 4, 2]])
    assert not torch.allclose(tags[0, 1], tags[0, 3], atol=1e-3)
    assert not torch.allclose(tags[0, 1], tags[1, 1], atol=1e-3)


def test_hints_reach_the_tags(network: Network) -> None:
    assert not torch.allclose(run(network, [[0, 4, 2]])[0], run(network, [[0, 4, 2]], 1.0)[0], atol=1e-3)


def test_the_network_begins_with_the_weights_of_the_encoder(network: Network, encoder: Encoder) -> None:
    width = encoder.sizes.width
    words = encoder.weights["emb.word"].reshape(-1, width)
    assert np.array_equal(network.word.weight.detach().numpy(), words[KEPT])
    state = network.state_dict()
    inner = encoder.weights["l1.fi.w"].reshape(encoder.sizes.inner, width)
    assert np.array_equal(state["blocks.1.inner.weight"].numpy(), inner)
    assert np.array_equal(state["blocks.0.attention_norm.bias"].numpy(), encoder.weights["l0.aln.b"])
    assert np.array_equal(state["blocks.1.out.bias"].numpy(), encoder.weights["l1.ao.b"])
    # What scores a pair beside the vectors begins at nothing.
    assert not network.distance.any()
    assert not network.agreement.any()


def test_the_encoder_is_that_of_bert(network: Network, encoder: Encoder) -> None:
    """One layer, computed with NumPy from the encoder's weights alone."""
    weights, sizes = encoder.weights, encoder.sizes
    width, heads = sizes.width, sizes.heads

    def linear(x: np.ndarray, name: str) -> np.ndarray:
        return np.asarray(x @ weights[f"{name}.w"].reshape(-1, x.shape[1]).T + weights[f"{name}.b"])

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(1, keepdims=True)
        deviation = np.sqrt(x.var(1, keepdims=True) + sizes.epsilon)
        return np.asarray(centred / deviation * weights[f"{name}.w"] + weights[f"{name}.b"])

    pieces = [0, 4, 5, 2]
    x = weights["emb.word"].reshape(-1, width)[[KEPT[piece] for piece in pieces]]
    x = norm(x + weights["emb.pos"].reshape(-1, width)[:4] + weights["emb.type"], "emb.ln")
    for layer in range(sizes.layers):
        query, key, value = (
            linear(x, f"l{layer}.{name}").reshape(4, heads, -1).transpose(1, 0, 2) for name in "qkv"
        )
        scores = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(width / heads))
        mixed = (scores / scores.sum(2, keepdims=True) @ value).transpose(1, 0, 2).reshape(4, width)
        x = norm(x + linear(mixed, f"l{layer}.ao"), f"l{layer}.aln")
        inner = torch.nn.functional.gelu(torch.from_numpy(linear(x, f"l{layer}.fi"))).numpy()
        x = norm(x + linear(inner, f"l{layer}.fo"), f"l{layer}.oln")
    with torch.no_grad():
        expected = network.tags(torch.from_numpy(x.astype(np.float32)))
    assert torch.allclose(run(network, [pieces])[0][0], expected, atol=1e-4)
