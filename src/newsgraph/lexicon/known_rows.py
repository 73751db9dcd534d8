"""What a table of known people and bodies tells of each: names, IRI, lifespan, parties, offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from anyascii import anyascii

WIKIDATA: Final = "http://www.wikidata.org/entity/"
_FOLDED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "-": " ", "‑": " ", "’": "'"})


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its title (masculine, lower case), the country, Land or body, and the days it was held.

    `start` is None where that is not known, `end` where it is not known or the office is still held. `seen`
    is the last year in which it is known to have been held, where the table knows nothing of later.
    """

    title: str
    place: str = ""
    start: date | None = None
    end: date | None = None
    seen: int | None = None

    def held_on(self, day: date | None) -> bool | None:
        """Say whether the office was held on a day; None where that is not known."""
        if day is None or self.start is None:
            return None
        if day < self.start or (self.end is not None and day > self.end):
            return False
        return None if self.seen is not None and day.year > self.seen else True


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person with an IRI. `own` is True for a row of the user's.

    `born` and `died` are the first and the last day that they can have been: a year alone is the whole year.
    `parties` are IRIs, or names in a row of the user's.
    """

    iri: str
    name: str
    other_names: tuple[str, ...] = ()
    sex: str = ""
    born: date | None = None
    died: date | None = None
    parties: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body or country with an IRI; `kind`: party, ministry, country, agency, land and others."""

    iri: str
    name: str
    other_names: tuple[str, ...] = ()
    kind: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The user's rows; `never` are the keys of names that are not linked, `digest` the file's SHA-256."""

    people: tuple[KnownPerson, ...] = ()
    bodies: tuple[KnownBody, ...] = ()
    never: frozenset[str] = frozenset()
    digest: str | None = None


def name_key(name: str) -> str:
    """Return a name as it is looked up: without case, hyphens and accents.

    >>> name_key("Recep Tayyip Erdoğan"), name_key("Karl-Theodor zu Guttenberg")
    ('recep tayyip erdogan', 'karl theodor zu guttenberg')
    """
    folded = name.lower().translate(_FOLDED)
    return folded if folded.isascii() else anyascii(folded).lower()


def day_from(text: str, *, last: bool = False) -> date | None:
    """Return the day of "2017-01-20", the first (or last) day of "2017", None for nothing.

    >>> day_from("2017"), day_from("2017", last=True)
    (datetime.date(2017, 1, 1), datetime.date(2017, 12, 31))

    Raises `ValueError` for what is no day.
    """
    if not text:
        return None
    if len(text) == len("2017"):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    return date.fromisoformat(text)
