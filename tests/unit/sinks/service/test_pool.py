"""Workers are replaced, also after a time in which the system let none start."""

from __future__ import annotations

import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.pool import ClientGone, Pool
from newsgraph.sinks.service.protocol import Operation
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.store_open import writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = Limits(timeout=20, workers=1, waiting=1)
ASK = Operation("ASK {}")
NUMBERS = " ".join(map(str, range(2000)))
ENDLESS = Operation(
    f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?v{i} {{ {NUMBERS} }}' for i in range(4))} }}"
)


def never() -> bool:
    return False


def status_of(pool: Pool) -> int:
    answer = pool.run(ASK, never)
    answer.body.close()
    return answer.status


def no_process(*_: object, **__: object) -> None:
    raise OSError("no more processes")


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    with writing(tmp_path):
        pass
    pool = Pool(tmp_path, LIMITS)
    try:
        assert status_of(pool) == 200
        yield pool
    finally:
        pool.close()


def test_a_worker_that_could_not_be_replaced_is_replaced_later(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", no_process)
        with pytest.raises(ClientGone):
            pool.run(ENDLESS, lambda: True)
        with pytest.raises(RefusedError, match="no process could be started") as refused:
            pool.run(ASK, never)
    assert refused.value.status == 503
    assert status_of(pool) == 200


def test_a_client_that_leaves_while_a_worker_starts_is_gone(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsgraph.sinks.service.pool._GLANCE", 0.001)
    (worker,) = pool._all
    worker.process.kill()
    worker.process.wait()
    with pytest.raises(ClientGone):
        pool.run(ASK, lambda: True)  # by another worker, which is not ready yet


def test_no_query_fails_for_a_worker_that_was_ended_before(pool: Pool) -> None:
    (worker,) = pool._all
    worker.process.kill()
    worker.process.wait()
    assert status_of(pool) == 200
    assert len(pool._all) == 1


def test_who_is_not_answered_because_the_server_ends_is_told_so(pool: Pool) -> None:
    def is_gone() -> bool:
        if closing.ident is None:
            closing.start()
        return False

    closing = threading.Thread(target=pool.close)
    with pytest.raises(RefusedError, match="being stopped") as refused:
        pool.run(ENDLESS, is_gone)
    closing.join()
    assert refused.value.status == 503
