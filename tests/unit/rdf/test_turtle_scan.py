"""Where a scanner of tokens sees the parts of a triple in Turtle and TriG, and in which graph."""

from __future__ import annotations

import pytest

from newsgraph.rdf.turtle_scan import LineNumbers, Stated, TurtleScan, Wanted


def scanned(text: str) -> list[Stated]:
    return list(TurtleScan(text).triples())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_one_line(end: str) -> None:
    text = f"a{end}{end}bc"
    line = LineNumbers(text)
    assert [line(0), line(text.index("b")), line(text.index("c"))] == [1, 3, 3]
    assert [line.column(0), line.column(text.index("c"))] == [1, 2]


def test_what_follows_a_named_graph_is_in_none() -> None:
    text = "<urn:g> { <urn:a> <urn:p> <urn:b> } <urn:c> <urn:p> <urn:d> ."
    assert [(t.graph, t.subject) for t in scanned(text)] == [("urn:g", "urn:a"), (None, "urn:c")]


def test_a_prefix_that_is_set_anew_means_something_else_from_there_on() -> None:
    text = "@prefix a: <urn:x:> .\na:b a:p a:c .\n@prefix a: <urn:y:> .\na:b a:p a:c ."
    assert [(t.subject, t.value) for t in scanned(text)] == [("urn:x:b", "urn:x:c"), ("urn:y:b", "urn:y:c")]


def test_brackets_are_one_nameless_value_whatever_stands_in_them() -> None:
    text = "<urn:a> <urn:p> [ <urn:q> [ <urn:r> <urn:b> ] ] , ( <urn:c> <urn:d> ) , <urn:e> ."
    found = scanned(text)
    assert [(t.subject, t.predicate, t.value) for t in found] == [
        ("urn:a", "urn:p", None),
        ("urn:a", "urn:p", None),
        ("urn:a", "urn:p", "urn:e"),
    ]
    stretches = [text[slice(*triple.value_at)] for triple in found]
    assert stretches == ["[ <urn:q> [ <urn:r> <urn:b> ] ]", "( <urn:c> <urn:d> )", "<urn:e>"]


def test_those_wanted_are_by_subject_or_by_property() -> None:
    text = "<urn:a> <urn:p> <urn:b> . <urn:c> <urn:p> <urn:d> ; <urn:q> <urn:e> ."

    def values(wanted: Wanted) -> list[str | None]:
        return [triple.value for triple in TurtleScan(text).triples(wanted)]

    assert values(Wanted(subjects=frozenset({"urn:a"}))) == ["urn:b"]
    assert values(Wanted(predicates=frozenset({"urn:q"}))) == ["urn:e"]
    assert values(Wanted(frozenset({"urn:a"}), frozenset({"urn:q"}))) == ["urn:b", "urn:e"]
