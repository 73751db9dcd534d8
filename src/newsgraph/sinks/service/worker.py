"""A worker: a process of its own that answers one query after another, and may be killed at any time.

It says `READY` first. The server then writes jobs to its standard input, a line of JSON each, and reads
answers from its standard output: a line of JSON (`status`, `headers`, `length`, `spent`), then so many
bytes. A `spent` worker ends after that answer.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph as ox

from newsgraph.sinks.service.confine import confine, end_after, is_swollen, limit_memory, most_held
from newsgraph.sinks.service.evaluate import evaluate
from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.protocol import Operation
from newsgraph.sinks.service.refusal import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

READY: Final = b"ready\n"
"""What a worker says first, so that its start is not taken for a slow query."""

_GRACE: Final = 10
"""Seconds beyond the time limit after which a worker ends itself."""

_MOST_JOBS: Final = 10_000


class Reader:
    """The store in the folder that was named last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._folder = ""
        self._store: ox.Store | None = None

    def store(self, folder: str) -> ox.Store:
        """Return the store in a folder, which does not change. Raises `OSError` where it cannot be opened."""
        if self._store is None or folder != self._folder:
            self._store = None
            self._store = ox.Store.read_only(folder)
            self._folder = folder
        return self._store


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers: an HTTP status, headers, and a body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer(reader: Reader, folder: str, operation: Operation, limits: Limits) -> Reply:
    """Return the reply to an operation on the store in a folder, also where it is refused or fails."""
    try:
        document = evaluate(reader.store(folder), operation, limits)
    except RefusedError as refusal:
        return Reply(refusal.status, refusal.headers, f"{refusal}\n".encode())
    except OSError:
        return Reply(503, (("Retry-After", "10"),), b"the store cannot be read just now\n")
    except MemoryError:
        return Reply(500, (), b"the query needs too much memory\n")
    return Reply(200, (("Content-Type", document.content_type),), document.body)


def work(limits: Limits, jobs: BinaryIO, replies: BinaryIO) -> None:
    """Answer jobs until there are no more, or this process had better be replaced."""
    reader = Reader()
    inherited = most_held()
    for number, line in enumerate(jobs, 1):
        end_after(limits.timeout + _GRACE)
        job = json.loads(line)
        if number == 1:
            with suppress(OSError):  # then the query will say so
                reader.store(job["folder"])
            limit_memory(limits.memory)  # what the store itself takes does not count
        reply = answer(reader, job["folder"], operation_of(job), limits)
        spent = number >= _MOST_JOBS or is_swollen(limits.memory, inherited)
        header = {
            "status": reply.status,
            "headers": reply.headers,
            "length": len(reply.body),
            "spent": spent,
        }
        replies.write(json.dumps(header).encode() + b"\n")
        replies.write(reply.body)
        replies.flush()
        end_after(0)
        if spent:
            return


def job_of(operation: Operation, folder: Path) -> bytes:
    """Return the line that asks a worker for an operation on the store in a folder."""
    return json.dumps({**asdict(operation), "folder": str(folder)}).encode() + b"\n"


def operation_of(job: dict[str, Any]) -> Operation:
    """Return the operation that a job asks for."""
    return Operation(
        job["query"], tuple(job["default_graphs"]), tuple(job["named_graphs"]), job["accept"], job["base"]
    )


def main() -> None:
    """Work for the server that started this process, within the limits that it names."""
    limits = Limits(**json.loads(sys.argv[1]))
    confine()
    jobs = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the replies
    replies.write(READY)
    replies.flush()
    work(limits, jobs, replies)


if __name__ == "__main__":
    main()
