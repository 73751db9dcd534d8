"""How much words speak of a measure."""

from __future__ import annotations

import pytest

from newsgraph.annotation.proposal_topics import Topics, similarity

_MEASURES = (
    frozenset({"haushaltssperre", "erhöhen"}),
    frozenset({"sperre", "erhöhung", "weg"}),
    frozenset({"wegweiser", "wegebau", "bau"}),
    frozenset({"schule", "schulen", "schulhof", "wegebauten"}),
)


@pytest.mark.parametrize(
    "word",
    ["sperre", "haushaltssperre", "erhöhung", "weg", "umweg", "wegebau", "bau", "schule", "schul", "u"],
)
def test_the_lookup_finds_what_a_comparison_with_all_finds(word: str) -> None:
    words = frozenset({word})
    compared = {number: similarity(words, measure) for number, measure in enumerate(_MEASURES)}
    assert Topics(_MEASURES).similar(words) == {n: likeness for n, likeness in compared.items() if likeness}


def test_the_same_word_says_most() -> None:
    """ "die Sperre" of a Sperre, of a Haushaltssperre, of a Weg."""
    assert Topics(_MEASURES).similar(frozenset({"sperre"})) == {0: 0.8, 1: 1.0}
