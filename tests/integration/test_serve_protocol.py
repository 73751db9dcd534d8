"""SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), the rules for queries one by one.

A test whose name begins with `query_` or `bad_query_` is the case of that name of the W3C's test suite for
the protocol (data-sparql11/protocol); the sections are those of the recommendation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from tests.integration.serving import DATA, DIRECT, FORM, JSON, Reply, Serving, serving, small_store

from newsgraph.sinks.service.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration

NUMBERS = f"SELECT ?n {{ ?s <{DATA}/number> ?n }} ORDER BY ?n"
NAMED = f"SELECT ?g ?n {{ GRAPH ?g {{ ?s <{DATA}/number> ?n }} }} ORDER BY ?n"
XML = "application/sparql-results+xml"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(small_store(tmp_path_factory.mktemp("serve")), "--timeout", "20") as running:
        yield running


def direct(server: Serving, query: str, parameters: str = "", accept: str = JSON) -> Reply:
    return server.send("POST", f"/sparql{parameters}", query, {**DIRECT, "Accept": accept})


def form(server: Serving, body: str) -> Reply:
    return server.send("POST", "/sparql", body, {**FORM, "Accept": JSON})


def refused(reply: Reply, status: int, *words: str) -> None:
    """A refusal has the status, and says in plain text what is wrong."""
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert all(word in reply.text for word in words), reply.text


# 2.1 Query operation: three ways to send it


def test_query_get(server: Serving) -> None:
    """2.1.1: GET, the query percent-encoded in the URL."""
    assert server.send("GET", "/sparql?query=ASK%20%7B%7D", headers={"Accept": JSON}).truth


def test_query_post_form(server: Serving) -> None:
    """2.1.2: POST of URL-encoded parameters."""
    assert form(server, "query=ASK%20%7B%7D").truth


def test_query_post_form_with_plus_and_charset(server: Serving) -> None:
    """2.1.2: the encoding is that of HTML forms, where a plus is a space."""
    media = "application/x-www-form-urlencoded; charset=UTF-8"
    body = "query=SELECT+%28%22%C3%A4%2B%22+AS+%3Fx%29+%7B%7D"
    assert server.send("POST", "/sparql", body, {"Content-Type": media, "Accept": JSON}).rows == [("ä+",)]


def test_query_post_direct(server: Serving) -> None:
    """2.1.3: POST of the query itself, which is UTF-8."""
    assert direct(server, "ASK {}").truth
    assert direct(server, 'SELECT ("„Ä“ 🙂" AS ?x) {}'.encode().decode("latin-1")).rows == [("„Ä“ 🙂",)]


def test_query_post_direct_media_type_is_case_insensitive(server: Serving) -> None:
    media = "Application/SPARQL-Query; Charset=utf-8"
    assert server.send("POST", "/sparql", "ASK {}", {"Content-Type": media, "Accept": JSON}).truth


def test_both_addresses_answer(server: Serving) -> None:
    assert server.send("GET", "/query?query=ASK%20%7B%7D", headers={"Accept": JSON}).truth


def test_unknown_parameters_are_ignored(server: Serving) -> None:
    """2.1 names the parameters of the operation; clients send others of their own."""
    assert server.get("ASK {}", format="json", output="json", timeout="5").truth


def test_expect_100_continue(server: Serving) -> None:
    """2.1: the operation is HTTP; curl asks before it sends a longer body."""
    reply = server.raw(
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 6\r\nExpect: 100-continue\r\nConnection: close\r\n\r\nASK {}"
    )
    assert reply.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_expect_without_a_body_holds_nothing_up(server: Serving) -> None:
    """A request that ends with its head is answered, and the next one is not taken for a part of it."""
    ask = b"GET /health HTTP/1.1\r\nHost: localhost\r\n"
    reply = server.raw(ask + b"Expect: 100-continue\r\n\r\n" + ask + b"Connection: close\r\n\r\n", 5)
    assert reply.count(b"HTTP/1.1 200 OK") == 2
    assert b"100 Continue" not in reply


def test_a_body_that_is_too_long_is_not_asked_for(server: Serving) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    reply = server.raw(head + b"Content-Length: 60000000\r\nExpect: 100-continue\r\n\r\n", 5)
    assert reply.startswith(b"HTTP/1.1 413 ")


def test_a_body_may_be_as_long_as_the_limit(server: Serving) -> None:
    most = Limits().request
    assert direct(server, "ASK {}".ljust(most)).truth
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    assert b" 413 " in server.raw(head + b"Content-Length: %d\r\n\r\n" % (most + 1), 5)[:20]


def test_chunked_body(server: Serving) -> None:
    reply = server.raw(
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"
    )
    assert reply.startswith(b"HTTP/1.1 200 OK")
    assert b"true" in reply


# 2.1 and 2.1.1 to 2.1.3: what is no query operation


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_bad_query_method(server: Serving, method: str) -> None:
    reply = server.send(method, "/sparql?query=ASK%20%7B%7D")
    refused(reply, 405, "only reads")
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_bad_multiple_queries(server: Serving) -> None:
    """2.1: exactly one query string."""
    both = "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"
    refused(server.send("GET", f"/sparql?{both}"), 400, "more than one query")
    refused(form(server, both), 400, "more than one query")
    refused(direct(server, "ASK {}", "?query=ASK%20%7B%7D"), 400, "more than one query")


def test_bad_query_wrong_media_type(server: Serving) -> None:
    reply = server.send("POST", "/sparql", "ASK {}", {"Content-Type": "text/plain"})
    refused(reply, 415, "text/plain", "application/sparql-query")


@pytest.mark.parametrize("body", ["query=ASK%20%7B%7D", "ASK {}"], ids=["form", "direct"])
def test_bad_query_missing_form_and_direct_type(server: Serving, body: str) -> None:
    refused(server.send("POST", "/sparql", body), 415, "without a Content-Type")


def test_bad_query_non_utf8(server: Serving) -> None:
    """2.1.3: the charset of a direct POST is UTF-8 alone, said or not."""
    utf16 = "ASK {}".encode("utf-16")
    media = "application/sparql-query; charset=UTF-16"
    refused(server.send("POST", "/sparql", utf16, {"Content-Type": media}), 415, "UTF-8")
    refused(server.send("POST", "/sparql", utf16, DIRECT), 400, "not UTF-8")
    refused(server.send("GET", "/sparql?query=ASK%20%7B%7D%20%23%E4"), 400, "not UTF-8")


def test_bad_query_syntax(server: Serving) -> None:
    """2.1.7: 400 where the query is none by the grammar; the place is told as it is in the client's text."""
    refused(server.send("GET", "/sparql?query=ASK%20%7B"), 400, "syntax error", "line 1, column 6")
    refused(direct(server, "SELECT *\n{ ?s ?p }"), 400, "line 2")
    refused(direct(server, "SELECT * { ?s nope:p ?o }"), 400, "prefix")
    refused(direct(server, ""), 400, "query")


