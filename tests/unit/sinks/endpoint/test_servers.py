from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from newsgraph.errors import UsageError
from newsgraph.sinks.endpoint import Endpoint, Protocol, find_endpoint
from newsgraph.sinks.endpoint.servers import GENERIC, Server, load_server, load_servers

KNOWN = [server for server in load_servers().values() if server is not GENERIC]
EACH = pytest.mark.parametrize("server", KNOWN, ids=lambda server: server.name)


def addresses(endpoint: Endpoint) -> tuple[str | None, ...]:
    return endpoint.query, endpoint.update, endpoint.store, endpoint.nquads


def at(url: str, server: str | None, protocol: Protocol = Protocol.AUTO) -> Endpoint:
    return find_endpoint(url, server=server, protocol=protocol, environment={})


@EACH
def test_every_fact_has_its_source_and_every_server_its_example(server: Server) -> None:
    assert server.title
    assert server.sources
    assert all(re.match(r"https://\S+$", source) for source in server.sources)
    assert urlsplit(server.example).scheme in {"http", "https"}
    assert server.authentication
    assert set(server.authentication) <= {"none", "basic", "digest", "bearer", "iam"}
    assert server.protocol in {"sparql", "gsp"}
    assert server.union is True or server.union_parameters or server.union_graph
    if server.request_limit or server.store_limit:
        assert server.limit_mend


@EACH
def test_any_address_of_a_server_leads_to_all(server: Server) -> None:
    endpoint = at(server.example, server.name)
    assert endpoint.server is server
    for url in filter(None, addresses(endpoint)):
        assert addresses(at(url, server.name)) == addresses(endpoint)
        assert addresses(at(f"{url}/", server.name)) == addresses(endpoint)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("fuseki", "http://h:3030"),
        ("graphdb", "http://h:7200"),
        ("rdf4j", "http://h:8080/rdf4j-server"),
        ("blazegraph", "http://h:9999/blazegraph"),
        ("stardog", "http://h:5820"),
        ("neptune", "https://h:8182/somewhere"),
    ],
)
def test_an_address_that_names_no_dataset_is_refused_with_an_example(name: str, url: str) -> None:
    with pytest.raises(UsageError, match="no address of") as caught:
        at(url, name)
    assert load_server(name).example in (caught.value.mend or "")


def test_an_unknown_server_names_the_known() -> None:
    with pytest.raises(UsageError, match="no kind of server is called 'fusekki'") as caught:
        at("http://h/ds", "fusekki")
    assert "fuseki" in (caught.value.mend or "")


def test_names_are_read_in_any_case() -> None:
    assert at("http://h/ds", "Fuseki").server.name == "fuseki"


def test_a_protocol_that_the_server_does_not_speak_is_refused() -> None:
    with pytest.raises(UsageError, match="Blazegraph does not speak the Graph Store Protocol"):
        at("http://h/blazegraph/namespace/x/sparql", "blazegraph", Protocol.GSP)


def test_auto_takes_what_suits_the_server() -> None:
    written = {server.name: at(server.example, server.name).protocol.value for server in KNOWN}
    assert written == {server.name: server.protocol for server in KNOWN}
    assert {written["oxigraph"], written["virtuoso"]} == {"sparql", "gsp"}


def test_single_addresses_can_be_given() -> None:
    endpoint = find_endpoint(
        "http://h/ds",
        server="fuseki",
        query="http://read/q",
        update="http://write/u",
        store="http://write/g",
        environment={},
    )
    assert addresses(endpoint) == ("http://read/q", "http://write/u", "http://write/g", "http://h/ds/data")


def test_generic_takes_the_address_as_it_is() -> None:
    endpoint = at("http://h/ds/query", "generic")
    assert addresses(endpoint) == ("http://h/ds/query",) * 3 + (None,)
    assert not endpoint.guessed


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://h:7878", "oxigraph"),
        ("http://h/ds/update", "fuseki"),
        ("http://h/sparql-auth", "virtuoso"),
        ("http://h/repositories/x", "rdf4j"),
        ("http://h/blazegraph/namespace/kb/sparql", "blazegraph"),
        ("http://h/sparql", "generic"),
    ],
)
def test_the_look_of_the_address_is_a_guess(url: str, name: str) -> None:
    endpoint = at(url, None)
    assert endpoint.server.name == name
    assert endpoint.guessed
    assert not at(load_server(name).example or url, name).guessed


def test_what_looks_like_fuseki_is_not_asked_for_what_only_fuseki_has() -> None:
    guessed, told = at("http://h/ds/query", None), at("http://h/ds/query", "fuseki")
    assert (guessed.server.union_graph, guessed.nquads) == (None, None)
    assert (told.server.union_graph, told.nquads) == ("urn:x-arq:UnionGraph", "http://h/ds/data")
