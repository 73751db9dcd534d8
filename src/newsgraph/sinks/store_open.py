"""Opening the embedded store: one writer, many readers, and what a folder must be to be a store."""

from __future__ import annotations

import atexit
import json
import os
import platform
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from filelock import FileLock, Timeout

from newsgraph.errors import StoreError
from newsgraph.sinks.store_errors import RESTORE, store_error, translated
from newsgraph.sinks.store_view import CURRENT, View, clear_leftovers
from newsgraph.vocab import NG, REGISTER_GRAPH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYOUT: Final = 1
"""The layout of stores that this version writes; 0 are those of versions that kept no register."""

_OURS: Final = "newsgraph."  # what the names of our own files in the folder of a store begin with
_LOCK: Final = "newsgraph.lock"
_WRITER: Final = "newsgraph.writer"
_MAKING: Final = "newsgraph.making"  # as long as it is there, the store is not whole and holds nothing

_LOGS: Final = 5
_MOMENT: Final = 0.2
"""How many seconds a writer waits: as long as `writer_of` may hold its lock, and no longer."""


class Writer:
    """A store that is open to be written; `store` is gone as soon as it is closed."""

    store: ox.Store

    def __init__(self, store: ox.Store) -> None:
        """Keep what is open."""
        self.store = store


@contextmanager
def writing(directory: str | Path) -> Iterator[Writer]:
    """Open the store in `directory` to be written, and make it where there is none.

    What was written is safe on disk when the block ends. Raises `StoreError` where another process writes,
    and as `open_store` does. A folder that holds something else is never made into a store, and of a store
    that could not be made nothing is left.
    """
    path = Path(directory)
    existed = path.exists()
    if not is_vacant(path):
        require_store(path)
    with translated(path):
        path.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(path):
            writer = Writer(_opened(path))
            try:
                yield writer
                with translated(path):
                    writer.store.flush()
            finally:
                del writer.store
    finally:
        if not existed:
            with suppress(OSError):  # a store was made, as it should be
                path.rmdir()


@contextmanager
def reading(directory: str | Path) -> Iterator[ox.Store]:
    """Open the store in `directory` as it is at this moment, whoever writes to it meanwhile.

    Raises `StoreError` where it is missing, damaged, no store at all, or of a newer layout.
    """
    view = view_of(Path(directory))
    try:
        yield view.store
    finally:
        view.close()


def open_store(directory: str | Path) -> ox.Store:
    """Return the store in `directory` as it is at this moment, to be read as long as the process lives.

    Raises `StoreError` as `reading` does, which is better where the end of reading can be told: the files
    that a store has replaced meanwhile take room until then.
    """
    view = view_of(Path(directory))
    atexit.register(view.close)
    return view.store


def is_store(directory: str | Path) -> bool:
    """Say whether a folder is an embedded store."""
    path = Path(directory)
    return (path / CURRENT).is_file() and not (path / _MAKING).exists()


def is_vacant(directory: str | Path) -> bool:
    """Say whether there is nothing yet where a store shall be, or one whose making was cut short."""
    path = Path(directory)
    if (path / _MAKING).exists():
        return True
    return not path.exists() or (
        path.is_dir() and all(file.name.startswith(_OURS) for file in path.iterdir())
    )


def layout_of(store: ox.Store) -> int:
    """Return the layout that a store says it has; 0 where it says none."""
    register = ox.NamedNode(REGISTER_GRAPH)
    for quad in store.quads_for_pattern(register, ox.NamedNode(NG.storeLayout), None, register):
        if isinstance(quad.object, ox.Literal) and quad.object.value.isdecimal():
            return int(quad.object.value)
    return 0


def view_of(path: Path) -> View:
    """Return a view of the store in a folder, to be closed. Raises `StoreError` as `reading` does."""
    require_store(path)
    view = View(path)
    try:
        with translated(path):
            _check_layout(view.store, path)
    except BaseException:
        view.close()
        raise
    return view


