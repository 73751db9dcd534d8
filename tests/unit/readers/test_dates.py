from __future__ import annotations

import pytest

from newsgraph.errors import ReadError
from newsgraph.readers.dates import find_date, parse_date


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("welt.de, 17.09.2015", "2015-09-17"),
        ("spiegel.de, 3. Mai 2024", "2024-05-03"),
        ("zeit.de, 2023-11-05", "2023-11-05"),
        ("Süddeutsche Zeitung, 12.1.2022, 14:35 Uhr", "2022-01-12T14:35:00"),
        ("Küstenwacht am Sonntag, 19.2.2017", "2017-02-19"),
        ("x, 20. Jänner 2021", "2021-01-20"),
        ("x, 1. Feber 2020", "2020-02-01"),
        ("x, 3. Sept. 2020", "2020-09-03"),
        ("x, 3. Mrz. 2020", "2020-03-03"),
        ("x, 5. Okt. 2019, 8 Uhr", "2019-10-05T08:00:00"),
        ("x, 14.9.2010, 19.44 Uhr", "2010-09-14T19:44:00"),
        ("x, 1.1.2020, 00:00 Uhr", "2020-01-01T00:00:00"),
        ("x, 2021-06-21, 16:40", "2021-06-21T16:40:00"),
        ("x, Montag, 3. Mai 2021", "2021-05-03"),
        ("x | 1.1.2020 | 10:11:12 Uhr", "2020-01-01T10:11:12"),
        ("x vom 3. Mai 2020 um 8 Uhr", "2020-05-03T08:00:00"),
        ("x, 12.1.2022, Seite 5", "2022-01-12"),
        ("x, 12.1.2022, 7.05 Uhr, S. 12", "2022-01-12T07:05:00"),
    ],
)
def test_printed_dates_are_read_as_printed(line: str, iso: str) -> None:
    printed = find_date(line)
    assert printed is not None
    assert parse_date(printed, "f:1").isoformat() == iso


@pytest.mark.parametrize(
    ("time", "iso"),
    [
        ("T14:35:00+01:00", "2023-11-05T14:35:00+01:00"),
        ("T14:35Z", "2023-11-05T14:35:00+00:00"),
        (", 14.35 Uhr MEZ", "2023-11-05T14:35:00+01:00"),
        (", 14:35 Uhr (MESZ)", "2023-11-05T14:35:00+02:00"),
        (", 14:35 Uhr", "2023-11-05T14:35:00"),
    ],
)
def test_a_zone_is_given_only_where_one_is_printed(time: str, iso: str) -> None:
    printed = find_date(f"x, 2023-11-05{time}")
    assert printed is not None
    assert parse_date(printed, "f:1").isoformat() == iso


@pytest.mark.parametrize(
    "day",
    [
        "31.02.2015",
        "31. Februar 2020",
        "29. Februar 2023",
        "2024-02-30",
        "13.13.2020",
        "2023-13-05",
        "05.13.2020",
        "7. Brachet 2020",
        "1.1.2020, 25:10 Uhr",
    ],
)
def test_an_impossible_date_is_an_error_that_names_the_line(day: str) -> None:
    printed = find_date(f"x, {day}")
    assert printed is not None
    with pytest.raises(ReadError, match="no such date") as caught:
        parse_date(printed, "a.txt:1")
    assert caught.value.where == "a.txt:1"


@pytest.mark.parametrize("day", ["5.3.20", "3. Mai 21", "10.11.12"])
def test_a_century_is_not_guessed(day: str) -> None:
    printed = find_date(f"x, {day}")
    assert printed is not None
    with pytest.raises(ReadError, match="century"):
        parse_date(printed, "a.txt:1")


@pytest.mark.parametrize(
    "line", ["gestern", "Mai 2024", "Die Wahl ist am 3. Mai 2024 in Kiel", "welt.de", "24.7"]
)
def test_what_is_no_date_is_none(line: str) -> None:
    assert find_date(line) is None
