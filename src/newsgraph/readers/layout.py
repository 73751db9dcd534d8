"""The layout of an article file: header, byline, paragraphs, subheadings, credit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsgraph.errors import ReadError
from newsgraph.model import Span
from newsgraph.readers.bylines import parse_byline
from newsgraph.readers.credits import Credit, find_credit, parse_credit
from newsgraph.readers.dates import find_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from newsgraph.readers.lines import Line

_URL = re.compile(r"(?:(?:URL|Link|Quelle|Adresse)\s*:\s*)?(?P<url>https?://.*)$", re.IGNORECASE)
_BARE_URL = re.compile(r"www\.\S+\.\S+/\S*$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-zäöü]{2,}$", re.IGNORECASE)
_EDGE = " ,;|–—-(/:"
_SENTENCE_END = re.compile(r"[.…:;,]$")
_CLOSERS = "\"“”«»’‘›‹)]' "
_MAX_SOURCE = 120
_MAX_HEADLINE = 300
_MAX_SUBHEADING = 120
_WRAPPED = 120


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the text; `body` is the number of lines it takes."""

    source: str | None
    published: date | datetime | None
    url: str | None
    headline: Span
    byline: str | None
    authors: tuple[str, ...]
    body: int


@dataclass(frozen=True, slots=True)
class Body:
    """The blocks of the text in the file, whether each is a subheading, and the credit."""

    blocks: tuple[Span, ...]
    subheadings: tuple[bool, ...]
    credit: Credit | None


def parse_header(lines: tuple[Line, ...], origin: str) -> Header:
    """Return source, date, URL, headline and byline of an article file.

    The file begins with a source line ("welt.de, 17.09.2015") or with the URL; the headline follows.
    Raises `ReadError` where neither is there, where the date or the URL is impossible, and without headline.
    """
    filled = [line for line in lines if not line.blank]
    if not filled:
        raise ReadError("the file is empty", where=origin, mend="give a file with an article in it")
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
    if len(headline.text) > _MAX_HEADLINE:
        raise ReadError(
            f"no headline: the line is a paragraph of {len(headline.text)} characters",
            where=f"{origin}:{headline.number}",
            mend="put the headline on a line of its own before the text",
        )
    position += 1
    byline, authors = None, ()
    if position < len(filled) and (authors := parse_byline(filled[position].text)):
        byline = filled[position].text
        position += 1
    return Header(
        source,
        published,
        url,
        Span(headline.start, headline.end),
        byline,
        authors,
        filled[position - 1].number,
    )


def _source_line(filled: list[Line], origin: str) -> tuple[str | None, date | datetime | None, int]:
    """Return outlet, date and the number of lines they take (0 where the file begins with its URL)."""
    first = filled[0]
    where = f"{origin}:{first.number}"
    if _URL.match(first.text):
        return None, None, 0
    printed = find_date(first.text) if len(first.text) <= _MAX_SOURCE else None
    if printed and (printed.start == 0 or first.text[printed.start - 1] in _EDGE):
        source = first.text[: printed.start].strip(_EDGE)
        return source or None, parse_date(printed, where), 1
    has_url = len(filled) > 1 and _URL.match(filled[1].text)
    if len(first.text) <= _MAX_SOURCE and (has_url or _DOMAIN.match(first.text)):
        return first.text.strip(_EDGE), None, 1
    raise ReadError(
        "no header: the first line is no source line",
        where=where,
        mend="begin the file with outlet and date (like 'welt.de, 17.09.2015'), then the URL, then the headline",
    )


def _url(line: Line, origin: str) -> str | None:
    found = _URL.match(line.text)
    where = f"{origin}:{line.number}"
    if not found:
        if _BARE_URL.match(line.text):
            raise ReadError("the URL has no scheme", where=where, mend="write https:// before it")
        return None
    url = found["url"]
    try:
        host = urlsplit(url).hostname
    except ValueError as error:
        raise ReadError(
            f"not a URL: {url!r} ({error})", where=where, mend="correct it or leave it out"
        ) from error
    if not host or any(c.isspace() for c in host):
        raise ReadError(f"the URL names no host: {url!r}", where=where, mend="correct it or leave it out")
    return url


def parse_body(lines: tuple[Line, ...], header: Header) -> Body:
    """Return the blocks after the header and the credit at their end."""
    groups = list(_groups(lines[header.body :]))
    credit: Credit | None = None
    if groups:
        last = groups[-1][-1]
        start = find_credit(last.text)
        if start is not None:
            credit = parse_credit(last.text[start:])
            kept = last.text[:start].rstrip()
            groups[-1][-1:] = [replace(last, text=kept, end=last.start + len(kept))] if kept else []
            groups = [group for group in groups if group]
    bare = [len(group) == 1 and _is_subheading(group[0].text) for group in groups]
    bare[-1:] = [False] if bare else []  # a subheading has text below it
    return Body(tuple(Span(g[0].start, g[-1].end) for g in groups), tuple(bare), credit)


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the blocks: runs of lines without a blank one between.

    Where a line is longer than wrapped text has them, each line is a paragraph of its own.
    """
    for blank, run in groupby(lines, key=lambda line: line.blank):
        group = [] if blank else list(run)
        if any(len(line.text) > _WRAPPED for line in group):
            yield from ([line] for line in group)
        elif group:
            yield group


def _is_subheading(text: str) -> bool:
    """Whether a line of its own is a subheading: short and no sentence.

    >>> _is_subheading("Moskau reagiert verärgert"), _is_subheading("„Schattenhaushalt“ oder Zukunftstopf?")
    (True, True)
    >>> _is_subheading("„Ich nehme das Taxi.“"), _is_subheading("Das war gestern.")
    (False, False)
    """
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and len(text) <= _MAX_SUBHEADING and not _SENTENCE_END.search(bare)
