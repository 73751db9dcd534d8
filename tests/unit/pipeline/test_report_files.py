"""Where reports go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import SinkError, UsageError
from newsgraph.model import Report
from newsgraph.pipeline.report_files import ReportTarget, parse_targets, write_reports

if TYPE_CHECKING:
    from pathlib import Path


def test_kinds_and_files() -> None:
    assert parse_targets(["text", "sarif=a=b.sarif", "json=x"]) == (
        ReportTarget("text"),
        ReportTarget("sarif", "a=b.sarif"),
        ReportTarget("json", "x"),
    )
    assert parse_targets(["junit=-"]) == (ReportTarget("junit"),)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pdf"], "known kinds: text, json"),
        (["", "text"], "unknown kind"),
        (["sarif="], "no file is named"),
        (["text", "json"], "standard output"),
        (["text=a", "json=a"], "two reports would go to a"),
    ],
)
def test_what_cannot_be_asked_for(words: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_targets(words)


def test_files_are_written_and_the_rest_returned(tmp_path: Path) -> None:
    file = tmp_path / "ä.json"
    printed = write_reports(Report(graphs=1), parse_targets([f"json={file}", "text"]))
    assert printed == "1 graph conforms\n"
    assert json.loads(file.read_text(encoding="utf-8"))["conforms"] is True
    assert write_reports(Report(), parse_targets([f"text={file}"])) == ""
    assert file.read_text(encoding="utf-8") == "nothing to validate\n"


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SinkError):
        write_reports(Report(), parse_targets([f"text={tmp_path / 'none' / 'a.txt'}"]))
