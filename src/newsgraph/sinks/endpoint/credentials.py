"""Who asks an endpoint: from the environment, from netrc, or from the URL itself."""

from __future__ import annotations

import logging
import netrc
import os
import stat
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import unquote, urlsplit

from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

USER: Final = "NEWSGRAPH_ENDPOINT_USER"
PASSWORD: Final = "NEWSGRAPH_ENDPOINT_PASSWORD"  # noqa: S105  the name of a variable, not a password
TOKEN: Final = "NEWSGRAPH_ENDPOINT_TOKEN"  # noqa: S105  the name of a variable, not a token

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port: whom credentials are for."""

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. They stay out of `repr`, and so out of logs; empty means that nobody was named.

    User and password answer a Basic or a Digest challenge; a token is sent as a bearer token.
    """

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be printed: also not as the Basic header packs it."""
        packed = b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        return tuple(secret for secret in (self.password, self.token, packed) if secret)

    def __bool__(self) -> bool:
        """Tell whether anybody was named."""
        return bool(self.user or self.token)


NOBODY: Final = Credentials()


def origin_of(url: str) -> Origin:
    """Return the origin of a URL.

    >>> origin_of("https://A.example/x") == origin_of("https://a.example:443/y")
    True
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def find_credentials(parts: SplitResult, environment: Mapping[str, str]) -> Credentials:
    """Return who asks at the host of a URL: of the environment, else of the URL, else of netrc.

    What the environment names is for every address that the user gives; the URL's user and an entry of netrc
    are for their own host alone. Raises `UsageError` for credentials that no header can carry.
    """
    named = Credentials(environment.get(USER, ""), environment.get(PASSWORD, ""), environment.get(TOKEN, ""))
    where = f"{USER}, {PASSWORD}, {TOKEN}"
    if not named and parts.username:
        where = "--endpoint"
        named = Credentials(unquote(parts.username), unquote(parts.password or ""))
        if named.password:
            logger.warning(
                "a password in the URL can stay in the shell's history and in lists of processes: "
                "better set %s and %s, or write it into netrc",
                USER,
                PASSWORD,
            )
    elif not named:
        where = "netrc"
        named = _of_netrc(parts.hostname or "", environment)
    if any(ord(c) < 0x20 for c in named.user + named.password + named.token):
        raise UsageError("credentials hold a line break or another control character", where=where)
    if not named.token.isascii():
        raise UsageError("a token holds ASCII characters only", where=TOKEN, mend="check what was copied")
    return named


def _of_netrc(host: str, environment: Mapping[str, str]) -> Credentials:
    """Return the entry of a host, or nobody. What cannot be used is told, without a word of its content."""
    file = _netrc_file(environment)
    if file is None:
        return NOBODY
    try:
        found = netrc.netrc(file).authenticators(host)
        if found is None:
            return NOBODY
        if os.name == "posix" and file.stat().st_mode & _OTHERS:
            logger.warning("%s: not used, because others may read or write it: chmod 600 mends that", file)
            return NOBODY
    except netrc.NetrcParseError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        logger.warning("%s%s: not used, because it is no netrc file: mend it, or set NETRC", file, line)
        return NOBODY
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        logger.warning("%s: not used, because it cannot be read: %s", file, why)
        return NOBODY
    return Credentials(found[0], found[2] or "")


def _netrc_file(environment: Mapping[str, str]) -> Path | None:
    """Return the netrc file that there is: that of NETRC, else `~/.netrc` (on Windows also `~/_netrc`)."""
    if named := environment.get("NETRC"):
        return Path(named)
    home = environment.get("HOME") or environment.get("USERPROFILE")
    if not home:
        return None
    known = (Path(home) / name for name in (".netrc", "_netrc"))
    return next((file for file in known if file.is_file()), None)
