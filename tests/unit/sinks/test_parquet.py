"""Tables as Parquet: types that every value keeps, whatever comes in row 100,001."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import SinkError, UsageError
from newsgraph.sinks import parquet as writer
from newsgraph.sinks.asking import Asking, Batch, local
from newsgraph.sinks.parquet import write_parquet
from newsgraph.sinks.sparql import prepare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.sinks.query import Cell

pa = pytest.importorskip("pyarrow", reason="pip install 'newsgraph[parquet]'")
from pyarrow import parquet  # noqa: E402  imported after it was asked for

XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


def table(*columns: Sequence[Cell]) -> Any:  # noqa: ANN401  pyarrow has no types
    """Return what is read back of columns."""
    stream = io.BytesIO()
    names = tuple(f"c{number}" for number in range(len(columns)))
    write_parquet(stream, [Batch(names, list(zip(*columns, strict=True))), Batch(names, [])])
    return parquet.read_table(io.BytesIO(stream.getvalue()))


@pytest.mark.parametrize(
    ("kind", "values", "type_", "read"),
    [
        ("integer", ["1", "-7", "+3"], "int64", [1, -7, 3]),
        ("nonNegativeInteger", ["0"], "int64", [0]),
        ("integer", [str(2**63 - 1)], "int64", [2**63 - 1]),
        ("integer", [str(2**63)], "string", [str(2**63)]),
        ("integer", ["1", "one"], "string", ["1", "one"]),
        (
            "decimal",
            ["0.95", "12", "-3.5"],
            "decimal128(4, 2)",
            [Decimal("0.95"), Decimal(12), Decimal("-3.5")],
        ),
        ("decimal", ["1" * 30 + "." + "1" * 30], "string", ["1" * 30 + "." + "1" * 30]),
        ("double", ["1e3", "INF", "-0.5"], "double", [1000.0, float("inf"), -0.5]),
        ("float", ["1.5"], "double", [1.5]),
        ("boolean", ["true", "0"], "bool", [True, False]),
        ("date", ["2015-09-17"], "date32[day]", [date(2015, 9, 17)]),
        ("date", ["2015-09-17", "2015-02-30"], "string", ["2015-09-17", "2015-02-30"]),
        ("date", ["2015-09-17Z"], "string", ["2015-09-17Z"]),
        ("dateTime", ["2015-09-17T12:00:00"], "timestamp[us]", [datetime(2015, 9, 17, 12)]),  # noqa: DTZ001  it has none
        (
            "dateTime",
            ["2015-09-17T12:00:00.25+02:00", "2015-09-17T12:00:00Z"],
            "timestamp[us, tz=UTC]",
            [datetime(2015, 9, 17, 10, 0, 0, 250_000, UTC), datetime(2015, 9, 17, 12, tzinfo=UTC)],
        ),
        (
            "dateTime",
            ["2015-09-17T12:00:00", "2015-09-17T12:00:00Z"],
            "string",
            ["2015-09-17T12:00:00", "2015-09-17T12:00:00Z"],
        ),
        ("dateTime", ["2015-09-17T12:00:00.1234567"], "string", ["2015-09-17T12:00:00.1234567"]),
        ("dateTime", ["12015-09-17T12:00:00"], "string", ["12015-09-17T12:00:00"]),
        ("string", ["1", ""], "string", ["1", ""]),
    ],
)
def test_a_column_of_one_datatype_has_its_type(
    kind: str, values: list[str], type_: str, read: list[object]
) -> None:
    found = table([literal(value, kind) for value in values], [ox.NamedNode("a:b")] * len(values))
    assert str(found.schema.field("c0").type) == type_
    assert found.column("c0").to_pylist() == read
    assert found.schema.field("c0").metadata == {b"rdf": (XSD + kind).encode()}


def test_what_is_mixed_is_a_string_and_what_is_unbound_is_null() -> None:
    found = table(
        [literal("1", "integer"), literal("1.5", "decimal"), None],
        [ox.NamedNode("https://x.example/"), ox.Literal("Tag", language="de"), ox.BlankNode("b")],
        [None, literal("1", "integer"), None],
        [None, None, None],
    )
    assert found.column("c0").to_pylist() == ["1", "1.5", None]
    assert found.column("c1").to_pylist() == ["https://x.example/", "Tag", "_:b"]
    assert found.column("c2").to_pylist() == [None, 1, None]
    assert found.column("c3").to_pylist() == [None, None, None]
    assert [str(field.type) for field in found.schema] == ["string", "string", "int64", "string"]
    assert found.schema.field("c0").metadata == {b"rdf": b"mixed"}


def test_the_last_row_may_differ_from_all_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_GROUP", 100)
    found = table([*([literal("1", "integer")] * 1000), ox.Literal("eins")])
    assert found.column("c0").to_pylist() == ["1"] * 1000 + ["eins"]


def test_rows_are_written_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_GROUP", 100)
    stream = io.BytesIO()
    write_parquet(stream, [Batch(("x",), [(literal(str(n), "integer"),) for n in range(250)])])
    file = parquet.ParquetFile(io.BytesIO(stream.getvalue()))
    assert [file.metadata.row_group(number).num_rows for number in range(3)] == [100, 100, 50]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_rows_that_hold_nothing_are_rows(number: int) -> None:
    assert table([None] * number).num_rows == number


def test_an_answer_without_columns_or_rows() -> None:
    for text in ("SELECT * { }", "SELECT ?x ?y { ?x a ?y }"):
        stream = io.BytesIO()
        query = prepare(text)
        with Asking(query, local(ox.Store(), query)).batches() as batches:
            write_parquet(stream, batches)
        assert parquet.read_table(io.BytesIO(stream.getvalue())).num_rows == 0


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LITERALS = st.builds(
    ox.Literal,
    st.one_of(
        TEXT, st.sampled_from(["1", "1.0", "true", "NaN", "-INF", "2024-02-29", "0000-01-01", "24:00:00"])
    ),
    datatype=st.sampled_from(["integer", "decimal", "double", "boolean", "date", "dateTime", "string"]).map(
        lambda name: ox.NamedNode(XSD + name)
    ),
)


@given(st.lists(st.one_of(st.none(), LITERALS), min_size=1, max_size=8))
def test_no_value_breaks_a_file(cells: list[ox.Literal | None]) -> None:
    found = table(cells).column("c0").to_pylist()
    assert [cell is None for cell in cells] == [value is None for value in found]
    if all(isinstance(value, str) for value in found):
        assert found == [cell.value for cell in cells if cell is not None]


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="not installed") as caught:
        write_parquet(io.BytesIO(), [])
    assert "pip install 'newsgraph[parquet]'" in (caught.value.mend or "")


def test_a_full_disk_behind_the_temporary_file_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    with pytest.raises(SinkError, match="the disk is full"):
        write_parquet(io.BytesIO(), [])
