from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newsgraph.errors import StoreError
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store import load_graphs, read_graphs
from newsgraph.sinks.store_check import check_store
from newsgraph.sinks.store_info import read_info
from newsgraph.sinks.store_open import writing
from newsgraph.sinks.store_sync import StorePlace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsgraph.rdf import ArticleGraph

KILLED = """
import hashlib, os, sys
from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store_open import writing
from newsgraph.sinks.store_sync import _add
with writing(sys.argv[1]) as writer:
    for number in range(20, 30):
        name = f"https://data.example/article/{number:016x}"
        lines = f'<{name}> <https://schema.org/text> "alt" .\\n'
        digest = hashlib.sha256(lines.encode()).hexdigest()
        _add(writer.store, [Item(Entry(f"{name}/graph", digest, f"{number:064x}", 1), lines, name)])
    os._exit(9)
"""


def made(number: int) -> ArticleGraph:
    article = f"https://data.example/article/{number:016x}"
    return graph_of(article, f"{article}/graph", [(f"<{article}>", "<https://schema.org/text>", '"alt"')])


def item(number: int) -> Item:
    graph = made(number)
    entry = Entry(graph.graph, graph_digest(graph), f"{number:064x}", 1)
    return Item(entry, graph.to_ntriples(), graph.article)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 20 articles in tables, and ten more in the log of a writer that was killed."""
    path = tmp_path_factory.mktemp("stores") / "sound.store"
    StorePlace(path).put([item(number) for number in range(20)], progress=lambda _: None)
    with writing(path) as writer:
        writer.store.optimize()
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)  # noqa: S603  our own
    assert done.returncode == 9
    return path


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Path:
    shutil.copytree(sound, tmp_path / "news.store")
    return tmp_path / "news.store"


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    chosen = random.Random(file.name)  # noqa: S311  no secret: the same bytes in every run
    for _ in range(max(len(content) // 50, 1)):
        content[chosen.randrange(len(content))] ^= 0xFF
    file.write_bytes(content)


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def remove(file: Path) -> None:
    file.unlink()


HARM: list[Callable[[Path], None]] = [flip, cut, empty, remove]


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_damage_is_reported_on_reading_and_on_writing_and_nothing_is_rebuilt(
    store: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    hit = list(store.glob(pattern))
    assert hit
    for file in hit:
        harm(file)
    left = {file.name: file.read_bytes() for file in store.glob("*.sst")}
    uses: list[Callable[[], object]] = [
        lambda: list(read_graphs(store)),
        lambda: StorePlace(store).register(),
        lambda: load_graphs(store, [made(40)]),
        lambda: StorePlace(store).put([item(0)], progress=lambda _: None),
        lambda: read_info(store),
    ]
    for use in (*uses, *uses):
        with pytest.raises(StoreError, match="the store is damaged: ") as caught:
            use()
        assert caught.value.where == str(store)
        assert "backup" in (caught.value.mend or "")
        assert "newsgraph.readers" not in str(caught.value)
    assert {file.name: file.read_bytes() for file in store.glob("*.sst")}.items() >= left.items()
    assert not (store / "newsgraph.readers").exists()


def test_a_flaw_deep_in_a_table_is_found_by_reading_everything(store: Path) -> None:
    def flaws() -> list[str]:
        return [flaw.what for flaw in check_store(store, lambda _done, _all: None).flaws]

    with writing(store):
        pass  # takes away tables that the killed writer no longer needed
    assert flaws() == []
    for table in sorted(store.glob("*.sst"), key=lambda file: file.stat().st_size)[-6:]:
        whole = table.read_bytes()
        table.write_bytes(whole[:40] + bytes(byte ^ 0xFF for byte in whole[40:60]) + whole[60:])
        assert any("damaged" in what and table.name in what for what in flaws()), table
        table.write_bytes(whole)
    assert flaws() == []


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize("pattern", ["IDENTITY", "OPTIONS-*", "LOG*"])
def test_files_that_hold_no_data_do_not_matter(
    store: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    for file in store.glob(pattern):
        harm(file)
    assert len(list(read_graphs(store))) == 30
    assert load_graphs(store, [made(40)]).added == 1
    assert len(list(read_graphs(store))) == 31


@pytest.mark.parametrize("harm", HARM)
def test_what_a_broken_log_lost_the_register_does_not_claim_and_putting_it_again_completes(
    store: Path, harm: Callable[[Path], None]
) -> None:
    """RocksDB leaves out what it cannot read at the end of a log, without a word."""
    assert len(StorePlace(store).register().entries) == 30
    for file in store.glob("*.log"):
        harm(file)
    place = StorePlace(store)
    entries = place.register().entries
    graphs = {graph.graph for graph in read_graphs(store)}
    assert set(entries) == graphs
    assert {made(number).graph for number in range(20)} <= graphs < {made(n).graph for n in range(30)}
    missing = [item(number) for number in range(30) if item(number).graph not in entries]
    assert place.put(missing, progress=lambda _: None).added == len(missing) > 0
    assert list(read_graphs(store)) == [made(number) for number in range(30)]
    assert set(place.register().entries) == {made(number).graph for number in range(30)}
