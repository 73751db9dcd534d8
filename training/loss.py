"""What is minimised: the improbability of the right tags, of the media, and of the right pairs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from newsgraph.annotation.neural.layers import LINK_SIZE, MEDIA_COLUMNS, ROLES, Layer, columns

if TYPE_CHECKING:
    from training.batches import Batch
    from training.network import Network

__all__ = ["TABLE_SCALE", "WEIGHTS", "link_logits", "loss_of"]

WEIGHTS = {
    Layer.DIRECT: 1.0,
    Layer.OTHER: 1.5,
    Layer.CLAUSE: 0.5,
    Layer.SPEAKER: 1.0,
    Layer.CUE: 1.0,
    Layer.FRAME: 1.0,
    Layer.ADDRESSEE: 0.5,
    Layer.NAMES: 1.0,
}
"""How much each layer counts; chosen before the first run and left so."""
_MEDIA = 0.2
_LINKS = 1.5
TABLE_SCALE = 20.0
"""What the tables of biases are multiplied with: Adam moves each number by about the rate, and at that of the
other heads they would hardly leave zero."""


def loss_of(tags: Tensor, links: Tensor, network: Network, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of a batch and its terms.

    Each layer's term is a mean over the pieces of which its corpus tells anything.
    """
    device = tags.device
    tags = tags.float()
    allowed = torch.from_numpy(batch.allowed).to(device)
    total = tags.new_zeros(())
    terms: dict[str, float] = {}
    for layer, weight in WEIGHTS.items():
        where = columns(layer)
        open_ = allowed[..., where]
        told = ~open_.all(-1)
        if not bool(told.any()):
            continue
        logits = tags[..., where][told]
        right = logits.masked_fill(~open_[told], -math.inf).logsumexp(-1)
        term = (logits.logsumexp(-1) - right).mean()
        terms[layer.value] = float(term.detach())
        total = total + weight * term
    media = torch.from_numpy(batch.media).to(device)
    known = media >= 0
    if bool(known.any()):
        term = functional.binary_cross_entropy_with_logits(
            tags[..., MEDIA_COLUMNS][known], media[known].float()
        )
        terms["media"] = float(term.detach())
        total = total + _MEDIA * term
    if batch.pairs:
        logits = link_logits(links, network, batch)
        right = torch.tensor([float(pair.right) for _, pair in batch.pairs], device=device)
        term = functional.binary_cross_entropy_with_logits(logits, right)
        terms["links"] = float(term.detach())
        total = total + _LINKS * term
    return total, terms


def link_logits(links: Tensor, network: Network, batch: Batch) -> Tensor:
    """Return the score of each pair of the batch.

    It is the scaled product of the two spans' vectors, plus what their distance and what the rules say are
    worth.
    """
    device = links.device
    vectors = links.float().view(*links.shape[:-1], 1 + len(ROLES), LINK_SIZE)
    rows = torch.tensor([row for row, _ in batch.pairs], device=device)
    roles = torch.tensor([pair.role for _, pair in batch.pairs], device=device)
    quote = torch.tensor([pair.quote for _, pair in batch.pairs], device=device)
    other = torch.tensor([pair.other for _, pair in batch.pairs], device=device)
    bucket = torch.tensor([pair.bucket for _, pair in batch.pairs], device=device)
    state = torch.tensor([pair.state for _, pair in batch.pairs], device=device)
    biases = TABLE_SCALE * (network.distance[roles, bucket] + network.agreement[roles, state])
    left = (vectors[rows, quote[:, 0], 0] + vectors[rows, quote[:, 1], 0]) / 2
    right = (vectors[rows, other[:, 0], 1 + roles] + vectors[rows, other[:, 1], 1 + roles]) / 2
    scores: Tensor = (left * right).sum(-1) / math.sqrt(LINK_SIZE) + biases
    return scores
