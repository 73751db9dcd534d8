"""Reports: the same results for people and for machines."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from newsgraph.errors import UsageError
from newsgraph.model import Checked, Known, Report, Result, Rule, Severity, Unread
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


def test_words_of_the_data_do_not_speak_to_the_terminal() -> None:
    text = render_report(Report((replace(MISSING, excerpt="\x1b[2Jja\x9b1m"),), graphs=1))
    assert "“\ufffd[2Jja\ufffd1m”" in text


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


MANY = tuple(
    Result(f"urn:x:{number}", file="a.ttl", line=number + 1, severity=severity, shape=TEXT.shape)
    for number, severity in enumerate([Severity.INFO, Severity.VIOLATION, Severity.WARNING] * 5)
)


def test_a_limit_shows_the_worst_in_their_order_and_says_how_many_are_left() -> None:
    report = Report(MANY, graphs=1, limit=7)
    assert [result.severity for result in report.shown] == [
        *(Severity.VIOLATION, Severity.WARNING, Severity.VIOLATION, Severity.WARNING),
        *(Severity.VIOLATION, Severity.VIOLATION, Severity.VIOLATION),
    ]
    assert (report.left_out, report.conforms) == (8, False)
    text = render_report(report)
    assert text.count(": violation: ") == 5
    assert "8 more results not shown (limit 7)" in text
    assert "1 graph checked: 5 violations, 5 warnings, 5 infos" in text
    whole = json.loads(render_report(report, "json"))
    assert (len(whole["results"]), whole["left_out"], whole["counts"]["Info"]) == (7, 8, 5)
    (run,) = json.loads(render_report(report, "sarif"))["runs"]
    assert len(run["results"]) == 7
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "8 more results not shown (limit 7)"
    graph = Graph().parse(data=render_report(report, "turtle"), format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 7
    assert Literal("8 more results not shown (limit 7)") in set(graph.objects(None, RDFS.comment))
    assert "8 more results not shown (limit 7)" in render_report(report, "github").splitlines()[-1]
    assert Report(MANY, limit=15).left_out == 0


def test_a_case_fails_though_a_limit_hides_its_results() -> None:
    mild = replace(MANY[1], shape=WORDS.shape, file="b.ttl")
    report = Report((*MANY[:2], mild), graphs=2, limit=1)
    root = ET.fromstring(render_report(report, "junit"))  # noqa: S314  made a line above
    failures = [failure.text for failure in root.iter("failure")]
    assert len(failures) == 2
    assert "1 more result not shown" in failures


def test_junit_has_a_case_for_each_shape_and_article() -> None:
    other = "https://data.example/article/5555666677778888"
    report = Report(
        results=(replace(MISSING, file="all.trig"),),
        graphs=3,
        rules=(CLEAN, TEXT),
        checked=(Checked("all.trig", ARTICLE), Checked("all.trig", other), Checked("", other)),
    )
    root = ET.fromstring(render_report(report, "junit"))  # noqa: S314  made a line above
    assert (root.get("tests"), root.get("failures")) == ("6", "1")
    suites = {suite.get("name"): suite for suite in root}
    cases = [(case.get("classname"), case.get("name"), len(case)) for case in suites["all.trig"]]
    assert cases == [(ARTICLE, "Clean", 0), (ARTICLE, "Text", 1), (other, "Clean", 0), (other, "Text", 0)]
    assert [case.get("classname") for case in suites[other]] == [other, other]


def test_what_fails_is_for_the_caller_to_say() -> None:
    report = Report((ODD,), graphs=1, rules=(WORDS,), fails_from=Severity.WARNING)
    assert not report.conforms
    assert "<failure" in render_report(report, "junit")
    assert "sh:conforms false" in render_report(report, "turtle")
    assert json.loads(render_report(report, "json"))["fails_from"] == "Warning"
    assert render_report(report).splitlines()[-2] == "1 graph checked: 1 warning"
    assert Report((MISSING,), fails_from=Severity.VIOLATION).conforms is False


ACCEPTED = Report(
    results=(ODD,),
    accepted=(MISSING,),
    gone=(Known("0123456789abcdef", Severity.VIOLATION, "Text", ARTICLE, count=2),),
    baseline="known.json",
    graphs=3,
    rules=(CLEAN, TEXT, WORDS),
)


def test_known_results_are_counted_and_do_not_fail() -> None:
    said = "1 known result accepted by known.json; 2 of the baseline are gone: write it anew"
    assert f"3 graphs conform (1 warning); {said}" in render_report(ACCEPTED)
    assert MISSING.message not in render_report(ACCEPTED)
    assert render_report(ACCEPTED, "github").splitlines()[-1].endswith(said)
    assert "::error" not in render_report(ACCEPTED, "github")
    baseline = json.loads(render_report(ACCEPTED, "json"))["baseline"]
    assert (baseline["file"], len(baseline["accepted"]), baseline["gone"][0]["count"]) == ("known.json", 1, 2)
    junit = ET.fromstring(render_report(ACCEPTED, "junit"))  # noqa: S314  made here
    assert junit.find(".//failure") is None
    assert any((out.text or "").startswith("known: ") for out in junit.iter("system-out"))


def test_sarif_tells_new_results_from_known_ones() -> None:
    (run,) = json.loads(render_report(ACCEPTED, "sarif"))["runs"]
    new, known = run["results"]
    assert (new["baselineState"], "suppressions" in new) == ("new", False)
    assert known["baselineState"] == "unchanged"
    (suppression,) = known["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert "baselineState" not in json.loads(render_report(REPORT, "sarif"))["runs"][0]["results"][0]


def test_a_rule_that_only_a_known_result_names_is_among_the_rules_of_sarif() -> None:
    (run,) = json.loads(render_report(Report(accepted=(ODD,), baseline="known.json"), "sarif"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["Words"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_long_values_are_cut_off_for_people_and_whole_for_machines() -> None:
    long = Report((replace(ODD, value="a" * 999),), graphs=1)
    assert f'"{"a" * 159}…"' in render_report(long)
    assert json.loads(render_report(long, "json"))["results"][0]["value"] == "a" * 999


def test_a_long_list_of_alternatives_is_cut_off_for_people_and_whole_for_machines() -> None:
    path = "(" + "|".join(f"<http://schema.org/term{number}>" for number in range(70)) + ")"
    long = Report((replace(MISSING, path=path),), graphs=1)
    for kind in ("text", "github", "junit"):
        assert "/statement/1 (http://schema.org/term0|… 69 more)" in render_report(long, kind), kind
    assert json.loads(render_report(long, "json"))["results"][0]["path"] == path


def test_a_node_that_is_wrong_as_a_whole_is_named_once() -> None:
    whole = replace(MISSING, path=None, value=MISSING.focus)
    assert "        …/statement/1  (MinCount)\n" in render_report(Report((whole,), graphs=1))
    assert " = " not in render_report(Report((whole,), graphs=1), "github")
    reached = replace(whole, path="https://w3id.org/newsgraph/ns#nestedIn")
    assert "…/statement/1 ng:nestedIn = …/statement/1  (" in render_report(Report((reached,), graphs=1))


def test_junit_is_xml_whatever_characters_the_data_has() -> None:
    odd = replace(MISSING, excerpt="a\x0bb\ufffe", message="c\x00d", article="urn:x:\x1f")
    root = ET.fromstring(render_report(Report((odd,), graphs=1), "junit"))  # noqa: S314  made here
    (case,) = root.iter("testcase")
    assert case.get("classname") == "urn:x:\ufffd"
    (failure,) = case
    assert failure.get("message") == "c\ufffdd"
    assert "“a\ufffdb\ufffd”" in (failure.text or "")


def test_sarif_regions_and_github_columns() -> None:
    one_line = replace(MISSING, column=3, end_line=12, end_column=9)
    two_lines = replace(one_line, end_line=13)
    for result, shown in ((one_line, "line=12,col=3,endColumn=9,"), (two_lines, "line=12,endLine=13,")):
        report = Report((result,), graphs=1)
        (run,) = json.loads(render_report(report, "sarif"))["runs"]
        region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 12, "startColumn": 3, "endLine": result.end_line, "endColumn": 9}
        assert shown in render_report(report, "github")
    assert "    12:3: violation: " in render_report(Report((one_line,), graphs=1))


def test_files_that_cannot_be_checked_are_told() -> None:
    report = Report(unread=(Unread("b%.ttl", "not turtle", 7), Unread("c.ttl", "cannot be read")))
    lines = render_report(report, "github").splitlines()
    assert lines[0] == "::error file=b%25.ttl,line=7,title=RDF::not turtle"
    assert lines[-1] == "nothing to validate; 2 files not checked"
    (run,) = json.loads(render_report(report, "sarif"))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    first = invocation["toolExecutionNotifications"][0]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    root = ET.fromstring(render_report(report, "junit"))  # noqa: S314  made a line above
    assert [error.text for error in root.iter("error")] == ["b%.ttl:7: not turtle", "c.ttl: cannot be read"]
    assert json.loads(render_report(report, "json"))["unread"][0] == {
        "file": "b%.ttl",
        "what": "not turtle",
        "line": 7,
    }


def test_github_gets_ten_annotations_of_a_kind_and_the_rest_in_the_log() -> None:
    evil = "::set-output name=a::b\n::error::x ##[command]y"
    results = [replace(MISSING, line=number + 1, file=None, message=evil) for number in range(12)]
    report = Report((*results, ODD), graphs=1)
    lines = render_report(report, "github").splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert lines[-5] == "::group::2 more"
    assert lines[-2] == "::endgroup::"
    assert all(not line.lstrip().startswith("::") and "##[" not in line for line in lines[-4:-2])
