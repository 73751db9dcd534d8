"""Commands that need no network do not wait for its libraries to be loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"SPARQLWrapper", "pyarrow", "requests", "stamina", "urllib3", "waitress"}


@pytest.mark.parametrize("module", ["transfer", "query", "explain", "sync", "store", "export"])
def test_the_libraries_of_the_network_are_loaded_when_they_are_used(module: str) -> None:
    code = f"import sys, newsgraph.cli.app, newsgraph.pipeline.{module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert not HEAVY & {*loaded.stdout.split()}