def test_bad_query_absent(server: Serving) -> None:
    """2.1: there must be a query where there is anything."""
    refused(server.send("GET", "/sparql?default-graph-uri=urn:x"), 400, "no query")
    refused(form(server, "format=json"), 400, "no query")


def test_bad_query_too_many_parameters(server: Serving) -> None:
    refused(server.send("GET", "/sparql?query=ASK%7B%7D" + "&a=b" * 2000), 400, "parameters")


def test_bad_query_compressed(server: Serving) -> None:
    headers = {**DIRECT, "Content-Encoding": "gzip"}
    refused(server.send("POST", "/sparql", b"\x1f\x8b", headers), 415, "compressed")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("update=CLEAR%20ALL", FORM),
        ("update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
        ("query=ASK%20%7B%7D&update=CLEAR%20ALL", FORM),
        ("CLEAR ALL", {"Content-Type": "application/sparql-update"}),
    ],
)
def test_no_update_operation(server: Serving, body: str, headers: dict[str, str]) -> None:
    """2.2 is not offered: an update is forbidden, whatever else the request says."""
    refused(server.send("POST", "/sparql", body, headers), 403, "only reads")


def test_no_update_by_get_nor_as_a_query(server: Serving) -> None:
    refused(server.send("GET", "/sparql?update=CLEAR%20ALL"), 403, "only reads")
    refused(server.get("CLEAR ALL"), 400, "changes data")
    refused(direct(server, "INSERT DATA { <urn:a> <urn:b> <urn:c> }"), 400, "changes data")


