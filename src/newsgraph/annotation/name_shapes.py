"""What the shape of a word tells of it beside names: stop words, compounds, words that head bodies."""

from __future__ import annotations

import re
from functools import cache

from newsgraph.annotation.bodies import body_noun
from newsgraph.annotation.name_words import country_names, is_first_name, noun_score
from newsgraph.lexicon import load_table, load_words

_HYPHEN = re.compile(r"[-‑]")


@cache
def is_stop_word(word: str) -> bool:
    """Say whether the capitalised word never is a part of a name: "Montag", "Und", "Euro"."""
    return word in load_words("not_names.txt") and word not in {"August", "Mai"}


@cache
def ends_compound(word: str) -> bool:
    """Say whether a hyphenated word ends in a common noun: "Merkel-Vertrauter", "Willy-Brandt-Haus"."""
    parts = _HYPHEN.split(word)
    if len(parts) < 2 or is_first_name(parts[-1]):
        return False
    return noun_score(parts[-1]) > -15 or body_noun(parts[-1]) is not None


@cache
def place_names() -> frozenset[str]:
    """Return the names of cities, regions, rivers and seas of the word list."""
    return load_words("places.txt")


_FOREIGN_PLACE = re.compile(
    r"(?:San|Santa|Santo|São|Sao|Saint|Sankt|La|Las|Los|El|Port|Bad|New|Neu|Fort|Rio|Río|Puerto|Alp"
    r"|Monte|Cerro|Valle|Isola|Lido|Ruta|Villa) \w+"
)


@cache
def is_place_phrase(phrase: str) -> bool:
    """Say whether several words name a place: listed ones, or such as "San Telmo", "Bad Wimpfen"."""
    return (
        phrase in place_names()
        or phrase in country_names()
        or _FOREIGN_PLACE.fullmatch(phrase) is not None
        or " de Mar" in phrase
    )


@cache
def body_names() -> dict[str, str]:
    """Return every form of a well-known body with its canonical name: "EU", "Europäische Union"."""
    names: dict[str, str] = {}
    for canonical, forms in load_table("organisations.tsv"):
        for form in (canonical, *forms.split("|")):
            if form != "-":
                names.setdefault(form, canonical)
    return names


@cache
def body_leads() -> frozenset[str]:
    """Return words that open the names of clubs and firms: "SV", "FC", "Borussia"."""
    return load_words("organisation_leads.txt")


def _names_country(word: str) -> bool:
    return word in country_names() or (word.endswith("s") and word.removesuffix("s") in country_names())


@cache
def names_body_or_place(word: str) -> bool:
    """Say whether the word by itself names or heads a body, a place or a country: "Hamburg", "Stiftung"."""
    if is_first_name(word) and not _names_country(word) and word not in body_leads():
        return False
    return (
        word in place_names()
        or _names_country(word)
        or word in body_names()
        or word in body_leads()
        or body_noun(word) is not None
    )
