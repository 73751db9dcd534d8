"""A good graph and a bad one, and newsgraph as a program of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}


class Run(Protocol):
    """Runs a program in the folder of the test."""

    def __call__(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with `graph/good.ttl`, `bad/bad.ttl`, and `other/people.ttl`, which is not ours."""
    good = (ROOT / "tests" / "golden" / "kaimauer" / "expected.ttl").read_text(encoding="utf-8")
    bad = good.replace("ng:confidence 0.79", "ng:confidence 7.9")
    assert bad != good
    other = "<urn:x:a> a <http://xmlns.com/foaf/0.1/Person> .\n"
    for name, text in (("graph/good.ttl", good), ("bad/bad.ttl", bad), ("other/people.ttl", other)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return `newsgraph` as a program in a folder of its own, from this checkout."""
    file = tmp_path_factory.mktemp("bin") / "newsgraph"
    file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsgraph "$@"\n', encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def run(place: Path, program: Path) -> Run:
    """Return a function that runs a program there; `newsgraph` is that of this checkout."""

    def call(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        path = f"{program.parent}{os.pathsep}{ENVIRONMENT.get('PATH', '')}"
        return subprocess.run(  # noqa: S603  our own files
            words,
            cwd=place,
            env={**ENVIRONMENT, "PATH": path, **variables},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
        )

    return call
