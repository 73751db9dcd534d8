"""Roles as they are comparable across articles: the noun, whether an office, and in which walk of life."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Final

from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMER: Final = re.compile(r"(?:früher|ehemalig|damalig|einstig|vormalig)e?[rnms]?$")
_PAST: Final = re.compile(r"(?:ex-?|alt(?=kanzler|bundes|bürgermeister|präsident))")
_DEPUTY: Final = re.compile(r"(?:vize-?|stellvertretend)")
_SHORTEST_NOUN: Final = 4
"""Letters of the shortest noun that another role can be a compound of ("Chef")."""

_PRESIDENTS: Final = frozenset({"us-", "staats", "bundes"})
_CASES: Final = ("n", "en", "s", "es")
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
        return _holders(self.noun)

    @property
    def field(self) -> str:
        """The walk of life, empty where the role tells none, or where it is past."""
        if self.is_past:
            return ""
        return _field(self.noun)


@cache
def _synonyms() -> frozenset[frozenset[str]]:
    """Return the pairs of offices that one person is called by: "Premier" and "Ministerpräsident"."""
    return frozenset(
        frozenset({row[0], other}) for row in load_table("role_relations.tsv") for other in row[1].split()
    )


@cache
def _holders(noun: str) -> Holders:
    return next((Holders(kind) for ending, kind in _offices() if noun.endswith(ending)), Holders.MANY)


@cache
def _field(noun: str) -> str:
    return next((field for ending, field in _fields() if noun.endswith(ending)), "")


@cache
def parse_role(text: str) -> Role:
    """Return a role (`schema:jobTitle`) in its comparable form.

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
def sex_of_role(text: str) -> str:
    """Return the sex that the form of a role tells: "f", "m", or nothing.

    >>> sex_of_role("Bundeskanzlerin"), sex_of_role("Bundeskanzler"), sex_of_role("Vorsitzende")
    ('f', 'm', '')
    """
    noun = parse_role(text).noun
    printed = next((word.lower() for word in reversed(text.split()) if word[:1].isupper()), "")
    if not any(noun.endswith(form) for form in _feminines()):
        return ""
    return "f" if printed.endswith("in") and not noun.endswith("in") else "m"


@cache
def _feminines() -> tuple[str, ...]:
    """Return the masculine nouns whose feminine ends in -in, so that the form tells the sex."""
    rows = (row for row in load_table("role_nouns.tsv") if len(row) > 1 and row[1].endswith("in"))
    return tuple(row[0].lower() for row in rows)


@cache
def masculine(noun: str) -> str:
    """Return a role noun as masculine nominative singular, in lower case.

    >>> masculine("bundeskanzlerin"), masculine("bundestagsabgeordneten"), masculine("chef")
    ('bundeskanzler', 'bundestagsabgeordneter', 'chef')
    >>> masculine("präsidenten"), masculine("bundeskanzlers")
    ('präsident', 'bundeskanzler')
    """
    for form in (noun, *(noun.removesuffix(ending) for ending in _CASES if noun.endswith(ending))):
        for printed, base in _masculines():
            if form.endswith(printed):
                return form.removesuffix(printed) + base
    return noun


@cache
def _masculines() -> tuple[tuple[str, str], ...]:
    rows = [[form.lower() for form in row] for row in load_table("role_nouns.tsv")]
    pairs = {row[0]: row[0] for row in rows}
    pairs |= {row[1]: row[0] for row in rows if len(row) > 1 and row[1] not in {"", "="}}
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
    """Say whether one role is the bare form of the other: "Kanzlerin" and "Bundeskanzlerin".

    A "Präsident" is also the "US-Präsident", but not the "Ministerpräsident"; that is a "Premier".
    """
    if one.is_past or other.is_past or one.is_deputy or other.is_deputy:
        return False
    if {one.holders, other.holders} == {Holders.STATE} and frozenset({one.noun, other.noun}) in _synonyms():
        return True
    short, long = sorted((one.noun, other.noun), key=len)
    if len(short) < _SHORTEST_NOUN or short == long or not long.endswith(short):
        return False
    return short != "präsident" or long.removesuffix(short) in _PRESIDENTS


@cache
def tails_of_role(role: Role) -> frozenset[str]:
    """Return what two roles have at least one of in common if one person can be called by both.

    That is the last letters of the noun, and of the nouns that mean the same.
    """
    nouns = {noun for pair in _synonyms() if role.noun in pair for noun in pair}
    same = {noun for noun in nouns if {_holders(noun), _holders(role.noun)} == {Holders.STATE}}
    return frozenset(noun[-_SHORTEST_NOUN:] for noun in {role.noun, *same})


def past_of_role(one: Role, other: Role) -> bool:
    """Say whether one role is the past of the other: "Ex-Kanzler" and "Kanzler"."""
    if one.is_past is other.is_past or one.is_deputy or other.is_deputy:
        return False
    return one.noun == other.noun or related_role(replace(one, is_past=False), replace(other, is_past=False))


def party_of(body: str) -> str:
    """Return the party that a body is, or whose group in a parliament it is; empty for all others.

    >>> party_of("SPD-Fraktion"), party_of("Polizei")
    ('SPD', '')
    """
    known = load_words("parties.txt")
    return next((name for name in (body, body.partition("-")[0]) if name in known), "")


def are_rivals(parties: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether nobody can be of one of the parties and one of the others at the same time.

    "SPD" and "CDU"; not "PDS" and "Die Linke", which is its later name. Where one side has no party, none is
    a rival.
    """
    pairs = list(product(parties, others))
    return bool(pairs) and not any(one == other or frozenset({one, other}) in _kin() for one, other in pairs)


@cache
def _kin() -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, load_table("party_kin.tsv")))


def is_shared_name(name: str) -> bool:
    """Say whether many bodies go by this name ("Polizei")."""
    return name in load_words("shared_body_names.txt")
