"""Keeping an endpoint in step with article graphs, one named graph an article.

Whether a graph changed is asked of the endpoint, which works out a fingerprint of each graph. So nothing is
kept there or here that could grow stale, a push that was killed half way is completed by the next, and what
another program changed is mended.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.errors import EndpointError, NewsgraphError, QueryError
from newsgraph.rdf.texts import GraphText
from newsgraph.sinks.endpoint.held import Held
from newsgraph.sinks.endpoint.parcel import batched, parcel_of_graph, parcel_of_text
from newsgraph.sinks.endpoint.sender import AT_ONCE, AT_ONCE_BYTES, Load, Sender
from newsgraph.sinks.endpoint.transport import Client, HttpError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.parcel import Parcel


@dataclass(frozen=True, slots=True)
class PushSummary:
    """What a push came to: graphs sent and unchanged, failures, bytes and requests sent, seconds taken."""

    sent: int = 0
    unchanged: int = 0
    failed: tuple[EndpointError, ...] = ()
    bytes: int = 0
    requests: int = 0
    seconds: float = 0.0


class PushInterruptedError(EndpointError):
    """The endpoint went away or refuses altogether; `summary` tells what had been sent by then."""

    def __init__(self, error: NewsgraphError, summary: PushSummary) -> None:
        """Keep what was sent."""
        done = summary.sent + summary.unchanged
        there = "1 graph was" if done == 1 else f"{done} graphs were"
        again = f"{there} in place by then; push again to complete" if done else None
        hints = [hint for hint in (error.mend, again) if hint]
        super().__init__(error.what, where=error.where, mend="; ".join(hints) or None)
        self.summary = summary


def push_graphs(
    graphs: Iterable[ArticleGraph | GraphText],
    endpoint: Endpoint,
    *,
    force: bool = False,
    progress: Callable[[int], object] = lambda _: None,
) -> PushSummary:
    """Make each named graph at the endpoint hold exactly the triples of its graph; return what was sent.

    A graph that is as it should be is not sent, unless `force` is given. A graph that the endpoint refuses is
    named in the summary, and the others are sent. `progress` is told how many more graphs are done.
    Raises `PushInterruptedError` where the endpoint cannot be reached any more or refuses altogether.
    """
    push = _Push(endpoint, force=force)
    try:
        for delivery in push.sender.deliveries(push.loads(map(_parcel, graphs), progress)):
            push.failed += delivery.refused
            push.sent += len(delivery.placed)
            if delivery.stopped:
                raise delivery.stopped
            progress(len(delivery.load.parcels))
    except (HttpError, QueryError) as error:
        raise PushInterruptedError(error, push.summary()) from error
    return push.summary()


def _parcel(graph: ArticleGraph | GraphText) -> Parcel:
    return parcel_of_text(graph) if isinstance(graph, GraphText) else parcel_of_graph(graph)


class _Push:
    """One run: who was sent, who was left as it is, who was refused."""

    def __init__(self, endpoint: Endpoint, *, force: bool) -> None:
        self.client = Client(endpoint)
        self.held = Held(self.client)
        self.sender = Sender(endpoint)
        self.force = force
        self.sent = self.unchanged = 0
        self.failed: list[EndpointError] = []
        self.start = time.monotonic()

    def summary(self) -> PushSummary:
        clients = (self.client, self.sender.client)
        return PushSummary(
            self.sent,
            self.unchanged,
            tuple(self.failed),
            sum(client.bytes for client in clients),
            sum(client.requests for client in clients),
            time.monotonic() - self.start,
        )

    def loads(self, parcels: Iterable[Parcel], progress: Callable[[int], object]) -> Iterator[Load]:
        """Yield what is not at the endpoint as it should be, some at a time."""
        for chunk in batched(parcels, number=AT_ONCE, size=AT_ONCE_BYTES):
            names = [parcel.graph for parcel in chunk]
            self.sender.settle(names)
            present = self.held.present(names)
            known = [p for p in chunk if present is None or p.graph in present]
            same = set() if self.force else self.held.same(known)
            self.unchanged += len(same)
            changed = [parcel for parcel in chunk if parcel.graph not in same]
            if same:
                progress(len(same))
            if changed:
                yield self.sender.load(changed, present)
