"""Describes, for each proposal and each agent that acts after it, what speaks for a stance."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_topics import content_words, points_back
from newsgraph.annotation.stance_acts import Acts
from newsgraph.annotation.stance_cues import Leaning, Target, points
from newsgraph.annotation.stance_implied import COUNTER
from newsgraph.annotation.stance_kin import Kin
from newsgraph.annotation.stance_owners import outside_holder
from newsgraph.annotation.stance_polarity import Polarity, polarity
from newsgraph.model import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgraph.annotation.document import Document, Sentence
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.annotation.stance_acts import Act
    from newsgraph.annotation.stance_readings import Reading
    from newsgraph.annotation.stance_targets import Targets, View
    from newsgraph.model import Agent, Span

_ALIKE = 0.7
NAMED_BONUS = 0.8
_REACH = 100  # sentences; what is said later does not answer the proposal
_FAR = 4
_FIRST = 2
_BESIDE = 400  # code points: two or three sentences
_CROSSED = frozenset({"also", "adversative", "negated", "back", "adds"})


class About(StrEnum):
    """How a sentence belongs to a proposal: by its words, as the last one, the first one, or not."""

    NAMED = "named"
    TOPIC = "topic"
    LATEST = "latest"
    MAIN = "main"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent who could back or reject a proposal of another, with what speaks for it.

    `proposal` is its index; `features` are names of what holds, as `stance_weights.tsv` weighs them; `spans`
    is where the agent first speaks of it.
    """

    proposal: int
    holder: Agent
    features: frozenset[str]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Holder:
    """The proposals that an agent makes, by index, and the stances that words of stance tell already."""

    proposals: frozenset[int]
    views: tuple[View, ...]


