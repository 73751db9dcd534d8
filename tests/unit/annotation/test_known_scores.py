"""What speaks for a known person and what against: office, party, country, sex, age, lifespan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.bodies_known import _fits
from newsgraph.annotation.known_scores import Evidence, fits_own, score, score_surname
from newsgraph.lexicon.known import KnownBody, KnownPerson, Office, load_known

if TYPE_CHECKING:
    from pathlib import Path

SPD, CDU = (f"http://www.wikidata.org/entity/{item}" for item in ("Q49768", "Q49762"))
DAY = date(2016, 5, 12)
MINISTER = Office("innenminister", "Hessen", date(2014, 1, 18), date(2020, 1, 1))
PERSON = KnownPerson("urn:x:kuno", "Kuno Brandel", sex="m", born=date(1962, 3, 1), offices=(MINISTER,))
IN_SPD = replace(PERSON, parties=(SPD,))
SAID = Evidence("Kuno Brandel", roles=("hessischer Innenminister",), day=DAY)


def points(evidence: Evidence, person: KnownPerson = PERSON) -> float:
    return score(evidence, person, load_known()).score


@pytest.mark.parametrize(
    ("evidence", "person"),
    [
        (replace(SAID, parties=frozenset({CDU})), IN_SPD),
        (replace(SAID, countries=frozenset({"Finnland"}), roles=("Minister",)), PERSON),
        (replace(SAID, countries=frozenset({"Finnland"})), IN_SPD),
        (replace(SAID, sex="f"), PERSON),
        (replace(SAID, age=34), PERSON),
        (SAID, replace(PERSON, died=date(2001, 2, 3))),
        (SAID, replace(PERSON, born=date(1850, 1, 1))),
        (replace(SAID, roles=("Trainer",)), PERSON),
        (replace(SAID, roles=("bayerischer Innenminister",)), PERSON),
        (replace(SAID, day=date(2010, 5, 12)), PERSON),
    ],
)
def test_what_speaks_against_a_person(evidence: Evidence, person: KnownPerson) -> None:
    assert points(evidence, person) < points(SAID)


@pytest.mark.parametrize(
    "evidence",
    [
        replace(SAID, parties=frozenset({SPD})),
        replace(SAID, age=54),
        replace(SAID, age=53),  # the birthday may be to come
        replace(SAID, setting=True),
    ],
)
def test_what_speaks_for_a_person(evidence: Evidence) -> None:
    assert points(evidence, IN_SPD) > points(SAID, IN_SPD)


def test_a_former_role_of_the_dead_weighs_less_than_a_present_one() -> None:
    dead = replace(PERSON, died=date(2020, 2, 3))
    former = replace(SAID, roles=("früherer hessischer Innenminister",), day=date(2021, 1, 1))
    present = replace(SAID, day=date(2021, 1, 1))
    living = points(former) - points(present)
    assert points(former, dead) - points(present, dead) > living


def test_a_users_table_may_name_a_party_by_its_name(tmp_path: Path) -> None:
    table = tmp_path / "people.tsv"
    table.write_text("name\tid\tkind\nFreie Liste Talheim\thttps://e.example/flt\tparty\n", encoding="utf-8")
    known = load_known(table)

    def said(*parties: str) -> Evidence:
        iris = frozenset(body.iri for party in parties if (body := known.body(party)) is not None)
        return Evidence("Brandel", ("hessischer Innenminister",), parties=iris, day=DAY)

    for party, other in (("SPD", "CDU"), (SPD, "CDU"), ("Freie Liste Talheim", "SPD")):
        own = replace(PERSON, parties=(party,), own=True)
        name = "SPD" if party == SPD else party
        assert fits_own(said(name), own, known)
        assert fits_own(said(), own, known)
        assert not fits_own(said(other), own, known)
        assert score_surname(said(name), own, known).score > score_surname(said(), own, known).score


def test_an_organisation_is_no_land_and_a_place_nothing_else() -> None:
    land, party = (KnownBody("urn:x:body", "Hessen", kind=kind) for kind in ("land", "party"))
    assert not _fits(land, None)
    assert _fits(party, None)
    assert _fits(land, frozenset({"land"}))
    assert not _fits(party, frozenset({"land"}))
