"""What an article has in common with another print of the same report: triples of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from newsgraph.linking.utterances_words import fold_words
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from newsgraph.model.links import ArticleRecord

_TRIPLE = 3
_QUOTATION = re.compile(r"[„“][^„“”\"]{1,800}[“”\"]|\"[^\"]{1,800}\"|»[^«»]{1,800}«|«[^«»]{1,800}»")


@dataclass(frozen=True, slots=True)
class Print:
    """The triples of words of one article, as sorted hash values.

    `everything` is of all that it prints, `own` of what stands outside quotation marks: what reporters put in
    their own words, and share only by copying. `words` is the number of words; `whole` says that the
    article's text was there, and not its statements only.
    """

    everything: NDArray[np.uint32]
    own: NDArray[np.uint32]
    words: int
    whole: bool


def read_print(article: ArticleRecord) -> Print:
    """Return the triples of words of an article: of its text, or where the graph has none of its statements.

    The headline is left out: houses write their own.
    """
    if article.text:
        pieces = [article.text.removeprefix(article.headline)]
        own = _QUOTATION.split(pieces[0])
    else:
        outer = [one for one in article.utterances if one.nested_in is None]
        pieces = [one.text for one in outer]
        own = [one.text for one in outer if one.type is not StatementType.DIRECT]
    words = sum(len(fold_words(piece)) for piece in pieces)
    return Print(_triples(pieces), _triples(own), words, bool(article.text))


def _triples(pieces: Iterable[str]) -> NDArray[np.uint32]:
    """Return the hash values of all triples of words that stand side by side in a piece, sorted, each once.

    CRC-32 is the same on every machine; that two triples of one pair of articles fall together by chance is
    as rare as one in ten thousand pairs.
    """
    found = set()
    for piece in pieces:
        words = fold_words(piece)
        for start in range(len(words) - _TRIPLE + 1):
            found.add(crc32(" ".join(words[start : start + _TRIPLE]).encode()))
    return np.array(sorted(found), dtype=np.uint32)
