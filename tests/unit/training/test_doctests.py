from __future__ import annotations

import doctest
import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))  # the package `training` is not installed


@pytest.mark.parametrize(
    "module",
    [
        "training.markup.check",
        "training.markup.check_speech",
        "training.readers.corpus_names",
        "training.readers.corpus_places",
        "training.split",
    ],
)
def test_examples_hold(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted
    assert not found.failed
