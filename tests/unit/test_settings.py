"""Settings come from options and the environment, and say what is wrong with them."""

from datetime import UTC, datetime

import pytest

from newsgraph.errors import UsageError
from newsgraph.settings import Settings, is_absolute_iri, time_from


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


def test_a_time_without_a_zone_is_of_utc() -> None:
    assert time_from("2026-01-31T12:00", {}) == datetime(2026, 1, 31, 12, tzinfo=UTC)


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


@pytest.mark.parametrize(
    "licence", ["CC BY 4.0", "", "https:/a.example", "https://", "https:///a", "https://a.example/x y"]
)
def test_a_licence_is_an_iri(licence: str) -> None:
    with pytest.raises(UsageError, match="--license"):
        Settings(licence=licence)
    with pytest.raises(UsageError, match="--data-license"):
        Settings(data_licence=licence)


@pytest.mark.parametrize(
    "holder", ["", " ", "–", "http:/a.example", "https://", "https://a.example/x y", "A\nB"]
)
def test_a_rights_holder_is_a_name_or_an_iri(holder: str) -> None:
    with pytest.raises(UsageError, match="--rights-holder"):
        Settings(rights_holder=holder)
    with pytest.raises(UsageError, match="--data-rights-holder"):
        Settings(data_rights_holder=holder)


@pytest.mark.parametrize(
    "holder", ["Hafenbote GmbH & Co. KG", "ARD: das Erste", "urn:x:y", "https://a.example/#us"]
)
def test_names_and_iris_are_told_apart(holder: str) -> None:
    assert Settings(rights_holder=holder).rights_holder == holder
    assert is_absolute_iri(holder) == (" " not in holder)
