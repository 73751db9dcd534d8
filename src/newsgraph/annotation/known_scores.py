"""How well a person of an article and a known person go together: what speaks for it and what against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from newsgraph.annotation.known_roles import RoleReading, laender, read_role
from newsgraph.annotation.name_words import country_names

if TYPE_CHECKING:
    from datetime import date

    from newsgraph.lexicon.known import Known, KnownPerson, Office

THRESHOLD: Final = 4.0
"""What a person must score to be linked."""

MARGIN: Final = 2.0
"""By how much the best must score above the second."""

_IN_OFFICE: Final = 4.0
_UNDATED: Final = 3.0
_PLACE: Final = 1.0
_CONFLICT: Final = -8.0
_EARLIER: Final = 2.0
_OTHER_TIME: Final = -1.0
_OTHER_HOLDER: Final = -4.0
_PARTY: Final = 3.0
_OTHER_PARTY: Final = -3.0
_OTHER_COUNTRY: Final = -3.0
_POLITICS: Final = 1.5
_NO_POLITICS: Final = -5.0
_AGE: Final = 4.0
_DEAD: Final = -3.0
_LONG_DEAD: Final = -1.0
_FAMOUS: Final = 2.0
_SETTING: Final = 1.0
_RARE, _COMMON = 12, 60  # products of how many known people have the given name and the surname
_YOUNGEST, _OLDEST = 17, 100
_FEDERAL_OFFICES: Final = frozenset({"bundeskanzler", "bundespräsident"})
_SINGLE_OFFICES: Final = _FEDERAL_OFFICES | {"präsident", "ministerpräsident", "papst"}
_TOLD_BY_TITLE: Final = _FEDERAL_OFFICES | {"papst", "kommissionspräsident", "außenminister"}
_LOCAL: Final = frozenset({"bürgermeister"})
GERMANY: Final = "Deutschland"
SEATS: Final = frozenset({"Bundestag", "Landtag", "Europäisches Parlament"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the article says of a person.

    `countries` and `parties` are those among the person's bodies, parties as IRIs; `mentioned` are all
    countries and Länder that the article names. `age` is None where none is printed, `setting` says that the
    article is about German politics.
    """

    name: str
    roles: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    sex: str = ""
    age: int | None = None
    day: date | None = None
    setting: bool = False

    @property
    def readings(self) -> tuple[RoleReading, ...]:
        """What the roles say."""
        return tuple(map(read_role, self.roles))


@dataclass(frozen=True, slots=True)
class Match:
    """A known person with its score, the strongest reason, and the office that fits, if any."""

    person: KnownPerson
    score: float
    reason: str
    office: Office | None = None


def score(evidence: Evidence, person: KnownPerson, known: Known) -> Match:
    """Return how well a person of that full name fits what the article says."""
    office_score, office = best_office(evidence, person)
    points = [
        (office_score, "office on the day" if office is not None and office.start else "office"),
        (_of_holders(evidence, person, known), ""),
        (_of_party(evidence, person, known), "party"),
        (_of_country(evidence, person), "country"),
        (_of_politics(evidence, in_office=office_score >= _UNDATED), "role in politics"),
        (_of_life(evidence, person), "age"),
        (_of_name(evidence, person, known), "full name"),
        (_SETTING if evidence.setting and is_german(person) else 0.0, ""),
    ]
    total = sum(value for value, _ in points)
    reason = max(points, key=lambda point: point[0])[1] or "full name"
    return Match(person, total, reason, office if office_score >= _UNDATED else None)


def score_surname(evidence: Evidence, person: KnownPerson, known: Known) -> Match:
    """Return how well a person fits whom the article names by the surname alone: "US-Präsident Obama".

    Only an office held on the very day counts, and the article has to name its country, or be about German
    politics, where the title alone does not tell: "Präsident Köhler" may be a club's.
    """
    points, office = best_office(evidence, person)
    if office is None or points < _IN_OFFICE or not office.held_on(evidence.day):
        return Match(person, 0.0, "surname")
    told = points > _IN_OFFICE or office.title in _TOLD_BY_TITLE or office.place in evidence.mentioned
    if not told and not (office.place == GERMANY and evidence.setting):
        return Match(person, 0.0, "surname")
    total = (
        points
        + _of_holders(evidence, person, known)
        + _of_party(evidence, person, known)
        + _of_life(evidence, person)
    )
    return Match(person, total, "surname and office on the day", office)


def fits_own(evidence: Evidence, person: KnownPerson, known: Known) -> bool:
    """Say whether the row of a user's table holds for this article: nothing it says is contradicted.

    Its days must take in the article's date, its office be one that the roles can mean, if any are printed,
    and its party be one that the article gives, if it gives any.
    """
    for office in person.offices:
        known_roles = [reading for reading in evidence.readings if reading.titles]
        means = not office.title or not known_roles or any(r.means(office.title) for r in known_roles)
        start, end, day = office.start, office.end, evidence.day
        in_time = day is None or ((start is None or day >= start) and (end is None or day <= end))
        if means and in_time:
            break
    else:
        if person.offices:
            return False
    return _of_life(evidence, person) >= 0 and _of_party(evidence, person, known) >= 0


def is_german(person: KnownPerson) -> bool:
    """Say whether somebody is of German politics: of the Bundestag, the federation or a Land."""
    return bool(person.parties) or any(office.place in {"Bundestag", GERMANY} for office in person.offices)


