"""Describes, for each proposal and each agent that acts after it, what speaks for a stance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_topics import content_words, points_back, similarity
from newsgraph.annotation.stance_acts import Acts
from newsgraph.annotation.stance_cues import Stance, Target
from newsgraph.annotation.stance_implied import COUNTER
from newsgraph.annotation.stance_polarity import Polarity, is_negated, polarity
from newsgraph.lexicon import load_words
from newsgraph.model import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.stance_acts import Act
    from newsgraph.annotation.stance_readings import Reading
    from newsgraph.annotation.stance_targets import Targets, View
    from newsgraph.model import Agent, Statement

FIRM = 2
"""From this sureness on a view stands; a weaker one is one feature among others."""
_ALIKE = 0.7
_ALSO = frozenset({"auch", "ebenfalls", "ebenso", "gleichfalls", "zudem"})
_STEM = 6


class About(StrEnum):
    """How a sentence belongs to a proposal: by its words, as the last one, the first one, or not."""

    TOPIC = "topic"
    LATEST = "latest"
    MAIN = "main"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who could back or reject a proposal of another, with what speaks for it.

    `proposal` is its index; `features` are names of what holds, as `stance_weights.tsv` weighs them.
    """

    proposal: int
    holder: Agent
    features: frozenset[str]


class Candidates:
    """The agents of one article who say or do something after a proposal of others."""

    def __init__(
        self,
        document: Document,
        targets: Targets,
        statements: tuple[Statement, ...],
        actors: Actors,
        views: tuple[View, ...],
    ) -> None:
        """Note the acts of all agents; `views` are the stances that words of stance tell already."""
        self._document = document
        self._targets = targets
        self._actors = actors
        self._views = views
        self._acts = Acts(targets.sentences, statements, actors)

    def find(self) -> Iterator[Candidate]:
        """Yield the candidates without a view on the proposal, by proposal, then as they first act.

        Who proposes is none, nor who only reports it: "…, schrieb *das Blatt*".
        """
        known = {(v.proposal, v.holder) for v in self._views if v.sureness >= FIRM}
        for index, proposal in enumerate(self._targets.proposals):
            for agent, acts in self._acts.by_agent.items():
                named = (*proposal.proposers, *proposal.reported_by)
                if agent in named or (index, agent) in known:
                    continue
                later = tuple(act for act in acts if self._is_later(act, agent, index))
                if later:
                    yield Candidate(index, agent, frozenset(self._features(index, agent, later)))

    def _is_later(self, act: Act, agent: Agent, index: int) -> bool:
        home = self._targets.homes[index]
        if act.number != home:
            return act.number > home
        start = self._targets.proposals[index].spans[0].start
        sentence = self._targets.sentences[home]
        return any(s.start > start and a is agent for s, a in self._actors.mentions_in(sentence.span))

    def _features(self, index: int, agent: Agent, acts: tuple[Act, ...]) -> Iterator[str]:
        told = Polarity()
        about = {act.number: self._about(act.number, agent, index) for act in acts}
        for act in acts:
            yield from self._of_act(act, agent, index, about[act.number])
            if about[act.number] is not About.OTHER:
                told = told.plus(polarity(act.tokens))
        if set(about.values()) == {About.OTHER}:
            yield "only-other"
        if told.sign:
            yield f"tone{told.sign}"
        if told.praise:
            yield "praise"
        if told.blame:
            yield "blame"
        yield from self._of_place(acts[0].number)
        yield from self._of_agent(index, agent)
        yield from self._of_kin(index, agent, acts, told)

    def _about(self, number: int, agent: Agent, index: int) -> About:
        """Tell how the sentence belongs to the proposal, for an agent who does not mean own proposals."""
        words = content_words(self._targets.sentences[number].tokens)
        likeness = [similarity(words, topic) for topic in self._targets.topics]
        others = max((x for i, x in enumerate(likeness) if i != index), default=0.0)
        if likeness[index] >= _ALIKE and likeness[index] > others:
            return About.TOPIC
        if others >= _ALIKE and others > likeness[index]:
            return About.OTHER
        earlier = [
            i
            for i, p in enumerate(self._targets.proposals)
            if self._targets.homes[i] <= number and agent not in p.proposers
        ]
        if earlier[-1:] == [index]:
            return About.LATEST
        return About.MAIN if earlier[:1] == [index] else About.OTHER

    def _of_act(self, act: Act, agent: Agent, index: int, about: About) -> Iterator[str]:
        sentence = self._targets.sentences[act.number]
        proposers = self._targets.proposals[index].proposers
        yield f"{'says' if act.is_said else 'acts'}:{about}"
        if any(a in proposers for _, a in self._actors.mentions_in(sentence.span)):
            yield "names-proposer"
        for reading in self._acts.readings[act.number]:
            yield from self._of_cue(reading, agent, index, about)
        if about is About.OTHER:
            return
        yield f"about:{about}"
        if sentence.paragraph == self._targets.sentences[self._targets.homes[index]].paragraph:
            yield "same-paragraph"
        own = [i for i, p in enumerate(self._targets.proposals) if agent in p.proposers]
        if any(self._targets.homes[i] == act.number for i in own):
            yield "proposes-there"
        yield from _of_words(act.tokens, sentence.tokens)

    def _of_cue(self, reading: Reading, agent: Agent, index: int, about: About) -> Iterator[str]:
        stance = reading.stance()
        held = agent in reading.holders
        yield f"cue:{stance}:{about}:{'held' if held else 'near'}"
        if about is About.OTHER:
            return
        if not held:
            yield f"near:{stance}"
            return
        tokens = reading.sentence.tokens
        yield f"held:{stance}"
        if reading.cue.stance is not Stance.EVALUATE:
            yield f"plain:{stance}"
        if reading.cue.target is Target.FREE:
            yield f"free:{stance}"
        if any(points_back(t) for t in tokens):
            yield f"back:{stance}"
        if _points(tokens):
            yield f"points:{stance}"
        if similarity(content_words(tokens), self._targets.topics[index]) >= _ALIKE:
            yield f"words:{stance}"

    def _of_place(self, number: int) -> Iterator[str]:
        """Yield what leads to the first act: the sentence before it and the subheading above."""
        sentences = self._targets.sentences
        if number > 0 and sentences[number - 1].paragraph == sentences[number].paragraph:
            for reading in self._acts.readings[number - 1]:
                if not any(isinstance(h, Person) for h in reading.holders):
                    yield f"before:{reading.stance()}"
            sign = polarity(sentences[number - 1].tokens).sign
            if sign and not self._acts.has_agent(number - 1):
                yield f"before{sign}"
        sign = self._heading(sentences[number].paragraph).sign
        if sign:
            yield f"heading{sign}"

    def _heading(self, block: int) -> Polarity:
        """Return what the subheading above a paragraph says: "Opposition *winkt ab*", "*Lob* der Ärzte"."""
        body = self._document.body
        above = block - 1 - sum(1 for _ in takewhile(lambda i: body[i], range(block - 1, -1, -1)))
        if above <= 0:
            return Polarity()
        return polarity(t for s in self._document.sentences if s.paragraph == above for t in s.tokens)

    def _of_agent(self, index: int, agent: Agent) -> Iterator[str]:
        homes = self._targets.homes
        own = [homes[i] for i, p in enumerate(self._targets.proposals) if agent in p.proposers]
        yield f"kind:{type(agent).__name__}"
        if own:
            yield "proposes"
        if any(home > homes[index] for home in own):
            yield "proposes-later"
        if any(home < homes[index] for home in own):
            yield "proposes-before"
        if len(homes) == 1:
            yield "single"
        if index == 0:
            yield "first"
        for view in self._views:
            if view.holder == agent and view.proposal == index:
                yield f"{'counter' if view.rule == COUNTER else 'reacts'}:{view.stance}"
            elif view.holder == agent:
                yield f"elsewhere:{view.stance}"

    def _of_kin(self, index: int, agent: Agent, acts: tuple[Act, ...], told: Polarity) -> Iterator[str]:
        """Yield whether the agent belongs to who proposes, or to one who takes a stance."""
        for view in self._views:
            if view.proposal == index and view.holder != agent and _share_body(agent, view.holder):
                yield f"kin-holds:{view.stance}"
        proposers = self._targets.proposals[index].proposers
        if any(_share_body(agent, p) or _role_names(agent, p) for p in proposers):
            yield "kin"
            if told.sign == "+":
                yield "kin+"
            if any(act.is_said for act in acts):
                yield "kin-says"


