"""Everybody who can speak in one article, and where each is mentioned, while speakers are worked out."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.bodies import (
    body_noun,
    classes_of,
    classes_of_name,
    gender_of_body_noun,
    gender_of_name,
)
from newsgraph.annotation.name_words import noun_score
from newsgraph.annotation.people_gender import gender_of_person
from newsgraph.annotation.people_spoken import with_spoken_roles
from newsgraph.annotation.span_index import SpanIndex
from newsgraph.lexicon import load_words
from newsgraph.model import (
    Agent,
    AnonymousAgent,
    Body,
    Country,
    Mention,
    MentionKind,
    Organisation,
    Person,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.gender import Gender
    from newsgraph.annotation.people import Cast


_OFFICES = ("sprecherin", "sprecher")
_POSSESSIVE = re.compile(r"\b(?:sein|ihr)e[rs]\b")
_RARE = -15.0
"""Below this score, a word is no common noun that the tagger knows."""


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One mention of the candidate with index `key`, by its first and last offset."""

    start: int
    end: int
    key: int
    kind: MentionKind = MentionKind.FULL_NAME

    @property
    def span(self) -> Span:
        """The mention's extent in the text."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Candidate:
    """Somebody who can speak. `gender` is None where nothing shows it; `added` are mentions found here."""

    agent: Agent
    gender: Gender | None = None
    classes: frozenset[str] = frozenset()
    added: list[Mention] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether this is a named person."""
        return isinstance(self.agent, Person)

    @property
    def is_body(self) -> bool:
        """Whether this is an organisation or a country."""
        return isinstance(self.agent, Organisation | Country)

    def finished(self) -> Agent:
        """Return the agent with the mentions that were found here."""
        known = {m.spans for m in self.agent.mentions}
        new = tuple(m for m in self.added if m.spans not in known)
        return replace(self.agent, mentions=self.agent.mentions + new) if new else self.agent


