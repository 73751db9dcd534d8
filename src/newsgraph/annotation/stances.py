"""Finds who supports a proposal and who opposes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import Stance, find_stances
from newsgraph.annotation.stance_features import FIRM, Candidates
from newsgraph.annotation.stance_implied import find_counter_proposals
from newsgraph.annotation.stance_readings import Reading
from newsgraph.annotation.stance_scores import find_likely_views
from newsgraph.annotation.stance_targets import Targets, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.model import Agent, Proposal


def add_stances(
    document: Document, proposals: tuple[Proposal, ...], statements: StatementIndex, actors: Actors
) -> tuple[Proposal, ...]:
    """Return the proposals with their supporters and opponents.

    "Die CDU lehnte *die Befragung* ab", "*Davon* hält Muster nichts", "…, was Beispiel *befürwortet*".
    """
    targets = Targets(document, proposals, actors)
    views = list(find_views(targets, statements, actors))
    if proposals:
        likely = Candidates(document, targets, statements, actors, tuple(views))
        views = [v for v in views if v.sureness >= FIRM]
        views += find_likely_views(likely.find())
    return tuple(
        replace(
            proposal,
            supporters=_distinct((*proposal.supporters, *_holders(views, index, Stance.SUPPORT))),
            opponents=_holders(views, index, Stance.OPPOSE),
        )
        for index, proposal in enumerate(proposals)
    )


def _distinct(agents: tuple[Agent, ...]) -> tuple[Agent, ...]:
    return tuple(dict.fromkeys(agents))


def _holders(views: list[View], proposal: int, stance: Stance) -> tuple[Agent, ...]:
    """Return who takes the stance, each once; the surer of two views of one holder decides."""
    chosen: dict[Agent, View] = {}
    for view in views:
        if view.proposal == proposal:
            known = chosen.get(view.holder)
            if known is None or view.sureness > known.sureness:
                chosen[view.holder] = view
    return tuple(holder for holder, view in chosen.items() if view.stance is stance)


def find_views(targets: Targets, statements: StatementIndex, actors: Actors) -> Iterator[View]:
    """Yield who takes which stance to which proposal, as words of support and rejection tell it."""
    for number, sentence in enumerate(targets.sentences):
        for cue in find_stances(sentence):
            reading = Reading(number, sentence, cue, statements, actors)
            if reading.holder is not None and not targets.proposed_by(reading):
                yield from targets.views(reading)
    yield from find_counter_proposals(targets)
