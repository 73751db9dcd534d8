"""Finds proposals: what is proposed, by whom, who supports it and who opposes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.annotate.proposal_agents import Actors
from newsgraph.annotate.proposal_cues import find_triggers
from newsgraph.annotate.proposal_measures import find_measure, is_measure
from newsgraph.annotate.proposal_merge import merge_proposals
from newsgraph.annotate.proposal_modals import find_modal_measure
from newsgraph.annotate.proposal_nouns import find_noun_measures
from newsgraph.annotate.proposal_topics import tokens_of
from newsgraph.annotate.stances import add_stances
from newsgraph.model import Proposal, Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotate.document import Document, Sentence
    from newsgraph.annotate.people import Cast
    from newsgraph.annotate.proposal_cues import Trigger
    from newsgraph.model import AnonymousAgent, Statement

_CLAUSES = frozenset({StatementType.REPORTED, StatementType.INDIRECT})


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
    found = [
        proposal
        for sentence in document.body_sentences()
        for proposal in (*_by_verbs(sentence, statements, actors), *_by_nouns(sentence, statements, actors))
    ]
    found += _by_modals(document, statements)
    return add_stances(document, merge_proposals(document, found), statements, actors)


def _by_verbs(sentence: Sentence, statements: tuple[Statement, ...], actors: Actors) -> Iterator[Proposal]:
    for trigger in find_triggers(sentence):
        reporting = [
            i for i, s in enumerate(statements) if s.type in _CLAUSES and _share(s.cue, trigger.spans)
        ]
        if reporting:
            yield from _from_statement(trigger, reporting[0], statements, actors)
        else:
            yield from _from_clause(trigger, statements, actors)


def _from_statement(
    trigger: Trigger, index: int, statements: tuple[Statement, ...], actors: Actors
) -> Iterator[Proposal]:
    statement = statements[index]
    spans = _without_preposition(statement.spans, trigger, actors.document)
    if not trigger.entry.transitive and spans == statement.spans and not _is_clause(spans, actors.document):
        spans = ()
    if is_measure(spans, statement.type, actors.document):
        yield Proposal(
            spans,
            trigger.entry.illocution,
            proposers=statement.speakers,
            expressed_in=_overlapping(spans, statements),
            rule="verb-statement",
        )


def _from_clause(trigger: Trigger, statements: tuple[Statement, ...], actors: Actors) -> Iterator[Proposal]:
    whole = trigger.sentence.span
    around = next(
        (s for s in statements if any(p.contains(trigger.spans[0]) for p in s.spans)),
        None,
    )
    limits = next((p for p in around.spans if p.contains(trigger.spans[0])), None) if around else None
    measure = find_measure(trigger, actors.names_in(whole), limits)
    if measure is None or not is_measure((measure,), StatementType.REPORTED, actors.document):
        return
    proposers = actors.subject(trigger.sentence, limits or whole, measure)
    if not proposers:
        return
    yield Proposal(
        (measure,),
        trigger.entry.illocution,
        proposers=proposers,
        reported_by=tuple(a for a in around.speakers if a not in proposers) if around else (),
        expressed_in=_overlapping((measure,), statements),
        rule="verb-relayed" if around else "verb-clause",
    )


def _by_modals(document: Document, statements: tuple[Statement, ...]) -> Iterator[Proposal]:
    tokens = tuple(document.tokens())
    for index, statement in enumerate(statements):
        found = find_modal_measure(statement, tokens)
        if found is not None:
            measure, illocution, rule = found
            yield Proposal(
                (measure,), illocution, proposers=statement.speakers, expressed_in=(index,), rule=rule
            )


def _by_nouns(sentence: Sentence, statements: tuple[Statement, ...], actors: Actors) -> Iterator[Proposal]:
    for found in find_noun_measures(sentence, actors.names_in(sentence.span)):
        proposers = actors.owner(sentence, found.owner, found.spans)
        if proposers:
            yield Proposal(
                found.spans,
                found.illocution,
                proposers=proposers,
                expressed_in=_overlapping(found.spans, statements),
                rule=found.rule,
            )


def _without_preposition(spans: tuple[Span, ...], trigger: Trigger, document: Document) -> tuple[Span, ...]:
    """Return the spans from after the governed preposition: "für *einen Neubau*", "gegen X und für *Y*"."""
    tokens = list(tokens_of(document, spans[:1]))
    for i, token in enumerate(tokens[:-1]):
        opens = i == 0 or tokens[i - 1].form == "und"
        if opens and token.form.lower() in trigger.entry.prepositions:
            return (Span(tokens[i + 1].start, spans[0].end), *spans[1:])
    return spans


def _is_clause(spans: tuple[Span, ...], document: Document) -> bool:
    """Say whether the words are a clause, which needs no preposition: "dass …", "die Karte anzubieten"."""
    tokens = list(tokens_of(document, spans))
    return any(t.tag in {"VV(IZU)", "PTKZU"} or t.form in {"dass", "daß"} or t.is_finite for t in tokens)


def _share(left: tuple[Span, ...], right: tuple[Span, ...]) -> bool:
    return any(a.overlaps(b) for a in left for b in right)


def _overlapping(spans: tuple[Span, ...], statements: tuple[Statement, ...]) -> tuple[int, ...]:
    return tuple(i for i, s in enumerate(statements) if _share(spans, s.spans))
