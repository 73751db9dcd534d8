"""What links across articles are decided from, and the decisions.

Everything here was read from graphs: IRIs are plain strings, and a graph made with `--text none` leaves the
wordings empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from newsgraph.model.agents import MentionKind  # noqa: TC001  dataclass fields are read at run time
from newsgraph.model.statements import StatementType  # noqa: TC001


class LinkPredicate(StrEnum):
    """What is held of two nodes of different articles; the value is the local name of the property."""

    SAME_PERSON = "samePersonAs"
    DIFFERENT_PERSON = "differentPersonFrom"
    SAME_UTTERANCE = "sameUtteranceAs"
    NEAR_DUPLICATE = "nearDuplicateOf"


class Difference(StrEnum):
    """How the object of a link differs from its subject; the value is the local name of the concept.

    Of the first five, which speak of the wording, a link has one, or `PARAPHRASED` and one of `SHORTENED`
    and `EXTENDED`.
    """

    VERBATIM = "Verbatim"
    SHORTENED = "Shortened"
    EXTENDED = "Extended"
    EDITED = "Edited"
    PARAPHRASED = "Paraphrased"
    OTHER_TYPE = "OtherType"
    OTHER_SPEAKER_NAME = "OtherSpeakerName"
    OTHER_CUE = "OtherCue"
    OTHER_TONE = "OtherTone"
    OTHER_DATE = "OtherDate"


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """An organisation or a country as a graph has it; `same_as` are IRIs that others know it by."""

    iri: str
    name: str
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One mention of a person: where it starts in the article's text, and what stands there and around it.

    `surface`, `before` and `after` (up to 32 code points each) are empty in a graph without wording.
    """

    iri: str
    start: int
    kind: MentionKind
    confidence: float = 1.0
    surface: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class GroundRecord:
    """One of the article's own links: what it gives (a role, the IRI of a body or of a known person)."""

    iri: str
    value: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as one article speaks of them.

    `names` has the canonical name first. `grounds` are the article's own links that explain the
    person's roles, affiliations and identities. `is_local` is true for a person whose IRI lies under the
    article.
    """

    iri: str
    article: str
    names: tuple[str, ...]
    given_name: str = ""
    family_name: str = ""
    roles: tuple[str, ...] = ()
    affiliations: tuple[BodyRecord, ...] = ()
    same_as: tuple[str, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    grounds: tuple[GroundRecord, ...] = ()

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.names[0]

    @property
    def is_local(self) -> bool:
        """Whether the IRI lies under the article: a single name, or a namesake within the article."""
        return self.iri.startswith(f"{self.article}/")


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """Who makes a statement: a person, a body, or somebody without a name.

    `identity` is the IRI of the person that this one was found to be across articles, and equals `iri` where
    nothing was found. `bodies` are those that a person is affiliated with or an anonymous one speaks for; a
    body that speaks itself is its own.
    """

    iri: str
    names: tuple[str, ...]
    identity: str
    is_person: bool = False
    is_anonymous: bool = False
    bodies: tuple[BodyRecord, ...] = ()
    family_name: str = ""


@dataclass(frozen=True, slots=True)
class UtteranceRecord:
    """A statement as one article gives it; `start` and `end` are where its content begins and ends."""

    iri: str
    article: str
    type: StatementType
    text: str = ""
    speakers: tuple[SpeakerRecord, ...] = ()
    speaker_mention: str = ""
    cue: str = ""
    is_denial: bool = False
    nested_in: str | None = None
    continues: str | None = None
    start: int = 0
    end: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article as its graph has it.

    `published` is the date or time as written (ISO 8601), empty where there is none; `text` is what the
    article says, from the graph (`--text full`) or its source, and empty where neither is given.
    """

    iri: str
    headline: str = ""
    source: str = ""
    published: str = ""
    url: str = ""
    agencies: tuple[str, ...] = ()
    digest: str = ""
    text: str = ""
    persons: tuple[PersonRecord, ...] = ()
    utterances: tuple[UtteranceRecord, ...] = ()

    @property
    def day(self) -> str:
        """The day of publication, as in "2015-09-17"; empty where there is none, or no such day."""
        day = self.published[:10]
        try:
            date.fromisoformat(day)
        except ValueError:
            return ""
        return day


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One thing held of two nodes of different articles, with its grounds.

    `reason` says in a few words what led there; `evidence` are IRIs of what it was concluded from (mentions,
    statements, links, articles). `differences` says how the object differs from the subject, `omitted` and
    `added` which stretches of words only the subject and only the object has.
    """

    subject: str
    predicate: LinkPredicate
    object: str
    reason: str
    confidence: float
    evidence: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    omitted: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonAspect:
    """A person as one article speaks of them, where several human beings share the person's IRI."""

    iri: str
    person: str
    article: str


@dataclass(frozen=True, slots=True)
class Override:
    """What the user decided: two persons are the same or are not. `line` is where the file says so."""

    subject: str
    object: str
    same: bool
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class PeopleLinks:
    """Who is the same across articles: the decisions, and the aspects that they speak of.

    `notices` say what is odd in the user's own decisions.
    """

    decisions: tuple[LinkDecision, ...] = ()
    aspects: tuple[PersonAspect, ...] = ()
    notices: tuple[str, ...] = ()
