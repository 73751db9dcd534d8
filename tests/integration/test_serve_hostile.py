"""More than a thousand hostile queries and requests: nothing is written, read or asked; the server lives."""

from __future__ import annotations

import hashlib
import socket
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.integration.attack import ANY_REFUSAL, HUNG_UP, Attack, Target
from tests.integration.hostile import attacks
from tests.integration.serving import PATIENCE, Serving, serving, small_store, wait_for_work

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and limits memory as Linux does"),
]

WORKERS = 4
MOST_BODY = 100_000
SECRET = "XYZZY-this-must-not-be-told"  # noqa: S105  it is what the attacks look for
AT_ONCE = 8
GIVEN_UP = 1
"""Seconds after which an attacker stops waiting for a server that waits for the rest of the request."""

BUSY = 503
HEAD = ("POST /sparql HTTP/1.1", "Host: localhost", "Content-Type: application/sparql-query")

FAMILIES = (
    "updates",
    "services",
    "files",
    "paths",
    "greedy",
    "nested",
    "bodies",
    "heads",
    "smuggled",
    "letters",
)


class Listener:
    """A server inside, which must not be asked; it counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return  # it was closed
            self.visits += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@dataclass
class Siege:
    server: Serving
    listener: Listener
    attacks: tuple[Attack, ...]
    files: str
    quads: str
    descriptors: int
    memory: int


def digest(store: Path) -> str:
    """The names and contents of all files but the links that readers make."""
    total = hashlib.sha256()
    for file in sorted(store.rglob("*")):
        if file.is_file() and "newsgraph.readers" not in file.parts:
            total.update(
                f"{file.relative_to(store)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode()
            )
    return total.hexdigest()


def quads(server: Serving) -> str:
    reply = server.get("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", "text/csv")
    assert reply.status == 200
    return reply.text


def quads_in_the_end(server: Serving) -> str:
    """The same, asked again as long as the server is busy."""
    end = time.monotonic() + PATIENCE
    while server.get("ASK {}").status == BUSY and time.monotonic() < end:
        time.sleep(0.05)
    return quads(server)


def descriptors(server: Serving) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def memory(server: Serving) -> int:
    """Resident pages of the server process."""
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    folder = tmp_path_factory.mktemp("siege")
    secret = folder / "secret.nt"
    secret.write_text(f'<urn:s> <urn:p> "{SECRET}" .\n')
    store = small_store(folder)
    listener = Listener()
    options = ("--timeout", "1", "--memory", "192", "--workers", str(WORKERS), "--queue", "16")
    limits = ("--max-rows", "5000", "--max-bytes", "2000000", "--max-request", str(MOST_BODY))
    with serving(store, *options, *limits) as server:
        quads(server)  # every worker and thread has been at work once
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            list(crowd.map(lambda _: quads(server), range(4 * AT_ONCE)))
        target = Target(listener.url, str(secret), MOST_BODY)
        yield Siege(
            server,
            listener,
            tuple(attacks(target)),
            digest(store),
            quads(server),
            descriptors(server),
            memory(server),
        )
    listener.close()


def test_there_are_a_thousand(siege: Siege) -> None:
    families = Counter(attack.family for attack in siege.attacks)
    assert set(families) == set(FAMILIES)
    assert sum(families.values()) >= 1000
    assert len({attack.request for attack in siege.attacks}) >= 1000


@pytest.mark.parametrize("family", FAMILIES)
def test_it_stands(siege: Siege, family: str) -> None:
    band = [attack for attack in siege.attacks if attack.family == family]
    with ThreadPoolExecutor(WORKERS if family in {"greedy", "nested"} else AT_ONCE) as crowd:
        answers = list(crowd.map(lambda attack: attacked(siege.server, attack), band))
    unexpected = [
        (attack.request[:300], answer[:300])
        for attack, answer in zip(band, answers, strict=True)
        if status_of(answer) not in attack.expected
    ]
    assert unexpected == []
    for attack, answer in zip(band, answers, strict=True):
        if attack.expected == ANY_REFUSAL:
            assert answer.count(b"HTTP/1.") <= 1  # what is refused is the last that is heard of a connection
        assert SECRET.encode() not in answer
        assert b"internal server error" not in answer  # what waitress says where the application fails
        assert b"\r\nSet-Cookie" not in answer
        assert b"root:x:" not in answer
    assert_unharmed(siege)


def attacked(server: Serving, attack: Attack) -> bytes:
    return server.raw(attack.request, GIVEN_UP if HUNG_UP in attack.expected else PATIENCE)


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else HUNG_UP


def assert_unharmed(siege: Siege) -> None:
    server = siege.server
    assert server.process.poll() is None
    assert quads(server) == siege.quads
    assert digest(server.store) == siege.files
    assert siege.listener.visits == 0
    assert sorted(path.name for path in server.store.parent.iterdir()) == [
        "news.store",
        "secret.nt",
        "serve.log",
    ]
    end = time.monotonic() + PATIENCE
    while len(server.workers()) != WORKERS and time.monotonic() < end:
        time.sleep(0.05)
    assert len(server.workers()) == WORKERS
    assert descriptors(server) <= siege.descriptors + 2 * AT_ONCE
    assert memory(server) <= siege.memory + (64 << 20) // 4096


def test_who_dawdles_takes_nobodys_place(siege: Siege) -> None:
    """Slow senders and slow readers, many at once: all others are answered meanwhile."""
    server = siege.server
    half = "".join(f"{line}\r\n" for line in (*HEAD, "Content-Length: 99")).encode()
    long = (
        f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(4000)))} }} BIND({'9' * 300} AS ?y) }}".encode()
    )
    whole = "".join(f"{line}\r\n" for line in (*HEAD, f"Content-Length: {len(long)}", "")).encode() + long
    slow = []
    try:
        for i in range(100):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
            slow.append(connection)
            connection.sendall((half[: i + 1], half + b"\r\nASK", whole)[i % 3])
        for number in range(5):
            for connection in slow[::3]:
                connection.sendall(half[number : number + 1])
            assert quads_in_the_end(server) == siege.quads
    finally:
        for connection in slow:
            connection.close()
    assert_unharmed(siege)


def test_who_hangs_up_is_not_worked_for(siege: Siege) -> None:
    """The query of a client that is gone is ended, though its time is not over."""
    rows = " ".join(map(str, range(3000)))
    values = "".join(f"VALUES ?v{i} {{ {rows} }} " for i in range(3))
    query = f"SELECT (COUNT(*) AS ?n) {{ {values} }}".encode()
    head = "".join(f"{line}\r\n" for line in (*HEAD, f"Content-Length: {len(query)}", ""))
    with serving(siege.server.store, "--timeout", "600", "--workers", "1") as patient:
        quads(patient)
        (worker,) = patient.workers()
        with patient.connected() as connection:
            connection.sendall(head.encode() + query)
            wait_for_work(worker)
        assert quads(patient) == siege.quads  # which needs the only worker there is
        assert patient.workers() != [worker]
