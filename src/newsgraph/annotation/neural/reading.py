"""What the model says about a whole text, put together from its windows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.trimming import is_combining

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgraph.annotation.neural.session import Output
    from newsgraph.annotation.neural.windows import Piece, Window
    from newsgraph.model import Span

__all__ = ["Reading", "View", "join_windows"]


@dataclass(frozen=True, slots=True)
class View:
    """What one window shows: the pieces `first` to `stop` of the reading, of which it owns `own`.

    `places` gives for each shown piece its place in the window, where breaks count; `links` are the window's.
    """

    number: int
    first: int
    stop: int
    own: range
    places: NDArray[np.intp]
    links: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """The pieces of a text, without breaks, each with the logits from the window that owns it.

    `joined` tells which piece goes on with the word of the piece before, `sentences` and `paragraphs` in
    which sentence and paragraph each piece stands.
    """

    text: str
    pieces: tuple[Piece, ...]
    tags: NDArray[np.float32]
    joined: NDArray[np.bool_]
    sentences: NDArray[np.intp]
    paragraphs: NDArray[np.intp]
    views: tuple[View, ...]


def join_windows(
    text: str,
    sentences: Sequence[Span],
    paragraphs: Sequence[int],
    windows: Sequence[Window],
    outputs: Sequence[Output],
) -> Reading:
    """Return the windows' outputs as one reading; the windows are those of the text, in order."""
    pieces: list[Piece] = []
    rows = []
    owned = []
    for window, output in zip(windows, outputs, strict=True):
        places = [place for place, piece in enumerate(window.pieces) if _is_owned(window, piece)]
        owned.append(range(len(pieces), len(pieces) + len(places)))
        pieces += [window.pieces[place] for place in places]
        rows.append(output.tags[places])
    starts = [piece.start for piece in pieces]
    sentence = [bisect_right(sentences, piece.start, key=lambda span: span.start) - 1 for piece in pieces]
    return Reading(
        text=text,
        pieces=tuple(pieces),
        tags=np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32),
        joined=np.array(
            [i > 0 and sentence[i] == sentence[i - 1] and _goes_on(text, *pieces[i - 1 : i + 1])
             for i in range(len(pieces))],
            dtype=bool,
        ),
        sentences=np.array(sentence, dtype=np.intp),
        paragraphs=np.array([paragraphs[number] for number in sentence], dtype=np.intp),
        views=tuple(
            _view(number, window, output, own, starts)
            for number, (window, output, own) in enumerate(zip(windows, outputs, owned, strict=True))
        ),
    )  # fmt: skip


def _is_owned(window: Window, piece: Piece) -> bool:
    return piece.start < piece.end and window.own.start <= piece.start and piece.end <= window.own.end


def _view(number: int, window: Window, output: Output, own: range, starts: Sequence[int]) -> View:
    places = [place for place, piece in enumerate(window.pieces) if piece.start < piece.end]
    first = bisect_left(starts, window.pieces[places[0]].start) if places else own.start
    return View(number, first, first + len(places), own, np.array(places, dtype=np.intp), output.links)


def _goes_on(text: str, before: Piece, piece: Piece) -> bool:
    """Say whether a piece goes on with the word of the one before: no space, and letters on both sides.

    A combining mark stands inside a word: "é" may be "e" and an accent.
    """
    if piece.start < before.end:  # two pieces of one character: "½" is "1", "⁄" and "2"
        return True
    end = before.end
    while end < piece.start and is_combining(text[end]):
        end += 1
    return end == piece.start and _in_word(text[piece.start - 1]) and _in_word(text[piece.start])


def _in_word(character: str) -> bool:
    return character.isalnum() or is_combining(character)
