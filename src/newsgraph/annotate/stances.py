"""Finds who supports a proposal and who opposes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.annotate.proposal_topics import content_words, points_back, similarity, tokens_of
from newsgraph.annotate.stance_cues import Stance, find_stances, is_praise, quoted_tokens
from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotate.document import Document, Sentence, Token
    from newsgraph.annotate.proposal_agents import Actors
    from newsgraph.annotate.stance_cues import StanceCue
    from newsgraph.model import Agent, Proposal, Statement

_POINTERS = frozenset(
    {"das", "dies", "dieses", "dem", "ihn", "es", "davon", "dagegen", "dafür", "damit", "dahinter"}
)
_POINTERS_AFTER = {"von": "davon", "gegen": "dagegen", "für": "dafür", "mit": "damit", "hinter": "dahinter"}
_NEAR = 3
_ENOUGH = 0.7


@dataclass(frozen=True, slots=True)
class View:
    """What `holder` holds of the proposal with the index `proposal`; `cue` tells why, `named` how surely."""

    holder: Agent
    proposal: int
    stance: Stance
    cue: str
    named: bool


def add_stances(
    document: Document, proposals: tuple[Proposal, ...], statements: tuple[Statement, ...], actors: Actors
) -> tuple[Proposal, ...]:
    """Return the proposals with their supporters and opponents.

    "Die CDU lehnte *die Befragung* ab", "*Davon* hält Muster nichts", "…, was Beispiel *befürwortet*".
    """
    views = list(find_views(document, proposals, statements, actors))
    return tuple(
        replace(
            proposal,
            supporters=(*proposal.supporters, *_holders(views, index, Stance.SUPPORT)),
            opponents=(*proposal.opponents, *_holders(views, index, Stance.OPPOSE)),
        )
        for index, proposal in enumerate(proposals)
    )


def _holders(views: list[View], proposal: int, stance: Stance) -> tuple[Agent, ...]:
    """Return who takes the stance, each once; a named target outweighs a mere reaction."""
    chosen: dict[Agent, View] = {}
    for view in views:
        if view.proposal == proposal and (
            view.holder not in chosen or (view.named and not chosen[view.holder].named)
        ):
            chosen[view.holder] = view
    return tuple(holder for holder, view in chosen.items() if view.stance is stance)


def find_views(
    document: Document, proposals: tuple[Proposal, ...], statements: tuple[Statement, ...], actors: Actors
) -> Iterator[View]:
    """Yield who takes which stance to which proposal, in text order."""
    sentences = tuple(document.body_sentences())
    topics = tuple(_topic(document, proposal) for proposal in proposals)
    for number, sentence in enumerate(sentences):
        for cue in find_stances(sentence):
            reading = _Reading(number, sentence, cue, statements, actors)
            if reading.holder is None or reading.proposes(proposals):
                continue
            index = reading.target(proposals, topics, sentences)
            if index is None:
                continue
            stance = reading.stance()
            yield View(reading.holder, index, stance, sentence.tokens[cue.verb].lemma, cue.named)


def _topic(document: Document, proposal: Proposal) -> frozenset[str]:
    spans = (*proposal.spans, *(s for repetition in proposal.repetitions for s in repetition))
    return content_words(tokens_of(document, spans))


class _Reading:
    """One cue read: whose stance it is and what it is about."""

    def __init__(
        self,
        number: int,
        sentence: Sentence,
        cue: StanceCue,
        statements: tuple[Statement, ...],
        actors: Actors,
    ) -> None:
        self.number = number
        self.sentence = sentence
        self.cue = cue
        self.actors = actors
        self.statement = next(
            (s for s in statements if any(c.overlaps(cue.span) for c in s.cue) and s.speakers), None
        )
        self.clause = self._clause()
        holders = self.statement.speakers if self.statement else self._subject()
        self.holder: Agent | None = holders[0] if holders else None

    def _clause(self) -> Span:
        """Return the part of the sentence between commas around the verb."""
        tokens = self.sentence.tokens
        quoted = quoted_tokens(tokens)
        start = end = self.cue.verb
        while start > 0 and (tokens[start - 1].form not in {",", ";", ":"} or start - 1 in quoted):
            start -= 1
        while end + 1 < len(tokens) and (tokens[end + 1].form not in {",", ";", ":"} or end + 1 in quoted):
            end += 1
        return Span(tokens[start].start, tokens[end].end)

    def _subject(self) -> tuple[Agent, ...]:
        tokens = [t for t in self.sentence.tokens if self.clause.contains(t.span)]
        opener = tokens[0]
        nothing = Span(self.cue.span.start, self.cue.span.end)
        if opener.form.lower() in {"der", "die", "das"} and opener.tag.startswith("PREL"):
            before = [a for s, a in self.actors.mentions_in(self.sentence.span) if s.end <= opener.start]
            return (before[-1],) if before else ()
        named = self._acting(self.clause, nothing)
        if named:
            return named
        return self._acting(self.sentence.span, nothing)

    def _acting(self, clause: Span, nothing: Span) -> tuple[Agent, ...]:
        named = self.actors.subject(self.sentence, clause, nothing)
        return named or self.actors.pronoun(self.sentence, clause)

    def proposes(self, proposals: tuple[Proposal, ...]) -> bool:
        """Say whether the words make a proposal themselves: "warb für eine Abgabe"."""
        spans = self.statement.spans if self.statement else (self.clause,)
        return "für" in self.cue.prepositions and any(
            self.holder in p.proposers and any(a.overlaps(b) for a in spans for b in p.spans)
            for p in proposals
        )

    def target(
        self,
        proposals: tuple[Proposal, ...],
        topics: tuple[frozenset[str], ...],
        sentences: tuple[Sentence, ...],
    ) -> int | None:
        """Return the index of the proposal that the stance is about; None where it is about something else."""
        possible = [
            i
            for i, p in enumerate(proposals)
            if self.holder not in p.proposers and p.spans[0].end <= self._limit(p)
        ]
        if not possible:
            return None
        region = self._region()
        owned = self._backed(proposals, possible, region)
        if owned is not None:
            return owned
        words = content_words(region)
        scored = [(similarity(words, topics[i]), i) for i in possible]
        best = max(scored)
        if words and best[0] >= _ENOUGH:
            return best[1]
        near = [i for i in possible if self._distance(proposals[i], sentences) <= _NEAR]
        pointed = next((p for t in region if (p := points_back(t)) is not None), None)
        if pointed is not None:
            return self._pointed(pointed, proposals, possible, near)
        if not near:
            return None
        if any(t.form.lower() in _POINTERS for t in region) or not words:
            return near[-1]
        return near[-1] if not self.cue.named else None

    def _pointed(
        self, which: str, proposals: tuple[Proposal, ...], possible: list[int], near: list[int]
    ) -> int:
        """Return the proposal that "der Vorstoß der SPD", "das Vorhaben" or "die Idee" means."""
        owned = self._owned(proposals, possible)
        if owned is not None:
            return owned
        return near[-1] if which == "last" and near else possible[0]

    def _limit(self, proposal: Proposal) -> int:
        same = self.sentence.span.overlaps(proposal.spans[0])
        return self.clause.start if same else self.sentence.span.end

    def _backed(
        self, proposals: tuple[Proposal, ...], possible: list[int], region: tuple[Token, ...]
    ) -> int | None:
        """Return the last proposal of the person whom the words back: "stellte sich hinter *die Ministerin*"."""
        places = {t.start for t in region}
        agents = [a for s, a in self.actors.mentions_in(self.sentence.span) if s.start in places]
        if not agents or not {"hinter", "bei"} & (self.cue.prepositions | self.cue.words):
            return None
        return next((i for i in reversed(possible) if agents[0] in proposals[i].proposers), None)

    def _owned(self, proposals: tuple[Proposal, ...], possible: list[int]) -> int | None:
        agents = [a for _, a in self.actors.mentions_in(self.sentence.span) if a is not self.holder]
        return next((i for i in reversed(possible) if any(a in proposals[i].proposers for a in agents)), None)

    def _distance(self, proposal: Proposal, sentences: tuple[Sentence, ...]) -> int:
        home = next(i for i, s in enumerate(sentences) if s.span.overlaps(proposal.spans[-1]))
        return self.number - home

    def _region(self) -> tuple[Token, ...]:
        """Return the tokens that can tell the target, those in quotation marks and the verb apart."""
        tokens = self.sentence.tokens
        quoted = quoted_tokens(tokens)
        spans = self.statement.spans if self.statement else (self.clause,)
        names = [s for s, a in self.actors.mentions_in(self.sentence.span) if a is self.holder]
        chosen = [
            t
            for i, t in enumerate(tokens)
            if i not in quoted
            and i != self.cue.verb
            and any(s.contains(t.span) for s in spans)
            and not any(n.contains(t.span) for n in names)
        ]
        for i, token in enumerate(chosen):
            if token.form.lower() in self.cue.prepositions:
                return tuple(chosen[i + 1 :])
        return tuple(chosen)

    def stance(self) -> Stance:
        """Return the stance, read from the wording where the verb leaves it open."""
        if self.cue.stance is not Stance.EVALUATE:
            return self.cue.stance
        return Stance.SUPPORT if is_praise(self.sentence.tokens) else Stance.OPPOSE
