"""What a worker process gives up before it runs other people's queries.

Each of these is a second wall: the first is that a query can neither write, nor ask another server, nor run
for ever. Where a system does not know one of them, the worker does without.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import resource

_NEW_USER: Final = 0x10000000  # CLONE_NEWUSER of unshare(2)
_NEW_NETWORK: Final = 0x40000000  # CLONE_NEWNET


def confine() -> None:
    """Give up the network, writing to files, and leaving memory dumps behind.

    To be called while the process has one thread, and before it opens the store.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers itself
    leave_network()
    if sys.platform != "win32":
        for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
            with suppress(OSError, ValueError):
                resource.setrlimit(limit, (0, 0))


def leave_network() -> bool:
    """Move into a network of its own that has no interface; return whether the system allowed it (Linux)."""
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None)
    if not hasattr(library, "unshare"):
        return False
    return any(library.unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def limit_memory(most: int) -> None:
    """Let the process have at most this many bytes more than it has now, where that can be told."""
    pages = Path("/proc/self/statm")
    if sys.platform == "win32" or not pages.exists():
        return
    size = int(pages.read_text("ascii").split()[0]) * resource.getpagesize()
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (size + most, size + most))


def most_held() -> int:
    """Return how many bytes the process has once held; 0 where the system does not tell.

    Linux counts what the process that started this one held at that moment.
    """
    if sys.platform == "win32":
        return 0
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def is_swollen(most: int, inherited: int) -> bool:
    """Say whether the process has once held more than half of `most` bytes, which it may never give back.

    `inherited` is what `most_held` said at its start: up to that, nothing is known.
    """
    return most_held() > max(most // 2, inherited)


def end_after(seconds: float) -> None:
    """End this process after so many seconds even if nobody is left to do it; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
