"""Who may ask: the names that the server goes by, and the web sites whose scripts may read answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from newsgraph.errors import UsageError
from newsgraph.sinks.service.refusal import RefusedError

_ORIGIN = re.compile(r"[a-z][a-z\d+.-]*://[^\s/?#@<>\"\\^`{|}A-Z]+")
_WEB = re.compile(r"https?://[^\s/?#@<>\"\\^`{|}]+(?:/[^\s?#<>\"\\^`{|}]*)?")
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Visitors:
    """What is let in.

    `host` is the address that the server is bound to, `public` its URL in the world where it stands behind
    another server, `origins` are those of web pages (`https://app.example`, or `*`) that may read answers.
    """

    host: str
    public: str | None = None
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise `UsageError` for a URL or an origin that is none: nobody would ever be answered by it."""
        if self.public is not None and not _WEB.fullmatch(self.public):
            raise UsageError(
                f"not a URL: {self.public!r}",
                where="--public-url",
                mend="give the whole of it, such as https://news.example/sparql",
            )
        for origin in self.origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise UsageError(
                    f"not an origin: {origin!r}",
                    where="--cors",
                    mend="give scheme and host alone, such as https://app.example, or `*` for all",
                )

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    def check_host(self, host: str | None) -> None:
        """Refuse a name that is none of this server's, where only this machine is to reach it.

        A web page could else be served from a name that is then made to point here, and so read answers
        (DNS rebinding). Raises `RefusedError` (421).
        """
        if host is None or not self.is_local:
            return
        known = _LOCAL | {self.host.lower().strip("[]")}
        if self.public is not None:
            known |= {urlsplit(self.public).hostname or ""}
        if _name_of(host) not in known:
            raise RefusedError(
                421,
                "this server does not go by that name",
                mend="use the address that it printed, or start it with --public-url",
            )

    def allowed_origin(self, origin: str | None, host: str | None) -> str | None:
        """Return what `Access-Control-Allow-Origin` is to say, None where it is to be left out.

        Raises `RefusedError` (403) for a page of another site that is not among `origins`.
        """
        if origin is None:
            return None
        if "*" in self.origins:
            return "*"
        if origin in self.origins:
            return origin
        own = {f"{scheme}://{host}".lower() for scheme in ("http", "https")}
        if self.public is not None:
            own.add("{0.scheme}://{0.netloc}".format(urlsplit(self.public)))
        if host is None or origin.lower() not in own:
            raise RefusedError(
                403, "pages of that site may not ask here", mend="start the server with --cors"
            )
        return None


def is_loopback(host: str) -> bool:
    """Say whether an address can be reached from its own machine only."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _name_of(host: str) -> str:
    if any(sign in host for sign in "/@?#\\"):  # more than a name and a port
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
