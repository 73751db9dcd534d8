"""Files against shapes: what counts, what is known, and what could not be read."""

from __future__ import annotations

import gzip
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsgraph.errors import BaselineError, SinkError, UsageError
from newsgraph.model import Severity
from newsgraph.pipeline.validate import Validation, ValidationPlan, validate_files
from newsgraph.rdf.shape_choice import ShapeChoice

SHAPES = """\
@prefix : <urn:x:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:Thing a sh:NodeShape ; sh:targetClass :Thing ; sh:property :Number, :Word, :Hint .
:Number a sh:PropertyShape ; sh:path :number ; sh:datatype xsd:integer .
:Word a sh:PropertyShape ; sh:path :word ; sh:minLength 3 ; sh:severity sh:Warning .
:Hint a sh:PropertyShape ; sh:path :hint ; sh:maxLength 3 ; sh:severity sh:Info .
"""
DATA = """\
@prefix : <urn:x:> .
:article\\/0123456789abcdef a :Thing, <https://schema.org/NewsArticle> ;
  :number "viel" ;
  :word "ja" ;
  :hint "lang" .
"""


@pytest.fixture(name="place")
def folder_with_shapes_and_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(DATA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*paths: str, **options: object) -> Validation:
    plan = ValidationPlan(paths or ("data",), ShapeChoice((Path("shapes.ttl"),)), **options)  # type: ignore[arg-type]
    return validate_files(plan, lambda _done, _total: None)


def local_shapes(validation: Validation) -> list[str]:
    return sorted(result.shape.removeprefix("urn:x:") for result in validation.report.results)


@pytest.mark.parametrize(
    ("severity", "fail_on", "shown", "conforms"),
    [
        (None, None, ["Hint", "Number", "Word"], False),
        (Severity.WARNING, None, ["Number", "Word"], False),
        (Severity.VIOLATION, None, ["Number"], False),
        (None, Severity.INFO, ["Hint", "Number", "Word"], False),
        (Severity.INFO, Severity.VIOLATION, ["Hint", "Number", "Word"], False),
    ],
)
@pytest.mark.usefixtures("place")
def test_severities(
    severity: Severity | None, fail_on: Severity | None, shown: list[str], conforms: bool
) -> None:
    validation = check(severity=severity, fail_on=fail_on)
    assert (local_shapes(validation), validation.report.conforms) == (shown, conforms)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, 0),
        ({"severity": Severity.VIOLATION}, 0),
        ({"severity": Severity.WARNING}, 1),
        ({"severity": Severity.INFO}, 1),
        ({"severity": Severity.INFO, "fail_on": Severity.VIOLATION}, 0),
        ({"fail_on": Severity.WARNING}, 1),
        ({"fail_on": Severity.WARNING, "limit": 1}, 1),
    ],
)
def test_what_fails(place: Path, options: dict[str, object], code: int) -> None:
    file = place / "data" / "a.ttl"
    file.write_text(DATA.replace('"viel"', "1"), encoding="utf-8")
    assert check(**options).outcome.exit_code == code


@pytest.mark.usefixtures("place")
def test_nothing_can_fail_that_is_not_reported() -> None:
    with pytest.raises(UsageError, match="not reported"):
        check(severity=Severity.VIOLATION, fail_on=Severity.WARNING)


def test_a_baseline_accepts_what_is_known_wherever_it_moved(place: Path) -> None:
    known = place / "known.json"
    written = check(write_baseline=known)
    assert (written.outcome.exit_code, written.report.results, len(written.report.accepted)) == (0, (), 3)
    before = known.read_bytes()
    (place / "data" / "a.ttl").rename(place / "b.trig")
    (place / "b.trig").write_text(f"\n\n{DATA}", encoding="utf-8")
    assert check("b.trig", baseline=known).outcome.exit_code == 0
    (place / "b.trig").write_text(DATA.replace('"viel"', '"mehr"'), encoding="utf-8")
    validation = check("b.trig", baseline=known)
    (result,) = validation.report.results
    assert (result.value, result.line, result.column, result.end_column) == ("mehr", 3, 11, 17)
    assert [entry.shape for entry in validation.report.gone] == ["urn:x:Number"]
    assert validation.outcome.exit_code == 1
    assert known.read_bytes() == before


