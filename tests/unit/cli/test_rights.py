"""Rights by option and environment: those of the articles, and those of the data made from them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from newsgraph.cli import main

LICENCE = "https://blatt.example/lizenz"
OPEN = "https://creativecommons.org/licenses/by/4.0/"
VARIABLES = ("LICENSE", "RIGHTS_HOLDER", "DATA_LICENSE", "DATA_RIGHTS_HOLDER")


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    return int(done.value.code or 0)


def lines(name: str, term: str) -> list[str]:
    return [line for line in Path(name).read_text(encoding="utf-8").splitlines() if term in line]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSGRAPH_BASE", "https://data.example/")
    monkeypatch.setenv("NEWSGRAPH_MODEL", "rules")
    for variable in VARIABLES:
        monkeypatch.delenv(f"NEWSGRAPH_{variable}", raising=False)


def test_rights_of_article_and_data_are_two_things(article_file: Path) -> None:
    article = ("--license", LICENCE, "--rights-holder", "Hafenbote GmbH")
    data = ("--data-license", OPEN, "--data-rights-holder", "https://archiv.example/#us")
    out = ("-o", "out.nq", "--describe", "data.nq")
    assert run("convert", article_file, *out, *article, *data) == 0
    (one,) = lines("out.nq", "schema.org/license")
    assert f"<{LICENCE}>" in one
    (one,) = lines("out.nq", "copyrightHolder")
    assert "<https://data.example/organization/hafenbote-gmbh>" in one
    for name, node in (("out.nq", "/graph>"), ("data.nq", "/dataset>")):
        (one,) = lines(name, f"{node} <http://purl.org/dc/terms/license>")
        assert f"<{OPEN}>" in one
        (one,) = lines(name, f"{node} <http://purl.org/dc/terms/rightsHolder>")
        assert "<https://archiv.example/#us>" in one
    assert not lines("data.nq", LICENCE)
    assert run("validate", "out.nq", "data.nq") == 0


def test_the_environment_names_rights_too(article_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in zip(VARIABLES, (LICENCE, "Hafenbote", OPEN, "Archiv"), strict=True):
        monkeypatch.setenv(f"NEWSGRAPH_{variable}", value)
    assert run("convert", article_file, "-o", "out.nt") == 0
    for term in ("schema.org/license", "copyrightHolder", "dc/terms/license", "dc/terms/rightsHolder"):
        assert len(lines("out.nt", term)) == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--license", "CC BY 4.0"),
        ("--data-license", "creativecommons.org"),
        ("--rights-holder", " "),
        ("--data-rights-holder", "https://"),
        ("--time", "gestern"),
        ("--time", ""),
    ],
)
def test_what_is_no_licence_no_holder_and_no_time_is_wrong_usage(
    article_file: Path, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    assert run("convert", article_file, "-o", "out.nt", option, value) == 2
    assert option in capsys.readouterr().err
    assert not Path("out.nt").exists()


def test_the_source_is_told_by_its_bytes_and_not_by_its_name(article_file: Path) -> None:
    windows = Path("windows.txt")
    raw = article_file.read_text(encoding="utf-8")
    windows.write_bytes(b"\xef\xbb\xbf" + raw.replace("\n", "\r\n").encode())
    for file in (article_file, windows):
        assert run("convert", file, "-o", "out.nt") == 0
        (line,) = lines("out.nt", "sourceDigest")
        assert hashlib.sha256(file.read_bytes()).hexdigest() in line
        assert not lines("out.nt", file.name)
        assert not lines("out.nt", "endedAtTime")
