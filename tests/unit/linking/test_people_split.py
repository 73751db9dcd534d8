"""Namesakes who share an IRI: who is told apart, and who is one."""

from __future__ import annotations

import pytest
from tests.unit.linking.people_records import (
    AGAIN,
    BARE,
    BASE,
    CDU,
    KEEPER,
    MAYOR,
    SPD,
    article,
    article_iri,
    aspect,
    only,
    pairs,
    person,
)

from newsgraph.linking.people import Identities, link_people
from newsgraph.model import LinkPredicate, PersonRecord


def test_namesakes_who_share_an_iri_are_told_apart_in_their_articles() -> None:
    corpus = [article(n, "2016-05-01", p) for n, p in enumerate((MAYOR, KEEPER, AGAIN, BARE), start=1)]
    found = link_people(corpus)
    assert pairs(found, LinkPredicate.DIFFERENT_PERSON) == {frozenset({aspect(1), aspect(2)})}
    assert pairs(found) == {frozenset({aspect(1), aspect(3)})}  # of the fourth nothing is said
    assert {a.iri.removeprefix(BASE) for a in found.aspects} == {aspect(n) for n in (1, 2, 3, 4)}
    assert {a.person for a in found.aspects} == {f"{BASE}person/michael-mueller"}
    identities = Identities(found)
    who = [identities.of(article_iri(n), f"{BASE}person/michael-mueller") for n in (1, 2, 3, 4)]
    assert who[0] == who[2]
    assert len(set(who)) == 3


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            person(1, "Eva Lang", item="http://www.wikidata.org/entity/Q1"),
            person(2, "Eva Lang", item="http://www.wikidata.org/entity/Q2"),
            "other items of Wikidata",
        ),
        (person(1, "Eva Lang", after=" (34), "), person(2, "Eva Lang", after=" (61) sagte"), "ages"),
        (
            person(1, "Eva Lang", ("Stadträtin",), (SPD,)),
            person(2, "Eva Lang", ("Landrätin",), (CDU,)),
            "parties",
        ),
    ],
)
def test_what_tells_namesakes_apart(one: PersonRecord, other: PersonRecord, reason: str) -> None:
    found = link_people([article(1, "2016-05-01", one), article(2, "2016-05-02", other)])
    assert pairs(found, LinkPredicate.DIFFERENT_PERSON) == {
        frozenset({aspect(1, "eva-lang"), aspect(2, "eva-lang")})
    }
    assert reason in only(found).reason


@pytest.mark.parametrize(
    ("one", "other", "day"),
    [
        (MAYOR, AGAIN, "2016-05-02"),
        (MAYOR, BARE, "2016-05-02"),
        (MAYOR, KEEPER, "2011-05-02"),  # a goalkeeper may be mayor years later
        (
            person(1, "Eva Lang", ("Landrätin",), (SPD,)),
            person(2, "Eva Lang", ("Landrätin",), (CDU,)),
            "2016-05-02",
        ),
        (person(1, "Eva Lang", after=" (34), "), person(2, "Eva Lang", after=" (35), "), "2016-05-02"),
        (person(1, "Eva Lang", (), (SPD,)), person(2, "Eva Lang", ("Landrätin",), (CDU,)), "2016-05-02"),
        (person(1, "Eva Lang", ("Ex-Schwimmerin",)), person(2, "Eva Lang", ("Ministerin",)), "2016-05-02"),
    ],
)
def test_who_shares_a_full_name_is_one_unless_something_tells(
    one: PersonRecord, other: PersonRecord, day: str
) -> None:
    found = link_people([article(1, "2016-05-01", one), article(2, day, other)])
    assert (found.decisions, found.aspects) == ((), ())
