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
_FULL = re.compile(r"No space left|not enough space|File too large|quota exceeded", re.IGNORECASE)
_FORMAT = re.compile(r"outdated encoding version|too recent version|not possible to upgrade read-only")
_LOCKED = re.compile(r"[Ww]hile lock file|lock hold by current process|[/\\]LOCK\b")
_VANISHED = re.compile(r"(?:\d\.sst|\d\.log|MANIFEST-\d+|CURRENT): No such file or directory")


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
    text, where = _VIEW.sub("", str(error)), str(directory)
    if _LOCKED.search(text):
        what = "another process writes to this store"
        return StoreError(what, where=where, mend="wait until it has finished")
    if _FULL.search(text):
        what = f"the disk is full: {text}"
        return StoreError(what, where=where, mend="make room and do it again; nothing that was there is lost")
    if _FORMAT.search(text):
        what = f"another version of Oxigraph wrote this store: {text}"
        mend = (
            "write it out with that version (`newsgraph store dump`, or `oxigraph dump`) and load it anew, "
            "or load the articles into a new folder"
        )
        return StoreError(what, where=where, mend=mend)
    if "file descriptors" in text:
        return StoreError(text, where=where, mend="raise the limit, as with `ulimit -n 1024`")
    if isinstance(error, RuntimeError) or is_panic(error) or "orruption" in text or _VANISHED.search(text):
        return StoreError(f"the store is damaged: {text}", where=where, mend=RESTORE)
    return StoreError(f"the store cannot be used: {text}", where=where, mend="check the path and permissions")