def test_accepted_results_are_pointed_at_too(place: Path) -> None:
    report = check(write_baseline=place / "known.json").report
    assert {(result.line, result.column) for result in report.accepted} == {(3, 11), (4, 9), (5, 9)}


def test_a_baseline_is_not_written_where_a_file_could_not_be_read(place: Path) -> None:
    (place / "data" / "broken.ttl").write_text("@prefix : <x", encoding="utf-8")
    validation = check(write_baseline=place / "known.json")
    assert validation.outcome.exit_code == 1
    assert len(validation.report.results) == 3
    assert not (place / "known.json").exists()
    assert validation.outcome.failures[-1].what.startswith("the baseline was not written")
    (unread,) = validation.report.unread
    assert (unread.file, unread.line) == ("data/broken.ttl", 1)


def test_a_baseline_may_begin_with_a_byte_order_mark(place: Path) -> None:
    known = place / "known.json"
    check(write_baseline=known)
    known.write_bytes(b"\xef\xbb\xbf" + known.read_bytes())
    assert check(baseline=known).outcome.exit_code == 0


def test_files_that_cannot_be_read_are_told_in_order(place: Path) -> None:
    (place / "data" / "b.ttl").write_text("<a", encoding="utf-8")
    unread = check("missing.ttl", "data").report.unread
    assert [(Path(one.file).name, one.line) for one in unread] == [("b.ttl", 1), ("missing.ttl", None)]


def test_baselines_that_cannot_be_used(place: Path) -> None:
    bad = place / "bad.json"
    bad.write_bytes(b"\xff")
    for file, said in (
        (bad, "no UTF-8"),
        (place / "none.json", "no such baseline"),
        (place, "cannot be read"),
    ):
        with pytest.raises(BaselineError, match=said):
            check(baseline=file)
    with pytest.raises(SinkError):
        check(write_baseline=place / "none" / "known.json")
    with pytest.raises(UsageError, match="exclude each other"):
        check(baseline=bad, write_baseline=bad)


def test_files_of_others(place: Path) -> None:
    (place / "other.ttl").write_text("<urn:x:a> a <urn:x:Other> .", encoding="utf-8")
    assert check("other.ttl").outcome.exit_code == 3
    assert check("other.ttl", allow_empty=True).outcome.exit_code == 0
    assert check("none.ttl", allow_empty=True).outcome.exit_code == 3
    assert check("other.ttl", "data", allow_empty=True).outcome.exit_code == 1


def test_files_for_ontologies_alone_say_nothing_of_articles(place: Path) -> None:
    (place / "o.ttl").write_text("<urn:x:o> a <http://www.w3.org/2002/07/owl#Ontology> .", encoding="utf-8")
    plan = ValidationPlan(("data",), ShapeChoice(profiles=("ontology",)))
    articles = validate_files(plan, lambda _done, _total: None)
    assert articles.outcome.exit_code == 3
    assert "nothing in these files that this profile checks" in str(articles.outcome.failures[0])
    ontology = validate_files(replace(plan, paths=("o.ttl",)), lambda _done, _total: None)
    assert ontology.outcome.exit_code == 1
    assert ontology.report.graphs == 1


def test_packed_files_and_standard_input_have_places_too(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "a.ttl.gz").write_bytes(gzip.compress(DATA.encode()))
    lines = '<urn:x:b> <urn:x:number> "x" .\n<urn:x:b> a <urn:x:Thing> .\n'.replace(
        " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    )
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(lines.encode())))
    results = check("a.ttl.gz", "-", severity=Severity.VIOLATION).report.results
    assert {(result.file, result.line, result.column) for result in results} == {
        ("a.ttl.gz", 3, 11),
        ("<stdin>", 1, 26),
    }


def test_the_baseline_names_no_file_and_no_line(place: Path) -> None:
    check(write_baseline=place / "known.json")
    whole = json.loads((place / "known.json").read_text(encoding="utf-8"))
    keys = {key for entry in whole["results"] for key in entry}
    assert keys == {"fingerprint", "severity", "shape", "article", "focus", "path"}
