"""What speaks for a known person and what against: office, party, country, sex, age, lifespan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from newsgraph.annotation.bodies_known import _fits
from newsgraph.annotation.known_scores import Evidence, fits_own, score, score_surname
from newsgraph.lexicon.known import KnownBody, KnownPerson, Office, load_known

if TYPE_CHECKING:
    from pathlib import Path

SPD, CDU = (f"http://www.wikidata.org/entity/{item}" for item in ("Q49768", "Q49762"))
DAY = date(2016, 5, 12)
MINISTER = Office("innenminister", "Hessen", date(2014, 1, 18), date(2020, 1, 1))


def person(**features: Any) -> KnownPerson:
    known: dict[str, Any] = {"offices": (MINISTER,), "sex": "m", "born": date(1962, 3, 1)}
    return KnownPerson("urn:x:kuno", "Kuno Brandel", **(known | features))


def points(evidence: dict[str, Any], **features: Any) -> float:
    said = Evidence("Kuno Brandel", **({"roles": ("hessischer Innenminister",), "day": DAY} | evidence))
    return score(said, person(**features), load_known()).score


@pytest.mark.parametrize(
    ("evidence", "features"),
    [
        ({"parties": frozenset({CDU})}, {"parties": (SPD,)}),
        ({"countries": frozenset({"Finnland"}), "roles": ("Minister",)}, {}),
        ({"sex": "f"}, {}),
        ({"age": 34}, {}),
        ({}, {"died": date(2001, 2, 3)}),
        ({}, {"born": date(1850, 1, 1)}),
        ({"roles": ("Trainer",)}, {}),
        ({"roles": ("bayerischer Innenminister",)}, {}),
        ({"day": date(2010, 5, 12)}, {}),
    ],
)
def test_what_speaks_against_a_person(evidence: dict[str, Any], features: dict[str, Any]) -> None:
    assert points(evidence, **features) < points({})


@pytest.mark.parametrize(
    ("evidence", "features"),
    [
        ({"parties": frozenset({SPD})}, {"parties": (SPD,)}),
        ({"age": 54}, {}),
        ({"age": 53}, {}),  # born in March, and the day of birth may be to come
        ({"setting": True}, {"parties": (SPD,)}),
    ],
)
def test_what_speaks_for_a_person(evidence: dict[str, Any], features: dict[str, Any]) -> None:
    assert points(evidence, **features) > points({}, **features)


def test_a_former_role_of_the_dead_weighs_less_than_a_present_one() -> None:
    died = date(2015, 2, 3)
    former = points({"roles": ("früherer hessischer Innenminister",), "day": date(2021, 1, 1)}, died=died)
    present = points({"roles": ("hessischer Innenminister",), "day": date(2021, 1, 1)}, died=died)
    assert former > present


def test_a_users_table_may_name_a_party_by_its_name(tmp_path: Path) -> None:
    table = tmp_path / "people.tsv"
    table.write_text("name\tid\tkind\nFreie Liste Talheim\thttps://e.example/flt\tparty\n", encoding="utf-8")
    known = load_known(table)

    def said(*parties: str) -> Evidence:
        iris = frozenset(body.iri for party in parties if (body := known.body(party)) is not None)
        return Evidence("Brandel", ("hessischer Innenminister",), parties=iris, day=DAY)

    for party, other in (("SPD", "CDU"), (SPD, "CDU"), ("Freie Liste Talheim", "SPD")):
        own = person(parties=(party,), own=True)
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
