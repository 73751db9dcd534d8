"""Who is the same across articles, who is not, and why: never by a surname alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.iris import slug
from newsgraph.linking.people import Identities, link_people
from newsgraph.model import (
    ArticleRecord,
    BodyRecord,
    GroundRecord,
    LinkPredicate,
    MentionKind,
    MentionRecord,
    Override,
    PersonRecord,
)

if TYPE_CHECKING:
    from newsgraph.model import LinkDecision, PeopleLinks

BASE = "https://data.example/"
OBAMA = "http://www.wikidata.org/entity/Q76"
USA = BodyRecord(f"{BASE}place/usa", "USA")
SPD, CDU = (BodyRecord(f"{BASE}organization/{name.lower()}", name) for name in ("SPD", "CDU"))
WHARF = BodyRecord(f"{BASE}organization/nordwerft", "Nordwerft")


def iri_of(name: str, article: str) -> str:
    single = len(name.split()) == 1
    return f"{article}/person/{slug(name)}" if single else f"{BASE}person/{slug(name)}"


def article_iri(number: int) -> str:
    return f"{BASE}article/{number:016x}"


def person(  # noqa: PLR0917  each is one feature
    number: int,
    name: str,
    roles: tuple[str, ...] = (),
    bodies: tuple[BodyRecord, ...] = (),
    item: str | None = None,
    after: str = "",
    iri: str | None = None,
) -> PersonRecord:
    """Return a person of an article, each role and affiliation explained by a sure link."""
    article = article_iri(number)
    same = (item,) if item else ()
    values = (*roles, *(body.iri for body in bodies), *same)
    family = name.rpartition(" ")[2] if len(name.split()) > 1 else ""
    return PersonRecord(
        iri=iri or iri_of(name, article),
        article=article,
        names=(name,),
        given_name=name.removesuffix(f" {family}") if family else "",
        family_name=family,
        roles=roles,
        affiliations=bodies,
        same_as=same,
        mentions=(MentionRecord(f"{article}/mention/{slug(name)}", 0, MentionKind.FULL_NAME, after=after),),
        grounds=tuple(GroundRecord(f"{article}/link/{slug(v)}", v, 0.95) for v in values),
    )


def article(number: int, day: str, *persons: PersonRecord) -> ArticleRecord:
    return ArticleRecord(article_iri(number), published=day, persons=persons)


def pairs(found: PeopleLinks, predicate: LinkPredicate = LinkPredicate.SAME_PERSON) -> set[frozenset[str]]:
    """Return who is linked, by the last parts of the IRIs."""
    return {
        frozenset({d.subject.removeprefix(BASE), d.object.removeprefix(BASE)})
        for d in found.decisions
        if d.predicate is predicate
    }


def only(found: PeopleLinks) -> LinkDecision:
    (decision,) = found.decisions
    return decision


OBAMA_FULL = article(1, "2015-03-02", person(1, "Barack Obama", ("Präsident",), (USA,), OBAMA))


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


MAYOR = person(1, "Michael Müller", ("Regierender Bürgermeister",), (SPD,))
KEEPER = person(2, "Michael Müller", ("Torwart",), (BodyRecord(f"{BASE}organization/fc-hafen", "FC Hafen"),))
AGAIN = person(3, "Michael Müller", ("Bürgermeister", "Regierender Bürgermeister"))
BARE = person(4, "Michael Müller")


def aspect(number: int, name: str = "michael-mueller") -> str:
    return f"article/{number:016x}/person/{name}"


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
        (person(1, "Eva Lang", ("Ex-Schwimmerin",)), person(2, "Eva Lang", ("Ministerin",)), "2016-05-02"),
    ],
)
def test_who_shares_a_full_name_is_one_unless_something_tells(
    one: PersonRecord, other: PersonRecord, day: str
) -> None:
    found = link_people([article(1, "2016-05-01", one), article(2, day, other)])
    assert (found.decisions, found.aspects) == ((), ())


def test_authors_are_nobody_whom_the_text_names() -> None:
    author = PersonRecord(f"{BASE}person/eva-lang", article_iri(1), ("Eva Lang",), is_author=True)
    found = link_people([article(1, "2016-05-01", author), article(2, "2016-05-01", person(2, "Lang"))])
    assert found.decisions == ()


# What the user decides


def test_the_user_can_put_together_whom_the_rules_do_not() -> None:
    corpus = [OBAMA_FULL, article(2, "2015-03-03", person(2, "Obama"))]
    wish = Override(f"{article_iri(2)}/person/obama", f"{BASE}person/barack-obama", same=True, note="read it")
    decision = only(link_people(corpus, [wish]))
    assert (decision.reason, decision.confidence) == ("override: read it", 1.0)
    assert decision.predicate is LinkPredicate.SAME_PERSON
    assert decision.evidence


def test_the_user_can_take_apart_whom_the_rules_put_together() -> None:
    corpus = [OBAMA_FULL, article(2, "2015-03-03", person(2, "Obama", ("US-Präsident",), (), OBAMA))]
    wish = Override(f"{BASE}person/barack-obama", f"{article_iri(2)}/person/obama", same=False)
    decision = only(link_people(corpus, [wish]))
    assert (decision.reason, decision.predicate) == ("override", LinkPredicate.DIFFERENT_PERSON)
    assert len(link_people(corpus).decisions) == 1  # without the line all is as before


def test_the_user_can_tell_namesakes_apart_and_put_them_together_again() -> None:
    plain = [article(n, "2016-05-01", person(n, "Eva Lang")) for n in (1, 2, 3)]
    one, two = f"{BASE}{aspect(1, 'eva-lang')}", f"{BASE}{aspect(2, 'eva-lang')}"
    found = link_people(plain, [Override(one, two, same=False)])
    assert pairs(found, LinkPredicate.DIFFERENT_PERSON)
    found = link_people(plain, [Override(one, f"{BASE}person/eva-lang", same=False)])
    assert pairs(found) == {frozenset({aspect(2, "eva-lang"), aspect(3, "eva-lang")})}
    corpus = [article(1, "2016-05-01", MAYOR), article(2, "2016-05-01", KEEPER)]
    one, two = (f"{BASE}{aspect(n)}" for n in (1, 2))
    assert link_people(corpus, [Override(one, two, same=True, note="he was both")]).decisions == ()


def test_lines_that_contradict_each_other_are_told() -> None:
    corpus = [
        *(article(n, "2015-03-02", person(n, "Obama")) for n in (1, 2)),
        article(3, "2015-03-02", person(3, "Barack Obama")),
    ]
    one, two, full = (
        f"{BASE}{aspect(1, 'obama')}",
        f"{BASE}{aspect(2, 'obama')}",
        f"{BASE}person/barack-obama",
    )
    wishes = [
        Override(one, full, True, "", 2),
        Override(two, full, True, "", 3),
        Override(one, two, False, "", 4),
    ]
    found = link_people(corpus, wishes)
    assert found.notices == ("overrides, line 3: other lines say that the two are different",)


def test_an_iri_that_several_people_share_is_no_answer() -> None:
    corpus = [
        article(1, "2016-05-01", MAYOR),
        article(2, "2016-05-01", KEEPER),
        article(3, "2016-05-01", person(3, "Müller")),
    ]
    wish = Override(f"{BASE}{aspect(3, 'mueller')}", f"{BASE}person/michael-mueller", True, "", 2)
    (notice,) = link_people(corpus, [wish]).notices
    assert "several people share" in notice
    wish = Override(f"{BASE}{aspect(3, 'mueller')}", f"{BASE}{aspect(2)}", True, "", 2)
    assert frozenset({aspect(3, "mueller"), aspect(2)}) in pairs(link_people(corpus, [wish]))


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
