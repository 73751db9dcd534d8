"""The training itself: epochs of batches, a running mean of the weights, checkpoints to go on from."""

from __future__ import annotations

import json
import logging
import os
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from training.batches import Batch, collate, order
from training.hints import thin
from training.loss import loss_of
from training.measure import measure
from training.targets import build_samples, packed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tokenizers import Tokenizer
    from torch import Tensor

    from training.network import Network
    from training.recipe import Recipe
    from training.scheme import Example
    from training.targets import Sample

__all__ = ["fit"]

_LOG = logging.getLogger(__name__)
_DESCRIPTIVE = frozenset({"title", "version", "licence", "trust"})
_SHARES = frozenset({"shares", "late_shares", "late_from"})
_HEADS = ("tags.", "links.", "distance", "hints.", "agreement")


def fit(  # noqa: PLR0913  what a training needs
    recipe: Recipe,
    network: Network,
    tokenizer: Tokenizer,
    corpora: Mapping[str, Sequence[Example]],
    folder: Path,
    *,
    every: float = 300.0,
    device: str = "cpu",
) -> None:
    """Train the network; leave the averaged weights in it and in `folder/averaged.pt`.

    A checkpoint is written to `folder/checkpoint.pt` every `every` seconds and after each epoch; where one is
    found, the training goes on from it. `folder/log.jsonl` gets one line an epoch: the mean loss, seconds,
    and figures on the examples held out.

    Raises `ValueError` where the checkpoint is of another recipe, or the tokenizer has no `<pad>`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = _State(recipe, network, folder, device)
    held_out = [sample for name in recipe.held_out for sample in _samples(tokenizer, corpora[name], [448])]
    pad = tokenizer.token_to_id("<pad>")
    if pad is None:
        raise ValueError("the vocabulary lacks <pad>")
    written = time.monotonic()
    while state.epoch < recipe.epochs:
        samples = _draw(recipe, tokenizer, corpora, state.epoch)
        generator = np.random.default_rng((recipe.seed, state.epoch, 1))
        batches = order([len(sample.pieces) for sample in samples], recipe.batch_pieces, generator)
        begun = time.monotonic()
        while state.step < len(batches):
            batch = collate([samples[index] for index in batches[state.step]], pad)
            state.learn(batch, state.step / len(batches))
            state.step += 1
            if time.monotonic() - written > every:
                state.save()
                written = time.monotonic()
                _LOG.info("epoch %d, batch %d of %d: %s", state.epoch, state.step, len(batches), state.mean())
        with state.averaged():
            figures = measure(network, held_out, pad, recipe.batch_pieces, device)
        state.end_epoch({"seconds": round(time.monotonic() - begun), "batches": len(batches), **figures})
    state.finish()


class _State:
    """Weights, their running mean, the optimiser, and how far the training is."""

    def __init__(self, recipe: Recipe, network: Network, folder: Path, device: str) -> None:
        self.recipe = recipe
        self.network = network.to(device)
        self.folder = folder
        self.device = device
        self.epoch = self.step = self.updates = 0
        self.terms: dict[str, list[float]] = {}
        network.word.weight.requires_grad_(recipe.train_words)
        self.mean_weights = {name: value.detach().clone() for name, value in network.state_dict().items()}
        self.optimiser = torch.optim.AdamW(_groups(recipe, network), betas=(0.9, 0.98), eps=1e-6)
        torch.manual_seed(recipe.seed)
        self.resume()

    def learn(self, batch: Batch, through: float) -> None:
        """Take one step on the batch; `through` is how much of the epoch is done."""
        network = self.network.train()
        factor = _factor((self.epoch + through) / self.recipe.epochs, self.recipe.warmup)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        pieces = torch.from_numpy(batch.pieces).to(self.device)
        mask = torch.from_numpy(batch.mask).to(self.device)
        with torch.autocast(self.device, dtype=torch.bfloat16):
            tags, links = network(pieces, mask, torch.from_numpy(batch.hints).to(self.device))
        loss, terms = loss_of(tags, links, network, batch)
        loss.backward()  # type: ignore[no-untyped-call]  # torch declares no types for it
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.updates += 1
        self._average()
        for name, value in terms.items():
            self.terms.setdefault(name, []).append(value)

    def _average(self) -> None:
        decay = min(self.recipe.averaging, (1 + self.updates) / (10 + self.updates))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                kept = self.mean_weights[name]
                if name != "word.weight" or self.recipe.train_words:
                    kept.lerp_(value, 1 - decay)

    def averaged(self) -> _Swapped:
        """Return a context in which the network has the averaged weights."""
        return _Swapped(self.network, self.mean_weights)

    def mean(self) -> dict[str, float]:
        """Return the mean of each term of the loss in this epoch so far."""
        return {name: round(sum(values) / len(values), 4) for name, values in self.terms.items()}

    def end_epoch(self, figures: Mapping[str, Any]) -> None:
        """Write the epoch's line and a checkpoint, and begin the next."""
        line = {"epoch": self.epoch + 1, "loss": self.mean(), **figures}
        _LOG.info("%s", json.dumps(line))
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        self.epoch, self.step, self.terms = self.epoch + 1, 0, {}
        self.save()

    def save(self) -> None:
        """Write a checkpoint beside the old one, then put it in its place."""
        path = self.folder / "checkpoint.pt"
        part = path.with_suffix(".part")
        torch.save(
            {
                "recipe": asdict(self.recipe),
                "network": self.network.state_dict(),
                "mean": self.mean_weights,
                "optimiser": self.optimiser.state_dict(),
                "random": torch.get_rng_state(),
                "counts": (self.epoch, self.step, self.updates),
                "terms": self.terms,
            },
            part,
        )
        os.replace(part, path)  # noqa: PTH105  one step, so that a checkpoint is whole or the old one

    def resume(self) -> None:
        """Go on from the checkpoint of the same recipe, if there is one."""
        path = self.folder / "checkpoint.pt"
        if not path.is_file():
            return
        saved = torch.load(path, weights_only=True)
        epoch, step, _ = saved["counts"]
        begun = epoch + (step > 0)
        if _decisive(saved["recipe"], begun) != _decisive(asdict(self.recipe), begun):
            raise ValueError(f"{path} is of another recipe: take another folder, or remove it")
        self.network.load_state_dict(saved["network"])
        self.mean_weights = saved["mean"]
        self.optimiser.load_state_dict(saved["optimiser"])
        torch.set_rng_state(saved["random"])
        self.epoch, self.step, self.updates = saved["counts"]
        self.terms = saved["terms"]

    def finish(self) -> None:
        """Put the averaged weights into the network and into `averaged.pt`."""
        self.network.load_state_dict(self.mean_weights)
        torch.save(self.mean_weights, self.folder / "averaged.pt")


