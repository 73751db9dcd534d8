"""How many connections are let in, and how long one may take to fetch its answer."""

from __future__ import annotations

import time

import pytest
from waitress.channel import HTTPChannel

from newsgraph.sinks.service.server import _Channel, affordable

resource = pytest.importorskip("resource")


@pytest.mark.parametrize(
    ("files", "connections"), [(1024, 200), (resource.RLIM_INFINITY, 200), (256, 88), (96, 8), (10, 1)]
)
def test_no_more_than_files_may_be_open(
    monkeypatch: pytest.MonkeyPatch, files: int, connections: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert affordable(200) == connections


def test_the_time_to_fetch_an_answer_begins_when_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or who asked what takes long would be sent away when the answer is there."""
    monkeypatch.setattr(HTTPChannel, "write_soon", lambda _self, data: len(data))
    channel = object.__new__(_Channel)
    channel.total_outbufs_len, channel._active = 0, 0.0
    begin = time.time()
    assert channel.write_soon(b"HTTP/1.1 200 OK") == 15
    assert channel.last_activity >= begin
    channel.total_outbufs_len, channel._active = 10, 0.0  # something waits to be fetched
    channel.write_soon(b"more")
    assert channel.last_activity == 0
