"""What a printed role says of the office behind it."""

import pytest

from newsgraph.annotation.known_roles import read_role


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("US-Präsident", "präsident"),
        ("Bundesernährungsminister", "landwirtschaftsminister"),
        ("hessische Innenministerin", "innenminister"),
        ("Bundeskanzlerin", "bundeskanzler"),
        ("Ex-Außenminister", "außenminister"),
        ("SPD-Vorsitzende", "parteichef"),
        ("Grünen-Chef", "parteichef"),
        ("Premierminister", "ministerpräsident"),
    ],
)
def test_a_role_names_an_office(role: str, titles: str) -> None:
    assert titles in read_role(role).titles


@pytest.mark.parametrize("role", ["Klubchefin", "Trainer", "Verbandsvorsitzende", "54-Jährige"])
def test_other_roles_name_none(role: str) -> None:
    assert read_role(role).titles == frozenset()
    assert not read_role(role).is_political


def test_minister_means_any_minister() -> None:
    assert read_role("Ministerin").means("finanzminister")
    assert not read_role("Finanzministerin").means("innenminister")
    assert not read_role("Ministerpräsident").means("innenminister")


@pytest.mark.parametrize(
    ("role", "places"),
    [
        ("NRW-Ministerpräsident", {"Nordrhein-Westfalen"}),
        ("brandenburgische Innenminister", {"Brandenburg"}),
        ("Bundesfinanzminister", {"Deutschland"}),
        ("Bundestagsabgeordnete", {"Bundestag"}),
        ("Innenminister", set()),
    ],
)
def test_a_role_names_a_land_or_the_federation(role: str, places: set[str]) -> None:
    assert read_role(role).places == places


@pytest.mark.parametrize(
    "role", ["frühere Kanzlerin", "Ex-Außenminister", "Altkanzler", "damaligen Präsidenten"]
)
def test_a_role_can_be_over(role: str) -> None:
    assert read_role(role).is_over


def test_a_role_in_office_is_not_over() -> None:
    assert not read_role("amtierende Kanzlerin").is_over
    assert read_role("designierte Kanzler").is_coming


def test_an_expert_for_a_field_of_politics_is_political() -> None:
    assert read_role("wohnungspolitische Sprecherin").is_political
    assert not read_role("Sprecherin").is_political
    assert read_role("Sprecherin").is_open
