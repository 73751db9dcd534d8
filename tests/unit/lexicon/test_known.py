"""The shipped tables of known people and bodies, and the user's own beside them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import TableError, UsageError
from newsgraph.lexicon.known import Office, load_known
from newsgraph.lexicon.known_own import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

WIKIDATA = "http://www.wikidata.org/entity/"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "people.tsv"


def test_a_person_is_found_by_any_spelling_of_the_name() -> None:
    known = load_known()
    for name in ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "RECEP TAYYIP ERDOĞAN"):
        assert [person.iri for person in known.people(name)] == [f"{WIKIDATA}Q39259"]
    assert [p.iri for p in known.people("Vladimir Putin")] == [p.iri for p in known.people("Wladimir Putin")]
    assert known.people("Erika Mustermann-Hagebutte") == ()


def test_namesakes_are_several() -> None:
    found = load_known().people("Michael Müller")
    assert {person.born.year for person in found if person.born} == {1948, 1964}


def test_who_held_an_office_depends_on_the_day() -> None:
    known = load_known()
    obama, trump = (known.people(name)[0].iri for name in ("Barack Obama", "Donald Trump"))
    assert known.holders("präsident", "USA", date(2015, 9, 17)) == {obama}
    assert known.holders("präsident", "USA", date(2017, 9, 17)) == {trump}


def test_an_office_knows_its_days() -> None:
    office = Office("präsident", "USA", date(2009, 1, 20), date(2017, 1, 20))
    assert office.held_on(date(2015, 1, 1)) is True
    assert office.held_on(date(2018, 1, 1)) is False
    assert office.held_on(None) is None
    seen = Office("präsident", "Chile", date(2022, 1, 1), seen=2022)
    assert seen.held_on(date(2022, 5, 1)) is True
    assert seen.held_on(date(2024, 5, 1)) is None


def test_bodies_are_found_by_name_and_acronym() -> None:
    known = load_known()
    for name, number in (("CDU", "Q49762"), ("Deutschland", "Q183"), ("dpa", "Q312653"), ("BMF", "Q499118")):
        body = known.body(name)
        assert body is not None
        assert body.iri == WIKIDATA + number
    assert known.body("Deutsche Partei") is None  # two parties had that name


def test_a_row_of_ones_own_wins_and_forbids(table: Path) -> None:
    table.write_text(
        "Name\tid\tother names\n"
        "# a comment\n"
        "Angela Merkel\thttps://d-nb.info/gnd/119545373\tAngela Kasner\n"
        "\n"
        "Barack Obama\t-\n"
        "CDU\t\n",
        encoding="utf-8",
    )
    known = load_known(table)
    (merkel,) = known.people("Angela Kasner")
    assert (merkel.iri, merkel.own) == ("https://d-nb.info/gnd/119545373", True)
    assert known.people("Barack Obama") == ()
    assert known.people_by_surname("Obama") == ()
    assert known.body("CDU") is None
    assert known.body("SPD") is not None
    assert known.digest is not None
    assert len(known.digest) == 64


def test_rows_of_one_person_are_one_with_several_offices(table: Path) -> None:
    table.write_text(
        "name\tid\toffice\tcountry\tfrom\tto\n"
        "Ada Wolf\tQ1\tMinisterpräsident\tBelmarien\t2001\t2003-05-01\n"
        "Ada Wolf\tQ1\tPräsident\tBelmarien\t2004\t\n",
        encoding="utf-8",
    )
    (wolf,) = load_known(table).people("Ada Wolf")
    assert wolf.offices == (
        Office("ministerpräsident", "Belmarien", date(2001, 1, 1), date(2003, 5, 1)),
        Office("präsident", "Belmarien", date(2004, 1, 1)),
    )


def test_a_table_with_commas_can_hold_bodies(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text('id,kind,name\nQ5,club,"Kammerfrei, Bund"\n', encoding="utf-8")
    body = load_known(table).body("Kammerfrei, Bund")
    assert body is not None
    assert (body.iri, body.kind, body.own) == (f"{WIKIDATA}Q5", "club", True)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_a_table_of_a_spreadsheet_is_read_whatever_its_name(tmp_path: Path, separator: str) -> None:
    table = tmp_path / "mine.txt"
    lines = ("# ours", "name;id;kind;;", "Ada Wolf;Q12;;;", "Haus am See;https://example.org/h;party")
    table.write_text("\ufeff" + "\r\n".join(lines).replace(";", separator), encoding="utf-8")
    known = load_known(table)
    assert [person.iri for person in known.people("Ada Wolf")] == [WIKIDATA + "Q12"]
    assert known.body("Haus am See") is not None


def test_a_row_with_an_id_wins_over_one_that_forbids_the_name(table: Path) -> None:
    table.write_text("name\tid\nBarack Obama\tQ12\nBarack Obama\t-\n", encoding="utf-8")
    (obama,) = load_known(table).people("Barack Obama")
    assert (obama.iri, obama.own) == (WIKIDATA + "Q12", True)


def test_a_changed_table_is_read_again(table: Path) -> None:
    table.write_text("name\tid\nAda Wolf\tQ1\n", encoding="utf-8")
    assert load_known(table).people("Ada Wolf")
    table.write_text("name\tid\nAda Wolf-Lang\tQ12\n", encoding="utf-8")
    assert not load_known(table).people("Ada Wolf")


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "empty", None),
        ("name\tnumber\n", "column unknown: 'number'", 1),
        ("name\tname\tid\n", "column twice: 'name'", 1),
        ("name\n", "no column 'id'", 1),
        ("name\tid\nAda Wolf\tQ1\tx\n", "3 fields under 2 columns", 2),
        ("name\tid\nAda Wolf\tWolf\n", "not an id: 'Wolf'", 2),
        ("name\tid\n\tQ1\n", "row without a name", 2),
        ("name\tid\tfrom\nAda Wolf\tQ1\tgestern\n", "not a day in from: 'gestern'", 2),
        ("name\tid\tfrom\tto\nAda Wolf\tQ1\t2003\t2001\n", "ends before it begins", 2),
        ("name\tid\tsex\nAda Wolf\tQ1\tw\n", "not a sex: 'w'", 2),
        ('name\tid\n"Ada Wolf\tQ1\n', "not a table", 2),
    ],
)
def test_a_bad_table_is_refused_with_its_line(table: Path, text: str, what: str, line: int | None) -> None:
    table.write_text(text, encoding="utf-8")
    with pytest.raises(TableError) as caught:
        load_known(table)
    assert what in caught.value.what
    assert caught.value.where == (str(table) if line is None else f"{table}:{line}")
    assert caught.value.mend


def test_a_table_that_is_no_text_is_refused(table: Path) -> None:
    table.write_bytes(b"name\tid\nM\xfcller\tQ1\n")
    with pytest.raises(TableError, match="not UTF-8"):
        load_known(table)


def test_a_table_that_is_not_there_is_wrong_usage(table: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_known(table)


def test_name_and_id_are_columns() -> None:
    assert {"name", "id"} <= set(COLUMNS)
