from __future__ import annotations

import pytest

from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.parse import load_graphs
from newsgraph.rdf.texts import text_of
from newsgraph.sinks.endpoint.parcel import (
    Parcel,
    adding,
    batched,
    parcel_of_graph,
    parcel_of_item,
    parcel_of_text,
    replacing,
)
from newsgraph.sinks.register import Entry, Item
from newsgraph.vocab import REGISTER_GRAPH

SOME = [("<s:s>", "<p:p>", '"Wör te ."'), ("<s:s>", "<p:p>", '"a\\n .\\n"@de'), ("<s:t>", "<p:p>", "<o:o>")]


def parcel(name: str, text: str = '<s:s> <p:p> "x" .\n', *, blank: bool = False) -> Parcel:
    return Parcel(name, text, name, Entry(name, "a" * 64, "b" * 64, 1, "größe"), blank)


def names(batches: list[list[Parcel]]) -> list[list[str]]:
    return [[one.graph for one in batch] for batch in batches]


def test_what_adds_graphs_holds_their_triples() -> None:
    graphs = [graph_of("a:a", "a:g", SOME), graph_of("a:b", "a:h", SOME[1:])]
    assert load_graphs(adding(list(map(parcel_of_graph, graphs))), "trig") == tuple(graphs)


def test_entries_come_last_and_the_digest_last_of_all() -> None:
    trig = adding([parcel("a:g"), parcel("a:h")]).decode()
    assert trig.index(f"<{REGISTER_GRAPH}> {{") > trig.index("<a:h> {")
    entries = load_graphs(trig.encode(), "trig")[-1]
    assert (entries.graph, len(entries)) == (REGISTER_GRAPH, 8)
    assert "#graphDigest>" in trig.splitlines()[-2]


def test_triples_are_taken_apart_as_they_are() -> None:
    assert parcel_of_graph(graph_of("a:a", "a:g", SOME)).triples() == sorted(SOME)


def test_no_request_is_larger_than_its_graphs_are_said_to_be() -> None:
    parcels = [parcel("a:g", "".join(f'<s:{i}> <p:p> "ü{i}" .\n' for i in range(50))), parcel("a:hh")]
    size = sum(one.size for one in parcels)
    assert len(adding(parcels)) <= size
    assert len(replacing(parcels, {"a:g"}).encode()) <= size + 1_000
    assert size < 2 * len(adding(parcels))


def test_batches_are_cut_by_bytes_and_a_large_graph_goes_alone() -> None:
    large = parcel("a:large", '<s:s> <p:p> "x" .\n' * 200)
    some = [parcel("a:1"), parcel("a:2"), large, parcel("a:3"), parcel("a:4"), parcel("a:5")]
    found = list(batched(some, number=9, size=2 * some[0].size))
    assert names(found) == [["a:1", "a:2"], ["a:large"], ["a:3", "a:4"], ["a:5"]]


def test_batches_are_cut_by_number() -> None:
    found = list(batched((parcel(f"a:{i}") for i in range(5)), number=2, size=10**6))
    assert names(found) == [["a:0", "a:1"], ["a:2", "a:3"], ["a:4"]]


def test_no_batch_holds_two_graphs_of_one_name() -> None:
    found = list(batched([parcel("a:1"), parcel("a:2"), parcel("a:1")], number=9, size=10**6))
    assert names(found) == [["a:1", "a:2"], ["a:1"]]


def test_a_graph_with_blank_nodes_goes_alone() -> None:
    some = [parcel("a:1"), parcel("a:2", blank=True), parcel("a:3"), parcel("a:4")]
    assert names(list(batched(some, number=9, size=10**6))) == [["a:1"], ["a:2"], ["a:3", "a:4"]]


@pytest.mark.parametrize(
    ("triples", "blank"),
    [
        (SOME, False),
        ([("_:b", "<p:p>", "<o:o>")], True),
        ([("<a:a>", "<p:p>", "<o:o>"), ("_:b", "<p:p>", "<o:o>")], True),
        ([("<s:s>", "<p:p>", "_:b")], True),
    ],
)
def test_blank_nodes_are_seen(triples: list[tuple[str, str, str]], *, blank: bool) -> None:
    graph = graph_of("a:a", "a:g", triples)
    assert parcel_of_graph(graph).blank is blank
    assert parcel_of_text(text_of(graph)).blank is blank


def test_messages_call_a_graph_by_its_article() -> None:
    article = "https://data.example/article/0123456789abcdef"
    text = text_of(graph_of(article, f"{article}/graph", SOME))
    assert parcel_of_text(text).article == article
    assert parcel_of_text(text_of(graph_of("", "a:g", SOME))).article == "a:g"
    assert parcel_of_item(Item(Entry("a:g", "", "", 1), "")).article == "a:g"


def test_entries_go_out_first_and_come_in_last() -> None:
    update = replacing([parcel("a:1"), parcel("a:2")], {"a:2"})
    assert update.count("DELETE {") == 1
    assert "VALUES ?g { <a:2> }" in update
    places = [update.index(word) for word in ("DELETE {", "DROP", "INSERT DATA { GRAPH <a:2>")]
    assert places == sorted(places)
    entered = f"INSERT DATA {{ GRAPH <{REGISTER_GRAPH}>"
    claims, _, rest = update.partition("DELETE {")
    assert claims.count(entered) == 1
    assert "graphDigest" not in claims
    assert rest.index(entered) > rest.rindex("INSERT DATA { GRAPH <a:")
    assert "DELETE {" not in replacing([parcel("a:1")], set())
    assert "<a:1>" in replacing([parcel("a:1")]).partition("DROP")[0]
