"""Deterministic IRIs: the recipes of the graph's names."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from anyascii import anyascii

from newsgraph.characters import nfkc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsgraph.model import Person, Span

_GRAPH, _LINKS = "/graph", "links"
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"}
)
_IRI_SAFE = "!#$%&'()*+,/:;=?@[]~"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_OF_BASE = re.compile(r"(.*?)(?:article/[0-9a-f]{16}|" + _LINKS + ")", re.DOTALL)
_OF_ARTICLE = re.compile(r"(.*[/#:]article/[0-9a-f]{16})(?:/.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?")


def hash_of(*fields: str) -> str:
    """Return the first 16 hex digits of SHA-256 over the UTF-8 fields joined by U+001F.

    >>> hash_of("a", "b") == hash_of("a", "b") != hash_of("ab")
    True
    """
    return hashlib.sha256("\x1f".join(fields).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def slug(name: str) -> str:
    """Return `name` as a piece of an IRI: NFKC, German umlauts spelled out, other scripts transliterated.

    >>> slug("Maite Nkoana-Mashabane"), slug("Müller"), slug("Владимир")
    ('maite-nkoana-mashabane', 'mueller', 'vladimir')

    A name of which nothing is left is named by its hash.
    """
    plain = anyascii(nfkc(name).translate(_UMLAUTS)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or hash_of(name)


def canonical_url(url: str) -> str:
    """Return `url` with scheme and host in lower case, http as https, no fragment, no `utm_*`; nothing else.

    >>> canonical_url("HTTP://www.Welt.de/a?id=3&utm_source=x#top")
    'https://www.welt.de/a?id=3'
    """
    parts = urlsplit(url.strip())
    scheme = "https" if parts.scheme.lower() in {"http", "https"} else parts.scheme.lower()
    fields = parts.query.split("&") if parts.query else []
    query = "&".join(f for f in fields if not _is_tracking(f))
    return urlunsplit((scheme, parts.netloc.lower(), parts.path, query, ""))


def _is_tracking(field: str) -> bool:
    name = next((key for key, _ in parse_qsl(field, keep_blank_values=True)), "")
    return name.lower().startswith("utm_")


def encode_iri(url: str) -> str:
    """Return `url` with every character percent-encoded that an IRI must not hold (spaces, quotes, <>).

    >>> encode_iri("https://a.example/x y|z")
    'https://a.example/x%20y%7Cz'

    Characters beyond ASCII are percent-encoded as UTF-8 too, so that every reader takes the result; so are
    brackets outside the host, a `%` that encodes nothing and a second `#`, which RFC 3987 forbids.
    """
    plain = _BARE_PERCENT.sub("%25", quote(url.strip(), safe=_IRI_SAFE))
    head = _AUTHORITY.match(plain)
    cut = head.end() if head else 0
    path, mark, fragment = plain[cut:].replace("[", "%5B").replace("]", "%5D").partition("#")
    return plain[:cut] + path + mark + fragment.replace("#", "%23")


def article_hash(
    *, url: str | None, source: str | None, published: str | None, headline: str, digest: str
) -> str:
    """Return the hash that names an article: of its canonical URL, or of what else identifies it."""
    if url:
        return hash_of(canonical_url(url))
    return hash_of(source or "", published or "", headline, digest)


def article_iri(base: str, article_id: str) -> str:
    """Return the IRI of the article with this hash."""
    return f"{base}article/{article_id}"


def graph_iri(about: str) -> str:
    """Return the named graph of the article, links or dataset with this IRI."""
    return f"{about}{_GRAPH}"


def about_of(graph: str) -> str:
    """Return the IRI of what a named graph is about, which is its name without the last step.

    >>> about_of("https://a.example/article/0123456789abcdef/graph"), about_of("urn:x")
    ('https://a.example/article/0123456789abcdef', 'urn:x')
    """
    return graph.removesuffix(_GRAPH)


def activity_iri(about: str) -> str:
    """Return the IRI of the activity that made the graph of the article, links or dataset with this IRI."""
    return f"{about}/activity"


def links_iri(base: str) -> str:
    """Return the IRI that the links across articles lie under."""
    return f"{base}{_LINKS}"


def links_graph_iri(base: str) -> str:
    """Return the named graph of the links across articles."""
    return graph_iri(links_iri(base))


def is_links_graph(graph: str) -> bool:
    """Say whether a named graph is one of links across articles, whatever its base."""
    return graph.endswith(graph_iri(_LINKS))


def base_of(iri: str) -> str | None:
    """Return the base of the data that an article's IRI, or that of the links, belongs to; None for others.

    >>> base_of("https://a.example/article/0123456789abcdef"), base_of("https://a.example/links")
    ('https://a.example/', 'https://a.example/')
    """
    match = _OF_BASE.fullmatch(iri)
    return match[1] if match else None


def article_of(iri: str) -> str | None:
    """Return the IRI of the article that an IRI is of, or lies under; None for what articles share.

    >>> article_of("https://a.example/article/0123456789abcdef/person/ada")
    'https://a.example/article/0123456789abcdef'
    """
    match = _OF_ARTICLE.fullmatch(iri)
    return match[1] if match else None


def aspect_iri(person: str, article: str) -> str:
    """Return the IRI of a person as one article speaks of them; a person of the article alone has it already.

    >>> aspect_iri("https://a.example/person/ada-x", "https://a.example/article/0123456789abcdef")
    'https://a.example/article/0123456789abcdef/person/ada-x'
    """
    return f"{article}/person/{person.rpartition('/')[2]}"


def span_iri(article: str, span: Span) -> str:
    """Return the IRI of the evidence node of one span."""
    return f"{article}/span/{span.start}-{span.end}"


def person_iri(base: str, article: str, person: Person) -> str:
    """Return the IRI of a person: global for a full name, else (single name, namesake) under the article."""
    if not person.local:
        return f"{base}person/{slug(person.name)}"
    suffix = f"-{person.ordinal}" if person.ordinal > 1 else ""
    return f"{article}/person/{slug(person.name)}{suffix}"


def normalised(text: str) -> str:
    r"""Return text as the hash of a statement sees it: NFKC, white space runs as one space.

    >>> normalised("Wir  nehmen\nnichts ")
    'Wir nehmen nichts'
    """
    return " ".join(nfkc(text).split())


def organisation_iri(base: str, name: str) -> str:
    """Return the IRI of the organisation of this name, the same in all articles."""
    return f"{base}organization/{slug(name)}"


def numbered(keys: Iterable[tuple[str, ...]]) -> list[str]:
    """Return for each key its hash with its running number among equal keys (from 1) as the last field.

    >>> first, second = numbered([("x",), ("x",)])
    >>> first == hash_of("x", "1"), second == hash_of("x", "2")
    (True, True)
    """
    seen: dict[tuple[str, ...], int] = {}
    hashes = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        hashes.append(hash_of(*key, str(seen[key])))
    return hashes
