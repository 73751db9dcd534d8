"""The layout of an article file: header, byline, blocks of text, credit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.lexicon import load_words
from newsgraph.model import Span
from newsgraph.readers.bylines import Byline, parse_byline
from newsgraph.readers.credits import Credit, find_credit
from newsgraph.readers.dates import PrintedDate, find_date, holds_date, parse_date
from newsgraph.readers.urls import check_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from newsgraph.readers.lines import Line

_URL = re.compile(r"(?:(?:URL|Link|Quelle|Adresse)\s*:\s*)?<?(?P<url>https?://[^>]*)>?", re.IGNORECASE)
_BARE_URL = re.compile(r"www\.\S+\.\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-zäöü]{2,}", re.IGNORECASE)
_DAY_OF_WEEK = re.compile(r"(?:(?P<outlet>.*?)\s*[,|–-]\s*)?(?P<day>\w+)\.?")
_DATE_WORD = re.compile(
    r"(?:(?:^|[,;|–—(/-])\s*(?:Stand|[Aa]ktualisiert|[Vv]eröffentlicht|[Ee]rschienen)(?:\s+am)?:?|\s+vom|[,;|]\s*den)\s*$"
)
_LINK = re.compile(r"\([Ll]ink:[^()]*\)")
_EDGE = " ,;|–—-(/:"
_SENTENCE_END = re.compile(r"[.…:;,]$")
_CLOSERS = "\"“”«»’‘›‹)]' "
_LONGEST_SOURCE = 120
_LONGEST_HEADLINE = 300
_LONGEST_SUBHEADING = 120
_LONGEST_WRAPPED = 120


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the text, and the lines that follow it."""

    source: str | None
    published: date | datetime | None
    url: str | None
    headline: Span
    byline: Byline | None
    rest: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the text in the file, whether each is a single line, and the credit."""

    blocks: tuple[Span, ...]
    single: tuple[bool, ...]
    credit: Credit | None


def parse_header(lines: tuple[Line, ...], origin: str) -> Header:
    """Return source, date, URL, headline and byline of an article file.

    The file begins with a source line ("welt.de, 17.09.2015") or with the URL; the headline follows. Of
    several URL lines the first counts. The byline stands below the headline, or below one line between.
    Raises `ReadError` where neither is there, where the date or the URL is impossible, and without headline.
    """
    filled = [line for line in lines if not line.blank]
    if not filled:
        raise ReadError("there is no text in it", where=origin, mend="give a file with an article in it")
    source, published, position = _source_line(filled, origin)
    url: str | None = None
    while position < len(filled) and (found := _url(filled[position], origin)):
        url = url or found
        position += 1
    if position == len(filled):
        raise ReadError(
            "nothing follows the header",
            where=f"{origin}:{filled[-1].number}",
            mend="add the headline and the text",
        )
    headline = filled[position]
    if len(headline.text) > _LONGEST_HEADLINE:
        raise ReadError(
            f"no headline: the line is a paragraph of {len(headline.text)} characters",
            where=f"{origin}:{headline.number}",
            mend="put the headline on a line of its own before the text",
        )
    bylines = [(line, parse_byline(line.text)) for line in filled[position + 1 : position + 3]]
    line, byline = next(((n, b) for n, b in bylines if b), (None, None))
    rest = tuple(n for n in lines[headline.number :] if n is not line)
    return Header(source, published, url, Span(headline.start, headline.end), byline, rest)


def _source_line(filled: list[Line], origin: str) -> tuple[str | None, date | datetime | None, int]:
    """Return outlet, date and the number of lines they take (0 where the file begins with its URL)."""
    first = filled[0]
    where = f"{origin}:{first.number}"
    if _url(first, origin):
        return None, None, 0
    short = len(first.text) <= _LONGEST_SOURCE
    printed = find_date(first.text) if short else None
    if printed and _divides(first.text, printed):
        return _outlet(first.text[: printed.start]), parse_date(printed, where), 1
    has_url = len(filled) > 1 and _URL.fullmatch(filled[1].text)
    if has_url and short and holds_date(first.text):
        raise ReadError(
            "the date does not end the source line", where=where, mend="write the outlet, then the date"
        )
    if short and (has_url or _DOMAIN.fullmatch(first.text)):
        return first.text.strip(_EDGE), None, 1
    raise ReadError(
        "no header: the first line is no source line",
        where=where,
        mend="begin with outlet and date (like 'welt.de, 17.09.2015'), then the URL, then the headline",
    )


def _divides(line: str, printed: PrintedDate) -> bool:
    """Whether a date ends a source line, not a sentence: a divider, a domain or "Stand:" stands before it.

    "welt.de 17.09.2015" is a source line, "Die Wahl am 3. Mai 2024" is none.
    """
    before = line[: printed.start].rstrip()
    if not before or before[-1] in _EDGE:
        return True
    return bool(_DATE_WORD.search(before) or _DOMAIN.fullmatch(before))


def _outlet(printed: str) -> str | None:
    """Return the outlet without the day of the week and the words that introduce a date.

    >>> _outlet("taz, Montag, den "), _outlet("Küstenwacht am Sonntag, "), _outlet("welt.de, Stand: ")
    ('taz', 'Küstenwacht am Sonntag', 'welt.de')
    """
    name = _DATE_WORD.sub("", printed).strip(_EDGE)
    found = _DAY_OF_WEEK.fullmatch(name)
    if found and found["day"].casefold() in load_words("weekdays.txt"):
        name = found["outlet"] or ""
    return name.strip(_EDGE) or None


def _url(line: Line, origin: str) -> str | None:
    found = _URL.fullmatch(line.text)
    where = f"{origin}:{line.number}"
    if not found:
        if _BARE_URL.fullmatch(line.text) and "/" in line.text:
            raise ReadError("the URL has no scheme", where=where, mend="write https:// before it")
        return None
    return check_url(found["url"], where)


def parse_body(header: Header, origin: str) -> Body:
    """Return the blocks after the header and the credit at their end.

    Raises `ReadError` where a second header stands among them.
    """
    _refuse_second(header, origin)
    groups = list(_groups(header.rest))
    credit: Credit | None = None
    if groups:
        last = groups[-1][-1]
        found = find_credit(last.text)
        if found:
            start, credit = found
            kept = last.text[:start].rstrip()
            groups[-1][-1:] = [replace(last, text=kept, end=last.start + len(kept))] if kept else []
            groups = [group for group in groups if group]
    return Body(
        tuple(Span(g[0].start, g[-1].end) for g in groups), tuple(len(g) == 1 for g in groups), credit
    )


def _refuse_second(header: Header, origin: str) -> None:
    filled = [line for line in header.rest if not line.blank]
    for line, following in pairwise(filled):
        if not _URL.fullmatch(following.text) or len(line.text) > _LONGEST_SOURCE:
            continue
        printed = find_date(line.text)
        if printed and _divides(line.text, printed):
            raise ReadError(
                "a second article begins here",
                where=f"{origin}:{line.number}",
                mend="put each article into a file of its own",
            )


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the blocks: runs of lines without a blank one between.

    Where a line is longer than wrapped text has them, each line is a paragraph of its own.
    """
    for blank, run in groupby(lines, key=lambda line: line.blank):
        group = [] if blank else list(run)
        if any(len(_LINK.sub("", line.text)) > _LONGEST_WRAPPED for line in group):
            yield from ([line] for line in group)
        elif group:
            yield group


def is_subheading(text: str) -> bool:
    """Whether a line of its own is a subheading: short and no sentence.

    >>> is_subheading("Moskau reagiert verärgert"), is_subheading("„Schattenhaushalt“ oder Zukunftstopf?")
    (True, True)
    >>> is_subheading("„Ich nehme das Taxi.“"), is_subheading("Das war gestern.")
    (False, False)
    """
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and len(text) <= _LONGEST_SUBHEADING and not _SENTENCE_END.search(bare)
