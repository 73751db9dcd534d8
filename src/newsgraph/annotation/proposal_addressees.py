"""Tells to whom a proposal is made: "forderte *die Regierung* auf, …", "schlug *dem Rat* eine Frist vor"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_measures import Region
from newsgraph.lexicon import load_table

if TYPE_CHECKING:
    from newsgraph.annotation.document import Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.proposal_cues import Trigger
    from newsgraph.model import Agent, Span, Statement

_ARTICLES = {
    "dative": frozenset({"dem", "den", "der", "einem", "einer", "seinem", "seiner", "ihrem", "ihrer", "ihm"}),
    "accusative": frozenset(
        {"die", "das", "den", "einen", "eine", "seine", "ihre", "seinen", "ihren", "ihn"}
    ),
}
_MERGED = {"vom": "von", "beim": "bei"}


def find_proposal_addressees(
    trigger: Trigger, reporting: Statement | None, measure: Span, proposers: tuple[Agent, ...], actors: Actors
) -> tuple[Agent, ...]:
    """Return whom the proposal is made to, named between verb and measure; nobody where that is not told.

    "forderte *die Bundesregierung* auf, …", "verlangte *von der Bahn* mehr Züge", "empfahl *dem Rat*, …",
    "beantragte *beim Amt* eine Frist". Not asked is whom the measure or a bracket names: "schlug *Muster* als
    Schlichter vor", "Peter Beispiel (*SPD*) verlangte …".
    """
    inside = {agent for _, agent in actors.mentions_in(measure)}
    asked = reporting.addressees if reporting is not None else ()
    if not asked and (phrase := _phrase(trigger, measure, actors)) is not None:
        asked = actors.meant_by(phrase)
    return tuple(
        agent
        for agent in dict.fromkeys(asked)
        if agent not in proposers and agent not in inside and not actors.only_in_brackets(agent)
    )


def _phrase(trigger: Trigger, measure: Span, actors: Actors) -> Span | None:
    """Return the words for the one asked, between the finite verb and the measure."""
    manner = next(
        (how for verb, how in load_table("addressed_verbs.tsv") if verb == trigger.entry.infinitive), ""
    )
    tokens = trigger.sentence.tokens
    names = {n.start: n.end for n in actors.names_in(trigger.sentence.span)}
    region = Region(tokens, 0, len(tokens), names)
    low = next((i for i in range(trigger.verb, -1, -1) if tokens[i].is_finite), trigger.verb)
    high = next((i for i, t in enumerate(tokens) if t.start >= measure.start), len(tokens))
    for i in range(low + 1, high):
        if _opens(tokens, i, manner):
            start = i if manner in _ARTICLES else i + 1
            return region.span(start, min(region.phrase_end(start), high)) if start < high else None
    return None


def _opens(tokens: tuple[Token, ...], index: int, manner: str) -> bool:
    """Say whether the phrase for the one asked opens here: with an article in the case, or a preposition."""
    form = tokens[index].form.lower()
    if manner not in _ARTICLES:
        return bool(manner) and manner in {form, _MERGED.get(form)}
    attached = tokens[index - 1].tag.startswith(("APPR", "NN", "NE")) and form in {"der", "den", "dem"}
    governed = tokens[index - 1].tag.startswith("APPR") or (attached and form == "der")
    return form in _ARTICLES[manner] and not governed
