"""The states of the store that queries look at: the present one, and earlier ones as long as one runs."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.errors import StoreError
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.store_view import CURRENT, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATA: Final = (".log", ".sst")
_MANIFEST: Final = "MANIFEST-"

_State: TypeAlias = "frozenset[tuple[str, int, int]]"


class Views:
    """Folders with one state of the store each, for workers to open; they hold links that this class makes.

    So a worker writes nothing, and leaves nothing behind when it is killed.
    """

    def __init__(self, directory: Path) -> None:
        """Keep the folder of the store in mind; nothing is opened yet."""
        self._directory = directory
        self._lock = threading.Lock()
        self._current: View | None = None
        self._state: _State = frozenset()
        self._uses: dict[View, int] = {}

    @contextmanager
    def current(self) -> Iterator[Path]:
        """Yield the folder with the store's present state, which stays as long as the block runs.

        Raises `RefusedError` (503) where the store cannot be opened just now.
        """
        with self._lock:
            view = self._present()
            self._uses[view] += 1
        try:
            yield view.folder
        finally:
            with self._lock:
                self._uses[view] -= 1
                self._tidy()

    def close(self) -> None:
        """Let go of all states that no query looks at any more."""
        with self._lock:
            self._current = None
            self._tidy()

    def _present(self) -> View:
        state = _state_of(self._directory)
        if self._current is None or state != self._state:
            try:
                self._current = View(self._directory)
            except StoreError as error:
                raise RefusedError(503, "the store cannot be read just now", Retry_After="10") from error
            del self._current.store  # that it can be opened is shown; the workers open it themselves
            self._state = state
            self._uses[self._current] = 0
            self._tidy()
        return self._current

    def _tidy(self) -> None:
        for view in [view for view, uses in self._uses.items() if not uses and view is not self._current]:
            del self._uses[view]
            view.close()


def _state_of(directory: Path) -> _State:
    """Return names, sizes and times of the files of data: no write leaves all of them as they were."""
    found = set()
    for file in directory.iterdir() if directory.is_dir() else ():
        if file.suffix in _DATA or file.name == CURRENT or file.name.startswith(_MANIFEST):
            try:
                stat = file.stat()
            except FileNotFoundError:
                continue  # it was tidied away just now, which is a change too
            found.add((file.name, stat.st_size, stat.st_mtime_ns))
    return frozenset(found)
