"""Finds proposals by verbs of proposing: measure, proposers, who reports it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import body_noun
from newsgraph.annotation.proposal_addressees import find_proposal_addressees
from newsgraph.annotation.proposal_cues import find_triggers
from newsgraph.annotation.proposal_filters import after_colon, is_measure, is_vague, says_nothing
from newsgraph.annotation.proposal_measures import find_measure
from newsgraph.annotation.proposal_modals import find_quoted_measure
from newsgraph.annotation.proposal_topics import tokens_of
from newsgraph.model import Country, Organisation, Person, Proposal, Span, StatementType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document, Sentence
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.proposal_cues import Trigger
    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.model import Agent, Statement

_OPINIONS = frozenset({"Sicht", "Ansicht", "Meinung", "Auffassung", "Überzeugung"})
_COUNTRY_NOUNS = frozenset({"Land", "Regierung"})
_CLAUSES = frozenset({StatementType.REPORTED, StatementType.INDIRECT})


def find_by_verbs(sentence: Sentence, statements: StatementIndex, actors: Actors) -> Iterator[Proposal]:
    """Yield what verbs of the sentence propose.

    "Die Union schlug *eine Befragung* vor": by the Union; "Minister Muster habe *eine Frist* verlangt,
    schreibt das Blatt": by Muster, as the paper reports.
    """
    for trigger in find_triggers(sentence):
        reporting = next((s for s in statements.cued(*trigger.spans) if s.type in _CLAUSES), None)
        around = next((s for s in statements.at(trigger.spans[0]) if _inside(trigger, s) is not None), None)
        if around is not None and around.denial:
            continue
        spans, rule = _measure(trigger, reporting, around, actors)
        if not spans and reporting is None:
            reporting, spans = _quoted(trigger, statements, actors.document)
            rule = "verb-quotation"
        if not spans:
            continue
        proposers = _proposers(trigger, reporting, around, spans, actors)
        if actors.names_one_of(proposers, spans[0]):
            told = after_colon(trigger)
            spans, rule = ((told,) if told else ()), "verb-colon"
        if spans and trigger.is_denied(spans[0]):
            continue
        if not spans or (not proposers and not (reporting and reporting.speaker_mention)):
            continue
        yield Proposal(
            spans,
            trigger.entry.illocution,
            proposers=proposers,
            addressees=find_proposal_addressees(trigger, reporting, spans[0], proposers, actors),
            reported_by=_reporters(around, proposers, actors.document) if around else (),
            expressed_in=statements.saying(*spans),
            rule=rule,
        )


def _quoted(
    trigger: Trigger, statements: StatementIndex, document: Document
) -> tuple[Statement | None, tuple[Span, ...]]:
    """Return the quotation that the verb leads in, and its measure: "Senken wir die Steuer", schlug sie vor.

    Verbs that can be said of anything ("warb sie", "rief er") lead in no proposal.
    """
    if not trigger.entry.transitive and trigger.entry.infinitive != "raten":
        return None, ()
    for statement in statements.cued(*trigger.spans):
        if statement.type is StatementType.DIRECT and statement.nested_in is None:
            measure = find_quoted_measure(document, statement)
            return statement, ((measure,) if measure else ())
    return None, ()


def _measure(
    trigger: Trigger, reporting: Statement | None, around: Statement | None, actors: Actors
) -> tuple[tuple[Span, ...], str]:
    """Return the measure and the rule: the statement's content, or what the verb governs in its clause."""
    said = _content(trigger, reporting, actors.document) if reporting else ()
    limits = _inside(trigger, around) if around else None
    own = find_measure(trigger, actors.names_in(trigger.sentence.span), limits)
    if own is not None and not is_measure((own,), StatementType.REPORTED, actors.document):
        own = None
    unsaid = own is None and not said and trigger.entry.transitive
    if unsaid or (own is not None and is_vague(own, actors.document)):
        told = after_colon(trigger)
        if told or own is None or says_nothing(own, actors.document):
            return ((told,) if told else ()), "verb-colon"
    if own is not None and (not said or _wider(own, said)):
        return (own,), "verb-relayed" if around else "verb-clause"
    return said, "verb-statement"


