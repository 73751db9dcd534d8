"""Who is a known person: by name, role, party, country, age and the date of the article."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.names import find_names
from newsgraph.annotation.people import Cast, build_cast
from newsgraph.lexicon.known import load_known
from newsgraph.model import Article, Body, Ground, Place, Relation, Span

if TYPE_CHECKING:
    from pathlib import Path

WIKIDATA = "http://www.wikidata.org/entity/"


def cast_of(text: str, day: date | None = None, table: Path | None = None) -> Cast:
    article = Article("0", text, "0", paragraphs=(Span(0, len(text)),), published=day)
    document = build_document(article)
    return build_cast(document, find_names(document), load_known(table))


def ids_of(text: str, day: date | None = None, table: Path | None = None) -> list[str]:
    """Return the Wikidata numbers of the people, in the order of the text."""
    people = cast_of(text, day, table).persons
    return [iri.removeprefix(WIKIDATA) for person in people for iri in person.same_as]


def test_the_us_president_of_2015_is_another_than_that_of_2017() -> None:
    text = "US-Präsident Obama reiste ab. Das bestätigte US-Präsident Trump nicht."
    assert ids_of(text, date(2015, 9, 17)) == ["Q76"]
    assert ids_of(text, date(2017, 9, 17)) == ["Q22686"]


def test_a_time_of_day_does_no_harm() -> None:
    assert ids_of("Bundeskanzlerin Merkel widersprach.", datetime(2015, 9, 17, 8, 30)) == ["Q567"]  # noqa: DTZ001  as printed


def test_a_surname_alone_is_nobody() -> None:
    assert ids_of("Merkel widersprach. Auch Obama schwieg.", date(2015, 9, 17)) == []
    assert ids_of("Bundeskanzlerin Merkel widersprach.", None) == []


def test_a_title_that_others_have_needs_the_country() -> None:
    assert ids_of("Präsident Putin reiste ab.", date(2015, 9, 17)) == []
    assert ids_of("Russland lehnte ab. Präsident Putin reiste ab.", date(2015, 9, 17)) == ["Q7747"]


def test_a_rare_name_in_office_is_known() -> None:
    assert ids_of("Außenminister Frank-Walter Steinmeier (SPD) lud ein.", date(2016, 5, 12)) == ["Q76658"]


@pytest.mark.parametrize(
    "text",
    [
        "Peter Schmidt lud ein.",
        "Der Trainer Michael Müller lud ein.",
        "Der Bürgermeister Peter Müller (Freie Wähler) lud ein.",
        "Landrat Christian Schmidt lud ein.",
        "Der SPD-Politiker Michael Müller lud ein.",
    ],
)
def test_a_common_name_is_nobody_without_a_deciding_feature(text: str) -> None:
    assert ids_of(text, date(2012, 5, 12)) == []


def test_the_office_decides_between_namesakes() -> None:
    text = "Der Regierende Bürgermeister Michael Müller (SPD) lud nach Berlin ein."
    assert ids_of(text, date(2016, 5, 12)) == ["Q102844"]


def test_the_age_decides_between_namesakes() -> None:
    assert ids_of("Der SPD-Abgeordnete Michael Müller (54) lud ein.", date(2019, 5, 12)) == ["Q102844"]
    assert ids_of("Der SPD-Abgeordnete Michael Müller (33) lud ein.", date(2019, 5, 12)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Die Ministerin Robert Habeck lud ein.",  # no woman
        "Der Trainer Robert Habeck lud ein.",
        "Der kanadische Minister Robert Habeck lud ein.",
        "Der CDU-Stadtrat Robert Habeck lud ein.",
    ],
)
def test_what_speaks_against_a_person_is_heard(text: str) -> None:
    assert ids_of(text, date(2022, 5, 12)) == []


def test_who_is_too_young_is_another() -> None:
    assert ids_of("Der Abgeordnete Cem Özdemir (Grüne) lud ein.", date(1972, 5, 12)) == []


def test_another_held_the_office() -> None:
    assert ids_of("Bundeskanzler Robert Habeck lud ein.", date(2022, 5, 12)) == []


def test_a_former_office_is_the_same_persons() -> None:
    assert ids_of("Der frühere Außenminister Joschka Fischer lud ein.", date(2016, 5, 12)) == ["Q57344"]


def test_the_ground_says_why_and_where() -> None:
    text = "Bundeswirtschaftsminister Peter Altmaier (CDU) lud ein."
    (altmaier,) = cast_of(text, date(2019, 5, 12)).persons
    (ground,) = (ground for ground in altmaier.grounds if ground.relation is Relation.IDENTITY)
    assert ground.value == altmaier.same_as[0]
    assert ground.reason == "office on the day"
    assert ground.confidence >= 0.9
    assert [span.of(text) for span in ground.spans] == ["Bundeswirtschaftsminister", "Peter Altmaier"]


def test_a_foreign_office_stands_for_its_country() -> None:
    (macron,) = cast_of("Emmanuel Macron, Präsident seit einem Jahr, lud ein.", date(2018, 5, 12)).persons
    assert [body.name for body in macron.affiliations] == ["Frankreich"]
    assert any(
        ground.reason == "office on the day" and ground.value == "Frankreich" for ground in macron.grounds
    )
    (altmaier,) = cast_of("Wirtschaftsminister Peter Altmaier lud ein.", date(2019, 5, 12)).persons
    assert altmaier.affiliations == ()


def test_a_former_office_stands_for_no_country() -> None:
    (kerry,) = cast_of("Der frühere Außenminister John Kerry lud ein.", date(2019, 5, 12)).persons
    assert kerry.same_as
    assert kerry.affiliations == ()


def test_a_country_that_the_text_gives_is_not_changed() -> None:
    (steinmeier,) = cast_of(
        "Der deutsche Außenminister Frank-Walter Steinmeier lud ein.", date(2016, 5, 12)
    ).persons
    assert [body.name for body in steinmeier.affiliations] == ["Deutschland"]


def test_bodies_countries_and_laender_are_known() -> None:
    cast = cast_of("Die SPD in Hessen und die Nato warnten Frankreich.", date(2016, 5, 12))
    bodies: tuple[Body | Place, ...] = (*cast.organisations, *cast.countries, *cast.places)
    known = {body.name: body.same_as for body in bodies}
    assert known == {
        "SPD": (f"{WIKIDATA}Q49768",),
        "Nato": (f"{WIKIDATA}Q7184",),
        "Frankreich": (f"{WIKIDATA}Q142",),
        "Hessen": (f"{WIKIDATA}Q1199",),
    }
    (spd,) = (body for body in cast.organisations if body.name == "SPD")
    assert spd.grounds == (
        Ground(Relation.IDENTITY, f"{WIKIDATA}Q49768", "name of a known party", 0.97, (Span(4, 7),)),
    )
    named: tuple[Body, ...] = (*cast.organisations, *cast.countries)
    reasons = {ground.value: ground.reason for body in named for ground in body.grounds}
    assert reasons[f"{WIKIDATA}Q7184"] == "name of a known international body"
    assert reasons[f"{WIKIDATA}Q142"] == "name of a known country"


def test_a_federal_ministry_may_be_austrias() -> None:
    text = "Das Bundesfinanzministerium prüft das. {}"
    (here,) = cast_of(text.format("Das sagte ein Sprecher.")).organisations
    assert here.same_as == (f"{WIKIDATA}Q499118",)
    (there,) = cast_of(text.format("Österreich zahlt nichts.")).organisations
    assert there.same_as == ()


def test_the_users_table_knows_single_names_and_surnames_in_office(tmp_path: Path) -> None:
    table = tmp_path / "people.tsv"
    table.write_text(
        "name\tid\toffice\tcountry\tfrom\tto\n"
        "Lula\tQ37181\t\t\t\t\n"
        "Ada Wolf\tQ1\tPräsident\tBelmarien\t2015\t2019\n"
        "Ada Wolf\tQ1\tParteichef\tGrüne\t2011\t2014\n",
        encoding="utf-8",
    )
    assert ids_of("Präsident Lula kam.", date(2005, 5, 5), table) == ["Q37181"]
    assert ids_of("Grünen-Chefin Wolf kam.", date(2012, 5, 5), table) == ["Q1"]
    assert ids_of("Grünen-Chefin Wolf kam.", date(2016, 5, 5), table) == []
    assert ids_of("Präsidentin Wolf kam.", date(2016, 5, 5), table) == []
    assert ids_of("Frau Wolf kam.", date(2016, 5, 5), table) == []


def test_parties_of_the_neighbours_are_others() -> None:
    def known(text: str) -> dict[str, bool]:
        return {body.name: bool(body.same_as) for body in cast_of(text).organisations}

    assert known("Die Grünen und die SVP stritten im Kantonsrat.")["Grüne"] is False
    assert known("Die Grünen stritten im Bundestag über die Schweiz.")["Grüne"] is True
    assert known("Die Grünen stritten mit der FDP.") == {"Grüne": True, "FDP": True}


def test_the_users_table_wins_within_its_days(tmp_path: Path) -> None:
    table = tmp_path / "people.tsv"
    table.write_text(
        "name\tid\tfrom\tto\toffice\n"
        "Henning Bruhn\thttps://example.org/bruhn\t2015\t2019\tSenator\n"
        "Angela Merkel\t-\t\t\t\n",
        encoding="utf-8",
    )
    text = "Kultursenator Henning Bruhn lobte Kanzlerin Angela Merkel."
    assert ids_of("Senator Henning Bruhn kam.", date(2018, 1, 1), table) == ["https://example.org/bruhn"]
    assert ids_of("Senator Henning Bruhn kam.", date(2021, 1, 1), table) == []
    assert "Q567" not in ids_of(text, date(2018, 1, 1), table)
    assert "Q567" in ids_of(text, date(2018, 1, 1))
