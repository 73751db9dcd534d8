"""Grammatical gender of names and nouns, as pronouns agree with it."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from newsgraph.annotation.tails import tails
from newsgraph.lexicon import load_lines, load_table


class Gender(StrEnum):
    """Gender and number as a pronoun shows them: er, sie, es, sie (plural)."""

    MASCULINE = "m"
    FEMININE = "f"
    NEUTER = "n"
    PLURAL = "p"


@cache
def _first_names() -> dict[str, Gender]:
    return {row[0]: Gender(row[1]) for row in load_table("first_names.tsv") if row[1] in {"m", "f"}}


@cache
def _role_genders() -> dict[str, Gender]:
    genders = {}
    for row in load_table("role_nouns.tsv"):
        if len(row) < 2 or row[1] in {"=", "", row[0], row[0].removesuffix("r")}:
            continue  # adjectival nouns: "der Vorsitzende" and "die Vorsitzende" are one form
        genders[row[0].lower()] = Gender.MASCULINE
        genders[row[1].lower()] = Gender.FEMININE
    return genders


@cache
def gender_of_first_name(name: str) -> Gender | None:
    """Return the sex that a given name tells, None where it is unknown or used by both.

    >>> gender_of_first_name("Anna"), gender_of_first_name("Jean-Pierre")
    (<Gender.FEMININE: 'f'>, <Gender.MASCULINE: 'm'>)
    """
    known = _first_names()
    return known.get(name) or known.get(name.split("-", maxsplit=1)[0])


@cache
def gender_of_noun(noun: str) -> Gender | None:
    """Return the sex that a noun for people tells: "Ministerin" a woman's, "Minister" a man's.

    Adjectival nouns ("Vorsitzende") and unknown words tell nothing.
    """
    word = noun.lower()
    known = _role_genders()
    for start in tails(word, 3):
        if (gender := known.get(word[start:])) is not None:
            return gender
    return (
        Gender.FEMININE
        if word.endswith(("erin", "istin", "entin", "antin", "torin", "ologin", "frau"))
        else None
    )


@cache
def _role_nouns() -> frozenset[str]:
    rows = load_table("role_nouns.tsv")
    return frozenset(form.lower() for row in rows for form in row[:2] if form not in {"=", ""})


@cache
def is_person_noun(noun: str) -> bool:
    """Say whether a noun means a human being by what he or she is: "Chemikerin", "Rathauschef", "39-Jährige".

    >>> is_person_noun("Rathauschef"), is_person_noun("Bosheit")
    (True, False)
    """
    word = noun.lower()
    known = _role_nouns()
    if word.endswith(tuple(load_lines("anonymous_nouns.txt"))):
        return True
    return word.endswith(("jährige", "jährigen", "jähriger", "in")) or any(
        word[start:] in known
        or word[start:].removesuffix("s") in known
        or word[start:].removesuffix("n") in known
        for start in tails(word, 3)
    )
