"""A model as the training writes it, small and of random weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from newsgraph.annotation.neural.hints import STATES
from newsgraph.annotation.neural.layers import BUCKETS, COLUMNS, LINK_SIZE, ROLES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture(scope="session")
def random_weights() -> dict[str, NDArray[np.float32]]:
    """Return random weights of a network of two layers, 32 wide."""
    rng = np.random.default_rng(7)
    width, inner, vocabulary = 32, 64, 300
    shapes: dict[str, tuple[int, ...]] = {
        "word.weight": (vocabulary, width), "position.weight": (512, width), "kind": (width,),
        "norm": (width,), "tags": (COLUMNS, width), "links": ((1 + len(ROLES)) * LINK_SIZE, width),
        "hints.weight": (width, COLUMNS), "distance": (len(ROLES), BUCKETS),
        "agreement": (len(ROLES), STATES),
    }  # fmt: skip
    for block in ("blocks.0", "blocks.1"):
        shapes |= {f"{block}.{name}": (width, width) for name in ("query", "key", "value", "out")}
        shapes |= {f"{block}.inner": (inner, width), f"{block}.outer": (width, inner)}
        shapes |= {f"{block}.attention_norm": (width,), f"{block}.output_norm": (width,)}
    weights: dict[str, NDArray[np.float32]] = {}
    for name, shape in shapes.items():
        if name.endswith("norm"):
            weights[f"{name}.weight"] = rng.normal(1, 0.2, shape).astype(np.float32)
        elif name.startswith("blocks.") or name in {"tags", "links"}:
            weights[f"{name}.weight"] = rng.normal(0, 0.3, shape).astype(np.float32)
        else:
            weights[name] = rng.normal(0, 0.3, shape).astype(np.float32)
        if f"{name}.weight" in weights:
            weights[f"{name}.bias"] = rng.normal(0, 0.1, shape[:1]).astype(np.float32)
    return weights


@pytest.fixture(scope="session")
def small_tokenizer() -> Tokenizer:
    """Return a tokenizer of 300 pieces: special ones, letters, and syllables."""
    letters = 'abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789.,:;!?„“”"»«()-–▁'
    syllables = [a + b for a in "aeiouäöü" for b in "bdfghklmnprstwz"]
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *letters, *syllables, "▁die", "▁der", "▁sagt", "te", "▁Sie"]
    scored = [(piece, -10.0 if len(piece) == 1 else -8.0) for piece in pieces]
    scored += [(f"<{number}>", -99.0) for number in range(300 - len(scored))]
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer


@pytest.fixture(scope="session")
def model_folder(
    tmp_path_factory: pytest.TempPathFactory,
    random_weights: dict[str, NDArray[np.float32]],
    small_tokenizer: Tokenizer,
) -> Path:
    """Return a folder with a small random model, written by the export of the training."""
    from training.export import Card, export  # noqa: PLC0415  it loads onnx, which only a model needs

    folder = tmp_path_factory.mktemp("model")
    card = Card("random", "1", "CC0-1.0", size=64, context=12)
    export(random_weights, small_tokenizer, card, folder, heads=4)
    return folder
