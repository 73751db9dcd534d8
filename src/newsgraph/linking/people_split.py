"""Namesakes under one IRI: a full name makes one IRI, and two human beings may share the name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from newsgraph.linking.people_profiles import is_telling_body
from newsgraph.linking.people_scores import Score
from newsgraph.linking.roles import are_rivals, same_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsgraph.linking.people_profiles import Profile

    Pairs = Mapping[frozenset[str], Score]

_ITEMS: Final = 0.97
_AGES: Final = 0.9
_PARTIES: Final = 0.85
_FIELDS: Final = 0.85
_SAME_TIME: Final = 2 * 366
_SAME_ITEM, _SAME_ROLE, _SAME_BODY, _SAME_PARTY, _SAME_NAME = 0.98, 0.92, 0.9, 0.85, 0.8


@dataclass(frozen=True, slots=True)
class Split:
    """The people found under one IRI: groups of profiles, what holds each together, what tells them apart.

    `same` and `different` are pairs of the profiles' IRIs with their score.
    """

    groups: tuple[tuple[Profile, ...], ...]
    same: tuple[tuple[str, str, Score], ...] = ()
    different: tuple[tuple[str, str, Score], ...] = ()


def split(profiles: Sequence[Profile], same: Pairs, different: Pairs) -> Split:
    """Return the people that share the IRI of these profiles; one group where nothing tells them apart.

    `same` and `different` are what the user decided on pairs of the profiles' IRIs. Where the articles tell
    namesakes apart, a profile goes with others only if it has a known item, a role, a body or a party in
    common with them, and of the rest nothing is said; where only the user does, the rest stay together. The
    profiles are in a fixed order.
    """
    decided = {node for pair in (*same, *different) for node in pair}
    units, held = _units(profiles, decided)
    telling = [unit for unit in units if unit.items or unit.births or unit.parties or unit.fields]
    told = any(_conflict(one, other, same) is not None for one, other in combinations(telling, 2))
    if not told and not different:
        return Split((tuple(profiles),))
    groups = {rep.node: [rep] for rep in units}
    root = {rep.node: rep.node for rep in units}
    for _, one, other, found in sorted(_bonds(units, same, told=told), key=lambda row: row[:3]):
        first, second = root[one], root[other]
        if first == second or _conflict_of(groups[first], groups[second], same, different) is not None:
            continue
        kept, gone = sorted((first, second))
        root |= {profile.node: kept for profile in groups[gone]}
        groups[kept] += groups.pop(gone)
        held.append((other, one, found))
    apart = []
    for first, second in combinations(sorted(groups), 2):
        sign = _conflict_of(groups[first], groups[second], same, different)
        if sign is not None:
            apart.append((second, first, sign))
    whole = tuple(tuple(p for rep in groups[node] for p in units[rep]) for node in sorted(groups))
    return Split(whole, tuple(held), tuple(apart))


def _units(
    profiles: Sequence[Profile], decided: set[str]
) -> tuple[dict[Profile, list[Profile]], list[tuple[str, str, Score]]]:
    """Return profiles that say the same of the same year as one, with what holds them together.

    A name that is in thousands of articles would take long otherwise. What the user decided on, and what has
    nothing that could hold it, stays by itself.
    """
    firsts: dict[object, Profile] = {}
    units: dict[Profile, list[Profile]] = {}
    held = []
    for profile in profiles:
        first = profile if profile.node in decided else firsts.setdefault(_signature(profile), profile)
        bond = None if first is profile else _bond(first, profile)
        if bond is None:
            units[profile] = [profile]
        else:
            units[first].append(profile)
            held.append((profile.node, first.node, bond))
    return units, held


def _signature(profile: Profile) -> object:
    return (
        *(profile.items, profile.births, frozenset(profile.parties), profile.fields),
        *(frozenset(profile.roles), frozenset(profile.bodies)),
        None if profile.day is None else profile.day // _SAME_TIME,
    )


def _bonds(
    profiles: Iterable[Profile], same: Pairs, *, told: bool
) -> Iterator[tuple[float, str, str, Score]]:
    """Yield the pairs that have something in common, with the negative of how sure that makes."""
    for one, other in combinations(profiles, 2):
        found = same.get(frozenset({one.node, other.node})) or _bond(one, other)
        if found is None and not told:
            found = _score(_SAME_NAME, "the same name, and nothing that tells them apart", one, other)
        if found is not None:
            yield -found.confidence, one.node, other.node, found


def _bond(one: Profile, other: Profile) -> Score | None:
    name = "the same name"
    if items := sorted(one.items & other.items):
        return _score(_SAME_ITEM, "the same item of Wikidata", one, other, items[0])
    for role in sorted(one.roles, key=one.roles.__getitem__):
        for another in other.roles:
            if same_role(role, another):
                printed = one.roles[role]
                reason = f"{name}, the same role ({printed})"
                return _score(_SAME_ROLE, reason, one, other, printed, other.roles[another])
    for key in sorted(set(one.bodies) & set(other.bodies)):
        body = one.bodies[key]
        if is_telling_body(body):
            return _score(_SAME_BODY, f"{name}, the same body ({body.name})", one, other, body.iri)
    if parties := sorted(one.parties.keys() & other.parties):
        party = parties[0]
        return _score(_SAME_PARTY, f"{name}, the same party ({party})", one, other, one.parties[party])
    return None


def _conflict_of(
    first: Sequence[Profile], second: Sequence[Profile], same: Pairs, different: Pairs
) -> Score | None:
    """Return the surest sign that two groups are two people; None where there is none."""
    found = None
    for one in first:
        for other in second:
            pair = frozenset({one.node, other.node})
            sign = different.get(pair) or _conflict(one, other, same)
            if sign is not None and (found is None or sign.confidence > found.confidence):
                found = sign
    return found


def _conflict(one: Profile, other: Profile, same: Pairs) -> Score | None:
    """Return what tells two profiles of one name apart; None where nothing does, or something binds them."""
    bond = _bond(one, other)
    if frozenset({one.node, other.node}) in same or (bond is not None and bond.confidence > _SAME_PARTY):
        return None
    if one.items and other.items:
        return _apart(_ITEMS, "other items of Wikidata", one, other)
    if one.births and other.births and min(abs(b - c) for b in one.births for c in other.births) > 1:
        return _apart(_AGES, "ages that cannot be one person's", one, other)
    return _conflict_of_time(one, other) if bond is None else None


def _conflict_of_time(one: Profile, other: Profile) -> Score | None:
    """Return what one person can hardly be at the same time: of two parties, or in sport and in politics.

    Who has no role beside the party tells too little: a bracket may be another's.
    """
    if one.day is None or other.day is None or abs(one.day - other.day) > _SAME_TIME:
        return None
    if one.roles and other.roles and are_rivals(one.parties, other.parties):
        return _apart(_PARTIES, "other parties at the same time", one, other)
    if one.fields and other.fields and not one.fields & other.fields:
        reason = f"{min(one.fields)} here and {min(other.fields)} there at the same time"
        return _apart(_FIELDS, reason, one, other)
    return None


def _apart(confidence: float, what: str, one: Profile, other: Profile) -> Score:
    values = [value for p in (one, other) for value in (*p.items, *p.parties.values(), *p.roles.values())]
    return _score(confidence, f"the same name, {what}", one, other, *values)


def _score(confidence: float, reason: str, one: Profile, other: Profile, *values: str) -> Score:
    return Score(confidence, reason, (*one.evidence(*values), *other.evidence(*values)))
