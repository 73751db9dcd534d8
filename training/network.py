"""The network: the encoder, one linear layer for all taggings and one for the vectors that link spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

from newsgraph.annotation.neural.hints import STATES
from newsgraph.annotation.neural.layers import BUCKETS, COLUMNS, LINK_SIZE, ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.encoder import Encoder, Sizes

__all__ = ["Network", "build_network"]


class Block(nn.Module):
    """One layer of the encoder: self-attention and a wider inner layer, normalised after each (BERT)."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, sizes.epsilon)
        self.inner = nn.Linear(width, sizes.inner)
        self.outer = nn.Linear(sizes.inner, width)
        self.output_norm = nn.LayerNorm(width, sizes.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, allowed: Tensor) -> Tensor:
        """Return the layer's output; `allowed` tells which positions may be attended to."""
        batch, length, width = x.shape
        heads = [
            linear(x).view(batch, length, self.heads, -1).transpose(1, 2)
            for linear in (self.query, self.key, self.value)
        ]
        mixed = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=allowed)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.attention_norm(x + self.dropout(self.out(mixed)))
        y: Tensor = self.output_norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))
        return y


class Network(nn.Module):
    """Tags and link vectors for each piece of a window.

    `forward(pieces, mask, hints)` takes numbers of pieces and 1 for a piece, 0 for padding, both (batch,
    length), and what the rules found (batch, length, COLUMNS; all 0 where they are not asked). It returns
    `tags` (batch, length, COLUMNS) and `links` (batch, length, (1 + len(ROLES)) * LINK_SIZE). `distance`
    (len(ROLES), BUCKETS) and `agreement` (len(ROLES), STATES) are added to the score of a pair of spans.
    """

    def __init__(self, sizes: Sizes, vocabulary: int, dropout: float = 0.1) -> None:
        """Make a network with random weights; its position embedding bounds the length of a window."""
        super().__init__()
        self.word = nn.Embedding(vocabulary, sizes.width)
        self.position = nn.Embedding(sizes.positions, sizes.width)
        self.kind = nn.Parameter(torch.zeros(sizes.width))
        self.norm = nn.LayerNorm(sizes.width, sizes.epsilon)
        self.blocks = nn.ModuleList(Block(sizes, dropout) for _ in range(sizes.layers))
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(sizes.width, COLUMNS)
        self.links = nn.Linear(sizes.width, (1 + len(ROLES)) * LINK_SIZE)
        self.distance = nn.Parameter(torch.zeros(len(ROLES), BUCKETS))
        self.hints = nn.Linear(COLUMNS, sizes.width, bias=False)
        self.agreement = nn.Parameter(torch.zeros(len(ROLES), STATES))
        nn.init.normal_(self.hints.weight, std=0.02)

    def forward(self, pieces: Tensor, mask: Tensor, hints: Tensor) -> tuple[Tensor, Tensor]:
        """Return tags and link vectors."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.word(pieces) + self.position(places)[None] + self.kind
        x = self.dropout(self.norm(x) + self.hints(hints))
        allowed = mask[:, None, None, :].bool()
        for block in self.blocks:
            x = block(x, allowed)
        x = self.dropout(x)
        return self.tags(x), self.links(x)


def build_network(encoder: Encoder, kept: Sequence[int], dropout: float = 0.1) -> Network:
    """Return a network with the encoder's weights for the kept pieces and fresh heads."""
    sizes = encoder.sizes
    network = Network(sizes, len(kept), dropout)

    def weight(name: str, *shape: int) -> Tensor:
        return torch.from_numpy(encoder.weights[name].reshape(*shape)).clone()

    state = network.state_dict()
    width = sizes.width
    state["word.weight"] = weight("emb.word", sizes.vocabulary, width)[list(kept)]
    state["position.weight"] = weight("emb.pos", -1, width)[: sizes.positions]
    state["kind"] = weight("emb.type", -1, width)[0]
    state["norm.weight"], state["norm.bias"] = weight("emb.ln.w", width), weight("emb.ln.b", width)
    linear = {
        "query": ("q", width, width), "key": ("k", width, width), "value": ("v", width, width),
        "out": ("ao", width, width), "inner": ("fi", sizes.inner, width), "outer": ("fo", width, sizes.inner),
    }  # fmt: skip
    for index in range(sizes.layers):
        for name, (short, rows, across) in linear.items():
            state[f"blocks.{index}.{name}.weight"] = weight(f"l{index}.{short}.w", rows, across)
            state[f"blocks.{index}.{name}.bias"] = weight(f"l{index}.{short}.b", rows)
        for name, short in (("attention_norm", "aln"), ("output_norm", "oln")):
            state[f"blocks.{index}.{name}.weight"] = weight(f"l{index}.{short}.w", width)
            state[f"blocks.{index}.{name}.bias"] = weight(f"l{index}.{short}.b", width)
    network.load_state_dict(state)
    return network
