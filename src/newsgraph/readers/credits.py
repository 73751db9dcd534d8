"""Credit and dateline: the agencies behind an article and the initials of its editors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsgraph.lexicon import load_table, load_words
from newsgraph.model import Span

_SEPARATOR = re.compile(r"\s*[/,;+|]\s*|\s+und\s+|\s+&\s+")
_PREFIX = re.compile(
    r"(?:[Mm]it|Quellen?:|Material:|©|\(c\))\s*"
    r"(?:(?:Agentur)?(?:[Mm]aterial|[Ii]nformationen)\s*(?:von|der)?\s*)?(?:Nachrichtenagentur(?:en)?\s+)?:?\s*"
)
_CODE = re.compile(r"[^\W\d_][\w-]{0,14}\.?|Dow Jones")
_BESIDE = re.compile(r"([^()]+?)\s*\(([^()]+)\)")  # mak/wa (afp, rtr)
_INITIALS = re.compile(r"[a-zäöüß]{1,4}\.?|[A-ZÄÖÜ]{2,3}")
_NOBODY = frozenset({"red", "redaktion"})
_AFTER_SENTENCE = re.compile(r"(?<=[.!?…“”\"«»)])\s*(?=\S)")
_LONGEST = 80
_LONGEST_PART = 30
_MIXED_SEPARATOR = re.compile(r"\s*[/;+|]\s*|,\s+|\s+und\s+|\s+&\s+")
_SOURCE = re.compile(r"^Quellen?:\s*")
_SENTENCE_END = re.compile(r"[.!?“”\"«»](?:\s|$)")

_WORD = r"[A-ZÄÖÜ][\w'’-]*"
_JOINED = rf"{_WORD}(?:\s?/\s?{_WORD}){{0,3}}"
_LONG_PLACE = rf"{_WORD}\.?(?:(?:\s?/\s?|,\s|\s|\sam\s|\san\sder\s|\sim\s|\sbei\s|\sa\.\s?){_WORD}\.?){{0,4}}"
_DATELINE = re.compile(
    # Berlin (dpa) –  ·  Lima (Peru), 19.08.2007 –  ·  BERLIN/HAMBURG (AFP)  ·  (Keystone-SDA)
    rf"(?:{_LONG_PLACE}\s?)?(?P<first>\([^()\n]{{2,60}}\))?(?P<date>,?\s\d[^–—\n()]{{4,24}}?)?"
    rf"(?P<second>\s\([^()\n]{{2,60}}\))?(?P<dash>\s?[–—]|\s-)?:?(?=\s)"
)
_BARE_DATELINE = re.compile(rf"(?P<place>{_JOINED}|{_WORD}\.?\s{_WORD})\s[–—-](?=\s[A-ZÄÖÜ\d„“\"«»‚])")


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit as printed, with the agencies and the initials of editors in it."""

    text: str
    agencies: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@cache
def _codes() -> dict[str, tuple[str, str]]:
    return {row[0].casefold(): (row[1], row[2] if len(row) > 2 else "") for row in load_table("agencies.tsv")}


def find_agencies(printed: str) -> tuple[str, ...]:
    """Return the agencies among codes that separators divide, as printed; a desk gives its agency.

    >>> find_agencies("mfh/dpa-tmn/AFP")
    ('dpa', 'AFP')
    """
    agencies: dict[str, str] = {}
    for code in _SEPARATOR.split(printed.strip("(). ")):
        kind, agency = _codes().get(code.casefold(), ("", ""))
        if kind == "agency":
            agencies.setdefault((agency or code).casefold(), agency or code)
    return tuple(agencies.values())


