"""Two states of a small corpus, a server that is to be brought from one to the other, and what it holds."""

from __future__ import annotations

import hashlib
import json
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from newsgraph.pipeline.sync import Synced, SyncPlan, sync_files
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.serialise import serialise
from newsgraph.sinks.endpoint import EndpointPlace, Patience, Protocol, find_endpoint
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.register import Entry
from newsgraph.vocab import NG, RDF, REGISTER_GRAPH, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from tests.integration.conftest import Server

BASE = "https://faults.example/"
HASTY = Patience(attempts=4, connect=3, timeout=5, answer=20, first=0.02, longest=0.1, jitter=0.01, total=20)
_NUMBER = 12
_BLANK = 3
_LONG = '"' + "Ein langer Satz, der nicht endet – „nie“, ä & 🙂. " * 40 + '"'


@dataclass(frozen=True)
class State:
    """Files, and what a server must hold when it is in step with them."""

    folder: Path
    graphs: dict[str, str]
    register: dict[str, Entry]


def make_state(
    folder: Path, numbers: Iterable[int], changed: Container[int] = (), *, blank: bool = True
) -> State:
    """Write the articles of these numbers, three of which share a file; one has `blank` nodes."""
    folder.mkdir(parents=True)
    graphs = [
        article(number, "neu" if number in changed else "alt", blank=blank and number == _BLANK)
        for number in numbers
    ]
    files = [graphs[:3], *([graph] for graph in graphs[3:])]
    register = {}
    for number, held in enumerate(files):
        data = serialise(held, "nq")
        (folder / f"{number:02}.nq").write_bytes(data)
        for graph in held:
            entry = Entry(graph.graph, graph_digest(graph), hashlib.sha256(data).hexdigest(), len(held))
            register[graph.graph] = entry
    return State(folder, {graph.graph: graph_digest(graph) for graph in graphs}, register)


def article(number: int, text: str, *, blank: bool) -> ArticleGraph:
    about = f"{BASE}article/{number:016x}"
    triples = [
        (f"<{about}>", f"<{RDF.type}>", f"<{SCHEMA.NewsArticle}>"),
        (f"<{about}>", f"<{SCHEMA.articleBody}>", _LONG),
        *((f"<{about}/statement/{i}>", f"<{SCHEMA.text}>", f'"{text} {i}"') for i in range(20)),
    ]
    if blank:
        triples += [
            (f"<{about}>", f"<{SCHEMA.citation}>", "_:a"),
            ("_:a", f"<{SCHEMA.name}>", f'"{text}"'),
            ("_:a", f"<{SCHEMA.isPartOf}>", "_:b"),
        ]
    return graph_of(about, f"{about}/graph", triples)


@dataclass(frozen=True)
class Contents:
    """What a server holds: the digest of each graph and its entries, however many."""

    graphs: dict[str, str]
    entries: dict[str, list[Entry]]

    @property
    def register(self) -> dict[str, Entry]:
        assert all(len(found) == 1 for found in self.entries.values())
        return {name: found[0] for name, found in self.entries.items()}

    def lies(self) -> list[str]:
        """Return the graphs that the register calls whole, and that are not what it says."""
        single = [found[0] for found in self.entries.values() if len(found) == 1]
        return [entry.graph for entry in single if self.graphs.get(entry.graph) != entry.digest]


def look(server: Server) -> Contents:
    """Read the server itself, with no code of ours between but the digest."""
    named = f'FILTER(STRSTARTS(STR(?g), "{BASE}"))'
    held: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows(server, f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} {named} }}"):
        held.setdefault(row["g"][1:-1], []).append((row["s"], row["p"], row["o"]))
    entries: dict[str, list[Entry]] = {}
    query = (
        f"SELECT ?g ?d ?f ?n ?c {{ GRAPH <{REGISTER_GRAPH}> {{ ?g <{NG.graphDigest}> ?d ; "
        f"<{NG.fileDigest}> ?f ; <{NG.fileGraphs}> ?n ; <{NG.collection}> ?c }} }}"
    )
    for row in rows(server, query):
        name, values = row["g"][1:-1], [row[key].split('"')[1] for key in "dfnc"]
        entries.setdefault(name, []).append(Entry(name, values[0], values[1], int(values[2]), values[3]))
    return Contents({name: _digest(name, triples) for name, triples in held.items()}, entries)


def _digest(name: str, triples: list[tuple[str, str, str]]) -> str:
    assert len(triples) == len(set(triples))
    return graph_digest(graph_of(name, name, triples))


def rows(server: Server, query: str) -> list[dict[str, str]]:
    """Return the rows of an answer, their cells as N-Triples; Virtuoso's names of blank nodes are none."""
    data = urllib.parse.urlencode({"query": query}).encode()
    request = urllib.request.Request(server.url, data)  # noqa: S310  our own server
    request.add_header("Accept", "application/sparql-results+json")
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  so here
        found = json.loads(answer.read())
    return [{key: _term(cell) for key, cell in row.items()} for row in found["results"]["bindings"]]


def _term(cell: dict[str, Any]) -> str:
    value: str = cell["value"]
    if cell["type"] == "uri":
        return f"<{value}>"
    if cell["type"] == "bnode":
        return f"_:b{hashlib.sha256(value.encode()).hexdigest()}"
    datatype = cell.get("datatype")
    return str(ox.Literal(value, datatype=ox.NamedNode(datatype) if datatype else None))


def place_at(address: str, protocol: Protocol, server: Server, patience: Patience = HASTY) -> EndpointPlace:
    return EndpointPlace(
        find_endpoint(address, protocol=protocol, patience=patience, environment=environment_of(server))
    )


def environment_of(server: Server) -> dict[str, str]:
    return {
        "NEWSGRAPH_ENDPOINT_USER": server.credentials.user,
        "NEWSGRAPH_ENDPOINT_PASSWORD": server.credentials.password,
    }


def synced(state: State, place: EndpointPlace, result: Synced | None = None) -> Synced:
    """Bring a place in step with a state, and return what came of it."""
    result = result or Synced(place.name)
    plan = SyncPlan((state.folder,), delete=True)
    sync_files(plan, place, result, lambda _done, _total: None)
    return result


def emptied(server: Server) -> None:
    """Take out all that a case may have put there."""
    names = [f"{BASE}article/{number:016x}/graph" for number in range(2 * _NUMBER)]
    endpoint = find_endpoint(
        server.endpoint_url, protocol=Protocol.SPARQL, environment=environment_of(server)
    )
    drops = (f"DROP SILENT GRAPH <{name}>" for name in (*names, REGISTER_GRAPH))
    Wrapper(Client(endpoint)).update(";\n".join(drops))
