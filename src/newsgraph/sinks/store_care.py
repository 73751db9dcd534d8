"""Backing an embedded store up, making it small, and writing out all that it holds."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import StoreError
from newsgraph.iris import about_of
from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.files import sync_folder
from newsgraph.sinks.store import default_triples, graph_names, triples_of
from newsgraph.sinks.store_errors import translated
from newsgraph.sinks.store_info import size_of
from newsgraph.sinks.store_open import reading, require_store, view_of, writing
from newsgraph.sinks.store_view import CURRENT, copy_files, link_or_copy, state_of
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from newsgraph.rdf.graph import ArticleGraph

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """What was copied, opened and counted: graphs, triples (those of the register too), bytes on disk."""

    graphs: int
    triples: int
    size: int


def backup_store(directory: str | Path, target: str | Path) -> Backup:
    """Copy the store in `directory`, as it is at this moment, to the free folder `target`.

    It may be written and read meanwhile. Tables, which never change, are linked where both lie on one disk.
    The copy is opened and counted before it gets its name, and is a store by itself. Raises `StoreError`
    where the target is not free or cannot be written, and where the store is damaged; nothing is left then.
    """
    path = Path(target)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError("there is something already", where=str(path), mend="name a folder that is free")
    view = view_of(Path(directory))
    part = path.parent / f".{path.name}-{os.getpid()}.part"
    try:
        with translated(directory):
            wanted = _count(view.store)
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.mkdir()
            _copy(view.folder, part, Path(directory))
        _settle(part, wanted)
        with translated(path):
            _sync(part)
            if path.exists():
                path.rmdir()
            part.rename(path)
            sync_folder(path.parent)
        return Backup(*wanted, size_of(path))
    finally:
        view.close()
        shutil.rmtree(part, ignore_errors=True)


def compact_store(directory: str | Path) -> tuple[int, int]:
    """Put the tables of a store together, which gives room free; return its bytes before and after.

    Raises `StoreError` where another process writes, and where the store is missing or damaged.
    """
    path = Path(directory)
    require_store(path)
    before = size_of(path)
    with writing(path) as writer, translated(path):
        writer.store.flush()
        writer.store.optimize()
    return before, size_of(path)


def dump_graphs(directory: str | Path, *, register: bool = False) -> Iterator[ArticleGraph]:
    """Yield all that a store holds, graph by graph in the order of their names, as it is at this moment.

    First come triples that stand in no named graph, as a graph without a name; the register comes only if
    asked for. Raises `StoreError` as `reading` does.
    """
    where = str(directory)
    with reading(directory) as store:
        with translated(directory):
            loose = default_triples(store)
            names = graph_names(store)
        if loose:
            yield graph_of("", "", loose, where)
        for name in sorted([*names, REGISTER_GRAPH]) if register else names:
            with translated(directory):
                triples = triples_of(store, name)
            yield graph_of(about_of(name), name, triples, where)


def _copy(folder: Path, part: Path, directory: Path) -> None:
    """Copy the files of a view; where links could not be made it is the store itself, which may change."""
    if folder != directory:
        for file in folder.iterdir():
            if file.suffix == ".sst":
                link_or_copy(file, part / file.name)
            elif file.suffix == ".log" or file.name.startswith((CURRENT, "MANIFEST-")):
                shutil.copyfile(file, part / file.name)
        return
    for _ in range(_TRIES):
        state = state_of(directory)
        if state is not None and copy_files(directory, part, state):
            return
    what = "the store was written to each time that it was copied"
    raise StoreError(what, where=str(directory), mend="back it up when what writes to it has finished")


def _settle(part: Path, wanted: tuple[int, int]) -> None:
    """Open the copy, which puts what is in its logs into tables, and count it. Raises `StoreError`."""
    with writing(part) as writer, translated(part):
        found = _count(writer.store)
    for file in part.glob("newsgraph.*"):
        file.unlink(missing_ok=True)
    if found != wanted:
        what = f"the backup has {found} graphs and triples, the store {wanted}: it is not kept"
        raise StoreError(what, where=str(part), mend="back it up again, and check the disk")


def _count(store: ox.Store) -> tuple[int, int]:
    return len(graph_names(store)), len(store)


def _sync(folder: Path) -> None:
    """See that all is on the disk before the folder gets its name."""
    if os.name == "nt":
        return  # there a file must be open for writing
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    sync_folder(folder)
