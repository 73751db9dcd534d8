"""Which mentions name one person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsgraph.annotate.name_parts import name_forms, surname_of
from newsgraph.annotate.name_words import is_noble_title, is_particle
from newsgraph.model import Mention, MentionKind, Person

if TYPE_CHECKING:
    from newsgraph.annotate.document import Document
    from newsgraph.annotate.finder import NameSpan
    from newsgraph.model import Span


@dataclass(slots=True)
class _Group:
    """A person in the making."""

    name: str
    mentions: list[Mention] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return [w for w in self.name.split() if not is_noble_title(w) and not is_particle(w)]


def group_persons(document: Document, names: tuple[NameSpan, ...]) -> tuple[Person, ...]:
    """Return the people behind the names, each with its mentions by full name and by part of it.

    A surname belongs to the person of that surname who was named last before it; two people with one surname
    stay two.
    """
    groups: list[_Group] = []
    full = [n for n in names if " " in n.span.of(document.text)]
    for name in full:
        _add_full(groups, document.text, name.span, name.confidence)
    for name in names:
        if " " not in name.span.of(document.text):
            _add_part(groups, document.text, name.span, name.confidence)
    persons = [_person(group) for group in groups]
    return tuple(sorted(persons, key=lambda p: p.mentions[0].spans[0]))


def _add_full(groups: list[_Group], text: str, span: Span, confidence: float) -> None:
    surface = span.of(text)
    for group in groups:
        if surface in name_forms(group.name) or group.name in name_forms(surface):
            group.name = min(group.name, surface, key=len)
            break
    else:
        group = _Group(surface)
        groups.append(group)
    group.mentions.append(_mention(surface, span, MentionKind.FULL_NAME, "full name", confidence))


def _add_part(groups: list[_Group], text: str, span: Span, confidence: float) -> None:
    surface = span.of(text)
    fits = [
        g for g in groups if surface in name_forms(surname_of(g.name)) or surface in name_forms(g.words[-1])
    ]
    reason = "surname of a person named in full"
    if not fits:
        fits = [g for g in groups if surface in name_forms(g.words[0])]
        reason = "given name of a person named in full"
    if fits:
        group = max(fits, key=lambda g: _closeness(g, span))
    else:
        group, reason = _Group(surface), "single name"
        groups.append(group)
    group.mentions.append(_mention(surface, span, MentionKind.NAME_PART, reason, confidence))


def _closeness(group: _Group, span: Span) -> tuple[bool, int]:
    before = [m.spans[0].start for m in group.mentions if m.spans[0].start < span.start]
    return (bool(before), max(before) if before else -min(m.spans[0].start for m in group.mentions))


def _mention(surface: str, span: Span, kind: MentionKind, reason: str, confidence: float) -> Mention:
    return Mention((span,), surface, kind, reason, confidence)


def _person(group: _Group) -> Person:
    mentions = tuple(sorted(group.mentions, key=lambda m: m.spans[0]))
    person = Person(group.name, mentions)
    if " " not in group.name:
        return replace(person, local=True, family_name=group.name)
    family = surname_of(group.name)
    return replace(person, family_name=family, given_name=group.name.removesuffix(family).strip())
