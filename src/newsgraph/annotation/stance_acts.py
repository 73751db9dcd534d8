"""Tells where in an article each agent says or does something."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.annotation.stance_cues import find_stances
from newsgraph.annotation.stance_readings import Reading
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsgraph.annotation.document import Sentence, Token
    from newsgraph.annotation.proposal_agents import Actors
    from newsgraph.model import Agent, Statement

_FIRST = 2


@dataclass(frozen=True, slots=True)
class Act:
    """What an agent says or does in the sentence with that number of the body.

    `tokens` are the agent's own words and their cue, or the whole sentence where nothing is said.
    """

    number: int
    tokens: tuple[Token, ...]
    is_said: bool


class Acts:
    """The acts of all agents of an article in text order, and the readings of its words of stance."""

    def __init__(
        self, sentences: tuple[Sentence, ...], statements: tuple[Statement, ...], actors: Actors
    ) -> None:
        """Read every sentence once."""
        self.sentences = sentences
        self.readings: tuple[tuple[Reading, ...], ...] = tuple(
            tuple(
                r for cue in find_stances(s) if not _is_elsewhere(r := Reading(n, s, cue, statements, actors))
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
                found[agent].append(Act(number, tokens, agent in said))
        self.by_agent: Mapping[Agent, tuple[Act, ...]] = {a: tuple(acts) for a, acts in found.items()}
        self._busy = {act.number for acts in found.values() for act in acts}

    def has_agent(self, number: int) -> bool:
        """Say whether anybody says or does something in the sentence."""
        return number in self._busy


def _said(sentence: Sentence, statements: Iterable[Statement]) -> dict[Agent, list[Token]]:
    """Return who says something in the sentence, with the words and their cue."""
    said: dict[Agent, list[Token]] = defaultdict(list)
    for statement in statements:
        if any(span.overlaps(sentence.span) for span in statement.spans):
            spans = (*statement.spans, *statement.cue)
            tokens = [t for t in sentence.tokens if any(s.contains(t.span) for s in spans)]
            for agent in statement.speakers:
                said[agent] += tokens
    return said


def _is_elsewhere(reading: Reading) -> bool:
    """Say whether the words name what is never a proposal: "begrüßte die *Gäste*"."""
    return any(t.lemma in load_words("other_targets.txt") for t in reading.region())


def _doing(sentence: Sentence, actors: Actors) -> list[Agent]:
    """Return the first agents that no preposition governs."""
    free = [a for s, a in actors.mentions_in(sentence.span) if not actors.is_governed(sentence, s)]
    return free[:_FIRST]