def best_office(evidence: Evidence, person: KnownPerson) -> tuple[float, Office | None]:
    """Return the office of a person that the roles fit best, with its points; conflicts count below zero."""
    found = [
        (_CONFLICT if reading.is_womans and person.sex == "m" else points, number, office)
        for reading in evidence.readings
        for number, office in enumerate(person.offices)
        if reading.means(office.title)
        for points in [_of_office(reading, office, evidence)]
    ]
    if not found:
        return 0.0, None
    points, _, office = max(found, key=lambda hit: (hit[0], -hit[1]))
    return points, office


def _of_office(reading: RoleReading, office: Office, evidence: Evidence) -> float:
    place = _of_place(reading, office, evidence)
    if place < 0:
        return place
    held = office.held_on(evidence.day)
    if held is None:
        return _UNDATED + place
    if held or (is_over(office, evidence.day) and reading.is_over):
        return _IN_OFFICE + place
    # "1982 berief ihn US-Präsident Ronald Reagan zum Außenminister": a full name says who is meant.
    return _EARLIER + place if is_over(office, evidence.day) else _OTHER_TIME


def is_over(office: Office, day: date | None) -> bool:
    """Say whether an office had ended by a day."""
    return day is not None and office.end is not None and day > office.end


def _of_place(reading: RoleReading, office: Office, evidence: Evidence) -> float:
    """Return the points for the place of an office: named of the person, of another one, or not at all."""
    stated = reading.places | evidence.countries
    if office.place in stated | evidence.bodies:
        return _PLACE
    if office.place in SEATS:
        return _CONFLICT if stated & SEATS else 0.0
    if office.place in laender():
        return _CONFLICT if stated - {GERMANY} or GERMANY in reading.places else 0.0
    if office.place in _states():
        return _CONFLICT if stated else 0.0
    return 0.0


@cache
def _states() -> frozenset[str]:
    return frozenset(country_names().values())


def _of_holders(evidence: Evidence, person: KnownPerson, known: Known) -> float:
    """Return a conflict where another is known to have held the very office on the day."""
    if evidence.day is None:
        return 0.0
    for reading in evidence.readings:
        if reading.is_over or reading.is_coming or len(reading.titles) != 1:
            continue
        (title,) = reading.titles
        if title not in _SINGLE_OFFICES and (title == "minister" or not title.endswith("minister")):
            continue
        places = reading.places | evidence.countries
        if not places and title in _FEDERAL_OFFICES:
            places = frozenset({GERMANY})
        for place in places:
            holders = known.holders(title, place, evidence.day)
            if holders and person.iri not in holders and not _held(person, title, place, evidence.day):
                return _OTHER_HOLDER
    return 0.0


def _held(person: KnownPerson, title: str, place: str, day: date) -> bool:
    """Say whether a person held an office earlier."""
    return any((o.title, o.place) == (title, place) and is_over(o, day) for o in person.offices)


def _of_party(evidence: Evidence, person: KnownPerson, known: Known) -> float:
    """Return the points for the party; a user's table may name it ("SPD") instead of giving its IRI."""
    if not evidence.parties or not person.parties:
        return 0.0
    bodies = {party: known.body(party) for party in person.parties}
    own = {party if body is None else body.iri for party, body in bodies.items()}
    return _PARTY if own & (evidence.parties | evidence.bodies) else _OTHER_PARTY


def _of_country(evidence: Evidence, person: KnownPerson) -> float:
    """Return the points for the countries of a person: "der Russe Sergej Lawrow", "der Tiroler Max Weber"."""
    if not evidence.countries:
        return 0.0
    own = {office.place for office in person.offices if office.place in _states()}
    own |= {GERMANY} if is_german(person) else set()
    if own & evidence.countries:
        return _PLACE
    return _OTHER_COUNTRY if own else 0.0


def _of_politics(evidence: Evidence, *, in_office: bool) -> float:
    """Return the points for roles that politicians have, or that others have ("Trainer", "Landrat")."""
    if in_office:
        return 0.0
    others = [reading for reading in evidence.readings if not reading.is_open]
    if any(reading.is_political and not reading.titles & _LOCAL for reading in others):
        return _POLITICS
    return _NO_POLITICS if others else 0.0


def _of_life(evidence: Evidence, person: KnownPerson) -> float:
    """Return the points for sex, age and lifespan."""
    points = _CONFLICT if evidence.sex and person.sex and evidence.sex != person.sex else 0.0
    if evidence.day is None:
        return points
    if person.died is not None and person.died < evidence.day:
        points += _DEAD if any(not reading.is_over for reading in evidence.readings) else _LONG_DEAD
    if person.born is None:
        return points
    years = evidence.day.year - person.born.year
    if evidence.age is not None:
        points += _AGE if years - evidence.age in {0, 1} else _CONFLICT
    if not _YOUNGEST <= years <= _OLDEST and person.died is None:
        points += _CONFLICT
    return points


def _of_name(evidence: Evidence, person: KnownPerson, known: Known) -> float:
    """Return the points for a full name: the rarer, the more; more for one whose offices are known by day.

    "Joachim Gauck" is rare, "Peter Schmidt" is not.
    """
    frequency = known.frequency(evidence.name)
    rare = frequency <= _RARE or known.surname_count(evidence.name) <= 1
    points = 2.0 if rare else 1.0 if frequency <= _COMMON else 0.0
    famous = points and any(office.start is not None for office in person.offices)
    return points + (_FAMOUS if famous else 0.0)
