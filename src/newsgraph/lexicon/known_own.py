"""Reads the user's own table of known people and bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from newsgraph.errors import TableError
from newsgraph.lexicon.known_rows import (
    WIKIDATA,
    KnownBody,
    KnownPerson,
    Office,
    OwnTable,
    day_from,
    name_key,
)
from newsgraph.lexicon.own_rows import read_own, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

COLUMNS: Final = (
    *("name", "id", "kind", "other_names", "sex", "born", "party", "office", "country", "from", "to"),
)
"""What the columns of a user's table may be called; `name` and `id` have to be there."""

_WIKIDATA_ID: Final = re.compile(r"Q[1-9]\d*")
_IRI: Final = re.compile(r"(?:https?://[^\s/<>\"{}|\\^`]+/|urn:[a-z0-9-]+:)[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_NEVER: Final = frozenset({"", "-"})
_SEXES: Final = frozenset({"", "m", "f"})


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the table, and where it stands."""

    fields: Mapping[str, str]
    where: str

    def __getitem__(self, column: str) -> str:
        return (self.fields.get(column) or "").strip()


def load_own(table: Path) -> OwnTable:
    """Return the rows of a user's table: tab-, semicolon- or comma-separated, UTF-8, with a header.

    Raises `UsageError` where the file cannot be opened, `TableError` for wrong columns or values.
    """
    mend = "give an existing TSV or CSV file by --people"
    text, digest = read_own(table, "table of people", mend=mend)
    people: dict[tuple[str, str], KnownPerson] = {}
    bodies: dict[str, KnownBody] = {}
    never: set[str] = set()
    for line in _lines(text, table):
        if not line["name"]:
            raise TableError("row without a name", where=line.where, mend="fill in the column name")
        if line["id"] in _NEVER:
            never |= {name_key(name) for name in (line["name"], *_others(line))}
        elif line["kind"] in {"", "person"}:
            person = _person(line)
            known = people.get((person.iri, person.name))
            people[person.iri, person.name] = person if known is None else _joined(known, person)
        else:
            body = KnownBody(_iri(line), line["name"], _others(line), line["kind"], own=True)
            bodies[body.iri] = body
    return OwnTable(tuple(people.values()), tuple(bodies.values()), frozenset(never), digest)


def _lines(text: str, table: Path) -> Iterator[_Line]:
    columns: list[str] = []
    for number, row in read_rows(text, str(table)):
        where = f"{table}:{number}"
        if columns:
            yield _Line(dict(zip(columns, row, strict=False)), where)
        else:
            columns = _columns(row, where)
    if not columns:
        raise TableError("table of people is empty", where=str(table), mend="give a header and rows")


def _columns(row: list[str], where: str) -> list[str]:
    columns = [field.strip().lower().replace(" ", "_") for field in row]
    for column in columns:
        if column not in COLUMNS or columns.count(column) > 1:
            what = "twice" if column in COLUMNS else "unknown"
            raise TableError(f"column {what}: {column!r}", where=where, mend=f"use {', '.join(COLUMNS)}")
    for column in ("name", "id"):
        if column not in columns:
            raise TableError(f"no column {column!r}", where=where, mend="give a header with name and id")
    return columns


def _person(line: _Line) -> KnownPerson:
    if line["sex"] not in _SEXES:
        raise TableError(f"not a sex: {line['sex']!r}", where=line.where, mend="write m or f, or nothing")
    start, end = _day(line, "from"), _day(line, "to", last=True)
    if start is not None and end is not None and end < start:
        raise TableError("ends before it begins", where=line.where, mend="swap from and to")
    told = line["office"] or line["country"] or start or end
    office = Office(line["office"].lower(), line["country"], start, end)
    return KnownPerson(
        _iri(line),
        line["name"],
        _others(line),
        sex=line["sex"],
        born=_day(line, "born"),
        parties=tuple(party.strip() for party in line["party"].split("|") if party.strip()),
        offices=(office,) if told else (),
        own=True,
    )


def _joined(known: KnownPerson, more: KnownPerson) -> KnownPerson:
    """Return a person of several rows: one an office."""
    return replace(
        known,
        other_names=tuple(dict.fromkeys((*known.other_names, *more.other_names))),
        sex=known.sex or more.sex,
        born=known.born or more.born,
        parties=tuple(dict.fromkeys((*known.parties, *more.parties))),
        offices=(*known.offices, *more.offices),
    )


def _others(line: _Line) -> tuple[str, ...]:
    return tuple(name.strip() for name in line["other_names"].split("|") if name.strip())


def _iri(line: _Line) -> str:
    ident = line["id"]
    if _WIKIDATA_ID.fullmatch(ident):
        return WIKIDATA + ident
    if _IRI.fullmatch(ident):
        return ident
    mend = "give a Wikidata id (Q567), a whole IRI (https://d-nb.info/gnd/…), or - for never"
    raise TableError(f"not an id: {ident!r}", where=line.where, mend=mend)


def _day(line: _Line, column: str, *, last: bool = False) -> date | None:
    try:
        return day_from(line[column], last=last)
    except ValueError as error:
        mend = "write it like 2017-01-20 or 2017"
        raise TableError(f"not a day in {column}: {line[column]!r}", where=line.where, mend=mend) from error
