"""From a bare text to its annotations, on sentences that need more than one stage."""

from __future__ import annotations

import pytest

import newsgraph


def speakers(text: str) -> list[list[str]]:
    return [[speaker.name for speaker in s.speakers] for s in newsgraph.annotate(text).statements]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Im Rat warnen Beobachter vor der Maut. Das würde ihrer Ansicht nach alle treffen.", "Beobachter"),
        ("Ministerin Anna Ohm warnte vor der Maut. Das würde ihrer Ansicht nach alle treffen.", "Anna Ohm"),
        ("Der Verband warnte vor der Maut. Das würde seiner Meinung nach alle treffen.", "Verband"),
    ],
)
def test_a_possessive_tells_whose_view_it_is(text: str, owner: str) -> None:
    assert speakers(text) == [[owner], [owner]]


def test_an_initiative_of_a_country_is_no_body() -> None:
    notes = newsgraph.annotate("Die Minister hatten auf US-Initiative hin telefoniert.")
    assert [o.name for o in notes.organisations] == []
