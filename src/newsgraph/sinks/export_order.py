"""Putting graphs in order that are more than memory holds: a sort on disk, by the names of the graphs.

What is read is kept in a database of SQLite in the folder that is written to, and drawn again one graph at a
time. So memory holds one graph, however many there are.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError, RdfError, SinkError
from newsgraph.rdf.texts import GraphText

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32000;
PRAGMA temp_store = MEMORY;
BEGIN EXCLUSIVE;
DROP TABLE IF EXISTS graph;
CREATE TABLE graph (name BLOB NOT NULL, source INTEGER NOT NULL, digest TEXT NOT NULL, triples BLOB NOT NULL);
CREATE INDEX place ON graph (name, source);
"""
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Spool:
    """Takes graphs in any order, and gives them in code-point order of their names.

    A graph that two sources hold is given once where they agree; else that of the first is given, and an
    error that names both is kept in `failures`.
    """

    def __init__(self, file: Path) -> None:
        """Open the database; what it holds is thrown away. Raises `SinkError`, also where it is in use."""
        self.failures: list[NewsgraphError] = []
        self._where = str(file)
        self._sources: list[str] = []
        self._spoilt: set[int] = set()
        with self._translated():
            self._base = sqlite3.connect(file, timeout=0, isolation_level=None)
            try:
                self._base.executescript(_SCHEMA)
            except BaseException:
                self._base.close()
                raise

    def close(self) -> None:
        """Let go of the database; its file is not needed any more."""
        self._base.close()

    def start(self, source: str) -> None:
        """Begin with what comes from another source, a file or a store, by which messages call it."""
        self._sources.append(source)

    def add(self, text: GraphText) -> None:
        """Keep a graph. Raises `SinkError`."""
        packed = zlib.compress(text.ntriples.encode(), 1)
        row = (text.graph.encode(), len(self._sources) - 1, text.digest, packed)
        with self._translated():
            self._base.execute("INSERT INTO graph VALUES (?, ?, ?, ?)", row)

    def discard(self) -> None:
        """Forget all that came from the source begun last."""
        self._spoilt.add(len(self._sources) - 1)

    def graphs(self) -> Iterator[GraphText]:
        """Yield each graph once. Raises `SinkError`."""
        before: tuple[bytes, int, str] = (b"", -1, "")
        with self._translated():  # SQLite compares bytes, and bytes of UTF-8 have the order of code points
            for name, source, digest, packed in self._base.execute(
                "SELECT * FROM graph ORDER BY name, source"
            ):
                if source in self._spoilt:
                    continue
                if name != before[0]:
                    before = name, source, digest
                    yield GraphText(name.decode(), zlib.decompress(packed).decode(), digest)
                elif digest != before[2]:
                    self.failures.append(self._conflict(name.decode(), before[1], source))

    def _conflict(self, name: str, first: int, second: int) -> NewsgraphError:
        what = f"the graph <{name}> is another one than in {self._sources[first]}, which was taken"
        return RdfError(what, where=self._sources[second], mend="leave one of the two out")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in _BUSY:
                what, mend = "another export is being written here", "wait until it has finished"
            elif error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                what, mend = "the disk is full", "make room, or write to another disk"
            else:
                what, mend = f"cannot be written: {error}", "make room, or write to another disk"
            raise SinkError(what, where=self._where, mend=mend) from error
