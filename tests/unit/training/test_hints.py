from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newsgraph.annotation.finder import QuoteSpan
from newsgraph.annotation.rules import RuleFinder
from newsgraph.model import Medium, StatementType
from training import hints
from training.hints import add_hints, thin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.training.conftest import Text

    from training.recipe import Recipe
    from training.scheme import Example


@pytest.fixture
def example(written: Callable[[str], Text]) -> Example:
    return written("„Die Brücke ist alt“, sagte Eva Sand. Das Wetter ist schön.").example()


@pytest.fixture
def hinted(example: Example, written: Callable[[str], Text]) -> Example:
    text = written(example.text)
    quotes = [QuoteSpan((text.at("ist", nth),), StatementType.INDIRECT) for nth in (0, 1)] * 50
    return replace(example, hints=tuple(quotes))


def test_the_rules_are_asked(example: Example, tmp_path: Path, written: Callable[[str], Text]) -> None:
    (found,) = add_hints([example], tmp_path / "new" / "hints.json")
    text = written(example.text)
    assert found.hints is not None
    (quote,) = found.hints
    assert quote.type is StatementType.DIRECT
    assert quote.spans == (text.at("Die Brücke ist alt"),)
    assert quote.speaker == (text.at("Eva Sand"),)
    assert quote.cue == (text.at("sagte"),)
    assert replace(found, hints=None) == example


def test_what_the_rules_said_is_kept_and_not_asked_again(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "hints.json"
    first = add_hints([example], kept)

    def never(*_: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(RuleFinder, "find", never)
    again = add_hints([example], kept)
    parts = ("type", "spans", "speaker", "cue", "frame", "addressee", "media")
    told = [
        [getattr(quote, part) for part in parts] for one in (first, again) for quote in one[0].hints or ()
    ]
    assert len(told) == 2
    assert told[0] == told[1]


def test_only_new_texts_are_asked_about(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "hints.json"
    spoken = {"type": "Indirect", "media": ["Writing"], "spans": [[1, 4]]}
    parts: dict[str, object] = {part: [] for part in ("speaker", "cue", "frame", "addressee")}
    kept.write_text(json.dumps({"1": [spoken | parts]}), encoding="utf-8")
    asked: list[str] = []
    find = hints._found

    def listed(one: Example) -> tuple[QuoteSpan, ...]:
        asked.append(one.id)
        return find(one)

    monkeypatch.setattr(hints, "_found", listed)
    old, new = add_hints([example, replace(example, id="2")], kept)
    assert asked == ["2"]
    assert old.hints is not None
    assert [quote.type for quote in old.hints] == [StatementType.INDIRECT]
    assert old.hints[0].media == {Medium.WRITING}
    assert new.hints is not None
    assert new.hints[0].type is StatementType.DIRECT
    assert list(json.loads(kept.read_text(encoding="utf-8"))) == ["1", "2"]


def test_some_texts_are_read_without_hints(hinted: Example, recipe: Recipe) -> None:
    generator = np.random.default_rng(1)
    sparse = replace(recipe, without_hints=0.3, lost_hints=0.0)
    drawn = [thin(hinted, sparse, generator) for _ in range(400)]
    assert 0.25 < sum(one.hints is None for one in drawn) / 400 < 0.35
    assert all(one.hints in {None, hinted.hints} for one in drawn)


def test_some_hints_are_lost(hinted: Example, recipe: Recipe) -> None:
    generator = np.random.default_rng(1)
    sparse = replace(recipe, without_hints=0.0, lost_hints=0.2)
    kept = [len(thin(hinted, sparse, generator).hints or ()) for _ in range(50)]
    assert 76 < sum(kept) / 50 < 84
    assert len(set(kept)) > 1


def test_what_has_no_hints_is_left_as_it_is(example: Example, recipe: Recipe) -> None:
    generator = np.random.default_rng(1)
    assert thin(example, recipe, generator) is example
    # Nothing is drawn for it either: corpora without hints do not shift what others lose.
    assert generator.random() == np.random.default_rng(1).random()
