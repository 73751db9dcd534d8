from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from newsgraph.sinks.endpoint.failures import public, retry_after


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7),
        (" 120 ", 120),
        ("0", None),  # at once is what a back-off is there to prevent
        ("", None),
        ("-3", None),
        ("²", None),
        ("1.5", None),
        ("soon", None),
        ("9" * 400, float("inf")),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_retry_after_as_a_date() -> None:
    later = datetime.now(UTC) + timedelta(seconds=30)
    found = retry_after(format_datetime(later, usegmt=True))
    assert found is not None
    assert 25 < found <= 30


def test_addresses_in_messages_hold_neither_credentials_nor_queries() -> None:
    assert public("https://ich:geheim@a.example:8443/x?token=1#y") == "https://a.example:8443/x"
