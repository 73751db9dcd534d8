"""What can go wrong with a request, in words that a user can act on; and what of it may pass."""

from __future__ import annotations

import email.utils
import errno
import http.client
import re
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import DecodeError, ProxySchemeUnknown

from newsgraph.errors import EndpointError
from newsgraph.sinks.endpoint.credentials import PASSWORD, TOKEN, USER
from newsgraph.sinks.endpoint.tls import CA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NOT_DONE: Final = frozenset({408, 425, 429, 503})
"""Temporary, and by their meaning nothing was done: the request did not come whole, came too early, came too
often, or finds nobody to handle it. Sources: RFC 9110, 15.5.9 and 15.6.4; RFC 8470, 5.2; RFC 6585, 4."""
_TEMPORARY: Final = _NOT_DONE | {502, 504}
"""A gateway's word on a server that did not answer it: temporary, but the server may have done its work.
Not 500: a server says that of the request itself, and would say it again."""
_CONFLICT: Final = re.compile(r"\b40001\b|ConcurrentModificationException")
"""What servers say with a 500 where two transactions were in each other's way and one was rolled back:
the SQL state that Virtuoso gives, and Neptune's name for it."""
_UNREACHABLE: Final = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN})
_ENDED: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError)
_OF_THE_PROXY: Final = (
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidProxyURL,
    requests.exceptions.InvalidSchema,  # the endpoint's own was looked at before
    ProxySchemeUnknown,
)
_EXCERPT: Final = 200

_OTHER_WAY: Final = "check that the URL is that of a SPARQL endpoint, or try the other protocol"
_MENDS: Final[dict[int, tuple[str, str]]] = {
    403: ("the endpoint refuses: no permission", "use an account that may do this"),
    404: ("there is no endpoint at this address", "check the URL and its path"),
    405: ("the endpoint does not allow this kind of request", _OTHER_WAY),
    407: ("the proxy asks for credentials", "put them into the proxy's URL, in HTTPS_PROXY or HTTP_PROXY"),
    411: ("the endpoint wants another form of request", "try the other protocol"),
    413: ("the endpoint takes no request of this size", "raise its limit for the size of requests"),
    415: ("the endpoint does not take this format", "try the other protocol"),
    501: ("the endpoint cannot do this", _OTHER_WAY),
}
_OWN_CA: Final = f"if you trust it, name the certificate of who signed it: --ca FILE, or {CA}"
_CERTIFICATES: Final[dict[int, tuple[str, str]]] = {
    9: ("it is not valid yet", "check this machine's clock"),
    10: ("it has expired", "have the server's certificate renewed, or check this machine's clock"),
    18: ("it is self-signed", _OWN_CA),
    19: ("nobody whom this machine trusts has signed it", _OWN_CA),
    20: ("nobody whom this machine trusts has signed it", _OWN_CA),
    21: ("nobody whom this machine trusts has signed it", _OWN_CA),
    62: ("it is for another host", "give the host name for which it was made, or have it made for this one"),
    64: ("it is for another host", "give the host name for which it was made, or have it made for this one"),
}
"""By OpenSSL's numbers (x509_vfy.h)."""


@dataclass(frozen=True, slots=True)
class Passing:
    """What may be better at the next attempt.

    `wait` is what the server asks for, in seconds; `is_undone` says that the request was certainly not
    carried out; `is_broken` that the connection ended before there was a whole answer.
    """

    wait: float | None = None
    is_undone: bool = False
    is_broken: bool = False


class HttpError(EndpointError):
    """An answer that says no; `status` is its number, or 0 where no answer came.

    `passing` tells what may be better at the next attempt; None where nothing will be.
    """

    def __init__(
        self, what: str, *, where: str, mend: str | None, status: int, passing: Passing | None = None
    ) -> None:
        """Keep the number too, and whether it may pass."""
        super().__init__(what, where=where, mend=mend)
        self.status = status
        self.passing = passing


def failure(url: str, what: str, mend: str | None, passing: Passing | None = None) -> HttpError:
    """Return the error for a request to which no answer came."""
    return HttpError(what, where=public(url), mend=mend, status=0, passing=passing)


