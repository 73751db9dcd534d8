"""Weighs what speaks for a stance where no word of stance with a target decides it."""

from __future__ import annotations

from functools import cache
from math import exp
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import Stance
from newsgraph.annotation.stance_targets import View
from newsgraph.lexicon import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgraph.annotation.stance_features import Candidate

SURE_FROM = 0.5
"""From which probability on an agent counts as supporter or opponent: more likely than not."""


def find_likely_views(candidates: Iterable[Candidate]) -> Iterator[View]:
    """Yield the stances that are likely enough, each with the lowest sureness.

    "Muster (CDU): »Das kostet uns den letzten Bäcker.«" after a proposal of the SPD: Muster opposes it.
    """
    for candidate in candidates:
        support, oppose = likelihoods(candidate.features)
        stance = Stance.OPPOSE if oppose > support else Stance.SUPPORT
        if max(support, oppose) >= SURE_FROM:
            yield View(candidate.holder, candidate.proposal, stance, "score", 0)


def likelihoods(features: Iterable[str]) -> tuple[float, float]:
    """Return how likely support and rejection are, 0 to 1: a multinomial logistic model.

    Features without a weight tell nothing.
    """
    weights = _weights()
    known = [weights["bias"], *(weights[f] for f in sorted(features) if f in weights)]
    support, oppose = exp(sum(w[0] for w in known)), exp(sum(w[1] for w in known))
    return support / (1 + support + oppose), oppose / (1 + support + oppose)


@cache
def _weights() -> Mapping[str, tuple[float, float]]:
    table = load_table("stance_weights.tsv")
    return {name: (float(support), float(oppose)) for name, support, oppose in table}
