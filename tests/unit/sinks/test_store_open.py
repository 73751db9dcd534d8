from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from newsgraph.errors import StoreError
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks import store_open, store_view
from newsgraph.sinks.store import LoadSummary, load_graphs, read_graphs, remove_graphs
from newsgraph.sinks.store_errors import store_error, translated
from newsgraph.sinks.store_open import (
    LAYOUT,
    is_store,
    is_vacant,
    layout_of,
    open_store,
    reading,
    writer_of,
    writing,
)
from newsgraph.sinks.store_view import View
from newsgraph.vocab import NG, REGISTER_GRAPH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsgraph.rdf import ArticleGraph

WRITER = """
import sys
from newsgraph.sinks.store_open import writing
sys.argv = ["/usr/bin/newsgraph", "sync", "geheim/"]
with writing(sys.argv_store) as writer:
    print(1, flush=True)
    sys.stdin.read()
"""


def made(number: int, text: str = "alt") -> ArticleGraph:
    article = f"https://data.example/article/{number:016x}"
    return graph_of(article, f"{article}/graph", [(f"<{article}>", "<https://schema.org/text>", f'"{text}"')])


def older(directory: Path, *graphs: ArticleGraph) -> None:
    """Write a store as releases did that knew no register."""
    store = ox.Store(str(directory))
    store.bulk_extend(quad for graph in graphs for quad in graph.quads())
    store.flush()


