"""Finds proposals: what is proposed, by whom, who supports it and who opposes it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_agents import Actors
from newsgraph.annotation.proposal_intents import find_intent
from newsgraph.annotation.proposal_merge import merge_proposals
from newsgraph.annotation.proposal_modals import find_modal_measure
from newsgraph.annotation.proposal_nouns import find_noun_measures
from newsgraph.annotation.proposal_origins import find_following, find_origin, find_pointed
from newsgraph.annotation.proposal_plans import find_continued, find_willed
from newsgraph.annotation.proposal_references import add_references
from newsgraph.annotation.proposal_topics import tokens_of
from newsgraph.annotation.proposal_verbs import find_by_verbs
from newsgraph.annotation.span_index import StatementIndex
from newsgraph.annotation.stances import add_stances
from newsgraph.lexicon import load_table, load_words
from newsgraph.model import Country, Illocution, Organisation, Proposal, Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.annotation.document import Document, Sentence
    from newsgraph.annotation.people import Cast
    from newsgraph.annotation.proposal_plans import Plan
    from newsgraph.model import Agent, AnonymousAgent, Statement

_LOOK_BACK = 12
"""So many sentences before its own one tells whose idea what they speak of was."""


def find_proposals(
    document: Document,
    statements: tuple[Statement, ...],
    cast: Cast,
    anonymous: tuple[AnonymousAgent, ...],
) -> tuple[Proposal, ...]:
    """Return the proposals of the article's paragraphs, in text order, each once.

    "Die Union schlug *eine Befragung aller Mitglieder* vor": the measure alone is the proposal's text.
    """
    actors = Actors(document, statements, cast, anonymous)
    index = StatementIndex(statements)
    found = [
        proposal
        for sentence in document.body_sentences()
        for proposal in (
            *find_by_verbs(sentence, index, actors),
            *_by_nouns(sentence, index, actors),
        )
    ]
    found += _by_modals(document, statements)
    found += _by_plans(document, index, actors)
    found += _by_intents(index, actors)
    rated = (
        replace(proposal, spans=_trimmed(document, proposal.spans), confidence=_confidence(proposal.rule))
        for proposal in found
    )
    weighed = add_stances(document, merge_proposals(document, rated), index, actors)
    return add_references(document, weighed, actors)


def with_proposers(cast: Cast, proposals: Iterable[Proposal]) -> Cast:
    """Return the cast with the bodies that nothing but a proposal speaks of: "*Der Landkreis* will …"."""
    agents = tuple(dict.fromkeys(agent for proposal in proposals for agent in proposal.proposers))
    known = {body.name for body in cast.organisations} | {country.name for country in cast.countries}
    new = [agent for agent in agents if isinstance(agent, Organisation | Country) and agent.name not in known]
    return replace(
        cast,
        organisations=(*cast.organisations, *(body for body in new if isinstance(body, Organisation))),
        countries=(*cast.countries, *(body for body in new if isinstance(body, Country))),
    )


def _trimmed(document: Document, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the measure without words that only link it to the sentence: "*allerdings* einen Fonds"."""
    words = [t for t in tokens_of(document, spans[:1]) if t.is_word]
    linking = load_words("measure_openers.txt")
    start = next((t.start for t in words if t.form.lower() not in linking), spans[0].start)
    return (Span(start, spans[0].end), *spans[1:])


def _confidence(rule: str) -> float:
    return next(float(share) for name, share in load_table("proposal_rules.tsv") if name == rule)


def _by_modals(document: Document, statements: tuple[Statement, ...]) -> Iterator[Proposal]:
    for index, statement in enumerate(statements):
        found = find_modal_measure(document, statement)
        if found is not None:
            measure, illocution, rule = found
            yield Proposal(
                (measure,), illocution, proposers=statement.speakers, expressed_in=(index,), rule=rule
            )


def _by_plans(document: Document, statements: StatementIndex, actors: Actors) -> Iterator[Proposal]:
    before: deque[Sentence] = deque(maxlen=_LOOK_BACK)
    for sentence in document.body_sentences():
        speakers = tuple(a for s in statements.at(sentence.span) for a in s.speakers)
        for plan, proposers in _plans(sentence, tuple(before), actors):
            yield Proposal(
                plan.spans,
                Illocution.SUGGESTION if plan.rule == "plan-origin" else Illocution.PLAN,
                proposers=proposers,
                reported_by=tuple(a for a in dict.fromkeys(speakers) if a not in proposers),
                expressed_in=statements.saying(*plan.spans),
                rule=plan.rule,
            )
        before.append(sentence)


def _plans(
    sentence: Sentence, before: tuple[Sentence, ...], actors: Actors
) -> Iterator[tuple[Plan, tuple[Agent, ...]]]:
    """Yield the plans that no verb of proposing announces, with those whose they are, if that is known."""
    willed = find_willed(sentence)
    first = willed.spans[0].of(actors.document.text).split()[0].lower() if willed else ""
    if (
        willed
        and first not in {"damit", "davon", "dazu"}
        and (owners := actors.owner(sentence, willed.owner, willed.spans))
    ):
        yield willed, owners
    for find in (find_origin, find_continued, find_pointed, find_following):
        plan = find(sentence, before)
        if plan and (owners := actors.seat(plan.owner)):
            yield plan, owners


def _by_intents(statements: StatementIndex, actors: Actors) -> Iterator[Proposal]:
    """Yield what the subjects of sentences want: their own words ("er wolle Bilanz ziehen") announce only."""
    for sentence in actors.document.body_sentences():
        intent = find_intent(sentence, actors.names_in(sentence.span))
        if intent is None:
            continue
        around = statements.at(sentence.tokens[intent.verb].span)
        proposers = actors.subjects.of_verb(sentence, intent.verb)
        speakers = tuple(agent for statement in around for agent in statement.speakers)
        if not proposers or any(agent in speakers for agent in proposers):
            continue
        if any(statement.type is StatementType.DIRECT for statement in around):
            continue
        yield Proposal(
            (intent.span,),
            Illocution.PLAN,
            proposers=proposers,
            reported_by=tuple(dict.fromkeys(speakers)),
            expressed_in=statements.saying(intent.span),
            rule="plan-intent",
        )


def _by_nouns(sentence: Sentence, statements: StatementIndex, actors: Actors) -> Iterator[Proposal]:
    for found in find_noun_measures(sentence, actors.names_in(sentence.span)):
        proposers = actors.owner(sentence, found.owner, found.spans)
        if proposers:
            yield Proposal(
                found.spans,
                found.illocution,
                proposers=proposers,
                expressed_in=statements.saying(*found.spans),
                rule=found.rule,
            )
