"""HTTP: one request with authentication, safe redirects, patience, and errors that a user can act on."""

from __future__ import annotations

import email.utils
import http.client
import logging
import re
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import stamina

from newsgraph.errors import EndpointError
from newsgraph.sinks.endpoint.address import PASSWORD, TOKEN, USER, Credentials, Endpoint
from newsgraph.sinks.endpoint.handlers import RedirectRefusedError, build_opener

if TYPE_CHECKING:
    from email.message import Message

# stamina reports every wait as a warning; without a handler Python would print these to stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())

_TEMPORARY: Final = frozenset({429, 502, 503, 504})
_CHUNK: Final = 1 << 16
_EXCERPT: Final = 200
_MENDS: Final[dict[int, tuple[str, str]]] = {
    403: ("the endpoint refuses: no permission", "use an account that may do this"),
    404: ("there is no endpoint at this address", "check the URL and its path"),
    405: ("the endpoint does not allow this kind of request", "try the other protocol, or another path"),
    411: ("the endpoint wants another form of request", "try the other protocol"),
    413: ("the endpoint takes no request of this size", "raise its limit for the size of requests"),
    415: ("the endpoint does not take this format", "try the other protocol"),
    501: ("the endpoint cannot do this", "try the other protocol"),
}


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer."""

    status: int
    media_type: str
    server: str
    body: bytes


class HttpError(EndpointError):
    """An answer that says no; `status` is its number, or 0 where no answer came."""

    def __init__(self, what: str, *, where: str, mend: str | None, status: int) -> None:
        """Keep the number too."""
        super().__init__(what, where=where, mend=mend)
        self.status = status


class _TemporaryError(Exception):
    """Something that may be better at the next attempt; `wait` is what the server asks for, in seconds."""

    def __init__(self, error: HttpError, wait: float | None = None) -> None:
        super().__init__(error.what)
        self.error = error
        self.wait = wait


class Client:
    """Sends requests to one endpoint; counts them and their bytes."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.endpoint = endpoint
        self.requests = 0
        self.bytes = 0
        self._openers: dict[str, urllib.request.OpenerDirector] = {}

    def send(self, request: urllib.request.Request) -> Response:
        """Send a request, again and again where that may help, and return the answer.

        The request must have the same effect once and twice. Raises `HttpError`.
        """
        patience = self.endpoint.patience
        end = time.monotonic() + patience.total

        def worth_another(error: Exception) -> bool | float:
            if not isinstance(error, _TemporaryError):
                return False
            if error.wait is None:
                return True
            return error.wait if time.monotonic() + error.wait < end else False

        try:
            for attempt in stamina.retry_context(
                on=worth_another,
                attempts=patience.attempts,
                timeout=patience.total,
                wait_initial=patience.first,
                wait_max=patience.longest,
                wait_jitter=patience.jitter,
            ):
                with attempt:
                    return self._once(request)
        except _TemporaryError as error:
            raise error.error from error.__cause__
        raise AssertionError("stamina ends with a result or an exception")

    def _once(self, request: urllib.request.Request) -> Response:
        self.requests += 1
        self.bytes += len(request.data) if isinstance(request.data, bytes) else 0
        url = request.full_url
        try:
            with self._opener(url).open(request, timeout=self.endpoint.patience.timeout) as answer:
                return self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(url, error) from error
        except RedirectRefusedError as error:
            raise _failure(url, error.what, error.mend) from error
        except ssl.SSLCertVerificationError as error:
            raise _failure(url, f"its certificate is not valid: {error.verify_message}", None) from error
        except urllib.error.URLError as error:
            raise self._unreachable(url, error.reason) from error
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(url, error) from error
        except ValueError as error:  # urllib's word for a challenge that is neither Basic nor Digest
            raise _failure(url, "it asks for an unknown kind of authentication", f"try {TOKEN}") from error

    def _opener(self, url: str) -> urllib.request.OpenerDirector:
        """Return the opener for the origin of `url`: credentials go to the hosts that the user named."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._openers:
            self._openers[origin] = build_opener(origin, self.endpoint.credentials)
        return self._openers[origin]

    def _read(self, answer: http.client.HTTPResponse) -> Response:
        end = time.monotonic() + self.endpoint.patience.answer
        parts = []
        while part := answer.read1(_CHUNK):
            parts.append(part)
            if time.monotonic() > end:
                raise TimeoutError("the answer takes too long")
        if answer.length:  # read1 does not complain when the connection ends early
            raise http.client.IncompleteRead(b"", answer.length)
        headers = answer.headers
        return Response(answer.status, headers.get_content_type(), headers.get("Server", ""), b"".join(parts))

    def _refusal(self, url: str, error: urllib.error.HTTPError) -> Exception:
        credentials = self.endpoint.credentials
        what, mend = _explain(error.code, credentials)
        said = _excerpt(error, credentials)
        refused = HttpError(
            f"{what}{': ' + said if said else ''}", where=_public(url), mend=mend, status=error.code
        )
        if error.code in _TEMPORARY:
            return _TemporaryError(refused, _retry_after(error.headers))
        return refused

    def _unreachable(self, url: str, reason: object) -> Exception:
        if isinstance(reason, ssl.SSLError):
            return _failure(url, f"no secure connection: {reason.reason or reason}", "check the certificate")
        if isinstance(reason, TimeoutError):
            what, mend = "it does not answer in time", "try again later, or allow more time"
        elif isinstance(reason, ConnectionRefusedError):
            what, mend = "nothing listens there", "start the server, or check host and port"
        elif isinstance(reason, (ConnectionError, http.client.HTTPException)):
            what, mend = "the connection broke", "try again: what was sent already is not sent twice"
        else:
            what, mend = f"it cannot be reached: {reason}", "check host and port"
            return _failure(url, what, mend)
        return _TemporaryError(_failure(url, what, mend))


def _failure(url: str, what: str, mend: str | None) -> HttpError:
    return HttpError(what, where=_public(url), mend=mend, status=0)


def _public(url: str) -> str:
    """Return a URL for messages: without credentials and query string."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _explain(status: int, credentials: Credentials) -> tuple[str, str | None]:
    if status == HTTPStatus.UNAUTHORIZED:
        if credentials.user or credentials.token:
            return "the endpoint does not accept the credentials", "check user, password or token"
        return "the endpoint asks for credentials", f"set {USER} and {PASSWORD}, or {TOKEN}"
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


def _excerpt(error: urllib.error.HTTPError, credentials: Credentials) -> str:
    """Return the first words of a plain answer to an error; a web page says nothing that fits a line."""
    try:
        raw = error.read(4096)
    except (OSError, http.client.HTTPException):
        return ""
    text = raw.decode("utf-8", "replace")
    if "html" in error.headers.get_content_type() or re.match(r"\s*<", text):
        return ""
    for secret in credentials.secrets:
        text = text.replace(secret, "…")
    return " ".join(text.split())[:_EXCERPT]


def _retry_after(headers: Message) -> float | None:
    """Return the seconds that `Retry-After` asks for. Source: RFC 9110, section 10.2.3."""
    value = headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
