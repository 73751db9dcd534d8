"""From an example to what the network shall say about its windows.

A piece's target in a layer is the set of tags that are right for it: one tag where the corpus tells, all of
them where it does not. The loss is the negative logarithm of the probability of that set, and so nothing is
learned from what a corpus leaves open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.hints import Hints, piece_range, piece_ranges
from newsgraph.annotation.neural.layers import (
    COLUMNS,
    LABEL_OF,
    LABELS,
    MEDIA,
    QUOTED,
    ROLES,
    Layer,
    Role,
    columns,
)
from newsgraph.annotation.neural.layers import distance_bucket as _bucket
from newsgraph.annotation.neural.windows import Window, find_windows
from newsgraph.model import StatementType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from newsgraph.model import Span
    from training.scheme import Example, Quotation

__all__ = ["Pair", "Sample", "build_samples", "packed"]

_NO_NAME = [True] + [False] * (2 * len(LABELS[Layer.NAMES]))


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation's segment and a span that could be its `role`, and whether it is.

    `quote` and `other` are first and last piece of each; `bucket` is their class of distance, `state` what
    the rules say of them (`newsgraph.annotation.neural.hints.STATES`).
    """

    role: int
    quote: tuple[int, int]
    other: tuple[int, int]
    bucket: int
    state: int
    right: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """One window with its targets.

    `pieces` are numbers (length), `allowed` says for each which tags may be right (length, COLUMNS), `media`
    which media it is of (length, 3; -1 unknown); `hints` is what the rules say (length, COLUMNS).
    """

    pieces: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    media: NDArray[np.int8]
    pairs: tuple[Pair, ...]
    hints: NDArray[np.float32]
    corpus: str


def build_samples(tokenizer: Tokenizer, example: Example, size: int) -> Iterator[Sample]:
    """Yield the windows of an example, each with its targets; no window repeats a sentence."""
    windows = find_windows(
        tokenizer, example.text, example.sentences, example.paragraphs, size=size, context=0
    )
    for window in windows:
        yield _sample(example, window)


def packed(samples: Sequence[Sample], sizes: Sequence[int]) -> list[Sample]:
    """Return samples of names alone put together to about `sizes` pieces, as if each were a paragraph.

    Corpora of names hold single sentences. Read one by one, they would teach what is true of single
    sentences; articles are long. Samples with anything else in them stay as they are.
    """
    rows: list[Sample] = []
    waiting: list[Sample] = []
    for sample in samples:
        if sample.hints.any() or sample.pairs or not sample.allowed[:, columns(Layer.DIRECT)].all():
            rows.append(sample)
            continue
        held = sum(len(one.pieces) - 1 for one in waiting)
        if waiting and held + len(sample.pieces) > sizes[len(rows) % len(sizes)]:
            rows.append(_joined(waiting))
            waiting = []
        waiting.append(sample)
    return [*rows, _joined(waiting)] if waiting else rows


def _joined(samples: Sequence[Sample]) -> Sample:
    """Return samples as one: the break at the end of each is the one before the next."""
    later = samples[1:]
    return Sample(
        np.concatenate([samples[0].pieces, *(one.pieces[1:] for one in later)]),
        np.concatenate([samples[0].allowed, *(one.allowed[1:] for one in later)]),
        np.concatenate([samples[0].media, *(one.media[1:] for one in later)]),
        (),
        np.concatenate([samples[0].hints, *(one.hints[1:] for one in later)]),
        samples[0].corpus,
    )


def _sample(example: Example, window: Window) -> Sample:
    length = len(window.pieces)
    allowed = np.ones((length, COLUMNS), dtype=bool)
    for layer in example.layers:
        allowed[:, columns(layer)] = _outside(example, layer)
    for span in example.plain if Layer.NAMES in example.layers else ():
        if reach := piece_range(window, span):
            allowed[reach[0] : reach[1] + 1, columns(Layer.NAMES)] = _NO_NAME
    # The widest span last, so that where two of one layer overlap the outer one stands.
    for layer, label, span in sorted(_marked(example), key=lambda item: item[2].end - item[2].start):
        _mark(allowed, window, layer, label, span)
    for layer, span in example.unknown:
        if reach := piece_range(window, span):
            allowed[reach[0] : reach[1] + 1, columns(layer)] = True
    hints = Hints(window, example.hints) if example.hints is not None else None
    return Sample(
        np.array([piece.number for piece in window.pieces], dtype=np.int64),
        allowed,
        _media(example, window),
        tuple(_pairs(example, window, hints)),
        hints.rows if hints else np.zeros((length, COLUMNS), dtype=np.float32),
        example.corpus,
    )


