"""Whatever is edited and wherever a sync breaks off: one that is let through ends in the wanted state.

And at no time has the register an entry of a graph that is not whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.pipeline.memory_place import MemoryPlace

from newsgraph.errors import SinkError
from newsgraph.pipeline import rdf_files
from newsgraph.pipeline.sync import Synced, SyncPlan, sync_files
from newsgraph.rdf.formats import encoding_of_path
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.serialise import serialise

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://a.example/article/"
GRAPHS = tuple(f"{BASE}{number:016x}/graph" for number in range(4))
FILES = ("a.nq", "b.trig", "c.nq.gz", "d.jsonld")


class Round(NamedTuple):
    """What the files hold now, and before which step of the place the sync breaks off (None: not at all)."""

    versions: dict[str, int]
    files: dict[str, frozenset[str]]
    fails: int | None
    delete: bool
    check: bool
    force: bool


rounds = st.builds(
    Round,
    st.fixed_dictionaries({graph: st.integers(1, 3) for graph in GRAPHS}),
    st.dictionaries(st.sampled_from(FILES), st.frozensets(st.sampled_from(GRAPHS), min_size=1), min_size=1),
    st.none() | st.integers(0, 30),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


def ntriples(graph: str, version: int) -> str:
    article = graph.removesuffix("/graph")
    return f'<{article}> <urn:p> "{version}" .\n<{article}> <urn:q> "whole" .\n'


def write(folder: Path, now: Round) -> None:
    for name in FILES:
        file = folder / name
        if name not in now.files:
            file.unlink(missing_ok=True)
            continue
        graphs = []
        for graph in sorted(now.files[name]):
            lines = ntriples(graph, now.versions[graph]).splitlines()
            triples = [(s, p, o) for s, p, o in (line[:-2].split(" ", 2) for line in lines)]
            graphs.append(graph_of(graph.removesuffix("/graph"), graph, triples))
        encoding = encoding_of_path(file)
        assert encoding is not None
        file.write_bytes(serialise(graphs, encoding))


def run(place: MemoryPlace, plan: SyncPlan) -> Synced:
    result = Synced(place.name)
    try:
        sync_files(plan, place, result, lambda _done, _total: None)
    except SinkError:
        assert place.fails == 0
    assert not place.halved()
    return result


@pytest.mark.parametrize("whole", [0, 1_000_000], ids=["streamed", "at once"])
@settings(max_examples=60, deadline=None)
@given(past=st.lists(rounds, max_size=4), last=rounds, foreign=st.sampled_from((*GRAPHS, "urn:other")))
def test_one_clean_run_ends_in_the_wanted_state(
    whole: int, past: list[Round], last: Round, foreign: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    place = MemoryPlace()
    place.graphs["urn:other"] = "<urn:a> <urn:b> <urn:c> .\n"  # not ours, and without an entry
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdf_files, "_WHOLE", whole)
        for now in past:
            write(folder, now)
            place.fails = now.fails
            run(place, SyncPlan((folder,), delete=now.delete, check=now.check, force=now.force))
            if foreign in place.graphs and foreign != "urn:other":
                place.graphs[foreign] = "<urn:x> <urn:x> <urn:x> .\n"  # somebody writes behind the register …
                place.entries.pop(foreign, None)  # … with a command that takes the entry out
        write(folder, last)
        place.fails = None
        result = run(place, SyncPlan((folder,), delete=True))
        assert not result.failures
        held = {graph for graphs in last.files.values() for graph in graphs}
        wanted = {graph: ntriples(graph, last.versions[graph]) for graph in held}
        entered = {graph: place.graphs[graph] for graph in place.entries}
        assert entered == wanted
        place.steps.clear()
        again = run(place, SyncPlan((folder,), delete=True))
    assert again.unchanged == len(wanted)
    assert not place.steps
