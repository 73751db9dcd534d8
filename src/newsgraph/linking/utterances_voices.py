"""Whether two utterances can have come from one mouth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from newsgraph.lexicon import load_words
from newsgraph.linking.utterances_words import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.model.links import BodyRecord, SpeakerRecord


class Accord(IntEnum):
    """How well the speakers of two utterances go together, the higher the better."""

    CLASH = 0
    UNKNOWN = 1
    SAME_BODY = 2
    SAME_NAME = 3
    SAME_SPEAKER = 4


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks, as far as the article tells; each set is empty where it does not.

    `persons` are the IRIs of the persons, or of those that they are linked to; `names` their names, folded,
    as pairs of given names and family name (the given names empty where only a surname is printed); `bodies`
    the IRIs of organisations and countries that speak or are spoken for; `affiliations` those of the
    persons; `body_names` the names of `bodies`, folded. A body called just "Polizei" is none of them.
    """

    persons: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()
    bodies: frozenset[str] = frozenset()
    body_names: frozenset[str] = frozenset()
    affiliations: frozenset[str] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """What two voices that accord better than `UNKNOWN` have at least one of in common."""
        surnames = {f"name {family}" for _, family in self.names}
        surnames |= {f"name {name.rpartition(' ')[2]}" for name in self.body_names}
        words = {f"body {word}" for name in self.body_names for word in name.split()}
        return frozenset(surnames | words | self.persons | self.bodies | self.affiliations)


def read_voices(speakers: Iterable[SpeakerRecord]) -> Voices:
    """Return what the speakers of a statement can be compared by."""
    known = tuple(speakers)
    persons = [speaker for speaker in known if speaker.is_person]
    others = [
        body for speaker in known if not speaker.is_person for body in speaker.bodies if _is_named(body)
    ]
    return Voices(
        frozenset(person.identity for person in persons),
        frozenset(name for person in persons for name in _names_of(person)),
        frozenset(iri for body in others for iri in (body.iri, *body.same_as)),
        frozenset(" ".join(fold_words(body.name)) for body in others),
        frozenset(
            iri
            for person in persons
            for body in filter(_is_named, person.bodies)
            for iri in (body.iri, *body.same_as)
        ),
    )


def _is_named(body: BodyRecord) -> bool:
    """Say whether the name tells which body it is: "Polizei Kiel", not "Polizei"."""
    return body.name.lower() not in load_words("nameless_bodies.txt")


def _names_of(person: SpeakerRecord) -> Iterator[tuple[str, str]]:
    """Yield given names and family name, of the name and of other full names.

    A person called by one name only has it as family name; a nickname alone tells nothing.
    """
    family = fold_words(person.family_name) or fold_words(person.names[0])[-1:]
    for name in person.names:
        words = fold_words(name)
        if words[-len(family) :] == family:
            yield " ".join(words[: -len(family)]), " ".join(family)
        elif len(words) > 1:
            yield " ".join(words[:-1]), words[-1]


def compare_voices(one: Voices, other: Voices) -> Accord:
    """Say how well two sets of speakers go together.

    One person, by IRI or by a link, is the same speaker; "Merkel" here and "Angela Merkel" there are the same
    name, "Angela Merkel" and "Max Merkel" clash; the ministry, its nameless spokeswoman and a person who
    belongs to it speak for the same body; "Merkel", taken for a body where an article gives no more than that
    name, is no worse. Two persons of different names clash, and so do two bodies.
    """
    if one.persons & other.persons:
        return Accord.SAME_SPEAKER
    if one.names and other.names:
        return Accord.SAME_NAME if _share_name(one, other) else Accord.CLASH
    if one.bodies & (other.bodies | other.affiliations) or other.bodies & one.affiliations:
        return Accord.SAME_BODY
    if _is_surname(one, other) or _is_surname(other, one):
        return Accord.SAME_BODY
    if one.bodies and other.bodies and not one.names and not other.names:
        return Accord.SAME_BODY if _share_body_name(one, other) else Accord.CLASH
    return Accord.UNKNOWN


def _share_name(one: Voices, other: Voices) -> bool:
    return any(
        family == other_family and (not given or not other_given or given == other_given)
        for given, family in one.names
        for other_given, other_family in other.names
    )


def _is_surname(person: Voices, body: Voices) -> bool:
    """Say whether the body is called as the person is: "sagte Vollmer", "sagte Winzerin Vollmer"."""
    surnames = {name.rpartition(" ")[2] for name in body.body_names}
    return any(family in surnames for _, family in person.names)


def _share_body_name(one: Voices, other: Voices) -> bool:
    """Say whether one body's name holds the other's: "Polizei" and "Polizei Kiel"."""
    return any(
        set(name.split()) <= set(other_name.split()) or set(other_name.split()) <= set(name.split())
        for name in one.body_names
        for other_name in other.body_names
    )
