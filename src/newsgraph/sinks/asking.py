"""A query that is put to somebody, and its answer while it comes in: however long, memory stays flat."""

from __future__ import annotations

import io
import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

import pyoxigraph as ox

from newsgraph.sinks.flow import Flow
from newsgraph.sinks.query import (
    TABLES,
    Answer,
    Kind,
    answer_of,
    check_format,
    kind_of,
    results_of,
    translated,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from _typeshed import ReadableBuffer, WriteableBuffer

    from newsgraph.sinks.flow import Give
    from newsgraph.sinks.query import Cell, Results
    from newsgraph.sinks.sparql import Query

Row: TypeAlias = "tuple[Cell, ...]"
Opener: TypeAlias = "Callable[[], AbstractContextManager[Results]]"
"""Asks, and gives the results as a context: called, read and left in one thread."""

_ROWS: Final = 1000
"""How many rows are handed over at a time."""
_BYTES: Final = 1 << 16
"""How many bytes are."""


class Batch(NamedTuple):
    """Some rows of a table, with the names of its columns."""

    variables: tuple[str, ...]
    rows: list[Row]


@dataclass(slots=True)
class Cap:
    """How many rows who answers gives at most, without saying what it leaves out; known when it answers."""

    rows: int | None = None


class Asking:
    """A query and who answers it: whole, as bytes of a format, or as rows. Each of them asks anew.

    `limit` cuts a table after so many rows; `more` then tells whether there were others, once all were taken.
    The query itself should ask for one row more than that (`sparql.limited`). `seconds` limits the time until
    the last piece. Where there are as many rows as `cap` lets through, `cut` is their number, once all were
    taken: others may be left out. What is raised while an answer is taken: `QueryTimeoutError`, and what the
    opener raises.
    """

    def __init__(
        self,
        query: Query,
        opener: Opener,
        *,
        limit: int | None = None,
        seconds: float | None = None,
        cap: Cap | None = None,
    ) -> None:
        """Prepare; nothing is asked yet."""
        self.query = query
        self.kind = kind_of(query.form)
        self.more = False
        self.cut: int | None = None
        self._cap = cap or Cap()
        self._opener = opener
        self._limit = limit
        self._seconds = seconds

    def whole(self) -> Answer:
        """Return the whole answer as a value; a graph sorted, each triple once."""

        def work(give: Give[Answer]) -> None:
            with self._opener() as results:
                give(answer_of(results))

        with Flow(work, self._seconds) as flow:
            return next(flow)

    def pieces(self, name: str) -> Flow[bytes]:
        """Return the bytes of the answer in a format, as `Answer.serialise` has it, piece by piece.

        A graph comes in one piece, because it is sorted. Raises `UsageError` for a format that does not fit.
        """
        check_format(self.kind, name)

        def work(give: Give[bytes]) -> None:
            with self._opener() as results:
                if self.kind is Kind.GRAPH:
                    give(answer_of(results).serialise(name))
                elif self.kind is Kind.TABLE and self._cap.rows is not None:
                    variables, rows = rows_of(results)
                    _write(read_tsv(tsv_lines(variables, self._counted(rows))), name, give)
                else:  # a truth is written as a table is
                    _write(cast("ox.QuerySolutions", results), name, give)

        def work_on_part(give: Give[bytes], limit: int) -> None:
            asking = Asking(self.query, self._opener, cap=self._cap)
            with asking.pieces("tsv") as whole:
                _write(read_tsv(self._first(whole, limit)), name, give)
            self.cut = asking.cut

        limit = self._limit
        if limit is None or self.kind is not Kind.TABLE:
            return Flow(work, self._seconds)
        return Flow(lambda give: work_on_part(give, limit), self._seconds)

    def batches(self) -> Flow[Batch]:
        """Return the rows of a table, or the triples of a graph as rows of three; the last batch is empty."""

        def work(give: Give[Batch]) -> None:
            with self._opener() as results:
                variables, rows = rows_of(answer_of(results) if self.kind is Kind.GRAPH else results)
                rows = self._counted(rows) if self.kind is Kind.TABLE else rows
                wanted = itertools.islice(rows, self._limit)
                while batch := list(itertools.islice(wanted, _ROWS)):
                    give(Batch(variables, batch))
                self.more = self._limit is not None and next(rows, None) is not None
                give(Batch(variables, []))

        return Flow(work, self._seconds)

    def _counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        number = 0
        for number, row in enumerate(rows, 1):  # noqa: B007  it is counted
            yield row
        if number and number == self._cap.rows:
            self.cut = number

    def _first(self, pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
        """Yield the first rows of a table in TSV, in which every row is a line, as the head is."""
        left = limit + 1
        for piece in pieces:
            if piece.count(b"\n") < left:
                yield piece
                left -= piece.count(b"\n")
                continue
            end = 0
            for _ in range(left):
                end = piece.index(b"\n", end) + 1
            yield piece[:end]
            self.more = end < len(piece) or bool(next(pieces, b""))
            return


def _write(table: ox.QuerySolutions, name: str, give: Give[bytes]) -> None:
    with io.BufferedWriter(_Giver(give), _BYTES) as stream:
        table.serialize(cast("io.BytesIO", stream), format=TABLES[name])


def local(store: ox.Store, query: Query) -> Opener:
    """Return what asks a store, as `query.run_query` does.

    What it raises is `QueryError`, with line and column where the query does not parse.
    """

    @contextmanager
    def opened() -> Iterator[Results]:
        with translated(query):
            yield results_of(store, query)

    return opened


def rows_of(results: Results | Answer) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the columns of a table and its rows. Raises `ValueError` where it is none."""
    if isinstance(results, Answer):
        return ("subject", "predicate", "object"), results.rows()
    if not isinstance(results, ox.QuerySolutions):
        raise ValueError("no table")  # noqa: TRY004  a wrong answer, not a wrong call
    variables = tuple(variable.value for variable in results.variables)
    return variables, (tuple(cast("Iterable[Cell]", solution)) for solution in results)


def tsv_lines(variables: Iterable[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a table as lines of SPARQL TSV, which keeps every term as it is."""
    yield ("\t".join(f"?{name}" for name in variables) + "\n").encode()
    for row in rows:
        yield ("\t".join("" if cell is None else str(cell) for cell in row) + "\n").encode()


def read_tsv(lines: Iterable[bytes]) -> ox.QuerySolutions:
    """Return lines of SPARQL TSV as results, read as they come."""
    stream = io.BufferedReader(_Lines(iter(lines)))
    return cast(
        "ox.QuerySolutions",
        ox.parse_query_results(cast("io.BytesIO", stream), format=ox.QueryResultsFormat.TSV),
    )


class _Giver(io.RawIOBase):
    """A file whose bytes are handed over."""

    def __init__(self, give: Give[bytes]) -> None:
        self._give = give

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        piece = bytes(data)
        self._give(piece)
        return len(piece)


class _Lines(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = next(self._lines, b"")
        piece, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(piece)] = piece
        return len(piece)
