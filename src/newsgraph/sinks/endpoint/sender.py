"""Sending graphs to an endpoint, by either protocol; what is refused is found out and named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.held import store_request
from newsgraph.sinks.endpoint.parcel import batched, entering, replacing
from newsgraph.sinks.endpoint.transport import HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.register import forgetting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.sinks.endpoint.held import Held
    from newsgraph.sinks.endpoint.parcel import Parcel
    from newsgraph.sinks.endpoint.transport import Client, Response

_OF_THE_GRAPH: Final = frozenset({400, 413, 422, 500})
"""What an endpoint may say to one graph and not to the next; after all else the sending ends."""

_NUMBER: Final = 10
"""How many graphs go out in one request: fastest of 1, 10 and 100 to a server that writes to disk."""
_BYTES: Final = 1_000_000
"""How large a request may grow before the next graph starts another; one graph is never split."""
_LIMIT: Final = 10_000_000
"""How large a request may be at all."""


@dataclass(slots=True)
class Delivery:
    """What came of a batch: graphs in place, graphs refused with the reason, and what ended it before all."""

    placed: list[Parcel] = field(default_factory=list)
    refused: list[EndpointError] = field(default_factory=list)
    stopped: HttpError | QueryError | None = None


class Sender:
    """Puts batches of graphs in place. The same batch may be sent again: the result is the same."""

    def __init__(self, client: Client, held: Held) -> None:
        """Send through this client."""
        self._endpoint = client.endpoint
        self._client = client
        self._wrapper = Wrapper(client)
        self._held = held
        self._limit = _LIMIT
        self._registered: bool | None = None

    def batches(self, parcels: Iterable[Parcel]) -> Iterator[list[Parcel]]:
        """Part graphs as they are sent best; `send` takes other batches too."""
        return batched(parcels, number=_NUMBER, size=_BYTES)

    def send(self, batch: Sequence[Parcel]) -> Delivery:
        """Put the graphs in place; what was refused, and what ended the sending, is told and not raised."""
        delivery = Delivery()
        delivery.refused += [self._too_large(parcel) for parcel in batch if parcel.size > self._limit]
        fitting = [parcel for parcel in batch if parcel.size <= self._limit]
        try:
            if self._endpoint.protocol is Protocol.GSP:
                self._put_each(fitting, delivery)
            elif fitting:
                self._update(fitting, delivery)
        except (HttpError, QueryError) as error:
            delivery.stopped = error
        return delivery

    def _update(self, batch: Sequence[Parcel], delivery: Delivery) -> None:
        try:
            self._check(self._wrapper.update(replacing(batch)), batch)
        except HttpError as error:
            if error.status not in _OF_THE_GRAPH:
                raise
            if len(batch) == 1:
                delivery.refused.append(_refusal(batch[0], error))
                return
            middle = len(batch) // 2  # too large, or one of them is refused: find out which
            self._update(batch[:middle], delivery)
            self._update(batch[middle:], delivery)
        else:
            delivery.placed += batch

    def _put_each(self, batch: Sequence[Parcel], delivery: Delivery) -> None:
        if self._has_entries(batch):
            self._wrapper.update(forgetting(p.graph for p in batch))
        whole = []
        for parcel in batch:
            try:
                request = store_request(self._endpoint, parcel.graph, put=parcel.ntriples)
                self._check(self._client.send(request), [parcel])
            except HttpError as error:
                if error.status not in _OF_THE_GRAPH:
                    raise
                delivery.refused.append(_refusal(parcel, error))
                continue
            if parcel.entry is None:
                delivery.placed.append(parcel)
            else:
                whole.append(parcel)
        for operation in entering(whole):
            self._wrapper.update(operation)
        delivery.placed += whole

    def _has_entries(self, batch: Sequence[Parcel]) -> bool:
        """Say whether graphs may have entries, which costs a request more: asked once."""
        if any(parcel.entry is not None for parcel in batch):
            return True
        if self._registered is None:
            can_tell = self._endpoint.query is not None and self._endpoint.update is not None
            self._registered = can_tell and self._held.registered()
        return self._registered

    def _too_large(self, parcel: Parcel) -> EndpointError:
        what = f"{parcel.article}: its graph takes {parcel.size:,} bytes, a request at most {self._limit:,}"
        return EndpointError(
            what, where=self._endpoint.name, mend="raise the limit of the server for the size of requests"
        )

    def _check(self, response: Response, batch: Sequence[Parcel]) -> None:
        """Tell a server that says yes with a web page from a login page. Raises `HttpError`."""
        is_page = "html" in response.media_type and response.body
        if is_page and len(self._held.same(batch)) < len(batch):
            raise HttpError(
                "it answers with a web page and did not take what was sent",
                where=self._endpoint.name,
                mend="check that the URL is that of the SPARQL endpoint, and the credentials",
                status=0,
            )


def _refusal(parcel: Parcel, error: HttpError) -> EndpointError:
    return EndpointError(f"{parcel.article}: {error.what}", where=error.where, mend=error.mend)
