"""Who is the same and who is not by what the user decided."""

from __future__ import annotations

from tests.unit.linking.people_records import (
    BASE,
    KEEPER,
    MAYOR,
    OBAMA,
    OBAMA_FULL,
    article,
    article_iri,
    aspect,
    only,
    pairs,
    person,
)

from newsgraph.linking.people import link_people
from newsgraph.model import LinkPredicate, Override


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