def test_refusals_make_sense_to_who_is_elsewhere(server: Serving) -> None:
    """They name no command and no option: who reads them has none."""
    for query in ("CLEAR ALL", "ASK { ?s nope:p ?o }", "ASK { <urn:a", 'ASK { ?s ?p "'):
        reply = direct(server, query)
        refused(reply, 400, "query")
        assert not any(word in reply.text for word in ("command", "newsgraph", "--", '"\\')), reply.text


def test_no_graph_store_protocol(server: Serving) -> None:
    for method in ("PUT", "DELETE"):
        refused(server.send(method, f"/sparql?graph={quote(DATA)}/1"), 405)
    turtle = {"Content-Type": "text/turtle"}
    refused(server.send("POST", f"/sparql?graph={quote(DATA)}/1", "<urn:a> <urn:b> 1 .", turtle), 415)
    refused(server.send("PUT", "/store", "<urn:a> <urn:b> 1 .", turtle), 404)


# 2.1.4 Specifying an RDF dataset


def test_the_default_graph_is_the_union_where_nothing_is_said(server: Serving) -> None:
    """2.1.4: else the service chooses, and its description says so (sd:UnionDefaultGraph)."""
    assert server.get(NUMBERS).rows == [("1",), ("2",), ("3",)]
    assert server.get(NAMED).rows == [(f"{DATA}/{n}", str(n)) for n in (1, 2, 3)]


def test_query_dataset_default_graph(server: Serving) -> None:
    assert server.get(NUMBERS, **{"default-graph-uri": f"{DATA}/1"}).rows == [("1",)]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_dataset_default_graphs(server: Serving, way: str) -> None:
    """Their merge is the default graph; no graph is a named one."""
    graphs = [("default-graph-uri", f"{DATA}/1"), ("default-graph-uri", f"{DATA}/2")]
    for query, expected in ((NUMBERS, [("1",), ("2",)]), (NAMED, [])):
        parameters = urlencode([("query", query), *graphs])
        reply = {
            "get": lambda text=parameters: server.send("GET", f"/sparql?{text}", headers={"Accept": JSON}),
            "form": lambda text=parameters: form(server, text),
            "direct": lambda text=query: direct(server, text, f"?{urlencode(graphs)}"),
        }[way]()
        assert reply.rows == expected


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_dataset_named_graphs(server: Serving, way: str) -> None:
    """The default graph is empty where only named graphs are given."""
    graphs = [("named-graph-uri", f"{DATA}/1"), ("named-graph-uri", f"{DATA}/2")]
    named = [(f"{DATA}/1", "1"), (f"{DATA}/2", "2")]
    for query, expected in ((NUMBERS, []), (NAMED, named)):
        parameters = urlencode([("query", query), *graphs])
        reply = {
            "get": lambda text=parameters: server.send("GET", f"/sparql?{text}", headers={"Accept": JSON}),
            "form": lambda text=parameters: form(server, text),
            "direct": lambda text=query: direct(server, text, f"?{urlencode(graphs)}"),
        }[way]()
        assert reply.rows == expected


def test_query_dataset_full(server: Serving) -> None:
    query = f"SELECT ?x ?g ?y {{ ?a <{DATA}/number> ?x GRAPH ?g {{ ?b <{DATA}/number> ?y }} }} ORDER BY ?y"
    graphs: dict[str, Any] = {"default-graph-uri": f"{DATA}/3", "named-graph-uri": [f"{DATA}/1", f"{DATA}/2"]}
    assert server.get(query, **graphs).rows == [("3", f"{DATA}/1", "1"), ("3", f"{DATA}/2", "2")]


def test_query_multiple_dataset(server: Serving) -> None:
    """2.1.4: the dataset of the request goes before that of the query."""
    one = f"FROM <{DATA}/1>"
    query = f"SELECT ?n {one} {{ ?s <{DATA}/number> ?n }}"
    assert server.get(query, **{"default-graph-uri": f"{DATA}/2"}).rows == [("2",)]


