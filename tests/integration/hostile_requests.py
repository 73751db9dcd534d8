"""HTTP requests that mean harm, by families: written by hand, and varied by dice with a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.integration.attack import (
    ANY_REFUSAL,
    HUNG_UP,
    NO_ANSWER_OF_ANY_USE,
    Attack,
    Target,
    head,
    posted,
    sent,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator


def paths(target: Target, dice: random.Random) -> Iterator[Attack]:
    """Paths that lead out of where they begin, or to another server."""
    ups = (
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..\\",
        "%2e%2e%5c",
        "....//",
        "..%c0%af",
        "..;/",
        "%252e%252e/",
    )
    for up in ups:
        for start in ("/", "/sparql/", "/query/", "//"):
            yield Attack(
                "paths",
                head("GET", start + up * dice.randrange(1, 9) + target.secret.lstrip("/")),
                ANY_REFUSAL,
            )
    more = (
        *(
            "//etc/passwd",
            "/sparql/x",
            "/sparql%00.ttl",
            "/%00",
            "/.git/config",
            "/newsgraph.lock",
            "/CURRENT",
            "/~root",
        ),
        *(
            "http://evil.example/",
            f"file://{target.secret}",
            target.listener,
            "*",
            "?",
            "sparql",
            "/" + "a" * 5000,
            "/sparql;x=y",
        ),
        *(
            "/?query=ASK%7B%7D/../../secret",
            "/health/../../",
            "/sparql#x",
            "/\u00e4",
            "/%ff%fe",
            "/ /",
            "/<script>",
        ),
    )
    for path in more:
        for method in ("GET", "HEAD", "POST"):
            yield Attack("paths", head(method, path, "Content-Length: 0"), NO_ANSWER_OF_ANY_USE)
    yield Attack("paths", head("CONNECT", "127.0.0.1:22"), ANY_REFUSAL)


def bodies(target: Target, dice: random.Random) -> Iterator[Attack]:
    """Bodies that are too long, or not as long as they say."""
    direct = "Content-Type: application/sparql-query"
    most = target.most_body
    for _ in range(6):
        much = b"#" * dice.randrange(most + 1, 3 * most)
        for media in ("application/sparql-query", "application/x-www-form-urlencoded", "text/turtle", "x/y"):
            yield Attack("bodies", posted(much, media), frozenset({413, HUNG_UP}))
    for length in (most + 1, 10**9, 10**15, 2**63, 2**64, 10**40):
        yield Attack(
            "bodies",
            head("POST", "/sparql", direct, f"Content-Length: {length}") + b"ASK {}",
            frozenset({413, 400, HUNG_UP}),
        )
    for short in (7, 100, 5000):
        yield Attack(
            "bodies",
            head("POST", "/sparql", direct, f"Content-Length: {short}") + b"ASK {}",
            frozenset({HUNG_UP, 400}),
        )
    for wrong in ("-1", "0x10", "1e3", "six", "", "6 6", "+6", "6,6", "\u0666", "6;"):
        yield Attack(
            "bodies",
            head("POST", "/sparql", direct, f"Content-Length: {wrong}") + b"ASK {}",
            NO_ANSWER_OF_ANY_USE,
        )
    chunked = head("POST", "/sparql", direct, "Transfer-Encoding: chunked")
    endless = b"".join(b"1000\r\n" + b"#" * 4096 + b"\r\n" for _ in range(most // 4096 + 20))
    yield Attack("bodies", chunked + endless, frozenset({413, HUNG_UP}))
    yield Attack("bodies", chunked + b"1\r\n#\r\n" * (most + 10), frozenset({413, HUNG_UP}))
    for chunk in (
        b"ffffffffffffffff\r\n#",
        b"-1\r\n#",
        b"zz\r\n#",
        b"\r\n",
        b"6\r\nASK {}",
        b"6;" + b"x" * 70_000,
        b"3\r\nASK {}\r\n0\r\n\r\n",
    ):
        yield Attack("bodies", chunked + chunk, NO_ANSWER_OF_ANY_USE)
    for _ in range(20):
        noise = dice.randbytes(dice.randrange(1, 3000))
        for media in ("application/sparql-query", "application/x-www-form-urlencoded"):
            yield Attack("bodies", posted(noise, media), frozenset({400}))


def heads(_: Target, dice: random.Random) -> Iterator[Attack]:
    """Heads that are too long, broken, or carry line breaks into what is written back."""
    ask = "/sparql?query=ASK%7B%7D"
    yield Attack("heads", head("GET", ask, "X: " + "a" * 400_000), ANY_REFUSAL)
    yield Attack("heads", head("GET", ask, *(f"X{i}: y" for i in range(40_000))), ANY_REFUSAL)
    yield Attack("heads", head("GET", f"/sparql?query={'a' * 400_000}"), ANY_REFUSAL)
    split = "%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0aevil"
    for path in (f"/{split}", f"/sparql?query={split}", f"/sparql?{split}", f"/sparql{split}"):
        yield Attack("heads", head("GET", path), NO_ANSWER_OF_ANY_USE - {200})
    names = (
        "Accept",
        "Origin",
        "Host",
        "Content-Type",
        "Access-Control-Request-Method",
        "X-Forwarded-Host",
        "Referer",
    )
    values = (
        "a\r b",
        "a\x00b",
        "\x7f",
        "a\nSet-Cookie: x=1",
        "\t\t",
        "é",
        "*" * 3000,
        "q=;;,,",
        "null",
        "http://evil.example",
    )
    for name in names:
        for value in values:
            yield Attack("heads", head("GET", ask, f"{name}: {value}"), NO_ANSWER_OF_ANY_USE)
    for accept in (
        "*/*;q=1e999",
        ";q=",
        "a/b;q=nan",
        "a/b;q=-1",
        "," * 5000,
        "text/csv;" + "a=b;" * 5000,
        "*/*;q=\u0661",
    ):
        yield Attack("heads", head("GET", ask, f"Accept: {accept}"), frozenset({200, 400, 406}))
    for host in (
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:7879",
        "[::2]",
        "a@localhost.evil",
        "[",
        "1.2.3.4",
    ):
        raw = f"GET {ask} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        yield Attack("heads", raw, frozenset({421, 400}))
    for origin in (
        "http://evil.example",
        "null",
        "http://localhost.evil.example",
        "file://",
        "http://[",
        "javascript:x",
    ):
        yield Attack("heads", head("GET", ask, f"Origin: {origin}"), frozenset({403, 400}))
    starts = (
        *(
            b"GET",
            b"\r\n\r\n",
            b"\x00" * 100,
            b"GET / HTTP/9.9\r\n\r\n",
            b"GET /\r\n\r\n",
            b"get /sparql http/1.1\r\n\r\n",
        ),
        *(
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"SSH-2.0-x\r\n",
        ),
        *(
            b"GET  /sparql  HTTP/1.1\r\n\r\n",
            b"GET\t/sparql\tHTTP/1.1\r\n\r\n",
            b": x\r\n\r\n",
            b"GET / HTTP/1.1\r\n : x\r\n\r\n",
        ),
    )
    for start in starts:
        yield Attack("heads", start, NO_ANSWER_OF_ANY_USE)
    for most in range(60, 2000, 60):
        yield Attack("heads", dice.randbytes(dice.randrange(1, most)) + b"\r\n\r\n", NO_ANSWER_OF_ANY_USE)


def smuggled(_: Target, dice: random.Random) -> Iterator[Attack]:
    """Requests of which a proxy before this server could see other ends than it does."""
    inner = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
    post = "POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
    lengths = ("Content-Length: 6", f"Content-Length: {6 + len(inner)}")
    encodings = (
        *(
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding : chunked",
            " Transfer-Encoding: chunked",
        ),
        *(
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: identity, chunked",
            "Transfer-Encoding:\tchunked",
            "Transfer-Encoding: \x0bchunked",
        ),
        *(
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
            "X: y\r\n Transfer-Encoding: chunked",
            "Transfer_Encoding: chunked",
            "Content-Length: 0",
        ),
    )
    body = b"ASK {}"
    for length in lengths:
        for encoding in encodings:
            for lines in ((length, encoding), (encoding, length)):
                text = "".join(f"{line}\r\n" for line in lines)
                start = f"{post}Content-Type: application/sparql-query\r\n{text}\r\n"
                rest = dice.choice(
                    (body + inner, b"0\r\n\r\n" + inner, b"6\r\n" + body + b"\r\n0\r\n\r\n" + inner)
                )
                both = encoding.startswith("Transfer-Encoding:")
                expected = ANY_REFUSAL if both else NO_ANSWER_OF_ANY_USE
                yield Attack("smuggled", start.encode() + rest, expected)
    twice = f"{post}Host: evil.example\r\nContent-Length: 6\r\nContent-Length: 60\r\n\r\n"
    yield Attack("smuggled", twice.encode() + body + inner, ANY_REFUSAL)


def letters(_: Target, dice: random.Random) -> Iterator[Attack]:
    """Characters that are none, or that are not what they look like, in every place of a request."""
    broken = (
        b"\xff",
        b"\xc0\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x82",
        b"\x80",
        b"\xfe\xff",
        b"\x00",
    )
    for bad in broken:
        percent = quote(bad)
        expected = frozenset({400})
        yield Attack(
            "letters",
            head("GET", f"/sparql?query=SELECT%20%28%22{percent}%22%20AS%20%3Fx%29{percent}"),
            expected,
        )
        yield Attack(
            "letters", head("GET", f"/sparql?query=ASK%7B%7D&default-graph-uri=urn:{percent}%20"), expected
        )
        yield Attack("letters", head("GET", f"/sparql?{percent}=ASK%7B%7D"), expected)
        yield Attack(
            "letters", posted(b'SELECT ("' + bad + b'" AS ?x)' + bad, "application/sparql-query"), expected
        )
        yield Attack(
            "letters",
            posted(b"query=ASK{} %23" + bad + b"%20{", "application/x-www-form-urlencoded"),
            frozenset({200, 400}),
        )
        yield Attack(
            "letters",
            b"GET /" + bad + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            ANY_REFUSAL,
        )
        yield Attack(
            "letters",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n" + bad + b": x\r\nConnection: close\r\n\r\n",
            NO_ANSWER_OF_ANY_USE,
        )
    odd = (
        "\u2028",
        "\u202e",
        "\ufeff",
        "\U0001f9db",
        "\u0000",
        "ſ",
        "K",
        "İ",
        "\ud7ff",
        "\uffff",
        "\x85",
        "\x1b[2J",
    )
    for mark in odd:
        for query in (
            f'SELECT ("{mark}" AS ?x) {{}}',
            f"{mark}SELECT * {{}}",
            f"SELECT * {{ ?s <urn:{mark}> ?o }}",
            f"A{mark}SK {{}}",
        ):
            yield sent("letters", query, dice, frozenset({200, 400}))
