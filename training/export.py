"""From trained weights to the folder that newsgraph loads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from newsgraph.annotation.neural.manifest import FORMAT, Trust, layout
from training.graph import build_graph

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from newsgraph.annotation.neural.layers import Layer, Role

__all__ = ["Card", "export", "write_card"]


@dataclass(frozen=True, slots=True)
class Card:
    """What `model.json` says beside what the weights tell; see `newsgraph.annotation.neural.manifest`."""

    name: str
    version: str
    licence: str
    hinted: bool = False
    trust: Trust = field(default_factory=Trust)
    size: int = 448
    context: int = 96
    thresholds: Mapping[Role, float] = field(default_factory=dict)
    outside: Mapping[Layer, float] = field(default_factory=dict)
    calibration: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def export(  # noqa: PLR0913  what a model folder is made of
    weights: Mapping[str, NDArray[np.float32]],
    tokenizer: Tokenizer,
    card: Card,
    folder: Path,
    *,
    heads: int = 12,
    epsilon: float = 1e-12,
    quantised: bool = True,
) -> None:
    """Write `model.onnx`, `tokenizer.json` and `model.json` into `folder`; other files there stay.

    `weights` are those of `training.network.Network` by name, as NumPy arrays; `heads` and `epsilon` are
    its sizes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = build_graph(weights, heads, epsilon, quantised=quantised).SerializeToString(deterministic=True)
    (folder / "model.onnx").write_bytes(network)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_card(card, folder, weights["distance"], weights["agreement"])


def write_card(
    card: Card, folder: Path, distance: NDArray[np.float32], agreement: NDArray[np.float32]
) -> None:
    """Write `model.json` for the `model.onnx` that lies in `folder`."""
    values = {
        "format": FORMAT,
        "name": card.name,
        "version": card.version,
        "licence": card.licence,
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
        "hinted": card.hinted,
        "trust": asdict(card.trust),
        "window": {"size": card.size, "context": card.context},
        "layout": layout(),
        "thresholds": {role.value: value for role, value in card.thresholds.items()},
        "outside": {layer.value: value for layer, value in card.outside.items()},
        "calibration": {label: list(pair) for label, pair in sorted(card.calibration.items())},
        "distance": _rounded(distance),
        "agreement": _rounded(agreement),
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    (folder / "model.json").write_text(text + "\n", encoding="utf-8")


def _rounded(table: NDArray[np.float32]) -> list[list[float]]:
    return [[round(float(value), 5) for value in row] for row in table]
