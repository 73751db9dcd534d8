"""What was found in an article, in the layout of the annotated corpus (offsets count the file)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsgraph.model import AnonymousAgent, Body, MentionKind, Person, Span, StatementType, join_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Agent, Annotations, Article, Proposal, Statement

_TYPES = {
    StatementType.DIRECT: "direct",
    StatementType.INDIRECT: "indirect",
    StatementType.INDIRECT_FREE_INDIRECT: "free-indirect",
    StatementType.FREE_INDIRECT: "free-indirect",
    StatementType.REPORTED: "reported",
}


def predictions(annotations: Annotations) -> dict[str, Any]:
    """Return the annotations of one article as the gold writes them, without its `traps`."""
    article = annotations.article
    proposed = [span for proposal in annotations.proposals for span in proposal.spans]
    return {
        "source": article.source,
        "date": article.published.isoformat()[:16] if article.published else None,
        "url": article.url,
        "headline": article.headline,
        "subheadings": [span.of(article.text) for span in article.subheadings],
        "links": [link.url for link in article.links],
        "credit": article.credit,
        "agencies": list(article.agencies),
        "byline": article.byline,
        "authors": list(article.authors),
        "persons": [_person(article, person) for person in annotations.persons],
        "organisations": [*_names(annotations.organisations), *_names(annotations.countries)],
        "places": [place.name for place in annotations.places],
        "statements": [_statement(article, statement, proposed) for statement in annotations.statements],
        "proposals": [_proposal(article, proposal) for proposal in annotations.proposals],
    }


def _offsets(article: Article, spans: Iterable[Span]) -> list[list[int]]:
    """Return spans of the text as pairs of file offsets; for text that stands in no file, the text's own."""
    pairs: list[list[int]] = []
    for span in spans:
        parts = article.source_map.to_file(span) or (span,)
        pairs += [[part.start, part.end] for part in parts]
    return pairs


def _words(article: Article, spans: tuple[Span, ...]) -> str | None:
    return join_spans(article.text, spans) if spans else None


def _names(agents: Iterable[Agent]) -> list[str]:
    return [agent.name for agent in agents]


def _person(article: Article, person: Person) -> dict[str, Any]:
    named = [m for m in person.mentions if m.kind is not MentionKind.PRONOUN]  # the gold has no pronouns
    return {
        "name": person.name,
        "mentions": [mention.surface for mention in named],
        "mention_spans": _offsets(article, (span for m in named for span in m.spans)),
        "roles": list(person.roles),
        "affiliation": _names(person.affiliations),
    }


def _kind(agent: Agent | None) -> str:
    if agent is None:
        return "none"
    if isinstance(agent, Person):
        return "person"
    return "anonymous" if isinstance(agent, AnonymousAgent) else "organisation"


def _statement(article: Article, statement: Statement, proposed: list[Span]) -> dict[str, Any]:
    speaker = next(iter(statement.speakers), None)
    speaks_for: tuple[Body, ...] = speaker.speaks_for if isinstance(speaker, AnonymousAgent) else ()
    mention = _offsets(article, statement.speaker_mention)
    entry: dict[str, Any] = {
        "text": statement.text(article.text),
        "spans": _offsets(article, statement.spans),
        "type": _TYPES[statement.type],
        "speaker": speaker.name if speaker else None,
        "speaker_surface": _words(article, statement.speaker_mention),
        "speaker_span": mention[0] if mention else None,
        "speaker_kind": _kind(speaker),
        "cue": _words(article, statement.cue),
        "cue_spans": _offsets(article, statement.cue),
        "frame_spans": _offsets(article, statement.frame),
        "addressee": _words(article, statement.addressee),
        "addressee_spans": _offsets(article, statement.addressee),
        "medium": next(iter(sorted(medium.value.lower() for medium in statement.media)), None),
        "is_proposal": any(span.overlaps(other) for span in statement.spans for other in proposed),
    }
    extras: dict[str, Any] = {
        "parts": [span.of(article.text) for span in statement.spans] if len(statement.spans) > 1 else None,
        "continues": statement.continues,
        "nested_in": statement.nested_in,
        "co_speakers": _names(statement.speakers[1:]) or None,
        "speaker_org": speaks_for[0].name if speaks_for else None,
        "via": next(iter(_names(statement.reported_by)), None),
        "denial": statement.denial or None,
    }
    return entry | {key: value for key, value in extras.items() if value is not None}


def _proposal(article: Article, proposal: Proposal) -> dict[str, Any]:
    return {
        "text": proposal.text(article.text),
        "spans": _offsets(article, proposal.spans),
        "other_texts": [join_spans(article.text, spans) for spans in proposal.repetitions],
        "proposer": _names(proposal.proposers),
        "supporters": _names(proposal.supporters),
        "opponents": _names(proposal.opponents),
        "via": next(iter(_names(proposal.reported_by)), None),
    }