class _Swapped:
    def __init__(self, network: Network, weights: dict[str, Tensor]) -> None:
        self._network = network
        self._weights = weights
        self._own: dict[str, Tensor] = {}

    def __enter__(self) -> None:
        self._own = {name: value.clone() for name, value in self._network.state_dict().items()}
        self._network.load_state_dict(self._weights)

    def __exit__(self, *_: object) -> None:
        self._network.load_state_dict(self._own)


def _decisive(recipe: Mapping[str, Any], begun: int) -> dict[str, Any]:
    """Return what of a recipe has decided the weights, once `begun` epochs have begun.

    A model's title or licence may change between two runs, and so may what later epochs draw.
    """
    late_from = recipe.get("late_from", 0)
    drawn = [
        recipe["late_shares" if late_from and epoch >= late_from else "shares"] for epoch in range(begun)
    ]
    kept = {key: value for key, value in recipe.items() if key not in _DESCRIPTIVE | _SHARES}
    return {**kept, "drawn": drawn}


def _groups(recipe: Recipe, network: Network) -> list[dict[str, Any]]:
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            key = name.startswith(_HEADS), parameter.ndim > 1
            groups.setdefault(key, []).append(parameter)
    return [
        {
            "params": parameters,
            "peak": recipe.head_rate if is_head else recipe.rate,
            "lr": 0.0,
            "weight_decay": recipe.decay if is_matrix else 0.0,
        }
        for (is_head, is_matrix), parameters in groups.items()
    ]


def _factor(through: float, warmup: float) -> float:
    """Return the share of the highest learning rate after `through` (0 to 1) of the training."""
    return through / warmup if through < warmup else max(0.01, (1 - through) / (1 - warmup))


def _draw(
    recipe: Recipe, tokenizer: Tokenizer, corpora: Mapping[str, Sequence[Example]], epoch: int
) -> list[Sample]:
    """Return the samples of an epoch: of each corpus its share, going round through a fixed shuffle of it."""
    samples: list[Sample] = []
    for share in recipe.shares_of(epoch):
        examples = corpora[share.corpus]
        places = np.random.default_rng((recipe.seed, 2)).permutation(len(examples))
        count = round(share.per_epoch * len(examples))
        drawn = [examples[places[(epoch * count + i) % len(examples)]] for i in range(count)]
        generator = np.random.default_rng((recipe.seed, epoch, 3))
        sizes = [int(size) for size in generator.choice(recipe.sizes, count)]
        made = _samples(tokenizer, [thin(one, recipe, generator) for one in drawn], sizes)
        samples += packed(made, sizes)
    return samples


def _samples(tokenizer: Tokenizer, examples: Sequence[Example], sizes: Sequence[int]) -> list[Sample]:
    return [
        sample
        for index, example in enumerate(examples)
        for sample in build_samples(tokenizer, example, sizes[index % len(sizes)])
    ]