def test_query_dataset_of_the_query(server: Serving) -> None:
    """2.1.4: the dataset of the query counts where the request names none."""
    one, named_two = f"FROM <{DATA}/1>", f"FROM NAMED <{DATA}/2>"
    assert server.get(f"SELECT ?n {one} {{ ?s ?p ?n }}").rows == [("1",)]
    assert server.get(f"SELECT ?n {one} {{ GRAPH ?g {{ ?s ?p ?n }} }}").rows == []
    assert server.get(f"SELECT ?n {named_two} {{ GRAPH ?g {{ ?s ?p ?n }} }}").rows == [("2",)]
    assert server.get(f"SELECT ?n {named_two} {{ ?s ?p ?n }}").rows == []
    assert server.get("SELECT ?from { ?from ?p 'FROM' } # FROM").rows == []


def test_a_graph_that_is_not_there_is_empty(server: Serving) -> None:
    """2.1.4: graphs are named, and never fetched."""
    graph = f"http://127.0.0.1:{server.port}/"
    assert server.get(NUMBERS, **{"default-graph-uri": graph}).rows == []
    assert not server.get(f"ASK FROM <{graph}> {{ ?s ?p ?o }}").truth


def test_a_graph_name_that_is_no_iri_is_refused(server: Serving) -> None:
    refused(server.get(NUMBERS, **{"default-graph-uri": "data/1"}), 400, "default-graph-uri")
    refused(server.get(NUMBERS, **{"named-graph-uri": "http://a b"}), 400, "named-graph-uri")


def test_relative_iris_are_those_of_the_service(server: Serving) -> None:
    """The base IRI may be the endpoint's own (RFC 3986, section 5.1); BASE in the query goes before it."""
    assert server.get("SELECT ?x { BIND(<data1> AS ?x) }").rows == [(server.url.replace("sparql", "data1"),)]
    assert server.get("BASE <urn:a:> SELECT ?x { BIND(<urn:b> AS ?x) }").rows == [("urn:b",)]


# 2.1.5 Accepted response formats, and RFC 9110, section 12.5.1

TABLES = [
    (JSON, JSON),
    (XML, XML),
    ("text/csv", "text/csv"),
    ("text/tab-separated-values", "text/tab-separated-values"),
    ("application/json", "application/json"),
    ("application/xml", "application/xml"),
    ("text/xml", "text/xml"),
    ("*/*", JSON),
    ("application/*", JSON),
    ("text/*;q=0.3, application/*;q=0.2", "text/xml"),
    (f"text/csv;q=0.4, {XML};q=0.9, {JSON};q=0.8", XML),
    (f"{JSON};q=0, */*;q=0.1", "application/json"),
    ("application/*;q=0.9, application/sparql-results+json;q=0.1, application/json;q=0.2", XML),
    ("TEXT/CSV", "text/csv"),
    ("image/png, text/csv;q=0.001", "text/csv"),
    ("text/csv; q=nonsense, text/tab-separated-values;q=0.1", "text/tab-separated-values"),
    (",,, ;;;, text/csv", "text/csv"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
]


@pytest.mark.parametrize(("accept", "media"), TABLES)
def test_query_content_type_select(server: Serving, accept: str, media: str) -> None:
    reply = server.get("SELECT (1 AS ?value) {}", accept)
    assert (reply.status, reply.media) == (200, media)
    assert b"1" in reply.body
    assert reply.headers["vary"] == "Accept, Origin"


@pytest.mark.parametrize("accept", [JSON, XML, "application/json", "text/csv"])
def test_query_content_type_ask(server: Serving, accept: str) -> None:
    reply = server.get("ASK {}", accept)
    assert (reply.status, reply.media) == (200, accept)
    assert b"true" in reply.body


GRAPHS = [
    ("text/turtle", "text/turtle"),
    ("application/n-triples", "application/n-triples"),
    ("application/rdf+xml", "application/rdf+xml"),
    ("application/ld+json", "application/ld+json"),
    ("*/*", "text/turtle"),
    ("application/*", "application/n-triples"),
    ("text/turtle;q=0.1, application/rdf+xml", "application/rdf+xml"),
]


@pytest.mark.parametrize(("accept", "media"), GRAPHS)
def test_query_content_type_construct_and_describe(server: Serving, accept: str, media: str) -> None:
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None
    for query in ("CONSTRUCT { <s> <p#q> 1 } WHERE {}", f"DESCRIBE <{DATA}/1>"):
        reply = server.get(query, accept)
        assert (reply.status, reply.media) == (200, media)
        assert len(list(ox.parse(reply.body, format=form))) == 1


def test_no_accept_header_means_anything(server: Serving) -> None:
    assert server.send("GET", "/sparql?query=ASK%7B%7D").media == JSON
    assert server.send("GET", "/sparql?query=DESCRIBE%3Curn:x%3E").media == "text/turtle"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "text/csv;q=0", "garbage"])
