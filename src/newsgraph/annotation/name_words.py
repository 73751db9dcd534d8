"""What a single word says of names: given name, role noun, title, common noun, country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsgraph.annotation.document import word_scores
from newsgraph.annotation.roles_shapes import means_none, shaped_base
from newsgraph.annotation.tails import tails
from newsgraph.lexicon import load_table, load_words

_KNOWN_NOUN = -17.0
_KNOWN_WORD = -15.0
_INITIAL = re.compile(r"(?:[A-ZÄÖÜ][a-z]?\.(?:-?[A-ZÄÖÜ]\.)*)")
_ARABIC = re.compile(r"(?:[Aa]l|[Ee]l|[Aa][stnrdz]|[Aa]sch)[-‑]\w+")
_NAME = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-‑][^\W\d_]+(?:['’][^\W\d_]+)*)*['’]?")


@cache
def _first_names() -> frozenset[str]:
    return frozenset(row[0] for row in load_table("first_names.tsv"))


@cache
def is_first_name(word: str) -> bool:
    """Say whether the word is a known given name: "Gesine", "Hans-Peter"; not "Gutachten"."""
    parts = re.split(r"[-‑]", word)
    if is_title(word):
        return False
    return word in _first_names() or (len(parts) > 1 and all(p in _first_names() for p in parts))


@cache
def _role_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for row in load_table("role_nouns.tsv"):
        masculine, feminine = row[0].lower(), row[1].lower()
        words[masculine] = masculine
        if feminine != "=":
            words.setdefault(feminine, masculine)
    return words


@cache
def role_base(word: str) -> str | None:
    """Return the masculine role noun that the word is, or that a compound ends in; None for other words.

    >>> role_base("Außenministerin"), role_base("Abgeordneten"), role_base("Gutachten")
    ('minister', 'abgeordneter', None)
    """
    if means_none(word):
        return None
    return _listed_base(word) or (None if is_first_name(word) else shaped_base(word))


def _listed_base(word: str) -> str | None:
    known = _role_words()
    lower = word.lower()
    found = (_role_tail(form, known) for form in _role_forms(lower))
    base = next((known[tail] for tail in found if tail is not None), None)
    if base is not None or not lower.endswith(("en", "em", "e")):
        return base
    # "dem Abgeordneten", "der Agrarbeamte": adjectival nouns decline; "Gutachten" is no "Gutachter".
    tail = _role_tail(lower.rstrip("nm") + "r", known)
    return tail if tail is not None and _declines(tail) else None


def _role_tail(form: str, known: dict[str, str]) -> str | None:
    starts = (start for start in tails(form, min(len(form), 3)) if form[start:] in known)
    return next((form[start:] for start in starts if _is_role_tail(form, form[start:], start)), None)


def _declines(masculine: str) -> bool:
    return _role_words().get(masculine.removesuffix("r")) == masculine or masculine == "beamter"


def _is_role_tail(form: str, tail: str, start: int) -> bool:
    if start == 0 or form[start - 1] == "-":
        return True
    if tail in _WHOLE_ONLY:  # "der Liberale", but not the adjective of "Mitteldeutscher"
        return False
    if tail in {"mann", "frau"}:  # "Gewerkschaftsmann", not "Kielmann"
        head = form[:start].removesuffix("s")
        return len(head) > 2 and noun_score(head.capitalize()) > _KNOWN_WORD
    return len(tail) > 4 or tail in _SHORT_TAILS


_WHOLE_ONLY = frozenset(
    {
        "deutscher",
        "deutsche",
        "linker",
        "linke",
        "grüner",
        "liberaler",
        "liberale",
        "konservativer",
        "konservative",
    }
)
# "Parteichef", "Chefarzt", "Fraktionsvize" are people; words in -rat, -wirt, -gast or -star often are not.
_SHORT_TAILS = frozenset({"chef", "vize", "arzt", "wirt", "mann", "frau", "wart", "profi", "star"})


def _role_forms(word: str) -> tuple[str, ...]:
    forms = [word]
    for ending in ("es", "s", "en", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            stem = word.removesuffix(ending)
            forms.append(stem)
    return tuple(forms)


@cache
def is_role_noun(word: str) -> bool:
    """Say whether the word means a human by role, trade, kin or origin: "Reederpräsidentin", "Wirt"."""
    return word[:1].isupper() and (role_base(word) is not None or country_of_inhabitant(word) is not None)


@cache
def is_title(word: str) -> bool:
    """Say whether the word is a title or form of address, no part of a name: "Dr.", "Frau", "Pater"."""
    return word in load_words("titles.txt")


@cache
def is_noble_title(word: str) -> bool:
    """Say whether the word is a noble title inside a name: "Ferdinand Freiherr von Maltitz"."""
    return word in load_words("noble_titles.txt")


@cache
def is_initial(word: str) -> bool:
    """Say whether the word is one or more initials: "J.", "H.-J."."""
    return _INITIAL.fullmatch(word) is not None and not is_title(word) and word != "St."


@cache
def is_particle(word: str) -> bool:
    """Say whether the word is a particle of names: "von", "da", "bin"."""
    return word in load_words("name_particles.txt") or word in {
        "De",
        "Van",
        "Von",
        "Le",
        "La",
        "Di",
        "Du",
        "Te",
        "El",
    }


@cache
def is_name_shaped(word: str) -> bool:
    """Say whether the word could be part of a name by its letters: "Nkoana-Mashabane", "al-Assad"."""
    if _ARABIC.fullmatch(word):
        return True
    if not _NAME.fullmatch(word) or not word[0].isupper() or len(word) < 2:
        return False
    return not (word.isupper() and len(word) > 1)


@cache
def noun_score(word: str) -> float:
    """Return how well the tagger's lexicon knows the word as a common noun (log-probability)."""
    return word_scores(word).get("NN", -99.0)


