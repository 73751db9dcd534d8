"""Commands that end otherwise than they should: signals, closed streams, full disks, unforeseen errors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsgraph.cli.process import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[3]
NEWSGRAPH = (sys.executable, "-m", "newsgraph")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NEWSGRAPH_BASE": "https://data.example/"}
FULL = Path("/dev/full")


def shell(line: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell, `newsgraph` standing for this checkout's."""
    return subprocess.run(  # noqa: S602  the lines are those of this file
        line.replace("newsgraph", " ".join(NEWSGRAPH)),
        shell=True,
        executable="/bin/bash",
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "line",
    [
        "newsgraph query --list",
        "newsgraph show articles/kaimauer.txt",
        "newsgraph convert articles -o -",
        "newsgraph --version",
        "newsgraph --help",
    ],
)
def test_a_full_disk_behind_stdout_is_told(line: str, article_file: Path) -> None:
    done = shell(f"{line} > {FULL}", article_file.parents[1])
    assert done.returncode == 3
    assert "disk is full" in done.stderr or "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("newsgraph query --list >&-", 3),
        ("newsgraph convert articles -o - >&-", 3),
        ("newsgraph convert articles -o graph >&- 2>&-", 0),
        ("newsgraph convert - -o - <&-", 3),
    ],
)
def test_closed_streams_are_no_surprise(line: str, code: int, article_file: Path) -> None:
    done = shell(line, article_file.parents[1])
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) == (code != 0)


def test_a_reader_that_has_seen_enough_is_no_error(article_file: Path) -> None:
    place = article_file.parents[1]
    (place / "many").mkdir()
    for number in range(12):
        text = article_file.read_text(encoding="utf-8").replace("1234.html", f"{number}.html")
        (place / "many" / f"{number}.txt").write_text(text, encoding="utf-8")
    done = shell("set -o pipefail; newsgraph convert many -o - -f nq | head -n 1", place)
    assert done.stdout.count("\n") == 1
    assert not done.stderr


@pytest.fixture
def busy(tmp_path: Path, article_file: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield a conversion that is at work on a single file, in two processes."""
    folder = tmp_path / "many"
    folder.mkdir()
    text = article_file.read_text(encoding="utf-8")
    for number in range(400):
        (folder / f"{number}.txt").write_text(text.replace("1234.html", f"{number}.html"), encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "all.nq").write_text("what stood there", encoding="utf-8")
    words = [*NEWSGRAPH, "convert", str(folder), "-o", "out/all.nq", "--jobs", "2", "--no-validate"]
    with subprocess.Popen(  # noqa: S603  our own command
        words, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, start_new_session=True
    ) as process:
        assert wait_for(lambda: len(list((tmp_path / "out").iterdir())) > 1), "it never began to write"
        yield process
        process.kill()


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def workers(process: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listed.exists():
        pytest.skip("this system does not tell which processes another one started")
    return [int(pid) for pid in listed.read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # a zombie waits only for its parent to notice


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_nothing_half_written(
    busy: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    helpers = workers(busy)
    busy.send_signal(number)
    _, told = busy.communicate(timeout=60)
    assert busy.returncode == 128 + number
    assert "interrupted" in told
    assert "Traceback" not in told
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["all.nq"]
    assert (tmp_path / "out" / "all.nq").read_text() == "what stood there"
    assert wait_for(lambda: not any(map(is_alive, helpers)))


def test_a_killed_worker_is_told(busy: subprocess.Popen[str], tmp_path: Path) -> None:
    os.kill(workers(busy)[0], signal.SIGKILL)
    _, told = busy.communicate(timeout=60)
    assert busy.returncode == 3
    assert "a worker process was killed" in told
    assert "--jobs 1" in told
    assert "Traceback" not in told
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["all.nq"]


def test_workers_do_not_outlive_a_killed_command(busy: subprocess.Popen[str]) -> None:
    helpers = workers(busy)
    assert len(helpers) == 2
    busy.kill()
    assert wait_for(lambda: not any(map(is_alive, helpers)))


def test_results_are_utf_8_whatever_the_locale(article_file: Path) -> None:
    done = subprocess.run(  # noqa: S603  our own command
        [*NEWSGRAPH, "show", str(article_file)],
        capture_output=True,
        check=False,
        env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0, done.stderr
    assert "Bürgermeisterin" in done.stdout.decode("utf-8")


def test_an_error_nobody_foresaw_asks_to_be_reported(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, guarded():
        raise RuntimeError("never thought of")
    told = capfd.readouterr().err
    assert ended.value.code == 3
    assert "Traceback" in told
    assert "please report it" in told
