"""Whatever goes wrong while a server is brought in step, nothing is lost, halved or doubled.

Each fault is done to a request on its way to a real server, by both protocols. Right after it, every graph
that has an entry in the register must be exactly what the entry says. The same again without a fault must
make the server hold exactly the new state, and once more must send nothing.

`NEWSGRAPH_FAULT_TABLE=table.md pytest tests/integration/test_fault_matrix.py` writes the matrix as a table;
`NEWSGRAPH_FAULT_NUMBERS="1 2 3"` harms other requests than the first and the fourth.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.integration.conftest import VIRTUOSO_INI, Server, free_port
from tests.integration.faults.catalogue import (
    FAULTS,
    Case,
    Fault,
    disk_full,
    killed,
    server_killed,
    terminated,
    two_at_once,
    two_states_at_once,
)
from tests.integration.faults.proxy import Proxy
from tests.integration.faults.states import State, emptied, look, make_state, place_at, synced

from newsgraph.sinks.endpoint import Credentials, Patience, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.integration

CALM = Patience(attempts=3, first=0.05, longest=0.2, jitter=0.01, total=20)
PROTOCOLS = (Protocol.SPARQL, Protocol.GSP)
SERVERS = ("oxigraph", "virtuoso")
ASKED = tuple(map(int, os.environ.get("NEWSGRAPH_FAULT_NUMBERS", "").split()))
SLOW = {killed, terminated, server_killed, disk_full}
CASES = [(fault, number) for fault in FAULTS for number in ASKED or ((3,) if fault in SLOW else (1, 4))]
"""Which of the requests that write are harmed; there are about ten with updates, twenty-five with PUT."""
WANTED = [(server, protocol) for server in SERVERS for protocol in PROTOCOLS]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, tuple[State, State]]:
    """Return twelve articles, and the same later: one gone, five changed, three new.

    One of them has blank nodes, and in the other pair none has.
    """
    folder = tmp_path_factory.mktemp("states")
    return {blank: pair(folder / str(blank), blank=blank) for blank in (True, False)}


def pair(folder: Path, *, blank: bool) -> tuple[State, State]:
    old = make_state(folder / "old", range(12), blank=blank)
    later = (number for number in range(15) if number != 5)
    return old, make_state(folder / "new", later, {0, 1, 3, 7, 9}, blank=blank)


def limited(command: list[str]) -> list[str]:
    """Return a command that is told where the disk is full, and not killed."""
    return ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh", *command]


@pytest.fixture(scope="module")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    beside = Path(sys.executable).parent / "oxigraph"
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("no oxigraph server: pip install oxigraph")
    folder = tmp_path_factory.mktemp("oxigraph")
    address = f"127.0.0.1:{free_port()}"
    command = limited([binary, "serve", "--location", str(folder / "data"), "--bind", address])
    server = Server(command, folder, f"http://{address}/query", f"http://{address}")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def virtuoso_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso that may be killed, unlike that of the other tests."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("no virtuoso-t: apt-get install virtuoso-opensource-7-bin")
    folder = tmp_path_factory.mktemp("virtuoso")
    port = free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=free_port(), http=port))
    root = f"http://127.0.0.1:{port}"
    command = limited([binary, "+foreground", "+configfile", "v.ini"])
    server = Server(command, folder, f"{root}/sparql", f"{root}/sparql-auth", Credentials("dba", "dba"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def table() -> Iterator[dict[tuple[str, str, str], bool]]:
    """Return what is kept of each case, and at the end written as a table where that is asked for."""
    cases: dict[tuple[str, str, str], bool] = {}
    yield cases
    if file := os.environ.get("NEWSGRAPH_FAULT_TABLE"):
        Path(file).write_text("\n".join(lines(cases)) + "\n", encoding="utf-8")


def lines(cases: dict[tuple[str, str, str], bool]) -> Iterator[str]:
    yield "| fault | " + " | ".join(f"{server}, {protocol}" for server, protocol in WANTED) + " |"
    yield "|---" * (len(WANTED) + 1) + "|"
    for fault in FAULTS:
        found = [cases.get((told(fault), server, protocol)) for server, protocol in WANTED]
        cells = ({True: "ok", False: "**broken**", None: "not run"}[one] for one in found)
        yield f"| {told(fault)} | " + " | ".join(cells) + " |"


def told(fault: Fault) -> str:
    return (fault.__doc__ or "").strip()


@pytest.fixture
def server(request: pytest.FixtureRequest, name: str) -> Server:
    fixture = {"oxigraph": "oxigraph_server", "virtuoso": "virtuoso_of_our_own"}[name]
    started: Server = request.getfixturevalue(fixture)
    return started


@pytest.fixture
def case(  # noqa: PLR0917  what it is put together from
    server: Server,
    name: str,
    protocol: Protocol,
    fault: Fault,
    number: int,
    states: dict[bool, tuple[State, State]],
) -> Iterator[Case]:
    """Return a server that holds the older state, and what it is to be brought to, by way of a proxy.

    Virtuoso takes no blank nodes in an update; and where two clients put a graph with such nodes in place at
    the same time, both may be in it.
    """
    blank = (name, protocol) != ("virtuoso", Protocol.SPARQL) and fault not in {
        two_at_once,
        two_states_at_once,
    }
    old, new = states[blank]
    emptied(server)
    assert synced(old, place_at(server.endpoint_url, protocol, server, CALM)).added == 12
    held = look(server)
    assert (held.graphs, held.register) == (old.graphs, old.register)
    proxy = Proxy(server.endpoint_url, needs_user=bool(server.credentials.user))
    yield Case(server, proxy, protocol, old, new, number)
    proxy.refuse()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize(("fault", "number"), CASES)
def test_nothing_is_lost_halved_or_doubled(
    fault: Fault, name: str, protocol: Protocol, case: Case, table: dict[tuple[str, str, str], bool]
) -> None:
    cell = (told(fault), name, str(protocol))
    earlier = table.get(cell, True)
    table[cell] = False

    fault(case)
    assert look(case.server).lies() == []

    case.proxy.expect(None)
    result = synced(case.new, place_at(case.proxy.address, protocol, case.server, CALM))
    assert result.failures == []
    held = look(case.server)
    assert held.graphs == case.new.graphs
    assert held.register == case.new.register

    case.proxy.expect(None)
    again = synced(case.new, place_at(case.proxy.address, protocol, case.server, CALM))
    assert (again.unchanged, case.proxy.writes) == (len(case.new.graphs), 0)
    table[cell] = earlier
