"""How two names of people stand to each other."""

from __future__ import annotations

import pytest

from newsgraph.linking.names import compare_names, parse_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("H. Meier", "Hans Meier"),
        ("George W. Bush", "George Walker Bush"),
        ("Frank Steinmeier", "Frank-Walter Steinmeier"),
        ("Sergej Lawrow", "Sergei Lavrov"),
    ],
)
def test_names_that_one_person_can_have(one: str, other: str) -> None:
    assert compare_names(parse_name(one), parse_name(other)) is not None
    assert compare_names(parse_name(other), parse_name(one)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K. Meier", "Hans Meier"),
        ("George W. Bush", "George Herbert Bush"),
        ("Walter Frank Steinmeier", "Frank-Walter Steinmeier"),
        ("Hans Meier", "Hans Kramp"),
    ],
)
def test_names_that_one_person_cannot_have(one: str, other: str) -> None:
    assert compare_names(parse_name(one), parse_name(other)) is None
