"""From logits to spans: the likeliest tagging of each layer that is a possible one.

Units of tagging are words, so that no span begins or ends within one. The likeliest tags of the words are
taken where they form a possible sequence; where they do not (I without B before it), the likeliest possible
sequence is found (Viterbi). A span never crosses the end of a paragraph, and only a direct one the end of a
sentence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.layers import LABELS, MEDIA, MEDIA_COLUMNS, Layer, columns
from newsgraph.annotation.neural.trimming import trim
from newsgraph.model import Medium, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from newsgraph.annotation.neural.reading import Reading

    Scores = NDArray[np.float32]
    Tags = NDArray[np.intp]

__all__ = ["Mark", "decode", "find_media", "marks_at"]

_IMPOSSIBLE = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that the model found in a layer: pieces `first` to `last`, both included, and where it stands.

    `score` is the mean probability of its pieces, not yet calibrated.
    """

    layer: Layer
    label: str
    first: int
    last: int
    span: Span
    score: float


def decode(reading: Reading, outside: Mapping[Layer, float] | None = None) -> dict[Layer, tuple[Mark, ...]]:
    """Return the spans of each layer in text order; `outside` is added to the logit of O in a layer."""
    if not reading.pieces:
        return dict.fromkeys(Layer, ())
    words = np.flatnonzero(~reading.joined)
    return {layer: tuple(_marks(reading, words, layer, (outside or {}).get(layer, 0.0))) for layer in Layer}


def find_media(reading: Reading, first: int, last: int) -> frozenset[Medium]:
    """Return the media of what stands in pieces `first` to `last`; the likeliest where none is likely."""
    logits = reading.tags[first : last + 1, MEDIA_COLUMNS].mean(0)
    likely = [medium for medium, logit in zip(MEDIA, logits, strict=True) if logit > 0]
    return frozenset(likely or [MEDIA[int(logits.argmax())]])


def marks_at(marks: Sequence[Mark], span: Span) -> Sequence[Mark]:
    """Return those of a layer's spans, disjoint and in text order, that share a code point with `span`."""
    low = bisect_right(marks, span.start, key=lambda mark: mark.span.end)
    return marks[low : bisect_left(marks, span.end, lo=low, key=lambda mark: mark.span.start)]


def _marks(reading: Reading, words: Tags, layer: Layer, outside: float) -> Iterator[Mark]:
    logits = reading.tags[:, columns(layer)].astype(np.float32)
    logits[:, 0] += np.float32(outside)
    logs = _log_softmax(logits)
    units = reading.paragraphs if layer is Layer.DIRECT else reading.sentences
    starts = np.flatnonzero(np.diff(units[words], prepend=-1))
    tags = _best_tags(_word_scores(logs, words), starts)
    ends = np.append(words[1:], len(reading.pieces)) - 1
    sure = _certainty(logs, words, tags)
    for begin, stop in _runs(tags):
        first, last = int(words[begin]), int(ends[stop - 1])
        span = trim(reading.text, Span(reading.pieces[first].start, reading.pieces[last].end), layer)
        if span is not None:
            label = LABELS[layer][(int(tags[begin]) - 1) // 2]
            score = min(float(np.exp(sure[first : last + 1].mean())), 1.0)  # a log sum rounds above it
            yield Mark(layer, label, first, last, span, score)


def _log_softmax(logits: Scores) -> Scores:
    shifted = logits - logits.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))  # type: ignore[no-any-return]  # numpy's sum


def _word_scores(logs: Scores, words: Tags) -> Scores:
    """Return the log-probability of each tag for each word: within it B goes on with I."""
    later = np.zeros_like(logs)
    inside = logs.copy()
    inside[words] = 0
    later[:, 0] = inside[:, 0]
    later[:, 1::2] = later[:, 2::2] = inside[:, 2::2]
    return logs[words] + np.add.reduceat(later, words, axis=0)


def _best_tags(scores: Scores, starts: Tags) -> Tags:
    """Return the likeliest possible tags; at each of `starts` a new sequence begins."""
    tags: Tags = scores.argmax(-1)
    before = np.concatenate([[0], tags[:-1]])
    before[starts] = 0
    wrong = (tags > 0) & (tags % 2 == 0) & (before != tags) & (before != tags - 1)
    if wrong.any():
        held = np.unique(np.searchsorted(starts, np.flatnonzero(wrong), side="right") - 1)
        ends = np.append(starts[1:], len(tags))
        for begin, row in zip(starts[held], _viterbi(scores, starts[held], ends[held]), strict=True):
            tags[begin : begin + len(row)] = row
    return tags


def _viterbi(scores: Scores, starts: Tags, ends: Tags) -> list[Tags]:
    """Return the likeliest possible tags of several sequences, found side by side."""
    lengths = ends - starts
    steps, width = int(lengths.max()), scores.shape[1]
    take = np.minimum(starts[:, None] + np.arange(steps), len(scores) - 1)
    given = scores[take].transpose(1, 0, 2)
    rows = np.arange(len(starts))
    back = np.zeros((steps, len(starts), width), dtype=np.intp)
    best = given[0].copy()
    best[:, 2::2] = _IMPOSSIBLE
    finals = np.zeros(len(starts), dtype=np.intp)
    finals[lengths == 1] = best[lengths == 1].argmax(-1)
    for step in range(1, steps):
        any_tag = best.argmax(-1)
        back[step] = any_tag[:, None]
        follow = best[rows, any_tag][:, None].repeat(width, 1)
        from_first = best[:, 1::2] >= best[:, 2::2]
        follow[:, 2::2] = np.where(from_first, best[:, 1::2], best[:, 2::2])
        back[step][:, 2::2] = np.where(from_first, np.arange(1, width, 2), np.arange(2, width, 2))
        best = follow + given[step]
        done = lengths == step + 1
        finals[done] = best[done].argmax(-1)
    return [_walk_back(back[: lengths[n], n], int(finals[n])) for n in range(len(starts))]


def _walk_back(back: Tags, tag: int) -> Tags:
    path = np.zeros(len(back), dtype=np.intp)
    for step in range(len(back) - 1, -1, -1):
        path[step] = tag
        tag = int(back[step, tag])
    return path


def _certainty(logs: Scores, words: Tags, tags: Tags) -> Scores:
    """Return for each piece the log-probability of its label, B and I taken together."""
    probable = np.exp(logs)
    labels = np.concatenate([probable[:, :1], probable[:, 1::2] + probable[:, 2::2]], axis=1)
    sizes = np.diff(np.append(words, len(logs)))
    chosen = np.repeat((tags + 1) // 2, sizes)
    taken = labels[np.arange(len(logs)), chosen]
    return np.log(np.maximum(taken, 1e-9))  # type: ignore[no-any-return]  # numpy's ufunc


def _runs(tags: Tags) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of words that are a span."""
    begins = np.flatnonzero(tags % 2 == 1)
    outside = np.append(np.flatnonzero((tags == 0) | (tags % 2 == 1)), len(tags))
    for begin in begins:
        yield int(begin), int(outside[np.searchsorted(outside, begin, side="right")])
