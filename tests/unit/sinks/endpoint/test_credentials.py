from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint.credentials import Credentials, find_credentials, origin_of

if TYPE_CHECKING:
    from pathlib import Path

URL = urlsplit("https://store.example/sparql")


def netrc(folder: Path, text: str, mode: int = 0o600) -> dict[str, str]:
    file = folder / ".netrc"
    file.write_text(text)
    file.chmod(mode)
    return {"HOME": str(folder)}


def entry(host: str = "store.example") -> str:
    return f"machine {host}\n  login dba\n  password geheim\n"


def test_netrc_comes_after_the_environment_and_the_url(tmp_path: Path) -> None:
    environment = netrc(tmp_path, entry())
    assert find_credentials(URL, environment) == Credentials("dba", "geheim")
    assert find_credentials(urlsplit("https://ich@store.example/"), environment).user == "ich"
    named = {**environment, "NEWSGRAPH_ENDPOINT_TOKEN": "t0ken"}
    assert find_credentials(URL, named) == Credentials(token="t0ken")  # noqa: S106  made up


def test_netrc_is_for_its_hosts_and_may_know_all(tmp_path: Path) -> None:
    assert not find_credentials(URL, netrc(tmp_path, entry("other.example")))
    assert find_credentials(
        URL, netrc(tmp_path, entry("other.example") + "default login all password x")
    ).user


def test_netrc_can_be_another_file(tmp_path: Path) -> None:
    environment = netrc(tmp_path, entry("other.example"))
    own = tmp_path / "own"
    own.write_text(entry())
    own.chmod(0o600)
    assert find_credentials(URL, {**environment, "NETRC": str(own)}).user == "dba"


def test_without_a_home_there_is_no_netrc() -> None:
    assert not find_credentials(URL, {})


@pytest.mark.skipif(os.name != "posix", reason="other systems keep rights in other ways")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_netrc_that_others_may_read_is_not_used(
    tmp_path: Path, mode: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert not find_credentials(URL, netrc(tmp_path, entry(), mode))
    assert f"{tmp_path / '.netrc'}: not used, because others may read or write it" in caplog.text
    assert "chmod 600" in caplog.text
    caplog.clear()
    assert not find_credentials(URL, netrc(tmp_path, entry("other.example"), mode))
    assert not caplog.text  # it holds nothing that is wanted here


@pytest.mark.parametrize("text", [entry() + "geheim2 x", "machine store.example pass geheim", "geheim\n"])
def test_a_netrc_that_is_none_is_told_without_its_content(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert not find_credentials(URL, netrc(tmp_path, text))
    assert "not used, because it is no netrc file: mend it, or set NETRC" in caplog.text
    assert f"{tmp_path / '.netrc'}, line " in caplog.text
    assert "geheim" not in caplog.text


def test_a_netrc_that_cannot_be_read_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert not find_credentials(URL, {"NETRC": str(tmp_path / "none")})
    assert f"{tmp_path / 'none'}: not used, because it cannot be read: No such file" in caplog.text


def test_a_password_in_the_url_is_taken_and_told(caplog: pytest.LogCaptureFixture) -> None:
    found = find_credentials(urlsplit("https://ich:ge%3Aheim@store.example/"), {})
    assert (found.user, found.password) == ("ich", "ge:heim")
    assert len(caplog.records) == 1
    assert "shell's history" in caplog.text
    assert "heim" not in caplog.text
    caplog.clear()
    assert find_credentials(urlsplit("https://ich@store.example/"), {}).user == "ich"
    assert not caplog.text


@pytest.mark.parametrize("value", ["ein\nUmbruch", "t\x00ken", "tökén"])
def test_a_token_that_no_header_can_carry(value: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_credentials(URL, {"NEWSGRAPH_ENDPOINT_TOKEN": value})
    assert value not in str(caught.value)


def test_credentials_are_not_shown_and_know_what_must_not_be_printed() -> None:
    known = Credentials("dba", "geheim", "t0ken")
    assert repr(known) == "Credentials()"
    assert known.secrets == ("geheim", "t0ken", "ZGJhOmdlaGVpbQ==")
    assert Credentials().secrets == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example/x", "http://A.example:80/y", True),
        ("http://a.example/", "https://a.example/", False),
        ("http://a.example/", "http://a.example:8080/", False),
        ("http://a.example/", "http://a.example.evil/", False),
        ("http://a.example/", "http://a.example@evil/", False),
    ],
)
def test_an_origin_is_scheme_host_and_port(one: str, other: str, same: bool) -> None:
    assert (origin_of(one) == origin_of(other)) == same
