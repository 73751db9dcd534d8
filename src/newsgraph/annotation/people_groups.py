"""Which mentions name one person."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from newsgraph.annotation.gender import Gender, gender_of_first_name, gender_of_noun
from newsgraph.annotation.name_lone import base_of_famous
from newsgraph.annotation.name_parts import name_forms, surname_of
from newsgraph.annotation.name_shapes import body_names
from newsgraph.annotation.name_words import is_noble_title, is_particle, is_role_noun, is_title
from newsgraph.lexicon import load_words
from newsgraph.model import Mention, MentionKind, Person

_OPENERS = frozenset('„“"»«›‹')  # "Herman Melvilles »Moby Dick«"
_BRACKET = re.compile(r" \(([^()]{2,30})\)")
_ANOTHER = re.compile(
    r"\b(?:gleichnamige[nrms]?|andere[nrms]?|weitere[nrms]?|zweite[nrms]?)(?: [A-ZÄÖÜ][\w-]+)? $"
)
_NICKNAME = re.compile(r"\s*[„“\"»«›‹”‚].*?[“”\"»«›‹‘]\s*")

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import NameSpan
    from newsgraph.model import Span


@dataclass(slots=True)
class _Group:
    """A person in the making."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    """Age and party in brackets behind the name."""

    @property
    def words(self) -> tuple[str, ...]:
        return _words(self.name)


def group_persons(document: Document, names: tuple[NameSpan, ...]) -> tuple[Person, ...]:
    """Return the people behind the names, each with its mentions by full name and by part of it.

    A surname belongs to the person of that surname who was named last before it; two people with one surname
    stay two.
    """
    groups: list[_Group] = []
    text = document.text
    full: list[NameSpan] = []
    parts: list[NameSpan] = []
    tails = frozenset(tail for name in names for tail in _tails(name.span.of(text).lower()))
    for name in names:
        surface = name.span.of(text)
        (full if " " in surface and not _is_tail(surface.lower(), tails) else parts).append(name)
    for name in full:
        _add_full(groups, document, name)
    for name in parts:
        _add_part(groups, document, name)
    persons = sorted((_person(group) for group in groups), key=lambda p: p.mentions[0].spans[0])
    return tuple(_told_apart(persons))


def _tails(name: str) -> Iterator[str]:
    """Yield what stands behind each space of a name: "den Berghe", "Berghe"."""
    return (name[index + 1 :] for index, letter in enumerate(name) if letter == " ")


def _is_tail(name: str, tails: frozenset[str]) -> bool:
    """Say whether a name is the end of a longer one: "van den Berghe" of "Pieter van den Berghe"."""
    return any(form in tails for form in (name, name.removesuffix("s"), name.rstrip("'’")))


def _add_full(groups: list[_Group], document: Document, found: NameSpan) -> None:
    span = found.span
    surface = span.of(document.text)
    name = _NICKNAME.sub(" ", surface).replace("’", "'")
    if _is_genitive(document, span):
        name = name.removesuffix("s").rstrip("'")
    fits = [g for g in groups if name in name_forms(g.name) or g.name in name_forms(name)]
    marks = _marks(document.text, span)
    fits = [g for g in fits if not _is_another(document.text, span, marks, g)]
    if fits:
        group = max(fits, key=lambda g: _closeness(g, span))
        group.name = min(group.name, name, key=len)
    else:
        group = _Group(name)
        groups.append(group)
    group.marks |= marks
    group.mentions.append(_mention(surface, found, MentionKind.FULL_NAME, "full name"))


def _marks(text: str, span: Span) -> dict[str, str]:
    """Return age and party in the bracket right behind a name: "Jan Vogt (54)", "Jan Vogt (SPD)"."""
    bracket = _BRACKET.match(text, span.end)
    marks: dict[str, str] = {}
    for part in (part.strip() for part in (bracket[1].split(",") if bracket else ())):
        if part.isdigit():
            marks["age"] = part
        elif body_names().get(part) in load_words("parties.txt"):
            marks["party"] = body_names()[part]
    return marks


def _is_another(text: str, span: Span, marks: dict[str, str], group: _Group) -> bool:
    """Say whether a full name is told to be a namesake's: another age or party, "ein anderer Jan Vogt"."""
    before = text[max(span.start - 40, 0) : span.start]
    told = _ANOTHER.search(before) is not None
    return told or any(group.marks.get(kind, mark) != mark for kind, mark in marks.items())