def parse_credit(printed: str) -> Credit | None:
    """Return what a credit says; None for words that are no credit.

    >>> parse_credit("mfh/dpa/AFP")
    Credit(text='mfh/dpa/AFP', agencies=('dpa', 'AFP'), editors=('mfh',))
    >>> parse_credit("Sport"), parse_credit("rkz")
    (None, Credit(text='rkz', agencies=(), editors=('rkz',)))

    It names an agency, or holds nothing but initials. A regional desk ("dpa/lnw") is neither of the two.
    """
    bare = printed.removesuffix(".").strip()
    beside = _BESIDE.fullmatch(bare)
    inner = f"{beside[1]}/{beside[2]}" if beside else bare.removeprefix("(").removesuffix(")").strip()
    prefix = _PREFIX.match(inner)
    codes = _SEPARATOR.split(inner[prefix.end() :] if prefix else inner)
    if not all(_CODE.fullmatch(code) for code in codes):
        return None
    agencies = find_agencies("/".join(codes))
    if not agencies and (prefix or not all(_INITIALS.fullmatch(code) for code in codes)):
        return None
    editors = [c for c in codes if c.casefold() not in _codes() and c.rstrip(".").casefold() not in _NOBODY]
    return Credit(printed, agencies, tuple(dict.fromkeys(editors)))


def find_credit(line: str) -> tuple[int, Credit] | None:
    """Return where the credit starts that ends the last line of an article, and what it says.

    >>> find_credit("Das war alles. AFP/mhe")
    (15, Credit(text='AFP/mhe', agencies=('AFP',), editors=('mhe',)))

    A credit after a sentence on the same line names an agency, so that no last word is taken for initials.
    """
    whole = (parse_credit(line) or _mixed_credit(line)) if len(line) <= _LONGEST else None
    if whole:
        return 0, whole
    for found in _AFTER_SENTENCE.finditer(line, max(0, len(line) - _LONGEST)):
        credit = parse_credit(line[found.end() :])
        if credit and credit.agencies:
            return found.end(), credit
    return None


def _mixed_credit(line: str) -> Credit | None:
    """Return a credit in which other sources stand beside an agency ("NDR 90,3/dpa", "ZEIT ONLINE, AFP")."""
    parts = _MIXED_SEPARATOR.split(_SOURCE.sub("", line))
    agencies = find_agencies("/".join(parts))
    short = all(len(part) <= _LONGEST_PART and len(part.split()) <= 4 for part in parts)
    if not agencies or not short or len(parts) < 2 or _SENTENCE_END.search(line):
        return None
    editors = (p for p in parts if p.casefold() not in _codes() and re.fullmatch("[a-zäöüß]{1,4}", p))
    return Credit(line, agencies, tuple(dict.fromkeys(editors)))


def find_dateline(text: str, paragraph: Span) -> tuple[Span | None, tuple[str, ...]]:
    """Return the dateline that opens a paragraph, with its dash, and the agencies it names.

    >>> find_dateline("Berlin (dpa) – Der Senat", Span(0, 24))
    (Span(start=0, end=14), ('dpa',))

    It has an agency in brackets, or a dash after place and date or country ("Lima (Peru), 19.08.2007 –"), or
    is a place alone before a dash and a capital letter ("Wien – Vier Mal"). No dateline: "Ein Haus – das …".
    """
    found = _DATELINE.match(text, paragraph.start, paragraph.end)
    if found:
        agencies = find_agencies(found["first"] or "") + find_agencies(found["second"] or "")
        if agencies or (found["dash"] and (found["first"] or found["date"])):
            return Span(found.start(), found.end()), agencies
    bare = _BARE_DATELINE.match(text, paragraph.start, paragraph.end)
    if bare and (" " not in bare["place"] or opens_place(bare["place"])):
        return Span(bare.start(), bare.end()), ()
    return None, ()


def opens_place(name: str) -> bool:
    """Whether the first word of `name` opens a place of several words.

    >>> opens_place("New York"), opens_place("Petra Lindinger")
    (True, False)
    """
    return name.split(maxsplit=1)[0].rstrip(".") in load_words("place_openers.txt")
