from __future__ import annotations

import pyoxigraph as ox
import pytest

from newsgraph.sinks.update import replace_graph

GRAPH = "https://a.example/g"
LINES = "".join(f'<https://a.example/{i}> <https://a.example/p> "Zeile\\u2028{i}" .\n' for i in range(7))


def after(update: str) -> ox.Store:
    """Return a store that held something else in the graph, after this update."""
    store = ox.Store()
    store.update(f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <a:s> <a:p> <a:o> }} }}")
    store.update(update)
    return store


@pytest.mark.parametrize(("at_once", "inserts"), [(None, 1), (7, 1), (6, 2), (3, 3), (1, 7)])
def test_a_graph_is_replaced_whole_in_as_many_inserts_as_it_takes(at_once: int | None, inserts: int) -> None:
    update = replace_graph(GRAPH, LINES, at_once)
    assert update.count("INSERT DATA") == inserts
    assert set(after(update)) == set(after(replace_graph(GRAPH, LINES)))
    assert len(after(update)) == 7


def test_an_empty_graph_is_emptied() -> None:
    assert len(after(replace_graph(GRAPH, "", 3))) == 0


def test_lines_end_where_n_triples_lines_end() -> None:
    odd = f'<https://a.example/s> <https://a.example/p> "a{chr(0x2028)}b{chr(0x85)}c" .\n'
    assert len(after(replace_graph(GRAPH, odd + LINES, 1))) == 8
