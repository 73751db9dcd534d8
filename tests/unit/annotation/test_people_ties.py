"""What ties people to the bodies of an article, as the weights know it."""

from __future__ import annotations

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import NameLabel
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people_bodies import gather_bodies
from newsgraph.annotation.people_groups import group_persons
from newsgraph.annotation.people_roles import build_profiles
from newsgraph.annotation.people_ties import Ties
from newsgraph.readers import article_from_text


def ties(text: str) -> dict[str, frozenset[str]]:
    """Return what holds of each body for the one person of a text."""
    document = build_document(article_from_text(text))
    names = find_names(document)
    persons = group_persons(document, tuple(n for n in names if n.label is NameLabel.PERSON))
    registry = gather_bodies(document, names)
    profiles, _ = build_profiles(document, persons, registry)
    (profile,) = profiles
    return {tie.body: tie.features for tie in Ties(document, profiles, registry).of(profile)}


def test_how_a_body_stands_in_its_sentence() -> None:
    genitive = ties("Das ist ein Erfolg der Nordwerft AG. Die Vorsitzende Ute Ley kam.")["Nordwerft AG"]
    assert "sentence before genitive" in genitive
    first = ties("Die Nordwerft AG baut. Die Vorsitzende Ute Ley kam.")["Nordwerft AG"]
    assert "sentence before first" in first
    behind = ties("Sie sprechen oft von Siemens. Die Vorsitzende Ute Ley kam.")["Siemens"]
    assert "sentence before von" in behind


def test_who_is_named_once_is_told_from_who_is_named_again() -> None:
    text = "Die Nordwerft AG baut. Die Vorsitzende Ute Ley kam."
    assert "named once fits" in ties(text)["Nordwerft AG"]
    assert "named once fits" not in ties(f"{text} Ute Ley ging.")["Nordwerft AG"]


def test_what_a_role_says_of_its_body() -> None:
    found = ties("Die Nordwerft AG streitet mit der Gewerkschaft Verdi. Die Gewerkschaftschefin Ute Ley kam.")
    assert "role names its kind" in found["Gewerkschaft Verdi"]
    assert "role names another" in found["Nordwerft AG"]


def test_a_firm_that_bears_the_name_of_a_person() -> None:
    assert (
        "bears its name" in ties("Die Ley Maschinenbau AG baut. Der Chef Uwe Ley kam.")["Ley Maschinenbau AG"]
    )