def _of_words(tokens: tuple[Token, ...], around: tuple[Token, ...]) -> Iterator[str]:
    sign = polarity(tokens).sign
    if any(points_back(t) for t in tokens):
        yield "back"
        if sign:
            yield f"back{sign}"
    if _points(tokens) and sign:
        yield f"points{sign}"
    forms = {t.form.lower() for t in around}
    if forms & load_words("adversative_words.txt"):
        yield "adversative"
    if forms & _ALSO:
        yield "also"
    if is_negated(tokens):
        yield "negated"
    if any(t.form == "?" for t in tokens):
        yield "asks"


def _points(tokens: tuple[Token, ...]) -> bool:
    return any(t.form.lower() in load_words("pointing_words.txt") for t in tokens)


def _share_body(left: Agent, right: Agent) -> bool:
    """Say whether both belong together: "Muster (SPD)" and "die SPD-Fraktion"."""
    return any(a in b or b in a for a in _bodies(left) for b in _bodies(right))


def _bodies(agent: Agent) -> set[str]:
    belongs = getattr(agent, "affiliations", ()) or getattr(agent, "speaks_for", ())
    return {agent.name.lower(), *(body.name.lower() for body in belongs)}


def _role_names(agent: Agent, proposer: Agent) -> bool:
    """Say whether a role speaks of who proposes: "*Kammer*präsidentin" of "Handwerks*kammer*"."""
    roles = [w.lower() for role in getattr(agent, "roles", ()) for w in role.replace("-", " ").split()]
    names = [w.lower() for w in proposer.name.replace("-", " ").split()]
    return any(
        role[:_STEM] == name[:_STEM] or role.startswith(name) or role in name
        for role in roles
        if len(role) >= _STEM
        for name in names
        if len(name) >= _STEM - 1
    )
