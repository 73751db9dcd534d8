"""From a bare text to its annotations, on sentences that need more than one stage."""

from __future__ import annotations

import pytest

import newsgraph


def speakers(text: str) -> list[list[str]]:
    return [
        [speaker.name for speaker in s.speakers] for s in newsgraph.annotate(text, model="rules").statements
    ]


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
    notes = newsgraph.annotate("Die Minister hatten auf US-Initiative hin telefoniert.", model="rules")
    assert [o.name for o in notes.organisations] == []


def test_her_country_proposes_what_she_says_that_it_proposed() -> None:
    text = (
        "„Das hilft allen“, sagte die norwegische Ministerin Anna Ohm. "
        "Ihr Land habe vorgeschlagen, eine Sperre zu bauen."
    )
    (proposal,) = newsgraph.annotate(text, model="rules").proposals
    assert proposal.text(text) == "eine Sperre zu bauen"
    assert [a.name for a in proposal.proposers] == ["Norwegen"]
    assert [a.name for a in proposal.reported_by] == ["Anna Ohm"]


@pytest.mark.parametrize(
    "text",
    [
        "Die Lage ist ernst: Es fehlt an Geld, so Minister Jan Ohm.",
        "Die Lage ist ernst: Es fehlt laut Minister Jan Ohm an Geld.",
    ],
)
def test_what_stands_before_a_colon_is_not_said(text: str) -> None:
    (statement,) = newsgraph.annotate(text, model="rules").statements
    assert statement.text(text) == "Es fehlt an Geld"
