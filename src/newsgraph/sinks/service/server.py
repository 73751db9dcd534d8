"""The HTTP server under the application, and what it does about clients that dawdle."""

from __future__ import annotations

import errno
import logging
import re
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from newsgraph.errors import SinkError
from newsgraph.sinks.service.app import ENDPOINTS, Application
from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.pool import Pool
from newsgraph.sinks.service.visitors import Visitors
from newsgraph.sinks.store_open import reading

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SLOWEST: Final = 1 << 14
"""Bytes that a client must fetch of an answer in the time of `Limits.patience`."""

_OTHER_FILES: Final = 80
"""Files that are open beside those of connections: the store, while it is looked at, and pipes to workers."""

_LENGTH = re.compile(rb"^content-length[ \t]*:", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)

_SPARE_THREADS: Final = 2
"""For requests that no worker is needed for: refusals, descriptions, the page."""


@dataclass(frozen=True, slots=True)
class Service:
    """What is to be served, where, to whom, and how much of it."""

    directory: Path
    host: str = "127.0.0.1"
    port: int = 7879
    limits: Limits = field(default_factory=Limits)
    origins: tuple[str, ...] = ()
    public: str | None = None
    log: Callable[[str], None] | None = None
    log_queries: bool = False


class Server:
    """A server that is bound to its port, and answers while `run` runs."""

    def __init__(self, service: Service) -> None:
        """Bind the port and start the workers.

        Raises `StoreError` where the store cannot be opened, `SinkError` where the address cannot be had.
        """
        with reading(service.directory):  # what is wrong with the store is said before anybody asks
            pass
        listener = _bound(service.host, service.port)
        limits = service.limits
        self._pool = Pool(service.directory.resolve(), limits)
        visitors = Visitors(service.host, service.public, service.origins)
        application = Application(self._pool, limits, visitors, service.log, service.log_queries)
        logging.getLogger("waitress").setLevel(logging.CRITICAL)  # the access log is the application's
        dispatcher = _Dispatcher(self._pool)
        dispatcher.set_thread_count(limits.workers + limits.waiting + _SPARE_THREADS)
        self._map: dict[int, Any] = {}
        self._server = _HttpServer(
            application,
            map=self._map,
            dispatcher=dispatcher,
            _sock=listener,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
            ident=None,
            connection_limit=affordable(limits.connections),
            channel_timeout=limits.patience,
            cleanup_interval=max(1, limits.patience // 5),
            channel_request_lookahead=1,  # or a client that hangs up would not be noticed
            max_request_body_size=limits.request + 1,  # waitress refuses what reaches it
            outbuf_high_watermark=limits.size * 2,  # a slow reader must not hold up a thread: disk is cheaper
            clear_untrusted_proxy_headers=True,
            asyncore_use_poll=True,
        )
        host, port = listener.getsockname()[:2]
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{port}{ENDPOINTS[0]}"

    def run(self) -> None:
        """Answer requests until `SystemExit` or `KeyboardInterrupt` is raised in this thread, or `close`."""
        self._server.run()

    def close(self) -> None:
        """End the workers, the threads and all connections."""
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._map)


def affordable(connections: int) -> int:
    """Return how many connections there may be, so many or as few as the system's limit of open files allows.

    One that cannot be accepted would else be tried without end. Each may take a file for its answer too.
    """
    if sys.platform == "win32":
        return connections
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY:
        return connections
    return max(1, min(connections, (most - _OTHER_FILES) // 2))


class _Dispatcher(ThreadedTaskDispatcher):
    """Threads that stop soon, because the workers that they wait for are ended first."""

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self._pool = pool

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        self._pool.close()
        return bool(super().shutdown(cancel_pending, timeout))


class _Parser(HTTPRequestParser):
    """A request whose end can be seen in one way only."""

    def parse_header(self, header_plus: bytes) -> None:
        """Refuse two lengths: a server before this one could go by the other (RFC 9112, section 6.3)."""
        if _CHUNKED.search(header_plus) and _LENGTH.search(header_plus):
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")
        super().parse_header(header_plus)
        if self.body_rcv is None or self.content_length >= self.adj.max_request_body_size:
            # Or waitress would say "go on" and wait for a body that it refuses, or that there is none of,
            # and would take the client's next request for a part of this one.
            self.expect_continue = False


class _Channel(HTTPChannel):
    """A connection on which only progress counts as activity.

    waitress closes a connection that was not active for a while, and takes every byte for activity: a client
    could hold its connections for ever by sending or fetching a byte now and then. Here a request must have
    arrived as a whole, and a certain part of an answer must have been fetched, within that time. For the
    answer it begins when there is one: a query may take longer.
    """

    parser_class = _Parser
    _active: float = 0
    _sent: int = 0
    _counted: int = 0

    @property
    def last_activity(self) -> float:
        return self._active

    @last_activity.setter
    def last_activity(self, now: float) -> None:
        if self._is_slow():
            return
        self._active, self._counted = now, self._sent

    def _is_slow(self) -> bool:
        if self.total_outbufs_len:
            return self._sent - self._counted < _SLOWEST
        return self.request is not None

    def write_soon(self, data: bytes) -> int:
        if not self.total_outbufs_len:  # all was fetched, and this is an answer's first piece or its next one
            self._active, self._counted = time.time(), self._sent
        return int(super().write_soon(data))

    def send(self, data: bytes, do_close: bool = True) -> int:
        number = super().send(data, do_close=do_close)
        self._sent += number
        return int(number)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, proto)
    except OSError as error:
        raise SinkError(f"no such address: {error.strerror}", where=f"--host {host}") from error
    try:
        if hasattr(
            socket, "SO_EXCLUSIVEADDRUSE"
        ):  # Windows, where reusing would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise SinkError(
            f"cannot listen there: {error.strerror}",
            where=f"{host}, port {port}",
            mend="take another port; --port 0 takes a free one"
            if error.errno == errno.EADDRINUSE
            else "take an address of this machine, and a port that you may listen at",
        ) from error
    return listener


class _HttpServer(TcpWSGIServer):
    channel_class = _Channel

    def maintenance(self, now: int) -> None:
        """Close what is to be closed; waitress would wait until the client takes more, which may be never."""
        super().maintenance(now)
        channels = cast("dict[int, HTTPChannel]", self.active_channels)
        for channel in tuple(channels.values()):
            if channel.will_close and not channel.requests:
                channel.handle_close()
