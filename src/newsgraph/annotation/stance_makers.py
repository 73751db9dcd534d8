"""Looks up who makes which proposals, and which bodies belong together, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model import Agent, Proposal

_NONE: frozenset[int] = frozenset()


class Makers:
    """The proposers of an article's proposals, each by a number, and what each makes."""

    def __init__(self, proposals: tuple[Proposal, ...]) -> None:
        """Note for each proposer the indexes of its proposals."""
        made: dict[Agent, set[int]] = defaultdict(set)
        places: dict[int, int] = {}
        agents: list[Agent] = []
        indexes: list[set[int]] = []
        for index, proposal in enumerate(proposals):
            for agent in proposal.proposers:
                number = places.setdefault(id(agent), len(agents))
                if number == len(agents):
                    agents.append(agent)
                    indexes.append(set())
                indexes[number].add(index)
                made[agent].add(index)
        self.agents = tuple(agents)
        self.indexes = tuple(map(frozenset, indexes))
        self._made = {agent: frozenset(found) for agent, found in made.items()}
        # Hashing an agent takes long: it has all its mentions. Each one kept here cannot lose its id.
        self._known: dict[int, tuple[Agent, frozenset[int]]] = {}

    def made_by(self, agent: Agent | None) -> frozenset[int]:
        """Return the indexes of the proposals that the agent makes; none for nobody."""
        if agent is None:
            return _NONE
        known = self._known.get(id(agent))
        if known is None:
            known = self._known[id(agent)] = (agent, self._made.get(agent, _NONE))
        return known[1]

    def made_by_any(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return the indexes of the proposals of some of `agents`, given by number."""
        return _NONE.union(*(self.indexes[number] for number in numbers))


class BodyNames:
    """Names of bodies in lower case, each with the numbers of its bearers, looked up by their words."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        """Note the words of all names, and what they start with."""
        self._bearers: dict[str, set[int]] = defaultdict(set)
        for name, number in names:
            self._bearers[name].add(number)
        self._holding: dict[str, set[str]] = defaultdict(set)
        for name in self._bearers:
            for part in _parts(name):
                self._holding[part].add(name)
        self._related: dict[str, frozenset[int]] = {}

    def related(self, name: str) -> frozenset[int]:
        """Return who bears the name, or one that holds it or is held by it: "SPD" and "SPD-Fraktion"."""
        if name not in self._related:
            names = {name, *_parts(name)} & self._bearers.keys() | self._holding.get(name, set())
            self._related[name] = frozenset(n for found in names for n in self._bearers[found])
        return self._related[name]


def _parts(name: str) -> Iterator[str]:
    """Yield the words of a name, and the whole words that it starts with."""
    yield from name.replace("-", " ").split()
    yield from (name[:at] for at, letter in enumerate(name) if letter == " ")
