"""Bodies behind common nouns: which class of body "die Gewerkschaft" or "die Ermittler" asks for."""

from __future__ import annotations

import re
from functools import cache

from newsgraph.annotation.gender import Gender
from newsgraph.annotation.tails import tails
from newsgraph.lexicon import load_lines, load_table

_UNIQUE = frozenset(
    {
        "police",
        "prosecution",
        "military",
        "opposition",
        "coalition",
        "government",
        "council",
        "party",
        "board",
        "district",
    }
)


@cache
def _nouns() -> dict[str, tuple[frozenset[str], Gender]]:
    nouns: dict[str, tuple[frozenset[str], Gender]] = {}
    for noun, kind, gender in load_table("body_nouns.tsv"):
        kinds = nouns[noun][0] if noun in nouns else frozenset()
        nouns[noun] = (kinds | {kind}, nouns[noun][1] if noun in nouns else Gender(gender))
    return nouns


@cache
def _members() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in load_table("member_nouns.tsv")}


@cache
def body_of_members(word: str) -> str | None:
    """Return the body that a plural of people can only mean: "Christdemokraten" the CDU."""
    names = {row[0]: row[2] for row in load_table("member_nouns.tsv") if len(row) > 2}
    return names.get(word.lower()) or names.get(word.lower().removesuffix("n"))


@cache
def capitals() -> dict[str, str]:
    """Return the countries that seats of government stand for."""
    return {row[0]: row[1] for row in load_table("capitals.tsv")}


def country_of_seat(city: str) -> str | None:
    """Return the country that a seat of government stands for: "Moskau", "Moskaus" for Russland."""
    return capitals().get(city) or capitals().get(city.removesuffix("s"))


@cache
def body_noun(word: str) -> str | None:
    """Return the noun for bodies that `word` is, is a form of, or ends in: "Fachverbands" gives "verband".

    Counter-example: "Sprecher" names no body.
    """
    known = _nouns()
    for form in _forms(word.lower()):
        for start in tails(form, 2):
            tail = form[start:]
            # Short nouns ("ag", "amt", "rat") end too many other words: they count whole or after a hyphen.
            if form.endswith("krat") and tail == "rat":
                continue
            if tail in known and (
                start == 0 or len(tail) > 3 or form[start - 1] == "-" or tail in {"amt", "rat"}
            ):
                return tail
    return None


def classes_of(word: str) -> frozenset[str]:
    """Return the classes of body that a noun can mean; none for a noun that means no body."""
    noun = body_noun(word)
    return _nouns()[noun][0] if noun else frozenset()


def gender_of_body_noun(word: str) -> Gender | None:
    """Return the grammatical gender of a noun for bodies."""
    noun = body_noun(word)
    return _nouns()[noun][1] if noun else None


@cache
def classes_of_members(word: str) -> frozenset[str]:
    """Return the classes of body that a plural of people stands for: "Ermittler" police or prosecution."""
    known = _members()
    for form in (word.lower(), word.lower().removesuffix("n")):
        for start in tails(form, 4):
            if form[start:] in known:
                return known[form[start:]]
    return frozenset()


@cache
def _source_noun(word: str) -> str | None:
    nouns = sorted(load_lines("source_nouns.txt"), key=len, reverse=True)
    return next(
        (noun for form in _forms(word.lower()) for noun in nouns if form.endswith(noun)),
        None,
    )


def is_source_noun(word: str) -> bool:
    """Say whether the noun means a text or utterance: "Jahresberichts", "Angaben"; not "Behörde"."""
    return _source_noun(word) is not None


def before_source_noun(word: str) -> str:
    """Return what a compound has before its noun for a text: "Polizeiangaben" gives "polizei"."""
    noun = _source_noun(word)
    if noun is None:
        return ""
    first = word.lower()[: word.lower().rindex(noun)].removesuffix("-")
    return first if body_noun(first) else first.removesuffix("s")


def classes_of_source(word: str) -> frozenset[str]:
    """Return the classes of body whose text a compound names: "Vereinsangaben" those of an association."""
    if word.lower().startswith("anklage"):
        return frozenset({"prosecution"})
    return classes_of(before_source_noun(word))


def is_unique(noun: str) -> bool:
    """Say whether a noun names a body by what only one is, so that no other of its class can be meant.

    "die Feuerwehr" is not the police, "der Landtag" no town council; "die Firma", "die Behörde" are open.
    """
    return classes_of(noun) <= _UNIQUE


def classes_of_name(name: str) -> frozenset[str]:
    """Return the classes that a body's name tells: "Lehrerverband" association, "IG Metall" none."""
    return frozenset().union(*(classes_of(word) for word in re.findall(r"[\w-]+", name)))


def gender_of_name(name: str) -> Gender | None:
    """Return the grammatical gender that a body's name shows by its first noun for bodies."""
    return next((g for word in re.findall(r"[\w-]+", name) if (g := gender_of_body_noun(word))), None)


def _forms(word: str) -> tuple[str, ...]:
    forms = (word,)
    endings = (e for e in ("es", "s", "en", "n", "e") if word.endswith(e) and len(word) - len(e) > 2)
    return (*forms, *(word.removesuffix(ending) for ending in endings))
