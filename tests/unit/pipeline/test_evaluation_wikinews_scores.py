"""The published metric on cases small enough to be worked out by hand."""

from __future__ import annotations

import pytest

from newsgraph.model import Span, StatementType
from newsgraph.pipeline.evaluation_wikinews_scores import (
    Case,
    QuotationScores,
    pair_quotations,
    score_quotations,
    token_numbers,
)
from newsgraph.readers.wikinews import Quotation, QuotedArticle

DIRECT, INDIRECT, REPORTED = StatementType.DIRECT, StatementType.INDIRECT, StatementType.REPORTED
TEXT = "a b c d e f g h i j k l m n o p q r s t"
TOKENS = tuple(Span(i, i + 1) for i in range(0, len(TEXT), 2))


def span(first: int, last: int) -> tuple[Span, ...]:
    """Return the span of the tokens from `first` to `last`, the last one included."""
    return (Span(2 * first, 2 * last + 1),)


def quotation(first: int, last: int, kind: StatementType = DIRECT, **parts: tuple[Span, ...]) -> Quotation:
    return Quotation(type=kind, medium="Speech", quote=span(first, last), **parts)  # type: ignore[arg-type]  # parts are spans


def article(*quotations: Quotation) -> QuotedArticle:
    return QuotedArticle("letters", TEXT, (TOKENS,), quotations)


def score(gold: list[Quotation], found: list[Quotation]) -> QuotationScores:
    return score_quotations([article(*gold)], [found])


def shares(scores: QuotationScores, name: str) -> tuple[float, float]:
    measure = scores.published[name]
    return pytest.approx(measure.precision), pytest.approx(measure.recall)  # type: ignore[return-value]  # compares as floats


def test_the_same_on_both_sides_is_perfect() -> None:
    both = [quotation(2, 5, speaker=span(0, 0), cue=span(1, 1), frame=span(0, 1), addressee=span(7, 7))]
    scores = score(both, both)
    assert {measure.f1 for measure in scores.published.values()} == {1.0}
    assert scores.strict["strict, typed"].f1 == 1.0
    assert scores.labels["type"].f1 == 1.0
    assert {counts.f1 for counts in scores.tokens.values()} == {1.0}


def test_precision_and_recall_are_averages_over_pairs_and_what_is_alone() -> None:
    # The first pair shares 2 tokens of 4 (gold) and of 3 (found); the second is alone in the gold, the third
    # alone in what was found.
    gold = [quotation(0, 3), quotation(8, 9)]
    found = [quotation(2, 4), quotation(12, 12)]
    scores = score(gold, found)
    assert shares(scores, "quotation") == ((2 / 3 + 0) / 2, (2 / 4 + 0) / 2)
    measure = scores.published["quotation"]
    assert measure.f1 == pytest.approx(2 * (1 / 3) * (1 / 4) / (1 / 3 + 1 / 4))
    assert (measure.found, measure.gold) == (2, 2)


def test_a_part_that_one_side_lacks_counts_only_on_the_other() -> None:
    # A cue only in the gold costs recall, a frame only in what was found costs precision, an addressee in
    # neither counts nowhere; half of the speaker was found.
    gold = [quotation(2, 5, speaker=span(0, 1), cue=span(7, 7))]
    found = [quotation(2, 5, speaker=span(1, 1), frame=span(8, 9))]
    scores = score(gold, found)
    assert shares(scores, "speaker") == (1.0, 0.5)
    assert shares(scores, "cue") == (0.0, 0.0)
    assert (scores.published["cue"].found, scores.published["cue"].gold) == (0, 1)
    assert (scores.published["frame"].found, scores.published["frame"].gold) == (1, 0)
    assert (scores.published["addressee"].found, scores.published["addressee"].gold) == (0, 0)


def test_roles_and_joint_give_every_part_of_every_case_one_vote() -> None:
    gold = [quotation(2, 5, speaker=span(0, 1), cue=span(7, 7)), quotation(10, 11, speaker=span(9, 9))]
    found = [quotation(2, 5, speaker=span(1, 1), frame=span(8, 9))]
    scores = score(gold, found)
    # roles: precision of speaker 1 and frame 0; recall of speaker .5, cue 0 and the lonely speaker 0
    assert shares(scores, "roles") == (1 / 2, 0.5 / 3)
    # joint: one more quotation on the precision side, two (1 and 0) on the recall side
    assert shares(scores, "joint") == (2 / 3, 1.5 / 5)


