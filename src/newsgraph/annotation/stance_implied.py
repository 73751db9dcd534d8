"""Finds stances that no word of support or rejection tells: counter-proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import Leaning
from newsgraph.annotation.stance_targets import View
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.stance_targets import Targets

COUNTER = "counter-proposal"
"""The rule of views that a counter-proposal implies."""


def find_counter_proposals(targets: Targets) -> Iterator[View]:
    """Yield that who proposes something "stattdessen" opposes what another proposed first.

    "Die Union will Wege bauen. … Muster regte *stattdessen* einen Bus an": Muster opposes the Union's plan.
    """
    proposals = targets.proposals
    for index, proposal in enumerate(proposals):
        sentence = targets.sentences[targets.homes[index]]
        words = {t.form.lower() for t in sentence.tokens}
        if not proposal.proposers or not words & load_words("counter_words.txt"):
            continue
        others = (i for i in range(index) if not any(a in proposal.proposers for a in proposals[i].proposers))
        if (earlier := next(others, None)) is not None:
            sureness = 2 if "stattdessen" in words else 1
            yield View(proposal.proposers[0], earlier, Leaning.OPPOSE, COUNTER, sureness, (sentence.span,))
