"""Who may ask."""

from __future__ import annotations

import pytest

from newsgraph.errors import UsageError
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.service.visitors import Visitors, is_loopback

LOCAL = Visitors("127.0.0.1", "https://news.example/sparql", ("https://app.example",))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.4.5", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "news.example", "localhost.example", ""])  # noqa: S104
def test_no_loopback(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "host", [None, "localhost", "127.0.0.1:80", "[::1]:80", "news.example", "NEWS.example:443"]
)
def test_own_names(host: str | None) -> None:
    LOCAL.check_host(host)


@pytest.mark.parametrize(
    "host",
    [
        *("", "evil.example", "news.example.evil.example", "[", "127.0.0.2", "x@y"),
        *("evil.example@localhost", "localhost/evil", "localhost?x", "localhost#x"),
    ],
)
def test_other_names(host: str) -> None:
    with pytest.raises(RefusedError) as caught:
        LOCAL.check_host(host)
    assert caught.value.status == 421


def test_a_server_for_all_goes_by_any_name() -> None:
    Visitors("0.0.0.0").check_host("news.example")  # noqa: S104


@pytest.mark.parametrize("origin", ["https://news.example", "http://127.0.0.1:7879", None])
def test_own_pages_need_no_permission(origin: str | None) -> None:
    assert LOCAL.allowed_origin(origin, "127.0.0.1:7879") is None


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "file://",
        "http://[",
        "",
        "http://news.example",
        "https://app.example:8443",
        "http://127.0.0.1:1",
    ],
)
def test_other_pages_get_nothing(origin: str) -> None:
    with pytest.raises(RefusedError) as caught:
        LOCAL.allowed_origin(origin, "127.0.0.1:7879")
    assert caught.value.status == 403


def test_pages_that_were_let_in() -> None:
    assert LOCAL.allowed_origin("https://app.example", "127.0.0.1:7879") == "https://app.example"
    assert Visitors("127.0.0.1", origins=("*",)).allowed_origin("null", None) == "*"


@pytest.mark.parametrize(
    ("public", "origin", "option"),
    [
        ("news.example/sparql", None, "--public-url"),
        ("ftp://news.example/sparql", None, "--public-url"),
        ("https://news.example/a b", None, "--public-url"),
        ("https://news.example/sparql?x", None, "--public-url"),
        (None, "app.example", "--cors"),
        (None, "https://app.example/", "--cors"),
        (None, "https://App.example", "--cors"),
    ],
)
def test_what_nobody_could_ever_be_is_refused(public: str | None, origin: str | None, option: str) -> None:
    with pytest.raises(UsageError) as caught:
        Visitors("127.0.0.1", public, (origin,) if origin else ())
    assert caught.value.where == option
