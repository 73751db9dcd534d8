"""Who is the same across articles, and why: never by a surname alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.linking.people_records import (
    BASE,
    CDU,
    OBAMA,
    OBAMA_FULL,
    SPD,
    USA,
    WHARF,
    article,
    article_iri,
    only,
    pairs,
    person,
)

from newsgraph.iris import slug
from newsgraph.linking.people import link_people
from newsgraph.model import ArticleRecord, BodyRecord, LinkPredicate, PersonRecord


def test_a_single_name_is_the_known_person_that_a_full_name_elsewhere_is() -> None:
    found = link_people(
        [OBAMA_FULL, article(2, "2015-03-03", person(2, "Obama", ("US-Präsident",), (), OBAMA))]
    )
    decision = only(found)
    assert decision.subject == f"{article_iri(2)}/person/obama"
    assert decision.object == f"{BASE}person/barack-obama"
    assert decision.reason == "the same item of Wikidata"
    assert decision.confidence == 0.98
    assert f"{article_iri(1)}/mention/barack-obama" in decision.evidence
    assert f"{article_iri(2)}/link/{slug(OBAMA)}" in decision.evidence


def test_a_surname_alone_links_nobody() -> None:
    assert link_people([OBAMA_FULL, article(2, "2015-03-03", person(2, "Obama"))]).decisions == ()


def test_a_surname_and_a_party_link_nobody() -> None:
    articles = [
        article(1, "2015-03-02", person(1, "Michael Müller", ("Abgeordneter",), (SPD,))),
        article(2, "2015-03-02", person(2, "Müller", ("Abgeordneter",), (SPD,))),
    ]
    assert link_people(articles).decisions == ()


def test_an_office_of_the_state_links_a_surname_within_its_term() -> None:
    full = article(1, "2015-03-02", person(1, "Angela Merkel", ("Bundeskanzlerin",)))
    near = article(2, "2015-06-02", person(2, "Merkel", ("Bundeskanzlerin",)))
    far = article(3, "2019-06-02", person(3, "Merkel", ("Bundeskanzlerin",)))
    assert pairs(link_people([full, near, far])) == {
        frozenset({"person/angela-merkel", f"article/{2:016x}/person/merkel"})
    }
    assert "same role (Bundeskanzlerin)" in only(link_people([full, near])).reason


def test_a_past_office_is_that_of_its_bearer_where_the_state_has_one() -> None:
    full = article(1, "2015-03-02", person(1, "Gerhard Schröder", ("Kanzler",)))
    late = article(2, "2019-03-03", person(2, "Schröder", ("Altkanzler",)))
    assert pairs(link_people([full, late])) == {
        frozenset({"person/gerhard-schroeder", f"article/{2:016x}/person/schroeder"})
    }
    full = article(1, "2015-03-02", person(1, "Gerhard Schröder", ("Bürgermeister",)))
    late = article(2, "2019-03-03", person(2, "Schröder", ("Ex-Bürgermeister",)))
    assert link_people([full, late]).decisions == ()


def test_an_office_goes_by_several_names() -> None:
    full = article(1, "2010-03-02", person(1, "David Cameron", ("Premierminister",)))
    single = article(2, "2010-03-03", person(2, "Cameron", ("Premier",)))
    assert len(link_people([full, single]).decisions) == 1
    full = article(1, "2010-03-02", person(1, "Ijad Allawi", ("Ministerpräsident",)))
    single = article(2, "2010-03-03", person(2, "Allawi", ("Premier",)))
    assert len(link_people([full, single]).decisions) == 1


def test_a_minister_is_not_her_husband() -> None:
    wife = article(1, "2015-03-02", person(1, "Hedda Volquardsen", ("Verkehrsministerin",)))
    husband = article(2, "2015-03-03", person(2, "Volquardsen", ("Verkehrsminister",)))
    assert link_people([wife, husband]).decisions == ()


def test_a_role_of_the_other_sex_is_somebody_elses() -> None:
    wife = article(1, "2011-03-02", person(1, "Stephanie zu Guttenberg", ("Verteidigungsminister",)))
    single = article(2, "2011-03-03", person(2, "Guttenberg", ("Verteidigungsminister",)))
    assert link_people([wife, single]).decisions == ()


def test_father_and_son_are_two() -> None:
    son = article(1, "2005-03-02", person(1, "George W. Bush", ("US-Präsident",), (USA,)))
    father = article(2, "2005-03-03", person(2, "George Bush", ("Ex-US-Präsident",), (USA,)))
    assert link_people([son, father]).decisions == ()


def test_a_prime_minister_is_no_president() -> None:
    full = article(1, "2015-03-02", person(1, "Hans Meier", ("Ministerpräsident",)))
    single = article(2, "2015-03-03", person(2, "Meier", ("Präsident",)))
    assert link_people([full, single]).decisions == ()


def test_adjectives_of_other_countries_tell_two_ministers_apart() -> None:
    full = article(1, "2015-03-02", person(1, "Jan Novak", ("tschechischer Außenminister",)))
    single = article(2, "2015-03-03", person(2, "Novak", ("slowenische Außenminister",)))
    assert link_people([full, single]).decisions == ()


def test_a_role_that_many_have_needs_the_same_telling_body() -> None:
    full = article(1, "2015-03-02", person(1, "Eva Petersen", ("Betriebsrätin",), (WHARF,)))
    same = article(2, "2015-03-09", person(2, "Petersen", ("Betriebsrätin",), (WHARF,)))
    none = article(3, "2015-03-09", person(3, "Petersen", ("Betriebsrätin",)))
    assert pairs(link_people([full, same, none])) == {
        frozenset({"person/eva-petersen", f"article/{2:016x}/person/petersen"})
    }


def test_a_police_spokesman_of_one_town_is_not_that_of_another() -> None:
    police = BodyRecord(f"{BASE}organization/polizei", "Polizei")
    full = article(1, "2015-03-02", person(1, "Max Petersen", ("Sprecher",), (police,)))
    single = article(2, "2015-03-02", person(2, "Petersen", ("Sprecher",), (police,)))
    assert link_people([full, single]).decisions == ()


def test_where_two_full_names_fit_a_surname_goes_to_neither() -> None:
    articles = [
        article(1, "2015-03-02", person(1, "Hans Meier", ("Innenminister",))),
        article(2, "2015-03-02", person(2, "Karl Meier", ("Innenminister",))),
        article(3, "2015-03-03", person(3, "Meier", ("Innenminister",))),
    ]
    assert link_people(articles).decisions == ()


def test_two_single_names_are_one_by_item_or_office() -> None:
    one = article(1, "2015-03-02", person(1, "Obama", ("US-Präsident",)))
    two = article(2, "2015-03-05", person(2, "Obama", ("US-Präsident",)))
    other = article(3, "2015-03-05", person(3, "Obama", ("First Lady",)))
    assert pairs(link_people([one, two, other])) == {
        frozenset({f"article/{1:016x}/person/obama", f"article/{2:016x}/person/obama"})
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wladimir Putin", "Vladimir Putin"),
        ("Frank-Walter Steinmeier", "Frank Steinmeier"),
        ("Annegret Kramp-Karrenbauer", "Annegret Kramp"),
        ("Sergej Lawrow", "Sergei Lavrov"),
        ("Karl-Theodor Freiherr zu Guttenberg", "Karl-Theodor zu Guttenberg"),
    ],
)
def test_a_name_in_another_spelling_needs_an_office_or_a_body(one: str, other: str) -> None:
    def corpus(*roles: str) -> list[ArticleRecord]:
        return [
            article(1, "2015-03-02", person(1, one, roles)),
            article(2, "2015-03-03", person(2, other, roles)),
        ]

    role = "Außenministerin" if one.startswith("Annegret") else "Außenminister"
    assert len(link_people(corpus(role)).decisions) == 1
    assert link_people(corpus("Experte")).decisions == ()
    assert link_people(corpus()).decisions == ()


def test_rival_parties_make_one_office_too_little() -> None:
    role = ("Außenminister",)

    def corpus(party: BodyRecord) -> list[ArticleRecord]:
        return [
            article(1, "2015-03-02", person(1, "Hans Meier", role, (SPD,))),
            article(2, "2015-03-03", person(2, "Meier", role, (party,))),
        ]

    assert len(link_people(corpus(SPD)).decisions) == 1
    assert link_people(corpus(CDU)).decisions == ()


def test_brothers_are_not_one() -> None:
    mayor = ("Bürgermeister",)
    body = (BodyRecord(f"{BASE}organization/stadt-kiew", "Stadt Kiew"),)
    articles = [
        article(1, "2015-03-02", person(1, "Vitali Klitschko", mayor, body)),
        article(2, "2015-03-03", person(2, "Wladimir Klitschko", mayor, body)),
    ]
    assert link_people(articles).decisions == ()


def test_two_people_of_one_article_are_never_put_together() -> None:
    two = article(
        1, "2015-03-02", person(1, "Hans Meier", ("Innenminister",)), person(1, "Meier", ("Innenminister",))
    )
    assert link_people([two]).decisions == ()


def test_the_weakest_link_gives_way_where_a_chain_would_join_two_of_one_article() -> None:
    second = person(1, "Obama", ("US-Präsident",), iri=f"{article_iri(1)}/person/obama")
    full = person(1, "Barack Obama", ("US-Präsident",), (), OBAMA)
    other = person(2, "Obama", ("US-Präsident",), (), OBAMA)
    found = link_people([article(1, "2015-03-02", full, second), article(2, "2015-03-02", other)])
    assert pairs(found) == {frozenset({"person/barack-obama", f"article/{2:016x}/person/obama"})}


def test_authors_are_nobody_whom_the_text_names() -> None:
    author = PersonRecord(f"{BASE}person/eva-lang", article_iri(1), ("Eva Lang",))
    found = link_people([article(1, "2016-05-01", author), article(2, "2016-05-01", person(2, "Lang"))])
    assert found.decisions == ()


MINISTER = person(4, "Michael Müller", ("Minister",), (SPD,))
PUTIN, VLADIMIR, SINGLE = (
    person(n, name, ("Präsident",), (USA,))
    for n, name in ((4, "Wladimir Putin"), (5, "Vladimir Putin"), (6, "Putin"))
)
CORPUS = [
    OBAMA_FULL,
    article(2, "2015-03-03", person(2, "Obama", item=OBAMA), person(2, "Müller", ("Torwart",))),
    article(
        3, "2015-03-04", person(3, "Obama", ("US-Präsident",)), person(3, "Michael Müller", ("Torwart",))
    ),
    article(4, "2015-03-04", MINISTER, PUTIN),
    article(5, "2015-03-05", VLADIMIR, person(5, "Barack Obama", item=OBAMA)),
    article(6, "2015-03-05", SINGLE, person(6, "Müller", ("Minister",), (SPD,))),
    article(7, "", person(7, "Michael Müller", ("Torwart",)), person(7, "Merkel", ("Kanzlerin",))),
    article(8, "2015-03-07", person(8, "Angela Merkel", ("Kanzlerin",), (CDU,)), person(8, "Max Müller")),
]


@given(st.permutations(CORPUS))
def test_the_order_of_the_articles_makes_no_difference(corpus: list[ArticleRecord]) -> None:
    assert link_people(corpus) == link_people(CORPUS)


def test_the_corpus_has_something_to_link() -> None:
    found = link_people(CORPUS)
    assert len(pairs(found)) >= 5
    assert pairs(found, LinkPredicate.DIFFERENT_PERSON)
