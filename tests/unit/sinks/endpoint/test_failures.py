from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from newsgraph.sinks.endpoint.failures import public, refusal, retry_after, unanswered


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


@pytest.mark.parametrize("status", [405, 501])
def test_a_web_server_that_takes_no_queries_may_be_the_wrong_address(status: int) -> None:
    answer = requests.Response()
    answer.status_code = status
    error = refusal("http://a.example/", answer, b"<html>", (), is_known=False)
    assert "check that the URL is that of a SPARQL endpoint" in str(error)


def test_who_does_not_greet_back_may_speak_no_tls() -> None:
    told = [
        str(unanswered(f"{scheme}://a.example/", TimeoutError(), is_connecting=connecting))
        for scheme, connecting in (("https", True), ("https", False), ("http", True))
    ]
    assert ["speaks TLS at this port" in one for one in told] == [True, False, False]