@cache
def is_common_noun(word: str) -> bool:
    """Say whether the word is a German common noun rather than a name: "Gutachten"; not "Kielmann"."""
    if is_role_noun(word):
        return True
    scores = word_scores(word)
    noun, name = scores.get("NN", -99.0), scores.get("NE", -99.0)
    return noun > _KNOWN_NOUN and noun > name


@cache
def is_known_word(word: str) -> bool:
    """Say whether the lower-case word is a known German verb, adjective or adverb: "kommt" for "Kommt"."""
    return any(
        score > _KNOWN_WORD and not tag.startswith(("NN", "NE", "FM", "XY"))
        for tag, score in word_scores(word.lower()).items()
    )


@dataclass(frozen=True, slots=True)
class CountryWords:
    """A country with its adjectives, other forms and inhabitants."""

    name: str
    adjectives: tuple[str, ...]
    forms: tuple[str, ...]
    inhabitants: tuple[str, ...]


@cache
def _countries() -> tuple[CountryWords, ...]:
    rows = []
    for name, adjectives, forms, inhabitants in load_table("countries.tsv"):
        people: list[str] = []
        for entry in _items(inhabitants):
            masculine, _, feminine = entry.partition(":")
            people += [masculine, feminine or masculine.removesuffix("e") + "in"]
        rows.append(CountryWords(name, _items(adjectives), _items(forms), tuple(people)))
    return tuple(rows)


def _items(field: str) -> tuple[str, ...]:
    return tuple(item for item in field.split(",") if item not in {"", "-"})


@cache
def country_names() -> dict[str, str]:
    """Return every printed form of a country with its canonical name: "Niederlanden" for "Niederlande"."""
    return {form: c.name for c in _countries() for form in (c.name, *c.forms)}


@cache
def country_of_adjective(word: str) -> str | None:
    """Return the country of a demonym: "finnische" is Finnland; None for another adjective ("deutliche")."""
    table = _adjectives()
    for ending in ("", "e", "er", "en", "em", "es", "n"):
        stem = word.removesuffix(ending) if ending else word
        if (ending == "" or word.endswith(ending)) and (stem in table or stem.lower() in table):
            return table.get(stem) or table.get(stem.lower())
    return None


@cache
def _adjectives() -> dict[str, str]:
    return {adjective: c.name for c in _countries() for adjective in c.adjectives}


@cache
def _inhabitants() -> dict[str, str]:
    return {person: c.name for c in _countries() for person in c.inhabitants}


@cache
def country_of_inhabitant(word: str) -> str | None:
    """Return the country of an inhabitant: "Lettin" is Lettland; None for another noun."""
    table = _inhabitants()
    for form in (word, word.removesuffix("n"), word.removesuffix("s"), word.removesuffix("en")):
        if form in table:
            return table[form]
    return None
