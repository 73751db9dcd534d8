"""Which option is likeliest, by weights from a data file."""

import pytest

from newsgraph.annotation.weights import load_weights, normalised, shares, weigh


def test_shares_are_one_in_sum_and_follow_the_weights() -> None:
    table = "affiliation_weights.tsv"
    name, best = max(load_weights(table).items(), key=lambda row: row[1])
    found = shares([{name}, {"no such feature"}, set()], table)
    assert sum(found) == pytest.approx(1)
    assert found[0] > found[1] == found[2]
    assert weigh({name, "no such feature"}, load_weights(table)) == best


def test_large_scores_do_not_overflow() -> None:
    assert normalised([5000.0, 0.0]) == (1.0, 0.0)
    assert normalised([]) == ()
