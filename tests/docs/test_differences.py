"""What the how-to guide shows of two states works as it stands there, and shows what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("## … tell what changed between two states")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Run all commands of the section, one after the other, and return what they print."""
    place = tmp_path_factory.mktemp("differences")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    program = place / "newsgraph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsgraph "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{place}{os.pathsep}{os.environ.get('PATH', '')}"
    script = "set -e\n" + "".join(re.findall(r"```bash\n(.*?)```", SECTION, re.DOTALL))
    done = subprocess.run(  # noqa: S602  our guide
        script,
        shell=True,
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PATH": path},
    )
    assert done.returncode == 0, done.stderr
    assert (place / "changes.rdfp").read_text(encoding="utf-8").endswith("TC .\n")
    return done.stdout + done.stderr


def test_the_lines_are_those_of_the_guide(said: str) -> None:
    (shown,) = re.findall(r"```text\n(.*?)```", SECTION, re.DOTALL)
    assert shown in said


def test_the_store_comes_to_the_new_state(said: str) -> None:
    assert "would be: 0 added, 1 replaced, 1 removed, 0 in place already → days.store" in said
    assert said.rstrip().endswith("no difference")