def _media(example: Example, window: Window) -> NDArray[np.int8]:
    media = np.full((len(window.pieces), len(MEDIA)), -1, dtype=np.int8)
    for quotation in example.quotations:
        if quotation.media is None:
            continue
        for span in quotation.spans or quotation.clause:
            if reach := piece_range(window, span):
                media[reach[0] : reach[1] + 1] = [medium in quotation.media for medium in MEDIA]
    return media


def _outside(example: Example, layer: Layer) -> list[bool]:
    tags = [True] + [False] * (2 * len(LABELS[layer]))
    if layer is Layer.NAMES:
        for index, label in enumerate(LABELS[layer]):
            if label not in example.labels:
                tags[1 + 2 * index] = tags[2 + 2 * index] = True
    return tags


def _marked(example: Example) -> Iterator[tuple[Layer, str, Span]]:
    for name in example.names:
        yield Layer.NAMES, name.label, name.span
    for quotation in example.quotations:
        layer = Layer.DIRECT if quotation.type is StatementType.DIRECT else Layer.OTHER
        for span in quotation.spans:
            yield layer, LABEL_OF[quotation.type], span
        for span in quotation.clause:
            yield Layer.CLAUSE, "Clause", span
        for role in (Role.SPEAKER, Role.CUE, Role.FRAME, Role.ADDRESSEE):
            part = Layer(role.value)
            for span in quotation.part(role):
                yield part, LABELS[part][0], span


def _mark(allowed: NDArray[np.bool_], window: Window, layer: Layer, label: str, span: Span) -> None:
    reach = piece_range(window, span)
    if reach is None:
        return
    first, last = reach
    begin = 1 + 2 * LABELS[layer].index(label)
    where = columns(layer)
    allowed[first : last + 1, where] = False
    begins_here = window.pieces[first].start <= span.start or first == 0
    allowed[first, where.start + (begin if begins_here else begin + 1)] = True
    allowed[first + 1 : last + 1, where.start + begin + 1] = True


def _pairs(example: Example, window: Window, hints: Hints | None) -> Iterator[Pair]:
    quoted = [
        (quotation, reaches)
        for quotation in example.quotations
        if (reaches := piece_ranges(window, quotation.spans))
    ]
    for index, role in enumerate(ROLES):
        if role is Role.PART:
            yield from _parts(index, quoted, hints)
            continue
        if Layer(role.value) not in example.layers:
            continue
        candidates = sorted({
            reach
            for quotation in example.quotations
            for reach in piece_ranges(window, quotation.part(role))
        })  # fmt: skip
        for quotation, segments in quoted:
            if role not in quotation.known:
                continue
            right = set(piece_ranges(window, quotation.part(role)))
            for segment in segments:
                for candidate in candidates:
                    yield _pair(index, segment, candidate, hints, candidate in right)


def _parts(
    index: int, quoted: Sequence[tuple[Quotation, list[tuple[int, int]]]], hints: Hints | None
) -> Iterator[Pair]:
    segments = sorted(
        ((segment, number) for number, (_, segments) in enumerate(quoted) for segment in segments)
    )
    for place, (first, number) in enumerate(segments):
        for second, other in segments[place + 1 : place + 5]:
            if second[0] > first[1]:
                yield _pair(index, first, second, hints, number == other)


def _pair(
    role: int, quote: tuple[int, int], other: tuple[int, int], hints: Hints | None, right: bool
) -> Pair:
    state = hints.state(ROLES[role], quote, other) if hints else 0
    bucket = _bucket((quote[0], quote[1] + 1), (other[0], other[1] + 1))
    return Pair(role, quote, other, bucket, state, right)


assert set(QUOTED) == {Layer.DIRECT, Layer.OTHER}  # noqa: S101  `_marked` knows these two
