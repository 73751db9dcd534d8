"""Whom a TLS connection trusts: the system's certificates, and a certificate authority of one's own."""

from __future__ import annotations

import os
import ssl
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CA: Final = "NEWSGRAPH_ENDPOINT_CA"
_BUNDLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_SYSTEM: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def check_ca(file: Path, where: str) -> None:
    """Raise `UsageError` where a file holds no certificate that could be trusted."""
    with _readable(file, where):
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(**_as_option(file))


def trust(ca: Path | None, environment: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """Return the context that verifies every certificate and the name in it.

    It trusts the system's certificates (OpenSSL reads `SSL_CERT_FILE` and `SSL_CERT_DIR` itself), or those of
    `REQUESTS_CA_BUNDLE` or `CURL_CA_BUNDLE` in their place, and those in the file `ca` besides. Raises
    `UsageError` where one of these names what cannot be read.
    """
    instead = next((name for name in _BUNDLES if environment.get(name)), None)
    if instead is not None:
        bundle = Path(environment[instead])
        with _readable(bundle, instead):
            context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, **_as_option(bundle))
    else:
        for name in _SYSTEM:  # OpenSSL says nothing where they lead nowhere
            if environment.get(name) and not Path(environment[name]).exists():
                raise _unreadable(name, f"there is no {environment[name]}")
        context = ssl.create_default_context()
    if ca is not None:
        with _readable(ca, "--ca"):
            context.load_verify_locations(**_as_option(ca))
    return context


def _as_option(file: Path) -> dict[str, str]:
    return {"capath" if file.is_dir() else "cafile": str(file)}


@contextmanager
def _readable(file: Path, where: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLError as error:
        raise _unreadable(where, f"{file} holds no certificate in PEM form") from error
    except OSError as error:
        raise _unreadable(where, f"{file}: {error.strerror}") from error


def _unreadable(where: str, why: str) -> UsageError:
    mend = "name a file with the certificate of the authority, which begins with -----BEGIN CERTIFICATE-----"
    return UsageError(f"no certificates to trust: {why}", where=where, mend=mend)
