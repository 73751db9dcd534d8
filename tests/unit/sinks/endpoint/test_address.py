from __future__ import annotations

import pytest

from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint import Protocol, find_endpoint

OXIGRAPH = ("http://h:7878/query", "http://h:7878/update", "http://h:7878/store")
FUSEKI = ("http://h/ds/query", "http://h/ds/update", "http://h/ds/data")
VIRTUOSO = ("http://h/sparql-auth", "http://h/sparql-auth", "http://h/sparql-graph-crud-auth")
RDF4J = (
    "http://h/rdf4j/repositories/news",
    "http://h/rdf4j/repositories/news/statements",
    "http://h/rdf4j/repositories/news/rdf-graphs/service",
)


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("http://h:7878", OXIGRAPH),
        ("http://h:7878/", OXIGRAPH),
        ("http://h:7878/query", OXIGRAPH),
        ("http://h:7878/update", OXIGRAPH),
        ("http://h:7878/store", OXIGRAPH),
        ("http://h/ds/query", FUSEKI),
        ("http://h/ds/update", FUSEKI),
        ("http://h/ds/data", FUSEKI),
        ("http://h/sparql-auth", VIRTUOSO),
        ("http://h/sparql-graph-crud-auth", VIRTUOSO),
        ("http://h/rdf4j/repositories/news", RDF4J),
        ("http://h/rdf4j/repositories/news/statements", RDF4J),
        ("https://h/sparql", ("https://h/sparql",) * 3),
        ("http://[::1]:7878/x", ("http://[::1]:7878/x",) * 3),
    ],
)
def test_addresses_are_guessed(url: str, addresses: tuple[str, str, str]) -> None:
    endpoint = find_endpoint(url, environment={})
    assert (endpoint.query, endpoint.update, endpoint.store) == addresses


def test_auto_writes_to_virtuoso_by_graph_store() -> None:
    assert find_endpoint("http://h/sparql-auth", environment={}).protocol is Protocol.GSP
    assert find_endpoint("http://h:7878", environment={}).protocol is Protocol.SPARQL
    forced = find_endpoint("http://h/sparql-auth", protocol=Protocol.SPARQL, environment={})
    assert forced.protocol is Protocol.SPARQL


def test_a_graph_store_at_an_address_of_its_own_is_not_sent_queries() -> None:
    endpoint = find_endpoint("http://h/graphs", protocol=Protocol.GSP, environment={})
    assert (endpoint.query, endpoint.store) == (None, "http://h/graphs")


def test_the_query_address_can_be_given() -> None:
    endpoint = find_endpoint("http://h/update", query="http://other/sparql", environment={})
    assert (endpoint.query, endpoint.update) == ("http://other/sparql", "http://h/update")


def test_credentials_come_from_the_environment_first() -> None:
    environment = {"NEWSGRAPH_ENDPOINT_USER": "dba", "NEWSGRAPH_ENDPOINT_PASSWORD": "geheim"}
    endpoint = find_endpoint("http://ich:anders@h/sparql", environment=environment)
    assert (endpoint.credentials.user, endpoint.credentials.password) == ("dba", "geheim")
    assert endpoint.update == "http://h/sparql"
    token = find_endpoint("http://h/", environment={"NEWSGRAPH_ENDPOINT_TOKEN": "t0ken"})
    assert token.credentials.secrets == ("t0ken",)
    assert "geheim" not in repr(endpoint) + repr(token)
    assert "t0ken" not in repr(token)


@pytest.mark.parametrize("url", ["", "localhost:7878", "ftp://h/x", "http://", "http://h:port/", "file:///x"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="not the address of an endpoint") as caught:
        find_endpoint(url, environment={})
    assert caught.value.mend


def test_credentials_cannot_carry_a_header() -> None:
    with pytest.raises(UsageError, match="control character") as caught:
        find_endpoint("http://h/", environment={"NEWSGRAPH_ENDPOINT_TOKEN": "a\r\nHost: b"})
    assert "Host" not in str(caught.value)


def test_a_bad_address_is_told_by_its_option() -> None:
    with pytest.raises(UsageError, match="not the address") as caught:
        find_endpoint("http://h/", update="localhost:7878", environment={})
    assert caught.value.where == "--update-url"


def test_credentials_in_an_address_of_the_same_host_count() -> None:
    endpoint = find_endpoint("http://h/query", update="http://dba:geheim@h/update", environment={})
    assert endpoint.credentials_for("http://h/update").user == "dba"
    assert endpoint.credentials_for("http://h/query").user == "dba"
    both = find_endpoint("http://ich:x@h/query", update="http://dba:geheim@h/update", environment={})
    assert both.credentials.user == "ich"
    other = find_endpoint("http://h/query", update="http://dba:geheim@other/update", environment={})
    assert not other.credentials
    assert other.credentials_for("http://other/update").user == "dba"
