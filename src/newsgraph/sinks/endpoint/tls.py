"""Whom a TLS connection trusts: the system's certificates, and a certificate authority of one's own."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

CA: Final = "NEWSGRAPH_ENDPOINT_CA"
_BUNDLES: Final = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_SYSTEM: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def check_ca(file: Path, where: str) -> None:
    """Raise `UsageError` where a file holds no certificate that could be trusted."""
    _add(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), file, where)


def trust(ca: Path | None, environment: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """Return the context that verifies every certificate and the name in it.

    It trusts the system's certificates (OpenSSL reads `SSL_CERT_FILE` and `SSL_CERT_DIR` itself), or those of
    `REQUESTS_CA_BUNDLE` or `CURL_CA_BUNDLE` in their place, and those in the file `ca` besides. Raises
    `UsageError` where one of these names what cannot be read.
    """
    bundle = next((name for name in _BUNDLES if environment.get(name)), None)
    if bundle is None:
        for name in _SYSTEM:  # OpenSSL says nothing where they lead nowhere
            if environment.get(name) and not Path(environment[name]).exists():
                raise _unreadable(name, f"there is no {environment[name]}")
        context = ssl.create_default_context()
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.verify_flags = ssl.create_default_context().verify_flags
        _add(context, Path(environment[bundle]), bundle)
    if ca is not None:
        _add(context, ca, "--ca")
    return context


def _add(context: ssl.SSLContext, file: Path, where: str) -> None:
    try:
        if file.is_dir():
            context.load_verify_locations(capath=str(file))
        else:
            context.load_verify_locations(cafile=str(file))
    except ssl.SSLError as error:
        raise _unreadable(where, f"{file} holds no certificate in PEM form") from error
    except OSError as error:
        raise _unreadable(where, f"{file}: {error.strerror}") from error


def _unreadable(where: str, why: str) -> UsageError:
    mend = "name a file with the certificate of the authority, which begins with -----BEGIN CERTIFICATE-----"
    return UsageError(f"no certificates to trust: {why}", where=where, mend=mend)
