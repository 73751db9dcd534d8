"""Baselines: what is known is accepted, what is new counts, what is gone is told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from newsgraph.errors import BaselineError
from newsgraph.model import Checked, Known, Report, Result, Severity
from newsgraph.rdf.report_baseline import FORMAT, accept_known, fingerprint, read_baseline, write_baseline
from newsgraph.rdf.reports import render_report

ARTICLE = "https://data.example/article/1111222233334444"
OTHER = "https://data.example/article/5555666677778888"
FOUND = Result(
    focus=f"{ARTICLE}/statement/1",
    path="https://schema.org/text",
    value="Ja",
    shape="https://w3id.org/newsgraph/shapes#Text",
    constraint="http://www.w3.org/ns/shacl#PatternConstraintComponent",
    message="A statement has a text.",
    article=ARTICLE,
    excerpt="Ja",
    file="graph/a.ttl",
    line=12,
    value_type="http://www.w3.org/2001/XMLSchema#string",
)
WARNING = replace(FOUND, severity=Severity.WARNING, value="Nein")
NAMELESS = replace(FOUND, focus="_:b1", value=None, value_type=None)
REPORT = Report(results=(FOUND, WARNING), graphs=1, checked=(Checked("graph/a.ttl", ARTICLE),))


def known(*results: Result) -> tuple[Known, ...]:
    return read_baseline(write_baseline(results), "known.json")


def test_a_fingerprint_does_not_depend_on_place_or_wording() -> None:
    moved = replace(
        FOUND, file="b.nq", line=3, column=2, end_line=3, end_column=9, message="Eine Aussage …", excerpt=None
    )
    assert fingerprint(moved) == fingerprint(FOUND)
    assert fingerprint(replace(FOUND, severity=Severity.INFO)) == fingerprint(FOUND)
    others = {
        "focus": f"{ARTICLE}/statement/2",
        "path": "https://schema.org/name",
        "value": "Nein",
        "value_type": "@de",
        "shape": "urn:x:shape",
        "constraint": "urn:x:constraint",
        "article": OTHER,
    }
    marks = {fingerprint(replace(FOUND, **{name: value})) for name, value in others.items()}  # type: ignore[arg-type]
    assert len(marks | {fingerprint(FOUND)}) == len(others) + 1


def test_the_label_of_a_nameless_node_says_nothing() -> None:
    assert fingerprint(replace(NAMELESS, focus="_:b2")) == fingerprint(NAMELESS)
    assert fingerprint(replace(FOUND, value="_:x")) != fingerprint(replace(FOUND, value="_:y"))


def test_the_file_is_json_with_a_result_a_line_in_a_fixed_order() -> None:
    text = write_baseline([WARNING, FOUND, NAMELESS])
    assert text == write_baseline([NAMELESS, replace(FOUND, line=99), WARNING])
    assert json.loads(text)["format"] == FORMAT
    lines = text.splitlines()
    assert len(lines) == 5
    assert all(json.loads(line.rstrip(","))["shape"] == "Text" for line in lines[1:-1])
    assert "Ja" not in text
    assert write_baseline([]) == f'{{"format": "{FORMAT}", "results": []}}\n'
    assert known() == ()


def test_known_results_are_accepted_and_new_ones_count() -> None:
    report = accept_known(REPORT, known(FOUND), "known.json", Severity.INFO)
    assert (report.results, report.accepted, report.gone) == ((WARNING,), (FOUND,), ())
    assert (report.conforms, report.baseline) == (True, "known.json")
    assert not REPORT.conforms
    assert not accept_known(REPORT, known(WARNING), "known.json", Severity.INFO).conforms


def test_of_several_of_one_fingerprint_the_first_is_written() -> None:
    (entry,) = known(FOUND, replace(FOUND, severity=Severity.INFO))
    assert (entry.severity, entry.count) == (FOUND.severity, 2)


def test_as_many_are_accepted_as_are_known() -> None:
    twice = known(NAMELESS, replace(NAMELESS, focus="_:b2"))
    assert [entry.count for entry in twice] == [2]
    nodes = tuple(replace(NAMELESS, focus=f"_:b{number}") for number in range(3))
    report = accept_known(replace(REPORT, results=nodes), twice, "known.json", Severity.INFO)
    assert (report.results, report.accepted) == (nodes[2:], nodes[:2])
    report = accept_known(replace(REPORT, results=nodes[:1]), twice, "known.json", Severity.INFO)
    assert [entry.count for entry in report.gone] == [1]


def test_what_is_gone_is_told_only_of_what_was_looked_at() -> None:
    elsewhere = replace(FOUND, article=OTHER, focus=f"{OTHER}/statement/1")
    entries = known(FOUND, WARNING, elsewhere)
    clean = replace(REPORT, results=())
    gone = accept_known(clean, entries, "known.json", Severity.INFO).gone
    assert {entry.fingerprint for entry in gone} == {fingerprint(FOUND), fingerprint(WARNING)}
    (only,) = accept_known(clean, entries, "known.json", Severity.VIOLATION).gone
    assert only.fingerprint == fingerprint(FOUND)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("[]", "not a baseline of newsgraph"),
        ('{"version": "2.1.0", "runs": []}', "not a baseline of newsgraph"),
        ('{"format": "newsgraph-baseline/2", "results": []}', "another version"),
        (f'{{"format": "{FORMAT}"}}', "no list of results"),
        (f'{{"format": "{FORMAT}", "results": [1]}}', "result 1"),
        (f'{{"format": "{FORMAT}", "results": [{{"fingerprint": "a"}}]}}', "result 1"),
        (
            f'{{"format": "{FORMAT}", "results": [{{"fingerprint": "a", "shape": "b", "severity": "Bad"}}]}}',
            "Bad",
        ),
    ],
)
def test_what_is_no_baseline(text: str, said: str) -> None:
    with pytest.raises(BaselineError, match=said) as caught:
        read_baseline(text, "known.json")
    assert "known.json" in str(caught.value)
    assert "--write-baseline" in str(caught.value)


def test_a_json_report_is_a_baseline_too() -> None:
    first = accept_known(REPORT, known(FOUND), "known.json", Severity.INFO)
    text = render_report(first, "json")
    entries = read_baseline(text, "report.json")
    assert {entry.fingerprint for entry in entries} == {fingerprint(FOUND), fingerprint(WARNING)}
    assert {(entry.shape, entry.focus, entry.count) for entry in entries} == {("Text", FOUND.focus, 1)}
    assert accept_known(REPORT, entries, "report.json", Severity.INFO).results == ()
    with pytest.raises(BaselineError, match="leaves results out"):
        read_baseline(render_report(replace(REPORT, limit=1), "json"), "report.json")


def test_entries_of_one_fingerprint_add_up() -> None:
    twice = (*known(NAMELESS), *known(NAMELESS))
    nodes = tuple(replace(NAMELESS, focus=f"_:b{number}") for number in range(3))
    report = accept_known(replace(REPORT, results=nodes), twice, "known.json", Severity.INFO)
    assert (report.results, report.accepted) == (nodes[2:], nodes[:2])
