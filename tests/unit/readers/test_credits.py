from __future__ import annotations

import pytest

from newsgraph.model import Span
from newsgraph.readers.credits import find_credit, find_dateline, parse_credit


@pytest.mark.parametrize(
    ("printed", "agencies", "editors"),
    [
        ("dpa/tan", ("dpa",), ("tan",)),
        ("AFP/mhe", ("AFP",), ("mhe",)),
        ("epd", ("epd",), ()),
        ("Reuters/dpa", ("Reuters", "dpa"), ()),
        ("mfh/dpa/AFP", ("dpa", "AFP"), ("mfh",)),
        ("AP/dpa/CTK", ("AP", "dpa", "CTK"), ()),
        ("dpa, epd", ("dpa", "epd"), ()),
        ("(dpa)", ("dpa",), ()),
        ("(SDA/bp)", ("SDA",), ("bp",)),
        ("dpa / AFP", ("dpa", "AFP"), ()),
        ("dpa und AFP", ("dpa", "AFP"), ()),
        ("mit Material von dpa", ("dpa",), ()),
        ("Mit Informationen der Nachrichtenagenturen dpa und Reuters", ("dpa", "Reuters"), ()),
        ("Quelle: dpa", ("dpa",), ()),
        ("© dpa-infocom", ("dpa",), ()),
        ("dpa/lnw/bek", ("dpa",), ("bek",)),
        ("dpa/red", ("dpa",), ()),
        ("Keystone-SDA", ("Keystone-SDA",), ()),
        ("mak/wa (afp, rtr)", ("afp", "rtr"), ("mak", "wa")),
        ("rkz", (), ("rkz",)),
    ],
)
def test_agencies_and_editors_are_told_apart(
    printed: str, agencies: tuple[str, ...], editors: tuple[str, ...]
) -> None:
    credit = parse_credit(printed)
    assert credit is not None
    assert (credit.text, credit.agencies, credit.editors) == (printed, agencies, editors)


@pytest.mark.parametrize(
    ("line", "agencies", "editors"),
    [
        ("Quelle: tvnetz.example, jwu/dpa", ("dpa",), ("jwu",)),
        ("TAG ONLINE, dpa, AFP, fo", ("dpa", "AFP"), ("fo",)),
        ("Radio Nord 90,3/dpa", ("dpa",), ()),
        ("RNF (Tom Muster)/dpa", ("dpa",), ()),
    ],
)
def test_other_sources_may_stand_beside_an_agency(
    line: str, agencies: tuple[str, ...], editors: tuple[str, ...]
) -> None:
    found = find_credit(line)
    assert found is not None
    start, credit = found
    assert (start, credit.text, credit.agencies, credit.editors) == (0, line, agencies, editors)


@pytest.mark.parametrize(
    "line", ["Das meldete die Agentur dpa", "Ihr Kürzel: dpa, sagte er.", "Ein Satz, kein Ende"]
)
def test_a_sentence_that_names_an_agency_is_no_credit(line: str) -> None:
    assert find_credit(line) is None


@pytest.mark.parametrize(
    "line", ["Das war alles.", "Sport", "Berlin/Hamburg", "mit Vorsicht", "Ende der Debatte", ""]
)
def test_other_words_are_no_credit(line: str) -> None:
    assert parse_credit(line) is None
    assert find_credit(line) is None


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Das war alles. dpa/tan", "dpa/tan"),
        ("Das war alles.dpa", "dpa"),
        ("„Das war alles.“ (AFP)", "(AFP)"),
        ("Und nun? Reuters, dpa", "Reuters, dpa"),
    ],
)
def test_a_credit_may_follow_the_last_sentence(line: str, credit: str) -> None:
    found = find_credit(line)
    assert found is not None
    start, parsed = found
    assert (line[start:], parsed.text) == (credit, credit)


def test_a_last_sentence_that_names_an_agency_is_no_credit() -> None:
    assert find_credit("Das sagte er gestern der dpa") is None
    assert find_credit("Er ging. Nach Hause") is None


@pytest.mark.parametrize(
    ("text", "dateline", "agencies"),
    [
        ("Berlin (dpa) – Der Senat", "Berlin (dpa) –", ("dpa",)),
        ("BERLIN/HAMBURG (AFP) Der Senat", "BERLIN/HAMBURG (AFP)", ("AFP",)),
        ("Lima (Peru), 19.08.2007 – Ein Beben", "Lima (Peru), 19.08.2007 –", ()),
        ("Zinnow, 17.02.2006 – Ein Schwan", "Zinnow, 17.02.2006 –", ()),
        ("Frankfurt am Main (dpa/AFP) - Der Dax", "Frankfurt am Main (dpa/AFP) -", ("dpa", "AFP")),
        ("Berlin, 3. Mai (Reuters) - Der Dax", "Berlin, 3. Mai (Reuters) -", ("Reuters",)),
        ("(Keystone-SDA) An der Versammlung", "(Keystone-SDA)", ("Keystone-SDA",)),
        ("Wien – Vier Mal Kaffee", "Wien –", ()),
        ("New York – Die Börse", "New York –", ()),
    ],
)
def test_datelines(text: str, dateline: str, agencies: tuple[str, ...]) -> None:
    span, found = find_dateline(text, Span(0, len(text)))
    assert span is not None
    assert (span.of(text), found) == (dateline, agencies)


@pytest.mark.parametrize(
    "text",
    [
        "Die Staats- und Regierungschefs kommen.",
        "Nein – das geht nicht.",
        "Petra Lindinger – Die Ministerin",
        "Kegeln. – Der Verein siegte.",
        "Kanzlerin Merkel (CDU) sagte es.",
        "Berlin ist groß.",
    ],
)
def test_no_datelines(text: str) -> None:
    assert find_dateline(text, Span(0, len(text))) == (None, ())
