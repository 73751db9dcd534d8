"""The process around the commands: streams that are closed, signals that end it, errors nobody foresaw."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from newsgraph.cli import console
from newsgraph.errors import NewsgraphError, UsageError
from newsgraph.pipeline.outcome import IMPOSSIBLE, PARTLY, USAGE
from newsgraph.sinks.flow import THREAD_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_BY_SIGNAL = 128
"""What a shell adds to the number of the signal that ended a process."""
_GRACE = 0.3
"""How long to wait for a query that nobody waits for, in seconds: most end at their next row."""


@contextmanager
def guarded() -> Iterator[None]:
    """Turn every way in which a command can end into a message for a person and an exit code.

    Errors of newsgraph's own say what, where and how to mend it; a signal lets temporary files be cleaned
    up; only an error that nobody foresaw shows its traceback, because a report needs it.
    """
    _open_closed_streams()
    _write_any_character()
    try:
        with _told():
            yield
    except SystemExit as ending:
        _leave_queries(ending.code)
        raise


@contextmanager
def _told() -> Iterator[None]:
    try:
        with _signals_clean_up():
            yield
    except UsageError as error:
        _end(error, USAGE)
    except NewsgraphError as error:
        _end(error, IMPOSSIBLE)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _give_up_stdout()
        sys.exit(PARTLY)
    except OSError as error:
        where = str(error.filename) if error.filename is not None else None
        _end(NewsgraphError(f"the system refuses: {error.strerror or error}", where=where), IMPOSSIBLE)
    except Exception as error:  # noqa: BLE001  the last resort: it is printed whole, and the exit code tells
        traceback.print_exc()
        what = f"newsgraph failed: {type(error).__name__}: {error}"
        _end(NewsgraphError(what, mend="please report it, with what stands above"), IMPOSSIBLE)
    except SystemExit as ending:
        if isinstance(ending.code, int) and ending.code > _BY_SIGNAL:
            console.say("interrupted; no file was left half-written")
        raise


def _end(error: NewsgraphError, code: int) -> NoReturn:
    console.complain(error)
    _give_up_stdout()
    sys.exit(code)


def _leave_queries(code: object) -> None:
    """End the process here where a query still runs that nobody waits for any more.

    It runs inside the engine, where Python can neither stop it nor take the engine down around it. All that
    had to be cleaned up was, and nothing was being written.
    """
    for thread in threading.enumerate():
        if thread.name == THREAD_NAME:
            thread.join(_GRACE)
            if thread.is_alive():
                for stream in (sys.stdout, sys.stderr):
                    with suppress(OSError, ValueError):
                        stream.flush()
                os._exit(code if isinstance(code, int) else IMPOSSIBLE)


def _give_up_stdout() -> None:
    """Let what could not be written go nowhere, or Python would complain of it once more at exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)


def _open_closed_streams() -> None:
    """Put something in the place of streams that the caller closed (`newsgraph … >&-`).

    Else the next file that is opened would take the number 1, and results would be printed into it. What is
    read is empty, messages go nowhere, and results are refused as the system refuses a closed stream.
    """
    # In this order, because the system gives each the lowest number that is free.
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _write_any_character() -> None:
    """Write results as UTF-8 whatever the locale; a terminal that cannot show a character shows `?`."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")


@contextmanager
def _signals_clean_up() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the program, as Ctrl-C does: nothing half-written stays behind."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    numbers = [n for n in map(signal.Signals.__getitem__, names) if signal.getsignal(n) is signal.SIG_DFL]
    if threading.current_thread() is not threading.main_thread():
        numbers = []  # Python lets only the main thread set handlers
    for number in numbers:
        signal.signal(number, _unwind)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _unwind(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(_BY_SIGNAL + number)
