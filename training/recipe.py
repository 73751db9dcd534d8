"""A recipe: which corpora, how much of each, and how the network is trained on them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from newsgraph.annotation.neural.manifest import Trust

__all__ = ["RECIPES", "Recipe", "Share", "load_recipe"]

RECIPES = Path(__file__).parent / "recipes"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a corpus goes into each epoch: 1 is all of it, 0.5 another half each time."""

    corpus: str
    per_epoch: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained.

    `rate` is the highest learning rate of the encoder and `head_rate` that of the fresh layers (one cycle
    with a linear warm-up over `warmup` of the way, then a linear decline); `batch_pieces` the size of a
    batch; `sizes` the lengths of windows, one drawn for each text and epoch. `hinted` are the corpora that
    are read with what the rules find in them, `without_hints` the share of their texts that are read without
    it nevertheless, `lost_hints` the share of what the rules found that is kept from the network in the
    others. `averaging` is the decay of the running mean of the weights, which is what is kept.
    `trust` says how the product puts model and rules together (`newsgraph.annotation.neural.manifest.Trust`).
    From epoch `late_from` (counted from 0) on, `late_shares` take the place of `shares`; 0 is never.
    """

    name: str
    title: str
    version: str
    licence: str
    seed: int
    epochs: int
    shares: tuple[Share, ...]
    held_out: tuple[str, ...]
    hinted: tuple[str, ...] = ()
    late_shares: tuple[Share, ...] = ()
    late_from: int = 0
    batch_pieces: int = 2048
    rate: float = 1e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    decay: float = 0.01
    dropout: float = 0.1
    averaging: float = 0.995
    train_words: bool = False
    without_hints: float = 0.3
    lost_hints: float = 0.15
    sizes: tuple[int, ...] = field(default=(192, 320, 448))
    trust: Trust = field(default_factory=Trust)

    @property
    def corpora(self) -> tuple[str, ...]:
        """The names of all corpora that the weights depend on."""
        shares = (*self.shares, *self.late_shares)
        return tuple(dict.fromkeys((*(share.corpus for share in shares), *self.held_out)))

    def shares_of(self, epoch: int) -> tuple[Share, ...]:
        """Return how much of which corpus goes into an epoch, counted from 0."""
        return self.late_shares if self.late_from and epoch >= self.late_from else self.shares


def load_recipe(name: str) -> Recipe:
    """Return the recipe `recipes/NAME.toml`; raises `FileNotFoundError` naming those that exist."""
    path = RECIPES / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in RECIPES.glob("*.toml")))
        raise FileNotFoundError(f"there is no recipe {name}: {known}")
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    for key in ("shares", "late_shares"):
        given = values.get(key, {})
        values[key] = tuple(Share(corpus, float(share)) for corpus, share in given.items())
    for key in ("held_out", "hinted", "sizes"):
        if key in values:
            values[key] = tuple(values[key])
    values["trust"] = Trust(**values.get("trust", {}))
    return Recipe(**values)
