"""What goes wrong with the embedded store, told so that a person can mend it.

pyoxigraph reports what RocksDB says as OSError, corruption as RuntimeError, and its own assumptions that
damaged data breaks as a panic, which Python sees as a BaseException that no `except Exception` catches.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from newsgraph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READERS: Final = "newsgraph.readers"
"""The folder in a store that holds what readers look at."""

RESTORE: Final = "restore it from a backup, or load the articles into a new folder"
"""What to do with a damaged store."""
_VIEW = re.compile(rf"[/\\]{re.escape(READERS)}[/\\][^/\\\s]+")
_CAUSES: Final = (
    (
        re.compile(r"[Ww]hile lock file|lock hold by current process|[/\\]LOCK\b"),
        "another process writes to this store",
        "wait until it has finished",
    ),
    (
        re.compile(r"No space left|not enough space|File too large|quota exceeded", re.IGNORECASE),
        "the disk is full: {}",
        "make room and do it again; nothing that was there is lost",
    ),
    (
        re.compile(r"outdated encoding version|too recent version|not possible to upgrade read-only"),
        "another version of Oxigraph wrote this store: {}",
        "load what that version writes with `newsgraph store dump`, or load the articles into a new folder",
    ),
    (re.compile(r"file descriptors"), "{}", "raise the limit, as with `ulimit -n 1024`"),
    (
        re.compile(r"orruption|(?:\d\.sst|\d\.log|MANIFEST-\d+|CURRENT): No such file or directory"),
        "the store is damaged: {}",
        RESTORE,
    ),
)
"""What RocksDB says, what to tell of it (with its own words), and how to mend it."""


@contextmanager
def translated(directory: str | Path) -> Iterator[None]:
    """Raise what pyoxigraph reports of the store in `directory` as `StoreError`."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, OSError | RuntimeError) and not is_panic(error):
            raise
        raise store_error(error, directory) from error


def is_panic(error: BaseException) -> bool:
    """Say whether an exception is a panic of pyoxigraph, whose class cannot be imported."""
    return type(error).__name__ == "PanicException"


def store_error(error: BaseException, directory: str | Path) -> StoreError:
    """Return the error for what pyoxigraph reported of the store in `directory`."""
    text = _VIEW.sub("", str(error))
    what, mend = _told(error, text)
    return StoreError(what, where=str(directory), mend=mend)


def _told(error: BaseException, text: str) -> tuple[str, str]:
    """Return what happened and how to mend it."""
    if isinstance(error, FileNotFoundError) and ".sst" in text:
        what = f"a table is missing, because a writer replaced it while it was read, or it is lost: {text}"
        return what, f"ask again; if it stays so, {RESTORE}"
    for pattern, what, mend in _CAUSES:
        if pattern.search(text):
            return what.format(text), mend
    if isinstance(error, RuntimeError) or is_panic(error):
        return f"the store is damaged: {text}", RESTORE
    return f"the store cannot be used: {text}", "check the path and permissions"
