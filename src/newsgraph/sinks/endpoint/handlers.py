"""How urllib authenticates and follows redirects: credentials go to the named host alone."""

from __future__ import annotations

import base64
import urllib.request
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from email.message import Message

    from newsgraph.sinks.endpoint.address import Credentials

_KEEPS_METHOD: Final = frozenset({307, 308})


class RedirectRefusedError(Exception):
    """A redirect that would lose what is sent, or weaken how it is sent."""

    def __init__(self, what: str, mend: str) -> None:
        """Keep both parts."""
        super().__init__(what)
        self.what = what
        self.mend = mend


def build_opener(origin: str, credentials: Credentials) -> urllib.request.OpenerDirector:
    """Return an opener that shows the credentials to `origin` (scheme, host and port) and nobody else."""
    handlers: list[urllib.request.BaseHandler] = [_Redirects()]
    if credentials.token:
        handlers.append(_Bearer(origin, credentials.token))
    elif credentials.user:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, origin, credentials.user, credentials.password)
        handlers += [_Basic(passwords), _Digest(passwords)]
    return urllib.request.build_opener(*handlers)


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a URL.

    >>> origin_of("https://A.example/x") == origin_of("https://a.example:443/y")
    True
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


class _Bearer(urllib.request.BaseHandler):
    """Sends the token. Source: RFC 6750, section 2.1."""

    def __init__(self, origin: str, token: str) -> None:
        self._origin = origin_of(origin)
        self._token = token

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if origin_of(request.full_url) == self._origin:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return request

    https_request = http_request


class _Challenged:
    """Closes the answer that asked for credentials, which urllib leaves open."""

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message
    ) -> object:
        answer = None
        try:
            answer = super().http_error_401(req, fp, code, msg, headers)  # type: ignore[misc]  # of the handler beside
        except BaseException:
            fp.close()
            raise
        if answer is not None:
            fp.close()
        return answer


class _Basic(_Challenged, urllib.request.HTTPBasicAuthHandler):
    """Waits for a Basic challenge, so that no password goes out in clear to a server that wants Digest."""

    _challenged = False

    def retry_http_basic_auth(self, host: str, req: urllib.request.Request, realm: str) -> object:
        self._challenged = True
        return super().retry_http_basic_auth(host, req, realm)

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        if self._challenged and not req.has_header("Authorization"):
            user, password = self.passwd.find_user_password("", req.full_url)
            if user:
                packed = base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
                req.add_unredirected_header("Authorization", f"Basic {packed}")
        return req

    https_request = http_request


class _Digest(_Challenged, urllib.request.HTTPDigestAuthHandler):
    """Answers a challenge, and uses it for the requests that follow, so that bodies go out once."""

    def __init__(self, passwords: urllib.request.HTTPPasswordMgr) -> None:
        super().__init__(passwords)
        self._challenge: dict[str, str] = {}

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> object:
        fields = urllib.request.parse_http_list(auth.partition(" ")[2])
        self._challenge = urllib.request.parse_keqv_list([field for field in fields if field])
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, request: urllib.request.Request) -> urllib.request.Request:
        if self._challenge and not request.has_header("Authorization"):
            answer = self.get_authorization(request, self._challenge)
            if answer:
                request.add_unredirected_header("Authorization", f"Digest {answer}")
        return request

    https_request = http_request


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect with the same method and body, or not at all."""

    def redirect_request(  # noqa: PLR0913, PLR0917  the signature is urllib's
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> urllib.request.Request | None:
        del msg, headers
        target = urljoin(req.full_url, newurl)
        shown = target.partition("?")[0]
        if origin_of(req.full_url)[0] == "https" and origin_of(target)[0] != "https":
            fp.close()
            mend = "if that is safe, give that address as the endpoint"
            raise RedirectRefusedError(f"it redirects from https to {shown}", mend)
        if req.get_method() not in {"GET", "HEAD"} and code not in _KEEPS_METHOD:
            fp.close()
            raise RedirectRefusedError(f"it has moved to {shown}", "give that address as the endpoint")
        # Headers that were added as unredirected stay behind: Authorization is one of them.
        kept = {name: value for name, value in req.headers.items() if name != "Authorization"}
        return urllib.request.Request(  # noqa: S310  urllib's own handler lets only http, https and ftp pass
            target, data=req.data, headers=kept, method=req.get_method(), unverifiable=True
        )
