"""The workers: so many processes, each with one query at a time, killed and replaced where it must be."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final, Self

from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.service.views import Views
from newsgraph.sinks.service.worker import READY, job_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgraph.sinks.service.limits import Limits
    from newsgraph.sinks.service.protocol import Operation

_WORKER: Final = "newsgraph.sinks.service.worker"
_GLANCE: Final = 0.1
"""Seconds between two looks at the clock and at the client while a query runs."""

_START_SECONDS: Final = 60
_IN_MEMORY: Final = 1 << 20
_PIECE: Final = 1 << 16
_LONGEST_LINE: Final = 1 << 16


class ClientGone(Exception):  # noqa: N818  it is no error: the client went away, and nobody waits for the answer
    """The client hung up while its query ran."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answered; the body is a file that stands at its beginning."""

    status: int
    headers: tuple[tuple[str, str], ...]
    length: int
    body: IO[bytes]


class Pool:
    """A fixed number of workers, and a queue of bounded length before them."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        """Start the workers on the store in `directory` (absolute)."""
        # -P: the folder that the server was started in is no place to import from.
        self._command = (
            *(sys.executable, "-P", "-m", _WORKER),
            json.dumps(limits.to_dict()),
        )
        self._views = Views(directory)
        self._limits = limits
        self._lock = threading.Condition()
        self._inside = 0
        self._closed = False
        self._all: set[_Worker] = set()
        self._idle: list[_Worker] = []
        for _ in range(limits.workers):
            self._idle.append(self._started())

    def run(self, operation: Operation, is_gone: Callable[[], bool]) -> Answer:
        """Return the answer of a worker.

        Raises `RefusedError`: 503 where too many queries wait, 500 where this one takes too long or ends its
        worker; and `ClientGone` where `is_gone` says so.
        """
        seconds = self._limits.timeout
        try:
            with self._admitted(), self._worker(is_gone) as worker, self._views.current() as folder:
                return worker.ask(job_of(operation, folder), seconds, is_gone)
        except RefusedError as error:
            if self._closed:  # which ended the worker, or the wait for one
                raise RefusedError(503, "this server is being stopped", Retry_After="10") from error
            raise

    def close(self) -> None:
        """End all workers, whatever they do; no more are started."""
        with self._lock:
            self._closed = True
            workers = tuple(self._all)
            self._lock.notify_all()
        for worker in workers:
            worker.end()
        self._views.close()

    @contextmanager
    def _admitted(self) -> Iterator[None]:
        with self._lock:
            if self._inside >= self._limits.workers + self._limits.waiting:
                raise _busy()
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1

    @contextmanager
    def _worker(self, is_gone: Callable[[], bool]) -> Iterator[_Worker]:
        deadline = time.monotonic() + self._limits.timeout
        with self._lock:
            while not self._idle and len(self._all) >= self._limits.workers:
                if self._closed or time.monotonic() > deadline:
                    raise _busy()
                if is_gone():
                    raise ClientGone
                self._lock.wait(_GLANCE)
            if self._closed:
                raise _busy()
            worker = self._living() or self._started()
        try:
            yield worker
        finally:
            self._give_back(worker)

    def _give_back(self, worker: _Worker) -> None:
        if not worker.is_usable:
            worker.end()
        with self._lock:
            if worker.is_usable:
                self._idle.append(worker)
            else:
                self._all.discard(worker)
                if not self._closed:
                    with suppress(RefusedError):  # the next query tries again
                        self._idle.append(self._started())
            self._lock.notify()

    def _living(self) -> _Worker | None:
        """Return an idle worker; those that somebody else has ended are let go."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.poll() is None:
                return worker
            worker.end()
            self._all.discard(worker)
        return None

    def _started(self) -> _Worker:
        """Return another worker. Raises `RefusedError` (503) where the system lets none start."""
        try:
            worker = _Worker(self._command)
        except OSError as error:
            raise _unstarted() from error
        self._all.add(worker)
        return worker


class _Worker:
    """A worker process, as the server sees it."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.process = subprocess.Popen(  # noqa: S603  our own module, by the interpreter that runs this
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.is_usable = True
        self._is_ready = False

    def ask(self, job: bytes, seconds: float, is_gone: Callable[[], bool]) -> Answer:
        if not self._is_ready:
            with _Watch(self.process, _START_SECONDS, is_gone) as start:
                self._is_ready = self._line() == READY
            if not self._is_ready:
                self.is_usable = False
                if start.ended == "gone":
                    raise ClientGone
                raise _unstarted()
        with _Watch(self.process, seconds, is_gone) as watch:
            answer = self._answer(job)
        if answer is not None and not watch.ended:
            return answer
        self.is_usable = False
        if answer is not None:
            return answer
        if watch.ended == "gone":
            raise ClientGone
        if watch.ended == "late":
            raise RefusedError(500, f"the query took longer than {seconds:g} seconds", mend="ask for less")
        what = "the query ended its process: it needs too much memory, or is nested too deep"
        raise RefusedError(500, what, mend="ask for less")

    def _answer(self, job: bytes) -> Answer | None:
        """Return what the process answers, None where it ends before it has."""
        jobs, replies = self._pipes
        try:
            jobs.write(job)
            jobs.flush()
            header = json.loads(self._line() or b"null")
            if header is None:
                return None
            body = _taken(replies, header["length"])
        except (OSError, ValueError):  # it was ended while this was written or read
            return None
        if body is None:
            return None
        self.is_usable = not header["spent"]
        headers = tuple((name, value) for name, value in header["headers"])
        return Answer(header["status"], headers, header["length"], body)

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self.process.stdin is not None  # noqa: S101  for the type checker: it was started with pipes
        assert self.process.stdout is not None  # noqa: S101  for the type checker: it was started with pipes
        return self.process.stdin, self.process.stdout

    def _line(self) -> bytes:
        return self._pipes[1].readline(_LONGEST_LINE)

    def end(self) -> None:
        self.is_usable = False
        self.process.kill()
        self.process.wait()
        for pipe in self._pipes:
            with suppress(OSError):  # what it still holds for a process that is no more is lost
                pipe.close()


class _Watch:
    """Kills a process when its time is over, or nobody waits for its answer any more."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, is_gone: Callable[[], bool]) -> None:
        self.ended = ""
        self._process = process
        self._deadline = time.monotonic() + seconds
        self._is_gone = is_gone
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(min(_GLANCE, max(0, self._deadline - time.monotonic()))):
            if self._is_gone():
                self.ended = "gone"
            elif time.monotonic() >= self._deadline:
                self.ended = "late"
            else:
                continue
            self._process.kill()
            return


def _taken(source: IO[bytes], length: int) -> IO[bytes] | None:
    """Return so many bytes as a file, None where there are fewer."""
    target = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  the server closes it when it is sent
    while length:
        piece = source.read(min(length, _PIECE))
        if not piece:
            target.close()
            return None
        target.write(piece)
        length -= len(piece)
    target.seek(0)
    return target


def _unstarted() -> RefusedError:
    return RefusedError(503, "no process could be started for the query", Retry_After="10")


def _busy() -> RefusedError:
    return RefusedError(503, "too many queries at once", mend="try again in a moment", Retry_After="5")
