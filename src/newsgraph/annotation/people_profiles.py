"""A person with what is known of him or her so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.name_words import country_names
from newsgraph.annotation.roles_context import classes_of_body
from newsgraph.lexicon import load_words

if TYPE_CHECKING:
    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.model import Person

_ENDING = re.compile(r"(?:en|er|es|em|e|n|s)\b")


@dataclass(slots=True)
class Profile:
    """A person with roles and names of bodies, while they are gathered."""

    person: Person
    roles: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries among the bodies."""
        return tuple(name for name in self.bodies if name in country_names().values())

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties among the bodies."""
        return tuple(
            name
            for name in self.bodies
            if "party" in classes_of_body(name) or name in load_words("parties.txt")
        )

    def add_role(self, role: str) -> None:
        """Add a role that is not there yet, in whatever case: "Präsident", "Präsidenten"."""
        if _stem(role) not in {_stem(known) for known in self.roles}:
            self.roles.append(role)

    def add_body(self, name: str) -> None:
        """Add the name of a body that is not there yet."""
        if name not in self.bodies:
            self.bodies.append(name)

    def finished(self, registry: BodyRegistry) -> Person:
        """Return the person with roles and affiliations."""
        bodies = tuple(registry.body(name) for name in self.bodies)
        return replace(self.person, roles=tuple(self.roles), affiliations=bodies)


def _stem(role: str) -> str:
    return _ENDING.sub("", role.lower())
