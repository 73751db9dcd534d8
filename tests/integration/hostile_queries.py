"""Queries that mean harm, by families: written by hand, and varied by dice with a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tests.integration.attack import (
    BAD_QUERY,
    TOO_MUCH,
    Attack,
    Target,
    by_direct,
    head,
    posted,
    sent,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator


# How a query is disguised


def odd_case(text: str, dice: random.Random) -> str:
    return "".join(dice.choice((c.lower(), c.upper())) if c.isascii() else c for c in text)


def commented(text: str, dice: random.Random) -> str:
    """Put comments and line breaks where blanks are; IRIs have none."""
    return "".join(dice.choice((" ", "\n", " # ' \" {\n", "\t", "\r")) if c == " " else c for c in text)


def prologued(text: str, dice: random.Random) -> str:
    heads = (
        "PREFIX x: <urn:x> ",
        "BASE <urn:base:> ",
        "PREFIX SELECT: <urn:s> ",
        "PREFIX ask: <urn:> ",
        "# ASK {}\n",
    )
    return dice.choice(heads) + text


def escaped(text: str, dice: random.Random) -> str:
    place = dice.randrange(len(text))
    return f"{text[:place]}\\u{ord(text[place]):04X}{text[place + 1 :]}"


def shadowed(text: str, dice: random.Random) -> str:
    return dice.choice(("ASK {} ; ", "SELECT * {} ;\n", "\ufeff", "ASK {}\n\n", '"SELECT" ')) + text


def plain(text: str, _: random.Random) -> str:
    return text


DISGUISES = (plain, odd_case, commented, prologued, escaped, shadowed)

UPDATES = (
    "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
    "INSERT DATA { GRAPH <http://data.example/1> { <urn:s> <urn:p> <urn:o> } }",
    "INSERT { ?s <urn:p> 1 } WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 0 } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "WITH <http://data.example/1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "CLEAR SILENT GRAPH <http://data.example/1>",
    "DROP ALL",
    "DROP SILENT NAMED",
    "CREATE GRAPH <urn:new>",
    "COPY <http://data.example/1> TO <http://data.example/2>",
    "MOVE <http://data.example/1> TO <http://data.example/2>",
    "ADD DEFAULT TO <http://data.example/1>",
)


def updates(target: Target, dice: random.Random) -> Iterator[Attack]:
    """Writes in every disguise, by every way: as a query, as an update, by the Graph Store Protocol."""
    texts = (
        *UPDATES,
        f"LOAD <{target.listener}> INTO GRAPH <urn:new>",
        f"LOAD SILENT <file://{target.secret}>",
    )
    for text in texts:
        for disguise in DISGUISES:
            for _ in range(2):
                yield sent("updates", disguise(text, dice), dice, BAD_QUERY)
        update = urlencode({"update": text})
        yield Attack("updates", head("GET", f"/sparql?{update}"), BAD_QUERY)
        form = "application/x-www-form-urlencoded"
        yield Attack("updates", posted(update.encode(), form), BAD_QUERY)
        yield Attack("updates", posted(f"query=ASK%7B%7D&{update}".encode(), form), BAD_QUERY)
        yield Attack("updates", posted(text.encode(), "application/sparql-update"), BAD_QUERY)
        yield Attack(
            "updates", posted(text.encode(), "application/sparql-update", "/query?query=ASK%7B%7D"), BAD_QUERY
        )
    graph = quote("http://data.example/1")
    for method in ("PUT", "DELETE", "PATCH", "POST", "MERGE", "MKCOL", "COPY", "MOVE"):
        for path in (
            f"/sparql?graph={graph}",
            "/sparql?default",
            "/store",
            "/update",
            "/query",
            "/",
            "/health",
        ):
            body = b"<urn:s> <urn:p> <urn:o> ."
            lines = (
                "Content-Type: text/turtle",
                f"Content-Length: {len(body)}",
                "X-HTTP-Method-Override: PUT",
            )
            yield Attack("updates", head(method, path, *lines) + body, frozenset({404, 405, 415}))


SERVICES = (
    "SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{u}>{{?s ?p ?o}} }}",
    "PREFIX n: <{u}> SELECT * {{ SERVICEn:x{{?s ?p ?o}} }}",
    "PREFIX n: <{u}> PREFIX SERVICEn: <urn:x> SELECT * {{ ?a ?b ?c SERVICEn:x{{?s ?p ?o}} }}",
    "PREFIX : <{u}> SELECT * {{ ?s ?a ?b FILTER(?a<?b)SERVICE:#>\n{{?s ?p ?o}} }}",
    "SELECT * {{ BIND(<{u}> AS ?c) FILTER(?c<?c||true)SERVICE?c#>\n{{?s ?p ?o}} }}",
    "SELECT * {{ VALUES ?u {{ <{u}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s WHERE {{ SERVICE <{u}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ MINUS {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ ?s ?p 1SERVICE<{u}>{{}} }}",
    "BASE <{u}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "SELECT (EXISTS {{ SERVICE <{u}> {{}} }} AS ?x) {{}}",
    "SELECT * {{ GRAPH ?g {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ LATERAL {{ SERVICE <{u}> {{ ?s ?p ?o }} }} }}",
)
NAMES = (
    "SELECT * FROM <{u}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{u}> {{ GRAPH <{u}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{u}>",
    "SELECT * {{ GRAPH <{u}> {{ ?s ?p ?o }} }}",
    "SELECT (<{u}>(1) AS ?x) {{}}",
    "PREFIX x: <{u}> SELECT * {{ ?s x:a ?o }}",
    "ASK {{ <{u}> <{u}>* <{u}> }}",
    "SELECT (IRI('{u}') AS ?x) {{}}",
)


def services(target: Target, dice: random.Random) -> Iterator[Attack]:
    """Queries that would have this machine ask another: a server inside, which others cannot reach."""
    for template in SERVICES:
        text = template.format(u=target.listener)
        for disguise in (plain, odd_case, commented, prologued, escaped):
            for _ in range(2):
                yield sent("services", disguise(text, dice), dice, BAD_QUERY)
    for template in NAMES:
        text = template.format(u=target.listener)
        yield sent("services", text, dice, frozenset({200, 400, 500}))
    for kind in ("default-graph-uri", "named-graph-uri"):
        for query in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
            yield Attack(
                "services",
                head("GET", f"/sparql?{urlencode({'query': query, kind: target.listener})}"),
                frozenset({200}),
            )


def files(target: Target, dice: random.Random) -> Iterator[Attack]:
    """Queries that name a file of this machine, wherever a query may name something."""
    names = [
        f"file://{target.secret}",
        f"file://localhost{target.secret}",
        f"file:{target.secret}",
        target.secret,
    ]
    names += [f"file:///proc/self/cwd/..{target.secret}", "file:///etc/passwd", "file:///proc/self/environ"]
    templates = (*NAMES, "LOAD <{u}>", "SELECT * {{ SERVICE <{u}> {{ ?s ?p ?o }} }}")
    for name in names:
        for template in templates:
            yield sent("files", template.format(u=name), dice, frozenset({200, 400, 403, 500}))
        for kind in ("default-graph-uri", "named-graph-uri"):
            query = urlencode({"query": "SELECT * { ?s ?p ?o }", kind: name})
            yield Attack("files", head("GET", f"/sparql?{query}"), frozenset({200, 400}))


def greedy(_: Target, dice: random.Random) -> Iterator[Attack]:
    """Queries that would never end, take all memory, or give endless answers."""
    rows = " ".join(str(dice.randrange(10**6)) for _ in range(2000))
    values = "".join(f" VALUES ?v{i} {{ {rows} }}" for i in range(4))
    doubled = "".join(f" BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(60))
    words = "abcdefghij" * 20
    yield sent_big("greedy", f"SELECT (COUNT(*) AS ?n) {{{values} }}", TOO_MUCH)
    yield sent_big("greedy", f"SELECT * {{{values} }}", TOO_MUCH)
    yield sent_big("greedy", f"CONSTRUCT {{ ?v0 <urn:p> ?v1 }} {{{values} }}", frozenset({200, 400, 500}))
    yield sent_big("greedy", f"SELECT * {{{values} }} ORDER BY RAND()", TOO_MUCH)
    yield sent_big("greedy", f"SELECT DISTINCT * {{{values} }}", TOO_MUCH)
    yield sent_big("greedy", f"SELECT (GROUP_CONCAT(?v0) AS ?x) {{{values} }}", TOO_MUCH)
    yield sent_big("greedy", f"ASK {{{values} FILTER(?v0 + ?v1 + ?v2 + ?v3 < 0) }}", TOO_MUCH)
    yield sent_big("greedy", f'SELECT ?a60 {{ BIND("{words}" AS ?a0){doubled} }}', TOO_MUCH)
    yield sent_big("greedy", f'SELECT (STRLEN(?a60) AS ?n) {{ BIND("{words}" AS ?a0){doubled} }}', TOO_MUCH)
    any_step = "(<urn:p>|!<urn:p>|^<urn:p>|^!<urn:p>)"
    for i in range(4):
        path = "/".join([f"{any_step}*"] * (i + 2))
        yield sent(
            "greedy",
            f"SELECT * {{ ?a {path} ?b . ?c {path} ?d . ?e {path} ?f }}",
            dice,
            frozenset({200, 400, 500}),
        )
    patterns = (
        "(a+)+$",
        "(a|a)*b",
        "(.*)*x",
        "(a{1,1000}){1,1000}",
        "(((a{100}){100}){100}){100}",
        "[",
        "\\\\p{L}{1000}{1000}",
        "(?R)",
    )
    for pattern in patterns:
        subject = "a" * dice.randrange(20_000, 40_000)
        for call in (f'REGEX("{subject}", "{pattern}")', f'REPLACE("{subject}", "{pattern}", "$0$0$0")'):
            yield sent_big("greedy", f"SELECT ({call} AS ?x) {{}}", frozenset({200, 400, 500}))
    joined = " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(40))
    yield sent("greedy", f"SELECT (COUNT(*) AS ?n) {{ {joined} }}", dice, frozenset({200, 500}))
    optional = " ".join(f"OPTIONAL {{ ?s{i} ?p{i} ?o{i} }}" for i in range(40))
    yield sent("greedy", f"SELECT (COUNT(*) AS ?n) {{ {optional} }}", dice, frozenset({200, 500}))
    yield sent_big("greedy", "SELECT * { " + "a." * 45_000 + " }", TOO_MUCH)
    yield sent_big(
        "greedy",
        f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({', '.join(map(str, range(15_000)))})) }}",
        frozenset({200, 500}),
    )
    yield sent_big(
        "greedy",
        f"SELECT * {{ ?s ?p ?o FILTER({' || '.join(f'?o = {i}' for i in range(7_000))}) }}",
        frozenset({200, 400, 500}),
    )


def sent_big(family: str, query: str, expected: frozenset[int]) -> Attack:
    return Attack(family, by_direct(query), expected)


NESTS = (
    ("SELECT * WHERE ", "{", "", "}"),
    ("SELECT * { FILTER", "(", "1", ")"),
    ("SELECT * { FILTER(", "!", "1", ""),
    ("SELECT * { FILTER(", "-", "1", ""),
    ("SELECT * ", "{ OPTIONAL ", "{}", "}"),
    ("SELECT * { {}", " UNION {", "", "}"),
    ("SELECT * ", "{ FILTER EXISTS ", "{}", "}"),
    ("SELECT * ", "{ SELECT * ", "{}", "}"),
    ("SELECT * { ?s ?p ", "[ ?p ", "1", "]"),
    ("SELECT * { ?s ?p ", "(", "1", ")"),
    ("SELECT * { ?s ", "(", "<urn:p>", ")"),
    ("SELECT * { ?s ", "!(", "<urn:p>", ")"),
    ("SELECT (", "IF(true, ", "1", ", 1)"),
    ("SELECT * { ?s ?p ", "<<( ", "?o", " ?p ?o )>>"),
)


def nested(_: Target, dice: random.Random) -> Iterator[Attack]:
    """Nesting that parsers by recursive descent, or what runs the query, have no stack for."""
    for begin, opening, core, closing in NESTS:
        for most in (100, 1_000, 10_000, 90_000):
            depth = min(dice.randrange(most // 2, most), 90_000 // max(len(opening), 1))
            for end in (closing * depth, ""):
                query = f"{begin}{opening * depth}{core}{end}"[:95_000]
                yield sent_big("nested", query, frozenset({200, 400, 403, 500}))
