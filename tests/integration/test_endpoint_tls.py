"""Certificates are verified, always; an authority of one's own can be named."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import pytest
import requests.adapters
import trustme
from tests.integration.scripted import QUICK, Script, started, status

from newsgraph.cli import main
from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint import Patience, find_endpoint
from newsgraph.sinks.endpoint.held import store_request
from newsgraph.sinks.endpoint.transport import Client, HttpError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgraph.sinks.endpoint import Endpoint

VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NEWSGRAPH_ENDPOINT_CA")


class Serve(Protocol):
    def __call__(self, certificate: trustme.LeafCert | None = None) -> Script: ...


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture
def serve(authority: trustme.CA) -> Iterator[Serve]:
    """Start servers that speak TLS with a certificate; without one, for 127.0.0.1 and localhost."""
    running = []

    def start(certificate: trustme.LeafCert | None = None) -> Script:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (certificate or authority.issue_cert("127.0.0.1", "localhost")).configure_cert(context)
        server, script = started(context)
        running.append(server)
        return script

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def put(endpoint: Endpoint, times: int = 1) -> Client:
    client = Client(endpoint)
    for _ in range(times):
        client.send(store_request(endpoint, "http://g.example/", put=b""))
    return client


def at(url: str, ca: Path | None = None, patience: Patience = QUICK) -> Endpoint:
    return find_endpoint(url, ca=ca, patience=patience, environment={})


def test_an_own_authority_is_trusted_and_the_connection_kept(serve: Serve, ca: Path) -> None:
    stub = serve()
    put(at(stub.url, ca), times=20)
    assert (len(stub.seen), stub.connections) == (20, 1)


def test_the_environment_names_the_own_authority(serve: Serve, ca: Path) -> None:
    stub = serve()
    put(find_endpoint(stub.url, environment={"NEWSGRAPH_ENDPOINT_CA": str(ca)}))
    assert stub.seen


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_usual_variables_are_honoured(
    serve: Serve, ca: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = serve()
    monkeypatch.setenv(variable, str(ca))
    put(at(stub.url))
    assert stub.seen


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_variables_that_lead_nowhere_are_told(
    serve: Serve, stub: Script, tmp_path: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "none.pem"))
    with pytest.raises(UsageError, match=r"no certificates to trust: .*none\.pem") as caught:
        put(at(serve().url))
    assert caught.value.where == variable
    put(at(stub.url))  # without TLS nobody asks for certificates


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\x30\x82\x03\x00"])
def test_a_file_without_certificates_is_told_at_once(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "own.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=r"no certificates to trust: .*own\.pem") as caught:
        at("http://localhost/", file)
    assert caught.value.where == "--ca"
    assert "BEGIN CERTIFICATE" in (caught.value.mend or "")
    with pytest.raises(UsageError) as caught:
        find_endpoint("http://localhost/", environment={"NEWSGRAPH_ENDPOINT_CA": str(file)})
    assert caught.value.where == "NEWSGRAPH_ENDPOINT_CA"


def refused(endpoint: Endpoint) -> HttpError:
    client = Client(endpoint)
    with pytest.raises(HttpError) as caught:
        client.send(store_request(endpoint, "http://g.example/", put=b""))
    assert client.requests == 1  # a certificate does not become another by asking again
    assert str(caught.value).startswith(f"{endpoint.store}: its certificate is not valid: ")
    return caught.value


def test_an_unknown_authority(serve: Serve) -> None:
    error = refused(at(serve().url))
    assert error.what.endswith("nobody whom this machine trusts has signed it")
    assert "--ca FILE" in (error.mend or "")
    assert "NEWSGRAPH_ENDPOINT_CA" in (error.mend or "")


def test_only_the_system_is_trusted_and_no_list_that_a_library_brings(
    serve: Serve, ca: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(ca))
    assert "nobody whom this machine trusts" in refused(at(serve().url)).what


def test_another_authority_than_the_own(serve: Serve, tmp_path: Path) -> None:
    file = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    assert "nobody whom this machine trusts" in refused(at(serve().url, file)).what


def test_a_certificate_for_another_host(serve: Serve, authority: trustme.CA, ca: Path) -> None:
    stub = serve(authority.issue_cert("elsewhere.example"))
    for url in (stub.url, stub.url.replace("127.0.0.1", "localhost")):
        error = refused(at(url, ca))
        assert error.what.endswith("it is for another host")
        assert "host name for which it was made" in (error.mend or "")
    assert not stub.seen


def test_an_expired_certificate(serve: Serve, authority: trustme.CA, ca: Path) -> None:
    now = datetime.now(UTC)
    old = authority.issue_cert(
        "127.0.0.1", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)
    )
    error = refused(at(serve(old).url, ca))
    assert error.what.endswith("it has expired")
    assert "renewed" in (error.mend or "")


def test_a_certificate_of_tomorrow(serve: Serve, authority: trustme.CA, ca: Path) -> None:
    now = datetime.now(UTC)
    new = authority.issue_cert(
        "127.0.0.1", not_before=now + timedelta(days=1), not_after=now + timedelta(days=9)
    )
    assert "clock" in (refused(at(serve(new).url, ca)).mend or "")


def test_a_self_signed_certificate(tmp_path: Path) -> None:
    itself = trustme.CA()
    file = tmp_path / "server.pem"
    file.write_bytes(itself.private_key_pem.bytes() + itself.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(file))
    server, script = started(context)
    error = refused(at(script.url))
    server.shutdown()
    server.server_close()
    assert error.what.endswith("it is self-signed")
    assert "--ca FILE" in (error.mend or "")


def test_a_server_without_tls(stub: Script, ca: Path) -> None:
    with pytest.raises(HttpError, match="no secure connection") as caught:
        put(at(stub.url.replace("http:", "https:"), ca))
    assert "http URL" in (caught.value.mend or "")


def test_no_redirect_leads_out_of_tls(serve: Serve, stub: Script, ca: Path) -> None:
    secure = serve()
    secure.steps = [status(307, Location=f"{stub.url}/store")]
    with pytest.raises(HttpError, match=f"it redirects from https to {stub.url}/store"):
        put(at(secure.url, ca))
    assert not stub.seen


def test_no_redirect_leads_past_verification(serve: Serve, stub: Script, authority: trustme.CA) -> None:
    elsewhere = serve(authority.issue_cert("elsewhere.example"))
    stub.steps = [status(307, Location=f"{elsewhere.url}/store")]
    with pytest.raises(HttpError, match="its certificate is not valid"):
        put(at(stub.url))


def test_the_command_line_takes_an_authority(
    serve: Serve, ca: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stub = serve()
    graph = tmp_path / "a.nq"
    graph.write_text("<http://a.example/> <http://a.example/> <http://a.example/> <http://g.example/> .\n")
    with pytest.raises(SystemExit) as ended:
        main(["push", str(graph), "--endpoint", stub.url, "--connect-timeout", "5", "--ca", str(ca)])
    assert ended.value.code == 0
    assert stub.writes
    with pytest.raises(SystemExit) as ended:
        main(["push", str(graph), "--endpoint", stub.url])
    assert ended.value.code != 0
    assert "nobody whom this machine trusts has signed it" in capsys.readouterr().err
