"""Settings come from options and the environment, and say what is wrong with them."""

from datetime import UTC, datetime

import pytest

from newsgraph.errors import UsageError
from newsgraph.settings import Settings, time_from


@pytest.mark.parametrize(
    "base", ["a.example/", "https://a.example", "https://a.example/x y/", "https://a.example/<x>/"]
)
def test_a_base_that_cannot_carry_iris_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="--base"):
        Settings(base=base)


def test_no_time_unless_asked() -> None:
    assert time_from(None, {}) is None


def test_the_option_wins_over_the_environment() -> None:
    assert time_from("2026-01-31T12:00:00Z", {"SOURCE_DATE_EPOCH": "0"}) == datetime(
        2026, 1, 31, 12, tzinfo=UTC
    )


def test_source_date_epoch_counts_seconds() -> None:
    assert time_from(None, {"SOURCE_DATE_EPOCH": "86400"}) == datetime(1970, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(("value", "epoch"), [("gestern", ""), (None, "soon")])
def test_what_is_no_time_is_refused(value: str | None, epoch: str) -> None:
    with pytest.raises(UsageError, match="not a time"):
        time_from(value, {"SOURCE_DATE_EPOCH": epoch})


@pytest.mark.parametrize("base", ["http://", "https:///", "https://[/", "https://a.example", "foo:", ""])
def test_a_base_needs_a_host_and_an_end(base: str) -> None:
    with pytest.raises(UsageError, match="not a base IRI"):
        Settings(base=base)
