from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.annotation.neural.manifest import Trust
from training import recipe
from training.recipe import Recipe, Share, load_recipe

if TYPE_CHECKING:
    from pathlib import Path


def test_a_recipe_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(FileNotFoundError, match="no recipe fr: de, de-research"):
        load_recipe("fr")


def test_a_recipe_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small.toml").write_text(
        'name = "small"\ntitle = "Small"\nversion = "2"\nlicence = "CC0-1.0"\nseed = 7\nepochs = 3\n'
        'held_out = ["b"]\nsizes = [64]\nrate = 2e-4\n\n[shares]\na = 1\nc = 0.25\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(recipe, "RECIPES", tmp_path)
    assert load_recipe("small") == Recipe(
        "small", "Small", "2", "CC0-1.0", 7, 3, (Share("a", 1.0), Share("c", 0.25)), ("b",),
        rate=2e-4, sizes=(64,),
    )  # fmt: skip


def test_a_recipe_may_draw_other_shares_towards_the_end_and_say_how_far_its_model_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "late.toml").write_text(
        'name = "late"\ntitle = "Late"\nversion = "1"\nlicence = "CC0-1.0"\nseed = 7\nepochs = 3\n'
        'held_out = ["b"]\nlate_from = 2\n\n[shares]\na = 1\n\n[late_shares]\nc = 0.5\na = 0.5\n\n'
        "[trust]\ndrop = true\nadded = 0.6\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(recipe, "RECIPES", tmp_path)
    late = load_recipe("late")
    early, later = (Share("a", 1.0),), (Share("c", 0.5), Share("a", 0.5))
    assert [late.shares_of(epoch) for epoch in range(4)] == [early, early, later, later]
    assert late.corpora == ("a", "c", "b")
    assert late.trust == Trust(drop=True, added=0.6)
    assert replace(late, late_from=0).shares_of(9) == early


@pytest.mark.parametrize("name", sorted(path.stem for path in recipe.RECIPES.glob("*.toml")))
def test_the_recipes_are_sound(name: str) -> None:
    found = load_recipe(name)
    assert found.name == name
    assert found.licence
    assert found.epochs > 0
    assert 0 < found.warmup < 1
    assert 0 < found.averaging < 1
    assert all(0 < share.per_epoch <= 1 for share in (*found.shares, *found.late_shares))
    assert bool(found.late_from) == bool(found.late_shares)
    assert found.late_from < found.epochs
    assert 0 < found.trust.added <= 1
    assert 0 < found.trust.names <= 1
    # The encoder knows 512 places, and a batch has room for the longest window.
    assert max(found.sizes) <= min(512, found.batch_pieces)