def public(url: str) -> str:
    """Return a URL for messages: without credentials and query string."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def refusal(
    url: str, answer: requests.Response, said: bytes, secrets: Iterable[str], *, is_known: bool
) -> HttpError:
    """Return the error for an answer that says no; `said` is how its body begins.

    What is quoted of it holds none of the `secrets`. `is_known` says that it was told who asks.
    """
    status = answer.status_code
    what, mend = _explain(status, is_known=is_known)
    excerpt = _excerpt(said, answer.headers.get("Content-Type", ""), secrets)
    passing = None
    if status in _TEMPORARY:
        wait = retry_after(answer.headers.get("Retry-After", ""))
        passing = Passing(wait, is_undone=status in _NOT_DONE)
    elif status == HTTPStatus.INTERNAL_SERVER_ERROR and _CONFLICT.search(excerpt):
        passing = Passing(is_undone=True)
    told = f"{what}: {excerpt}" if excerpt else what
    return HttpError(told, where=public(url), mend=mend, status=status, passing=passing)


def unanswered(url: str, error: Exception, *, is_connecting: bool) -> HttpError:
    """Return the error for a request that failed with `error`; while connecting nothing was sent yet."""
    found = list(_causes(error))
    if any(isinstance(e, _OF_THE_PROXY) for e in found):
        return _proxy_failed(url, found)
    if any(isinstance(e, DecodeError) for e in found):
        return failure(url, "its answer is packed and cannot be unpacked", "look into the log of the server")
    return (
        _insecure(url, found) or _broken(url, found, is_connecting=is_connecting) or _unreachable(url, found)
    )


def _insecure(url: str, found: list[BaseException]) -> HttpError | None:
    """Return the error where TLS does not come about; a connection that only ended is none."""
    secure = next((e for e in found if isinstance(e, ssl.SSLError)), None)
    if isinstance(secure, ssl.SSLCertVerificationError):
        what, mend = _CERTIFICATES.get(secure.verify_code, (secure.verify_message, "check the certificate"))
        return failure(url, f"its certificate is not valid: {what}", mend)
    if secure is None or isinstance(secure, _ENDED):
        return None
    what = f"no secure connection: {secure.reason or secure}"
    return failure(url, what, "check that the server speaks TLS at this port, or give an http URL")


def _broken(url: str, found: list[BaseException], *, is_connecting: bool) -> HttpError | None:
    """Return the error of a connection that came to an end, or did not come about."""
    if any(isinstance(e, TimeoutError) for e in found):
        what = "no connection comes about in time" if is_connecting else "it does not answer in time"
        mend = "try again later, or allow more time"
        if is_connecting and url.startswith("https:"):
            mend += "; or check that the server speaks TLS at this port"
        return failure(url, what, mend, Passing(is_undone=is_connecting))
    if any(isinstance(e, ConnectionRefusedError) for e in found):
        mend = "start the server, or check host and port"
        return failure(url, "nothing listens there", mend, Passing(is_undone=True))
    if any(isinstance(e, (ConnectionError, http.client.HTTPException, *_ENDED)) for e in found):
        mend = "try again: what was sent already is not sent twice"
        return failure(url, "the connection broke", mend, Passing(is_undone=is_connecting, is_broken=True))
    return None


def _unreachable(url: str, found: list[BaseException]) -> HttpError:
    system = next((e for e in found if isinstance(e, OSError) and e.strerror), None)
    if system is None:  # their words can hold what must not be told
        return failure(url, f"it cannot be asked: {type(found[-1]).__name__}", "check the URL")
    may_pass = system.errno in _UNREACHABLE or (
        isinstance(system, socket.gaierror) and system.errno == socket.EAI_AGAIN
    )
    passing = Passing(is_undone=True) if may_pass else None
    return failure(url, f"it cannot be reached: {system.strerror}", "check host and port", passing)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it: libraries wrap each other's."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _proxy_failed(url: str, found: list[BaseException]) -> HttpError:
    """Return the error of a proxy, without anything of its URL, because that may hold a password."""
    if any("407" in str(e) for e in found if isinstance(e, OSError)):
        what, mend = _MENDS[407]
        return HttpError(what, where=public(url), mend=mend, status=407)
    mend = "check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    is_set_up = any(isinstance(e, requests.exceptions.ProxyError) for e in found)
    what = "the proxy cannot be reached or refuses" if is_set_up else "the proxy cannot be used"
    return failure(url, what, mend, Passing(is_undone=True) if is_set_up else None)


def _explain(status: int, *, is_known: bool) -> tuple[str, str | None]:
    if status == HTTPStatus.UNAUTHORIZED:
        if is_known:
            return "the endpoint does not accept the credentials", "check user, password or token"
        return "the endpoint asks for credentials", f"set {USER} and {PASSWORD}, or {TOKEN}, or write a netrc"
    if status in _MENDS:
        return _MENDS[status]
    kinds: tuple[tuple[bool, str, str | None], ...] = (
        (status in _TEMPORARY, "the endpoint is overloaded or not ready", "try again later"),
        (
            status >= HTTPStatus.INTERNAL_SERVER_ERROR,
            "the endpoint failed",
            "look into the log of the server",
        ),
        (status < HTTPStatus.BAD_REQUEST, "it redirects where we do not follow", "give the final address"),
        (True, "the endpoint refuses", None),
    )
    what, mend = next((what, mend) for holds, what, mend in kinds if holds)
    return f"{what} ({status})", mend


def _excerpt(raw: bytes, media_type: str, secrets: Iterable[str]) -> str:
    """Return the first words of a plain answer to an error; a web page says nothing that fits a line."""
    text = raw.decode("utf-8", "replace")
    if "html" in media_type or re.match(r"\s*<", text):
        return ""
    for secret in secrets:
        text = text.replace(secret, "…")
    return " ".join(text.split())[:_EXCERPT]


def retry_after(value: str) -> float | None:
    """Return the seconds that `Retry-After` asks for; None for none. Source: RFC 9110, section 10.2.3."""
    value = value.strip()
    if value.isascii() and value.isdecimal():
        return float(value) or None
    try:
        moment = email.utils.parsedate_to_datetime(value)
        left = (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return None
    return left if left > 0 else None
