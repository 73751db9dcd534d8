"""The commands of the page on the embedded store work as they stand there, and say what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"^newsgraph .*", "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE
)


@pytest.fixture(name="said", scope="module")
def what_the_commands_say(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run all commands of the page in one folder, and return what each said."""
    place = tmp_path_factory.mktemp("store")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    said = {}
    for command in COMMANDS:
        line = re.sub("^newsgraph", f"{sys.executable} -m newsgraph", command)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        done = subprocess.run(  # noqa: S602  commands of our documentation
            line, shell=True, cwd=place, capture_output=True, text=True, check=False, env=environment
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        said[command] = done.stdout + done.stderr
    said["files"] = " ".join(path.name for path in (place / "news.store").iterdir())
    return said


def test_the_commands_do_what_the_page_says(said: dict[str, str]) -> None:
    number = len(list((ROOT / "seeds").glob("*.txt")))
    assert f"articles: {number}\n" in said["newsgraph store info --store news.store"]
    checked = said["newsgraph store info --store news.store --check"]
    assert f"{number} graphs read, {number} as the register says, 0 flaws" in checked
    assert "opened and counted" in said["newsgraph store backup --store news.store -o backup.store"]
    assert f"{number} graphs" in said["newsgraph store dump --store news.store -o news.nq.gz"]


def test_every_file_in_a_store_is_told_of(said: dict[str, str]) -> None:
    known = re.findall(r"`([A-Za-z.*-]+)/?`", PAGE[PAGE.index("## What is in the folder") :])
    for name in said["files"].split():
        assert any(Path(name).match(pattern) for pattern in known), name


def test_the_message_of_the_second_writer_is_one_of_ours() -> None:
    (line,) = re.findall(r"^error: .*$", PAGE, re.MULTILINE)
    assert re.fullmatch(
        r"error: \S+: another process writes to this store: newsgraph \w+, process \d+ on \w+, "
        r"since [0-9: +-]+ \(wait until it has finished\)",
        line,
    )
