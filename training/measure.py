"""Quick figures on samples held out: F1 over pieces for each layer, and how many pairs are scored right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from newsgraph.annotation.neural.layers import Layer, columns
from training.batches import collate
from training.loss import link_logits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.network import Network
    from training.targets import Sample

__all__ = ["measure"]


def measure(
    network: Network, samples: Sequence[Sample], pad: int, budget: int, device: str = "cpu"
) -> dict[str, float]:
    """Return F1 over pieces by layer (B and I alike) and `links`, the share of pairs scored right."""
    counts = {layer: np.zeros(3) for layer in Layer}
    right = pairs = 0
    network.eval()
    ordered = sorted(samples, key=lambda sample: len(sample.pieces))
    while ordered:
        longest = len(ordered[-1].pieces)
        size = max(1, budget // longest)
        batch = collate(ordered[-size:], pad)
        ordered = ordered[:-size]
        with torch.no_grad(), torch.autocast(device, dtype=torch.bfloat16):
            tags, links = network(
                torch.from_numpy(batch.pieces).to(device),
                torch.from_numpy(batch.mask).to(device),
                torch.from_numpy(batch.hints).to(device),
            )
        logits = tags.float().cpu().numpy()
        for layer in Layer:
            where = columns(layer)
            open_ = batch.allowed[..., where]
            told = ~open_.all(-1)
            gold = _label(open_.argmax(-1))[told]
            found = _label(logits[..., where].argmax(-1))[told]
            counts[layer] += [
                ((gold == found) & (gold > 0)).sum(), (found > 0).sum(), (gold > 0).sum()
            ]  # fmt: skip
        if batch.pairs:
            scores = link_logits(links, network, batch) > 0
            truth = torch.tensor([pair.right for _, pair in batch.pairs], device=scores.device)
            right += int((scores == truth).sum())
            pairs += len(batch.pairs)
    figures = {
        layer.value: round(float(2 * hits / (found + gold)), 4)
        for layer, (hits, found, gold) in counts.items()
        if gold
    }
    return {**figures, "links": round(right / pairs, 4)} if pairs else figures


def _label(tags: np.ndarray) -> np.ndarray:
    return (tags + 1) // 2
