"""Where passwords and tokens come from, who is shown them, and that nothing that is printed holds them."""

from __future__ import annotations

import base64
import logging
import socket
import subprocess
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.integration.scripted import (
    QUICK,
    TOKEN,
    Handler,
    Script,
    Step,
    endpoint_at,
    half,
    hang_up,
    reset,
    sleepy,
    status,
    trickle,
)

from newsgraph.errors import NewsgraphError
from newsgraph.sinks.endpoint import find_endpoint
from newsgraph.sinks.endpoint.held import store_request
from newsgraph.sinks.endpoint.transport import Client, HttpError

if TYPE_CHECKING:
    from newsgraph.sinks.endpoint import Endpoint

USER = {"USER": "dba", "PASSWORD": "geheim"}
BASIC = base64.b64encode(b"dba:geheim").decode()
DIGEST = 'Digest realm="x", nonce="{}", qop="auth", algorithm=MD5'
HIDDEN = ("geheim", BASIC, "t0ken", "ge%68eim")


HASTY = replace(QUICK, attempts=2, timeout=0.2, answer=0.2)


def challenge(value: str) -> Step:
    return status(401, WWW_Authenticate=value)


def put(endpoint: Endpoint, times: int = 1) -> Client:
    client = Client(endpoint)
    for _ in range(times):
        client.send(store_request(endpoint, "http://g.example/", put=b"# a body\n"))
    return client


def sent(script: Script) -> list[str]:
    return [one.headers.get("Authorization", "") for one in script.seen]


# --- Digest -------------------------------------------------------------------------------------------


def test_a_nonce_that_grows_stale_is_answered(stub: Script) -> None:
    stub.steps = [
        challenge(DIGEST.format("one")),
        status(204),
        status(204),
        challenge(DIGEST.format("two") + ", stale=true"),
    ]
    put(endpoint_at(stub.url, known=USER), times=3)
    nonces = [value.partition('nonce="')[2].partition('"')[0] for value in sent(stub)]
    assert nonces == ["", "one", "one", "one", "two"]
    assert [one.body for one in stub.seen] == [b"# a body\n"] * 5


def test_wrong_credentials_are_asked_for_twice_at_most(stub: Script) -> None:
    stub.steps = [challenge(DIGEST.format("one"))] * 5
    with pytest.raises(HttpError, match="does not accept the credentials"):
        put(endpoint_at(stub.url, known=USER))
    assert len(stub.seen) == 2


def test_digest_is_preferred_to_basic(stub: Script) -> None:
    stub.steps = [challenge('Basic realm="x", ' + DIGEST.format("one"))]
    put(endpoint_at(stub.url, known=USER))
    assert [value.partition(" ")[0] for value in sent(stub)] == ["", "Digest"]


def test_who_wanted_digest_gets_no_password_in_clear_later(stub: Script) -> None:
    stub.steps = [challenge(DIGEST.format("one")), status(204), challenge('Basic realm="x"')]
    with pytest.raises(HttpError, match="does not accept the credentials"):
        put(endpoint_at(stub.url, known=USER), times=2)
    assert "Basic" not in "".join(sent(stub))


@pytest.mark.parametrize(
    "value", ["Negotiate", 'Digest realm="x", nonce="n", algorithm=MD4', "Digest qop=auth", 'NTLM realm="x"']
)
def test_a_challenge_that_nobody_can_answer(stub: Script, value: str) -> None:
    stub.steps = [challenge(value)]
    with pytest.raises(HttpError, match="unknown kind of authentication") as caught:
        put(endpoint_at(stub.url, known=USER))
    assert "NEWSGRAPH_ENDPOINT_TOKEN" in (caught.value.mend or "")
    assert len(stub.seen) == 1


@pytest.mark.parametrize("user", ["ärzte", "医者"])
def test_names_beyond_ascii_go_out_as_utf8(stub: Script, user: str) -> None:
    known = {"USER": user, "PASSWORD": "ö€"}
    stub.steps = [challenge(DIGEST.format("one"))]
    put(endpoint_at(stub.url, known=known))
    assert f'username="{user}"' in sent(stub)[1].encode("latin-1").decode()
    stub.seen.clear()
    stub.steps = [challenge('Basic realm="x"')]
    put(endpoint_at(stub.url, known=known))
    assert base64.b64decode(sent(stub)[1].removeprefix("Basic ")).decode() == f"{user}:ö€"


# --- redirects ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [TOKEN, USER])
def test_who_was_sent_elsewhere_does_not_come_back_with_credentials(
    stub: Script, other: Script, known: dict[str, str]
) -> None:
    first = [challenge('Basic realm="x"')] if known is USER else []
    stub.steps = [*first, status(307, Location=f"{other.url}/there")]
    other.steps = [status(307, Location=f"{stub.url}/store?graph=another")]
    put(endpoint_at(stub.url, known=known))
    assert sent(stub)[-2]
    assert not sent(stub)[-1]
    assert sent(other) == [""]


