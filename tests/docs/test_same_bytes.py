"""The page on the same bytes says what is true, and its commands and programs work as they stand there."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.parse import load_graphs

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "same-bytes.md").read_text(encoding="utf-8")
COMMANDS = re.findall(
    r"^newsgraph .*", "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)), re.MULTILINE
)
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(name="place", scope="module")
def folder_with_seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two seeds and their graphs, in files and together."""
    place = tmp_path_factory.mktemp("bytes")
    (place / "seeds").mkdir()
    for seed in sorted((ROOT / "seeds").glob("*.txt"))[:2]:
        shutil.copy(seed, place / "seeds")
    for output in ("graph/", "all.trig"):
        run(f"{sys.executable} -m newsgraph convert seeds/ --no-validate --model rules -o {output}", place)
    return place


def run(command: str, place: Path) -> str:
    done = subprocess.run(  # noqa: S602  commands of our documentation
        command,
        shell=True,
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "NEWSGRAPH_MODEL": "rules"},
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def test_the_digests_of_the_description_are_those_of_the_files(place: Path) -> None:
    convert, query = COMMANDS
    run(re.sub("^newsgraph", f"{sys.executable} -m newsgraph", convert), place)
    told = run(re.sub("^newsgraph", f"{sys.executable} -m newsgraph", query), place)
    files = sorted((place / "triples").glob("*.nt"))
    assert len(files) == 2
    found = sorted(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
    assert [line.rsplit(",", 1)[1] for line in told.splitlines()[1:]] == found
    assert sorted(graph_digest(load_graphs(file)[0]) for file in files) == found


def test_the_independent_program_finds_the_digests_in_turtle_and_trig(place: Path) -> None:
    (place / "digests.py").write_text(PROGRAMS[1], encoding="utf-8")
    expected = sorted(graph_digest(graph) for graph in load_graphs(place / "all.trig"))
    for files in ("all.trig", "graph/*.ttl"):
        said = run(f"{sys.executable} digests.py {files}", place)
        assert sorted(line.split()[0] for line in said.splitlines()) == expected


def test_the_program_that_goes_from_format_to_format_ends_where_it_began(place: Path) -> None:
    (place / "chain.py").write_text(PROGRAMS[0], encoding="utf-8")
    said = run(f"{sys.executable} chain.py", place)
    assert [line.split()[1] for line in said.splitlines()] == ["True", "True"]
