"""Sending graphs to an endpoint, by whichever way it takes; what is refused is found out and named.

One request is under way while the next is worded and its graphs are compared: the endpoint, which has the
most to do, does not wait for us.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.held import Held, adding_request, store_request
from newsgraph.sinks.endpoint.page import check_page
from newsgraph.sinks.endpoint.parcel import adding, batched, entering, replacing, unsettling
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.parcel import Parcel
    from newsgraph.sinks.endpoint.transport import Response

AT_ONCE: Final = 50
"""How many graphs are looked up in one query, and then sent."""
AT_ONCE_BYTES: Final = 4_000_000
"""How many bytes of them."""

_UPDATED: Final = 10
"""How many graphs go out in one update: fastest of 1, 10 and 100 to a server that writes to disk."""
_UPDATED_BYTES: Final = 1_000_000
"""How large an update may grow before the next graph starts another; one graph is never split."""
_AROUND: Final = 1_000
"""What stands in a request around its graphs, in bytes, at most."""

_OF_THE_GRAPH: Final = frozenset({400, 413, 422, 500})
"""What an endpoint may say to one graph and not to the next; after all else the sending ends."""
_OF_THE_WAY: Final = frozenset({404, 405, 411, 415, 501})
"""What it may say where it takes no TriG; an update may do."""


@dataclass(frozen=True, slots=True)
class Load:
    """Graphs to put in place; `present` names those that have triples or an entry (None: nobody knows).

    `trig` adds all of them, where none is there.
    """

    parcels: Sequence[Parcel]
    present: AbstractSet[str] | None = None
    trig: bytes | None = None


@dataclass(slots=True)
class Delivery:
    """What came of a load: graphs in place, the reasons of those refused, and what ended it before all."""

    load: Load
    placed: list[Parcel] = field(default_factory=list)
    refused: list[EndpointError] = field(default_factory=list)
    stopped: HttpError | QueryError | None = None


class Sender:
    """Puts graphs in place. The same load may be sent again: the result is the same."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare a connection of its own; nothing is sent yet."""
        self.client = Client(endpoint)
        self._endpoint = endpoint
        self._wrapper = Wrapper(self.client)
        self._held = Held(self.client)
        self._adds = bool(endpoint.nquads and endpoint.server.atomic_nquads)
        self._under_way: tuple[Load, Future[Delivery]] | None = None

    def load(self, parcels: Sequence[Parcel], present: AbstractSet[str] | None) -> Load:
        """Word what can be worded before it is sent."""
        may_add = self._adds and present is not None and present.isdisjoint(p.graph for p in parcels)
        is_new = may_add and not any(parcel.blank for parcel in parcels)
        return Load(parcels, present, adding(parcels) if is_new else None)

    def deliveries(self, loads: Iterable[Load]) -> Iterator[Delivery]:
        """Send one load after the other, and yield what came of each, in order; after an end no more.

        The next load is drawn while the last is under way.
        """
        for load in loads:
            if self._under_way:
                delivery = self._under_way[1].result()
                self._under_way = None
                yield delivery
                if delivery.stopped:
                    return
            self._start(load)
        if self._under_way:
            yield self._under_way[1].result()
            self._under_way = None

    def settle(self, names: Iterable[str]) -> None:
        """Wait until none of these graphs is under way: what the endpoint says of them would be old."""
        if self._under_way:
            load, future = self._under_way
            if not {parcel.graph for parcel in load.parcels}.isdisjoint(names):
                future.result()

    def _start(self, load: Load) -> None:
        future: Future[Delivery] = Future()
        self._under_way = load, future

        def work() -> None:
            try:
                future.set_result(self.send(load))
            except BaseException as error:  # noqa: BLE001  it is raised where the result is asked for
                future.set_exception(error)

        # Unlike those of an executor, this thread does not keep the process when the user ends it.
        threading.Thread(target=work, name="newsgraph-sender", daemon=True).start()

    def send(self, load: Load) -> Delivery:
        """Put the graphs in place; what was refused, and what ended the sending, is told and not raised."""
        delivery = Delivery(load)
        try:
            if self._endpoint.protocol is Protocol.GSP:
                put, others = self._puttable(load.parcels)
                self._put_each(self._fitting(put, delivery, self._store_limit), delivery)
                self._replace(others, delivery)
            else:
                self._add_or_replace(load, delivery)
        except (HttpError, QueryError) as error:
            delivery.stopped = error
        return delivery

    def _add_or_replace(self, load: Load, delivery: Delivery) -> None:
        """Add graphs that are not there, where several are taken whole or not at all; replace the others."""
        new = []
        if self._adds and load.present is not None:
            new = [p for p in load.parcels if p.graph not in load.present and not p.blank]
        taken = {p.graph for p in new}
        new = self._fitting(new, delivery, self._store_limit)
        for batch in batched(new, number=AT_ONCE, size=_least(AT_ONCE_BYTES, self._store_limit)):
            self._parted(self._add, batch, delivery)
        self._replace([p for p in load.parcels if p.graph not in taken], delivery)

    def _add(self, batch: Sequence[Parcel], delivery: Delivery) -> None:
        if self._adds:
            load = delivery.load
            body = load.trig if load.trig and len(batch) == len(load.parcels) else adding(batch)
            try:
                self._check(self.client.send(adding_request(self._endpoint, body)), batch)
            except HttpError as error:
                if error.status not in _OF_THE_WAY:
                    raise
                self._adds = False  # what its kind of server can do, this one cannot
            else:
                delivery.placed += batch
                return
        self._replace(batch, delivery)

    def _replace(self, parcels: Sequence[Parcel], delivery: Delivery) -> None:
        fitting = self._fitting(parcels, delivery, self._update_limit)
        for batch in batched(fitting, number=_UPDATED, size=_least(_UPDATED_BYTES, self._update_limit)):
            self._parted(self._update, batch, delivery)

    def _update(self, batch: Sequence[Parcel], delivery: Delivery) -> None:
        text = replacing(batch, delivery.load.present, self._endpoint.server.triples_limit)
        self._check(self._wrapper.update(text), batch)
        delivery.placed += batch

    def _parted(
        self,
        act: Callable[[Sequence[Parcel], Delivery], None],
        batch: Sequence[Parcel],
        delivery: Delivery,
    ) -> None:
        """Send a batch; where it is refused, its halves, to find out which graph is meant."""
        try:
            act(batch, delivery)
        except HttpError as error:
            if error.status not in _OF_THE_GRAPH:
                raise
            if len(batch) == 1:
                delivery.refused.append(_refusal(batch[0], error))
                return
            middle = len(batch) // 2
            self._parted(act, batch[:middle], delivery)
            self._parted(act, batch[middle:], delivery)

    def _puttable(self, parcels: Sequence[Parcel]) -> tuple[Sequence[Parcel], Sequence[Parcel]]:
        """Part what can be PUT from what holds a literal too long for that, and has to go by update."""
        limit = self._endpoint.server.literal_limit
        if limit is None or not self._endpoint.update:
            return parcels, ()
        others = [p for p in parcels if max(map(len, p.data.split(b"\n"))) > limit]
        taken = {p.graph for p in others}
        return [p for p in parcels if p.graph not in taken], others

    def _put_each(self, parcels: Sequence[Parcel], delivery: Delivery) -> None:
        """Put one graph after the other; an update before takes entries out, one after writes them."""
        present = delivery.load.present
        known = [p.graph for p in parcels if present is None or p.graph in present]
        if (before := unsettling(parcels, present)) and self._held.may_register:
            response = self._wrapper.update(";\n".join(before))
            check_page(response, self._endpoint.name, lambda: not (known and self._held.digests(known)))
        whole: list[Parcel] = []
        for parcel in parcels:
            try:
                request = store_request(self._endpoint, parcel.graph, put=parcel.data)
                self._check(self.client.send(request), [parcel])
            except HttpError as error:
                if error.status not in _OF_THE_GRAPH:
                    raise
                delivery.refused.append(_refusal(parcel, error))
            else:
                (delivery.placed if parcel.entry is None else whole).append(parcel)
        entries = [parcel.entry for parcel in whole if parcel.entry is not None]
        for operation in entering(whole):
            response = self._wrapper.update(operation)
            check_page(response, self._endpoint.name, lambda: self._held.is_entered(entries))
        delivery.placed += whole

    @property
    def _update_limit(self) -> int | None:
        return self._endpoint.server.request_limit

    @property
    def _store_limit(self) -> int | None:
        return self._endpoint.server.store_limit

    def _fitting(self, parcels: Sequence[Parcel], delivery: Delivery, limit: int | None) -> list[Parcel]:
        """Return the graphs that a request can take; name the others, for which nothing is sent."""
        if limit is None:
            return list(parcels)
        fitting = []
        for parcel in parcels:
            if parcel.size + _AROUND <= limit:
                fitting.append(parcel)
                continue
            what = (
                f"{parcel.article}: its graph makes a request of {parcel.size:,} bytes; {limit:,} are taken"
            )
            mend = self._endpoint.server.limit_mend or "raise the limit of the server for requests"
            delivery.refused.append(EndpointError(what, where=self._endpoint.name, mend=mend))
        return fitting

    def _check(self, response: Response, batch: Sequence[Parcel]) -> None:
        check_page(response, self._endpoint.name, lambda: len(self._held.same(batch)) == len(batch))


def _least(size: int, limit: int | None) -> int:
    return size if limit is None else min(size, limit - _AROUND)


def _refusal(parcel: Parcel, error: HttpError) -> EndpointError:
    return EndpointError(f"{parcel.article}: {error.what}", where=error.where, mend=error.mend)