def test_credentials_in_the_address_of_a_redirect_are_not_used(stub: Script, other: Script) -> None:
    stub.steps = [status(307, Location=other.url.replace("//", "//dba:geheim@") + "/there")]
    put(endpoint_at(stub.url))
    assert sent(other) == [""]


def test_redirects_end(stub: Script, other: Script) -> None:
    stub.steps = [status(307, Location=f"{other.url}/there")] * 50
    other.steps = [status(308, Location=f"{stub.url}/store")] * 50
    with pytest.raises(HttpError, match="redirects without end"):
        put(endpoint_at(stub.url))
    assert len(stub.seen) + len(other.seen) == 10


@pytest.mark.parametrize("location", ["", "http://[", "mailto:dba", "file:///etc/hostname"])
def test_a_redirect_to_nowhere(stub: Script, location: str) -> None:
    stub.steps = [status(307, Location=location)]
    with pytest.raises(HttpError, match=r"redirects where we do not follow \(307\)"):
        put(endpoint_at(stub.url))


# --- netrc, URL ---------------------------------------------------------------------------------------


def netrc(folder: Path, host: str, mode: int = 0o600) -> dict[str, str]:
    file = folder / ".netrc"
    file.write_text(f"machine {host} login dba password geheim\n")
    file.chmod(mode)
    return {"HOME": str(folder)}


def test_netrc_answers_a_challenge_of_its_host(stub: Script, tmp_path: Path) -> None:
    stub.steps = [challenge('Basic realm="x"')]
    put(find_endpoint(stub.url, environment=netrc(tmp_path, "127.0.0.1")))
    assert sent(stub) == ["", f"Basic {BASIC}"]


def test_netrc_is_not_asked_about_the_host_of_a_redirect(
    stub: Script, other: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = netrc(tmp_path, "localhost")
    monkeypatch.setenv("HOME", str(tmp_path))  # where a library would look by itself
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    stub.steps = [status(307, Location=other.url.replace("127.0.0.1", "localhost"))]
    other.steps = [challenge('Basic realm="x"')]
    with pytest.raises(HttpError, match="asks for credentials"):
        put(find_endpoint(stub.url, environment=environment))
    assert sent(other) == [""]


def test_an_entry_of_netrc_is_for_its_own_host_alone(stub: Script, other: Script, tmp_path: Path) -> None:
    query = other.url.replace("127.0.0.1", "localhost") + "/sparql"
    endpoint = find_endpoint(stub.url, query=query, environment=netrc(tmp_path, "127.0.0.1"))
    assert endpoint.credentials_for(stub.url + "/update").user == "dba"
    assert not endpoint.credentials_for(query)


def test_a_query_address_of_another_host_has_its_own_entry(tmp_path: Path) -> None:
    environment = netrc(tmp_path, "reads.example")
    endpoint = find_endpoint(
        "http://writes.example/update", query="http://reads.example/q", environment=environment
    )
    assert not endpoint.credentials_for("http://writes.example/update")
    assert endpoint.credentials_for("http://reads.example/q").password == "geheim"  # noqa: S105  made up


def test_what_the_environment_names_is_for_all_addresses(tmp_path: Path) -> None:
    environment = {"NEWSGRAPH_ENDPOINT_TOKEN": "t0ken", **netrc(tmp_path, "reads.example")}
    endpoint = find_endpoint(
        "http://writes.example/update", query="http://reads.example/q", environment=environment
    )
    assert endpoint.credentials_for("http://writes.example/update").token == "t0ken"  # noqa: S105  made up
    assert endpoint.credentials_for("http://reads.example/q").token == "t0ken"  # noqa: S105  made up


# --- cookies, proxies ---------------------------------------------------------------------------------


def test_cookies_are_not_kept(stub: Script) -> None:
    stub.steps = [status(204, Set_Cookie="session=1; Path=/")]
    put(endpoint_at(stub.url), times=2)
    assert all("Cookie" not in one.headers for one in stub.seen)


@pytest.fixture
def behind(stub: Script, monkeypatch: pytest.MonkeyPatch) -> Script:
    """A proxy that asks for no challenge; what goes to 127.0.0.1 goes past it."""
    address = stub.url.replace("//", "//proxy:ge%68eim@")
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, address)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return stub


def test_a_proxy_of_the_environment_is_used(behind: Script, other: Script) -> None:
    put(endpoint_at("http://store.example"), times=2)
    assert [one.path.partition("?")[0] for one in behind.seen] == ["http://store.example/store"] * 2
    packed = base64.b64encode(b"proxy:geheim").decode()
    assert behind.seen[0].headers["Proxy-Authorization"] == f"Basic {packed}"
    put(endpoint_at(other.url))
    assert len(behind.seen) == 2
    assert "Proxy-Authorization" not in other.seen[0].headers


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_credentials(behind: Script, scheme: str) -> None:
    behind.steps = [status(407)]
    with pytest.raises(HttpError, match="the proxy asks for credentials") as caught:
        put(endpoint_at(f"{scheme}://store.example"))
    assert "HTTPS_PROXY" in (caught.value.mend or "")
    assert len(behind.seen) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("proxy", ["http://proxy:geheim@127.0.0.1:{}", "socks5://proxy:geheim@127.0.0.1:{}"])
