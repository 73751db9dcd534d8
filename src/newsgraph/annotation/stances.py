"""Finds who supports a proposal and who opposes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import Leaning, find_stances
from newsgraph.annotation.stance_features import Candidates
from newsgraph.annotation.stance_implied import find_counter_proposals, find_voices
from newsgraph.annotation.stance_readings import Reading
from newsgraph.annotation.stance_scores import weigh_views
from newsgraph.annotation.stance_targets import Targets, View
from newsgraph.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.model import Agent, Proposal

_REPEATED = "proposes the same"


def add_stances(
    document: Document, proposals: tuple[Proposal, ...], statements: StatementIndex, actors: Actors
) -> tuple[Proposal, ...]:
    """Return the proposals with their supporters and opponents, and why they are given.

    "Die CDU lehnte *die Befragung* ab", "*Davon* hält Muster nichts", "…, was Beispiel *befürwortet*".
    """
    if not proposals:
        return ()
    targets = Targets(document, proposals, actors)
    views = tuple(find_views(targets, statements, actors))
    candidates = Candidates(document, targets, statements, actors, views)
    taken: dict[int, dict[Agent, Stance]] = {
        number: {agent: _repeating(agent, proposal) for agent in proposal.supporters}
        for number, proposal in enumerate(proposals)
    }
    for view in weigh_views(views, candidates.find()):
        supports = view.stance is Leaning.SUPPORT
        stance = Stance(view.holder, supports, view.rule, round(view.confidence, 2), view.spans)
        taken[view.proposal].setdefault(view.holder, stance)
    return tuple(_with(proposal, taken[number].values()) for number, proposal in enumerate(proposals))


def _repeating(agent: Agent, proposal: Proposal) -> Stance:
    """Return the stance of who makes the proposal again, after another: "*verlangt* auch der Verein"."""
    return Stance(agent, supports=True, reason=_REPEATED, spans=proposal.repetitions[-1])


def _with(proposal: Proposal, stances: Iterable[Stance]) -> Proposal:
    listed = tuple(stances)
    return replace(
        proposal,
        supporters=tuple(s.agent for s in listed if s.supports),
        opponents=tuple(s.agent for s in listed if not s.supports),
        stances=listed,
    )


def find_views(targets: Targets, statements: StatementIndex, actors: Actors) -> Iterator[View]:
    """Yield who takes which stance to which proposal: as words of support and rejection tell it, or imply."""
    told = tuple(_told(targets, statements, actors))
    yield from told
    yield from find_counter_proposals(targets)
    yield from find_voices(targets, statements, told)


def _told(targets: Targets, statements: StatementIndex, actors: Actors) -> Iterator[View]:
    for number, sentence in enumerate(targets.sentences):
        for cue in find_stances(sentence):
            reading = Reading(number, sentence, cue, statements, actors)
            if reading.holder is not None and not targets.proposed_by(reading):
                yield from targets.views(reading)