def test_nothing_that_fits_is_406(server: Serving, accept: str) -> None:
    refused(server.get("SELECT * {}", accept), 406, "text/csv")


def test_text_says_its_charset(server: Serving) -> None:
    for accept in ("text/csv", "text/tab-separated-values", "text/xml"):
        reply = server.get('SELECT ("ä" AS ?x) {}', accept)
        assert reply.headers["content-type"] == f"{accept}; charset=utf-8"
        assert "ä" in reply.text


def test_what_rdf_xml_cannot_say_is_406(server: Serving) -> None:
    query = "CONSTRUCT { <urn:s> <urn:> 1 } {}"
    refused(server.get(query, "application/rdf+xml"), 406, "text/turtle")
    assert server.get(query, "text/turtle").status == 200


# 2.1.6 and 2.1.7 Responses


def test_success_is_200_with_its_length(server: Serving) -> None:
    reply = server.get(NUMBERS)
    assert (reply.status, reply.headers["content-length"]) == (200, str(len(reply.body)))


def test_head_is_get_without_the_body(server: Serving) -> None:
    """RFC 9110, section 9.3.2."""
    path = f"/sparql?query={quote(NUMBERS)}"
    head, get = server.send("HEAD", path), server.send("GET", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"] == str(len(get.body))


def test_options_tells_the_methods(server: Serving) -> None:
    reply = server.send("OPTIONS", "/sparql")
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_service_is_refused_with_its_reason(server: Serving) -> None:
    """2.1.7: a service may refuse to run a query; this is no syntax error, so it is 403."""
    refused(server.get("SELECT * { SERVICE <http://127.0.0.1/> {} }"), 403, "SERVICE")


def test_a_query_that_fails_is_500(server: Serving) -> None:
    """2.1.7: 500 where the service fails to execute a query that is one."""
    rows = " ".join(str(i) for i in range(3000))
    endless = (
        f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {rows} }} VALUES ?b {{ {rows} }} VALUES ?c {{ {rows} }} }}"
    )
    with serving(server.store, "--timeout", "0.5") as hasty:
        refused(hasty.get(endless), 500, "longer than 0.5 seconds")
        assert hasty.get("ASK {}").truth


# SPARQL 1.1 Service Description (https://www.w3.org/TR/sparql11-service-description/)


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "*/*"])
def test_service_description(server: Serving, accept: str) -> None:
    """2: what a GET of the endpoint without any parameter gives; 3.2 to 3.4: what it says."""
    reply = server.send("GET", "/sparql", headers={"Accept": accept})
    form = ox.RdfFormat.from_media_type(reply.media)
    assert form is not None
    sd = "http://www.w3.org/ns/sparql-service-description#"
    store = ox.Store()
    store.extend(ox.parse(reply.body, format=form))
    asked = f"""PREFIX sd: <{sd}> ASK {{ ?service a sd:Service ; sd:endpoint <{server.url}> ;
        sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ;
        sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON> ;
        sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] }}"""
    assert store.query(asked)
    assert "Update" not in reply.text


def test_the_description_is_of_the_public_address(server: Serving) -> None:
    public = "https://news.example/data/sparql"
    with serving(server.store, "--public-url", public) as behind:
        assert f"<{public}>" in behind.send("GET", "/sparql").text
        assert behind.send("GET", "/", headers={"Host": "news.example"}).status == 200


def test_what_xml_results_cannot_say_is_406(server: Serving) -> None:
    query = 'SELECT ("a\\u0001" AS ?x) {}'
    refused(server.get(query, XML), 406, JSON)
    assert server.get(query).rows == [("a\x01",)]
