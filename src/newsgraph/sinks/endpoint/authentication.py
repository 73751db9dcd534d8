"""How a request says who asks: a token at once, a password only to who asks for it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

    from newsgraph.sinks.endpoint.credentials import Credentials


class UnknownChallengeError(Exception):
    """The server asks for a kind of authentication that is neither Basic nor a Digest that we can answer."""


def authentication(credentials: Credentials) -> AuthBase | None:
    """Return what shows these credentials to the one server that they are for; None where nobody asks."""
    if credentials.token:
        return _Bearer(credentials.token)
    return _Challenged(credentials.user, credentials.password) if credentials.user else None


class _Bearer(AuthBase):
    """Sends the token. Source: RFC 6750, section 2.1."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        r.headers["Authorization"] = self._header
        return r


class _Digest(HTTPDigestAuth):
    """Answers a Digest challenge, uses it for the requests that follow, and answers a new one in between."""

    def build_digest_header(self, method: str, url: str) -> str:
        """Raise `UnknownChallengeError` where the challenge is incomplete or of an unknown algorithm."""
        try:
            header = super().build_digest_header(method, url)
        except KeyError:
            header = None
        if header is None:
            raise UnknownChallengeError
        return header.encode().decode("latin-1")  # a header goes out as Latin-1: these are the bytes of UTF-8


class _Challenged(AuthBase):
    """Waits for the challenge, so that no password goes out in clear to a server that wants Digest."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = _Digest(user, password)
        self._basic = HTTPBasicAuth(user.encode(), password.encode())
        self._kind = ""

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        if self._kind == "basic":
            return self._basic(r)
        r.register_hook("response", self._challenge)
        return self._digest(r)

    def _challenge(self, answer: Response, **options: Any) -> Response:  # noqa: ANN401  requests' options
        """Answer a Basic challenge; one for Digest is left to the hook behind this one.

        Who once asked for Digest is not answered in clear any more.
        """
        challenge = answer.headers.get("WWW-Authenticate", "").lower()
        if answer.status_code != HTTPStatus.UNAUTHORIZED or not challenge:
            return answer
        if "digest" in challenge:
            self._kind = "digest"
        elif "basic" not in challenge:
            answer.close()
            raise UnknownChallengeError
        elif not self._kind:
            self._kind = "basic"
            return self._again(answer, options)
        return answer

    def _again(self, answer: Response, options: dict[str, Any]) -> Response:
        _ = answer.content  # read to its end, so that the connection can be used again
        again = self._basic(answer.request.copy())
        if (rewind := getattr(again.body, "seek", None)) is not None:
            rewind(0)
        return answer.connection.send(again, **options)
