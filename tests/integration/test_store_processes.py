"""The embedded store between real processes: killed writers, readers beside a writer, a disk that is full."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store_check import check_store
from newsgraph.sinks.store_open import reading
from newsgraph.sinks.store_sync import StorePlace, read_entries
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES, TRIPLES = 60, 40


def item(number: int, state: str) -> Item:
    """An article whose every triple tells which state it is of."""
    article = f"https://data.example/article/{number:016x}"
    lines = sorted(f'<{article}> <https://data.example/p{n}> "{state} {number}" .\n' for n in range(TRIPLES))
    text = "".join(lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Item(Entry(f"{article}/graph", digest, digest, 1), text, article)


def items(state: str) -> list[Item]:
    return [item(number, state) for number in range(ARTICLES)]


def write(directory: str, states: list[str], limit: int = 0) -> None:
    """What the other process does: bring the store to one state after the other, and tell of every step."""
    from newsgraph.sinks import store_write  # noqa: PLC0415  only the other process needs them
    from newsgraph.sinks.store_care import compact_store  # noqa: PLC0415

    if limit:
        import resource  # noqa: PLC0415  only where there is one

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    vars(store_write)["AT_ONCE"] = 15_000
    for state in states:
        if state == "compact":
            compact_store(directory)
        else:
            StorePlace(directory).put(items(state), progress=lambda _: print("step", flush=True))  # noqa: T201


def start(store: Path, *states: str, limit: int = 0) -> subprocess.Popen[str]:
    call = f"import runpy; runpy.run_path({__file__!r})['write']({str(store)!r}, {list(states)!r}, {limit})"
    return subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-c", call], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def states(store: ox.Store) -> dict[str, str]:
    """Return the state of each article; fails where an article is of two, or not whole, or not entered."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in store:
        if quad.graph_name.value != REGISTER_GRAPH:
            assert isinstance(quad.object, ox.Literal)
            found[quad.graph_name.value].append(quad.object.value.split()[0])
    assert all(len(seen) == TRIPLES and len(set(seen)) == 1 for seen in found.values())
    entries = {entry.graph: entry for entry in read_entries(store)}
    assert entries.keys() == found.keys()
    for name, seen in found.items():
        number = int(name.split("/")[-2], 16)
        assert entries[name] == item(number, seen[0]).entry
    return {name: seen[0] for name, seen in found.items()}


@pytest.mark.parametrize("steps", [1, 5, 18, 24])
def test_a_writer_that_is_killed_leaves_whole_articles_and_the_same_again_completes(
    tmp_path: Path, steps: int
) -> None:
    place = StorePlace(tmp_path / "store")
    with start(tmp_path / "store", "old", "new") as process:
        assert process.stdout is not None
        for _ in range(steps):
            assert process.stdout.readline() == "step\n"
        process.kill()
    with reading(tmp_path / "store") as store:
        assert states(store)
    assert check_store(tmp_path / "store", lambda _done, _all: None).flaws == []
    entries = place.register().entries
    missing = [item for item in items("new") if entries.get(item.graph) != item.entry]
    place.put(missing, progress=lambda _: None)
    with reading(tmp_path / "store") as store:
        assert states(store) == {item.graph: "new" for item in items("new")}


def test_readers_beside_a_writer_see_whole_articles_of_one_moment_and_no_error(tmp_path: Path) -> None:
    StorePlace(tmp_path / "store").put(items("first"), progress=lambda _: None)
    seen = []
    with start(tmp_path / "store", "a", "compact", "b", "c", "compact", "last") as process:
        while process.poll() is None:
            with reading(tmp_path / "store") as store:
                before = states(store)
                assert len(before) == ARTICLES
                assert states(store) == before
                seen.append(before)
        assert process.returncode == 0, process.stderr.read() if process.stderr else ""
    assert len(seen) > 1
    with reading(tmp_path / "store") as store:
        assert set(states(store).values()) == {"last"}
    assert not (tmp_path / "store" / "newsgraph.readers").exists()


@pytest.mark.parametrize("limit", [500, 60_000, 145_000])
def test_a_full_disk_loses_nothing_and_with_room_the_same_again_completes(tmp_path: Path, limit: int) -> None:
    pytest.importorskip("resource", reason="the size of files can be limited on Unix only")
    for before, after in (("", "old"), ("old", "new")):
        with start(tmp_path / "store", after, limit=limit) as process:
            _, told = process.communicate()
        assert process.returncode == 1
        assert "StoreError" in told
        assert "the disk is full" in told
        if before or (tmp_path / "store").exists():
            with reading(tmp_path / "store") as store:
                found = states(store)
            assert set(found.values()) <= {before, after} - {""}
            assert len(found) == ARTICLES or not before
            assert check_store(tmp_path / "store", lambda _done, _all: None).flaws == []
        StorePlace(tmp_path / "store").put(items(after), progress=lambda _: None)
        with reading(tmp_path / "store") as store:
            assert states(store) == {item.graph: after for item in items(after)}
