"""The hook for pre-commit: which files it takes, and what its command says of them."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Run = Callable[..., subprocess.CompletedProcess[str]]


ROOT = Path(__file__).parents[2]


@pytest.fixture(name="hook")
def hook_of_the_repository() -> dict[str, Any]:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (hook,) = hooks
    assert isinstance(hook, dict)
    return hook


def test_the_hook_says_what_pre_commit_wants_to_know(hook: dict[str, Any]) -> None:
    assert (hook["id"], hook["language"]) == ("newsgraph-validate", "python")
    assert hook["require_serial"] is True
    assert set(hook) == {"id", "name", "description", "entry", "language", "files", "require_serial"}


@pytest.mark.parametrize("file", ["graph/a.ttl", "a.trig", "x/a b.nq.gz", "a.jsonld", "a.rdf", "a.nt"])
def test_rdf_files_are_taken(hook: dict[str, Any], file: str) -> None:
    assert re.search(hook["files"], file)


@pytest.mark.parametrize("file", ["a.txt", "a.json", "ttl", "attl", "a.ttl.orig", "pom.xml"])
def test_others_are_not(hook: dict[str, Any], file: str) -> None:
    assert not re.search(hook["files"], file)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (("graph/good.ttl",), 0),
        (("graph/good.ttl", "bad/bad.ttl"), 1),
        (("other/people.ttl",), 0),
        (("other/people.ttl", "bad/bad.ttl"), 1),
    ],
)
def test_the_command_of_the_hook(hook: dict[str, Any], run: Run, files: tuple[str, ...], code: int) -> None:
    done = run(*shlex.split(hook["entry"]), *files)
    assert done.returncode == code, done.stderr
    assert ("bad/bad.ttl  (1 violation)" in done.stdout) == (code == 1)


@pytest.fixture(name="pre_commit")
def program_of_pre_commit() -> tuple[str, ...]:
    if importlib.util.find_spec("pre_commit") is None or shutil.which("git") is None:
        pytest.skip("pre-commit or git is not on this machine")
    return (sys.executable, "-m", "pre_commit")


def test_pre_commit_takes_the_file(pre_commit: tuple[str, ...], run: Run) -> None:
    done = run(*pre_commit, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.integration
def test_pre_commit_lets_through_what_conforms_and_nothing_else(
    hook: dict[str, Any], pre_commit: tuple[str, ...], run: Run, place: Path
) -> None:
    installed = {**hook, "language": "system"}  # what pre-commit would install is here already
    config = {"repos": [{"repo": "local", "hooks": [installed]}]}
    (place / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    home = str(place / "home")
    git = ("git", "-c", "core.hooksPath=/dev/null", "-c", "init.defaultBranch=main")
    assert run(*git, "init", "--quiet").returncode == 0
    for added, code in ((("graph", "other"), 0), (("bad",), 1)):
        assert run(*git, "add", *added).returncode == 0
        done = run(*pre_commit, "run", "--color", "never", PRE_COMMIT_HOME=home)
        assert done.returncode == code, done.stdout + done.stderr
        assert ("Passed" if code == 0 else "Failed") in done.stdout
    assert "bad/bad.ttl  (1 violation)" in done.stdout
