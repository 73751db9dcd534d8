"""Putting graphs in order that are more than memory holds: a sort on disk, by the names of the graphs.

What is read is kept in a database of SQLite in the folder that is written to, in pieces as they come, and
drawn again one graph at a time. So memory holds one graph, however many there are.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError, RdfError, SinkError
from newsgraph.iris import about_of
from newsgraph.rdf.graph import ArticleGraph
from newsgraph.rdf.texts import GraphText, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from newsgraph.rdf.terms import Triple

_HELD: Final = 20_000
"""How many triples are held before they go to the disk."""
_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32000;
PRAGMA temp_store = MEMORY;
BEGIN EXCLUSIVE;
DROP TABLE IF EXISTS piece;
CREATE TABLE piece (graph BLOB NOT NULL, source INTEGER NOT NULL, triples BLOB NOT NULL);
CREATE INDEX place ON piece (graph, source);
"""
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Spool:
    """Takes triples in any order, and gives graphs in code-point order of their names.

    A graph that two sources hold is given once where they agree; else that of the first is given, and an
    error that names both is kept in `failures`.
    """

    def __init__(self, file: Path) -> None:
        """Open the database; what it holds is thrown away. Raises `SinkError`, also where it is in use."""
        self.failures: list[NewsgraphError] = []
        self._where = str(file)
        self._sources: list[str] = []
        self._spoilt: set[int] = set()
        self._waiting: dict[str, list[Triple]] = {}
        self._number = 0
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
        self._flush()
        self._sources.append(source)

    def add(self, name: str, triples: Iterable[Triple]) -> None:
        """Keep triples of the graph `name`; a graph may come in any number of pieces. Raises `SinkError`."""
        waiting = self._waiting.setdefault(name, [])
        before = len(waiting)
        waiting.extend(triples)
        self._number += len(waiting) - before
        if self._number >= _HELD:
            self._flush()

    def discard(self) -> None:
        """Forget all that came from the source begun last."""
        self._waiting.clear()
        self._number = 0
        self._spoilt.add(len(self._sources) - 1)

    def graphs(self) -> Iterator[GraphText]:
        """Yield each graph once. Raises `SinkError`, and `RdfError` for terms that are none."""
        self._flush()
        for name, pieces in groupby(self._pieces(), key=itemgetter(0)):
            first: tuple[int, GraphText] | None = None
            for source, some in groupby(pieces, key=itemgetter(1)):
                text = _whole(name, some)
                if first is None:
                    first = source, text
                    yield text
                elif text.digest != first[1].digest:
                    self.failures.append(self._conflict(name, first[0], source))

    def _pieces(self) -> Iterator[tuple[str, int, bytes]]:
        """Yield graph, source and triples of each piece, in this order; SQLite compares bytes."""
        with self._translated():
            rows = self._base.execute(
                "SELECT graph, source, triples FROM piece ORDER BY graph, source, rowid"
            )
            for graph, source, triples in rows:
                if source not in self._spoilt:
                    yield graph.decode(), source, triples

    def _flush(self) -> None:
        source = len(self._sources) - 1
        rows = [(name.encode(), source, _packed(triples)) for name, triples in self._waiting.items()]
        with self._translated():
            self._base.executemany("INSERT INTO piece VALUES (?, ?, ?)", rows)
        self._waiting.clear()
        self._number = 0

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


def _packed(triples: Iterable[Triple]) -> bytes:
    text = "".join([f"{s} {p} {o} .\n" for s, p, o in triples])
    return zlib.compress(text.encode(), 1)


def _whole(name: str, pieces: Iterable[tuple[str, int, bytes]]) -> GraphText:
    lines = {line for _, _, data in pieces for line in zlib.decompress(data).decode().split("\n")}
    lines.discard("")
    return graph_text(name, lines)


def graph_text(name: str, lines: Collection[str]) -> GraphText:
    """Return lines of N-Triples, each there once, as a graph. Raises `RdfError` where terms are none.

    Names of blank nodes count in a whole file: those of two graphs come out different.
    """
    if any(line.startswith("_:") or "> _:" in line for line in lines):
        terms = (line[:-2].split(" ", 2) for line in lines)
        return text_of(ArticleGraph(about_of(name), name, tuple((s, p, o) for s, p, o in terms)))
    text = "".join([f"{line}\n" for line in sorted(lines)])
    return GraphText(name, text, hashlib.sha256(text.encode()).hexdigest())
