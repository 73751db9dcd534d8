from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


@pytest.mark.parametrize("name", sorted(path.stem for path in recipe.RECIPES.glob("*.toml")))
def test_the_recipes_are_sound(name: str) -> None:
    found = load_recipe(name)
    assert found.name == name
    assert found.licence
    assert found.epochs > 0
    assert 0 < found.warmup < 1
    assert 0 < found.averaging < 1
    assert all(0 < share.per_epoch <= 1 for share in found.shares)
    # The encoder knows 512 places, and a batch has room for the longest window.
    assert max(found.sizes) <= min(512, found.batch_pieces)
