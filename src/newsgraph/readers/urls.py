"""URLs of articles and links: kept as printed, but only where they lead somewhere."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from newsgraph.errors import ReadError


def check_url(url: str, where: str) -> str:
    """Return `url` as it is; spaces in its path are left to the encoder of IRIs.

    Raises `ReadError` where it names no host, or an impossible host or port.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ReadError(
            f"not a URL: {url!r} ({error})", where=where, mend="correct it or leave it out"
        ) from error
    if not host or any(c.isspace() for c in host):
        raise ReadError(f"the URL names no host: {url!r}", where=where, mend="correct it or leave it out")
    return url


def resolve_link(target: str, base: str | None, where: str) -> str | None:
    """Return the address that an inline link leads to, or None where it leads to no page.

    A path is resolved against `base`, the article's URL, and leads nowhere without one; "www." is read as
    http (RFC 3986, sections 5 and 4.5). Addresses of other schemes ("mailto:") name no page.

    >>> resolve_link("/b", "https://a.example/c/d", "f:1"), resolve_link("mailto:e@a.example", None, "f:1")
    ('https://a.example/b', None)

    Raises `ReadError` as `check_url` does.
    """
    if target.lower().startswith("www."):
        return check_url(f"http://{target}", where)
    if target.startswith("//"):
        scheme = urlsplit(base).scheme if base else "https"
        return check_url(f"{scheme}:{target}", where)
    if target.startswith("/"):
        return urljoin(base, target) if base else None
    return check_url(target, where) if target.lower().startswith(("http:", "https:")) else None
