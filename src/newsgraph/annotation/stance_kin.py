"""Tells which agents of an article belong together, by their bodies and by what their roles speak of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.annotation.stance_makers import Makers
    from newsgraph.model import Agent

_STEM = 6


class Kin:
    """Who belongs to whom in one article; each question is answered once."""

    def __init__(self, makers: Makers) -> None:
        """Note the bodies of all who propose."""
        self._makers = makers
        self._bearers: dict[str, set[int]] = defaultdict(set)
        for number, agent in enumerate(makers.agents):
            for body in _bodies(agent):
                self._bearers[body].add(number)
        self._alike: dict[str, frozenset[int]] = {}
        # Each agent kept here cannot lose its id to another.
        self._bodies: dict[int, tuple[Agent, frozenset[str]]] = {}
        self._pairs: dict[tuple[int, int], bool] = {}
        self._rivals: dict[int, frozenset[frozenset[int]]] = {}

    def shares_body(self, left: Agent, right: Agent) -> bool:
        """Say whether both belong together: "Muster (SPD)" and "die SPD-Fraktion"."""
        mine, others = self._bodies_of(left), self._bodies_of(right)
        return any(a in b or b in a for a in mine for b in others)

    def belongs_to(self, agent: Agent, proposer: Agent) -> bool:
        """Say whether both share a body, or the agent's role speaks of the proposer."""
        key = (id(agent), id(proposer))
        if key not in self._pairs:
            self._pairs[key] = self.shares_body(agent, proposer) or _role_names(agent, proposer)
        return self._pairs[key]

    def has_rival(self, agent: Agent, proposal: int) -> bool:
        """Say whether the agent belongs to who makes another proposal, but neither this one nor its own."""
        if id(agent) not in self._rivals:
            self._bodies_of(agent)
            self._rivals[id(agent)] = frozenset(self._find_rivals(agent))
        return any(proposal not in made for made in self._rivals[id(agent)])

    def _find_rivals(self, agent: Agent) -> set[frozenset[int]]:
        """Return what those make who share a body with the agent, if they make something without it."""
        own = self._makers.made_by(agent)
        near = frozenset().union(*(self._sharing(body) for body in self._bodies_of(agent)))
        return {
            self._makers.made_by(self._makers.agents[number])
            for number in near
            if self._makers.indexes[number] - own
        }

    def _sharing(self, body: str) -> frozenset[int]:
        """Return the proposers with a body whose name holds this one or is held by it."""
        if body not in self._alike:
            alike = (who for other, who in self._bearers.items() if body in other or other in body)
            self._alike[body] = frozenset().union(*alike)
        return self._alike[body]

    def _bodies_of(self, agent: Agent) -> frozenset[str]:
        known = self._bodies.get(id(agent))
        if known is None:
            known = self._bodies[id(agent)] = (agent, _bodies(agent))
        return known[1]


def _bodies(agent: Agent) -> frozenset[str]:
    belongs = getattr(agent, "affiliations", ()) or getattr(agent, "speaks_for", ())
    return frozenset({agent.name.lower(), *(body.name.lower() for body in belongs)})


def _role_names(agent: Agent, proposer: Agent) -> bool:
    """Say whether a role speaks of who proposes: "*Kammer*präsidentin" of the "*Kammer* der Ärzte"."""
    roles = [w.lower() for role in getattr(agent, "roles", ()) for w in role.replace("-", " ").split()]
    names = [w.lower() for w in proposer.name.replace("-", " ").split()]
    return any(
        role[:_STEM] == name[:_STEM] or role.startswith(name) or role in name
        for role in roles
        if len(role) >= _STEM
        for name in names
        if len(name) >= _STEM - 1
    )
