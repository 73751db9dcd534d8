"""The shipped queries give the same rows from real servers as from files, on real articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import newsgraph
from newsgraph.sinks.endpoint import Protocol, push_graphs
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.named import load_named_queries, load_named_query
from newsgraph.sinks.query import Answer, memory_store, run_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.conftest import Server

    from newsgraph.rdf import ArticleGraph

pytestmark = pytest.mark.integration

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def articles() -> list[ArticleGraph]:
    found = [newsgraph.build(newsgraph.annotate(article)) for article in newsgraph.read(SEEDS)]
    assert found
    return found


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, articles: list[ArticleGraph]) -> Iterator[Server]:
    started: Server = request.getfixturevalue(request.param)
    endpoint = started.endpoint(Protocol.AUTO)
    push_graphs(articles, endpoint)
    yield started
    wrapper = Wrapper(Client(endpoint))
    for graph in articles:
        wrapper.update(f"DROP SILENT GRAPH <{graph.graph}>")


def rows(answer: Answer) -> list[tuple[str, ...]]:
    """Rows in an order of our own (servers collate differently), joined names too."""
    found = (tuple(getattr(cell, "value", "") for cell in row) for row in answer.rows())
    return sorted(tuple("; ".join(sorted(value.split("; "))) for value in row) for row in found)


_OF_LINKS = {"same-utterance"}
"""Queries that find nothing where no links were pushed."""

_TOO_MUCH_FOR_VIRTUOSO = (")*", "?)/")
"""Paths that end the process of Virtuoso 7, repeated or optional: docs/how-to.md says what to do instead."""


def test_shipped_queries_give_the_same_rows(server: Server, articles: list[ArticleGraph]) -> None:
    endpoint = server.endpoint(Protocol.AUTO)
    assert push_graphs(articles, endpoint).unchanged == len(articles)
    store = memory_store(articles)
    speaker = next(run_query(store, load_named_query("speakers").prepare()).rows())[0]
    virtuoso = server.command[0].endswith("virtuoso-t")
    paths = _TOO_MUCH_FOR_VIRTUOSO if virtuoso else ()
    asked = [query for query in load_named_queries() if not any(path in query.text for path in paths)]
    assert len(asked) >= 2
    for named in asked:
        required = {p.name: getattr(speaker, "value", "") for p in named.parameters if p.default is None}
        query = named.prepare(required)
        here = rows(run_query(store, query))
        assert here or named.name in _OF_LINKS, named.name
        assert here == rows(ask(endpoint, query)), named.name
