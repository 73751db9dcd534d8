"""The whole way, with a small encoder and texts written here: vocabulary, training, export, calibration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")
pytest.importorskip("onnx", reason="the extra `training` is not installed")

import torch
from typer.testing import CliRunner

from newsgraph.annotation.document import build_document
from newsgraph.annotation.neural.finder import ModelFinder
from newsgraph.annotation.neural.layers import Layer
from newsgraph.annotation.neural.manifest import load_manifest
from newsgraph.model import StatementType
from newsgraph.readers import article_from_text
from training import corpora, recipe, texts
from training import encoder as encoders
from training.__main__ import app
from training.loss import TABLE_SCALE
from training.scheme import Name, Quotation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.training.conftest import Text

    from training.encoder import Encoder
    from training.scheme import Example

TINY = """\
name = "tiny"
title = "A tiny model"
version = "3"
licence = "CC0-1.0"
seed = 3
epochs = 1
head_rate = 0.02
batch_pieces = 64
sizes = [48]
held_out = ["b"]
hinted = ["a"]

[shares]
a = 1.0
"""


@pytest.fixture
def example(written: Callable[[str], Text]) -> Example:
    text = written("„Das Werk sei alt“, sagte Eva Sand am Hafen. Jan Moor baut eine Brücke.")
    quotation = Quotation(
        StatementType.DIRECT, (text.at("Das Werk sei alt"),), speaker=(text.at("Eva Sand"),)
    )
    return text.example(
        layers=frozenset({Layer.NAMES, Layer.DIRECT, Layer.OTHER, Layer.SPEAKER}),
        names=(Name(text.at("Eva Sand"), "PER"), Name(text.at("Jan Moor"), "PER")),
        quotations=(quotation,),
    )


@pytest.fixture
def small_world(
    example: Example, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """Let the commands find a small recipe, encoder and corpora; return the names of the corpora read."""
    read: list[str] = []

    def corpus(name: str, _: Path) -> list[Example]:
        read.append(name)
        return [example] * 9

    (tmp_path / "recipes").mkdir()
    (tmp_path / "recipes" / "tiny.toml").write_text(TINY, encoding="utf-8")
    monkeypatch.setattr(recipe, "RECIPES", tmp_path / "recipes")
    monkeypatch.setattr(encoders, "find_weights", lambda: tmp_path)
    monkeypatch.setattr(encoders, "load_encoder", lambda _: encoder)
    monkeypatch.setattr(corpora, "read_corpus", corpus)
    monkeypatch.setattr(texts, "read_texts", lambda _: [example.text])
    return read


def command(tmp_path: Path, *words: str) -> None:
    options = ["tiny", "--data", str(tmp_path), "--work", str(tmp_path / "run" / "tiny")]
    done = CliRunner().invoke(app, [*words[:1], *options, *words[1:]], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def test_from_corpora_to_a_model_that_the_product_loads(
    small_world: list[str], example: Example, tmp_path: Path
) -> None:
    command(tmp_path, "fit")
    assert small_world == ["a", "b"]
    run = tmp_path / "run"
    pieces = [int(line) for line in (run / "vocabulary.txt").read_text(encoding="utf-8").split()]
    assert pieces[:4] == [0, 1, 2, 3]
    assert json.loads((run / "hints-a.json").read_text(encoding="utf-8"))["1"]
    assert not (run / "hints-b.json").exists()
    (line,) = (run / "tiny" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"names", "direct"} <= set(json.loads(line)["loss"])

    small_world.clear()
    command(tmp_path, "export", "--out", str(tmp_path / "model"))
    # Calibrated on what is set aside, and on nothing else.
    assert small_world == ["b"]
    manifest = load_manifest(tmp_path / "model")
    assert (manifest.name, manifest.version, manifest.licence) == ("A tiny model", "3", "CC0-1.0")
    table = torch.load(run / "tiny" / "averaged.pt", weights_only=True)["distance"].numpy() * TABLE_SCALE
    assert abs(table).max() > 0.01
    assert np.allclose(np.array(manifest.distance), table, atol=1e-5)
    finder = ModelFinder(tmp_path / "model")
    found = finder.find(build_document(article_from_text(example.text)))
    labels = {name.label.value for name in found.names}
    assert labels
    assert labels <= {*manifest.calibration}


def test_a_vocabulary_that_is_there_is_taken(small_world: list[str], tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    kept = [0, 1, 2, 3, 8, 6, 4]
    text = "".join(f"{number}\n" for number in kept)
    (tmp_path / "run" / "vocabulary.txt").write_text(text, encoding="utf-8")
    command(tmp_path, "fit", "--threads", "1")
    weights = torch.load(tmp_path / "run" / "tiny" / "averaged.pt", weights_only=True)
    assert weights["word.weight"].shape[0] == len(kept)
    assert small_world
