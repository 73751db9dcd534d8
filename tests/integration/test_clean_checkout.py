"""Whoever follows README and guides in a clone has nothing to commit afterwards."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
WRITTEN = re.compile(r"(?: -o | --output | --store | --describe | > )([\w.][\w./-]*)")


def targets() -> list[str]:
    """Return what the commands that a reader may copy write to, apart from stdout."""
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    blocks = re.findall(r"```(?:sh|bash)\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if "newsgraph " in line]
    return sorted({"graph/", *(target for line in lines for target in WRITTEN.findall(line))})


def test_there_are_targets() -> None:
    assert {"links.trig", "news.store", "results.sarif"} <= set(targets())


@pytest.mark.parametrize("target", targets())
def test_what_a_command_writes_is_ignored(target: str) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run((git, "check-ignore", "-q", target), cwd=ROOT, check=False)  # noqa: S603
    assert done.returncode == 0, f"add /{target} to .gitignore"
