"""What one query, one request and all of them together may take of the machine."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

_MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is too much.

    `timeout` is how long one query may run, in seconds, and how long it may wait for a worker before that;
    `memory` what it may take beyond an idle worker, in bytes (where the system can hold a process to that:
    Linux); `rows` and `size` (bytes) are its answer's.
    `request` is the size of a request's body in bytes. `workers` queries run at once, `waiting` more may
    queue, and all others are turned away. `connections` may be open, and one on which a request does not
    arrive, or an answer is not fetched, is closed after `patience` seconds.
    """

    timeout: float = 30
    memory: int = 1024 * _MIB
    rows: int = 1_000_000
    size: int = 64 * _MIB
    request: int = _MIB
    workers: int = 2
    waiting: int = 8
    connections: int = 200
    patience: int = 30

    def to_dict(self) -> dict[str, float]:
        """Return the limits by name, for another process."""
        return asdict(self)
