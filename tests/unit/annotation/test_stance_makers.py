"""Who makes which proposals, and which names of bodies belong together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsgraph.annotation.stance_makers import BodyNames, Makers
from newsgraph.model import Organisation, Person, Proposal, Span

_UNION = Organisation("Union")
_MUSTER = Person("Anna Muster")


def test_equal_agents_make_the_same_proposals() -> None:
    makers = Makers(
        (Proposal((Span(0, 4),), proposers=(_UNION,)), Proposal((Span(9, 12),), proposers=(_MUSTER, _UNION)))
    )
    assert makers.made_by(_UNION) == {0, 1}
    assert makers.made_by(replace(_MUSTER)) == {1}
    assert makers.made_by(replace(_MUSTER, ordinal=2)) == makers.made_by(None) == frozenset()
    assert makers.made_by_any((0, 1)) == {0, 1}
    assert makers.made_by_any(()) == frozenset()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("spd", {0, 1, 2}),
        ("spd-fraktion", {0, 1}),
        ("spd-fraktion im landtag", {0, 1}),
        ("landtag", {2}),
        ("verein", set()),
        ("frak", set()),
    ],
)
def test_bodies_are_found_by_whole_words(name: str, found: set[int]) -> None:
    """ "SPD" belongs to "SPD-Fraktion" and "SPD im Landtag"; "Frak" to none."""
    names = {"spd-fraktion": 0, "spd": 1, "spd im landtag": 2, "fraktionsverein": 3}
    assert BodyNames(names.items()).related(name) == found
