"""The corpora that lie beside a development checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def data() -> Path:
    """Return the folder of the corpora."""
    folder = _ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the corpora (../shared/data) are not on this machine")
    return folder
