"""What a reader of the embedded store looks at: its files as they were at one moment, by hard links.

RocksDB lets one process write. Another may open the files to read them, but the writer deletes and
replaces them meanwhile: then opening fails, reading fails half way, or, worst, a log that was just emptied
is missing and the reader sees a state that never was. So a reader links the files into a folder of its own,
makes sure that nothing was replaced while it did, and opens that.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

import pyoxigraph as ox
from filelock import FileLock, Timeout

from newsgraph.errors import StoreError
from newsgraph.sinks.store_errors import READERS, is_panic, store_error

CURRENT: Final = "CURRENT"
"""RocksDB names its live manifest in a file of this name."""

_ALIVE: Final = "alive.lock"
_TRIES: Final = 60
_PAUSE: Final = 0.05
"""How many seconds lie between two tries."""

State: TypeAlias = tuple[str, int]
"""The name of a store's manifest, and how many bytes it has."""


class View:
    """A store as it was at one moment, open to be read; `close` gives its files free."""

    def __init__(self, directory: str | Path) -> None:
        """Open the store in `directory`. Raises `StoreError` where it is damaged or cannot be opened."""
        self._directory = Path(directory)
        self._folder, self._lock = _make_folder(self._directory)
        try:
            self.store = self._open()
        except BaseException:
            self.close()
            raise

    @property
    def folder(self) -> Path:
        """Where its files lie: links of its own, or the store itself where no links can be made."""
        return self._folder or self._directory

    def close(self) -> None:
        """Take the links away; the store must not be used any more."""
        if hasattr(self, "store"):
            del self.store
        _drop(self._folder, self._lock)
        self._lock = self._folder = None

    def _open(self) -> ox.Store:
        for _ in range(_TRIES):
            before = state_of(self._directory)
            try:
                store = self._opened(before)
            except BaseException as error:
                if not isinstance(error, OSError | RuntimeError) and not is_panic(error):
                    raise
                if before == state_of(self._directory):  # nobody replaced anything: it is the store's fault
                    raise store_error(error, self._directory) from error
                store = None
            if store is not None:
                return store
            time.sleep(_PAUSE)
        raise StoreError(
            "the store changes faster than it can be opened",
            where=str(self._directory),
            mend="ask again when what writes to it has finished",
        )

    def _opened(self, state: State | None) -> ox.Store | None:
        """Open the store as it is at `state`; return None where that is over before it is open."""
        if self._folder is not None and state is not None:
            return ox.Store.read_only(str(self._folder)) if self._copied(state) else None
        store = ox.Store.read_only(str(self._directory))
        return store if state == state_of(self._directory) else None

    def _copied(self, state: State) -> bool:
        """Say whether the folder holds the store at `state`; where there is no room for it, do without."""
        if self._folder is None:
            return False
        try:
            return copy_files(self._directory, self._folder, state)
        except OSError:
            self.close()
            return False


def state_of(directory: Path) -> State | None:
    """Return what changes whenever files of the store are replaced: its manifest and the length of that."""
    try:
        name = (directory / CURRENT).read_text(encoding="ascii").strip()
        return (name, (directory / name).stat().st_size) if name else None
    except (OSError, ValueError):
        return None


def copy_files(source: Path, target: Path, state: State) -> bool:
    """Put what makes up a store at `state` into a folder, and say whether it is whole.

    Tables never change once they are written, and are linked. Logs grow, and RocksDB writes new ones over
    old ones: they are copied. Copies are whole if no file was replaced meanwhile, and, where one was, if no
    log is gone, for all that the new files hold is still in the logs then. Raises `OSError` where something
    cannot be written.
    """
    for file in target.iterdir():
        if file.name != _ALIVE:
            file.unlink()
    name, size = state
    logs = []
    for file in sorted(source.iterdir()):
        with suppress(FileNotFoundError):  # it was not needed, or the state differs afterwards
            if file.suffix == ".log":
                logs.append(file)
                shutil.copyfile(file, target / file.name)
            elif file.suffix == ".sst" and file.stem.isdecimal():
                link_or_copy(file, target / file.name)
    try:
        with (source / name).open("rb") as manifest:
            (target / name).write_bytes(manifest.read(size))
    except FileNotFoundError:
        return False
    (target / CURRENT).write_text(f"{name}\n", encoding="ascii")
    return state_of(source) == state or (bool(logs) and all(log.exists() for log in logs))


def link_or_copy(source: Path, target: Path) -> None:
    """Make a hard link, or a copy where the target lies on another disk or cannot have links."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def clear_leftovers(directory: Path) -> None:
    """Take away what readers left behind that were killed; those that live keep theirs."""
    for folder in (directory / READERS).glob("*"):
        with suppress(OSError, Timeout), FileLock(folder / _ALIVE, timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # one of them lives, or there was none
        (directory / READERS).rmdir()


def _make_folder(directory: Path) -> tuple[Path | None, FileLock | None]:
    """Make a folder for links, locked as long as it is used; none where links cannot be made there."""
    for _ in range(_TRIES):
        folder = lock = None
        try:
            (directory / READERS).mkdir(exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=directory / READERS))
            lock = FileLock(folder / _ALIVE, thread_local=False)
            lock.acquire()
            os.link(directory / CURRENT, folder / CURRENT)
        except OSError as error:
            _drop(folder, lock)
            if not isinstance(error, FileNotFoundError) or not (directory / CURRENT).exists():
                return None, None  # no links there, or no store: opening it tells so
        else:
            return folder, lock
    return None, None


def _drop(folder: Path | None, lock: FileLock | None) -> None:
    """Take a folder for links away."""
    if lock is not None:
        lock.release()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # somebody else reads too, or it is gone
            folder.parent.rmdir()
