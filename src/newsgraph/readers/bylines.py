"""Bylines: who wrote the article."""

from __future__ import annotations

import re

_START = re.compile(
    r"(?:(?:Ein(?:e|en)? )?(?:Kommentar|Gastbeitrag|Analyse|Reportage|Essay|Interview|Bericht|Kolumne|Porträt|Glosse) )?"
    r"(?:Von|von|VON|Text:|Autor:|Autorin:|Interview:)\s+(?P<names>\S.*)$"
    r"|Aus (?P<place>[A-ZÄÖÜ][\w -]+?) berichte(?:t|n):? (?P<names2>\S.*)$"
)
_CUT = re.compile(
    r"\s+(?:in|aus|zurzeit|derzeit)\s+(?=[A-ZÄÖÜ]).*$|\s*\([^)]*\)|\s*/\s*(?:dpa|AFP|epd|Reuters|KNA|SID)\b.*$"
)
_SPLIT = re.compile(r"\s*,?\s+(?:und|sowie)\s+|\s*&\s*|\s*;\s*|\s*,\s*")
_ROLE = re.compile(r"^(?:(?:unser\w*|dem|der|einem|einer)\s+)?(?:[a-zäöüß]\S*\s+)*")
_OFFICE = re.compile(
    r"^[A-ZÄÖÜ]\S*?(?:orrespondent|edakteur|eporter|itarbeiter|utor|ournalist|hef|olontär)(?:in|innen|en)?\s+"
)
_TITLE = re.compile(r"^(?:(?:Prof|Dr|Dipl|Ing|med|phil|jur|h\. ?c)\.(?:-\S+)?\s*)+")
_PARTICLE = (
    r"(?:von|van|de|der|den|del|della|di|da|du|dos|zu|zum|zur|vom|al|el|bin|ibn|ter|ten|la|le|af|av|Y|y)"
)
_WORD = r"(?:[^\W\d_a-zß][\w'’.-]*|d['’][A-Z]\w+)"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD})+")
_MAX_LENGTH = 160


def parse_byline(line: str) -> tuple[str, ...]:
    """Return the authors that a byline names; nothing where the line is no byline.

    >>> parse_byline("Von Konstantin Rüsing, Tallinn, und Amelie Vogt")
    ('Konstantin Rüsing', 'Amelie Vogt')
    >>> parse_byline("Von Kiel nach Oslo"), parse_byline("Von wegen Frieden")
    ((), ())
    """
    found = _START.match(line)
    if not found or len(line) > _MAX_LENGTH or line.endswith((".", "?", "!", ":")):
        return ()
    names = _CUT.sub("", found["names"] or found["names2"])
    authors = []
    for index, piece in enumerate(_SPLIT.split(names)):
        name = _author(piece)
        if name:
            authors.append(name)
        elif index == 0:
            return ()
    return tuple(dict.fromkeys(authors))


def _author(piece: str) -> str | None:
    bare = _TITLE.sub("", _OFFICE.sub("", _ROLE.sub("", piece.strip())))
    if bare.isupper():
        bare = " ".join("-".join(p.capitalize() for p in word.split("-")) for word in bare.split())
    return bare if _NAME.fullmatch(bare) else None
