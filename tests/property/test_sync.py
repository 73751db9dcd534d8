"""Whatever is edited and wherever a sync breaks off: one that is let through ends in the wanted state.

And at no time has the register an entry of a graph that is not whole.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.pipeline.memory_place import MemoryPlace

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


class State(NamedTuple):
    """Which version of each graph there is, and which graphs each file holds."""

    versions: dict[str, int]
    files: dict[str, frozenset[str]]


class Attempt(NamedTuple):
    """A sync of one of the states, and before which step of the place it breaks off (None: not at all)."""

    state: int
    fails: int | None
    delete: bool
    check: bool
    force: bool


contents = st.frozensets(st.sampled_from(GRAPHS), min_size=1)
states = st.builds(
    State,
    st.fixed_dictionaries({graph: st.integers(1, 2) for graph in GRAPHS}),
    st.dictionaries(st.sampled_from(FILES), contents, min_size=1),
)
breaks = st.none() | st.integers(0, 30)
attempts = st.builds(Attempt, st.integers(0, 1), breaks, st.booleans(), st.booleans(), st.booleans())


def ntriples(graph: str, version: int) -> str:
    article = graph.removesuffix("/graph")
    return f'<{article}> <urn:p> "{version}" .\n<{article}> <urn:q> "whole" .\n'


def write(folder: Path, now: State) -> None:
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
    sync_files(plan, place, result, lambda _done, _total: None)
    assert not result.broken or place.fails == 0
    assert not place.halved()
    return result


@pytest.mark.parametrize("whole", [0, 1_000_000], ids=["streamed", "at once"])
@settings(max_examples=80, deadline=None)
@given(
    two=st.tuples(states, states),
    past=st.lists(attempts, max_size=4),
    foreign=st.sampled_from((*GRAPHS, "urn:other")),
)
def test_one_clean_run_ends_in_the_wanted_state(
    whole: int,
    two: tuple[State, State],
    past: list[Attempt],
    foreign: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    place = MemoryPlace()
    place.graphs["urn:other"] = "<urn:a> <urn:b> <urn:c> .\n"  # not ours, and without an entry
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdf_files, "_WHOLE", whole)
        for attempt in past:
            write(folder, two[attempt.state])
            place.fails = attempt.fails
            run(place, SyncPlan((folder,), "default", attempt.delete, attempt.check, attempt.force))
            if foreign in GRAPHS:
                place.graphs[foreign] = "<urn:x> <urn:x> <urn:x> .\n"  # somebody else writes …
                place.entries.pop(foreign, None)  # … with a command that takes the entry out
        write(folder, two[0])
        place.fails = None
        assert not run(place, SyncPlan((folder,), delete=True)).failures
        held = [graph for graphs in two[0].files.values() for graph in graphs]
        wanted = {graph: ntriples(graph, two[0].versions[graph]) for graph in held}
        assert {graph: place.graphs[graph] for graph in place.entries} == wanted
        assert place.graphs["urn:other"]
        place.steps.clear()
        again = run(place, SyncPlan((folder,), delete=True))
    assert again.unchanged == len(wanted)
    assert not place.steps
    if len(held) == len(wanted):  # no graph is in two files: none of them need be parsed again
        digests = [hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in two[0].files]
        assert all(map(place.register().graphs_of, digests))
