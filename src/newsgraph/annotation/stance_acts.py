"""Tells where in an article each agent says or does something."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.proposal_topics import points_back
from newsgraph.annotation.stance_cues import find_stances, points
from newsgraph.annotation.stance_owners import owns_quotation, represented
from newsgraph.annotation.stance_polarity import Polarity, is_negated, polarity
from newsgraph.annotation.stance_readings import Reading
from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.annotation.span_index import StatementIndex
    from newsgraph.annotation.stance_owners import Owners
    from newsgraph.model import Agent

ABSTAINS = "abstains"
"""The mark of who takes no side: "wollte sich dazu *nicht äußern*"."""
_FIRST = 2
_TOO_LITTLE = frozenset({"weit", "genug"})  # "geht ihr nicht weit genug": no rejection


@dataclass(frozen=True, slots=True)
class Act:
    """What an agent says or does in the sentence with that number of the body.

    `tokens` are the agent's own words and their cue, or the whole sentence where nothing is said; `tone`
    counts their praise and blame, `marks` are the features that they show.
    """

    number: int
    tokens: tuple[Token, ...]
    is_said: bool
    tone: Polarity
    marks: frozenset[str]


class Acts:
    """The acts of all agents of an article in text order, and the readings of its words of stance."""

    def __init__(
        self, sentences: tuple[Sentence, ...], statements: StatementIndex, actors: Actors, owners: Owners
    ) -> None:
        """Read every sentence once."""
        self.sentences = sentences
        self.readings: tuple[tuple[Reading, ...], ...] = tuple(
            tuple(
                r
                for cue in find_stances(s)
                if not _is_elsewhere(r := Reading(n, s, cue, statements, actors), owners)
            )
            for n, s in enumerate(sentences)
        )
        found: dict[Agent, list[Act]] = defaultdict(list)
        for number, sentence in enumerate(sentences):
            said = _said(sentence, statements)
            doing = _doing(sentence, actors) if not said else []
            holders = [h for r in self.readings[number] for h in r.holders]
            for agent in dict.fromkeys((*said, *doing, *holders)):
                tokens = tuple(said.get(agent, sentence.tokens))
                marks = frozenset(_of_words(tokens, sentence.tokens))
                found[agent].append(Act(number, tokens, agent in said, polarity(tokens), marks))
        self.by_agent: Mapping[Agent, tuple[Act, ...]] = {a: tuple(acts) for a, acts in found.items()}
        self._numbers = {id(agent): [act.number for act in acts] for agent, acts in found.items()}
        self._here: list[list[int]] = [[] for _ in sentences]
        self._agents = tuple(found)
        for place, acts in enumerate(found.values()):
            for act in acts:
                self._here[act.number].append(place)

    def has_agent(self, number: int) -> bool:
        """Say whether anybody says or does something in the sentence."""
        return bool(self._here[number])

    def within(self, first: int, last: int) -> Iterator[tuple[Agent, tuple[Act, ...]]]:
        """Yield the acts in the sentences from `first` to `last`, by agent, as each first acts."""
        for place in sorted({place for here in self._here[first : last + 1] for place in here}):
            agent = self._agents[place]
            numbers = self._numbers[id(agent)]
            yield agent, self.by_agent[agent][bisect_left(numbers, first) : bisect_right(numbers, last)]


def _said(sentence: Sentence, statements: StatementIndex) -> dict[Agent, list[Token]]:
    """Return who says something in the sentence, with the words and their cue."""
    said: dict[Agent, list[Token]] = defaultdict(list)
    for statement in statements.at(sentence.span):
        spans = (*statement.spans, *statement.cue)
        tokens = [t for t in sentence.tokens if any(s.contains(t.span) for s in spans)]
        for agent in statement.speakers:
            said[represented(agent)] += tokens
    return said


def _is_elsewhere(reading: Reading, owners: Owners) -> bool:
    """Say whether the words name what is no proposal: "begrüßte die *Gäste*", "will *den IS* bekämpfen"."""
    region = reading.region()
    if any(t.lemma in load_words("other_targets.txt") for t in region):
        return True
    if reading.cue.prepositions or any(points_back(t) for t in region):
        return False
    if owns_quotation(reading.sentence, reading.clause):
        return True
    starts = {t.start for t in region if reading.clause.contains(t.span)}
    return any(
        not (owners.is_owner(a) or reading.actors.is_governed(reading.sentence, s))
        for s, a in reading.actors.mentions_in(reading.clause)
        if s.start in starts and a not in reading.holders
    )


def _doing(sentence: Sentence, actors: Actors) -> list[Agent]:
    """Return the first agents that no preposition governs; "*Ob* Muster zustimmt, blieb offen": nobody."""
    if any(t.form.lower() == "ob" for t in sentence.tokens):
        return []
    free = [a for s, a in actors.mentions_in(sentence.span) if not actors.is_governed(sentence, s)]
    return [represented(agent) for agent in free[:_FIRST]]


def _of_words(tokens: tuple[Token, ...], around: tuple[Token, ...]) -> Iterator[str]:
    sign = polarity(tokens).sign
    if any(points_back(t) for t in tokens):
        yield "back"
        if sign:
            yield f"back{sign}"
    if points(tokens) and sign:
        yield f"points{sign}"
    forms = {t.form.lower() for t in around}
    if forms & load_words("adversative_words.txt"):
        yield "adversative"
    yield from dict.fromkeys(mark for mark, word in load_table("stance_marks.tsv") if word in forms)
    if forms >= _TOO_LITTLE:
        yield "too-little"
    if forms & load_words("abstaining_words.txt") and is_negated(around):
        yield ABSTAINS
    if is_negated(tokens):
        yield "negated"
    if any(t.form == "?" for t in tokens):
        yield "asks"
