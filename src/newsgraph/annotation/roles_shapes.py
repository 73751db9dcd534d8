"""Nouns for people known by their form alone: "Hydrologin", "Bratschist", "Großaktionärin"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from newsgraph.lexicon import load_lines, load_table, load_words

_LINKS = frozenset({"der", "des", "aus", "von", "vom", "für", "im"})
_SHORTEST = 6
_STEM = 3
_CASES = ("", "s", "es", "en", "n", "e")


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    rows = ((feminine, masculine) for masculine, feminine in load_table("role_endings.tsv"))
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def shaped_base(word: str) -> str | None:
    """Return the masculine, in lower case, of a noun whose form shows that it means a human; else None.

    The feminine counts for more endings than the masculine does: "Torhüterin" can only be a human, "Halter"
    may be a thing or a verb's noun.

    >>> shaped_base("Hydrologin"), shaped_base("Bratschisten"), shaped_base("Medizin"), shaped_base("Halter")
    ('hydrologe', 'bratschist', None, None)
    """
    if len(word) < _SHORTEST or not word[0].isupper() or _is_thing(word) or _is_inhabitant(word):
        return None
    lower = word.lower()
    return _from_feminine(lower) or _from_masculine(lower)


def _is_thing(word: str) -> bool:
    return any(word.removesuffix(case).lower().endswith(load_lines("thing_endings.txt")) for case in _CASES)


def _is_inhabitant(word: str) -> bool:
    """Say whether the noun means a woman from a town or land: "Freiburgerin" says where from, not what."""
    stem = word.removesuffix("erin")
    return word.endswith("erin") and bool(load_words("places.txt") & {stem, stem + "e", stem + "en"})


@cache
def means_none(word: str) -> bool:
    """Say whether a noun that looks like one for a human means none: "Warte", "Autobauer", "Premieren"."""
    forms = {word, *(word.removesuffix(case) for case in _CASES)}
    return not forms.isdisjoint(load_words("not_roles.txt")) or any(
        form.lower().endswith(load_lines("firm_endings.txt")) for form in forms
    )


def _from_feminine(lower: str) -> str | None:
    for feminine, masculine in _endings():
        if lower.endswith(feminine) and len(lower) - len(feminine) >= _STEM:
            return lower.removesuffix(feminine) + masculine.removesuffix("*")
    return None


def _from_masculine(lower: str) -> str | None:
    for _, masculine in _endings():
        if masculine.endswith("*"):
            continue
        for case in _CASES:
            form = lower.removesuffix(case) if case else lower
            if lower.endswith(case) and form.endswith(masculine) and len(form) - len(masculine) >= _STEM:
                return form
    return None


def noun_of_title(title: str) -> str:
    """Return the noun of a role as printed, without adjectives before it and what belongs to it behind.

    >>> noun_of_title("frühere Leiterin"), noun_of_title("Chef des Werkhofs")
    ('Leiterin', 'Chef')
    """
    words = title.split()
    return next((word for word, link in pairwise(words) if link in _LINKS), words[-1])
