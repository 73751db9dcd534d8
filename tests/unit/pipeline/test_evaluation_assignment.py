"""The assignment: the best sum, also against every other way to pair."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from newsgraph.pipeline.evaluation_assignment import assign

Scores = list[list[float]]
SCORE = st.sampled_from((0.0, 0.1, 0.25, 0.5, 0.501, 0.51, 0.9, 1.011))


def total(scores: Scores, pairs: list[tuple[int, int]]) -> float:
    return sum(scores[i][j] for i, j in pairs)


def best_total(scores: Scores) -> float:
    if len(scores) > len(scores[0]):
        scores = [list(column) for column in zip(*scores, strict=True)]
    ways = permutations(range(len(scores[0])), len(scores))
    return max(total(scores, list(enumerate(way))) for way in ways)


@st.composite
def tables(draw: st.DrawFn) -> Scores:
    width = draw(st.integers(1, 5))
    rows = st.lists(SCORE, min_size=width, max_size=width)
    return draw(st.lists(rows, min_size=1, max_size=5))


@given(tables())
def test_no_other_pairing_has_a_greater_sum(scores: Scores) -> None:
    pairs = assign(scores)
    assert abs(total(scores, pairs) - best_total(scores)) < 1e-9
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(scores[i][j] > 0 for i, j in pairs)


def test_the_best_pair_is_given_up_for_a_better_sum() -> None:
    assert assign([[0.9, 0.8], [0.7, 0.0]]) == [(0, 1), (1, 0)]


def test_what_shares_nothing_is_not_paired() -> None:
    assert assign([[0.0, 0.0], [0.0, 0.4]]) == [(1, 1)]


def test_nothing_has_no_pairs() -> None:
    assert assign([]) == []
    assert assign([[], []]) == []
