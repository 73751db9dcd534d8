"""The best one-to-one pairing of two lists by a score: the assignment problem, solved exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def assign(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return pairs (row, column), each row and column at most once, such that the sum of scores is greatest.

    A pair with a score of 0 or less is no pair. The same scores always give the same pairs. Cubic in the
    number of rows and columns. Source: Kuhn 1955 and Munkres 1957, in the form with potentials and shortest
    augmenting paths (Jonker and Volgenant 1987).

    >>> assign([[0.9, 0.8], [0.7, 0.0]])
    [(0, 1), (1, 0)]
    """
    if not scores or not scores[0]:
        return []
    if len(scores) > len(scores[0]):
        turned = [list(column) for column in zip(*scores, strict=True)]
        return sorted((row, column) for column, row in assign(turned))
    owner = _match([[-score for score in row] for row in scores])
    return sorted((i, j) for j, i in enumerate(owner) if i is not None and scores[i][j] > 0)


def _match(costs: list[list[float]]) -> list[int | None]:
    """Return for each column its row, at the least cost; there are no more rows than columns."""
    columns = len(costs[0])
    row_prices = [0.0] * len(costs)
    column_prices = [0.0] * columns
    owner: list[int | None] = [None] * columns
    for new_row in range(len(costs)):
        slack = [float("inf")] * columns
        via: list[int | None] = [None] * columns  # the column before on the way to this one
        done = [False] * columns
        row: int | None = new_row
        last: int | None = None
        while row is not None:
            for j in range(columns):
                reduced = costs[row][j] - row_prices[row] - column_prices[j]
                if not done[j] and reduced < slack[j]:
                    slack[j], via[j] = reduced, last
            last = min((j for j in range(columns) if not done[j]), key=slack.__getitem__)
            step = slack[last]
            row_prices[new_row] += step
            for j in range(columns):
                if done[j]:
                    column_prices[j] -= step
                    row_prices[_owned(owner, j)] += step
                else:
                    slack[j] -= step
            done[last] = True
            row = owner[last]
        while last is not None:  # hand the columns on along the way
            before = via[last]
            owner[last] = new_row if before is None else owner[before]
            last = before
    return owner


def _owned(owner: list[int | None], column: int) -> int:
    row = owner[column]
    if row is None:  # pragma: no cover  a column on the way always has a row
        raise AssertionError(column)
    return row
