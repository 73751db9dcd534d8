"""How the endpoint begins, what it sees and says while it runs, and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.integration.serving import DATA, PATIENCE, Serving, numbered, serving, small_store, wait_for_work

from newsgraph.rdf.graph import graph_of
from newsgraph.sinks.store import load_graphs, remove_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.rdf.graph import ArticleGraph

pytestmark = pytest.mark.integration

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?s <{DATA}/number> ?o }}"
EVERYWHERE = "0.0.0.0"  # noqa: S104  that is what is tested
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { "
    + "".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(3000)))} }} " for i in range(4))
    + "}"
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return small_store(tmp_path)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    store = small_store(tmp_path_factory.mktemp("life"))
    options = ("--max-rows", "100", "--max-bytes", "30000", "--memory", "128", "--timeout", "5")
    with serving(store, *options, "--cors", "https://app.example") as running:
        yield running


def ends(process: int) -> bool:
    """Wait until a process has ended with all its threads; only then its parent learns of it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
            if state == "Z" and len(list(Path(f"/proc/{process}/task").iterdir())) == 1:
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


# How it begins


def test_the_first_line_is_the_url_alone(store: Path) -> None:
    with serving(store) as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/sparql", server.url)
        assert server.get(COUNT).rows == [("3",)]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsgraph", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603


def test_without_a_store_it_says_so(tmp_path: Path) -> None:
    done = run("--store", str(tmp_path / "nowhere"))
    assert done.returncode == 3
    assert "there is no store" in done.stderr


def test_a_port_in_use_is_said(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run("--store", str(store), "--port", port)
    assert done.returncode == 3
    assert f"port {port}" in done.stderr
    assert "--port 0" in done.stderr


def test_an_address_that_is_none_is_said(store: Path) -> None:
    done = run("--store", str(store), "--host", "no.such.host.invalid")
    assert done.returncode == 3
    assert "no such address" in done.stderr
    done = run("--store", str(store), "--host", "203.0.113.9")
    assert (done.returncode, "an address of this machine" in done.stderr) == (3, True)


def test_a_public_url_that_is_none_is_said(store: Path) -> None:
    done = run("--store", str(store), "--public-url", "news.example/sparql")
    assert (done.returncode, "--public-url" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("host", "is_open"), [(EVERYWHERE, True), ("127.0.0.1", False), ("localhost", False)]
)
def test_who_lets_others_in_is_warned(store: Path, host: str, is_open: bool) -> None:
    with serving(store, "--host", host, "--port", "0", quiet=False) as server:
        assert server.get("ASK {}").truth
        server.end()
        assert server.process.stderr is not None
        assert ("can read everything" in server.process.stderr.read().decode()) == is_open


# What it sees


def other(number: int) -> ArticleGraph:
    """A graph that nobody counts."""
    return graph_of(f"urn:{number % 3}", f"urn:{number % 3}", [("<urn:s>", "<urn:p>", f'"{number}"')] * 50)


def test_it_sees_what_others_write(store: Path) -> None:
    with serving(store) as server:
        assert server.get(COUNT).rows == [("3",)]
        load_graphs(store, [numbered(4)])
        assert server.get(COUNT).rows == [("4",)]
        load_graphs(store, [numbered(n) for n in range(5, 300)])
        assert server.get(COUNT).rows == [("299",)]
        remove_graphs(store, [f"{DATA}/{n}" for n in range(2, 300)])
        assert server.get(COUNT).rows == [("1",)]


def test_it_answers_while_others_write(store: Path) -> None:
    """Every answer is of one moment: no graph that is being replaced is ever missing, or there twice."""
    with serving(store, "--workers", "2") as server:
        server.get(COUNT)
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                load_graphs(store, [other(number)])
                remove_graphs(store, [other(number).graph])

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for _ in range(30):
                assert server.get(COUNT).rows == [("3",)]
        finally:
            stop.set()
            writer.join()


def test_nothing_of_readers_is_left_in_the_store(store: Path) -> None:
    with serving(store) as server:
        server.get(COUNT)
        load_graphs(store, [numbered(1)])
        server.get(COUNT)
        assert len(list((store / "newsgraph.readers").iterdir())) == 1
    assert not (store / "newsgraph.readers").exists()


# Its limits


def test_an_answer_with_too_many_rows_is_no_answer(server: Serving) -> None:
    """It is not cut off: nobody could tell. Exactly as many as allowed are given, in every format."""

    def rows(number: int) -> str:
        return f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(number)))} }} }}"

    for accept in ("application/json", "application/xml", "text/csv", "text/tab-separated-values"):
        assert server.get(rows(100), accept).status == 200
        reply = server.get(rows(101), accept)
        assert (reply.status, "more than 100 rows" in reply.text) == (500, True)
    construct = rows(101).replace("SELECT *", "CONSTRUCT { <urn:s> <urn:p> ?x }")
    assert "more than 100 triples" in server.get(construct, "text/turtle").text


def test_an_answer_that_is_too_long_is_no_answer(server: Serving) -> None:
    reply = server.get(f"SELECT ('{'x' * 29000}' AS ?x) ('{'y' * 2000}' AS ?y) {{}}")
    assert (reply.status, "longer than 30000 bytes" in reply.text) == (500, True)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited where the system can")
