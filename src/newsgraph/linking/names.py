"""How the names of two people stand to each other: the same, spelled otherwise, shortened, or another's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from newsgraph.iris import slug
from newsgraph.lexicon import load_table, load_words

if TYPE_CHECKING:
    from newsgraph.model import PersonRecord

_SOUNDS: Final = (
    ("dsch|dj|dzh", "J"),
    ("tsch|tch|cz", "C"),
    ("schtsch|shch", "C"),
    ("sch|sh|zh", "S"),
    ("ch|kh", "H"),
    ("tz|ts|z", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("ck|qu|q|c", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ae|oe|ue", lambda match: match[0][0]),
    ("(?:ij|yj|iy|ii|yi|ie|ey|ei|ej|y|j)", "i"),
    ("(?<=[aeiou])h", ""),
    (r"(.)\1+", r"\1"),
)
"""Letters that transliterations and old spellings interchange: Wladimir and Vladimir, Sergej and Sergei."""


class Likeness(StrEnum):
    """How two names stand to each other; the value says it in a few words."""

    SAME = "the same name"
    SPELLING = "the same name in another spelling"
    SHORTER = "the same name but for a middle name"
    FAMILY = "the same name but for a part of the family name"
    SURNAME = "the same surname"


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, folded: given names, and the family name without particles and noble titles."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether there is a given name beside the family name."""
        return bool(self.given)

    @property
    def keys(self) -> frozenset[str]:
        """What names of one person have at least one of in common: the sounds of their family names."""
        return frozenset(map(sound, self.family))


def name_of(person: PersonRecord) -> Name:
    """Return the parts of a person's canonical name.

    Where the graph has no family name, it is the last word of a name, with the particles before it.
    """
    return parse_name(person.name, person.family_name)


@cache
def parse_name(name: str, family_name: str = "") -> Name:
    """Return the parts of a name.

    >>> parse_name("Karl-Theodor Freiherr zu Guttenberg")
    Name(given=('karl', 'theodor'), family=('guttenberg',))
    >>> parse_name("Obama"), parse_name("Frank-Walter Steinmeier").given
    (Name(given=(), family=('obama',)), ('frank', 'walter'))
    """
    words = [word for word in name.replace("’", "'").split() if _counts(word)]
    known = [word for word in family_name.split() if _counts(word)]
    length = len(known) if known and words[-len(known) :] == known else 1
    family = [part for word in words[-length:] for part in slug(word).split("-")]
    given = [part for word in words[:-length] for part in slug(word).split("-")]
    return Name(tuple(given), tuple(family))


@cache
def sex_of_name(given: str) -> str:
    """Return the sex that a given name tells, "f" or "m"; nothing for both, and for a name that is not known.

    >>> sex_of_name("Stephanie"), sex_of_name("Karl-Theodor"), sex_of_name("Xy")
    ('f', 'm', '')
    """
    words = [word for word in (given.partition(" ")[0], given.partition("-")[0]) if word in _sexes()]
    sex = _sexes()[words[0]] if words else ""
    return sex if sex in {"f", "m"} else ""


@cache
def _sexes() -> dict[str, str]:
    return {row[0]: row[1] for row in load_table("first_names.tsv") if len(row) > 1}


def _counts(word: str) -> bool:
    plain = word.rstrip(".").lower()
    return plain not in load_words("name_particles.txt") and plain not in _noble()


@cache
def _noble() -> frozenset[str]:
    return frozenset(word.lower() for word in load_words("noble_titles.txt"))


@cache
def sound(word: str) -> str:
    """Return a folded word as its transliterations have it in common.

    >>> sound("wladimir") == sound("vladimir"), sound("selenskyj") == sound("zelensky")
    (True, True)
    >>> sound("meier") == sound("maurer")
    False
    """
    for pattern, replacement in _SOUNDS:
        word = re.sub(pattern, replacement, word)
    return word


def compare_names(one: Name, other: Name) -> Likeness | None:
    """Say how two names stand to each other; None where they are two people's.

    >>> compare_names(parse_name("Frank-Walter Steinmeier"), parse_name("Frank Walter Steinmeier")).name
    'SAME'
    >>> compare_names(parse_name("Michael Müller"), parse_name("Max Müller")) is None
    True
    """
    if not (one.is_full and other.is_full):
        return Likeness.SURNAME if _same_surname(one, other) else None
    if one == other:
        return Likeness.SAME
    if _sounds(one.given + one.family) == _sounds(other.given + other.family):
        return Likeness.SPELLING
    if _sounds(one.family) == _sounds(other.family):
        return Likeness.SHORTER if _shortens(one.given, other.given) else None
    if _sounds(one.given) == _sounds(other.given) and _has_part(one.family, other.family):
        return Likeness.FAMILY
    return None


def _same_surname(one: Name, other: Name) -> bool:
    """Compare the surname alone: "Kramp-Karrenbauer" in full, since many are called Kramp."""
    return _sounds(one.family) == _sounds(other.family)


def _sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(sound, words))


def _shortens(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether one row of given names leaves some of the other's out, or has initials for them.

    "Frank" and "Frank-Walter", "George W." and "George"; not "Frank-Walter" and "Walter Frank".
    """
    short, long = sorted((one, other), key=len)
    if not _fits(short[0], long[0]):
        return False
    rest = iter(long[1:])
    return all(any(_fits(word, candidate) for candidate in rest) for word in short[1:])


def _fits(word: str, other: str) -> bool:
    if 1 in {len(word), len(other)}:
        return word[0] == other[0]
    return sound(word) == sound(other)


def _has_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether a double name has the other name as its first or last part: Kramp, Kramp-Karrenbauer."""
    short, long = sorted((_sounds(one), _sounds(other)), key=len)
    return len(short) < len(long) and short in {long[: len(short)], long[-len(short) :]}
