"""To whom a push shows its credentials, and where it follows a redirect."""

from __future__ import annotations

import base64
import logging
from typing import TYPE_CHECKING

import pytest
from tests.integration.scripted import BOTH, TOKEN, Script, endpoint_at, status

from newsgraph.sinks.endpoint import Protocol, PushInterruptedError, push_graphs

if TYPE_CHECKING:
    from tests.integration.conftest import MakeGraphs


def test_a_token_is_sent_to_the_endpoint(stub: Script, make_graphs: MakeGraphs) -> None:
    push_graphs(make_graphs(1), endpoint_at(stub.url, known=TOKEN))
    assert {one.headers.get("Authorization") for one in stub.seen} == {"Bearer t0ken"}


def test_basic_waits_for_the_challenge_and_then_stays(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(401, WWW_Authenticate='Basic realm="x"')]
    push_graphs(
        make_graphs(2), endpoint_at(stub.url, Protocol.GSP, known={"USER": "ärzte", "PASSWORD": "geheim"})
    )
    packed = base64.b64encode("ärzte:geheim".encode()).decode()
    assert [one.headers.get("Authorization") for one in stub.writes] == [None, *[f"Basic {packed}"] * 2]


def test_digest_never_shows_the_password(stub: Script, make_graphs: MakeGraphs) -> None:
    challenge = 'Digest realm="x", nonce="abc", qop="auth", algorithm=MD5'
    stub.steps = [status(401, WWW_Authenticate=challenge)]
    push_graphs(
        make_graphs(3), endpoint_at(stub.url, Protocol.GSP, known={"USER": "dba", "PASSWORD": "geheim"})
    )
    sent = [one.headers.get("Authorization", "") for one in stub.writes]
    assert len(sent) == 4  # the challenge is answered once and then used for the others
    assert all(value.startswith('Digest username="dba"') for value in sent[1:])
    assert "geheim" not in str(stub.seen)
    assert base64.b64encode(b"dba:geheim").decode() not in str(stub.seen)


@pytest.mark.parametrize(
    "challenge", ['Basic realm="x"', 'Digest realm="x", nonce="abc", qop="auth"', "Bearer"]
)
def test_wrong_credentials_are_not_told(
    stub: Script, challenge: str, make_graphs: MakeGraphs, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.steps = [
        status(401, b"no entry for geheim", Content_Type="text/plain", WWW_Authenticate=challenge)
    ] * 20
    endpoint = endpoint_at(stub.url, known={"USER": "ich", "PASSWORD": "geheim"})
    with pytest.raises(PushInterruptedError) as caught:
        push_graphs(make_graphs(1), endpoint)
    told = f"{caught.value} {caught.value!r} {endpoint!r} {caplog.text}"
    assert "geheim" not in told
    assert caught.value.mend


def test_credentials_of_the_url_are_used_and_not_told(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(401, WWW_Authenticate='Basic realm="x"'), status(403)]
    with pytest.raises(PushInterruptedError) as caught:
        push_graphs(make_graphs(1), endpoint_at(stub.url.replace("//", "//ich:ge%3Aheim@")))
    packed = base64.b64encode(b"ich:ge:heim").decode()
    assert stub.writes[1].headers["Authorization"] == f"Basic {packed}"
    assert "heim" not in str(caught.value)


@BOTH
@pytest.mark.parametrize("credentials", [TOKEN, {"USER": "ich", "PASSWORD": "geheim"}])
def test_credentials_do_not_follow_a_redirect_to_another_host(
    stub: Script, other: Script, protocol: Protocol, credentials: dict[str, str], make_graphs: MakeGraphs
) -> None:
    challenge = status(401, WWW_Authenticate='Basic realm="x"')
    steps = [] if "TOKEN" in credentials else [challenge]
    stub.steps = [*steps, status(307, Location=f"{other.url}/elsewhere")]
    other.steps = [challenge] if steps else []
    graph = make_graphs(1)[0]
    endpoint = endpoint_at(stub.url, protocol, known=credentials)
    if steps:
        with pytest.raises(PushInterruptedError, match="credentials"):
            push_graphs([graph], endpoint)
    else:
        assert push_graphs([graph], endpoint).sent == 1
    assert other.seen
    assert all("Authorization" not in one.headers for one in other.seen)
    assert other.seen[0].body == stub.writes[-1].body
    assert other.seen[0].method == stub.writes[-1].method


def test_credentials_follow_a_redirect_on_the_same_host(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(308, Location="/elsewhere")]
    assert push_graphs(make_graphs(1), endpoint_at(stub.url, known=TOKEN)).sent == 1
    assert stub.writes[1].path == "/elsewhere"
    assert stub.writes[1].headers["Authorization"] == "Bearer t0ken"


@pytest.mark.parametrize("number", [301, 302, 303])
def test_a_redirect_that_would_lose_the_update_is_refused(
    stub: Script, other: Script, number: int, make_graphs: MakeGraphs
) -> None:
    stub.steps = [status(number, Location=f"{other.url}/update")]
    with pytest.raises(PushInterruptedError, match=f"it has moved to {other.url}/update"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))
    assert not other.seen


def test_a_redirect_to_a_file_is_refused(stub: Script, make_graphs: MakeGraphs) -> None:
    stub.steps = [status(307, Location="file:///etc/hostname")]
    with pytest.raises(PushInterruptedError, match=r"redirects where we do not follow \(307\)"):
        push_graphs(make_graphs(1), endpoint_at(stub.url))