def test_a_proxy_that_is_away_or_unknown_is_told_without_its_password(
    scheme: str, proxy: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv(f"{scheme}_proxy", proxy.format(taken.getsockname()[1]))
        with pytest.raises(HttpError, match="the proxy cannot be") as caught:
            put(endpoint_at(f"{scheme}://store.example"))
    told = "".join(traceback.format_exception(caught.value)) + caplog.text
    assert "geheim" not in told
    assert "HTTP_PROXY" in told


# --- what is printed ----------------------------------------------------------------------------------


def echo(number: int) -> Step:
    """Say in an error all that the request told."""

    def step(handler: Handler) -> None:
        known = handler.headers.get("Authorization", "")
        clear = base64.b64decode(known.removeprefix("Basic ")) if known.startswith("Basic ") else b""
        body = f"{known} {clear.decode()}".encode()
        status(number, body, Content_Type="text/plain", Retry_After="99")(handler)

    return step


FAULTS: list[list[Step]] = [
    [echo(403)],
    [echo(500)],
    [echo(503)],
    [challenge('Basic realm="x"')] * 9,
    [challenge(DIGEST.format("one"))] * 9,
    [challenge("Negotiate")] * 9,
    [status(307, Location="http://dba:geheim@127.0.0.1:1/")] * 9,
    [status(302, Location="http://dba:geheim@127.0.0.1:1/?t0ken")],
    [reset] * 9,
    [hang_up] * 9,
    [half] * 9,
    [sleepy] * 9,
    [trickle] * 9,
]


@pytest.mark.parametrize("known", [TOKEN, USER, {"in": "the URL"}])
@pytest.mark.parametrize("steps", FAULTS)
def test_nothing_that_is_told_holds_a_secret(
    stub: Script, steps: list[Step], known: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.steps = [challenge('Basic realm="x"')] * ("USER" in known) + steps
    url = stub.url.replace("//", "//dba:ge%68eim@") if "in" in known else stub.url
    endpoint = endpoint_at(url, known=known, patience=HASTY)
    assert endpoint.name.startswith(stub.url)
    with pytest.raises(NewsgraphError) as caught:
        put(endpoint, times=2)
    error = caught.value
    told = [str(error), repr(error), repr(error.__dict__), repr(endpoint), repr(endpoint.credentials)]
    told.append(caplog.text)
    told += traceback.format_exception(error)
    told += [repr(record.__dict__) for record in caplog.records]
    for secret in HIDDEN:
        assert secret not in "\n".join(told)


PROGRAM = """
import logging, sys
logging.basicConfig(level=logging.DEBUG)
from newsgraph.sinks.endpoint import find_endpoint, push_graphs, Patience
from newsgraph.rdf.graph import graph_of
endpoint = find_endpoint(sys.argv[1], patience=Patience(attempts=2, first=0.01, jitter=0, timeout=5))
print(endpoint)
push_graphs([graph_of("http://a.example/", "http://a.example/g", [])], endpoint)
"""


@pytest.mark.parametrize("in_url", [False, True])
@pytest.mark.parametrize(
    "steps", [[reset] * 50, [challenge(DIGEST.format("x"))] * 50, [challenge("Basic")] * 50]
)
def test_a_developer_sees_no_secret_either(stub: Script, steps: list[Step], in_url: bool) -> None:
    stub.steps = steps
    url = f"{stub.url}/sparql"
    environment = {"PYTHONDEVMODE": "1", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    if in_url:
        url = url.replace("//", "//dba:geheim@")
    else:
        environment |= {"NEWSGRAPH_ENDPOINT_USER": "dba", "NEWSGRAPH_ENDPOINT_PASSWORD": "geheim"}
    command = [sys.executable, "-c", PROGRAM, url]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own program
    told = ended.stdout + ended.stderr
    assert "Traceback" in told
    assert "urllib3.connectionpool" in told
    assert "ResourceWarning" not in told
    for secret in HIDDEN:
        assert secret not in told
    assert ("shell's history" in told) == in_url


def test_the_command_line_prints_no_secret(stub: Script, tmp_path: Path) -> None:
    graph = tmp_path / "a.nq"
    graph.write_text("<http://a.example/> <http://a.example/> <http://a.example/> <http://g.example/> .\n")
    stub.steps = [challenge("Basic")] * 9
    url = stub.url.replace("//", "//dba:geheim@")
    command = [sys.executable, "-m", "newsgraph", "push", str(graph), "--endpoint", url]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "HOME": str(tmp_path)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own program
    assert ended.returncode != 0
    assert "does not accept the credentials" in ended.stderr
    notes = [line for line in ended.stderr.splitlines() if "shell's history" in line]
    assert len(notes) == 1
    assert "geheim" not in ended.stdout + ended.stderr
