from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newsgraph.annotation.document import build_document
from newsgraph.annotation.finder import Found, NameLabel, NameSpan, QuoteSpan
from newsgraph.annotation.neural.finder import ModelFinder
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import StatementType
from newsgraph.readers import article_from_text
from training.calibrate import Bin, Judged, Told, curve, error_of, fit_line, judge
from training.scheme import Name, Quotation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.training.conftest import Text

    from newsgraph.annotation.document import Document

DIRECT, INDIRECT = StatementType.DIRECT, StatementType.INDIRECT


class Finds:
    """A finder that finds what it is told to."""

    name = "told"
    digest = None

    def __init__(self, found: Found) -> None:
        self._found = found

    def find(self, document: Document) -> Found:
        """Return the same for every document."""
        assert document.text
        return self._found


def draw(slope: float, intercept: float, count: int = 6000) -> list[Judged]:
    """Return spans that are right as often as the line says."""
    rng = np.random.default_rng(4)
    odds = rng.uniform(-4, 5, count)
    right = rng.random(count) < 1 / (1 + np.exp(-(slope * odds + intercept)))
    return [Judged("PER", 1 / (1 + math.exp(-x)), bool(y)) for x, y in zip(odds.tolist(), right, strict=True)]


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.5, -0.8), (1.7, 0.6)])
def test_the_line_is_found_again(slope: float, intercept: float) -> None:
    found = fit_line(draw(slope, intercept))
    assert found == pytest.approx((slope, intercept), abs=0.12)


def test_the_line_makes_scores_mean_what_they_say() -> None:
    judged = draw(0.5, -0.8)
    slope, intercept = fit_line(judged)
    told = [
        Judged(one.label, 1 / (1 + (one.score / (1 - one.score)) ** -slope * math.exp(-intercept)), one.right)
        for one in judged
    ]
    assert error_of(curve(judged)) > 0.1
    assert error_of(curve(told)) < 0.02


def test_few_spans_move_the_line_little_and_none_not_at_all() -> None:
    assert fit_line([]) == (1.0, 0.0)
    slope, intercept = fit_line([Judged("PER", 0.9, right=False)])
    assert 0.2 < slope < 1
    assert -0.5 < intercept < 0


def test_scores_of_0_and_1_have_odds_too() -> None:
    assert all(
        map(math.isfinite, fit_line([Judged("PER", 0.0, right=True), Judged("PER", 1.0, right=False)]))
    )


def test_bins_hold_the_same_number_of_spans() -> None:
    judged = [Judged("PER", score / 10, right=score > 4) for score in (9, 1, 8, 2, 7, 3, 6, 4)]
    assert curve(judged, bins=2) == [Bin(4, 0.25, 0.0), Bin(4, 0.75, 1.0)]
    assert curve(judged[:1], bins=8) == [Bin(1, 0.9, 1.0)]
    assert curve([], bins=8) == []


def test_the_error_is_the_mean_distance() -> None:
    assert error_of([Bin(3, 0.9, 0.5), Bin(1, 0.2, 0.4)]) == pytest.approx((3 * 0.4 + 0.2) / 4)
    assert error_of([]) == 0


def test_a_statement_is_right_with_its_type_and_half_of_the_text(written: Callable[[str], Text]) -> None:
    text = written("Eva sagte, das Werk sei alt und eine Brücke sei es auch.")
    gold = Quotation(INDIRECT, (text.at("das Werk sei alt"),))
    found = Found(
        quotes=(
            QuoteSpan((text.at("Werk sei alt"),), INDIRECT, confidence=0.9),
            QuoteSpan((text.at("das Werk sei alt"),), DIRECT, confidence=0.8),
            QuoteSpan((text.at("das Werk"),), INDIRECT, confidence=0.5),
            QuoteSpan((text.at("sei alt"),), INDIRECT, confidence=0.4),
            QuoteSpan((text.at("das Werk sei alt und eine Brücke sei es auch"),), INDIRECT, confidence=0.6),
        )
    )
    assert judge(Finds(found), [text.example(quotations=(gold,))]) == [
        Judged("Indirect", 0.9, right=True),
        Judged("Direct", 0.8, right=False),
        Judged("Indirect", 0.5, right=True),
        Judged("Indirect", 0.4, right=False),
        Judged("Indirect", 0.6, right=False),
    ]


def test_a_name_is_right_with_its_span_and_label(written: Callable[[str], Text]) -> None:
    text = written("Eva Sand baut in Leer.")
    names = (Name(text.at("Eva Sand"), "PER"), Name(text.at("Leer"), "LOC"))
    found = Found(
        names=(
            NameSpan(text.at("Eva Sand"), NameLabel.PERSON, 0.9),
            NameSpan(text.at("Sand"), NameLabel.PERSON, 0.7),
            NameSpan(text.at("Leer"), NameLabel.ORGANISATION, 0.6),
        )
    )
    assert judge(Finds(found), [text.example(names=names)]) == [
        Judged("PER", 0.9, right=True),
        Judged("PER", 0.7, right=False),
        Judged("ORG", 0.6, right=False),
    ]
    # Where not all names of a label are marked, one that is not marked may be right.
    told = judge(Finds(found), [text.example(names=names, labels=frozenset({"PER"}))])
    assert {one.label for one in told} == {"PER"}


def test_what_is_judged_is_the_model_told_what_the_rules_find(model_folder: Path) -> None:
    document = build_document(
        article_from_text("„Wir gehen“, sagte Erika Ohm. Man sei müde. Ohm forderte Geld.")
    )
    rules, model = RuleFinder().find(document), ModelFinder(model_folder)
    found = Told(model_folder).find(document)
    assert found == model.told(document, rules.quotes)
    assert found not in {rules, model.find(document)}