def require_store(path: Path) -> None:
    """Raise `StoreError` where a folder is no store."""
    if is_store(path):
        return
    where = str(path)
    if is_vacant(path):
        raise StoreError(
            "there is no store", where=where, mend="create it with `newsgraph load` or `newsgraph sync`"
        )
    if path.is_dir() and any(path.glob("MANIFEST-*")):
        what = "the store is damaged: the file CURRENT, which names its manifest, is missing"
        raise StoreError(what, where=where, mend=RESTORE)
    if path.is_dir():
        raise StoreError(
            "this folder is no store, or a damaged one",
            where=where,
            mend="name another folder, or load the articles into a new one",
        )
    raise StoreError("a store cannot be used that is a file", where=where, mend="name a folder")


def _check_layout(store: ox.Store, path: Path) -> None:
    layout = layout_of(store)
    if layout > LAYOUT:
        raise StoreError(
            f"a newer version of newsgraph wrote this store (layout {layout}, known is {LAYOUT})",
            where=str(path),
            mend="upgrade newsgraph, or load what the newer one writes with `newsgraph store dump`",
        )


def _opened(path: Path) -> ox.Store:
    """Open the store, which is made where there is none, and see to its mark."""
    with translated(path):
        clear_leftovers(path)
        _thin_logs(path)
        if not is_vacant(path):
            store = _marked(ox.Store(str(path)), path)
            for file in path.glob("bulk-*.sst"):  # of a load that was killed; they belong to nothing
                file.unlink()
            return store
        _clear(path)
        (path / _MAKING).touch()
        try:
            store = _marked(ox.Store(str(path)), path)
            store.flush()
            (path / _MAKING).unlink()
        except BaseException:
            _clear(path)
            for name in (_WRITER, _LOCK):
                with suppress(OSError):  # Windows takes it away when it is let go
                    (path / name).unlink()
            raise
        return store


def _marked(store: ox.Store, path: Path) -> ox.Store:
    """Return the store with the mark of this layout; an older one gets it, and that is all it needs."""
    _check_layout(store, path)
    if layout_of(store) < LAYOUT:
        register = ox.NamedNode(REGISTER_GRAPH)
        number = ox.Literal(str(LAYOUT), datatype=ox.NamedNode(XSD.integer))
        store.add(ox.Quad(register, ox.NamedNode(NG.storeLayout), number, register))
    return store


def _thin_logs(path: Path) -> None:
    """Keep RocksDB's last logs of events; it begins one of 140 kB at each opening and keeps a thousand."""
    for file in sorted(path.glob("LOG.old.*"))[:-_LOGS]:
        file.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Take away what is left of a store whose making was cut short."""
    for file in path.iterdir():
        if file.is_file() and not file.name.startswith(_OURS):
            file.unlink()
    (path / _MAKING).unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other writers out, and let them know who it is."""
    lock = FileLock(path / _LOCK)
    try:
        lock.acquire(timeout=_MOMENT)
    except Timeout as error:
        raise _taken(path) from error
    except OSError as error:
        raise store_error(error, path) from error
    try:
        with translated(path):
            (path / _WRITER).write_text(json.dumps(_self()), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (path / _WRITER).unlink()
        lock.release()


def _self() -> dict[str, str | int]:
    program, *words = [Path(sys.argv[0]).name, *sys.argv[1:2]]
    command = " ".join([program, *(word for word in words if word.isalpha())])
    since = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    return {"command": command, "pid": os.getpid(), "host": platform.node(), "since": since}


def writer_of(directory: str | Path) -> str | None:
    """Return who writes to a store at the moment, None where no process of newsgraph does."""
    path = Path(directory)
    if not (path / _WRITER).exists():
        return None
    try:
        with FileLock(path / _LOCK, timeout=0):
            return None  # it was killed
    except Timeout:
        return _told(path) or "unknown"
    except OSError:
        return None  # where no lock can be had nobody writes


def _taken(path: Path) -> StoreError:
    told = _told(path)
    what = "another process writes to this store" + (f": {told}" if told else "")
    return StoreError(what, where=str(path), mend="wait until it has finished")


def _told(path: Path) -> str | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((path / _WRITER).read_text(encoding="utf-8"))
        return f"{told['command']}, process {told['pid']} on {told['host']}, since {told['since']}"
    return None
