"""How many connections are let in."""

from __future__ import annotations

import pytest

from newsgraph.sinks.service.server import affordable

resource = pytest.importorskip("resource")


@pytest.mark.parametrize(
    ("files", "connections"), [(1024, 200), (resource.RLIM_INFINITY, 200), (256, 88), (96, 8), (10, 1)]
)
def test_no_more_than_files_may_be_open(
    monkeypatch: pytest.MonkeyPatch, files: int, connections: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert affordable(200) == connections
