"""What is known of a person, and why."""

from newsgraph.annotation.people_bodies import BodyRegistry
from newsgraph.annotation.people_profiles import Profile
from newsgraph.model import Ground, Mention, Person, Relation, Span

_ROLE, _FIRST, _SECOND = Span(0, 8), Span(20, 23), Span(40, 43)


def test_every_value_has_one_ground() -> None:
    registry = BodyRegistry()
    registry.add_organisation("SPD", Mention((_FIRST,), "SPD"))
    profile = Profile(Person("Anna Huber"))
    profile.add_role("Minister", "apposition", 0.9, (_ROLE,))
    profile.add_body("SPD", "bracket", 0.9, (_FIRST,))
    profile.add_identity("http://www.wikidata.org/entity/Q1", "office on the day", 0.98)
    person = profile.finished(registry)
    assert (person.roles, person.same_as) == (("Minister",), ("http://www.wikidata.org/entity/Q1",))
    assert [body.name for body in person.affiliations] == ["SPD"]
    assert person.grounds == (
        Ground(Relation.ROLE, "Minister", "apposition", 0.9, (_ROLE,)),
        Ground(Relation.AFFILIATION, "SPD", "bracket", 0.9, (_FIRST,)),
        Ground(Relation.IDENTITY, "http://www.wikidata.org/entity/Q1", "office on the day", 0.98),
    )


def test_the_strongest_ground_stays_and_equal_ones_share_their_spans() -> None:
    registry = BodyRegistry()
    registry.add_organisation("SPD", Mention((_FIRST,), "SPD"))
    profile = Profile(Person("Anna Huber"))
    profile.add_body("SPD", "bracket", 0.9, (_SECOND,))
    profile.add_body("SPD", "body in context", 0.6, (_ROLE,))
    profile.add_body("SPD", "bracket", 0.9, (_FIRST,))
    assert profile.finished(registry).grounds == (
        Ground(Relation.AFFILIATION, "SPD", "bracket", 0.9, (_FIRST, _SECOND)),
    )


def test_a_role_in_another_case_is_the_same_role() -> None:
    profile = Profile(Person("Jan Vogt"))
    profile.add_role("Präsident", "title before the name", 0.9, (_ROLE,))
    profile.add_role("Präsidenten", "apposition", 0.95, (_FIRST,))
    assert profile.roles == ["Präsident"]
    (ground,) = profile.finished(BodyRegistry()).grounds
    assert (ground.value, ground.reason) == ("Präsident", "apposition")
