"""The SARIF report before `Sarif.Multitool` (npm: @microsoft/sarif-multitool), the judge of SARIF."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from newsgraph.model import Report, Result, Rule, Severity, Unread
from newsgraph.rdf.reports import render_report

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

SHAPE = "https://w3id.org/newsgraph/shapes#Text"
NEW = Result(
    focus="https://data.example/article/1111222233334444/statement/1",
    path="https://schema.org/text",
    value='„Ja“ {0} & "nein"',
    shape=SHAPE,
    constraint="http://www.w3.org/ns/shacl#PatternConstraintComponent",
    message="A statement has a text.",
    article="https://data.example/article/1111222233334444",
    file="graph/ä b.ttl",
    line=3,
    value_type="@de",
    column=5,
    end_line=4,
    end_column=2,
)
REPORT = Report(
    results=(NEW, replace(NEW, severity=Severity.INFO, file=None, line=None, column=None, value=None)),
    graphs=1,
    rules=(Rule(SHAPE, "A statement has a text."), Rule("urn:x:silent")),
    accepted=(replace(NEW, severity=Severity.WARNING, end_line=None, end_column=None),),
    baseline="known.json",
    unread=(Unread("broken.ttl", "not turtle", 7), Unread("none.ttl", "there is no such file")),
    limit=1,
)


ALL_NEW = replace(REPORT, limit=None, baseline=None, accepted=())


@pytest.mark.parametrize("report", [REPORT, ALL_NEW, Report()])
def test_the_judge_finds_nothing(report: Report, tmp_path: Path) -> None:
    program = shutil.which("Sarif.Multitool") or shutil.which("sarif-multitool")
    if program is None:
        pytest.skip("Sarif.Multitool is not on this machine")
    file = tmp_path / "report.sarif"
    file.write_text(render_report(report, "sarif"), encoding="utf-8")
    done = subprocess.run(  # noqa: S603  the judge
        [program, "validate", "--rule-kind", "Sarif;Ghas", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert ": error " not in done.stdout
    assert ": warning " not in done.stdout
