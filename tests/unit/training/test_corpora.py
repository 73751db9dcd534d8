from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from training import corpora
from training.markup import parse_folder
from training.readers import corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.training.conftest import Text

from newsgraph.errors import ReadError
from training import recipe
from training.corpora import NAMES, RESEARCH_ONLY, read_corpus
from training.recipe import load_recipe
from training.split import is_held_out

RECIPES = [load_recipe(path.stem) for path in sorted(recipe.RECIPES.glob("*.toml"))]
FREE = [one for one in RECIPES if "NC" not in one.licence.split("-")]


@pytest.mark.parametrize("one", RECIPES, ids=lambda one: one.name)
def test_recipes_name_corpora_that_exist(one: recipe.Recipe) -> None:
    assert {*one.corpora} <= {*NAMES}
    assert {*one.held_out} <= {*NAMES}
    assert {*one.hinted} <= {*one.corpora}


def test_what_is_for_research_only_is_known() -> None:
    assert {name for name in NAMES if name.startswith("wikinews-")} - {"wikinews-texts"} == RESEARCH_ONLY


@pytest.mark.parametrize("one", FREE, ids=lambda one: one.name)
def test_a_free_model_learns_nothing_from_annotation_that_is_for_research_only(one: recipe.Recipe) -> None:
    # Neither trained on, nor looked at for early stopping, thresholds or calibration.
    used = {*one.corpora}
    assert not used & RESEARCH_ONLY


def test_the_shipped_model_is_free() -> None:
    assert "de" in {one.name for one in FREE}


@pytest.mark.parametrize("one", RECIPES, ids=lambda one: one.name)
def test_nothing_is_trained_on_that_figures_are_measured_on(one: recipe.Recipe) -> None:
    trained = {share.corpus for share in (*one.shares, *one.late_shares)}
    assert not trained & {*one.held_out}
    assert not trained & {"corpus-held-out", "germeval14-dev", "wikinews-dev"}
    assert not {*one.held_out} & {"germeval14-dev", "wikinews-dev"}


def annotation(text: str, words: str) -> dict[str, object]:
    start = text.index(words)
    spans = [{"charBegin": start, "charEnd": start + len(words)}]
    empty: dict[str, object] = {part: {"spans": []} for part in ("speaker", "cue", "frame", "addressee")}
    return {**empty, "type": "Indirect", "medium": "Speech", "quote": {"spans": spans}}


def test_the_unlabelled_texts_carry_nothing_of_their_annotation(tmp_path: Path) -> None:
    text = "„Die Brücke ist alt“, sagte Ministerin Eva Sand. Das Wetter ist schön. Die Kosten seien hoch."
    folder = tmp_path / "quotes-wikinews"
    folder.mkdir()
    found = []
    for told in ([], [annotation(text, "Das Wetter ist schön")], [annotation(text, "sagte")] * 2):
        record = {"documentName": "x", "originalText": text, "annotations": told}
        (folder / "train.jsonl.gz").write_bytes(gzip.compress((json.dumps(record) + "\n").encode()))
        found.append(read_corpus("wikinews-texts", tmp_path))
    assert found[0] == found[1] == found[2]
    assert found[0][0].quotations


def test_our_own_corpus_is_read_in_two_parts(
    written: Callable[[str], Text], monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = written("Eva baut.").example()
    slugs = [article.slug for article in parse_folder(corpora.OWN)]
    monkeypatch.setattr(corpus, "read", lambda _: (replace(bare, id=slug) for slug in slugs))
    train = {example.id for example in read_corpus("corpus-train", Path())}
    held = {example.id for example in read_corpus("corpus-held-out", Path())}
    assert len(slugs) == len(train) + len(held) > 300
    assert train | held == {*slugs}
    assert all(map(is_held_out, held))
    assert not any(map(is_held_out, train))


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    for name in {*NAMES} - {"corpus-train", "corpus-held-out"}:
        with pytest.raises(ReadError, match="cannot be read"):
            read_corpus(name, tmp_path)


def test_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="wikinews-test"):
        read_corpus("wikinews-test", tmp_path)
