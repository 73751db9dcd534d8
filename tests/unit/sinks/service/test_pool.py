"""Workers are replaced, also after a time in which the system let none start."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from newsgraph.sinks.service.limits import Limits
from newsgraph.sinks.service.pool import Pool
from newsgraph.sinks.service.protocol import Operation
from newsgraph.sinks.service.refusal import RefusedError
from newsgraph.sinks.store_open import writing

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(timeout=20, workers=1, waiting=1)
ASK = Operation("ASK {}")


def never() -> bool:
    return False


def status_of(pool: Pool) -> int:
    answer = pool.run(ASK, never)
    answer.body.close()
    return answer.status


def no_process(*_: object, **__: object) -> None:
    raise OSError("no more processes")


def test_a_worker_that_could_not_be_replaced_is_replaced_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(tmp_path):
        pass
    pool = Pool(tmp_path, LIMITS)
    try:
        assert status_of(pool) == 200
        (worker,) = pool._all
        worker.process.kill()
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", no_process)
            with pytest.raises(RefusedError) as ended:
                pool.run(ASK, never)
            with pytest.raises(RefusedError, match="no process could be started") as refused:
                pool.run(ASK, never)
        assert (ended.value.status, refused.value.status) == (500, 503)
        assert status_of(pool) == 200
    finally:
        pool.close()
