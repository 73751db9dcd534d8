"""Roles as they are comparable across articles: the noun, whether an office, and in which walk of life."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from newsgraph.lexicon import load_table, load_words

_FORMER: Final = re.compile(r"(?:früher|ehemalig|damalig|einstig|vormalig)e?[rnms]?$")
_PAST: Final = re.compile(r"(?:ex-?|alt(?=kanzler|bundes|bürgermeister|präsident))")
_DEPUTY: Final = re.compile(r"(?:vize-?|stellvertretend)")
_ENDING: Final = re.compile(r"(?:er|e|en|es|em)$")


class Holders(StrEnum):
    """How many hold a role at once: one in a state, one in each body, or many."""

    STATE = "state"
    BODY = "body"
    MANY = "many"


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """A role: its noun (masculine, lower case), the stems of its adjectives, what it says of time and rank.

    "Ex-Außenminister" is past, "stellvertretende Sprecherin" and "Vizekanzler" are deputies.
    """

    noun: str
    adjectives: frozenset[str] = frozenset()
    is_past: bool = False
    is_deputy: bool = False

    @property
    def holders(self) -> Holders:
        """How many hold the role at once; a past one is held by many."""
        if self.is_past or self.is_deputy:
            return Holders.MANY
        return next((Holders(kind) for noun, kind in _offices() if self.noun.endswith(noun)), Holders.MANY)

    @property
    def field(self) -> str:
        """The walk of life, empty where the role tells none, or where it is past."""
        if self.is_past:
            return ""
        return next((field for noun, field in _fields() if self.noun.endswith(noun)), "")


@cache
def parse_role(text: str) -> Role:
    """Return a role as printed in its comparable form.

    >>> parse_role("finnische Außenministerin")
    Role(noun='außenminister', adjectives=frozenset({'finnisch'}), is_past=False, is_deputy=False)
    >>> parse_role("Ex-Kanzler").is_past, parse_role("Vizepräsidentin").is_deputy
    (True, True)
    >>> parse_role("US-Präsident").holders.value, parse_role("Minister").holders.value
    ('state', 'body')
    """
    words = text.split()
    noun = next((word for word in reversed(words) if word[:1].isupper()), words[-1] if words else "").lower()
    others = [word.lower() for word in words if word.lower() != noun]
    past = bool(_PAST.match(noun)) or any(_FORMER.match(word) for word in others)
    deputy = bool(_DEPUTY.match(noun)) or any(_DEPUTY.match(word) for word in others)
    adjectives = frozenset(
        _ENDING.sub("", word)
        for word in others
        if word.islower() and not _FORMER.match(word) and not _DEPUTY.match(word)
    )
    return Role(masculine(_PAST.sub("", noun, count=1)), adjectives, past, deputy)


@cache
def masculine(noun: str) -> str:
    """Return a role noun in its masculine form, in lower case.

    >>> masculine("bundeskanzlerin"), masculine("bundestagsabgeordnete"), masculine("chef")
    ('bundeskanzler', 'bundestagsabgeordneter', 'chef')
    """
    for feminine, other in _masculines():
        if noun.endswith(feminine):
            return noun.removesuffix(feminine) + other
    return noun


@cache
def _masculines() -> tuple[tuple[str, str], ...]:
    rows = (row for row in load_table("role_nouns.tsv") if len(row) > 1 and row[1] not in {"", "="})
    pairs = {row[1].lower(): row[0].lower() for row in rows}
    return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair)))


@cache
def _offices() -> tuple[tuple[str, str], ...]:
    rows = ((row[0], row[1]) for row in load_table("office_nouns.tsv"))
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    rows = ((row[0], row[1]) for row in load_table("role_fields.tsv"))
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def same_role(one: Role, other: Role) -> bool:
    """Say whether two roles can be the same one: no adjective of theirs contradicts.

    "finnischer Außenminister" and "Außenminister", not "finnischer" and "russischer Außenminister".
    """
    if one.noun != other.noun or one.is_past is not other.is_past or one.is_deputy is not other.is_deputy:
        return False
    return one.adjectives <= other.adjectives or other.adjectives <= one.adjectives


def related_role(one: Role, other: Role) -> bool:
    """Say whether one role is the bare form of the other: "Kanzlerin" and "Bundeskanzlerin"."""
    if one.is_past or other.is_past or one.is_deputy or other.is_deputy:
        return False
    short, long = sorted((one.noun, other.noun), key=len)
    return len(short) >= 4 and short != long and long.endswith(short)


def is_party(name: str) -> bool:
    """Say whether a body is a party, or its group in a parliament ("SPD-Fraktion")."""
    return not load_words("parties.txt").isdisjoint({name, name.partition("-")[0]})


def is_shared_name(name: str) -> bool:
    """Say whether many bodies go by this name ("Polizei")."""
    return name in load_words("shared_body_names.txt")
