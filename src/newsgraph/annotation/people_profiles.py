"""A person with what is known of him or her so far, and why it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsgraph.annotation.name_words import country_names
from newsgraph.annotation.roles_context import classes_of_body
from newsgraph.lexicon import load_words
from newsgraph.model import Ground, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.annotation.people_bodies import BodyRegistry
    from newsgraph.model import Person, Span

_ENDING = re.compile(r"(?:en|er|es|em|e|n|s)\b")


@dataclass(slots=True)
class Profile:
    """A person with roles, names of bodies and IRIs of the known ones, while they are gathered."""

    person: Person
    roles: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)
    principal: Profile | None = None
    """Whose staff the person is: Lawrow's for "seine Sprecherin"."""
    _grounds: dict[tuple[Relation, str], Ground] = field(default_factory=dict)

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

    def add_role(self, role: str, reason: str, confidence: float = 1.0, spans: Sequence[Span] = ()) -> None:
        """Add a role that is not there yet, in whatever case: "Präsident", "Präsidenten"."""
        known = next((known for known in self.roles if _stem(known) == _stem(role)), None)
        if known is None:
            self.roles.append(role)
        self._note(Relation.ROLE, known or role, reason, confidence, spans)

    def add_body(self, name: str, reason: str, confidence: float = 1.0, spans: Sequence[Span] = ()) -> None:
        """Add the name of a body, which the registry has to know, if it is not there yet."""
        if name not in self.bodies:
            self.bodies.append(name)
        self._note(Relation.AFFILIATION, name, reason, confidence, spans)

    def add_identity(self, iri: str, reason: str, confidence: float, spans: Sequence[Span] = ()) -> None:
        """Add the IRI of the known person that this one is, if it is not there yet."""
        if iri not in self.identities:
            self.identities.append(iri)
        self._note(Relation.IDENTITY, iri, reason, confidence, spans)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Why each role, affiliation and identity is given."""
        return tuple(self._grounds.values())

    def prefer_parties(self) -> None:
        """Drop what is neither party nor country where there is a party: "Chef der Staatskanzlei … (SPD)"."""
        if kept := self.parties:
            self.bodies = [name for name in self.bodies if name in {*kept, *self.countries}]
            self._grounds = {
                key: ground
                for key, ground in self._grounds.items()
                if key[0] is not Relation.AFFILIATION or key[1] in self.bodies
            }

    def _note(
        self, relation: Relation, value: str, reason: str, confidence: float, spans: Sequence[Span]
    ) -> None:
        """Keep the strongest ground of each value; equal ones are one, with the spans of both."""
        ground = Ground(relation, value, reason, confidence, tuple(spans))
        known = self._grounds.get((relation, value), ground)
        if (known.reason, known.confidence) == (reason, confidence):
            ground = replace(ground, spans=tuple(sorted({*known.spans, *spans})))
        elif known.confidence >= confidence:
            ground = known
        self._grounds[relation, value] = ground

    def finished(self, registry: BodyRegistry) -> Person:
        """Return the person with roles, affiliations and identities, and why each of them is given."""
        full = {name: registry.aliases.get(name, name) for name in self.bodies}
        grounds: dict[tuple[Relation, str], Ground] = {}
        for ground in self.grounds:
            of_body = ground.relation is Relation.AFFILIATION
            value = registry.printed(full[ground.value]) if of_body else ground.value
            grounds.setdefault((ground.relation, value), replace(ground, value=value))
        return replace(
            self.person,
            roles=tuple(self.roles),
            affiliations=tuple(registry.body(name) for name in dict.fromkeys(full.values())),
            same_as=tuple(self.identities),
            grounds=tuple(grounds.values()),
        )


def _stem(role: str) -> str:
    return _ENDING.sub("", role.lower())
