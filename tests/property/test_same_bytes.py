"""The same articles give the same bytes, whatever the hash seed, locale, time zone or number of workers.

Other Python versions are compared too where `NEWSGRAPH_OTHER_PYTHONS` names interpreters that newsgraph is
installed for, parted as in PATH; `.ci/run` does so where it finds some.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OTHERS = [python for python in os.environ.get("NEWSGRAPH_OTHER_PYTHONS", "").split(os.pathsep) if python]
BASE = "https://data.example/news/"
ODD = """Bote am Sonntag, 4. Mai 2024

https://bote.example/%C3%A4/a?b=[c]&d="e"

Österreich & „Türkei“ <streiten>

„Nein“, sagte Ayşe Işık (SPÖ) in İstanbul (Link: https://bote.example/ü) . Владимир Łukasz forderte 漢字👩‍👧.

שָׁלוֹם sei e\u0301gal, so \u202eein Sprecher\u202c.

Der \u200bBund\u2028müsse zahlen\x85, heißt es laut ﬁnanzamt \\u0041 "" '''.

„Der Pl\U0002ebf0an“, sagte Mi\ua7f2a Li\U0001e030n 🫨.
"""
# Every format, the graphs as an embedded store gives them back, each article's file and digest.
SCRIPT = """
import hashlib
from pathlib import Path
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.formats import Format
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.serialise import serialise
from newsgraph.sinks import store
files = sorted(Path("graph").iterdir())
graphs = [load_graphs(file)[0] for file in files]
store.load_graphs("store", reversed(graphs))
written = {form.value: serialise(graphs, form) for form in Format}
written |= {f"{form.value}.gz": serialise(graphs, f"{form.value}.gz") for form in Format}
written |= {"store": serialise(store.read_graphs("store"), "nquads")}
written |= {graph.article: graph_digest(graph).encode() for graph in graphs}
written |= {file.name: file.read_bytes() for file in (*files, Path("void.ttl"), Path("links.trig"))}
for name, data in written.items():
    print(name, hashlib.sha256(data).hexdigest())
"""


@dataclass(frozen=True)
class Surroundings:
    """What must make no difference: the interpreter, its environment, and how the command is given."""

    name: str
    python: str = sys.executable
    jobs: int = 1
    backwards: bool = False
    variables: dict[str, str] = field(default_factory=dict)


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONOPTIMIZE": "1"}
ISTANBUL = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Europe/Istanbul", "COLUMNS": "20"}
ELSEWHERE = (
    Surroundings("Istanbul", jobs=2, backwards=True, variables={"PYTHONHASHSEED": "1", **ISTANBUL}),
    Surroundings("ASCII", jobs=4, variables={"PYTHONHASHSEED": "4711", "TZ": "UTC", **ASCII}),
)


@pytest.fixture(name="articles", scope="module")
def folder_of_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with articles of everyday and of odd characters."""
    folder = tmp_path_factory.mktemp("articles")
    for file in sorted((ROOT / "seeds").glob("*.txt"))[:4]:
        shutil.copy(file, folder)
    (folder / "odd.txt").write_bytes(ODD.encode())
    assert len(list(folder.iterdir())) == 5
    return folder


def made_in(around: Surroundings, articles: Path, place: Path, model: str = "rules") -> list[str]:
    """Return the name and the SHA-256 of everything that is made in these surroundings."""
    place.mkdir()
    files = [str(file) for file in sorted(articles.iterdir(), reverse=around.backwards)]
    own = around.python == sys.executable
    environment = {**os.environ, **around.variables, **({"PYTHONPATH": str(ROOT / "src")} if own else {})}

    def run(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  our own program
            [around.python, *arguments], cwd=place, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode()

    options = ("--model", model, "--base", BASE, "--jobs", str(around.jobs), "--no-validate")
    paths = files if around.backwards else [str(articles)]
    run("-m", "newsgraph", "convert", *paths, *options, "--describe", "void.ttl")
    run("-m", "newsgraph", "link", "graph/", "-o", "links.trig")
    return run("-c", SCRIPT).splitlines()


@pytest.fixture(name="here", scope="module")
def made_in_these_surroundings(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what is made under the interpreter and in the environment that run the tests."""
    lines = made_in(Surroundings("here"), articles, tmp_path_factory.mktemp("here") / "run")
    assert len(lines) == 2 * 6 + 1 + 5 + 5 + 2
    return lines


@pytest.mark.parametrize("around", ELSEWHERE, ids=lambda around: around.name)
def test_the_surroundings_make_no_difference(
    around: Surroundings, here: list[str], articles: Path, tmp_path: Path
) -> None:
    assert made_in(around, articles, tmp_path / "run") == here


@pytest.mark.parametrize("python", OTHERS or [None])
def test_the_version_of_python_makes_no_difference(
    python: str | None, here: list[str], articles: Path, tmp_path: Path
) -> None:
    if python is None:
        pytest.skip("NEWSGRAPH_OTHER_PYTHONS names no interpreter")
    there = Surroundings("other", python, variables={"PYTHONHASHSEED": "7"})
    assert made_in(there, articles, tmp_path / "run") == here


def test_the_model_finds_the_same_on_any_number_of_cores(articles: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for name in ("odd.txt", "01-koalition-streitet-ueber-bahnpreise.txt"):
        shutil.copy(articles / name, few)
    model = str(ROOT / "models" / "de")
    alone = Surroundings("alone")
    together = Surroundings("together", jobs=2, variables={"PYTHONHASHSEED": "3"})
    assert made_in(alone, few, tmp_path / "a", model) == made_in(together, few, tmp_path / "b", model)