class Candidates:
    """The agents of one article who say or do something after a proposal of others."""

    def __init__(
        self,
        document: Document,
        targets: Targets,
        statements: StatementIndex,
        actors: Actors,
        views: tuple[View, ...],
    ) -> None:
        """Note the acts of all agents; `views` are the stances that words of stance tell already."""
        self._document = document
        self._targets = targets
        self._actors = actors
        self._acts = Acts(targets.sentences, statements, actors, targets.owners)
        self._makers = targets.owners.makers
        self._kin = Kin(self._makers)
        self._views: dict[int, list[View]] = defaultdict(list)
        held: dict[Agent, list[View]] = defaultdict(list)
        for view in views:
            self._views[view.proposal].append(view)
            held[view.holder].append(view)
        self._holders = {
            id(agent): _Holder(self._makers.made_by(agent), tuple(held.get(agent, ())))
            for agent in self._acts.by_agent
        }
        self._reach = list(accumulate(reversed(targets.homes), min))[::-1]
        self._best_of: dict[tuple[int, int], tuple[int, About] | None] = {}
        self._met: dict[int, frozenset[int]] = {}
        self._tones: dict[int, Polarity] = {}
        self._named: dict[tuple[int, int], Mapping[int, str]] = {}
        self._likeness: dict[int, dict[int, float]] = {}
        self._headings: dict[int, Polarity] = {}
        self._blocks: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in document.sentences:
            self._blocks[sentence.paragraph].append(sentence)

    def find(self) -> Iterator[Candidate]:
        """Yield the candidates, by proposal, then as they first act.

        Who proposes is none, nor who only reports it: "…, schrieb *das Blatt*".
        """
        for index, proposal in enumerate(self._targets.proposals):
            named = (*proposal.proposers, *proposal.reported_by)
            home = self._targets.homes[index]
            for agent, acts in self._acts.within(home, home + _REACH):
                later = tuple(act for act in acts if agent not in named and self._is_later(act, agent, index))
                if later:
                    features = frozenset(self._features(index, agent, later))
                    yield Candidate(index, agent, features, (self._place(index, agent, later),))

    def _place(self, index: int, agent: Agent, acts: tuple[Act, ...]) -> Span:
        """Return the sentence of the first act that belongs to the proposal, else of the first."""
        about = (act for act in acts if self._about(act.number, agent, index) is not About.OTHER)
        return self._targets.sentences[next(about, acts[0]).number].span

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
                told = told.plus(act.tone)
        if set(about.values()) == {About.OTHER}:
            yield "only-other"
        if told.sign:
            yield f"tone{told.sign}"
        if told.praise:
            yield "praise"
        if told.blame:
            yield "blame"
        yield from self._of_place(acts[0].number)
        yield from self._of_distance(index, acts)
        yield from self._of_agent(index, agent)
        yield from self._of_kin(index, agent, acts, told)

    def _about(self, number: int, agent: Agent, index: int) -> About:
        """Tell how the sentence belongs to the proposal, for an agent who does not mean own proposals."""
        best = self._best(number, agent)
        if best is not None:
            if best[0] != index:
                return About.OTHER
            return best[1]
        latest = bisect_right(self._reach, number) - 1
        if index == self._first_of_others(range(latest, -1, -1), number, agent):
            return About.LATEST
        return About.MAIN if index == self._first_of_others(range(latest + 1), number, agent) else About.OTHER

    def _best(self, number: int, agent: Agent) -> tuple[int, About] | None:
        """Return the proposal of others of which the sentence says most, and how it tells that."""
        key = (number, id(agent))
        if key not in self._best_of:
            self._best_of[key] = self._find_best(number, agent)
        return self._best_of[key]

    def _find_best(self, number: int, agent: Agent) -> tuple[int, About] | None:
        sentence = self._targets.sentences[number]
        tokens = outside_holder(sentence, agent, self._actors)
        likeness = self._targets.known.similar(content_words(tokens))
        named = self._targets.owners.named(sentence, tokens, agent)
        self._named[number, id(agent)] = named
        own, homes = self._holders[id(agent)].proposals, self._targets.homes
        score = {
            i: likeness.get(i, 0.0) + (NAMED_BONUS if i in named else 0.0)
            for i in {*likeness, *named}
            if i not in own and homes[i] <= number
        }
        if not score:
            return None
        first = max(score, key=lambda i: (score[i], i))
        if score[first] < _ALIKE:
            return None
        return first, About.NAMED if first in named else About.TOPIC

    def _similar(self, number: int) -> dict[int, float]:
        """Return how much of each proposal the sentence speaks, without those of which it says nothing."""
        if number not in self._likeness:
            words = content_words(self._targets.sentences[number].tokens)
            self._likeness[number] = self._targets.known.similar(words)
        return self._likeness[number]

    def _first_of_others(self, indexes: range, number: int, agent: Agent) -> int | None:
        """Return the first proposal of others that was made up to the sentence, in that order."""
        homes, own = self._targets.homes, self._holders[id(agent)].proposals
        return next((i for i in indexes if homes[i] <= number and i not in own), None)

    def _of_act(self, act: Act, agent: Agent, index: int, about: About) -> Iterator[str]:
        sentence = self._targets.sentences[act.number]
        yield f"{'says' if act.is_said else 'acts'}:{about}"
        if index in self._made_by_those_in(act.number):
            yield "names-proposer"
        if (how := self._named.get((act.number, id(agent)), {}).get(index)) is not None:
            yield f"owner:{how}"
        for reading in self._acts.readings[act.number]:
            yield from self._of_cue(reading, agent, index, about)
        if about is About.OTHER:
            return
        yield f"about:{about}"
        if sentence.paragraph == self._targets.sentences[self._targets.homes[index]].paragraph:
            yield "same-paragraph"
        if any(self._targets.homes[i] == act.number for i in self._holders[id(agent)].proposals):
            yield "proposes-there"
        yield from act.marks
        if act.tone.sign:
            yield f"tone{act.tone.sign}:{about}"
        for mark in act.marks & _CROSSED:
            yield f"{mark}:{about}"

    def _made_by_those_in(self, number: int) -> frozenset[int]:
        """Return the proposals of all who are mentioned in the sentence."""
        if number not in self._met:
            mentions = self._actors.mentions_in(self._targets.sentences[number].span)
            self._met[number] = frozenset().union(*(self._makers.made_by(a) for _, a in mentions))
        return self._met[number]

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
        if reading.cue.stance is not Leaning.EVALUATE:
            yield f"plain:{stance}"
        if reading.cue.target is Target.FREE:
            yield f"free:{stance}"
        if any(points_back(t) for t in tokens):
            yield f"back:{stance}"
        if points(tokens):
            yield f"points:{stance}"
        if self._similar(reading.number).get(index, 0.0) >= _ALIKE:
            yield f"words:{stance}"

    def _of_distance(self, index: int, acts: tuple[Act, ...]) -> Iterator[str]:
        home = self._targets.homes[index]
        near = acts[0].number
        sentences = self._targets.sentences
        yield f"sentences:{min(near - home, _FAR)}"
        yield f"paragraphs:{min(sentences[near].paragraph - sentences[home].paragraph, _FAR)}"

    def _of_place(self, number: int) -> Iterator[str]:
        """Yield what leads to the first act: the sentence before it and the subheading above."""
        sentences = self._targets.sentences
        if number > 0 and sentences[number - 1].paragraph == sentences[number].paragraph:
            for reading in self._acts.readings[number - 1]:
                if not any(isinstance(h, Person) for h in reading.holders):
                    yield f"before:{reading.stance()}"
            sign = self._tone(number - 1).sign
            if sign and not self._acts.has_agent(number - 1):
                yield f"before{sign}"
        sign = self._heading(sentences[number].paragraph).sign
        if sign:
            yield f"heading{sign}"

    def _tone(self, number: int) -> Polarity:
        """Return the praise and blame in a sentence."""
        if number not in self._tones:
            self._tones[number] = polarity(self._targets.sentences[number].tokens)
        return self._tones[number]

    def _heading(self, block: int) -> Polarity:
        """Return what the subheading above a paragraph says: "Opposition *winkt ab*", "*Lob* der Ärzte"."""
        if block not in self._headings:
            self._headings[block] = self._tone_above(block)
        return self._headings[block]

    def _tone_above(self, block: int) -> Polarity:
        body = self._document.body
        above = block - 1 - sum(1 for _ in takewhile(lambda i: body[i], range(block - 1, -1, -1)))
        if above <= 0:
            return Polarity()
        return polarity(t for s in self._blocks[above] for t in s.tokens)

    def _of_agent(self, index: int, agent: Agent) -> Iterator[str]:
        homes = self._targets.homes
        holder = self._holders[id(agent)]
        own = [homes[i] for i in holder.proposals]
        yield f"kind:{type(agent).__name__}"
        if own:
            yield "proposes"
        if any(home > homes[index] for home in own):
            yield "proposes-later"
        if any(home < homes[index] for home in own):
            yield "proposes-before"
        if len(homes) == 1:
            yield "single"
        elif len(homes) - len(own) == 1:
            yield "lone"
        if index == 0:
            yield "first"
        for view in holder.views:
            if view.proposal == index:
                yield f"view:{view.stance}:{view.sureness}"
                yield f"{'counter' if view.rule == COUNTER else 'reacts'}:{view.stance}"
            else:
                yield f"elsewhere:{view.stance}"

    def _of_kin(self, index: int, agent: Agent, acts: tuple[Act, ...], told: Polarity) -> Iterator[str]:
        """Yield whether the agent belongs to who proposes, or to one who takes a stance."""
        sentences = self._targets.sentences
        for view in self._views[index]:
            if view.holder != agent and self._kin.shares_body(agent, view.holder):
                yield f"kin-holds:{view.stance}"
                if any(
                    0 <= sentences[act.number].span.start - view.spans[0].start <= _BESIDE for act in acts
                ):
                    yield f"kin-beside:{view.stance}"
        if self._kin.has_rival(agent, index):
            yield "kin-of-rival"
        proposers = self._targets.proposals[index].proposers
        if any(self._kin.belongs_to(agent, p) for p in proposers):
            yield "kin"
            if told.sign == "+":
                yield "kin+"
            if any(act.is_said for act in acts):
                yield "kin-says"
                yield f"kin-says:{min(acts[0].number - self._targets.homes[index], _FAR)}"
            if isinstance(agent, Person) and not any(isinstance(p, Person) for p in proposers):
                yield "member"
                if any(act.is_said for act in acts[:_FIRST]):
                    yield "member-says"
