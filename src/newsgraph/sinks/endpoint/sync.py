"""A remote endpoint as a place that is brought in step with graphs."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint.ask import read_rows
from newsgraph.sinks.endpoint.change import Changer
from newsgraph.sinks.endpoint.held import Held
from newsgraph.sinks.endpoint.page import check_page
from newsgraph.sinks.endpoint.parcel import batched, parcel_of_item
from newsgraph.sinks.endpoint.sender import AT_ONCE, AT_ONCE_BYTES, Load, Sender
from newsgraph.sinks.endpoint.transport import Client
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.register import (
    Entry,
    Register,
    claims_query,
    entries_update,
    forgetting,
    register_page,
    register_query,
    size_query,
)
from newsgraph.sinks.sparql import Form
from newsgraph.sinks.sync import Put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.transport import Response
    from newsgraph.sinks.query import Cell
    from newsgraph.sinks.register import Item

_PAGE: Final = 5_000
"""How many entries are asked for at a time: Virtuoso gives 10,000 rows at most, and sorts no more."""
_ENTRIES: Final = 50
"""How many entries go out in one update."""


class EndpointPlace:
    """A SPARQL endpoint that takes queries and updates; see `newsgraph.sinks.sync.Place`."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare the connections; nothing is sent yet. Raises `EndpointError` where it keeps no register."""
        if not endpoint.query or not endpoint.update:
            missing = "updates" if endpoint.query else "queries"
            raise EndpointError(
                f"it has no address for {missing}, which the register needs",
                where=endpoint.name,
                mend="give the address of its SPARQL endpoint, or use `newsgraph push`",
            )
        self._endpoint = endpoint
        self._client = Client(endpoint)
        self._wrapper = Wrapper(self._client)
        self._held = Held(self._client)
        self._changer = Changer(endpoint)

    @property
    def name(self) -> str:
        """The address for messages; it holds no credentials."""
        return self._endpoint.name

    def register(self) -> Register:
        """Read all entries: at once, or page by page where the server limits its rows."""
        with _translated(self.name):
            return Register({entry.graph: entry for entry in self._entries()})

    def _entries(self) -> Iterator[Entry]:
        limit = self._endpoint.server.rows_limit
        number, claimed = self._size()
        if claimed > number:
            for name, collection in self._rows(claims_query()):
                yield Entry(_text(name), "", "", 0, _text(collection))
        if number == 0:
            return
        if limit is None or number < limit:
            rows = list(self._rows(register_query()))
            if len(rows) >= number:
                yield from _entries_of(rows)
                return
        yield from self._paged()

    def _size(self) -> tuple[int, int]:
        for number, claimed in self._rows(size_query()):
            return int(_text(number)), int(_text(claimed))
        raise EndpointError("it does not tell how many entries its register has", where=self.name)

    def _paged(self) -> Iterator[Entry]:
        """Read the entries page by page, which takes several times as long as all at once."""
        after = ""
        while rows := list(self._rows(register_page(after, _PAGE))):
            last = _text(rows[-1][0])
            whole = [row for row in rows if _text(row[0]) != last]  # the rows of the last may go on behind
            yield from _entries_of(whole or rows)
            after = _text(whole[-1][0]) if whole else last

    def put(self, items: Iterable[Item], *, progress: Callable[[int], object]) -> Put:
        """Make each graph hold exactly the item's triples and the register say so."""
        added = replaced = 0
        failed: list[EndpointError] = []
        sender = Sender(self._endpoint)
        with _translated(self.name):
            for delivery in sender.deliveries(self._loads(items, sender)):
                failed += delivery.refused
                again = sum(parcel.graph in (delivery.load.present or ()) for parcel in delivery.placed)
                replaced += again
                added += len(delivery.placed) - again
                progress(len(delivery.placed))
                if delivery.stopped:
                    raise delivery.stopped
        return Put(added, replaced, tuple(failed), sender.client.requests)

    def _loads(self, items: Iterable[Item], sender: Sender) -> Iterator[Load]:
        for parcels in batched(map(parcel_of_item, items), number=AT_ONCE, size=AT_ONCE_BYTES):
            names = [parcel.graph for parcel in parcels]
            sender.settle(names)
            yield sender.load(parcels, self._held.present(names))

    def enter(self, entries: Sequence[Entry]) -> None:
        """Write the entries of graphs that are in place already, instead of those they have."""
        with _translated(self.name):
            for some in _parts(entries):
                update = f"{forgetting(e.graph for e in some)};\n{entries_update(some)}"
                self._entered(self._wrapper.update(update), some)

    def _entered(self, response: Response, entries: Sequence[Entry]) -> None:
        check_page(response, self.name, lambda: self._held.is_entered(entries))

    def remove(self, names: Sequence[str]) -> None:
        """Take graphs and their entries out; one that is not there is no error."""
        with _translated(self.name):
            self._changer.remove(names)

    def present(self, names: Sequence[str]) -> set[str]:
        """Return which of these graphs are there in any form: putting them replaces something."""
        with _translated(self.name):
            return self._held.present(names) or set()

    def same(self, items: Sequence[Item]) -> set[str]:
        """Return the names of the graphs that the endpoint holds exactly as they are here."""
        with _translated(self.name):
            return self._held.same([parcel_of_item(item) for item in items])

    def _rows(self, query: str) -> Iterator[tuple[Cell, ...]]:
        response = self._wrapper.ask(query, Form.SELECT)
        return read_rows(response, self._endpoint.query or "")


@contextmanager
def _translated(where: str) -> Iterator[None]:
    """Turn a query that the endpoint cannot read into an error of the endpoint: it was ours."""
    try:
        yield
    except QueryError as error:
        raise EndpointError(error.what, where=error.where or where, mend=error.mend) from error


def _parts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while some := list(islice(rest, _ENTRIES)):
        yield some


def _entries_of(rows: Iterable[Sequence[Cell]]) -> Iterator[Entry]:
    """Yield the entries in rows; a graph with two has none: of two writers nobody knows who was last."""
    found: dict[str, Entry] = {}
    twice = set()
    for name, digest, file, graphs, collection in (map(_text, row) for row in rows):
        if name in found:
            twice.add(name)
        found[name] = Entry(name, digest, file, int(graphs), collection)
    return (entry for name, entry in found.items() if name not in twice)


def _text(cell: Cell) -> str:
    return str(getattr(cell, "value", ""))
