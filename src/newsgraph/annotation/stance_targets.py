"""Tells which proposal a stance is about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_topics import (
    Topics,
    content_words,
    only_points_back,
    points_back,
    similarity,
    tokens_of,
)
from newsgraph.annotation.stance_cues import Target
from newsgraph.lexicon import load_words
from newsgraph.model import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document, Sentence, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.stance_cues import Stance
    from newsgraph.annotation.stance_readings import Reading
    from newsgraph.model import Agent, Proposal, Span

_NEAR = 3
_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class View:
    """What `holder` holds of the proposal with the index `proposal`.

    `rule` tells why; `sureness` ranks it: 3 the proposal's own words, 2 "der Vorschlag", "das", 1 a reaction.
    """

    holder: Agent
    proposal: int
    stance: Stance
    rule: str
    sureness: int


class Targets:
    """The proposals of an article as what stances can be about."""

    def __init__(self, document: Document, proposals: tuple[Proposal, ...], actors: Actors) -> None:
        """Note where and of what each proposal speaks."""
        self.proposals = proposals
        self.actors = actors
        self.sentences: tuple[Sentence, ...] = tuple(document.body_sentences())
        self.topics = tuple(
            content_words(tokens_of(document, (*p.spans, *(s for r in p.repetitions for s in r))))
            for p in proposals
        )
        places = {sentence.tokens[0].start: number for number, sentence in enumerate(self.sentences)}
        self.homes = tuple(_home(document, p.spans[-1], places) for p in proposals)
        self.known = Topics(self.topics)

    def proposed_by(self, reading: Reading) -> bool:
        """Say whether the words make a proposal themselves: "warb für eine Abgabe"."""
        return "für" in reading.cue.prepositions and any(
            reading.holder in p.proposers and any(a.overlaps(b) for a in reading.spans for b in p.spans)
            for p in self.proposals
        )

    def views(self, reading: Reading) -> Iterator[View]:
        """Yield the view that the reading tells, if it is about a proposal of another."""
        region = reading.region()
        possible = self.possible(reading)
        both = _means_both(region)
        found = self._find(reading, region, possible) if possible else None
        if both and len(possible) > 1:
            targets = [(i, 2) for i in possible[-2:]]
        else:
            targets = [found] if found is not None else []
        for index, sureness in targets:
            for holder in reading.holders:
                if sureness == 1 and self._speaks_for(holder, index):
                    continue
                lemma = reading.sentence.tokens[reading.cue.verb].lemma
                yield View(holder, index, reading.stance(), lemma, sureness)

    def _speaks_for(self, holder: Agent, proposal: int) -> bool:
        """Say whether the holder belongs to a body that proposes: "Küpper (SPD)" of a motion of the SPD."""
        bodies = {a.name for a in self.proposals[proposal].proposers}
        return isinstance(holder, Person) and any(body.name in bodies for body in holder.affiliations)

    def _find(
        self, reading: Reading, region: tuple[Token, ...], possible: list[int]
    ) -> tuple[int, int] | None:
        backed = self._backed(reading, possible, region)
        if backed is not None:
            return backed, 3
        words = content_words(t for t in region if not only_points_back(t))
        likeness = self.known.similar(words)
        best = max((likeness.get(i, 0.0), i) for i in possible)
        if best[0] >= _ENOUGH:
            return best[1], 3
        near = [i for i in possible if reading.number - self.homes[i] <= _NEAR]
        pointed = next((p for t in region if (p := points_back(t)) is not None), None)
        if pointed is not None:
            return self._pointed(pointed, reading, region, possible, near), 2
        return self._unnamed(reading, region, possible, near)

    def possible(self, reading: Reading) -> list[int]:
        """Return the indexes of the proposals of others that were made before the cue, in text order."""
        return [
            i
            for i, p in enumerate(self.proposals)
            if reading.holder not in p.proposers and p.spans[0].end <= self._limit(reading, p)
        ]

    def _limit(self, reading: Reading, proposal: Proposal) -> int:
        same = reading.sentence.span.overlaps(proposal.spans[0])
        return reading.clause.start if same else reading.sentence.span.end

    def _backed(self, reading: Reading, possible: list[int], region: tuple[Token, ...]) -> int | None:
        """Return the last proposal of the person whom one backs: "stellte sich hinter *die Ministerin*"."""
        places = {t.start for t in region}
        agents = [a for s, a in self.actors.mentions_in(reading.sentence.span) if s.start in places]
        if not agents or not {"hinter", "bei", "vor"} & (reading.cue.prepositions | reading.cue.words):
            return None
        return next((i for i in reversed(possible) if agents[0] in self.proposals[i].proposers), None)

    def _pointed(
        self, which: str, reading: Reading, region: tuple[Token, ...], possible: list[int], near: list[int]
    ) -> int:
        """Return the proposal that "der Vorstoß der SPD", "das Vorhaben" or "die Idee" means."""
        agents = [a for _, a in self.actors.mentions_in(reading.sentence.span) if a is not reading.holder]
        owned = [i for i in possible if any(a in self.proposals[i].proposers for a in agents)]
        owned = owned or [i for i in possible if self._described(i, region)]
        if owned:
            return owned[-1]
        if which == "newest":
            return possible[-1]
        here = [i for i in near if self._beside(reading, i)]
        if here:
            return here[-1]
        before = [i for i in near if reading.number - self.homes[i] <= 1]
        return before[-1] if which == "last" and before else possible[0]

    def _beside(self, reading: Reading, proposal: int) -> bool:
        """Say whether the proposal was made in the cue's paragraph."""
        return self.sentences[self.homes[proposal]].paragraph == reading.sentence.paragraph

    def _described(self, proposal: int, region: tuple[Token, ...]) -> bool:
        """Say whether the words describe who proposes: "die Forderung *der Ärzte*" of the Ärztebund."""
        said = content_words(t for t in region if points_back(t) is None)
        said |= {t.form.lower().split("-")[0] for t in region if "-" in t.form}
        names = {
            word.lower()
            for agent in self.proposals[proposal].proposers
            for text in (
                agent.name,
                *getattr(agent, "roles", ()),
                *(b.name for b in getattr(agent, "affiliations", ())),
            )
            for word in text.replace("-", " ").split()
        }
        return similarity(said, frozenset(names)) >= _ENOUGH

    def _unnamed(
        self, reading: Reading, region: tuple[Token, ...], possible: list[int], near: list[int]
    ) -> tuple[int, int] | None:
        """Return the last proposal where "das" or nothing names one: "*Davon* hält sie nichts"."""
        forms = {t.form.lower() for t in region}
        if any(t.lemma in load_words("other_targets.txt") for t in region):
            return None
        if not near:
            return (possible[0], 2) if any(form.startswith("solche") for form in forms) else None
        if forms & load_words("pointing_words.txt") or not content_words(region):
            return near[-1], 2
        if reading.cue.target is Target.NAMED:
            return None
        beside = [i for i in near if self._beside(reading, i)]
        return (beside[-1] if beside else possible[0]), 1


def _home(document: Document, span: Span, places: dict[int, int]) -> int:
    """Return the number of the body's sentence that holds the span, given where each starts; 0 for none."""
    starts = (document.sentences[n].tokens[0].start for n in document.sentences_within(span.start, span.end))
    return next((places[start] for start in starts if start in places), 0)


def _means_both(region: tuple[Token, ...]) -> bool:
    """Say whether the words mean the last two: "nannte *beide Vorschläge* teuer", "lehnt *beides* ab"."""
    named = any(
        a.form.lower() in {"beide", "beiden"} and points_back(b) is not None for a, b in pairwise(region)
    )
    return named or (len(region) <= _NEAR and any(t.form.lower() == "beides" for t in region))
