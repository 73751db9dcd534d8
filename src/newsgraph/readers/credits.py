"""Credit, dateline and byline: the agencies, editors and authors of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsgraph.lexicon import load_table
from newsgraph.model import Span

_SEPARATOR = re.compile(r"\s*[/,;+|]\s*|\s+und\s+|\s+&\s+")
_CODE = r"[^\W\d_][\w.-]{0,14}"
_CREDIT = re.compile(
    rf"(?:\(\s*)?(?:mit |Quelle: ?|© ?)?{_CODE}(?: ?(?:/|, ?|\+|;) ?{_CODE}){{0,5}}(?:\s*\))?\.?"
)
_INITIALS = re.compile(r"[a-zäöüß]{1,4}\.?|[A-ZÄÖÜ]{2,3}|red\.?")
_GLUED = re.compile(
    rf"(?<=[.!?…“”\"«»)])\s*(?P<credit>\({_CODE}(?:(?:/|, ?){_CODE}){{0,5}}\)|{_CODE}(?:/{_CODE}){{0,5}}(?:, {_CODE}){{0,2}})$"
)
_PLACE = r"[A-ZÄÖÜ][\w.'’-]*"
_PLACES = rf"{_PLACE}(?:(?:/| / |, | | am | an der | im | bei | a\. ?){_PLACE}){{0,4}}"
_DATELINE = re.compile(
    rf"(?:{_PLACES}\s?(?P<inner>\([^()\n]{{2,60}}\))?(?P<date>,?\s\d[^–—\n]{{4,24}}?)?(?P<inner2>\s\([^()\n]{{2,40}}\))?\s?[–—-](?=\s)"
    rf"|(?:{_PLACES}\s?)?(?P<inner3>\([^()\n]{{2,40}}\))[:.]?(?=\s))"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit as printed, with the agencies and the initials of editors in it."""

    text: str
    agencies: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@cache
def _codes() -> dict[str, tuple[str, str]]:
    return {row[0].casefold(): (row[1], row[2] if len(row) > 2 else "") for row in load_table("agencies.tsv")}


def _agency(code: str) -> str | None:
    """Return the agency that `code` stands for, as printed, or of which it is a desk; None for no agency."""
    kind, parent = _codes().get(code.casefold(), ("", ""))
    return (parent or code) if kind == "agency" else None


def parse_credit(printed: str) -> Credit:
    """Return the agencies and the editors' initials of a credit.

    >>> parse_credit("mfh/dpa/AFP")
    Credit(text='mfh/dpa/AFP', agencies=('dpa', 'AFP'), editors=('mfh',))

    Regional desks of an agency ("dpa/lnw") are neither.
    """
    agencies: dict[str, str] = {}
    editors: dict[str, str] = {}
    inner = re.sub(r"^(?:mit|Quelle:|©)\s*", "", printed.strip("(). "))
    for code in _SEPARATOR.split(inner):
        name = _agency(code)
        if name:
            agencies.setdefault(name.casefold(), name)
        elif code and code.casefold() not in _codes() and code.casefold().rstrip(".") != "red":
            editors.setdefault(code, code)
    return Credit(printed, tuple(agencies.values()), tuple(editors.values()))


def find_credit(line: str) -> int | None:
    """Return where the credit that ends the last line of an article starts; None where none does.

    After a sentence on the same line a credit must name an agency, so that no last word is taken for initials.

    >>> find_credit("dpa/tan"), find_credit("Das war alles. AFP/mhe"), find_credit("Das war alles.")
    (0, 15, None)
    """
    if _CREDIT.fullmatch(line):
        credit = parse_credit(line)
        if credit.agencies or all(_INITIALS.fullmatch(c) for c in _SEPARATOR.split(line.strip("(). "))):
            return 0
    glued = _GLUED.search(line)
    if glued and parse_credit(glued["credit"]).agencies:
        return glued.start("credit")
    return None


def find_dateline(text: str, paragraph: Span) -> tuple[Span | None, tuple[str, ...]]:
    """Return the dateline that opens a paragraph, with its dash, and the agencies it names.

    >>> find_dateline("Berlin (dpa) – Der Senat", Span(0, 24))
    (Span(start=0, end=14), ('dpa',))

    A place with a dash is a dateline; a name in brackets alone is one if it is an agency ("(Keystone-SDA) An").
    """
    found = _DATELINE.match(text, paragraph.start, paragraph.end)
    if not found:
        return None, ()
    inner = found["inner"] or found["inner2"] or found["inner3"] or ""
    agencies = parse_credit(inner).agencies if inner else ()
    if found["inner3"] and not agencies:
        return None, ()
    return Span(found.start(), found.end()), agencies
