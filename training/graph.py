"""The network as an ONNX graph, in full precision or with 8-bit weights.

The graph is written node by node from the weights, not traced: so it has the fused operators of ONNX Runtime
(attention, skip-layer-norm, gelu with bias), and a quantisation that keeps a promise of the product: what is
said about a text depends neither on what else is in the batch nor on the number of threads.

- Each row of activations (one piece) is quantised by its own greatest value, to 8 bits around 128. Quantising
  a whole tensor by its range, as `quantize_dynamic` does, is a tenth faster, but twice as far off, and a
  text's result then depends on its neighbours in the batch.
- Weights have 7 bits and one scale for each output: then no sum of two products leaves 16 bits, and
  processors without VNNI, which add such pairs in 16 bits with saturation, get the same integers as those
  with it.
- The embedding of each piece has 8 bits and one scale.
- There is no mask: rows of a batch are of one length. Attention without a mask is a third faster on long
  windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from newsgraph.annotation.neural.layers import COLUMNS, LINK_SIZE, ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

__all__ = ["build_graph"]

_MICROSOFT = "com.microsoft"
_WEIGHT = 63
_ACTIVATION = 127
_CENTRE = 128


def build_graph(weights: Weights, heads: int, epsilon: float, *, quantised: bool) -> onnx.ModelProto:
    """Return the graph of a network; `weights` are named as in `training.network.Network`.

    Inputs: `pieces` int64 (batch, length) and `hints` float32 (batch, length, COLUMNS). Outputs: `tags` and
    `links`, as the network gives them.
    """
    graph = _Graph(weights, heads, epsilon, quantised=quantised)
    x = graph.embed()
    layers = sum(name.endswith(".query.weight") for name in weights)
    for index in range(layers):
        x = graph.block(x, f"blocks.{index}")
    graph.head(x, "tags", quantised=False)
    graph.head(x, "links", quantised=quantised)
    return graph.model()


class _Graph:
    def __init__(self, weights: Weights, heads: int, epsilon: float, *, quantised: bool) -> None:
        self.weights = weights
        self.heads = heads
        self.epsilon = epsilon
        self.quantised = quantised
        self.width = weights["word.weight"].shape[1]
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.known: dict[str, str] = {}

    def constant(self, name: str, value: NDArray[np.generic] | float) -> str:
        if name not in self.constants:
            array = np.ascontiguousarray(
                np.asarray(value, dtype=None if isinstance(value, np.ndarray) else np.float32)
            )
            self.constants[name] = numpy_helper.from_array(array.reshape(np.shape(value)), name)
        return name

    def numbers(self, *values: int) -> str:
        return self.constant("i" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name].astype(np.float32))

    def node(self, kind: str, inputs: Sequence[str], domain: str = "", **attributes: Any) -> str:  # noqa: ANN401  ints, floats
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def embed(self) -> str:
        """Word, place and kind together, normalised, and the hints."""
        places = self.weights["position.weight"] + self.weights["kind"]
        length = self.node("Shape", ["pieces"], start=1, end=2)
        place = self.node(
            "Slice",
            [self.constant("places", places.astype(np.float32)), self.numbers(0), length, self.numbers(0)],
        )
        x = self.node("Add", [self._words(), place])
        norm = [self.weight("norm.weight"), self.weight("norm.bias")]
        x = self.node("LayerNormalization", [x, *norm], axis=-1, epsilon=self.epsilon)
        hints = self.constant("hints.weight", self.weights["hints.weight"].T.astype(np.float32))
        return self.node("Add", [x, self.node("MatMul", ["hints", hints])])

    def _words(self) -> str:
        if not self.quantised:
            return self.node("Gather", [self.weight("word.weight"), "pieces"])
        words = self.weights["word.weight"]
        scale = (np.maximum(np.abs(words).max(1, keepdims=True), 1e-9) / 127).astype(np.float32)
        rounded = np.rint(words / scale).astype(np.int8)
        row = self.node("Gather", [self.constant("word.weight", rounded), "pieces"])
        by = self.node("Gather", [self.constant("word.scale", scale), "pieces"])
        return self.node("Mul", [self.node("Cast", [row], to=TensorProto.FLOAT), by])

    def block(self, x: str, name: str) -> str:
        parts = ("query", "key", "value")
        matrix = np.concatenate([self.weights[f"{name}.{part}.weight"] for part in parts])
        bias = np.concatenate([self.weights[f"{name}.{part}.bias"] for part in parts])
        joined = self.times(x, f"{name}.attend.weight", matrix, quantised=self.quantised)
        split = [f"{name}.{part}" for part in parts]
        self.nodes.append(
            helper.make_node(
                "Split", [joined, self.numbers(*[self.width] * 3)], split, name=f"{name}.split", axis=-1
            )
        )
        mixed = self.node(
            "MultiHeadAttention",
            [*split, self.constant(f"{name}.attend.bias", bias.astype(np.float32))],
            _MICROSOFT,
            num_heads=self.heads,
        )
        x = self.add_norm(x, mixed, f"{name}.out", f"{name}.attention_norm")
        inner = self.times(
            x, f"{name}.inner.weight", self.weights[f"{name}.inner.weight"], quantised=self.quantised
        )
        wide = self.node("BiasGelu", [inner, self.weight(f"{name}.inner.bias")], _MICROSOFT)
        return self.add_norm(x, wide, f"{name}.outer", f"{name}.output_norm")

    def add_norm(self, x: str, y: str, linear: str, norm: str) -> str:
        """Return norm(x + linear(y))."""
        product = self.times(
            y, f"{linear}.weight", self.weights[f"{linear}.weight"], quantised=self.quantised
        )
        given = [self.weight(f"{norm}.weight"), self.weight(f"{norm}.bias"), self.weight(f"{linear}.bias")]
        return self.node("SkipLayerNormalization", [x, product, *given], _MICROSOFT, epsilon=self.epsilon)

    def head(self, x: str, name: str, *, quantised: bool) -> None:
        product = self.times(x, f"{name}.weight", self.weights[f"{name}.weight"], quantised=quantised)
        self.nodes.append(helper.make_node("Add", [product, self.weight(f"{name}.bias")], [name], name=name))

    def times(self, x: str, name: str, matrix: NDArray[np.float32], *, quantised: bool) -> str:
        """Return x times the matrix (outputs, inputs), without its bias."""
        if not quantised:
            return self.node("MatMul", [x, self.constant(name, matrix.T.astype(np.float32))])
        scale = (np.maximum(np.abs(matrix).max(1), 1e-9) / _WEIGHT).astype(np.float32)
        rounded = np.rint(matrix / scale[:, None]).astype(np.int8)
        rows, by = self._rows(x, matrix.shape[1])
        product = self.node(
            "MatMulIntegerToFloat",
            [
                rows,
                self.constant(name, rounded.T),
                self.constant("one", 1.0),
                self.constant(f"{name}.scale", scale),
                self.constant("centre", np.array(_CENTRE, dtype=np.uint8)),
            ],
            _MICROSOFT,
        )
        shape = self._once(
            f"shape{len(scale)}", "Concat", [self._lengths(), self.numbers(len(scale))], axis=0
        )
        return self.node("Reshape", [self.node("Mul", [product, by]), shape])

    def _rows(self, x: str, width: int) -> tuple[str, str]:
        """Return x as 8-bit rows, and the scale of each row."""
        flat = self.node("Reshape", [x, self.numbers(-1, width)])
        most = self.node("ReduceMax", [self.node("Abs", [flat]), self.numbers(1)], keepdims=0)
        most = self.node("Max", [most, self.constant("least", 1e-9)])
        scale = self.node("Mul", [most, self.constant("step", 1 / _ACTIVATION)])
        zero = self.node(
            "Expand",
            [self.constant("centre", np.array(_CENTRE, dtype=np.uint8)), self.node("Shape", [scale])],
        )
        rows = self.node("QuantizeLinear", [flat, scale, zero], axis=0)
        return rows, self.node("Unsqueeze", [scale, self.numbers(1)])

    def _lengths(self) -> str:
        return self._once("lengths", "Shape", ["pieces"])

    def _once(self, key: str, kind: str, inputs: Sequence[str], **attributes: Any) -> str:  # noqa: ANN401  ints
        if key not in self.known:
            self.known[key] = self.node(kind, inputs, **attributes)
        return self.known[key]

    def model(self) -> onnx.ModelProto:
        shape = ["batch", "length"]
        links = (1 + len(ROLES)) * LINK_SIZE
        graph = helper.make_graph(
            self.nodes,
            "newsgraph",
            [
                helper.make_tensor_value_info("pieces", TensorProto.INT64, shape),
                helper.make_tensor_value_info("hints", TensorProto.FLOAT, [*shape, COLUMNS]),
            ],
            [
                helper.make_tensor_value_info("tags", TensorProto.FLOAT, [*shape, COLUMNS]),
                helper.make_tensor_value_info("links", TensorProto.FLOAT, [*shape, links]),
            ],
            list(self.constants.values()),
        )
        operators = [helper.make_opsetid("", 20), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=operators, ir_version=10, producer_name="newsgraph")
