from __future__ import annotations

import pytest

from newsgraph.sinks.compare import is_same
from newsgraph.vocab import XSD


def typed(value: str, name: str) -> tuple[str, str, str]:
    return ("<s:s>", "<p:p>", f'"{value}"^^<{XSD[name]}>')


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("true", "boolean"), typed("1", "boolean")),
        (typed("0.50", "decimal"), typed("0.5", "decimal")),
        (typed("7", "nonNegativeInteger"), typed("7", "integer")),
        (typed("1.0E0", "double"), typed("1", "double")),
        (typed("2022-01-12T14:35:00.000Z", "dateTime"), typed("2022-01-12T14:35:00Z", "dateTime")),
        (typed("2022-01-12T14:35:00+01:00", "dateTime"), typed("2022-01-12T13:35:00Z", "dateTime")),
    ],
)
def test_two_wordings_of_one_value(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert is_same({one}, {other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("true", "boolean"), typed("0", "boolean")),
        (typed("0.5", "decimal"), typed("0.5", "double")),
        (typed("7", "integer"), typed("8", "integer")),
        (typed("2022-01-12T14:35:00", "dateTime"), typed("2022-01-12T14:35:00Z", "dateTime")),
        (typed("gestern", "dateTime"), typed("heute", "dateTime")),
        (typed("viel", "integer"), typed("mehr", "integer")),
        (typed("1", "integer"), ("<s:s>", "<p:p>", '"1"')),
        (("<s:s>", "<p:p>", '"x"@de'), ("<s:s>", "<p:p>", '"x"')),
        (("<s:s>", "<p:p>", "<o:o>"), ("<s:s>", "<p:q>", "<o:o>")),
    ],
)
def test_two_values(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert not is_same({one}, {other})


def test_more_triples_are_another_graph() -> None:
    assert not is_same({typed("1", "boolean")}, {typed("1", "boolean"), typed("true", "boolean")})
