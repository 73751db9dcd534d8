from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import SinkError
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.texts import GraphText, text_of
from newsgraph.sinks.export_order import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgraph.rdf.terms import Triple

A, B, C = (f"<https://a.example/{name}>" for name in "abc")
ONE, TWO = (A, B, '"eins\\nzwei <x> ."'), (A, B, '"z"@de')


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "spool.sqlite")
    yield spool
    spool.close()


def text(name: str, *triples: Triple) -> GraphText:
    return text_of(graph_of(name, name, triples))


def test_graphs_come_in_code_point_order(spool: Spool) -> None:
    spool.start("one")
    for name in ("urn:z", "urn:ä", "urn:\U0001f642", "urn:\uff5e", "urn:a"):
        spool.add(text(name, ONE, TWO))
    names = ["urn:a", "urn:z", "urn:ä", "urn:\uff5e", "urn:\U0001f642"]
    assert list(spool.graphs()) == [text(name, ONE, TWO) for name in names]
    assert not spool.failures


def test_a_graph_that_two_sources_hold_is_given_once_where_they_agree(spool: Spool) -> None:
    for source in ("one", "two"):
        spool.start(source)
        spool.add(text("urn:a", ONE, TWO))
    assert list(spool.graphs()) == [text("urn:a", ONE, TWO)]
    assert not spool.failures


def test_a_graph_that_two_sources_hold_differently_names_both(spool: Spool) -> None:
    for source, triple in (("one.nq", ONE), ("two.nq", TWO)):
        spool.start(source)
        spool.add(text("urn:a", triple))
    assert list(spool.graphs()) == [text("urn:a", ONE)]
    (failure,) = spool.failures
    assert failure.where == "two.nq"
    assert "<urn:a>" in failure.what
    assert "one.nq" in failure.what


def test_what_is_discarded_is_gone(spool: Spool) -> None:
    spool.start("bad")
    spool.add(text("urn:a", ONE))
    spool.add(text("urn:b", ONE))
    spool.discard()
    spool.start("good")
    spool.add(text("urn:b", TWO))
    assert list(spool.graphs()) == [text("urn:b", TWO)]
    assert not spool.failures


def test_a_second_spool_in_the_same_place_is_refused(spool: Spool, tmp_path: Path) -> None:
    assert spool
    with pytest.raises(SinkError, match="another export is being written here"):
        Spool(tmp_path / "spool.sqlite")


def test_what_an_earlier_run_left_is_thrown_away(tmp_path: Path) -> None:
    for triple in (ONE, TWO):
        spool = Spool(tmp_path / "spool.sqlite")
        spool.start("one")
        spool.add(text("urn:a", triple))
        assert list(spool.graphs()) == [text("urn:a", triple)]
        spool.close()


def test_a_full_disk_is_told(spool: Spool) -> None:
    spool._base.execute("PRAGMA max_page_count = 5")
    spool.start("one")
    with pytest.raises(SinkError, match="the disk is full"):
        spool.add(text("urn:a", *((A, B, f'"{number**40}"') for number in range(5_000))))
