"""Statements, proposals, and all that one article's annotation holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from newsgraph.model.agents import (  # noqa: TC001  dataclass fields are read at run time
    Agent,
    AnonymousAgent,
    Country,
    Organisation,
    Person,
    Place,
)
from newsgraph.model.article import Article  # noqa: TC001
from newsgraph.model.spans import Span, join_spans


class StatementType(StrEnum):
    """The five types of speech representation; the value is the local name of the concept.

    Source: Petersen-Frey and Biemann 2024, after the GermEval 2023 and Redewiedergabe schemes.
    """

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    INDIRECT_FREE_INDIRECT = "IndirectFreeIndirect"
    FREE_INDIRECT = "FreeIndirect"
    REPORTED = "Reported"


class Medium(StrEnum):
    """In which medium something was put: speech, writing or thought."""

    SPEECH = "Speech"
    WRITING = "Writing"
    THOUGHT = "Thought"


class Illocution(StrEnum):
    """With what force a proposal is made."""

    SUGGESTION = "Suggestion"
    DEMAND = "Demand"
    PLAN = "Plan"
    MOTION = "Motion"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that somebody is reported to have said, written or thought.

    `spans` is the content (for direct speech without its outer quotation marks), `speaker_mention`, `cue`,
    `frame` and `addressee` are the spans of those parts; each is empty where the text has none. `speakers`
    and `addressees` are the agents meant. `nested_in` and `continues` are indexes into
    `Annotations.statements`. `rule` names what found it. `denial`: the speaker denies the content.
    `speaker_reason` names what led to the speakers, in a few words ("name", "pronoun", "continues"), and
    `speaker_confidence` says how sure that is, 0 to 1; `confidence` is that of the whole statement.
    """

    spans: tuple[Span, ...]
    type: StatementType
    media: frozenset[Medium] = frozenset()
    speakers: tuple[Agent, ...] = ()
    speaker_mention: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    frame: tuple[Span, ...] = ()
    addressee: tuple[Span, ...] = ()
    addressees: tuple[Agent, ...] = ()
    reported_by: tuple[Agent, ...] = ()
    nested_in: int | None = None
    continues: int | None = None
    denial: bool = False
    confidence: float = 1.0
    rule: str = ""
    speaker_reason: str = ""
    speaker_confidence: float = 1.0

    def text(self, article_text: str) -> str:
        """Return the content, parts joined by one space."""
        return join_spans(article_text, self.spans)


@dataclass(frozen=True, slots=True)
class Stance:
    """That `agent` supports a proposal of another, or opposes it, and why this is said.

    `reason` names what led there, in a few words; `confidence` is 0 to 1; `spans` is where the text says so.
    """

    agent: Agent
    supports: bool
    reason: str
    confidence: float = 1.0
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A course of action, not yet decided, that somebody is said to propose.

    `spans` is the measure only; `repetitions` are further mentions of it. `expressed_in` are indexes into
    `Annotations.statements`. `reported_by` is who says that it was proposed, if that is another. `stances`
    says why each of `supporters` and `opponents` is given.
    """

    spans: tuple[Span, ...]
    illocution: Illocution = Illocution.SUGGESTION
    proposers: tuple[Agent, ...] = ()
    supporters: tuple[Agent, ...] = ()
    opponents: tuple[Agent, ...] = ()
    addressees: tuple[Agent, ...] = ()
    reported_by: tuple[Agent, ...] = ()
    expressed_in: tuple[int, ...] = ()
    repetitions: tuple[tuple[Span, ...], ...] = ()
    stances: tuple[Stance, ...] = ()
    confidence: float = 1.0
    rule: str = ""

    def text(self, article_text: str) -> str:
        """Return the measure, parts joined by one space."""
        return join_spans(article_text, self.spans)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd that a reader should know of; nothing failed. `span` is None where no place is meant."""

    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Annotations:
    """An article and all that was found in it. Nothing found is an empty tuple.

    `annotator` names what found it: the model with its version, or the rules. `model_digest` is the SHA-256
    of the model's files, `people_digest` that of the user's table of known people; each is None without one.
    """

    article: Article
    persons: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()
    anonymous: tuple[AnonymousAgent, ...] = ()
    statements: tuple[Statement, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    notices: tuple[Notice, ...] = ()
    annotator: str = "rules"
    model_digest: str | None = None
    people_digest: str | None = None