def marked(directory: Path, layout: int) -> None:
    with writing(directory) as writer:
        register, term = ox.NamedNode(REGISTER_GRAPH), ox.NamedNode(NG.storeLayout)
        writer.store.remove(next(writer.store.quads_for_pattern(register, term, None, register)))
        value = ox.Literal(str(layout), datatype=ox.NamedNode(XSD.integer))
        writer.store.add(ox.Quad(register, term, value, register))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has the store `tmp_path/store` open for writing."""
    code = WRITER.replace("sys.argv_store", repr(str(tmp_path / "store")))
    with subprocess.Popen(  # noqa: S603  our own interpreter
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_writes_but_not_with_what(
    tmp_path: Path, writer: subprocess.Popen[bytes]
) -> None:
    with pytest.raises(StoreError, match="another process writes") as caught:
        load_graphs(tmp_path / "store", [made(1)])
    assert f"newsgraph sync, process {writer.pid} on " in caught.value.what
    assert "since 20" in caught.value.what
    assert "geheim" not in str(caught.value)
    told = writer_of(tmp_path / "store")
    assert told is not None
    assert str(writer.pid) in told


def test_a_writer_that_was_killed_keeps_nobody_out(tmp_path: Path, writer: subprocess.Popen[bytes]) -> None:
    writer.kill()
    writer.wait()
    assert (tmp_path / "store" / "newsgraph.writer").exists()
    assert writer_of(tmp_path / "store") is None
    assert load_graphs(tmp_path / "store", [made(1)]) == LoadSummary(added=1)
    assert not (tmp_path / "store" / "newsgraph.writer").exists()


def test_readers_go_on_while_another_process_writes(tmp_path: Path, writer: subprocess.Popen[bytes]) -> None:
    assert writer.poll() is None
    with reading(tmp_path / "store") as store:
        assert layout_of(store) == LAYOUT
    assert not (tmp_path / "store" / "newsgraph.readers").exists()


def test_a_note_on_the_writer_that_is_no_json_is_no_matter(
    tmp_path: Path, writer: subprocess.Popen[bytes]
) -> None:
    assert writer.poll() is None
    (tmp_path / "store" / "newsgraph.writer").write_text("{")
    with pytest.raises(StoreError, match=r"another process writes to this store \(") as caught:
        load_graphs(tmp_path / "store", [made(1)])
    assert caught.value.mend == "wait until it has finished"
    assert writer_of(tmp_path / "store") == "unknown"


def test_a_store_whose_making_was_cut_short_is_none_yet(tmp_path: Path) -> None:
    with writing(tmp_path):
        pass
    assert is_store(tmp_path)
    (tmp_path / "newsgraph.making").touch()
    assert not is_store(tmp_path)
    with pytest.raises(StoreError, match="there is no store"), reading(tmp_path):
        pytest.fail("it was opened")


def test_a_store_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "newsgraph.making").touch()
    (tmp_path / "LOG").write_text("half")
    (tmp_path / "MANIFEST-000001").write_bytes(b"half")
    assert is_vacant(tmp_path)
    assert not is_store(tmp_path)
    with pytest.raises(StoreError, match="there is no store"):
        open_store(tmp_path)
    assert load_graphs(tmp_path, [made(1)]) == LoadSummary(added=1)
    assert list(read_graphs(tmp_path)) == [made(1)]


def test_an_older_store_is_read_without_a_word_and_marked_by_the_first_write(tmp_path: Path) -> None:
    older(tmp_path, made(1), made(2))
    with reading(tmp_path) as store:
        assert layout_of(store) == 0
    assert list(read_graphs(tmp_path, every=True)) == [made(1), made(2)]
    assert load_graphs(tmp_path, [made(1), made(2)]) == LoadSummary(unchanged=2)
    with reading(tmp_path) as store:
        assert layout_of(store) == LAYOUT
        assert len(store) == 3
    assert list(read_graphs(tmp_path, every=True)) == [made(1), made(2)]


def test_a_newer_store_is_neither_read_nor_written(tmp_path: Path) -> None:
    load_graphs(tmp_path, [made(1)])
    marked(tmp_path, LAYOUT + 1)
    for use in (
        lambda: open_store(tmp_path),
        lambda: load_graphs(tmp_path, [made(2)]),
        lambda: remove_graphs(tmp_path, [made(1).graph]),
    ):
        with pytest.raises(StoreError, match=f"layout {LAYOUT + 1}, known is {LAYOUT}") as caught:
            use()
        assert "upgrade newsgraph" in (caught.value.mend or "")
    assert not (tmp_path / "newsgraph.readers").exists()


def test_a_store_of_another_oxigraph_is_refused_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graphs(tmp_path, [made(1)])

    def refused(_: str) -> ox.Store:
        raise RuntimeError("The RocksDB database is using the too recent version 9. Upgrade …")

    monkeypatch.setattr("pyoxigraph.Store", refused)
    with pytest.raises(StoreError, match="another version of Oxigraph wrote this store") as caught:
        load_graphs(tmp_path, [made(2)])
    assert "dump" in (caught.value.mend or "")


def test_what_was_read_stays_as_it_was_while_the_store_is_changed_and_made_small(tmp_path: Path) -> None:
    load_graphs(tmp_path, [made(number) for number in range(50)])
    with writing(tmp_path) as writer:
        writer.store.optimize()
    with reading(tmp_path) as before:
        load_graphs(tmp_path, [made(number, "neu") for number in range(50)], only=True)
        with writing(tmp_path) as writer:
            writer.store.optimize()
        with reading(tmp_path) as after:
            for store, text in ((before, "alt"), (after, "neu")):
                held = [q for q in store if q.graph_name != ox.NamedNode(REGISTER_GRAPH)]
                assert {q.object.value for q in held if isinstance(q.object, ox.Literal)} == {text}
                assert len(held) == 50
    assert not (tmp_path / "newsgraph.readers").exists()


def test_files_that_are_replaced_while_they_are_linked_are_linked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graphs(tmp_path, [made(1)])
    real = store_view.copy_files
    tries: list[store_view.State] = []

    def changing(source: Path, target: Path, state: store_view.State) -> bool:
        tries.append(state)
        return real(source, target, state) and len(tries) == 3

    monkeypatch.setattr(store_view, "_PAUSE", 0)
    monkeypatch.setattr(store_view, "copy_files", changing)
    assert list(read_graphs(tmp_path)) == [made(1)]
    assert len(tries) == 3
    monkeypatch.setattr(store_view, "copy_files", lambda *_: False)
    with pytest.raises(StoreError, match="changes faster than it can be opened"):
        open_store(tmp_path)


def test_a_manifest_that_is_replaced_while_it_is_linked_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graphs(tmp_path, [])
    link = os.link
    refused: list[Path] = []

    def first_gone(source: Path, target: Path) -> None:
        if not refused:
            refused.append(target)
            raise FileNotFoundError(2, "No such file or directory")
        link(source, target)

    monkeypatch.setattr(os, "link", first_gone)
    view = View(tmp_path)
    assert not refused[0].parent.exists()
    view.close()
    assert not refused[0].parent.parent.exists()


def test_a_table_that_is_gone_before_it_is_linked_is_no_damage_if_the_store_was_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graphs(tmp_path, [made(1)])
    with writing(tmp_path) as writer:
        writer.store.optimize()
    real = store_view.copy_files
    tries: list[store_view.State] = []

    def racing(source: Path, target: Path, state: store_view.State) -> bool:
        whole = real(source, target, state)
        if not tries:  # the writer puts tables together between our look at the manifest and at the tables
            load_graphs(tmp_path, [made(2)])
            for table in target.glob("*.sst"):
                table.unlink()
        tries.append(state)
        return whole

    monkeypatch.setattr(store_view, "copy_files", racing)
    assert list(read_graphs(tmp_path)) == [made(1), made(2)]
    assert len(tries) == 2


def test_a_log_that_was_emptied_meanwhile_makes_the_copy_void(tmp_path: Path) -> None:
    load_graphs(tmp_path / "store", [made(1)])
    (tmp_path / "copy").mkdir()
    state = store_view.state_of(tmp_path / "store")
    assert state is not None
    assert store_view.copy_files(tmp_path / "store", tmp_path / "copy", state)
    load_graphs(tmp_path / "store", [made(2)])  # another log, another manifest
    assert not store_view.copy_files(tmp_path / "store", tmp_path / "copy", state)


def test_a_reader_who_may_not_make_links_reads_the_store_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graphs(tmp_path, [made(1)])

    def forbidden(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", forbidden)
    assert list(read_graphs(tmp_path)) == [made(1)]
    view = View(tmp_path)
    assert view.folder == tmp_path
    view.close()
    assert list((tmp_path).glob("newsgraph.readers/*")) == []


def test_a_reader_for_whose_copies_the_disk_has_no_room_reads_the_store_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_graphs(tmp_path, [made(1)])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    assert list(read_graphs(tmp_path)) == [made(1)]
    assert not (tmp_path / "newsgraph.readers").exists()


def test_a_table_that_a_writer_took_from_under_a_reader_is_no_damage() -> None:
    error = store_error(FileNotFoundError("IO error: … /s/000041.sst: No such file or directory"), "/s")
    assert "a writer replaced it while it was read" in error.what
    assert "ask again" in (error.mend or "")


def test_what_killed_readers_left_is_taken_away_and_what_living_ones_use_is_not(tmp_path: Path) -> None:
    load_graphs(tmp_path, [made(1)])
    code = "import sys, os\nfrom newsgraph.sinks.store_view import View\nView(sys.argv[1])\nos._exit(9)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)  # noqa: S603  our own interpreter
    with reading(tmp_path) as store:
        assert len(list((tmp_path / "newsgraph.readers").iterdir())) == 2
        load_graphs(tmp_path, [made(2)])
        assert len(list((tmp_path / "newsgraph.readers").iterdir())) == 1
        assert len(store) == 2
    load_graphs(tmp_path, [made(3)])
    assert not (tmp_path / "newsgraph.readers").exists()


def test_logs_of_events_and_files_of_killed_loads_do_not_pile_up(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    for number in range(12):
        load_graphs(tmp_path / "store", [made(number)])
    (tmp_path / "store" / "bulk-123.sst").write_bytes(b"half")
    load_graphs(tmp_path / "store", [made(1)])
    assert len(list((tmp_path / "store").glob("LOG.old.*"))) <= store_open._LOGS + 1
    assert not (tmp_path / "store" / "bulk-123.sst").exists()


def test_a_panic_of_the_database_is_an_error_like_others(tmp_path: Path) -> None:
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(StoreError, match="the store is damaged: index out of bounds"), translated(tmp_path):
        raise panic("index out of bounds")
    with pytest.raises(KeyboardInterrupt), translated(tmp_path):
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("IO error: While lock file: /s/LOCK: Resource temporarily unavailable", "another process writes"),
        ("IO error: No space left on device", "the disk is full"),
        ("IO error: While appending to file: /s/1.sst: File too large", "the disk is full"),
        ("Corruption: block checksum mismatch in /s/000041.sst", "the store is damaged"),
        ("IO error: … /s/000041.sst: No such file or directory", "the store is damaged"),
        ("IO error: … /s/MANIFEST-000004: No such file or directory", "the store is damaged"),
        ("Oxigraph needs at least 96 file descriptors, only 64 allowed", "file descriptors"),
        ("IO error: Permission denied", "the store cannot be used"),
    ],
)
def test_what_the_database_says_is_told_by_its_cause(text: str, what: str) -> None:
    error = store_error(OSError(text), "/s")
    assert what in error.what
    assert error.where == "/s"
    assert error.mend


def test_places_in_the_folder_of_a_reader_are_told_as_those_of_the_store() -> None:
    error = store_error(RuntimeError("Corruption: bad /s/newsgraph.readers/tmpx1/000041.sst offset 3"), "/s")
    assert "/s/000041.sst offset 3" in error.what
