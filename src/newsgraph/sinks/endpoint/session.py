"""The connections of one client, on requests: kept open, verified, and with nothing done behind our back."""

from __future__ import annotations

import io
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from newsgraph.sinks.endpoint.tls import trust

if TYPE_CHECKING:
    import ssl
    import urllib.request
    from collections.abc import Callable
    from pathlib import Path

    from requests.auth import AuthBase

    from newsgraph.sinks.endpoint.address import Patience

_KEPT: Final = 4
"""Connections kept open to one host; a client uses one at a time, and one more for each answer it streams."""


class Session(requests.Session):
    """Sends requests over kept connections; what requests would do by itself is left to the caller.

    No redirect is followed and no netrc is read, so that credentials go only where the caller says. Proxies
    come from the environment. Cookies are not kept: each request of the protocols stands for itself, and a
    kept connection stays with one server of a cluster anyway. Not to be shared by threads.
    """

    def __init__(self, patience: Patience, ca: Path | None = None) -> None:
        """Prepare; nothing is connected or read yet."""
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.headers.clear()
        self.headers.update({"User-Agent": "newsgraph", "Accept-Encoding": "gzip, deflate"})
        self.wire = Wire(patience.timeout)
        self._patience = patience
        self._proxies: dict[str, dict[str, str]] = {}
        self._adapter = _Adapter(self.wire, ca)
        self.mount("https://", self._adapter)
        self.mount("http://", self._adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Follow nothing; where a redirect leads is the caller's matter."""
        del resp
        return None

    def exchange(self, request: urllib.request.Request, url: str, auth: AuthBase | None) -> requests.Response:
        """Send a request to a URL once and return the answer, its body still to be read."""
        body = request.data or b""
        if not isinstance(body, bytes):
            raise TypeError("the body of a request is bytes, so that it can be sent again")
        asked = self.prepare_request(
            requests.Request(request.get_method(), url, headers=dict(request.header_items()), data=body)
        )
        if body:  # as a file it goes out in pieces, each of which may take as long as a step may
            asked.body = io.BytesIO(body)
        if auth is not None:
            asked = auth(asked)
        self.wire.is_connecting = False
        return self.send(
            asked,
            stream=True,
            timeout=(self._patience.connect, self._patience.timeout),
            proxies=self._proxies_for(url),
            allow_redirects=False,
        )

    def forget_connections(self) -> None:
        """Close what is open: the next request gets a new connection."""
        self._adapter.close()

    def _proxies_for(self, url: str) -> dict[str, str]:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._proxies:
            self._proxies[origin] = get_environ_proxies(url)
        return self._proxies[origin]


class Wire:
    """What the connections of a session tell of themselves, and how long a step on them may take."""

    def __init__(self, step: float) -> None:
        """Nothing is sent yet; `step` is in seconds."""
        self.step = step
        self.is_connecting = False
        self.connections = self.requests = self.bytes = 0

    def connect(self, connection: HTTPConnection, connect: Callable[[], None]) -> None:
        """Connect, and let sending take as long as reading from then on, not as long as connecting."""
        self.is_connecting = True
        connect()
        self.is_connecting = False
        self.connections += 1
        connection.sock.settimeout(self.step)


class _Adapter(HTTPAdapter):
    """Verifies with the system's certificates, and counts what is sent."""

    def __init__(self, wire: Wire, ca: Path | None) -> None:
        self._wire = wire
        self._ca = ca
        self._context: ssl.SSLContext | None = None
        self._pools = _pool_classes(wire)
        super().__init__(pool_connections=_KEPT, pool_maxsize=_KEPT)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  requests' signature
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401  requests' signature
        if proxy.lower().startswith("https:"):
            options["proxy_ssl_context"] = self._trusted()
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: object, cert: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Verify always, and by our context, whatever is asked for."""
        del verify, cert
        host, options = super().build_connection_pool_key_attributes(request, verify=True)
        if host["scheme"] == "https":
            options["ssl_context"] = self._trusted()
        return host, options

    def cert_verify(self, conn: HTTPConnectionPool, url: str, verify: object, cert: object) -> None:
        """Leave out the certificates that requests brings along: the context has the system's."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401
        self._wire.requests += 1
        self._wire.bytes += int(request.headers.get("Content-Length") or 0)
        return super().send(request, **options)

    def _trusted(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = trust(self._ca)
        return self._context


def _pool_classes(wire: Wire) -> dict[str, type[HTTPConnectionPool]]:
    """Return the kinds of pools whose connections tell a wire what they do."""

    class Plain(HTTPConnection):
        def connect(self) -> None:
            wire.connect(self, super().connect)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            wire.connect(self, super().connect)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
