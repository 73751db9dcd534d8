"""Bylines: who wrote the article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsgraph.readers.credits import find_agencies, opens_place

_GENRE = (
    r"(?:(?:Ein(?:e|en)?\s)?(?:Kommentar|Gastbeitrag|Analyse|Reportage|Essay|Interview|Bericht|Kolumne)\s)?"
)
_START = re.compile(
    rf"{_GENRE}(?:Von|von|VON|Text:|Autor:|Autorin:|Interview:)\s+(?P<names>\S.*)"
    r"|Aus\s[A-ZÄÖÜ][\w -]+?\sberichte(?:t|n):?\s(?P<reporters>\S.*)"
)
_ASIDE = re.compile(r"\s+(?:in|aus|zurzeit|derzeit)\s+(?=[A-ZÄÖÜ]).*$|\s*\([^)]*\)")
_SPLIT = re.compile(r"\s*,?\s+(?:und|sowie)\s+|\s*[&;,/]\s*", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:(?:unser\w*|dem|der|einem|einer)\s+)?(?:[a-zäöüß]\S*\s+)*"
    r"(?:[A-ZÄÖÜ]\S*?(?:orrespondent|edakteur|eporter|itarbeiter|ournalist|olontär|autor|chef)(?:in|innen|en)?\s+)?"
)
_TITLE = re.compile(r"(?:(?:Prof|Dr|Dipl|Ing|med|phil|jur|h\. ?c)\.(?:-\S+)?\s*)+")
_PARTICLE = (
    r"(?:von|van|de|der|den|del|della|di|da|du|dos|zu|zum|zur|vom|al|el|bin|ibn|ter|ten|la|le|af|av|y)"
)
_WORD = r"(?:[^\W\d_a-zß][\w'’.-]*|d['’][A-Z]\w+)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD})+")
_NO_PERSON = re.compile(r"unser\w*\s[A-ZÄÖÜ]\w+|(?:der\s)?Redaktion")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline as printed, with the authors and agencies it names."""

    text: str
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def parse_byline(line: str) -> Byline | None:
    """Return what a byline says; None where the line is no byline.

    >>> parse_byline("Von Konstantin Rüsing, Tallinn, und Amelie Vogt").authors
    ('Konstantin Rüsing', 'Amelie Vogt')
    >>> parse_byline("Von Kiel nach Oslo"), parse_byline("Von wegen Frieden")
    (None, None)

    It begins with a name of two words and more, with an agency or with the office ("Von unserer Redaktion").
    """
    found = _START.fullmatch(line)
    if not found or len(line) > _LONGEST or line.endswith((".", "?", "!", ":")):
        return None
    names = found["names"] or found["reporters"]
    pieces = [piece for piece in _SPLIT.split(_ASIDE.sub("", names)) if piece]
    authors = [_author(piece) for piece in pieces]
    known = tuple(
        dict.fromkeys(a for index, a in enumerate(authors) if a and (index == 0 or not opens_place(a)))
    )
    agencies = find_agencies(",".join([*pieces, *re.findall(r"\(([^)]*)\)", names)]))
    first = pieces[0] if pieces else ""
    if not (pieces and (authors[0] or find_agencies(first) or _NO_PERSON.fullmatch(first))):
        return None
    return Byline(line, known, agencies)


def _author(piece: str) -> str | None:
    """Return the name of a person without title and office; None for a place or a code.

    >>> _author("unserem Korrespondenten Dr. Max Maier"), _author("CARLA DE BRUYN"), _author("Berlin")
    ('Max Maier', 'Carla de Bruyn', None)
    """
    office = _OFFICE.match(piece)
    bare = _TITLE.sub("", piece[office.end() if office else 0 :])
    if bare.isupper():
        bare = " ".join(_lower_name(word) for word in bare.split())
    return bare if _NAME.fullmatch(bare) else None


def _lower_name(word: str) -> str:
    if re.fullmatch(_PARTICLE, word.lower()):
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))
