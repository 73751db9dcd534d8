from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.cli import main

if TYPE_CHECKING:
    from pathlib import Path

QUAD = '<urn:a:a> <urn:a:b> "c" <urn:a:g> .\n'


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["export", *arguments])
    code = ended.value.code
    assert isinstance(code, int)
    return code


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "a.nq").write_text(QUAD, encoding="utf-8")
    return str(tmp_path / "a.nq")


def test_an_export_is_made_and_checked(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    assert run(file, "-o", out, "--part-size", "1MB") == 0
    assert "1 graph, 1 quad in 1 part" in capsys.readouterr().err
    assert run("--verify", out) == 0
    (tmp_path / "out" / "part-00001.nq.gz").unlink()
    assert run("--verify", out) == 1
    assert "missing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "no folder to export into"),
        (("--verify", "out"), "either made or checked"),
        (("-o", "out", "--store", "s"), "one source is needed"),
        (("-o", "out", "--part-size", "much"), "not a size"),
    ],
)
def test_what_makes_no_sense_is_said(
    more: tuple[str, ...], said: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, *more) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_an_export_cannot_be_checked(tmp_path: Path) -> None:
    assert run("--verify", str(tmp_path)) == 3
