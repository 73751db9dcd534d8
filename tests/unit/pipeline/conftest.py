"""What the tests of the pipeline share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.pipeline.compared import States

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def states(article_file: Path, tmp_path: Path) -> States:
    return States(article_file, tmp_path)
