"""Nouns that head the names of bodies, and the nominative of such names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsgraph.annotation.tails import tails
from newsgraph.lexicon import load_table, load_words

_STRONG_ENDINGS = {"m": "er", "f": "e", "n": "es", "p": "e"}
_ADJECTIVE_ENDINGS = ("en", "em", "er", "es", "e")


@dataclass(frozen=True, slots=True)
class HeadKind:
    """How a noun heads names of bodies.

    `noun` is the noun in lower case, `gender` m, f, n or p (plural). `alone`: it is a name by itself.
    The others tell what may follow: a name ("Universität Graz"), "für …", a genitive ("Bund der …"), a place
    with its preposition ("Museum am Stollen"). `before_name`: a name follows that the noun is no part of.
    """

    noun: str
    gender: str
    alone: bool
    takes_name: bool
    takes_for: bool
    takes_genitive: bool
    takes_place: bool
    before_name: bool


@cache
def _heads() -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in load_table("organisation_heads.tsv")}


@cache
def head_kind(word: str) -> HeadKind | None:
    """Return how the word heads names of bodies, None for a word that does not.

    >>> head_kind("Turnverbands").noun, head_kind("Verband").alone, head_kind("Turnverband").alone
    ('verband', False, True)
    """
    heads = _heads()
    lower = word.lower()
    if not load_words("not_bodies.txt").isdisjoint((word, word.removesuffix("s"), word.removesuffix("en"))):
        return None
    for ending in ("", "ses", "es", "s", "en", "n", "e"):
        if not lower.endswith(ending) or (ending and len(lower) - len(ending) < 3):
            continue
        form = lower.removesuffix(ending) if ending else lower
        for start in tails(form, 2):
            noun = form[start:]
            if noun not in heads or (start and start < 3):
                continue
            gender, flags = heads[noun]
            if start and ("w" in flags or (len(noun) <= 3 and "c" not in flags)):
                continue
            return HeadKind(
                noun,
                gender,
                ("s" in flags and start == 0) or ("c" in flags and start > 0),
                "n" in flags,
                "f" in flags,
                "g" in flags,
                "p" in flags,
                "a" in flags,
            )
    return None


def nominative(words: tuple[str, ...]) -> str:
    """Return the name of a body as the nominative without article prints it.

    `words` is the name as printed in any case.

    >>> nominative(("Norddeutschen", "Turnverbands"))
    'Norddeutscher Turnverband'
    >>> nominative(("Afrikanischen", "Union")), nominative(("Institut", "für", "Mobilität"))
    ('Afrikanische Union', 'Institut für Mobilität')
    """
    found = ((i, kind) for i, word in enumerate(words) if (kind := head_kind(word)) is not None)
    position, kind = next(found, (0, None))
    if kind is None:
        return " ".join(words)
    adjectives = [strong_adjective(word, kind.gender) for word in words[:position]]
    return " ".join([*adjectives, _without_ending(words[position], kind.noun), *words[position + 1 :]])


def _without_ending(word: str, noun: str) -> str:
    return word[: word.lower().rindex(noun) + len(noun)]


def strong_adjective(word: str, gender: str) -> str:
    """Return an adjective as it stands without article before a noun of that gender (m, f, n or p).

    "Kieler", which names inhabitants, does not decline.

    >>> strong_adjective("früheren", "m"), strong_adjective("Hohe", "m"), strong_adjective("Kieler", "f")
    ('früherer', 'Hoher', 'Kieler')
    """
    if word.endswith("er") and word[0].isupper() and not word.endswith("scher"):
        return word
    for ending in _ADJECTIVE_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + _STRONG_ENDINGS[gender]
    return word
