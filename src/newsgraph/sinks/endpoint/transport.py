"""HTTP: one request with authentication, safe redirects, patience, and errors that a user can act on."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import stamina

from newsgraph.sinks.endpoint.authentication import UnknownChallengeError, authentication
from newsgraph.sinks.endpoint.credentials import TOKEN, origin_of
from newsgraph.sinks.endpoint.failures import HttpError, failure, public, refusal, unanswered
from newsgraph.sinks.endpoint.session import Session
from newsgraph.sinks.endpoint.stream import ANSWER_ERRORS, Stream

if TYPE_CHECKING:
    import urllib.request
    from collections.abc import Callable, Iterator

    from requests import Response as Answer
    from requests.auth import AuthBase

    from newsgraph.sinks.endpoint.address import Endpoint

__all__ = ["Client", "HttpError", "Response", "Stream"]

# stamina reports every wait as a warning; without a handler Python would print these to stderr.
logging.getLogger("stamina").addHandler(logging.NullHandler())

T = TypeVar("T")

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_KEEPS_METHOD: Final = frozenset({307, 308})
_HOPS: Final = 10
_SAID: Final = 4096
_UNSURE: Final = "it is not known whether it was carried out: look, before it is sent again"


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer."""

    status: int
    media_type: str
    server: str
    body: bytes


class Client:
    """Sends requests to one endpoint over connections that stay open. Not to be shared by threads."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare the connection; nothing is sent yet."""
        self.endpoint = endpoint
        self._session = Session(endpoint.patience, endpoint.ca)
        self._authentications: dict[tuple[str, str, int], AuthBase | None] = {}

    @property
    def requests(self) -> int:
        """How many requests went out, each attempt counted."""
        return self._session.wire.requests

    @property
    def bytes(self) -> int:
        """How many bytes the bodies of these requests had."""
        return self._session.wire.bytes

    def send(self, request: urllib.request.Request, *, repeatable: bool = True) -> Response:
        """Send a request, again and again where that may help, and return the whole answer.

        `repeatable` says that twice has the same effect as once; what is not is sent again only where the
        first attempt was certainly not carried out. Raises `HttpError`.
        """

        def whole() -> Response:
            with self._opened(request) as stream:
                return Response(stream.status, stream.media_type, stream.server, b"".join(stream.pieces()))

        return self._persist(whole, repeatable=repeatable)

    @contextmanager
    def stream(self, request: urllib.request.Request, *, repeatable: bool = True) -> Iterator[Stream]:
        """Send a request as `send` does, and give its answer as a binary file while it comes in.

        Attempts end when an answer begins that says yes. Leaving the context ends the answer, also one that
        was not read to its end. Raises `HttpError`, as reading does where the answer breaks off.
        """
        with self._persist(lambda: self._opened(request), repeatable=repeatable) as stream:
            yield stream

    def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        self._session.close()

    def _persist(self, attempt_once: Callable[[], T], *, repeatable: bool) -> T:
        """Try as often as the endpoint's patience allows."""
        patience = self.endpoint.patience
        end = time.monotonic() + patience.total

        def worth_another(error: Exception) -> bool | float:
            passing = error.passing if isinstance(error, HttpError) else None
            if passing is None or not (repeatable or passing.is_undone):
                return False
            if passing.wait is None:
                return True
            return passing.wait if time.monotonic() + passing.wait < end else False

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
                    return self._on_a_live_connection(attempt_once, repeatable=repeatable)
        except HttpError as error:
            if error.passing and not (repeatable or error.passing.is_undone):
                error.mend = _UNSURE
            raise
        raise AssertionError("stamina ends with a result or an exception")

    def _on_a_live_connection(self, attempt_once: Callable[[], T], *, repeatable: bool) -> T:
        """Try once; where a kept connection turns out to have been closed meanwhile, once more at once."""
        if not repeatable:  # nobody could tell whether the request got through before the connection was cut
            self._session.forget_connections()
            return attempt_once()
        before = self._session.wire.connections
        try:
            return attempt_once()
        except HttpError as error:
            was_kept = self._session.wire.connections == before
            if not (was_kept and error.passing and error.passing.is_broken):
                raise
        self._session.forget_connections()
        return attempt_once()

    def _opened(self, request: urllib.request.Request) -> Stream:
        """Send a request once, follow redirects, and return the answer if it says yes."""
        end = time.monotonic() + self.endpoint.patience.answer
        url = request.full_url
        auth = self._authentication(url)
        for _ in range(_HOPS):
            answer = self._exchange(request, url, auth)
            target = _target(request, url, answer)
            if target is None:
                return self._accepted(request, Stream(answer, url, end), answer, is_known=auth is not None)
            answer.close()
            if origin_of(target) != origin_of(url):
                auth = None  # for good: who sends us elsewhere does not choose what we ask at home
            url = target
        raise failure(request.full_url, "it redirects without end", "check the URL, or the server's set-up")

    def _exchange(self, request: urllib.request.Request, url: str, auth: AuthBase | None) -> Answer:
        try:
            return self._session.exchange(request, url, auth)
        except UnknownChallengeError:
            what = "it asks for an unknown kind of authentication"
            raise failure(url, what, f"try {TOKEN}") from None
        except ANSWER_ERRORS as error:
            raise unanswered(url, error, is_connecting=self._session.wire.is_connecting) from None

    def _accepted(
        self, request: urllib.request.Request, stream: Stream, answer: Answer, *, is_known: bool
    ) -> Stream:
        if answer.ok and answer.status_code not in _REDIRECTS:
            return stream
        with stream:
            try:
                said = stream.read(_SAID)
            except HttpError:
                said = b""
        secrets = self.endpoint.credentials_for(request.full_url).secrets
        raise refusal(stream.url, answer, said, secrets, is_known=is_known)

    def _authentication(self, url: str) -> AuthBase | None:
        """Return who asks at the origin of `url`: credentials go to the hosts that the user named."""
        origin = origin_of(url)
        if origin not in self._authentications:
            self._authentications[origin] = authentication(self.endpoint.credentials_for(url))
        return self._authentications[origin]


def _target(request: urllib.request.Request, url: str, answer: Answer) -> str | None:
    """Return where an answer redirects to with the same method and body; None where it does not.

    Raises `HttpError` for a redirect that would lose what is sent, or weaken how it is sent.
    """
    location = answer.headers.get("Location")
    if answer.status_code not in _REDIRECTS or not location:
        return None
    try:
        parts = urlsplit(urljoin(url, location))
        target = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
        scheme, host, _ = origin_of(target)
    except ValueError:
        return None
    if scheme not in {"http", "https"} or not host:
        return None
    if origin_of(url)[0] == "https" and scheme != "https":
        mend = "if that is safe, give that address as the endpoint"
        raise _refused(url, answer, f"it redirects from https to {public(target)}", mend)
    if request.get_method() not in {"GET", "HEAD"} and answer.status_code not in _KEEPS_METHOD:
        raise _refused(url, answer, f"it has moved to {public(target)}", "give that address as the endpoint")
    return target


def _refused(url: str, answer: Answer, what: str, mend: str) -> HttpError:
    answer.close()
    return failure(url, what, mend)
