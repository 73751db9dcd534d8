"""Work in a thread of its own that hands over what it makes, and that is waited for no longer than a time.

A query that runs inside the engine cannot be interrupted: neither by a time limit nor by Ctrl-C, which Python
hears only between its own steps. The engine lets other threads run meanwhile, so the query gets one, and the
thread that wants its answer can stop waiting.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections import deque
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from newsgraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

T = TypeVar("T")
Give: TypeAlias = "Callable[[T], None]"

THREAD_NAME: Final = "newsgraph-query"
_AHEAD: Final = 16
"""How many pieces may wait to be taken; that is what keeps memory flat."""


class QueryTimeoutError(QueryError):
    """A query took longer than its limit; what came of its answer by then is no whole answer."""


class AbandonedError(Exception):
    """Nobody wants the rest: raised in the thread that works, where it gives the next piece."""


class Flow(Generic[T]):
    """The pieces that `work` gives, in order, as an iterator; leave it as a context, so that the work ends.

    `work` runs in a thread of its own and is handed a function that takes a piece. What it raises is raised
    where the pieces are taken. After `seconds` (None: never) without the last piece that is
    `QueryTimeoutError`; the work then ends when it gives its next piece, or with the process.
    """

    def __init__(self, work: Callable[[Give[T]], None], seconds: float | None = None) -> None:
        """Begin."""
        self._changed = threading.Condition()
        self._pieces: deque[T] = deque()
        self._error: BaseException | None = None
        self._is_done = self._is_abandoned = False
        self._seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds
        # A daemon, so that a query which nobody waits for cannot keep the process alive.
        threading.Thread(target=self._run, args=(work,), name=THREAD_NAME, daemon=True).start()

    def __iter__(self) -> Flow[T]:
        """Return itself: the pieces come once."""
        return self

    def __next__(self) -> T:
        """Return the next piece."""
        with self._changed:
            while not (self._pieces or self._is_done):
                self._changed.wait(self._left())
            self._left()
            if self._pieces:
                piece = self._pieces.popleft()
                self._changed.notify_all()
                return piece
        if self._error is not None:
            raise self._error
        raise StopIteration

    def __enter__(self) -> Flow[T]:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the work end at its next piece."""
        with self._changed:
            self._is_abandoned = True
            self._pieces.clear()
            self._changed.notify_all()

    def _left(self) -> float | None:
        """Return the seconds left. Raises `QueryTimeoutError` where there are none."""
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0 and not (self._is_done and self._error is None):
            raise QueryTimeoutError(
                f"no whole answer after {self._seconds:g} seconds",
                where="query",
                mend="allow more with --timeout, or ask for less; --explain tells what is expensive",
            )
        return left

    def _run(self, work: Callable[[Give[T]], None]) -> None:
        error: BaseException | None = None
        try:
            work(self._give)
        except AbandonedError:
            pass
        except BaseException as raised:  # noqa: BLE001  raised again in the thread that takes the pieces
            _let_go(raised)
            error = raised
        with self._changed:
            self._error, self._is_done = error, True
            self._changed.notify_all()

    def _give(self, piece: T) -> None:
        with self._changed:
            while len(self._pieces) >= _AHEAD and not self._is_abandoned:
                self._changed.wait()
            if self._is_abandoned:
                raise AbandonedError
            self._pieces.append(piece)
            self._changed.notify_all()


def _let_go(error: BaseException | None) -> None:
    """Empty the frames of an error: the engine's results must go in the thread that they came in."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
