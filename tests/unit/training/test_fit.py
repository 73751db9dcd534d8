from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")

import torch

from newsgraph.annotation.neural.layers import Layer
from newsgraph.model import StatementType
from training import fit as fitting
from training.fit import fit
from training.network import build_network
from training.recipe import Share
from training.scheme import Name, Quotation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.training.conftest import Text
    from tokenizers import Tokenizer

    from training.encoder import Encoder
    from training.network import Network
    from training.recipe import Recipe
    from training.scheme import Example
    from training.targets import Sample

    Corpora = dict[str, list[Example]]

LAYERS = frozenset({Layer.NAMES, Layer.OTHER, Layer.SPEAKER, Layer.CUE})


class StoppedError(Exception):
    """What ends a run in a test."""


@pytest.fixture
def corpora(written: Callable[[str], Text]) -> Corpora:
    examples = []
    for who in ("Eva", "Jan", "Sand", "Moor"):
        for place in ("Leer", "Emden", "Hafen"):
            text = written(f"{who} sagte am {place}, das Werk sei alt. Eine Brücke baut {who}.")
            quotation = Quotation(
                StatementType.INDIRECT,
                (text.at("das Werk sei alt"),),
                speaker=(text.at(who),),
                cue=(text.at("sagte"),),
            )
            names = (Name(text.at(who), "PER"), Name(text.at(place), "LOC"), Name(text.at(who, 1), "PER"))
            examples.append(
                text.example(id=f"{who}-{place}", layers=LAYERS, names=names, quotations=(quotation,))
            )
    return {"a": examples[:9], "b": examples[9:]}


@pytest.fixture
def make(encoder: Encoder, tokenizer: Tokenizer) -> Callable[[int], Network]:
    """Return what makes a network with heads of a seed."""

    def build(seed: int) -> Network:
        torch.manual_seed(seed)
        return build_network(encoder, range(tokenizer.get_vocab_size()))

    return build


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def test_two_epochs_teach_something(
    make: Callable[[int], Network], tokenizer: Tokenizer, corpora: Corpora, recipe: Recipe, tmp_path: Path
) -> None:
    network = make(1)
    words = network.word.weight.detach().clone()
    fit(recipe, network, tokenizer, corpora, tmp_path)
    first, second = lines(tmp_path)
    assert set(first["loss"]) == {"names", "other", "speaker", "cue", "links"}
    for term in ("names", "other", "speaker", "cue"):
        assert second["loss"][term] < 0.9 * first["loss"][term]
    assert {"names", "other", "speaker", "cue"} <= set(second)
    # The words' vectors stay as the encoder has them; the kept weights are in the network and in the file.
    assert torch.equal(network.word.weight, words)
    kept = torch.load(tmp_path / "averaged.pt", weights_only=True)
    assert all(torch.equal(value, kept[name]) for name, value in network.state_dict().items())
    assert not list(tmp_path.glob("*.part"))