def _is_genitive(document: Document, span: Span) -> bool:
    """Say whether the name stands before what it owns: "Carl Spitzwegs Gemälde"; not "sagte Jens Maas"."""
    if not span.of(document.text).endswith(("s", "'", "’")):
        return False
    for number in document.sentences_within(span.end - 1, span.end):
        tokens = document.sentences[number].tokens
        for index, token in enumerate(tokens[:-1]):
            if token.end != span.end:
                continue
            following = tokens[index + 1]
            is_thing = following.tag in {"NN", "ADJ(A)"} or following.form in _OPENERS
            owned = is_thing and following.start == token.end + 1
            first = next(i for i in range(index + 1) if tokens[i].start >= span.start)
            before = tokens[first - 1] if first else None
            introduced = before is not None and before.tag == "NN" and not is_role_noun(before.form)
            if before is not None and introduced and document.text.count(token.form) == 1:
                return not is_title(before.form)  # "die Wahl Joseph Ratzingers"
            return owned and not (before is not None and before.is_finite)
    return False


def _add_part(groups: list[_Group], document: Document, found: NameSpan) -> None:
    span = found.span
    surface = span.of(document.text)
    fits = [g for g in groups if _is_surname(surface, g)]
    reason = "surname of a person named in full"
    if not fits:
        fits = [g for g in groups if surface in name_forms(g.words[0])]
        reason = "given name of a person named in full"
    if fits:
        sex = _sex_before(document, span)
        same = [g for g in fits if sex is not None and gender_of_first_name(g.words[0]) is sex]
        group = fits[0] if len(fits) == 1 else max(same or fits, key=lambda g: _closeness(g, span))
    else:
        group, reason = _Group(base_of_famous(surface)), "single name"
        groups.append(group)
    group.mentions.append(_mention(surface, found, MentionKind.NAME_PART, reason))


def _sex_before(document: Document, span: Span) -> Gender | None:
    """Return the sex that the word before a surname tells: "Frau Krüger", "die Abgeordnete Krüger"."""
    words = document.text[max(span.start - 40, 0) : span.start].split()
    if not words:
        return None
    titles = {"Frau": Gender.FEMININE, "Herr": Gender.MASCULINE, "Herrn": Gender.MASCULINE}
    return titles.get(words[-1]) or gender_of_noun(words[-1]) if words[-1][0].isupper() else None


def _is_surname(surface: str, group: _Group) -> bool:
    plain = surface.replace("’", "'")
    return plain.lower() in _surname_forms(group.name) or _ends(group.name, plain)


@lru_cache(maxsize=2**12)
def _surname_forms(name: str) -> frozenset[str]:
    forms = (*name_forms(surname_of(name)), *name_forms(_words(name)[-1]))
    return frozenset(form.lower() for form in forms)


@lru_cache(maxsize=2**12)
def _words(name: str) -> tuple[str, ...]:
    return tuple(w for w in name.split() if not is_noble_title(w) and not is_particle(w))


def _ends(name: str, surface: str) -> bool:
    return " " in surface and any(
        name.lower().endswith(" " + f.lower()) for f in (surface, surface.removesuffix("s"))
    )


def _closeness(group: _Group, span: Span) -> tuple[bool, int]:
    before = [m.spans[0].start for m in group.mentions if m.spans[0].start < span.start]
    return (bool(before), max(before) if before else -min(m.spans[0].start for m in group.mentions))


def _mention(surface: str, found: NameSpan, kind: MentionKind, reason: str) -> Mention:
    return Mention((found.span,), surface, kind, reason, found.confidence, found.rule)


def _told_apart(persons: list[Person]) -> Iterator[Person]:
    """Yield the people, those of one name numbered in the order in which the text has them."""
    names = Counter(person.name for person in persons)
    seen: Counter[str] = Counter()
    for person in persons:
        seen[person.name] += 1
        if names[person.name] == 1:
            yield person
        else:
            yield replace(person, local=True, ordinal=seen[person.name])


def _person(group: _Group) -> Person:
    mentions = tuple(sorted(group.mentions, key=lambda m: m.spans[0]))
    person = Person(group.name, mentions)
    if " " not in group.name:
        return replace(person, local=True, family_name=group.name)
    family = surname_of(group.name)
    return replace(person, family_name=family, given_name=group.name.removesuffix(family).strip())
