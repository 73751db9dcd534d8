"""The shipped queries give the same answers from files, from Oxigraph and from Virtuoso."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.sinks.conftest import graphs as articles  # noqa: F401  a fixture
from tests.unit.sinks.test_named_links import ADA, ASPECTS, BASE, BERG, same, third

from newsgraph.model import LinkDecision, LinkPredicate
from newsgraph.pipeline.convert import Plan, convert_articles
from newsgraph.pipeline.link import LinkPlan, link_files
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.rdf import build_graph
from newsgraph.rdf.build_links_graph import build_links_graph
from newsgraph.settings import Settings
from newsgraph.sinks.endpoint import Changer, Protocol, push_graphs
from newsgraph.sinks.endpoint.ask import ask
from newsgraph.sinks.named import load_named_queries, load_named_query
from newsgraph.sinks.query import memory_store, run_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.integration.conftest import Server

    from newsgraph.rdf import ArticleGraph
    from newsgraph.sinks.endpoint import Endpoint
    from newsgraph.sinks.query import Answer

pytestmark = pytest.mark.integration

SEEDS = Path(__file__).parents[2] / "seeds"
ASKED = {
    "articles-by-day": [{}, {"since": "2024-01-01"}],
    "links": [{}, {"kind": "samePersonAs"}, {"about": "berg"}, {"about": "solbakk", "least": "0.5"}],
    "mentioned-with": [{}, {"person": "Berg"}, {"person": "Ingunn Solbakk"}],
    "people": [{}, {"person": "ada"}, {"since": "2022-03-03", "until": "2022-03-04"}],
    "proposals": [{}, {"person": "Ada Berg"}, {"person": BERG}, {"until": "2023-12-31"}],
    "same-utterance": [{}, {"about": "vertrauen"}, {"difference": "Shortened"}],
    "speakers": [{}, {"since": "2024-01-01"}],
    "statements-of": [{"person": "Ingunn Solbakk"}, {"person": "berg"}, {"person": ASPECTS[0].iri}],
    "who-said-what": [
        {},
        {"about": "vertrauen"},
        {"speaker": "Ada Berg"},
        {"speaker": ASPECTS[1].iri},
        {"kind": "direct"},
    ],
}


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory,
    articles: tuple[ArticleGraph, ...],  # noqa: F811
) -> tuple[ArticleGraph, ...]:
    """The seeds and their links, and made-up articles with namesakes and a person under two names."""
    folder = tmp_path_factory.mktemp("seeds")
    plan = Plan(
        (str(SEEDS),), str(folder / "graph"), settings=Settings(model="rules"), validate=False, jobs=1
    )
    convert_articles(plan, lambda *_: None)
    links = str(folder / "links.trig")
    link_files(LinkPlan((str(folder / "graph"),), links), lambda *_: None)
    one, other = (aspect.iri for aspect in ASPECTS)
    apart = LinkDecision(other, LinkPredicate.DIFFERENT_PERSON, one, "another career", 0.85)
    reader = GraphReader([folder / "graph", links])
    made_up = build_graph(third(), Settings(base=BASE))
    found = (
        *reader.graphs(),
        *articles,
        made_up,
        build_links_graph(BASE, [apart, same(BERG, ADA)], ASPECTS),
    )
    assert len(found) == 15
    return found


@pytest.fixture(params=["oxigraph", "virtuoso"])
def endpoint(request: pytest.FixtureRequest, everything: tuple[ArticleGraph, ...]) -> Iterator[Endpoint]:
    server: Server = request.getfixturevalue(request.param)
    there = server.endpoint(Protocol.AUTO)
    assert push_graphs(everything, there).sent == len(everything)
    yield there
    Changer(there).remove(graph.graph for graph in everything)


def test_all_of_them(endpoint: Endpoint, everything: tuple[ArticleGraph, ...]) -> None:
    files = memory_store(everything)
    assert set(ASKED) == {query.name for query in load_named_queries()}
    for name, asked in ASKED.items():
        for values in asked:
            query = load_named_query(name).prepare(values)
            expected = rows(run_query(files, query))
            assert expected, (name, values)
            assert rows(ask(endpoint, query)) == expected, (name, values)


def rows(answer: Answer) -> list[list[tuple[str, ...]]]:
    """Rows in an order of ours, lists within a cell too: servers sort letters and lists each in their way."""
    found: Iterable[list[str]] = (
        ["" if cell is None else getattr(cell, "value", "") for cell in row] for row in answer.rows()
    )
    return sorted([tuple(sorted(cell.split("; "))) for cell in row] for row in found)
