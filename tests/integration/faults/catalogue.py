"""What can go wrong between a client that brings a server in step and that server, as it is made here."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, TypeAlias

import pytest
from tests.integration.faults.states import HASTY, emptied, environment_of, look, place_at, synced

from newsgraph.errors import NewsgraphError
from newsgraph.sinks.endpoint import sender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.conftest import Server
    from tests.integration.faults.proxy import Exchange, Harm, Proxy
    from tests.integration.faults.states import State

    from newsgraph.pipeline.sync import Synced
    from newsgraph.sinks.endpoint import Patience, Protocol

CLIENT: Final = """
import sys
from newsgraph.sinks.endpoint import sender
sender.AT_ONCE = sender._UPDATED = 2
from newsgraph.cli import main
main(sys.argv[1:])
"""
"""A client of few graphs a request, so that there are several requests to harm."""
_DOWN: Final = 0.05
_FEW_BYTES: Final = 2_500
_PAGE: Final = b"<!DOCTYPE html><html><body><form action=/login>Bitte anmelden</form></body></html>"


@contextmanager
def few_at_once() -> Iterator[None]:
    """Let few graphs go in one request here too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sender, "AT_ONCE", 2)
        patch.setattr(sender, "_UPDATED", 2)
        yield


@dataclass
class Case:
    """A server that is to be brought to a new state, and the number of the request that is harmed."""

    server: Server
    proxy: Proxy
    protocol: Protocol
    old: State
    new: State
    number: int

    def sync(self, harm: Harm | None, patience: Patience = HASTY) -> Synced | NewsgraphError:
        """Bring the server to the new state while harm is done; return what came of it."""
        self.proxy.expect(harm)
        try:
            with few_at_once():
                place = place_at(self.proxy.address, self.protocol, self.server, patience)
                return synced(self.new, place)
        except NewsgraphError as error:
            return error
        finally:
            self.proxy.settle()
            self.check_reached()

    def check_reached(self) -> None:
        """Skip the test where no request had the number of the one to be harmed."""
        if self.proxy.writes < self.number:
            pytest.skip(f"there are only {self.proxy.writes} requests")

    def at(self, act: Callable[[Exchange], object]) -> Harm:
        """Return the harm that is done to the one request, and to no other."""

        def harm(exchange: Exchange) -> bool:
            if exchange.number != self.number:
                return False
            act(exchange)
            return True

        return harm

    def since(self, act: Callable[[Exchange], object]) -> Harm:
        """Return the harm that is done to that request and to all after it, those that only ask too."""

        def harm(exchange: Exchange) -> bool:
            if self.proxy.writes < self.number:
                return False
            act(exchange)
            return True

        return harm

    def child(self) -> subprocess.Popen[str]:
        """Start a client in a process of its own."""
        arguments = ["sync", str(self.new.folder), "--delete", "--endpoint", self.proxy.address]
        return subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-c", CLIENT, *arguments, "--protocol", self.protocol],
            env={**os.environ, **environment_of(self.server)},
            stderr=subprocess.PIPE,
            text=True,
        )


Fault: TypeAlias = "Callable[[Case], None]"


def killed(case: Case) -> None:
    """kill -9 of the client"""
    code, said = ended(case, signal.SIGKILL)
    assert code == -signal.SIGKILL, said


def terminated(case: Case) -> None:
    """SIGTERM to the client"""
    code, said = ended(case, signal.SIGTERM)
    assert code == 128 + signal.SIGTERM, said
    assert "interrupted; no file was left half-written" in said


def ended(case: Case, number: signal.Signals) -> tuple[int, str]:
    """Send a client a signal while its request is at the server; return its exit code and what it said."""
    ready = threading.Event()
    child: list[subprocess.Popen[str]] = []

    def act(exchange: Exchange) -> None:
        ready.wait()
        if case.number % 2:  # the server gets the request, the client no answer
            exchange.forward()
        child[0].send_signal(number)
        child[0].wait()
        exchange.reset()

    case.proxy.expect(case.at(act))
    child.append(case.child())
    ready.set()
    _, said = child[0].communicate(timeout=60)
    case.proxy.settle()
    case.check_reached()
    return child[0].returncode, said


def server_killed(case: Case) -> None:
    """kill -9 of the server, restart on the same data"""

    def act(exchange: Exchange) -> None:
        worker = threading.Thread(target=_quietly, args=(exchange.forward,))
        worker.start()
        worker.join(0.002 * case.number)  # somewhere in its work
        case.server.kill()
        exchange.reset()
        worker.join()
        case.server.start()

    case.sync(case.at(act))


def refused(case: Case) -> None:
    """connection refused for a while"""

    def act(exchange: Exchange) -> None:
        case.proxy.refuse()
        exchange.reset()
        threading.Timer(_DOWN, case.proxy.listen).start()

    complete(case.sync(case.at(act)))


def reset_before(case: Case) -> None:
    """reset before the request is read"""
    complete(case.sync(case.at(lambda exchange: exchange.reset())))