def test_too_much_memory_is_500_and_the_server_lives(server: Serving) -> None:
    doubled = "".join(f" BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(40))
    reply = server.get(f'SELECT (STRLEN(?a40) AS ?n) {{ BIND("abcdefghij" AS ?a0){doubled} }}')
    assert (reply.status, "memory" in reply.text) == (500, True)
    assert server.get("ASK {}").truth


def test_too_many_at_once_are_told_to_come_back(store: Path) -> None:
    with serving(store, "--workers", "1", "--queue", "0", "--timeout", "3") as server:
        server.get("ASK {}")

        def ask_long() -> None:
            while server.post(ENDLESS).status == 503:
                pass  # the other one was in just then

        busy = threading.Thread(target=ask_long)
        busy.start()
        end = time.monotonic() + PATIENCE
        while (reply := server.get("ASK {}")).status == 200 and time.monotonic() < end:
            time.sleep(0.01)
        assert (reply.status, reply.headers["retry-after"]) == (503, "5")
        assert server.send("GET", "/health").status == 200  # it lives, it is only busy
        assert server.send("GET", "/sparql").status == 200
        busy.join()
        assert server.get("ASK {}").truth


# Who may ask


def test_other_names_are_refused_on_loopback(server: Serving) -> None:
    """DNS rebinding: a page whose name is made to point here could else read everything."""
    for host in ("evil.example", f"evil.example:{server.port}", "169.254.169.254", "localhost.evil.example"):
        assert server.send("GET", "/sparql", headers={"Host": host}).status == 421
    for host in ("localhost", f"localhost:{server.port}", "127.0.0.1", "[::1]:80", "LOCALHOST."):
        assert server.send("GET", "/sparql", headers={"Host": host}).status == 200


def test_pages_of_other_sites_get_nothing(server: Serving) -> None:
    ask = "/sparql?query=ASK%7B%7D"
    for origin in ("https://evil.example", "null", "http://app.example", "https://app.example.evil.example"):
        reply = server.send("GET", ask, headers={"Origin": origin})
        assert reply.status == 403
        assert "access-control-allow-origin" not in reply.headers
    allowed = server.send("GET", ask, headers={"Origin": "https://app.example"})
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, "https://app.example")
    own = server.send("GET", ask, headers={"Origin": f"http://127.0.0.1:{server.port}"})
    assert own.status == 200
    assert "access-control-allow-origin" not in own.headers


def test_a_page_that_is_allowed_may_ask_first(server: Serving) -> None:
    """The preflight request of the Fetch standard."""
    headers = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    reply = server.send("OPTIONS", "/sparql", headers=headers)
    assert reply.status == 204
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


# What it says


def test_the_page_tells_people_what_this_is(server: Serving) -> None:
    reply = server.send("GET", "/")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert server.url in reply.text
    assert "read, not written" in reply.text
    assert server.send("HEAD", "/").body == b""


def test_there_is_nothing_else(server: Serving) -> None:
    for path in ("/favicon.ico", "/sparql/", "/store", "/update", "/sparql/../health"):
        assert server.send("GET", path).status == 404
    assert server.send("POST", "/health", b"").status == 405


def test_it_is_silent_unless_asked(store: Path) -> None:
    query = "SELECT ('who-asks-what' AS ?x) {}"
    for options, expected in (((), ""), (("-v",), "/sparql"), (("--log-queries",), "who-asks-what")):
        with serving(store, "--workers", "1", *options, quiet=False) as server:
            server.get(query)
            server.send("GET", "/a%0Ab%1B%5B2J")
            server.end()
            assert server.process.stderr is not None
            said = server.process.stderr.read().decode()
            assert (expected in said) if expected else said == ""
            assert ("who-asks-what" in said) == (options == ("--log-queries",))
            assert "\x1b" not in said


# How it ends


def asked_in_vain(server: Serving) -> None:
    with suppress(OSError, HTTPException):
        assert server.post(ENDLESS).status == 503


@LINUX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_all_its_workers(store: Path, number: int) -> None:
    """Also where one of them is busy and would be for long."""
    with serving(store, "--timeout", "600") as server:
        server.get("ASK {}")
        workers = server.workers()
        assert len(workers) == 2
        busy = threading.Thread(target=asked_in_vain, args=(server,))
        busy.start()
        wait_for_work(*workers, seconds=0.1)
        assert server.end(number) == 0
        assert all(ends(worker) for worker in workers)
        busy.join()


@LINUX
def test_workers_do_not_outlive_a_server_that_is_killed(store: Path) -> None:
    with serving(store) as server:
        server.get("ASK {}")
        workers = server.workers()
        server.end(signal.SIGKILL)
        assert all(ends(worker) for worker in workers)


@LINUX
def test_a_worker_that_is_killed_is_replaced(store: Path) -> None:
    with serving(store, "--workers", "1") as server:
        server.get("ASK {}")
        (worker,) = server.workers()
        subprocess.run(["kill", "-9", str(worker)], check=True)  # noqa: S603, S607
        assert ends(worker)
        assert server.get("ASK {}").truth
