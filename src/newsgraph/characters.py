"""Characters that not every supported Python knows, so that none of them makes a difference.

What a letter is, and what NFKC makes of it, comes from the Unicode database of the running Python: 14.0 in
Python 3.11, 15.0 in 3.12, 15.1 in 3.13. A few thousand letters of rare scripts are new since 14.0 (Kawi, Nag
Mundari, further Chinese characters), and five modifier letters turned lower case. Stand-ins take their places
while text is worked on: private characters, which every version takes for neither letter nor space, as Python
3.11 takes the new ones.
"""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import Final, TypeVar, cast

T = TypeVar("T")

# https://www.unicode.org/versions/Unicode15.0.0/ and 15.1.0: the letters, marks, numerals and punctuation
# that are new in them (symbols, such as emoji, are nothing special to any), and the five modifier letters.
_NEWER: Final = (
    "10FC A7F2-A7F4 AB69 CF3 ECE 10EFD-10EFF 1123F-11241 11B00-11B09 11F00-11F10 11F12-11F3A 11F3E-11F59 "
    "1342F 13439-13455 1B132 1B155 1D2C0-1D2D3 1DF25-1DF2A 1E030-1E06D 1E08F 1E4D0-1E4F9 2B739 "
    "2EBF0-2EE5D 31350-323AF"
)
_RANGES: Final = [[int(end, 16) for end in run.split("-")] for run in _NEWER.split()]
_UNCERTAIN: Final = frozenset(chr(code) for run in _RANGES for code in range(run[0], run[-1] + 1))
_PRIVATE: Final = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


def veil(text: str) -> tuple[str, dict[int, int]]:
    """Return `text` with a stand-in for each uncertain character, and the table that leads back.

    Code points keep their places. In nearly every text there are none: it comes back as it is, the table is
    empty.
    """
    if text.isascii() or _UNCERTAIN.isdisjoint(text):
        return text, {}
    uncertain = sorted(_UNCERTAIN.intersection(text))
    free = (code for code in chain(*_PRIVATE) if chr(code) not in text)
    there = {ord(char): code for char, code in zip(uncertain, free, strict=False)}
    return text.translate(there), {code: char for char, code in there.items()}


def unveil(value: T, back: dict[int, int]) -> T:
    """Return a value of strings, tuples, sets and frozen dataclasses with the characters that were veiled."""
    return cast("T", _unveiled(value, back)) if back else value


def _unveiled(value: object, back: dict[int, int]) -> object:
    if isinstance(value, str) and type(value) is str:
        return value.translate(back)
    if isinstance(value, (tuple, frozenset)):
        return type(value)([_unveiled(item, back) for item in value])
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: _unveiled(getattr(value, field.name), back) for field in fields(value)}
        return replace(value, **changed)
    return value


def nfkc(text: str) -> str:
    """Return the normalisation form NFKC, the same by every supported Python.

    >>> nfkc("ﬁn\u2460")
    'fin1'
    """
    plain, back = veil(text)
    return unveil(unicodedata.normalize("NFKC", plain), back)
