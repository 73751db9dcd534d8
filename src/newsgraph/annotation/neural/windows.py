"""Texts as the model reads them: pieces of words with their offsets, in windows of whole sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

__all__ = ["Piece", "Window", "find_pieces", "find_windows"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a word: its number in the vocabulary and where it stands. A break has an empty span."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """A run of pieces that the model reads at once.

    `pieces` begin and end with a break; `own` is the half-open range of code points whose tags are taken from
    this window: what stands before and after it only gives context.
    """

    pieces: tuple[Piece, ...]
    own: Span


@dataclass(frozen=True, slots=True)
class _Run:
    pieces: tuple[Piece, ...]
    start: int
    end: int
    paragraph: int


def find_pieces(tokenizer: Tokenizer, text: str, sentences: Sequence[Span]) -> list[tuple[Piece, ...]]:
    """Return the pieces of each sentence, with offsets into `text`, without the white space before them."""
    encoded = tokenizer.encode_batch([span.of(text) for span in sentences], add_special_tokens=False)
    runs = []
    for span, encoding in zip(sentences, encoded, strict=True):
        pieces = []
        for number, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            begin, stop = span.start + start, span.start + end
            while begin < stop and text[begin].isspace():
                begin += 1
            if begin < stop:
                pieces.append(Piece(number, begin, stop))
        runs.append(tuple(pieces))
    return runs


def find_windows(  # noqa: PLR0913  what a text is made of, and what the model asks for
    tokenizer: Tokenizer,
    text: str,
    sentences: Sequence[Span],
    paragraphs: Sequence[int],
    *,
    size: int = 448,
    context: int = 96,
) -> list[Window]:
    """Return windows of at most `size` pieces that together own every sentence once.

    `paragraphs` gives for each sentence the number of its paragraph; between two paragraphs, and at both
    ends, stands a break. A text that needs several windows is cut into parts of about the same length at ends
    of sentences; each window reads up to `context` pieces more on either side. A sentence longer than a
    window is cut.
    """
    breaks = (_special(tokenizer, "<s>"), _special(tokenizer, "</s>"))
    runs = list(_runs(find_pieces(tokenizer, text, sentences), sentences, paragraphs, size - 2 * context - 4))
    lengths = [len(run.pieces) + 1 for run in runs]
    total = sum(lengths)
    if not runs:
        return []
    room = size - 2
    if total <= room:
        return [_window(runs, 0, len(runs), (0, len(runs)), breaks)]
    inner = room - 2 * context
    count = -(-total // inner)
    return [
        _window(runs, first, last, _with_context(lengths, first, last, room), breaks)
        for first, last in _cut(lengths, -(-total // count), inner)
    ]


def _special(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"the vocabulary lacks {piece}")
    return int(number)


def _runs(
    pieces: Sequence[tuple[Piece, ...]], sentences: Sequence[Span], paragraphs: Sequence[int], limit: int
) -> Iterator[_Run]:
    for run, span, paragraph in zip(pieces, sentences, paragraphs, strict=True):
        for at in range(0, max(len(run), 1), limit):
            part = run[at : at + limit]
            start = part[0].start if at else span.start
            end = part[-1].end if at + limit < len(run) else span.end
            yield _Run(part, start, end, paragraph)


def _cut(lengths: Sequence[int], aim: int, most: int) -> Iterator[tuple[int, int]]:
    first = held = 0
    for index, length in enumerate(lengths):
        if held and (held + length > most or held + length / 2 > aim):
            yield first, index
            first, held = index, 0
        held += length
    yield first, len(lengths)


def _with_context(lengths: Sequence[int], first: int, last: int, room: int) -> tuple[int, int]:
    """Return the range of runs around `first` to `last`, filled up on both sides as far as there is room."""
    left, right = first, last
    free = room - sum(lengths[first:last])
    while True:
        before = left > 0 and lengths[left - 1] <= free
        if before:
            left -= 1
            free -= lengths[left]
        after = right < len(lengths) and lengths[right] <= free
        if after:
            free -= lengths[right]
            right += 1
        if not before and not after:
            return left, right


def _window(
    runs: Sequence[_Run], first: int, last: int, shown: tuple[int, int], breaks: tuple[int, int]
) -> Window:
    begin, end = breaks
    pieces: list[Piece] = []
    for index in range(*shown):
        run = runs[index]
        if not pieces:
            pieces.append(Piece(begin, run.start, run.start))
        elif run.paragraph != runs[index - 1].paragraph:
            pieces.append(Piece(end, run.start, run.start))
        pieces += run.pieces
    pieces.append(Piece(end, runs[shown[1] - 1].end, runs[shown[1] - 1].end))
    return Window(tuple(pieces), Span(runs[first].start, runs[last - 1].end))
