"""Dates of source lines: what is printed, and nothing guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_DAY = (
    r"(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}"  # 17.09.2015  12. 1. 2022
    r"|\d{1,2}\.?\s[^\W\d_]{3,9}\.?\s\d{2,4}"  # 3. Mai 2024  20. Jänner 2021  5. Sept. 2019
    r"|\d{4}-\d{1,2}-\d{1,2}"  # 2023-11-05
    r"|\d{1,2}/\d{1,2}/\d{4})"
)
_ZONE = r"(?:\s?\(?(?:MEZ|MESZ|CET|CEST|UTC|GMT|Z|[+-]\d{2}:?\d{2})\)?)?"
_TIME = (
    r"(?:(?:,\s*|\s+um\s+|\s*[-–|]\s*|\s+|T)"
    r"(?:\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?Uhr|\s?h)?|\d{1,2}\s?(?:Uhr|h))"
    rf"{_ZONE})?"
)
_PAGE = r"(?:\s*[,;|]\s*(?:Seite|S\.|Nr\.|Ausgabe)\s?[\w ./-]{1,20})?"
_SHAPE = re.compile(rf"(?<![\w.])(?P<day>{_DAY})(?P<time>{_TIME})\)?{_PAGE}\s*$", re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?<![\w.]){_DAY}(?!\w)")
_SHORT_YEAR = re.compile(r"^(?!\d{4}-).*(?<!\d)\d{1,3}$")
_FULL_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s?(?:Uhr|h)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """The date that ends a line: where it begins, its day, and its time as printed (empty if none is)."""

    start: int
    day: str
    time: str


def find_date(line: str) -> PrintedDate | None:
    """Return the date that ends `line`, possible or not; None where there is none.

    >>> find_date("Küstenwacht am Sonntag, 19.2.2017, 14.35 Uhr")
    PrintedDate(start=24, day='19.2.2017', time=', 14.35 Uhr')

    A page may follow the date ("…, 12.1.2022, Seite 5").
    """
    found = _SHAPE.search(line)
    return PrintedDate(found.start(), found["day"], found["time"]) if found else None


def holds_date(line: str) -> bool:
    """Whether a date stands anywhere on `line`.

    >>> holds_date("17.09.2015, welt.de"), holds_date("Pressemitteilung 12")
    (True, False)
    """
    return bool(_ANYWHERE.search(line))


def parse_date(printed: PrintedDate, where: str) -> date | datetime:
    """Return the day, or the moment where a time is printed, with a zone only where one is printed.

    >>> parse_date(PrintedDate(0, "3. Mai 2024", ""), "x.txt:1")
    datetime.date(2024, 5, 3)
    >>> parse_date(PrintedDate(0, "3. Mai 2024", ", 8 Uhr MESZ"), "x.txt:1").isoformat()
    '2024-05-03T08:00:00+02:00'

    Raises `ReadError` for a day or a time that does not exist and for a year of fewer than four digits.
    """
    if _SHORT_YEAR.search(printed.day):
        raise ReadError(
            f"the century of {printed.day!r} is not printed",
            where=where,
            mend="write the year with four digits",
        )
    found = _parse(printed.day, printed.time)
    if found is None:
        raise ReadError(
            f"there is no such date: {(printed.day + printed.time)!r}",
            where=where,
            mend="correct the date of the source line",
        )
    return found


@lru_cache(
    maxsize=1024
)  # the parser takes most of the time of reading, and papers of one day share their date
def _parse(day: str, printed_time: str) -> date | datetime | None:
    time = _FULL_HOUR.sub(r"\1:00 Uhr", printed_time.strip(" ,|-–").removeprefix("um ")).replace("(", "")
    text = f"{day}{'' if time.startswith('T') else ' '}{time.replace(')', '')}".strip()
    data = _parser().get_date_data(text)
    moment = data.date_obj
    if moment is None or not _same_day(day, moment):
        return None
    if data.period != "time":
        return moment.date()
    offset = moment.utcoffset()
    return moment.replace(tzinfo=None if offset is None else timezone(offset))


def _same_day(day: str, parsed: date) -> bool:
    """Whether figures were read in the order of the print: 13 in the place of the month is no month.

    >>> _same_day("2023-13-05", date(2023, 5, 13)), _same_day("3. Mai 2024", date(2024, 5, 3))
    (False, True)
    """
    figures = tuple(int(f) for f in re.findall(r"\d+", day))
    if len(figures) < 3:
        return True
    return figures in {(parsed.day, parsed.month, parsed.year), (parsed.year, parsed.month, parsed.day)}


@cache
def _parser() -> DateDataParser:
    # Imported on first use: it takes longer than all the rest of the reader.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(
        languages=["de"],
        settings={
            "STRICT_PARSING": True,
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
            "RETURN_TIME_AS_PERIOD": True,
        },
    )
