"""How well spans go together: scores of pairs of a quotation and a span, within one window."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from newsgraph.annotation.neural.layers import EDGES, INSIDE, LINK_SIZE, ROLES, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsgraph.annotation.neural.decoding import Mark
    from newsgraph.annotation.neural.hints import Hints
    from newsgraph.annotation.neural.manifest import Manifest
    from newsgraph.annotation.neural.reading import View

    Table = NDArray[np.float64]

__all__ = ["Scorer", "distance_buckets"]


class Scorer:
    """Scores pairs of spans that one window shows."""

    def __init__(self, view: View, manifest: Manifest, hints: Hints | None = None) -> None:
        """Keep the window's vectors and what is added to them; `hints` are those of the same window."""
        self.view = view
        self._hints = hints
        self._distance = np.array(manifest.distance)
        self._agreement = np.array(manifest.agreement)

    def shown(self, marks: Sequence[Mark]) -> range:
        """Return which of a layer's spans, by place, the window shows whole."""
        low = bisect_left(marks, self.view.first, key=lambda mark: mark.first)
        return range(low, max(low, bisect_left(marks, self.view.stop, key=lambda mark: mark.last)))

    def owned(self, marks: Sequence[Mark]) -> range:
        """Return which of a layer's spans begin in the window's own part, and are shown whole."""
        own = self.view.own
        low = bisect_left(marks, own.start, key=lambda mark: mark.first)
        high = bisect_left(marks, own.stop, key=lambda mark: mark.first)
        return range(low, min(high, self.shown(marks).stop))

    def probabilities(self, role: Role, quotes: Sequence[Mark], others: Sequence[Mark]) -> Table:
        """Return for each part of a quotation (row) and span (column) how likely the span is its `role`.

        For `PART` the rows are earlier parts and the columns later ones.
        """
        number = ROLES.index(role)
        left, right = self._places(quotes), self._places(others)
        links = self.view.links.astype(np.float64)
        told = links[left, 0].mean(1) @ links[right, 1 + number].mean(1).T / np.sqrt(LINK_SIZE)
        told += self._distance[number][distance_buckets(left, right)]
        if self._hints is not None:
            told += self._agreement[number][self._hints.states(role, left, right)]
        else:
            told += self._agreement[number][0]
        return 1 / (1 + np.exp(-np.clip(told, -60, 60)))  # type: ignore[no-any-return]  # numpy's ufunc

    def _places(self, marks: Sequence[Mark]) -> NDArray[np.intp]:
        """Return the places of first and last piece of each span in the window."""
        places = self.view.places
        first = self.view.first
        rows = [(places[mark.first - first], places[mark.last - first]) for mark in marks]
        return np.array(rows, dtype=np.intp).reshape(len(marks), 2)


def distance_buckets(quotes: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return `layers.distance_bucket` of each pair; rows are first and last place, both included."""
    begin, end = quotes[:, :1], quotes[:, 1:] + 1
    first, stop = others[None, :, 0], others[None, :, 1] + 1
    before = stop <= begin
    rank = np.searchsorted(EDGES, np.where(before, begin - stop, first - end), side="right")
    buckets = np.where(before, len(EDGES) - rank, len(EDGES) + 1 + rank)
    return np.where((begin < stop) & (first < end), INSIDE, buckets)
