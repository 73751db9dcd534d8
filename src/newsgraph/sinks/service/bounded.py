"""An answer in the making that stops where it gets too long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.sinks.service.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.sinks.service.limits import Limits

_MARKS: Final = {
    ox.QueryResultsFormat.JSON: re.compile(rb'\},\{"[^"]+":\{'),
    ox.QueryResultsFormat.XML: re.compile(rb"<result>"),
}
"""What stands between two rows of JSON, and before each of XML.

The former is not within a string, where quotation marks are escaped, nor behind its end. Rows without any
value do not have it.
"""
_LONGEST_NAME: Final = 1000
_EMPTY_ROW: Final = b",{}"
"""What may be a row of JSON without any value, or part of a string."""


class Bounded:
    """Bytes that grow up to a limit; rows of a table are counted as they are written.

    The engine writes a table faster than Python could write its rows, so the rows are counted in what it
    writes, by marks that no value can hold.
    """

    def __init__(self, limits: Limits, table: ox.QueryResultsFormat | None = None) -> None:
        """Begin an answer; `table` is its format if it has rows."""
        self.data = bytearray()
        self._limits = limits
        self._table = table
        self._rows = 1 if table == ox.QueryResultsFormat.JSON else 0  # its marks stand between rows
        self._quoted = False
        self._counted = 0
        self._has_empty = False
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Add bytes. Raises `RefusedError` where they, or the rows, become too many."""
        self.data += data
        if len(self.data) > self._limits.size:
            raise RefusedError(
                500, f"the answer is longer than {self._limits.size} bytes", mend="ask for less"
            )
        rows = self._new_rows(bytes(data))
        self._rows += rows
        if self._rows > self._limits.rows:
            raise _too_many(self._limits.rows, "rows")
        return len(data)

    def flush(self) -> None:
        """Do nothing: the bytes are where they belong."""

    def _new_rows(self, data: bytes) -> int:
        if self._table == ox.QueryResultsFormat.TSV:
            return data.count(b"\n") - (len(self.data) == len(data))
        if self._table == ox.QueryResultsFormat.CSV:
            parts = data.split(b'"')
            rows = sum(part.count(b"\n") for part in parts[self._quoted :: 2])
            self._quoted ^= not len(parts) % 2
            return rows - (len(self.data) == len(data))
        if self._table is None:
            return 0
        if self._table == ox.QueryResultsFormat.JSON:
            if self._has_empty:
                return self._rows_by_letters(self._rest + data)
            if _EMPTY_ROW in self.data[-len(data) - len(_EMPTY_ROW) :]:
                self._has_empty, self._rows = True, 1
                return self._rows_by_letters(bytes(self.data))
        found = [match.end() for match in _MARKS[self._table].finditer(self.data, self._counted)]
        self._counted = max([self._counted, len(self.data) - _LONGEST_NAME, *found])
        return len(found)

    def _rows_by_letters(self, data: bytes) -> int:
        """Count the objects that follow on others in an array, outside of strings, which takes longer."""
        escape = (len(data) - len(data.rstrip(b"\\"))) % 2
        end = len(data) - (escape or data.endswith(b","))  # what it begins is in the next piece
        self._rest = data[end:]
        parts = data[:end].replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')
        rows = sum(part.count(b",{") for part in parts[self._quoted :: 2])
        self._quoted ^= not len(parts) % 2
        return rows


def counted(triples: Iterable[ox.Triple], limits: Limits) -> Iterator[ox.Triple]:
    """Yield triples as they are. Raises `RefusedError` where they become too many."""
    for number, triple in enumerate(triples, 1):
        if number > limits.rows:
            raise _too_many(limits.rows, "triples")
        yield triple


def _too_many(most: int, what: str) -> RefusedError:
    return RefusedError(500, f"the answer has more than {most} {what}", mend="ask for less, with LIMIT")