def test_a_run_that_was_stopped_ends_as_one_that_was_not(  # noqa: PLR0917  fixtures
    make: Callable[[int], Network],
    tokenizer: Tokenizer,
    corpora: Corpora,
    recipe: Recipe,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    fit(recipe, make(1), tokenizer, corpora, whole)
    save = fitting._State.save

    def stopping(at: tuple[int, int]) -> Callable[[fitting._State], None]:
        def save_and_stop(state: fitting._State) -> None:
            save(state)
            if (state.epoch, state.step) == at:
                raise StoppedError

        return save_and_stop

    for seed, at in ((1, (0, 2)), (5, (1, 0)), (6, (1, 3))):
        monkeypatch.setattr(fitting._State, "save", stopping(at))
        # From the second time on the network is another: all that counts comes from the checkpoint.
        with pytest.raises(StoppedError):
            fit(recipe, make(seed), tokenizer, corpora, parts, every=0)
    monkeypatch.setattr(fitting._State, "save", save)
    fit(recipe, make(9), tokenizer, corpora, parts)
    one, other = (torch.load(folder / "averaged.pt", weights_only=True) for folder in (whole, parts))
    assert one.keys() == other.keys()
    assert all(torch.equal(value, other[name]) for name, value in one.items())
    assert [line["loss"] for line in lines(whole)] == [line["loss"] for line in lines(parts)]


def test_a_run_that_is_over_is_not_run_again(
    make: Callable[[int], Network], tokenizer: Tokenizer, corpora: Corpora, recipe: Recipe, tmp_path: Path
) -> None:
    fit(replace(recipe, epochs=1), make(1), tokenizer, corpora, tmp_path)
    weights = (tmp_path / "averaged.pt").read_bytes()
    network = make(2)
    fit(replace(recipe, epochs=1), network, tokenizer, corpora, tmp_path)
    assert len(lines(tmp_path)) == 1
    kept = torch.load(tmp_path / "averaged.pt", weights_only=True)
    assert torch.equal(network.state_dict()["tags.weight"], kept["tags.weight"])
    assert len((tmp_path / "averaged.pt").read_bytes()) == len(weights)


def test_a_checkpoint_of_another_recipe_is_refused(
    make: Callable[[int], Network], tokenizer: Tokenizer, corpora: Corpora, recipe: Recipe, tmp_path: Path
) -> None:
    short = replace(recipe, epochs=1)
    fit(short, make(1), tokenizer, corpora, tmp_path)
    for other in (
        replace(short, rate=1e-3),
        replace(short, seed=4),
        replace(short, epochs=3),
        replace(short, shares=(Share("a", 0.5),)),
    ):
        with pytest.raises(ValueError, match="another recipe"):
            fit(other, make(1), tokenizer, corpora, tmp_path)


def test_only_shares_of_later_epochs_may_change(
    make: Callable[[int], Network], tokenizer: Tokenizer, corpora: Corpora, recipe: Recipe, tmp_path: Path
) -> None:
    path = tmp_path / "checkpoint.pt"
    fit(replace(recipe, epochs=2), make(1), tokenizer, corpora, tmp_path)
    saved = torch.load(path, weights_only=True)
    saved["counts"] = (1, 0, saved["counts"][2])  # one epoch is over, the second has not begun
    for name in ("late_shares", "late_from"):
        del saved["recipe"][name]  # as runs wrote it that are older than the fields
    torch.save(saved, path)
    early = replace(recipe, shares=(Share("a", 0.5),))
    late = replace(recipe, late_shares=(Share("a", 0.5),), late_from=1)
    with pytest.raises(ValueError, match="another recipe"):
        fit(early, make(1), tokenizer, corpora, tmp_path)
    fit(late, make(1), tokenizer, corpora, tmp_path)
    assert lines(tmp_path)[-1]["batches"] < lines(tmp_path)[0]["batches"]
    # Now that the second epoch was drawn from the late shares, there is no way back.
    with pytest.raises(ValueError, match="another recipe"):
        fit(recipe, make(1), tokenizer, corpora, tmp_path)


def test_a_model_may_get_another_title_and_licence_between_two_runs(
    make: Callable[[int], Network], tokenizer: Tokenizer, corpora: Corpora, recipe: Recipe, tmp_path: Path
) -> None:
    short = replace(recipe, epochs=1)
    fit(short, make(1), tokenizer, corpora, tmp_path)
    path = tmp_path / "checkpoint.pt"
    saved = torch.load(path, weights_only=True)
    del saved["recipe"]["version"]  # as runs wrote it that are older than the field
    torch.save(saved, path)
    renamed = replace(short, title="Another", version="2", licence="CC-BY-4.0")
    fit(renamed, make(1), tokenizer, corpora, tmp_path)
    assert len(lines(tmp_path)) == 1


def test_a_vocabulary_without_padding_is_refused(
    make: Callable[[int], Network], corpora: Corpora, recipe: Recipe, tmp_path: Path, tokenizer: Tokenizer
) -> None:
    plain = type(tokenizer).from_str(tokenizer.to_str().replace('"<pad>"', '"<nothing>"'))
    with pytest.raises(ValueError, match="lacks <pad>"):
        fit(recipe, make(1), plain, corpora, tmp_path)


def test_a_share_goes_round_through_its_corpus(
    tokenizer: Tokenizer, corpora: Corpora, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[tuple[str, int]] = []

    def listed(_: Tokenizer, example: Example, size: int) -> list[Sample]:
        drawn.append((example.id, size))
        return []

    monkeypatch.setattr(fitting, "build_samples", listed)
    third = replace(recipe, shares=(Share("a", 1 / 3),))
    for epoch in (0, 1, 2, 2):
        fitting._draw(third, tokenizer, corpora, epoch)
    names = [name for name, _ in drawn]
    assert {*names[:9]} == {example.id for example in corpora["a"]}
    assert drawn[6:9] == drawn[9:]
    assert {size for _, size in drawn} == {24, 48}


def test_the_learning_rate_rises_and_falls() -> None:
    through = [fitting._factor(step / 100, 0.1) for step in range(101)]
    assert through[0] == 0
    assert through.index(max(through)) == 10
    assert max(through) == pytest.approx(1)
    assert through[10:] == sorted(through[10:], reverse=True)
    assert through[-1] == 0.01


def test_heads_learn_faster_and_only_matrices_decay(make: Callable[[int], Network], recipe: Recipe) -> None:
    network = make(1)
    network.word.weight.requires_grad_(False)
    names = {id(parameter): name for name, parameter in network.named_parameters()}
    found = {
        names[id(parameter)]: (group["peak"], group["weight_decay"])
        for group in fitting._groups(recipe, network)
        for parameter in group["params"]
    }
    assert set(found) == {*names.values()} - {"word.weight"}
    assert found["tags.weight"] == (recipe.head_rate, recipe.decay)
    assert found["hints.weight"] == (recipe.head_rate, recipe.decay)
    assert found["tags.bias"] == (recipe.head_rate, 0.0)
    assert found["blocks.0.inner.weight"] == (recipe.rate, recipe.decay)
    assert found["blocks.0.output_norm.weight"] == (recipe.rate, 0.0)
