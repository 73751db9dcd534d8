"""Finds stances that no word of support or rejection tells: counter-proposals, and who speaks for a body."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import Leaning
from newsgraph.annotation.stance_targets import View
from newsgraph.lexicon import load_words
from newsgraph.model import Country, Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.annotation.stance_targets import Targets
    from newsgraph.model import Agent

COUNTER = "counter-proposal"
"""The rule of views that a counter-proposal implies."""
VOICE = "speaks for its body"
"""The rule of views of those whose words explain the stance of their body."""
_FIRM = 2


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


def find_voices(targets: Targets, statements: StatementIndex, views: tuple[View, ...]) -> Iterator[View]:
    """Yield that who explains the stance of the own body takes it too.

    "*Die Gewerkschaft* lehnt den Plan ab. Das treffe Arme, sagte *ihre Chefin Muster*": both oppose it. Whose
    words come later, or in another paragraph, may speak of something else.
    """
    numbers = {sentence.span: number for number, sentence in enumerate(targets.sentences)}
    for view in views:
        if view.sureness < _FIRM or not isinstance(view.holder, Organisation | Country):
            continue
        number, proposers = numbers[view.spans[0]], targets.proposals[view.proposal].proposers
        for sentence in targets.sentences[number : number + 2]:
            if sentence.paragraph != targets.sentences[number].paragraph:
                continue
            for person in dict.fromkeys(a for s in statements.at(sentence.span) for a in s.speakers):
                if person not in proposers and _speaks_for(person, view.holder):
                    yield replace(view, holder=person, rule=VOICE, spans=(sentence.span,))


def _speaks_for(agent: Agent, body: Organisation | Country) -> bool:
    return isinstance(agent, Person) and body.name in {b.name for b in agent.affiliations}