def test_pairs_are_chosen_for_the_greatest_sum() -> None:
    # The best pair is (0, 0) with 8/9, which leaves the others nothing; (0, 1) and (1, 0) are 6/7 and 1/3.
    gold = [quotation(0, 3), quotation(4, 4)]
    found = [quotation(0, 4), quotation(1, 3)]
    assert pair_quotations(article(*gold), found) == [Case(0, 1), Case(1, 0)]


def test_among_equal_overlaps_the_same_type_decides() -> None:
    gold = [quotation(0, 3, DIRECT), quotation(0, 3, INDIRECT)]
    found = [quotation(0, 3, INDIRECT), quotation(0, 3, DIRECT)]
    assert pair_quotations(article(*gold), found) == [Case(0, 1), Case(1, 0)]


def test_then_the_same_medium() -> None:
    gold = [quotation(0, 3), Quotation(type=DIRECT, medium="Writing", quote=span(0, 3))]
    assert pair_quotations(article(*gold), gold[::-1]) == [Case(0, 1), Case(1, 0)]


def test_type_outweighs_medium() -> None:
    gold = [quotation(0, 3, DIRECT)]
    same_medium = quotation(0, 3, INDIRECT)
    same_type = Quotation(type=DIRECT, medium="Writing", quote=span(0, 3))
    assert pair_quotations(article(*gold), [same_medium, same_type])[0] == Case(0, 1)


def test_what_shares_no_token_is_no_pair_even_of_the_same_type() -> None:
    gold, found = [quotation(0, 3, speaker=span(9, 9))], [quotation(5, 6, speaker=span(9, 9))]
    assert pair_quotations(article(*gold), found) == [Case(0, None), Case(None, 0)]
    assert shares(score(gold, found), "speaker") == (0.0, 0.0)


def test_one_side_empty() -> None:
    nothing_found = score([quotation(0, 1)], [])
    assert (nothing_found.published["quotation"].recall, nothing_found.published["quotation"].found) == (0, 0)
    assert score([], [quotation(0, 1)]).published["joint"].precision == 0.0
    nothing = score([], [])
    assert {measure.f1 for measure in nothing.published.values()} == {0.0}
    assert {counts.f1 for counts in nothing.strict.values()} == {0.0}


def test_figures_by_type_take_precision_from_what_was_found_and_recall_from_the_gold() -> None:
    scores = score([quotation(0, 3, INDIRECT)], [quotation(0, 3, REPORTED)])
    indirect, reported = scores.by_type["Indirect"]["quotation"], scores.by_type["Reported"]["quotation"]
    assert (indirect.recall, indirect.found, indirect.gold) == (1.0, 0, 1)
    assert (reported.precision, reported.found, reported.gold) == (1.0, 1, 0)
    assert scores.labels["type"].right == 0
    assert scores.labels["medium"].right == 1


def test_strict_wants_the_very_tokens_and_typed_the_type_as_well() -> None:
    gold = [quotation(0, 3), quotation(5, 6), quotation(8, 9)]
    found = [quotation(0, 3), quotation(5, 6, INDIRECT), quotation(8, 10)]
    scores = score(gold, found)
    assert (scores.strict["strict"].right, scores.strict["strict, typed"].right) == (2, 1)
    assert scores.strict["strict, Direct"].to_dict()["f1"] == pytest.approx(2 / 5)


def test_a_span_found_twice_is_right_once() -> None:
    assert score([quotation(0, 3)], [quotation(0, 3), quotation(0, 3)]).strict["strict"].right == 1


def test_tokens_of_a_part_count_once_however_many_quotations_hold_them() -> None:
    gold = [quotation(0, 5), quotation(2, 3)]
    scores = score(gold, [quotation(0, 2)])
    assert (scores.tokens["quote"].right, scores.tokens["quote"].found, scores.tokens["quote"].gold) == (
        3,
        3,
        6,
    )


def test_articles_are_pooled_not_averaged() -> None:
    gold = [article(quotation(0, 0)), article(quotation(0, 0), quotation(2, 2), quotation(4, 4))]
    found = [[quotation(0, 0)], [quotation(0, 0)]]
    assert score_quotations(gold, found).published["quotation"].recall == pytest.approx(2 / 4)


def test_a_token_belongs_to_a_span_that_touches_it() -> None:
    words = (Span(0, 4), Span(5, 9), Span(9, 10))
    assert token_numbers(words, [Span(3, 6)]) == {0, 1}
    assert token_numbers(words, [Span(4, 5)]) == frozenset()
    assert token_numbers(words, [Span(9, 10), Span(0, 1)]) == {0, 2}


def test_gold_and_found_must_have_the_same_articles() -> None:
    with pytest.raises(ValueError, match="shorter"):
        score_quotations([article()], [])
