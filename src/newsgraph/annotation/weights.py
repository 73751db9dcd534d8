"""Weighs which of some options is likeliest by what holds of each: a conditional logit model."""

from __future__ import annotations

from functools import cache
from math import exp
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


def shares(options: Sequence[Collection[str]], table: str) -> tuple[float, ...]:
    """Return how likely each option is, 0 to 1 and 1 in sum, by the weights of the data file `table`.

    `options` are the names of what holds of each; names without a weight tell nothing. Source: McFadden 1974,
    "Conditional logit analysis of qualitative choice behavior".
    """
    return normalised([weigh(option, load_weights(table)) for option in options])


def weigh(features: Collection[str], weights: Mapping[str, float]) -> float:
    """Return the sum of the weights of what holds."""
    return sum(weights[name] for name in sorted(name for name in features if name in weights))


def normalised(scores: Sequence[float]) -> tuple[float, ...]:
    """Return the shares that scores on a logarithmic scale stand for.

    >>> normalised([0.0, 0.0])
    (0.5, 0.5)
    """
    highest = max(scores, default=0.0)
    powers = [exp(score - highest) for score in scores]
    total = sum(powers)
    return tuple(power / total for power in powers)


@cache
def load_weights(table: str) -> Mapping[str, float]:
    """Return the weights of a data file of two columns: what holds, and its weight."""
    return {name: float(weight) for name, weight in load_table(table)}