def _wider(own: Span, said: tuple[Span, ...]) -> bool:
    """Say whether the clause tells more than the statement, or less by a subject that slipped in."""
    return len(said) == 1 and (own.contains(said[0]) or own.end == said[0].end)


def _content(trigger: Trigger, statement: Statement, document: Document) -> tuple[Span, ...]:
    """Return the statement's content as measure; nothing where the verb would govern it by a preposition."""
    spans = _without_preposition(statement.spans, trigger, document)
    if not trigger.entry.transitive and spans == statement.spans and not _is_clause(spans, document):
        return ()
    return spans if is_measure(spans, statement.type, document) else ()


def _inside(trigger: Trigger, statement: Statement) -> Span | None:
    """Return the part of the statement's content that holds the verb: the proposal is relayed there."""
    return next((p for p in statement.spans if p.contains(trigger.spans[0])), None)


def _proposers(
    trigger: Trigger,
    reporting: Statement | None,
    around: Statement | None,
    spans: tuple[Span, ...],
    actors: Actors,
) -> tuple[Agent, ...]:
    """Return who proposes: the statement's speaker, who is named in the clause, or meant by its subject.

    "*Die Union* schlug …", "*Valletta* habe angeregt, …", "*ihr Verband* fordert …".
    """
    clause = (_inside(trigger, around) if around else None) or trigger.sentence.span
    by_pronoun = actors.has_pronoun(trigger.sentence, trigger.verb)
    named = (
        () if by_pronoun else actors.subject(trigger.sentence, clause, spans[0], passive=trigger.is_passive)
    )
    telling = reporting or (around if trigger.is_infinitive else None)
    speakers = telling.speakers if telling else ()
    if named and actors.bracketed_in(trigger.sentence, speakers):
        speakers = ()
    return (
        speakers
        or actors.relative_subject(trigger.sentence, trigger.verb)
        or named
        or _own_body(trigger, around)
        or _meant_by_subject(trigger, actors)
        or actors.antecedent(trigger.sentence, trigger.verb)
        or (around.speakers if by_pronoun and around else ())
        or actors.pronoun(trigger.sentence, clause)
    )


def _meant_by_subject(trigger: Trigger, actors: Actors) -> tuple[Agent, ...]:
    tokens = trigger.sentence.tokens
    finite = next((i for i in range(trigger.verb, -1, -1) if tokens[i].is_finite), None)
    if finite is None or trigger.is_passive:
        return ()
    return actors.subjects.of_verb(trigger.sentence, finite)


def _own_body(trigger: Trigger, around: Statement | None) -> tuple[Agent, ...]:
    """Return the speaker's country or body: "*Ihr Land* habe … angeregt", "*Seine Partei* schlage … vor"."""
    pairs = pairwise(trigger.sentence.tokens[: trigger.verb])
    own = next((b.form for a, b in pairs if a.tag == "PPOSAT" and body_noun(b.form)), None)
    if own is None or around is None:
        return ()
    kind = Country if own in _COUNTRY_NOUNS else Organisation
    people = (agent for agent in around.speakers if isinstance(agent, Person))
    return tuple(body for person in people for body in person.affiliations if isinstance(body, kind))[:1]


def _reporters(around: Statement, proposers: tuple[Agent, ...], document: Document) -> tuple[Agent, ...]:
    """Return who says that it was proposed; "aus Sicht Moskaus" holds an opinion and reports nothing."""
    words = {t.form for t in tokens_of(document, (*around.cue, *around.frame))}
    return () if words & _OPINIONS else tuple(a for a in around.speakers if a not in proposers)


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
