"""What a request that means harm is, how it is sent, and what may come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

HUNG_UP = 0
"""Where a server may also hang up without an answer."""

ANY_REFUSAL = frozenset({HUNG_UP, 400, 403, 404, 405, 406, 408, 411, 413, 414, 415, 421, 431, 500, 501, 505})
NO_ANSWER_OF_ANY_USE = ANY_REFUSAL | {200}
BAD_QUERY = frozenset({400, 403})
TOO_MUCH = frozenset({400, 500})


@dataclass(frozen=True)
class Attack:
    """Bytes to send, and the statuses that may come back."""

    family: str
    request: bytes
    expected: frozenset[int]


@dataclass(frozen=True)
class Target:
    """What the attacks are after: a server that must not be asked, and a file that must not be read."""

    listener: str
    secret: str
    most_body: int


# How a query is sent


def head(method: str, path: str, *lines: str) -> bytes:
    text = "".join(f"{line}\r\n" for line in (f"{method} {path} HTTP/1.1", "Host: localhost", *lines))
    return f"{text}Connection: close\r\n\r\n".encode()


def by_get(query: str) -> bytes:
    return head("GET", f"/sparql?query={quote(query)}")


def by_form(query: str) -> bytes:
    return posted(urlencode({"query": query}).encode(), "application/x-www-form-urlencoded")


def by_direct(query: str) -> bytes:
    return posted(query.encode(), "application/sparql-query")


def posted(body: bytes, media: str, path: str = "/sparql") -> bytes:
    return head("POST", path, f"Content-Type: {media}", f"Content-Length: {len(body)}") + body


WAYS: tuple[Callable[[str], bytes], ...] = (by_get, by_form, by_direct)


def sent(family: str, query: str, dice: random.Random, expected: frozenset[int]) -> Attack:
    return Attack(family, dice.choice(WAYS)(query), expected)
