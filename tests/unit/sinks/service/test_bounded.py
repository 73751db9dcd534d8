"""Rows are counted in what the engine writes, whatever values look like."""

from __future__ import annotations

from typing import Any, cast

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.sinks.service.bounded import Bounded, counted
from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.refusal import RefusedError

FORMATS = [
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.TSV,
]
MARKS = [
    '},{"',
    '"',
    "\n",
    "\r\n",
    "<result>",
    "\t",
    ",",
    "},{",
    '","',
    "\\",
    '},{"x":{',
    "},{}",
    "a",
    "ä",
    "x" * 3000,
]
VALUES = st.lists(st.lists(st.sampled_from(MARKS), max_size=6).map("".join), min_size=1, max_size=12)


def written(values: list[str], form: ox.QueryResultsFormat, rows: int) -> bytes:
    terms = " ".join(f"({ox.Literal(value)} {ox.Literal(value[::-1])})" for value in values)
    results = ox.Store().query(f"SELECT * {{ VALUES (?x ?y) {{ {terms} }} }}")
    target = Bounded(Limits(rows=rows), form)
    cast("Any", results).serialize(cast("Any", target), format=form)
    return bytes(target.data)


@pytest.mark.parametrize("form", FORMATS, ids=str)
@given(values=VALUES)
def test_exactly_so_many_rows_are_let_through(form: ox.QueryResultsFormat, values: list[str]) -> None:
    assert written(values, form, len(values))
    if len(values) > 1:
        with pytest.raises(RefusedError, match=f"more than {len(values) - 1} rows"):
            written(values, form, len(values) - 1)


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_a_table_without_rows_has_none(form: ox.QueryResultsFormat) -> None:
    target = Bounded(Limits(rows=1), form)
    results = ox.Store().query("SELECT * { ?s ?p ?o }")
    cast("Any", results).serialize(cast("Any", target), format=form)


@pytest.mark.parametrize("form", FORMATS, ids=str)
def test_rows_without_values_count(form: ox.QueryResultsFormat) -> None:
    for columns in ("*", "?x ?y"):
        results = ox.Store().query(f"SELECT {columns} {{ VALUES () {{ {'() ' * 6}}} }}")
        target = Bounded(Limits(rows=5), form)
        with pytest.raises(RefusedError, match="more than 5 rows"):
            cast("Any", results).serialize(cast("Any", target), format=form)


@pytest.mark.parametrize("size", range(1, 9))
def test_marks_are_found_across_pieces(size: int) -> None:
    for form in FORMATS:
        data = written(['},{"', '\n\\",{', '"\n\\\\"', "<result>"] * 3, form, 12)
        target = Bounded(Limits(rows=11), form)
        pieces = (data[start : start + size] for start in range(0, len(data), size))
        with pytest.raises(RefusedError, match="more than 11 rows"):
            list(map(target.write, pieces))


def test_bytes_and_triples_are_counted() -> None:
    target = Bounded(Limits(size=3))
    assert target.write(b"abc") == 3
    with pytest.raises(RefusedError, match="longer than 3 bytes"):
        target.write(b"d")
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"))
    assert len(list(counted([triple] * 3, Limits(rows=3)))) == 3
    with pytest.raises(RefusedError, match="more than 3 triples"):
        list(counted([triple] * 4, Limits(rows=3)))
