"""How sure it is that two persons with names alike are one: by known items, roles, bodies and days."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from newsgraph.linking.names import Likeness, compare_names
from newsgraph.linking.people_profiles import is_telling_body
from newsgraph.linking.roles import Holders, are_rivals, past_of_role, related_role, same_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.linking.people_profiles import Entity, Profile
    from newsgraph.linking.roles import Role
    from newsgraph.model import BodyRecord

LEAST: Final = 0.8
"""The least confidence of a link: below, nothing is said."""

MARGIN: Final = 0.05
"""By how much the best candidate for a single name must lead the next one."""

_ITEM: Final = 0.98
_PAST: Final = 0.82
_NEAR, _YEAR, _TERM, _CAREER = 14, 366, 4 * 366, 20 * 366
_FULL_BONUS: Final = {Likeness.SAME: 0.04, Likeness.SPELLING: 0.04, Likeness.SHORTER: 0.02}
_MOST: Final = 0.97
_PARTIES: Final = 0.2


@dataclass(frozen=True, slots=True)
class Score:
    """How sure it is that two are one, why, and what shows it."""

    confidence: float
    reason: str
    evidence: tuple[str, ...] = ()


def score(one: Entity, other: Entity) -> Score | None:
    """Return how sure it is that two entities are one person; None where it is not sure enough.

    "US-Präsident Obama" here and "Barack Obama, Präsident der USA" there are one by their known item, or by
    the same office within its term. "Müller" and "Max Müller" are not, nor are "Müller (SPD)" and
    "Max Müller (SPD)": a surname with a party is worn by many.
    """
    likeness = _likeness(one, other)
    shared = one.items & other.items
    if (likeness is None and not (shared and one.is_full is not other.is_full)) or contradicts(one, other):
        return None
    if shared:
        item = min(shared)
        return Score(_ITEM, "the same item of Wikidata", (*_first(one, item), *_first(other, item)))
    best = max(_grounds(one, other), key=lambda found: (found.confidence, found.evidence), default=None)
    if likeness is None or best is None:
        return None
    confidence = best.confidence + _FULL_BONUS.get(likeness, 0.0)
    if are_rivals(one.parties, other.parties):
        confidence -= _PARTIES
    if confidence < LEAST:
        return None
    return Score(min(confidence, _MOST), f"{likeness.value}, {best.reason}", best.evidence)


def _likeness(one: Entity, other: Entity) -> Likeness | None:
    """Return how the names stand to each other, the closest of all."""
    found = {compare_names(name, another) for name, another in product(one.names, other.names)}
    return next((likeness for likeness in Likeness if likeness in found), None)


def contradicts(one: Entity, other: Entity) -> bool:
    """Say whether two entities cannot be one: both in one article, other items, sexes or years of birth."""
    if one.articles & other.articles:
        return True
    if any(a and b and not a & b for a, b in ((one.items, other.items), (one.sexes, other.sexes))):
        return True
    return bool(one.births and other.births and not _near(one.births, other.births))


def _near(births: frozenset[int], others: frozenset[int]) -> bool:
    return any(abs(year - other) <= 1 for year, other in product(births, others))


def _first(entity: Entity, value: str) -> tuple[str, ...]:
    profile = next(p for p in entity.profiles if value in p.person.same_as)
    return profile.evidence(value)


def _grounds(one: Entity, other: Entity) -> Iterator[Score]:
    for role, another in product(one.by_role, other.by_role):
        if same_role(role, another) or related_role(role, another):
            yield from _by_role(one, other, role, another)
    if not (one.is_full and other.is_full):
        yield from _by_past(one, other)
    else:
        yield from _by_body(one, other)


def _by_past(one: Entity, other: Entity) -> Iterator[Score]:
    """Yield what a past office is worth to a single name; full names can be father and son."""
    for role, another in product(one.by_role, other.by_role):
        if past_of_role(role, another):
            yield from _by_role(one, other, role, another)


def _by_role(one: Entity, other: Entity, role: Role, another: Role) -> Iterator[Score]:
    """Yield what a shared role is worth, for the pair of articles nearest in time."""
    first, second, days = _nearest(one.by_role[role], other.by_role[another])
    body = _shared_body(first, second)
    worth = _worth(role, another, body, days)
    if worth is None:
        return
    roles = first.roles[role], second.roles[another]
    names = (body.iri,) if body is not None else ()
    printed = roles[0] if roles[0] == roles[1] else f"{roles[0]} / {roles[1]}"
    reason = f"the same role ({printed}{f', {body.name}' if body is not None else ''})"
    yield Score(worth, reason, (*first.evidence(roles[0], *names), *second.evidence(roles[1], *names)))


def _worth(role: Role, another: Role, body: BodyRecord | None, days: int) -> float | None:
    """Return how sure a shared role makes: an office of which there is one makes sure within its term."""
    exact = same_role(role, another)
    office = role if exact else max(role, another, key=lambda r: len(r.noun))
    if past_of_role(role, another):
        return _PAST if replace(office, is_past=False).holders is Holders.STATE and days <= _CAREER else None
    if office.holders is Holders.STATE:
        return _state_worth(days, exact=exact, same_body=body is not None)
    if body is None:
        return None
    if office.holders is Holders.BODY and days <= _TERM:
        return 0.9 if exact else 0.86
    return 0.84 if exact and is_telling_body(body) and days <= _YEAR else None


def _state_worth(days: int, *, exact: bool, same_body: bool) -> float | None:
    """Return how sure an office of the state makes, with the surname: "Kanzlerin Merkel"."""
    limit = _TERM if same_body else _YEAR
    if days > limit:
        return None
    if same_body:
        return 0.93 if exact else 0.9
    return 0.88 if exact else (0.84 if days <= _NEAR else 0.78)


def _nearest(first: tuple[Profile, ...], second: tuple[Profile, ...]) -> tuple[Profile, Profile, int]:
    """Return the two profiles whose articles lie nearest in time, and the days between; undated lie far.

    Both are in the order of their days.
    """
    if len(first) > len(second):
        other, one, days = _nearest(second, first)
        return one, other, days
    found = []
    for one in first:
        place = bisect_left(second, _day(one), key=_day)
        near = second[max(0, place - 1) : place + 1]
        found += [(_days(one, other), one.node, other.node, one, other) for other in near]
    days, _, _, one, other = min(found, key=lambda row: row[:3])
    return one, other, days


def _day(profile: Profile) -> int:
    return profile.day or 0


def _days(one: Profile, other: Profile) -> int:
    return _YEAR if one.day is None or other.day is None else abs(one.day - other.day)


def _shared_body(one: Profile, other: Profile) -> BodyRecord | None:
    shared = sorted(set(one.bodies) & set(other.bodies))
    return one.bodies[shared[0]] if shared else None


def _by_body(one: Entity, other: Entity) -> Iterator[Score]:
    """Yield what a shared body is worth to two full names that differ in spelling or a middle name."""
    for key in sorted(set(one.by_body) & set(other.by_body)):
        first, second, days = _nearest(one.by_body[key], other.by_body[key])
        body = first.bodies[key]
        if is_telling_body(body) and days <= _TERM:
            evidence = (*first.evidence(body.iri), *second.evidence(second.bodies[key].iri))
            yield Score(0.84, f"the same body ({body.name})", evidence)
