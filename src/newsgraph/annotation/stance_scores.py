"""Weighs what speaks for a stance where no word of stance with a target decides it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import exp
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_acts import ABSTAINS
from newsgraph.annotation.stance_cues import Leaning
from newsgraph.annotation.stance_implied import COUNTER
from newsgraph.annotation.stance_targets import View
from newsgraph.lexicon import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from newsgraph.annotation.stance_features import Candidate
    from newsgraph.model import Agent

FIRM = 2
"""From this sureness on a view stands; a weaker one is one feature among others."""
WEIGHED = "weighed evidence"
"""The rule of views that no word of stance decides."""
SURE_FROM = {Leaning.SUPPORT: 0.35, Leaning.OPPOSE: 0.3}
"""From which probability on an agent counts as supporter or opponent: good by F1, cross-validated."""

UNLIKELY = 0.2
"""Below this probability no word of stance makes an agent an opponent: wrong more often than right."""


def weigh_views(views: Iterable[View], candidates: Iterable[Candidate]) -> Iterator[View]:
    """Yield the views that stand, with their confidence, and the stances that are likely enough besides.

    A view of sureness `FIRM` or more stands, a rejection only if it is not `UNLIKELY`; a weaker one is one
    feature among others.
    A sentence that tells a firm view of one proposal is not weighed for another.
    "Muster (CDU): »Das kostet uns den letzten Bäcker.«" after a proposal of the SPD: Muster opposes it.
    """
    firm: dict[tuple[int, Agent], View] = {}
    for view in views:
        key = (view.proposal, view.holder)
        if view.sureness >= FIRM and (key not in firm or view.sureness > firm[key].sureness):
            firm[key] = view
    told = {(view.holder, view.spans) for view in firm.values()}
    for candidate in candidates:
        known = firm.pop((candidate.proposal, candidate.holder), None)
        support, oppose = likelihoods(candidate.features)
        stance = known.stance if known else Leaning.OPPOSE if oppose > support else Leaning.SUPPORT
        likely = support if stance is Leaning.SUPPORT else oppose
        if known is not None:
            if stance is Leaning.OPPOSE and likely < UNLIKELY and known.rule != COUNTER:
                continue
            yield replace(known, confidence=max(likely, SURE_FROM[stance]))
        elif (
            likely >= SURE_FROM[stance]
            and ABSTAINS not in candidate.features
            and (candidate.holder, candidate.spans) not in told
        ):
            yield View(candidate.holder, candidate.proposal, stance, WEIGHED, 0, candidate.spans, likely)
    yield from (replace(view, confidence=SURE_FROM[view.stance]) for view in firm.values())


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
