from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `training` is not installed")
pytest.importorskip("onnx", reason="the extra `training` is not installed")

import torch

from newsgraph.annotation.neural.layers import COLUMNS, LINK_SIZE, ROLES
from newsgraph.annotation.neural.manifest import Trust, load_manifest
from newsgraph.annotation.neural.session import load_model
from newsgraph.annotation.neural.windows import Piece, Window
from newsgraph.model import Span
from training.export import Card, export, write_card
from training.network import build_network

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from training.encoder import Encoder
    from training.network import Network

PIECES = (0, 5, 11, 7, 30, 12, 8, 6, 2)


@pytest.fixture
def network(encoder: Encoder) -> Network:
    torch.manual_seed(3)
    network = build_network(encoder, range(40)).eval()
    with torch.no_grad():
        network.distance.normal_()
        network.agreement.normal_()
    return network


def said(folder: Path, hints: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what the product's session says of the pieces."""
    window = Window(tuple(Piece(number, at, at + 1) for at, number in enumerate(PIECES)), Span(0, 9))
    (output,) = load_model(folder).run([window], [hints])
    return output.tags, output.links.reshape(len(PIECES), -1)


def written(network: Network, tokenizer: Tokenizer, folder: Path, *, quantised: bool) -> Path:
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    card = Card("tiny", "1", "CC0-1.0", size=48, context=8)
    export(weights, tokenizer, card, folder, heads=4, epsilon=1e-5, quantised=quantised)
    return folder


@pytest.mark.parametrize(("quantised", "off"), [(False, 1e-5), (True, 0.1)])
def test_the_product_computes_what_was_trained(
    quantised: bool, off: float, network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    hints = np.random.default_rng(1).integers(0, 2, (len(PIECES), COLUMNS)).astype(np.float32)
    tags, links = said(written(network, tokenizer, tmp_path, quantised=quantised), hints)
    pieces = torch.tensor([PIECES])
    with torch.no_grad():
        expected = network(pieces, torch.ones_like(pieces), torch.from_numpy(hints)[None])
    assert links.shape == (len(PIECES), (1 + len(ROLES)) * LINK_SIZE)
    for found, value in zip((tags, links), expected, strict=True):
        spread = float(value.std())
        assert spread > 0.1
        assert float(np.abs(found - value[0].numpy()).max()) < off * spread


def test_the_tables_and_the_card_are_read_back(
    network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    manifest = load_manifest(written(network, tokenizer, tmp_path, quantised=True))
    assert (manifest.name, manifest.version, manifest.licence) == ("tiny", "1", "CC0-1.0")
    assert (manifest.size, manifest.context) == (48, 8)
    for table, value in ((manifest.distance, network.distance), (manifest.agreement, network.agreement)):
        assert np.allclose(np.array(table), value.detach().numpy(), atol=1e-5)


def test_a_card_can_be_written_again(network: Network, tokenizer: Tokenizer, tmp_path: Path) -> None:
    written(network, tokenizer, tmp_path, quantised=True)
    graph = (tmp_path / "model.onnx").read_bytes()
    old = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    card = Card("tiny", "1", "CC0-1.0", size=48, context=8, calibration={"PER": (0.5, -1.0)})
    write_card(card, tmp_path, network.distance.detach().numpy(), network.agreement.detach().numpy())
    new = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert new == old | {"calibration": {"PER": [0.5, -1.0]}}
    assert (tmp_path / "model.onnx").read_bytes() == graph


def test_how_far_the_model_is_trusted_reaches_the_product(
    network: Network, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    assert load_manifest(written(network, tokenizer, tmp_path, quantised=True)).trust == Trust()
    trust = Trust(parts_of_rules=False, drop=True, added=0.55, names=0.65)
    card = Card("tiny", "1", "CC0-1.0", hinted=True, trust=trust)
    write_card(card, tmp_path, network.distance.detach().numpy(), network.agreement.detach().numpy())
    manifest = load_manifest(tmp_path)
    assert (manifest.hinted, manifest.trust) == (True, trust)


def test_the_same_weights_give_the_same_files(network: Network, tokenizer: Tokenizer, tmp_path: Path) -> None:
    one = written(network, tokenizer, tmp_path / "one", quantised=True)
    other = written(network, tokenizer, tmp_path / "other", quantised=True)
    for name in ("model.onnx", "model.json", "tokenizer.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
