from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from newsgraph.annotation.neural.layers import COLUMNS, LINK_SIZE, ROLES
from newsgraph.annotation.neural.session import Model, load_model
from newsgraph.annotation.neural.windows import Piece, Window
from newsgraph.errors import AnnotateError
from newsgraph.model import Span

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture
def damaged(model_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the model, to be damaged."""
    return shutil.copytree(model_folder, tmp_path / "model")


def window(length: int, seed: int) -> Window:
    numbers = np.random.default_rng(seed).integers(4, 299, length)
    pieces = tuple(Piece(int(number), place, place + 1) for place, number in enumerate(numbers))
    return Window(pieces, Span(0, length))


def same(one: Model, windows: list[Window], other: Model, batch: int) -> bool:
    return all(
        np.array_equal(a.tags, b.tags) and np.array_equal(a.links, b.links)
        for a, b in zip(one.run(windows), other.run(windows, batch=batch), strict=True)
    )


def test_what_is_said_of_a_window_has_a_row_for_each_piece(model_folder: Path) -> None:
    (said,) = load_model(model_folder).run([window(9, 1)])
    assert said.tags.shape == (9, COLUMNS)
    assert said.links.shape == (9, 1 + len(ROLES), LINK_SIZE)
    assert said.tags.std() > 0.1


def test_neither_batches_nor_threads_change_what_is_said(model_folder: Path) -> None:
    lengths = [3, 40, 17, 40, 64, 17, 40, 1, 64]
    windows = [window(length, seed) for seed, length in enumerate(lengths)]
    one = load_model(model_folder, 1)
    for threads in (1, 2, 4):
        other = load_model(model_folder, threads)
        for batch in (1, 80, 10_000):
            assert same(one, windows, other, batch)
    alone = [one.run([single])[0] for single in windows]
    assert all(np.array_equal(a.tags, b.tags) for a, b in zip(alone, one.run(windows), strict=True))


def test_hints_reach_the_network(model_folder: Path) -> None:
    model = load_model(model_folder)
    rows: NDArray[np.float32] = np.zeros((9, COLUMNS), dtype=np.float32)
    without = model.run([window(9, 1)])[0].tags
    assert np.array_equal(model.run([window(9, 1)], [rows])[0].tags, without)
    rows[:, 3] = 1
    assert not np.array_equal(model.run([window(9, 1)], [rows])[0].tags, without)


def test_a_model_is_loaded_once(model_folder: Path) -> None:
    assert load_model(model_folder) is load_model(model_folder)


def test_the_digest_is_that_of_the_list_of_files(model_folder: Path) -> None:
    names = ("model.json", "model.onnx", "tokenizer.json")
    lines = "".join(f"{hashlib.sha256((model_folder / n).read_bytes()).hexdigest()}  {n}\n" for n in names)
    assert load_model(model_folder).digest == hashlib.sha256(lines.encode()).hexdigest()


def test_the_libraries_are_loaded_with_the_model_not_before() -> None:
    code = (
        "import sys, newsgraph.annotation.neural.session\n"
        "print({'onnxruntime', 'tokenizers'} & {*sys.modules})"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True)  # noqa: S603  our own code
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("name", ["model.json", "model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(damaged: Path, name: str) -> None:
    (damaged / name).unlink()
    with pytest.raises(AnnotateError, match=name):
        load_model(damaged)


def test_a_network_that_was_changed_is_refused(damaged: Path) -> None:
    file = damaged / "model.onnx"
    file.write_bytes(file.read_bytes() + b"\0")
    with pytest.raises(AnnotateError, match="not the file that model"):
        load_model(damaged)


def test_a_damaged_vocabulary_is_refused(damaged: Path) -> None:
    (damaged / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(AnnotateError, match="vocabulary"):
        load_model(damaged)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("format", 99, "format 99"),
        ("layout", {"layers": {}}, "other layers"),
        ("distance", [[0.0]], "missing or wrong"),
        ("thresholds", {"nobody": 0.5}, "missing or wrong"),
        ("window", {"size": 10, "context": 9}, "missing or wrong"),
        ("sha256", None, "not the file"),
        ("trust", {"added": "much"}, "missing or wrong"),
        ("trust", {"drop": 0.5}, "missing or wrong"),
        ("trust", {"everything": True}, "missing or wrong"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused(
    damaged: Path, field: str, value: object, message: str
) -> None:
    file = damaged / "model.json"
    values = json.loads(file.read_text(encoding="utf-8")) | {field: value}
    file.write_text(json.dumps(values), encoding="utf-8")
    with pytest.raises(AnnotateError, match=message):
        load_model(damaged)


def test_a_missing_library_is_named(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onnxruntime", "tokenizers"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, name, None)
            with pytest.raises(AnnotateError, match=f"pip install {name}"):
                load_model(damaged)