class Roster:
    """The candidates of one article. It grows while statements are read in text order; it is never shared."""

    def __init__(self, document: Document, cast: Cast) -> None:
        """Start with the people, organisations and countries of the cast."""
        self.document = document
        self.candidates: list[Candidate] = []
        self.occurrences: list[Occurrence] = []
        self.spoken: list[tuple[int, int]] = []
        """Who spoke and at which offset, in the order of the statements."""
        self._cast = cast
        agents: tuple[Agent, ...] = (*cast.persons, *cast.organisations, *cast.countries)
        for agent in agents:
            self._enter(agent)
        self._note_repeated()

    def _note_repeated(self) -> None:
        """Note the places that repeat the one word by which a body is known: "Okuda" of "Okuda-Chef"."""
        known = {
            mention.surface: key
            for key, candidate in enumerate(self.candidates)
            if isinstance(candidate.agent, Organisation)
            for mention in candidate.agent.mentions
            if mention.surface.isalnum() and noun_score(mention.surface) < _RARE
        }
        held = SpanIndex(occurrence.span for occurrence in self.occurrences)
        for token in self.document.tokens():
            if token.form in known and not held.overlaps(token.span):
                insort(self.occurrences, Occurrence(token.start, token.end, known[token.form]))

    def _enter(self, agent: Agent) -> int:
        key = len(self.candidates)
        if isinstance(agent, Person):
            candidate = Candidate(agent, gender_of_person(agent, self.document.text))
        elif isinstance(agent, Organisation | Country):
            classes = classes_of_name(agent.name) if isinstance(agent, Organisation) else frozenset()
            if agent.name in load_words("parties.txt"):
                classes |= {"party"}
            candidate = Candidate(agent, gender_of_name(agent.name), classes)
            for noun in _descriptors(agent, self.document.text):
                candidate.classes |= classes_of(noun)
                candidate.gender = candidate.gender or gender_of_body_noun(noun)
        else:
            candidate = Candidate(agent)
        self.candidates.append(candidate)
        for mention in agent.mentions:
            self._note(key, mention)
        return key

    def _note(self, key: int, mention: Mention) -> None:
        if mention.spans:
            insort(
                self.occurrences,
                Occurrence(mention.spans[0].start, mention.spans[-1].end, key, mention.kind),
            )

    def add_body(self, name: str, mention: Mention) -> int:
        """Return the index of the organisation of that name, entered if new."""
        for key, candidate in enumerate(self.candidates):
            names = (candidate.agent.name, *_other_names(candidate.agent)) if candidate.is_body else ()
            if name.casefold() in map(str.casefold, names):
                return self.add_mention(key, mention)
        return self._enter(Organisation(name, (mention,)))

    def add_country(self, name: str, mention: Mention) -> int:
        """Return the index of the country of that name, entered if new."""
        for key, candidate in enumerate(self.candidates):
            if candidate.is_body and name in {candidate.agent.name, *_other_names(candidate.agent)}:
                return self.add_mention(key, mention)
        return self._enter(Country(name, (mention,)))

    def describe(self, key: int, noun: str) -> None:
        """Note that a body was called by a noun: gender and class of "die Firma" are then its own."""
        candidate = self.candidates[key]
        candidate.classes |= classes_of(noun)
        candidate.gender = gender_of_body_noun(noun) or candidate.gender

    def nearest_body(self, offset: int, classes: frozenset[str], *, also_later: bool = False) -> int | None:
        """Return the body of one of the classes that was named last before `offset`.

        With `also_later`, in default of one the first that is named behind it.
        """
        found = next(self.before(offset, lambda c: c.is_body and bool(c.classes & classes)), None)
        if found is None and also_later:
            later = self.starting(offset)
            found = next((o for o in later if self.candidates[o.key].classes & classes), None)
        return found.key if found else None

    def add_anonymous(
        self,
        name: str,
        mention: Mention,
        gender: Gender | None = None,
        speaks_for: tuple[Body, ...] = (),
    ) -> int:
        """Return the index of the anonymous agent of that name, entered if new.

        "ein Sprecher" of the police and "ein Sprecher" of the fire brigade are two. "ein Polizeisprecher" and
        "ein Sprecher der Polizei" are one, called by the longer name.
        """
        bodies = {body.name for body in speaks_for}
        for key, candidate in enumerate(self.candidates):
            agent = candidate.agent
            if not isinstance(agent, AnonymousAgent):
                continue
            known = {body.name for body in agent.speaks_for}
            same = agent.name.casefold() == name.casefold()
            if bodies & known and _is_one_office(agent.name, name):
                candidate.agent = replace(agent, name=_fuller(agent.name, name))
                return self.add_mention(key, mention)
            if same and not (bodies and known):
                return self.add_mention(key, mention)
        key = self._enter(AnonymousAgent(name, (mention,), speaks_for))
        self.candidates[key].gender = gender
        return key

    def add_mention(self, key: int, mention: Mention) -> int:
        """Note a further mention of a candidate and return its index."""
        spans = {m.spans for m in (*self.candidates[key].agent.mentions, *self.candidates[key].added)}
        if mention.spans not in spans:
            self.candidates[key].added.append(mention)
            self._note(key, mention)
        return key

    def within(self, spans: Sequence[Span]) -> list[Occurrence]:
        """Return the mentions that lie in one of the spans, those inside others left out."""
        inside = [o for s in sorted(set(spans)) for o in self.starting(s.start, s.end) if o.end <= s.end]
        inside.sort()
        return [
            o
            for o in inside
            if not any(p is not o and p.span.contains(o.span) and len(p.span) > len(o.span) for p in inside)
        ]

    def starting(self, start: int, end: int | None = None) -> Iterator[Occurrence]:
        """Return the mentions that start at `start` or behind it and before `end`, in text order."""
        low = bisect_left(self.occurrences, start, key=_start)
        high = len(self.occurrences) if end is None else bisect_left(self.occurrences, end, key=_start)
        return (self.occurrences[number] for number in range(low, high))

    def before(self, offset: int, wanted: Callable[[Candidate], bool]) -> Iterator[Occurrence]:
        """Yield the mentions of wanted candidates that start before `offset`, the nearest first."""
        dateline = self.document.article.dateline
        low = bisect_left(self.occurrences, Occurrence(offset, 0, 0))
        for number in range(low - 1, -1, -1):
            occurrence = self.occurrences[number]
            if dateline is not None and dateline.overlaps(occurrence.span):
                continue
            if wanted(self.candidates[occurrence.key]):
                yield occurrence

    def last_speaker(self, offset: int, wanted: Callable[[Candidate], bool]) -> int | None:
        """Return the wanted candidate that spoke last before `offset`."""
        return next(
            (key for key, at in reversed(self.spoken) if at < offset and wanted(self.candidates[key])), None
        )

    def agent(self, key: int) -> Agent:
        """Return the candidate's agent with all its mentions."""
        return self.candidates[key].finished()

    def finished(self) -> tuple[Agent, ...]:
        """Return every candidate's agent with all its mentions, in the order of the indexes."""
        return tuple(self._finish(candidate) for candidate in self.candidates)

    def _finish(self, candidate: Candidate) -> Agent:
        agent = candidate.finished()
        if not isinstance(agent, Person) or not candidate.added:
            return agent
        return with_spoken_roles(self.document, agent, tuple(candidate.added))

    def cast(self, agents: tuple[Agent, ...]) -> Cast:
        """Return the cast with the finished agents in it."""
        return replace(
            self._cast,
            persons=tuple(a for a in agents if isinstance(a, Person)),
            organisations=tuple(a for a in agents if isinstance(a, Organisation)),
            countries=tuple(a for a in agents if isinstance(a, Country)),
        )


def _is_one_office(name: str, other: str) -> bool:
    """Say whether two names are of one office, of a body that both speak for: "Polizeisprecher", "Sprecher".

    Counter-example: "innenpolitischer Sprecher" has an office of his own.
    """
    first, second = name.split(maxsplit=1)[0].casefold(), other.split(maxsplit=1)[0].casefold()
    if name.casefold() == other.casefold():
        return True
    office = next((o for o in _OFFICES if first.endswith(o)), None)
    return office is not None and second.endswith(office)


def _fuller(name: str, other: str) -> str:
    """Return the name that says more: what is called by a possessive ("Sprecher seines Hauses") says less."""
    plain = [n for n in (name, other) if not _POSSESSIVE.search(n)] or [name, other]
    return max(plain, key=lambda n: len(n.split()))


def _start(occurrence: Occurrence) -> int:
    return occurrence.start


def _other_names(agent: Agent) -> tuple[str, ...]:
    return agent.alternate_names if isinstance(agent, Organisation | Country) else ()


def _descriptors(agent: Body, text: str) -> Iterator[str]:
    """Yield the nouns that stand before a body's name: "die Handelskette [Gutkauf]", das Blatt „[Bote]“.

    A name in quotation marks after an article is taken for a paper's.
    """
    for mention in agent.mentions:
        if not mention.spans:
            continue
        before = text[max(0, mention.spans[0].start - 40) : mention.spans[0].start]
        words = re.findall(r"[\w-]+|[^\w\s]", before)
        quoted = bool(words) and words[-1] in '„“"»«›‹'
        while words and words[-1] in '„“"»«›‹':
            words.pop()
        if words and words[-1][0].isupper() and body_noun(words[-1]):
            yield words[-1]
        elif quoted and words and words[-1].lower() in {"der", "die", "das", "dem", "den"}:
            yield "Zeitung"
