"""What is asked of an endpoint about its register, and what is made of its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.sinks.endpoint import find_endpoint
from newsgraph.sinks.endpoint.held import Held
from newsgraph.sinks.endpoint.sync import EndpointPlace
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.register import Entry, register_page, register_query, size_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

NAMES = [f"https://data.example/article/{i:016x}/graph" for i in range(3)]
Row = tuple[ox.NamedNode | ox.Literal, ...]


def entry(digest: str, name: str = NAMES[0]) -> Entry:
    return Entry(name, digest * 64, "f" * 64, 1)


def test_an_entry_is_there_if_its_digest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(Client(find_endpoint("http://server.example", environment={})))
    monkeypatch.setattr(held, "digests", lambda _: {NAMES[0]: {"a" * 64}})
    assert held.is_entered([entry("a")])
    assert not held.is_entered([entry("b")])  # that of the graph as it was before
    monkeypatch.setattr(held, "digests", lambda _: {NAMES[0]: {"a" * 64, "b" * 64}})
    assert not held.is_entered([entry("a")])


def test_a_server_that_cuts_its_rows_and_says_nothing_loses_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    place = EndpointPlace(find_endpoint("http://server.example/sparql", environment={}))
    rows: list[Row] = [
        (ox.NamedNode(name), *map(ox.Literal, ("a" * 64, "f" * 64, "1", "default"))) for name in NAMES
    ]
    asked: list[str] = []

    def answer(query: str) -> Iterator[Row]:
        asked.append(query)
        if query == size_query():
            return iter([(ox.Literal("3"), ox.Literal("3"))])
        if query == register_query():
            return iter(rows[:2])
        behind = [row for row in rows if f'"{row[0].value}"' in query]
        return iter(rows[rows.index(behind[0]) + 1 :] if behind else rows)

    monkeypatch.setattr(place, "_rows", answer)
    assert sorted(place.register().entries) == NAMES
    assert register_page("", 5_000) in asked


def test_a_server_that_gives_all_rows_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    place = EndpointPlace(find_endpoint("http://server.example/sparql", environment={}))
    row: Row = (ox.NamedNode(NAMES[0]), *map(ox.Literal, ("a" * 64, "f" * 64, "1", "default")))
    answers: dict[str, list[Row]] = {
        size_query(): [(ox.Literal("1"), ox.Literal("1"))],
        register_query(): [row],
    }
    monkeypatch.setattr(place, "_rows", answers.__getitem__)
    assert place.register().entries == {NAMES[0]: entry("a")}
