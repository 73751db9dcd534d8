"""The second wall: what a worker could not do even if a query got through the first one."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newsgraph.sinks.service import confine
from newsgraph.sinks.service.confine import is_swollen, most_held

if TYPE_CHECKING:
    from pathlib import Path

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such walls")
REACH = """
import socket, sys
import pyoxigraph as ox
from newsgraph.sinks.service import confine
allowed, leave = [], confine.leave_network
confine.leave_network = lambda: allowed.append(leave())
confine.confine()
if allowed == [False]:
    sys.exit(77)
query = "SELECT * { SERVICE SILENT <http://127.0.0.1:%d/> { ?s ?p ?o } }"
list(ox.Store().query(query))
socket.create_connection(("127.0.0.1", %d), 5)
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


@LINUX
def test_a_worker_reaches_no_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = run(REACH % (port, port))
        if done.returncode == 77:
            pytest.skip("this system lets nobody leave its network")
        assert "Network is unreachable" in done.stderr
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()


@LINUX
def test_a_worker_writes_no_file(tmp_path: Path) -> None:
    file = tmp_path / "written"
    done = run(
        "from newsgraph.sinks.service.confine import confine\n"
        f"confine()\nopen({str(file)!r}, 'w', buffering=1).write('x\\n')"
    )
    assert "File too large" in done.stderr
    assert file.read_text() == ""


@LINUX
def test_a_worker_gets_no_more_memory() -> None:
    program = (
        "from newsgraph.sinks.service.confine import limit_memory\n"
        "limit_memory(50 << 20)\n"
        "fits = bytearray(20 << 20)\n"
        "print('fits', flush=True)\n"
        "bytearray(100 << 20)\n"
    )
    done = run(program)
    assert done.stdout == "fits\n"
    assert "MemoryError" in done.stderr


@LINUX
def test_a_worker_that_nobody_ends_ends_itself() -> None:
    done = run("from newsgraph.sinks.service.confine import end_after\nend_after(0.2)\nwhile True: pass")
    assert done.returncode < 0


def test_what_the_process_before_held_swells_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux hands the greatest memory down to the process that another one starts."""
    assert is_swollen(150, inherited=120) is (most_held() > 150)
    monkeypatch.setattr(confine, "most_held", lambda: 120)
    assert not is_swollen(150, inherited=120)
    monkeypatch.setattr(confine, "most_held", lambda: 130)
    assert not is_swollen(300, inherited=120)
    assert is_swollen(150, inherited=120)
