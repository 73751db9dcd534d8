"""The tables of known people and bodies are made from gazetteers and facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from newsgraph.errors import ReadError
from training.__main__ import app
from training.known import people
from training.known.build import build_tables
from training.known.sources import facts

ROOT = Path(__file__).parents[3]
SHARED = ROOT / ".." / "shared" / "data" / "gazetteers"
PERSONS = [
    {
        "type": ["memberOfParliament", "otherSpeaker"],
        "id": "Q900001",
        "label": "Ada Wolf (Politikerin)",
        "altLabel": ["Ada Maria Wolf", "Wolf, Ada", "Bundesministerin Wolf"],
        "birthDate": ["1960-01-01", "1960-05-02"],
        "gender": "female",
        "partyID": "Q49764",
        "abstract": "deutsche Politikerin (Die Linke), MdB, Finanzministerin Hessen",
    },
    {
        "type": "otherSpeaker",
        "id": "Q900002",
        "label": "Jan Vogt",
        "birthDate": "1970-02-03",
        "partyID": None,
    },
]


@pytest.fixture
def gazetteers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of small gazetteers; of the facts only those on countries and bodies are used."""
    texts = {
        "data_05_enhanced_persons_DE.json": json.dumps(PERSONS),
        "data_05_enhanced_parties.json": json.dumps(
            [
                {"id": "Q49768", "label": "Sozialdemokratische Partei Deutschlands"},
                {"id": "Q900003", "label": "Partei der Mitte", "labelAlternative": "PDM"},
                {"id": "Q900004", "label": "parteilos"},
            ]
        ),
        "names.tsv": "11000001\tAda Wolf-Lang\n11000002\tEmil Alt\n",
        "bundestagID_wikidataQ.tsv": "11000001\tQ900001\n11000002\tQ900005\n",
        "tbl_Bundeslaender.csv": "BL_ID,BL_Name_DE\n6,Hessen\n",
        "tbl_Bundesministerien_2017-2021.csv": "Name_DE,Abkürzung\nBundesministerium der Finanzen,BMF\n",
        "tbl_Bundesministerien_2021-2025.csv": "Name_DE,Abkürzung\nBundesministerium für Glück,BMG7\n",
        "epd2021_wikidata.csv": (
            "countryid,country,position,positionLabel,officeholder,officeholderLabel,start_year,end_year\n"
            "Q298,Chile,Q1,President of Chile,Q900006,Sol Rojas,2018,2022\n"
            "Q298,Chile,Q1,President of Chile,Q900007,Luz Negra,2022,\n"
            "Q298,Chile,Q2,Captain Regent of Chile,Q900008,Pia Verde,2022,\n"
        ),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(
        people, "facts", lambda name, width: facts(name, width) if "countries" in name else ()
    )
    return tmp_path


def _rows(file: Path) -> dict[str, list[str]]:
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {(fields := line.split("\t"))[0]: fields[1:] for line in lines}


def test_people_come_with_names_lifespan_parties_and_offices(gazetteers: Path) -> None:
    build_tables(gazetteers, gazetteers)
    rows = _rows(gazetteers / "known_people.tsv")
    assert rows["Q900001"] == [
        "Ada Wolf",
        "Ada Maria Wolf|Ada Wolf-Lang",
        "f",
        "1960",
        "",
        "Q49764|Q152554",
        "abgeordneter@Bundestag@@|finanzminister@Hessen@@",
    ]
    assert rows["Q900002"] == ["Jan Vogt", "", "", "1970-02-03", "", "", ""]
    assert rows["Q900005"][0] == "Emil Alt"
    assert rows["Q900006"][-1] == "präsident@Chile@2018@2022"
    assert rows["Q900007"][-1] == "präsident@Chile@2022@?2022"
    assert "Q900008" not in rows


def test_bodies_come_with_the_names_that_are_theirs_alone(gazetteers: Path) -> None:
    build_tables(gazetteers, gazetteers)
    rows = _rows(gazetteers / "known_bodies.tsv")
    assert rows["Q49768"] == ["SPD", "Sozialdemokratische Partei Deutschlands", "party"]
    assert rows["Q900003"] == ["Partei der Mitte", "", "party"]
    assert "Bundesministerium der Finanzen" in rows["Q499118"][1]
    assert rows["Q183"] == ["Deutschland", "", "country"]
    assert "Q900004" not in rows


def test_the_command_needs_no_network_to_learn(gazetteers: Path) -> None:
    out = gazetteers / "out"
    out.mkdir()
    done = CliRunner().invoke(app, ["known", "--data", str(gazetteers), "--out", str(out)])
    assert done.exit_code == 0
    assert (out / "known_people.tsv").is_file()


def test_an_office_of_nobody_known_is_refused(gazetteers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        people,
        "facts",
        lambda name, _: [("Ida Niemand", "kanzler", "Chile", "", "")] if name == "offices.tsv" else [],
    )
    with pytest.raises(ReadError, match="0 people are named Ida Niemand"):
        build_tables(gazetteers, gazetteers)


def test_missing_gazetteers_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        build_tables(tmp_path, tmp_path)


def test_the_shipped_tables_are_what_the_gazetteers_give(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the gazetteers are not here")
    build_tables(SHARED, tmp_path)
    for name in ("known_people.tsv", "known_bodies.tsv"):
        shipped = ROOT / "src" / "newsgraph" / "lexicon" / name
        assert (tmp_path / name).read_bytes() == shipped.read_bytes(), f"run python -m training known: {name}"
