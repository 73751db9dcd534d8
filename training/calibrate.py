"""What a span's score is worth: how often spans of about that score are right, and the curve through it.

Platt (1999): the log-odds of being right are taken as a line over the log-odds of the score, one for each
label. The line is fitted on articles that were set aside from the training, never on the sets that figures
are reported on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.document import build_document
from newsgraph.annotation.neural.finder import ModelFinder
from newsgraph.annotation.neural.layers import LABEL_OF
from newsgraph.annotation.rules import RuleFinder
from newsgraph.readers import article_from_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from newsgraph.annotation.document import Document
    from newsgraph.annotation.finder import Finder, Found, QuoteSpan
    from newsgraph.model import Span
    from training.scheme import Example, Quotation

__all__ = ["Bin", "Judged", "Told", "curve", "error_of", "fit_line", "judge"]

_PRIOR = 2.0
"""How much the line is held to the diagonal, in pairs of judged spans."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A span that was found: its label, its score (0 to 1), and whether the gold has it."""

    label: str
    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Spans of about the same score: how many, their mean score, and the share of them that is right."""

    count: int
    score: float
    right: float


class Told:
    """The model told what the rules find, and nothing of theirs beside it: its confidence is to be judged."""

    def __init__(self, folder: Path) -> None:
        """Keep where the model lies."""
        self._model = ModelFinder(folder)
        self._rules = RuleFinder()
        self.name = "told"
        self.digest = None

    def find(self, document: Document) -> Found:
        """Return what the model finds."""
        return self._model.told(document, self._rules.find(document).quotes)


def judge(finder: Finder, examples: Iterable[Example]) -> list[Judged]:
    """Return every statement and every person's name that the finder finds, and whether it is right.

    A statement is right where the gold has one of its type that shares with it at least half of the code
    points of both together; a name where the gold has the same span.
    """
    judged: list[Judged] = []
    for example in examples:
        document = build_document(example.article or article_from_text(example.text))
        found = finder.find(document)
        judged += [
            Judged(LABEL_OF[quote.type], quote.confidence, _is_right(quote, example.quotations))
            for quote in found.quotes
        ]
        names = {(name.span, name.label) for name in example.names}
        judged += [
            Judged(name.label.value, name.confidence, (name.span, name.label.value) in names)
            for name in found.names
            if name.label.value in example.labels
        ]
    return judged


def fit_line(judged: Sequence[Judged]) -> tuple[float, float]:
    """Return slope and intercept of the line from the log-odds of the score to those of being right.

    Newton's method on the logistic loss, with a weak pull to slope 1 and intercept 0.
    """
    x = np.array([_odds(one.score) for one in judged])
    y = np.array([float(one.right) for one in judged])
    line = np.array([1.0, 0.0])
    design = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(50):
        told = 1 / (1 + np.exp(-np.clip(design @ line, -30, 30)))
        slope = design.T @ (told - y) + _PRIOR * (line - np.array([1.0, 0.0]))
        bend = (design * (told * (1 - told))[:, None]).T @ design + _PRIOR * np.eye(2)
        step = np.linalg.solve(bend, slope)
        line -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return round(float(line[0]), 4), round(float(line[1]), 4)


def curve(judged: Iterable[Judged], bins: int = 8) -> list[Bin]:
    """Return the judged spans in bins of the same count, least sure first."""
    ordered = sorted(judged, key=lambda one: one.score)
    cut = [ordered[len(ordered) * i // bins : len(ordered) * (i + 1) // bins] for i in range(bins)]
    return [
        Bin(
            len(part),
            round(sum(one.score for one in part) / len(part), 3),
            round(sum(one.right for one in part) / len(part), 3),
        )
        for part in cut
        if part
    ]


def error_of(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean distance of score and share of right ones."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.score - one.right) for one in bins) / total if total else 0.0


def _is_right(quote: QuoteSpan, gold: Sequence[Quotation]) -> bool:
    held = _points(quote.spans)
    for one in gold:
        if one.type is quote.type:
            other = _points(one.spans)
            if len(held & other) * 2 >= len(held | other):
                return True
    return False


def _points(spans: Iterable[Span]) -> set[int]:
    return {point for span in spans for point in range(span.start, span.end)}


def _odds(score: float) -> float:
    bounded = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
