"""What a reader sees of a graph while it is replaced: by itself, and when it asks the register as well.

A server may show a graph that is being replaced without its triples, or with half of them, whatever is
written to it in one request. A query that asks for the graph's entry too finds the graph whole or not at all,
although the entry may be that of the version before. Who asks for the entry, for the graph, and for the entry
once more, and takes what came only where both times the same entry was there, has what the entry names.

`NEWSGRAPH_ATOMIC_TABLE=table.md pytest tests/integration/test_atomic.py` writes what was seen as a table.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.integration.faults.states import BASE, emptied, place_at, rows

from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.texts import text_of
from newsgraph.sinks.endpoint import Patience, Protocol
from newsgraph.sinks.endpoint.servers import load_server
from newsgraph.sinks.register import Entry, Item
from newsgraph.vocab import NG, REGISTER_GRAPH, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.conftest import Server

    from newsgraph.sinks.endpoint import EndpointPlace

pytestmark = pytest.mark.integration

GRAPH = f"{BASE}article/{0:016x}/graph"
TRIPLES, TIMES = 800, 12
PLAIN = f"SELECT ?v (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s <{SCHEMA.text}> ?v }} }} GROUP BY ?v"
JOINED = (
    f"SELECT ?d ?v (COUNT(*) AS ?n) {{ GRAPH <{REGISTER_GRAPH}> {{ <{GRAPH}> <{NG.graphDigest}> ?d }} "
    f"GRAPH <{GRAPH}> {{ ?s <{SCHEMA.text}> ?v }} }} GROUP BY ?d ?v"
)
ENTRY = f"SELECT ?d {{ GRAPH <{REGISTER_GRAPH}> {{ <{GRAPH}> <{NG.graphDigest}> ?d }} }}"


def version(number: int) -> Item:
    """Return the graph as it is at its n-th version, in which all triples are others than before."""
    triples = [(f"<{BASE}s/{i}>", f"<{SCHEMA.text}>", f'"{number}"') for i in range(TRIPLES)]
    text = text_of(graph_of(GRAPH, GRAPH, triples))
    return Item(Entry(GRAPH, text.digest, text.digest, 1), text.ntriples)


VERSIONS = {version(number).entry.digest: f'"{number}"' for number in range(TIMES)}


def seen(server: Server, query: str = PLAIN) -> dict[str, int]:
    """Return how many triples of which versions the graph holds."""
    found = rows(server, query)
    return {row["v"]: int(row["n"].split('"')[1]) for row in found if "v" in row}


def trusted(server: Server) -> tuple[str, dict[str, int]] | None:
    """Return a digest and what the graph held, where the register stood by it the whole time."""
    before, held, after = rows(server, ENTRY), seen(server), rows(server, ENTRY)
    if len(before) != 1 or before != after:
        return None
    return before[0]["d"].strip('"'), held


def is_whole(held: dict[str, int]) -> bool:
    return list(held.values()) == [TRIPLES]


def replace_often(place: EndpointPlace, done: threading.Event, failures: list[object]) -> None:
    try:
        for number in range(1, TIMES):
            failures += place.put([version(number)], progress=lambda _: None).failed
    except Exception as error:  # noqa: BLE001  it is told where the thread is waited for
        failures.append(error)
    finally:
        done.set()


@pytest.fixture(scope="module")
def table() -> Iterator[dict[tuple[str, Protocol], Counter[str]]]:
    found: dict[tuple[str, Protocol], Counter[str]] = {}
    yield found
    if file := os.environ.get("NEWSGRAPH_ATOMIC_TABLE"):
        heads = ("alone", "not whole", "joined", "of these in part", "before and after", "of these others")
        lines = [f"| server | protocol | {' | '.join(heads)} |", "|---" * (2 + len(heads)) + "|"]
        for (name, protocol), counts in found.items():
            lines.append(f"| {name} | {protocol} | {' | '.join(str(counts[head]) for head in heads)} |")
        Path(file).write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("protocol", [Protocol.SPARQL, Protocol.GSP])
@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_who_asks_the_register_never_sees_half_an_article(
    name: str,
    protocol: Protocol,
    request: pytest.FixtureRequest,
    table: dict[tuple[str, Protocol], Counter[str]],
) -> None:
    server: Server = request.getfixturevalue(name)
    place = place_at(server.endpoint_url, protocol, server, Patience())
    emptied(server)
    place.put([version(0)], progress=lambda _: None)
    counts = table.setdefault((name, protocol), Counter())
    done, failures = threading.Event(), list[object]()
    writer = threading.Thread(target=replace_often, args=(place, done, failures))
    writer.start()
    while not done.is_set():
        counts["alone"] += 1
        counts["not whole"] += not is_whole(seen(server))
        if joined := seen(server, JOINED):
            counts["joined"] += 1
            counts["of these in part"] += not is_whole(joined)
        if (found := trusted(server)) is not None:
            digest, held = found
            counts["before and after"] += 1
            counts["of these others"] += held != {VERSIONS[digest]: TRIPLES}
    writer.join()
    assert failures == []
    assert counts["of these in part"] == counts["of these others"] == 0
    # At rest it is trusted, and it is the last version.
    assert trusted(server) == (list(VERSIONS)[-1], {f'"{TIMES - 1}"': TRIPLES})
    kind = load_server(name)
    if kind.atomic_update if protocol is Protocol.SPARQL else kind.atomic_put:
        assert counts["not whole"] == 0
    emptied(server)
