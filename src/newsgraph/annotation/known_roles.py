"""What a printed role says of the office behind it: which it can be, where, and whether it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsgraph.annotation.gender import Gender, gender_of_noun
from newsgraph.annotation.name_words import role_base
from newsgraph.annotation.roles_reference import is_age, masculine
from newsgraph.lexicon import load_lines, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OVER = re.compile(r"(?:ehemalig|früher|einstig|vormalig|damalig|abgewählt|zurückgetreten|gestürzt)\w*")
_OVER_NOUN = re.compile(r"^(?:ex|alt)[-‑]?(?=präsident|kanzler|bundes|minister|premier|außen|regierung)")
_COMING = re.compile(r"(?:designiert|künftig|neu|gewählt|kommend)\w*")
_LEVEL = re.compile(r"^(?:bundes|landes|staats|us|eu)(?=\w*minister)")
_MINISTER = "minister"
_GERMANY = "Deutschland"
_LEADERS = frozenset({"vorsitzender", "chef", "bundesvorsitzender", "parteichef"})
_SEATS = (
    ("bundestagsabgeordnet", "Bundestag"),
    ("landtagsabgeordnet", "Landtag"),
    ("europaabgeordnet", "Europäisches Parlament"),
)


@dataclass(frozen=True, slots=True)
class RoleReading:
    """One printed role: the office titles that it can mean, and what it says beside that.

    `places` are the Land it names and, for "Bundes-", Germany; other countries stand among a person's bodies.
    `is_over` is true of "der frühere Außenminister", `is_coming` of "der designierte Minister".
    `is_political` says that only politics has such a role, `is_open` that it fits anybody ("Vorsitzender").
    """

    titles: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    is_over: bool = False
    is_coming: bool = False
    is_political: bool = False
    is_open: bool = False
    is_womans: bool = False

    def means(self, title: str) -> bool:
        """Say whether the role can mean an office of that title: "Minister" means any minister's."""
        return title in self.titles or (_MINISTER in self.titles and title.endswith(_MINISTER))


@cache
def read_role(role: str) -> RoleReading:
    """Return what a role says: adjectives and noun in any case, without article.

    >>> reading = read_role("frühere hessische Innenministerin")
    >>> sorted(reading.titles), sorted(reading.places), reading.is_over
    (['innenminister'], ['Hessen'], True)
    """
    *_, printed = role.split()
    *adjectives, noun = role.lower().split()
    full = masculine(noun, role_base(printed) or noun)
    word = _OVER_NOUN.sub("", full)
    prefix, _, tail = word.rpartition("-")
    leads_party = tail in _LEADERS and prefix in _party_words()
    titles = frozenset({"parteichef"}) if leads_party else _titles(tail)
    places = set(_laender((*adjectives, prefix, tail)))
    places |= {place for opening, place in _SEATS if tail.startswith(opening)}
    if tail.startswith("bundes") and not places:
        places.add(_GERMANY)
    return RoleReading(
        titles,
        frozenset(places),
        is_over=word != full or tail.startswith("alt") or any(map(_OVER.fullmatch, adjectives)),
        is_coming=any(map(_COMING.fullmatch, adjectives)),
        is_political=bool(titles - {"präsident"}) or _is_political(adjectives, tail),
        is_womans=gender_of_noun(printed) is Gender.FEMININE,
        is_open=is_age(noun) or tail.endswith(load_lines("open_roles.txt")),
    )


def _is_political(adjectives: Iterable[str], noun: str) -> bool:
    """Say whether a role is one of politics: "Abgeordneter", "gesundheitspolitische Sprecherin"."""
    return noun.endswith(load_lines("political_roles.txt")) or any("politisch" in word for word in adjectives)


@cache
def _party_words() -> frozenset[str]:
    """Return the words for parties that open compounds: "SPD-", "Grünen-", "Linken-"."""
    parties = {party.lower() for party in load_lines("parties.txt")}
    return frozenset(
        parties | {f"{party}n" for party in parties if party.endswith("e")} | {"linken", "linke"}
    )


@cache
def _listed_titles() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in load_table("office_titles.tsv")}


def _titles(noun: str) -> frozenset[str]:
    """Return the office titles of a masculine noun: "bundesagrarminister" is "landwirtschaftsminister"."""
    listed = _listed_titles()
    for form in (noun, _LEVEL.sub("", noun)):
        if form in listed:
            return listed[form]
    plain = _LEVEL.sub("", noun)
    return frozenset({plain}) if plain.endswith(_MINISTER) else frozenset()


@cache
def laender() -> frozenset[str]:
    """Return the names of the German Länder."""
    return frozenset(row[0] for row in load_table("laender.tsv"))


def _laender(words: Iterable[str]) -> Iterator[str]:
    """Yield the Länder that an adjective or the first part of a compound names: "hessische", "NRW-"."""
    for land, openings in load_table("laender.tsv"):
        forms = (land.lower(), *openings.split(","))
        if any(word.startswith(forms) for word in words if word):
            yield land