def reset_within(case: Case) -> None:
    """reset when half of the request is through"""

    def act(exchange: Exchange) -> None:
        exchange.forward(exchange.length // 2)
        exchange.reset()

    complete(case.sync(case.at(act)))


def reset_after(case: Case) -> None:
    """reset after it was carried out, before the answer"""

    def act(exchange: Exchange) -> None:
        exchange.forward()
        exchange.reset()

    complete(case.sync(case.at(act)))


def half_an_answer(case: Case) -> None:
    """half an answer"""

    def act(exchange: Exchange) -> None:
        answer = exchange.forward()
        exchange.client.sendall(answer[: len(answer) // 2])

    complete(case.sync(case.at(act)))


def half_a_register(case: Case) -> None:
    """half an answer to what the register holds"""
    first = True

    def harm(exchange: Exchange) -> bool:
        nonlocal first
        is_let_in = "authorization" in exchange.headers or not case.proxy.needs_user
        if first and is_let_in and b"graphDigest" in exchange.body:
            first = False
            answer = exchange.forward()
            exchange.client.sendall(answer[: len(answer) // 2])
            return True
        return False

    complete(case.sync(harm))
    assert not first


def unavailable(case: Case) -> None:
    """503 with Retry-After"""
    complete(case.sync(case.at(lambda x: x.answer("503 Service Unavailable", Retry_After="0"))))


def too_many(case: Case) -> None:
    """429"""
    complete(case.sync(case.at(lambda x: x.answer("429 Too Many Requests"))))


def bad_gateway(case: Case) -> None:
    """502 after it was carried out"""

    def act(exchange: Exchange) -> None:
        exchange.forward()
        exchange.answer("502 Bad Gateway")

    complete(case.sync(case.at(act)))


def timed_out(case: Case) -> None:
    """time-out after it was carried out"""

    def act(exchange: Exchange) -> None:
        exchange.forward()
        exchange.hold()

    complete(case.sync(case.at(act), replace(HASTY, timeout=0.6)))


def delivered_twice(case: Case) -> None:
    """request delivered twice"""

    def act(exchange: Exchange) -> None:
        exchange.forward()
        exchange.pass_on()

    complete(case.sync(case.at(act)))


def too_large(case: Case) -> None:
    """413 for all but small requests"""

    def harm(exchange: Exchange) -> bool:
        if not exchange.number or exchange.length < _FEW_BYTES:
            return False
        exchange.answer("413 Content Too Large")
        return True

    case.sync(harm)


def server_error(case: Case) -> None:
    """500, once"""
    case.sync(case.at(lambda x: x.answer("500 Internal Server Error", b"once")))


def revoked(case: Case) -> None:
    """401 from then on: credentials revoked"""
    broken(case.sync(case.since(lambda x: x.answer("401 Unauthorized", WWW_Authenticate='Basic realm="x"'))))


def login_page(case: Case) -> None:
    """a login page with 200 from then on"""
    broken(case.sync(case.since(lambda x: x.answer("200 OK", _PAGE, Content_Type="text/html"))))


def page_for_updates(case: Case) -> None:
    """a web page with 200 for updates from then on"""

    def harm(exchange: Exchange) -> bool:
        is_update = exchange.headers.get("content-type", "").startswith("application/sparql-update")
        if not is_update or exchange.number < case.number:
            return False
        exchange.answer("200 OK", _PAGE, Content_Type="text/html")
        return True

    broken(case.sync(harm))


def sent_elsewhere(case: Case) -> None:
    """redirect to another host, which says yes"""
    heard: list[str | None] = []

    class Stranger(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.headers.get("Authorization"))
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        do_PUT = do_DELETE = do_POST  # noqa: N815  the names are the base class's

        def log_message(self, *_: object) -> None:
            pass

    stranger = ThreadingHTTPServer(("127.0.0.2", 0), Stranger)
    threading.Thread(target=stranger.serve_forever, args=(0.05,), daemon=True).start()
    elsewhere = f"http://127.0.0.2:{stranger.server_port}/x"
    case.sync(case.at(lambda x: x.answer("307 Temporary Redirect", Location=elsewhere)))
    stranger.shutdown()
    stranger.server_close()
    assert set(heard) <= {None}, "credentials went to a stranger"


def disk_full(case: Case) -> None:
    """full disk at the server"""

    def act(exchange: Exchange) -> None:
        process = case.server.process
        assert process is not None
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        with suppress(OSError):
            exchange.pass_on()

    try:
        broken(case.sync(case.at(act)))
        assert look(case.server).lies() == []  # it can still be read
    finally:
        case.server.kill()  # room was made, and the server started again
        case.server.start()


def two_at_once(case: Case) -> None:
    """two clients at the same time"""
    side_by_side(case, case.new, case.new)


def two_states_at_once(case: Case) -> None:
    """two clients with different files at the same time"""
    emptied(case.server)
    side_by_side(case, case.old, case.new)


def side_by_side(case: Case, *states: State) -> None:
    """Let clients bring the server in step with their states, and their n-th requests go out together."""
    both = threading.Barrier(2)

    def harm(exchange: Exchange) -> bool:
        if exchange.number in {2 * case.number - 1, 2 * case.number}:
            with suppress(threading.BrokenBarrierError):
                both.wait(1)
        return False

    case.proxy.expect(harm)
    workers = [
        threading.Thread(
            target=_quietly, args=(synced, state, place_at(case.proxy.address, case.protocol, case.server))
        )
        for state in states
    ]
    with few_at_once():
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    case.proxy.settle()


def complete(done: Synced | NewsgraphError) -> None:
    """Hold that a fault which may pass was got over in the same run."""
    assert not isinstance(done, NewsgraphError), done
    assert not done.failures, done.failures


def broken(done: Synced | NewsgraphError) -> None:
    """Hold that a fault which does not pass was told."""
    assert isinstance(done, NewsgraphError) or done.failures


def _quietly(function: Callable[..., object], *arguments: object) -> None:
    with suppress(OSError, NewsgraphError):
        function(*arguments)


FAULTS: Final[tuple[Fault, ...]] = (
    killed,
    terminated,
    server_killed,
    refused,
    reset_before,
    reset_within,
    reset_after,
    half_an_answer,
    half_a_register,
    unavailable,
    too_many,
    bad_gateway,
    timed_out,
    delivered_twice,
    too_large,
    server_error,
    revoked,
    login_page,
    page_for_updates,
    sent_elsewhere,
    disk_full,
    two_at_once,
    two_states_at_once,
)
