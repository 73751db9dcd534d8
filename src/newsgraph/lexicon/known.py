"""Known people and bodies with their IRIs: the shipped tables, and the user's own beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.lexicon import read_lines
from newsgraph.lexicon.known_own import load_own
from newsgraph.lexicon.known_rows import (
    WIKIDATA,
    KnownBody,
    KnownPerson,
    Office,
    OwnTable,
    day_from,
    name_key,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from os import PathLike

__all__ = ["Known", "KnownBody", "KnownPerson", "Office", "load_known", "name_key"]


class Known:
    """All known people and bodies, looked up by name. Nothing is read before the first question."""

    def __init__(self, own: OwnTable | None = None) -> None:
        """Take the user's rows beside the shipped ones."""
        self._own = own or OwnTable()
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_surname: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self._own.people:
            for key in dict.fromkeys(map(name_key, (person.name, *person.other_names))):
                self._by_name[key].append(person)
            if person.offices:
                self._by_surname[name_key(person.name).split()[-1]].append(person)
        self._bodies = {name: b for b in self._own.bodies for name in (b.name, *b.other_names)}

    @property
    def digest(self) -> str | None:
        """The SHA-256 of the user's table in hex digits; None without one."""
        return self._own.digest

    def people(self, name: str) -> tuple[KnownPerson, ...]:
        """Return the people of that full name: the user's alone where the table has the name."""
        key = name_key(name)
        own = tuple(self._by_name.get(key, ()))
        if own or key in self._own.never:
            return own
        return tuple(_person(row) for row in _shipped().by_name.get(key, ()))

    def people_by_surname(self, surname: str) -> tuple[KnownPerson, ...]:
        """Return the people with that surname of whose offices the days are known."""
        key = name_key(surname)
        own = tuple(self._by_surname.get(key, ()))
        if key in self._own.never:
            return own
        found = (_person(row) for row in _shipped().by_surname.get(key, ()))
        return own + tuple(person for person in found if not self._is_shadowed(name_key(person.name)))

    def _is_shadowed(self, key: str) -> bool:
        """Say whether the user's table says who has a name, or that nobody has."""
        return key in self._by_name or key in self._own.never

    def holders(self, title: str, place: str, day: date) -> frozenset[str]:
        """Return the IRIs of those known to have held an office of a country or body on a day."""
        rows = _shipped().by_office.get((title, place), ())
        people = (*map(_person, rows), *chain.from_iterable(self._by_surname.values()))
        return frozenset(
            person.iri
            for person in people
            for office in person.offices
            if (office.title, office.place) == (title, place) and office.held_on(day)
        )

    def frequency(self, name: str) -> int:
        """Return how common a name is: the known people with its given name times those with its surname."""
        words = name_key(name).split()
        return _shipped().given_names[words[0]] * _shipped().surnames[words[-1]]

    def surname_count(self, surname: str) -> int:
        """Return how many known people have that surname."""
        return _shipped().surnames[name_key(surname).split()[-1]]

    def body(self, name: str) -> KnownBody | None:
        """Return the body or country of that name: the user's before the shipped one."""
        if name in self._bodies or name_key(name) in self._own.never:
            return self._bodies.get(name)
        return _shipped_bodies().get(name)


def load_known(table: str | PathLike[str] | None = None) -> Known:
    """Return the known people and bodies, with those of the user's table.

    A table is read again only where it changed. Raises `UsageError` for one that cannot be opened,
    `TableError` for one with wrong columns or values.
    """
    if table is None:
        return _load(None, None)
    file = Path(table)
    try:
        state = file.stat()
    except OSError:
        return _load(file, None)  # reading it tells what is wrong
    return _load(file, (state.st_mtime_ns, state.st_size))


@cache
def _load(table: Path | None, _state: tuple[int, int] | None) -> Known:
    return Known(None if table is None else load_own(table))


@dataclass(frozen=True, slots=True)
class _Shipped:
    """The shipped people as lines of their table, by what they are asked for."""

    by_name: Mapping[str, list[str]]
    by_surname: Mapping[str, list[str]]
    by_office: Mapping[tuple[str, str], list[str]]
    given_names: Counter[str]
    surnames: Counter[str]


@cache
def _shipped() -> _Shipped:
    by_name: dict[str, list[str]] = defaultdict(list)
    by_surname: dict[str, list[str]] = defaultdict(list)
    by_office: dict[tuple[str, str], list[str]] = defaultdict(list)
    given_names, surnames = Counter[str](), Counter[str]()
    for line in read_lines("known_people.tsv"):
        _, name, others, _, _, _, _, offices = line.split("\t")
        key = name_key(name)
        words = key.split()
        given_names[words[0]] += 1
        surnames[words[-1]] += 1
        for other in {key, *map(name_key, others.split("|"))} if others else (key,):
            by_name[other].append(line)
        dated = [office.split("@") for office in offices.split("|") if office[-2:] != "@@"] if offices else ()
        if dated:
            by_surname[words[-1]].append(line)
        for title, place in {(title, place) for title, place, *_ in dated}:
            by_office[title, place].append(line)
    return _Shipped(by_name, by_surname, by_office, given_names, surnames)


@cache
def _person(line: str) -> KnownPerson:
    ident, name, others, sex, born, died, parties, offices = line.split("\t")
    return KnownPerson(
        WIKIDATA + ident,
        name,
        tuple(others.split("|")) if others else (),
        sex=sex,
        born=day_from(born),
        died=day_from(died, last=True),
        parties=tuple(WIKIDATA + party for party in parties.split("|")) if parties else (),
        offices=tuple(map(_office, offices.split("|"))) if offices else (),
    )


def _office(text: str) -> Office:
    title, place, start, end = text.split("@")
    seen = int(end[1:]) if end.startswith("?") else None
    return Office(title, place, day_from(start), None if seen else day_from(end, last=True), seen)


@cache
def _shipped_bodies() -> dict[str, KnownBody]:
    bodies: dict[str, KnownBody] = {}
    for line in read_lines("known_bodies.tsv"):
        ident, name, others, kind = line.split("\t")
        body = KnownBody(WIKIDATA + ident, name, tuple(others.split("|")) if others else (), kind)
        bodies |= dict.fromkeys((body.name, *body.other_names), body)
    return bodies
