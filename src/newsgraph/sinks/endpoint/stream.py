"""An answer while it comes in."""

from __future__ import annotations

import io
import time
from email.message import Message
from typing import TYPE_CHECKING, Final

import requests
from urllib3.exceptions import HTTPError

from newsgraph.sinks.endpoint.failures import unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

CHUNK: Final = 1 << 16
_MOST_ROWS: Final = "X-SPARQL-MaxRows"
"""By what Virtuoso says how many rows it gives at most."""

ANSWER_ERRORS: Final = (requests.RequestException, HTTPError, OSError, ValueError)
"""What requests, urllib3 and Python raise where a request fails or an answer breaks off."""


class Stream(io.BufferedReader):
    """The body of an answer as a binary file, with what the headers say.

    Reading raises `HttpError` where the connection breaks, the answer is shorter than it was said to be, or
    takes too long; what was read by then is no whole answer.
    """

    def __init__(self, answer: requests.Response, url: str, end: float) -> None:
        """Read nothing yet; `end` is when the answer must be whole, by `time.monotonic`."""
        self._body = _Body(answer, url, end)
        super().__init__(self._body, CHUNK)
        self.url = url
        self.status = answer.status_code
        self.server = answer.headers.get("Server", "")
        self.media_type = _media_type(answer.headers.get("Content-Type"))
        most = answer.headers.get(_MOST_ROWS, "").strip()
        self.rows_limit = int(most) if most.isascii() and most.isdecimal() else None

    def pieces(self) -> Iterator[bytes]:
        """Yield all that is left, as it comes in."""
        while piece := self.read1(CHUNK):
            yield piece


class _Body(io.RawIOBase):
    def __init__(self, answer: requests.Response, url: str, end: float) -> None:
        self._answer = answer
        self._url = url
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            if time.monotonic() > self._end:
                raise TimeoutError("the answer takes too long")
            piece: bytes = self._answer.raw.read1(len(view), decode_content=True)
        except ANSWER_ERRORS as error:
            raise unanswered(self._url, error, is_connecting=False) from None
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._answer.close()
        super().close()


def _media_type(header: str | None) -> str:
    message = Message()
    message["Content-Type"] = header or "application/octet-stream"
    return message.get_content_type()
