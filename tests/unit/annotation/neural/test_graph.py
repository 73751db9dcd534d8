from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
import pytest

from newsgraph.annotation.neural.layers import COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HEADS, EPSILON = 4, 1e-12


def norm(x: Array, weights: dict[str, Array], name: str) -> Array:
    centred = x - x.mean(-1, keepdims=True)
    scaled = centred / np.sqrt(centred.var(-1, keepdims=True) + EPSILON)
    return np.asarray(scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"])


def linear(x: Array, weights: dict[str, Array], name: str) -> Array:
    return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"])


def attend(x: Array, weights: dict[str, Array], block: str) -> Array:
    size = x.shape[1] // HEADS
    query, key, value = (
        linear(x, weights, f"{block}.{part}").reshape(-1, HEADS, size).transpose(1, 0, 2)
        for part in ("query", "key", "value")
    )
    scores = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(size))
    mixed = scores / scores.sum(-1, keepdims=True) @ value
    return np.asarray(mixed.transpose(1, 0, 2).reshape(x.shape))


def gelu(x: Array) -> Array:
    return np.asarray(x * (1 + np.vectorize(math.erf)(x / math.sqrt(2))) / 2)


def forward(weights: dict[str, Array], pieces: NDArray[np.int64], hints: Array) -> tuple[Array, Array]:
    """Return tags and links of one window, by the definition of the network."""
    x = weights["word.weight"][pieces] + weights["position.weight"][: len(pieces)] + weights["kind"]
    x = norm(x, weights, "norm") + hints @ weights["hints.weight"].T
    for block in ("blocks.0", "blocks.1"):
        x = norm(
            x + linear(attend(x, weights, block), weights, f"{block}.out"), weights, f"{block}.attention_norm"
        )
        inner = gelu(linear(x, weights, f"{block}.inner"))
        x = norm(x + linear(inner, weights, f"{block}.outer"), weights, f"{block}.output_norm")
    return linear(x, weights, "tags"), linear(x, weights, "links")


@pytest.mark.parametrize(("quantised", "far"), [(False, 1e-5), (True, 0.1)])
def test_the_graph_computes_the_network(
    random_weights: dict[str, NDArray[np.float32]], quantised: bool, far: float
) -> None:
    from training.graph import build_graph  # noqa: PLC0415  found by the path that conftest sets

    rng = np.random.default_rng(1)
    pieces, hints = rng.integers(0, 300, 50), rng.integers(0, 2, (50, COLUMNS)).astype(np.float32)
    model = build_graph(random_weights, HEADS, EPSILON, quantised=quantised)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found = session.run(["tags", "links"], {"pieces": pieces[None], "hints": hints[None]})
    wide = {name: value.astype(np.float64) for name, value in random_weights.items()}
    for told, right in zip(found, forward(wide, pieces, hints.astype(np.float64)), strict=True):
        assert np.abs(told[0] - right).mean() < far * right.std()


def test_weights_leave_room_for_processors_that_add_pairs_in_16_bits(
    random_weights: dict[str, NDArray[np.float32]],
) -> None:
    from onnx import numpy_helper  # noqa: PLC0415

    from training.graph import build_graph  # noqa: PLC0415

    model = build_graph(random_weights, HEADS, EPSILON, quantised=True)
    constants = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    matrices = [
        value for name, value in constants.items() if value.dtype == np.int8 and name != "word.weight"
    ]
    assert len(matrices) == 9
    assert all(2 * 255 * int(np.abs(matrix.astype(int)).max()) < 2**15 for matrix in matrices)
