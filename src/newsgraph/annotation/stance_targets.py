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
    tokens_of,
)
from newsgraph.annotation.stance_cues import Leaning, Target, points
from newsgraph.annotation.stance_owners import Owners, owns_quotation
from newsgraph.lexicon import load_words
from newsgraph.model import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document, Sentence, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.stance_readings import Reading
    from newsgraph.model import Agent, Proposal, Span

_NEAR = 3
_REASONS = {3: "word of stance, proposal named", 2: "word of stance, points back", 1: "word of stance"}
_ENOUGH = 0.7
_THIS = ("dies", "entsprechend", "solch")


@dataclass(frozen=True, slots=True)
class View:
    """What `holder` holds of the proposal with the index `proposal`, as the text tells it at `spans`.

    `rule` tells why; `sureness` ranks it: 3 the words of the proposal or who makes it, 2 "der Vorschlag",
    "das", 1 a reaction, 0 weighed evidence. `confidence` is 0 to 1.
    """

    holder: Agent
    proposal: int
    stance: Leaning
    rule: str
    sureness: int
    spans: tuple[Span, ...] = ()
    confidence: float = 0.0


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
        self.owners = Owners(proposals, self.sentences, actors)

    def proposed_by(self, reading: Reading) -> bool:
        """Say whether the words make a proposal themselves: "warb für eine Abgabe"."""
        return "für" in reading.cue.prepositions and any(
            reading.holder in p.proposers and any(a.overlaps(b) for a in reading.spans for b in p.spans)
            for p in self.proposals
        )

    def views(self, reading: Reading) -> Iterator[View]:
        """Yield the view that the reading tells, if it is about a proposal of another."""
        if reading.stance() is Leaning.EVALUATE:
            return
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
                yield View(
                    holder, index, reading.stance(), _REASONS[sureness], sureness, (reading.sentence.span,)
                )

    def _speaks_for(self, holder: Agent, proposal: int) -> bool:
        """Say whether the holder belongs to a body that proposes: "Küpper (SPD)" of a motion of the SPD."""
        bodies = {a.name for a in self.proposals[proposal].proposers}
        return isinstance(holder, Person) and any(body.name in bodies for body in holder.affiliations)

    def _find(
        self, reading: Reading, region: tuple[Token, ...], possible: list[int]
    ) -> tuple[int, int] | None:
        words = content_words(t for t in region if not only_points_back(t))
        likeness = self.known.similar(words)
        owned = self.owners.named(reading.sentence, region, reading.holder)
        mine = [i for i in possible if i in owned]
        best = max((likeness.get(i, 0.0), i) for i in mine or possible)
        if best[0] >= _ENOUGH:
            return best[1], 3
        if mine and self._is_object(reading, region, words):
            return self._of_owner(mine, region), 3
        near = [i for i in possible if reading.number - self.homes[i] <= _NEAR]
        pointed = next((p for t in region if (p := points_back(t)) is not None), None)
        if pointed is not None:
            if any(t.form.lower().startswith(_THIS) for t in region):
                pointed = "newest"
            return self._pointed(pointed, reading, possible, near), 2
        return self._unnamed(reading, region, possible, near)

    def possible(self, reading: Reading) -> list[int]:
        """Return the indexes of the proposals of others that were made before the cue, in text order."""
        return [
            i
            for i, p in enumerate(self.proposals)
            if reading.holder not in p.proposers
            and (p.spans[0].end <= self._limit(reading, p) or self._is_commented(reading, p))
        ]

    def _is_commented(self, reading: Reading, proposal: Proposal) -> bool:
        """Say whether the clause comments the measure that it ends: "ein Lager, *was auch Muster gefiel*"."""
        opener = next(t for t in reading.sentence.tokens if t.start >= reading.clause.start)
        return opener.form.lower() == "was" and proposal.spans[0].start < reading.clause.start

    def _limit(self, reading: Reading, proposal: Proposal) -> int:
        same = reading.sentence.span.overlaps(proposal.spans[0])
        return reading.clause.start if same else reading.sentence.span.end

    def _is_object(self, reading: Reading, region: tuple[Token, ...], words: frozenset[str]) -> bool:
        """Say whether it is the proposer or the proposal that the verb is about, not a thing beside them.

        "stellte sich hinter *die Ministerin*", "lobte *den Rat* der Hygienikerin"; "will mit Moskau *den IS*
        bekämpfen" is not.
        """
        if any(points_back(t) is not None for t in region):
            return True
        starts = {t.start for t in region}
        mentions = [(s, a) for s, a in self.actors.mentions_in(reading.sentence.span) if s.start in starts]
        if any(not self.owners.is_owner(a) for _, a in mentions):
            return False
        if owns_quotation(reading.sentence, reading.clause):
            return False
        named = {t.lemma.lower() for t in region if any(s.contains(t.span) for s, _ in mentions)}
        return len(words - named) <= 1

    def _of_owner(self, mine: list[int], region: tuple[Token, ...]) -> int:
        """Return the last of a proposer's proposals, the first where the noun means the main one."""
        pointed = next((p for t in region if (p := points_back(t)) is not None), None)
        return mine[0] if pointed == "main" else mine[-1]

    def _pointed(self, which: str, reading: Reading, possible: list[int], near: list[int]) -> int:
        """Return the proposal that "der Vorstoß der SPD", "das Vorhaben" or "die Idee" means."""
        agents = [a for _, a in self.actors.mentions_in(reading.sentence.span) if a is not reading.holder]
        owned = [i for i in possible if any(a in self.proposals[i].proposers for a in agents)]
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

    def _unnamed(
        self, reading: Reading, region: tuple[Token, ...], possible: list[int], near: list[int]
    ) -> tuple[int, int] | None:
        """Return the last proposal where "das" or nothing names one: "*Davon* hält sie nichts"."""
        forms = {t.form.lower() for t in region}
        if any(t.lemma in load_words("other_targets.txt") for t in region):
            return None
        if not near:
            if any(form.startswith("solche") for form in forms):
                return possible[0], 2
            return (possible[0], 1) if reading.cue.target is Target.FREE else None
        if points(region) or not content_words(region):
            return near[-1], 2
        if reading.cue.target is Target.NAMED:
            return (possible[0], 1) if len(possible) == 1 else None
        beside = [i for i in near if self._beside(reading, i)]
        return (beside[-1] if beside else possible[0]), 1


def _home(document: Document, span: Span, places: dict[int, int]) -> int:
    """Return the number of the body's sentence that holds the span, given where each starts; 0 for none."""
    starts = (document.sentences[n].tokens[0].start for n in document.sentences_within(span.start, span.end))
    return next((places[start] for start in starts if start in places), 0)


def _means_both(region: tuple[Token, ...]) -> bool:
    """Say whether the words mean the last two: "nannte *beide Vorschläge* teuer", "lehnt *beides* ab".

    "lehnte *sowohl* den Zaun *als auch* die Jagd ab", "hält *weder* das eine *noch* das andere für gut".
    """
    forms = {t.form.lower() for t in region}
    if {"sowohl", "auch"} <= forms or {"weder", "noch"} <= forms:
        return True
    named = any(
        a.form.lower() in {"beide", "beiden"} and points_back(b) is not None for a, b in pairwise(region)
    )
    return named or (len(region) <= _NEAR and any(t.form.lower() == "beides" for t in region))
