"""Reports: the same results for people and for machines."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from newsgraph.errors import UsageError
from newsgraph.model import Report, Result, Rule, Severity
from newsgraph.rdf.report_parts import relative_uri, short
from newsgraph.rdf.report_turtle import path_term
from newsgraph.rdf.reports import RENDERERS, render_report

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "https://data.example/article/1111222233334444"
SHAPES = "https://w3id.org/newsgraph/shapes#"
CORE = "http://www.w3.org/ns/shacl#"
TEXT = Rule(f"{SHAPES}Text", "A statement has a text.", Severity.VIOLATION, "https://schema.org/text")
WORDS = Rule(f"{SHAPES}Words", "Ein Wort, 100 % sicher: {0}.", Severity.WARNING)
CLEAN = Rule(f"{SHAPES}Clean", "Nothing wrong here.")
MISSING = Result(
    focus=f"{ARTICLE}/statement/1",
    path="https://schema.org/text",
    shape=TEXT.shape,
    constraint=f"{CORE}MinCountConstraintComponent",
    message=TEXT.message,
    article=ARTICLE,
    excerpt='„Ja“, <sagte> & "schwieg" sie',
    file="graph/ä b,c.ttl",
    line=12,
)
ODD = Result(
    focus=ARTICLE,
    path="^<https://w3id.org/newsgraph/ns#refersTo>",
    value="eins\nzwei \x0b",
    shape=WORDS.shape,
    constraint=f"{CORE}PatternConstraintComponent",
    severity=Severity.WARNING,
    message=WORDS.message,
    article=ARTICLE,
    value_type="http://www.w3.org/2001/XMLSchema#string",
)
REPORT = Report(
    results=(ODD, MISSING),
    shapes=(CLEAN.shape, TEXT.shape, WORDS.shape),
    graphs=3,
    rules=(CLEAN, TEXT, WORDS),
    sources=("graph/clean.ttl", "graph/ä b,c.ttl"),
)
FINE = Report(graphs=2, shapes=REPORT.shapes, rules=REPORT.rules, sources=REPORT.sources)


def test_text_groups_by_file_and_counts() -> None:
    text = render_report(REPORT)
    assert text.splitlines() == [
        "graph/ä b,c.ttl  (1 violation)",
        f"  article {ARTICLE}",
        "    12: violation: A statement has a text.  [Text]",
        '        “„Ja“, <sagte> & "schwieg" sie”',
        "        …/statement/1 schema:text  (MinCount)",
        "",
        f"{ARTICLE}  (1 warning)",
        "    warning: Ein Wort, 100 % sicher: {0}.  [Words]",
        f'        {ARTICLE} ^ng:refersTo = "eins\\nzwei \\u000B"  (Pattern)',
        "",
        "3 graphs checked: 1 violation, 1 warning",
        "      1 Text",
        "      1 Words",
    ]


def test_text_of_what_conforms() -> None:
    assert render_report(FINE) == "2 graphs conform\n"
    assert render_report(Report(results=(ODD,), graphs=1)).splitlines()[-2] == "1 graph conforms (1 warning)"
    assert render_report(Report()) == "nothing to validate\n"


def test_json() -> None:
    whole = json.loads(render_report(REPORT, "json"))
    assert list(whole) == [
        *("conforms", "fails_from", "graphs", "sources", "counts", "shapes", "results"),
        *("left_out", "baseline", "unread"),
    ]
    assert (whole["conforms"], whole["graphs"]) == (False, 3)
    assert whole["counts"] == {"Violation": 1, "Warning": 1, "Info": 0}
    found = whole["results"][1]
    assert {name: found[name] for name in ("severity", "file", "line", "value", "excerpt")} == {
        "severity": "Violation",
        "file": "graph/ä b,c.ttl",
        "line": 12,
        "value": None,
        "excerpt": MISSING.excerpt,
    }
    assert set(found) == {*Result.__slots__, "fingerprint"}


def test_junit_has_a_case_for_each_shape_and_file() -> None:
    root = ET.fromstring(render_report(REPORT, "junit"))  # noqa: S314  made a line above
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {"graph/clean.ttl", "graph/ä b,c.ttl", ARTICLE}
    counts = {name: (suite.get("tests"), suite.get("failures")) for name, suite in suites.items()}
    assert counts == {"graph/clean.ttl": ("3", "0"), "graph/ä b,c.ttl": ("3", "1"), ARTICLE: ("3", "0")}
    failure = suites["graph/ä b,c.ttl"].find("testcase[@name='Text']/failure")
    assert failure is not None
    assert failure.get("message") == "A statement has a text."
    assert "graph/ä b,c.ttl:12: " in (failure.text or "")
    assert "<sagte> &" in (failure.text or "")
    output = suites[ARTICLE].find("testcase[@name='Words']/system-out")
    assert output is not None
    assert "Ein Wort" in (output.text or "")


def test_sarif() -> None:
    log = json.loads(render_report(REPORT, "sarif"))
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["Clean", "Text", "Words"]
    assert rules[2]["defaultConfiguration"] == {"level": "warning"}
    odd, missing = run["results"]
    assert (missing["ruleId"], missing["level"]) == ("Text", "error")
    assert rules[missing["ruleIndex"]]["id"] == "Text"
    assert missing["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "graph/%C3%A4%20b%2Cc.ttl", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12},
    }
    assert "physicalLocation" not in odd["locations"][0]
    assert "{{0}}" in odd["message"]["text"]
    assert odd["partialFingerprints"] != missing["partialFingerprints"]


def test_github_escapes() -> None:
    odd, missing, summary = render_report(REPORT, "github").split("\n")[:-1]
    assert missing.startswith(
        "::error file=graph/ä b%2Cc.ttl,line=12,title=Text::A statement has a text.%0A“„Ja“"
    )
    assert odd.startswith("::warning title=Words::Ein Wort, 100 %25 sicher: {0}.%0A")
    assert summary == "3 graphs checked: 1 violation, 1 warning"


def test_turtle_is_a_shacl_report() -> None:
    graph = Graph().parse(data=render_report(REPORT, "turtle"), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    results = set(graph.objects(report, SH.result))
    assert results == set(graph.subjects(RDF.type, SH.ValidationResult))
    assert all(isinstance(result, URIRef) for result in results)
    missing = graph.value(predicate=SH.focusNode, object=URIRef(MISSING.focus))
    assert graph.value(missing, SH.resultPath) == URIRef("https://schema.org/text")
    assert graph.value(missing, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent
    assert graph.value(missing, RDFS.comment) == Literal("graph/ä b,c.ttl:12")
    odd = graph.value(predicate=SH.focusNode, object=URIRef(ARTICLE))
    assert graph.value(odd, SH.value) == Literal("eins\nzwei \x0b")
    inverse = graph.value(graph.value(odd, SH.resultPath), SH.inversePath)
    assert inverse == URIRef("https://w3id.org/newsgraph/ns#refersTo")


def test_turtle_paths() -> None:
    term = path_term("(<urn:a>|^<urn:b>)/<urn:c>+/(<urn:d>/<urn:e>)?")
    graph = Graph().parse(data=f"@prefix sh: <{CORE}> . <urn:s> sh:path {term} .", format="turtle")
    path = graph.value(URIRef("urn:s"), SH.path)
    assert path is not None
    first, second, third = Collection(graph, path)
    assert (first, SH.alternativePath, None) in graph
    assert graph.value(second, SH.oneOrMorePath) == URIRef("urn:c")
    assert (third, SH.zeroOrOnePath, None) in graph
    for wrong in ("<urn:a>/", "(<urn:a>", "<urn:a>>", "a b"):
        with pytest.raises(ValueError, match="path"):
            path_term(wrong)


@pytest.mark.parametrize("kind", RENDERERS)
def test_every_kind_ends_in_a_line_break_and_takes_an_empty_report(kind: str) -> None:
    assert render_report(REPORT, kind).endswith("\n")
    assert not render_report(REPORT, kind).endswith("\n\n")
    assert render_report(Report(), kind)


def test_unknown_kind() -> None:
    with pytest.raises(UsageError, match="text, json, junit, sarif, github, turtle"):
        render_report(REPORT, "html")


def test_relative_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative_uri(str(tmp_path / "a b.ttl")) == "a%20b.ttl"
    assert relative_uri("x/y:z.ttl") == "x/y%3Az.ttl"
    assert relative_uri("/elsewhere/ä.ttl") == "file:///elsewhere/%C3%A4.ttl"


def test_short() -> None:
    assert short("<https://schema.org/a>/^<urn:b>") == "schema:a/^urn:b"
    assert short("https://schema.org/a/b") == "https://schema.org/a/b"
    assert short("no < path") == "no < path"


def test_order_is_that_of_the_report() -> None:
    generator = random.Random(1)  # noqa: S311  no secret
    results = [Result(f"urn:x:{number}", file=f"{number % 3}.ttl", line=number) for number in range(9)]
    for kind, render in RENDERERS.items():
        texts = {render(Report(tuple(sorted(generator.sample(results, 9))), graphs=1)) for _ in range(3)}
        assert len(texts) == 1, kind
