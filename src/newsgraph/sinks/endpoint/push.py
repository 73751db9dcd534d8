"""Keeping an endpoint in step with article graphs, one named graph an article.

Whether a graph changed is asked of the endpoint, which works out a fingerprint of each graph. So nothing is
kept there or here that could grow stale, a push that was killed half way is completed by the next, and what
another program changed is mended.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.errors import EndpointError, NewsgraphError, QueryError
from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.held import Held, store_request
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.update import replacement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.transport import Response

COMPARED: Final = 50
"""How many graphs are compared in one query."""
BATCH: Final = 10
"""How many graphs go out in one update: fastest of 1, 10 and 100 to a server that writes to disk."""
BATCH_BYTES: Final = 1_000_000
"""How large an update may grow before the next graph starts another; one graph is never split."""

_OF_THE_GRAPH: Final = frozenset({400, 413, 422, 500})
"""What an endpoint may say to one graph and not to the next; after all else the push ends."""


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
    graphs: Iterable[ArticleGraph],
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
        for chunk in _chunks(graphs):
            push.put(chunk)
            progress(len(chunk))
    except (HttpError, QueryError) as error:
        raise PushInterruptedError(error, push.summary()) from error
    return push.summary()


class _Push:
    """One run: who was sent, who was left as it is, who was refused."""

    def __init__(self, endpoint: Endpoint, *, force: bool) -> None:
        self.endpoint = endpoint
        self.client = Client(endpoint)
        self.wrapper = Wrapper(self.client)
        self.held = Held(self.client)
        self.force = force
        self.sent = self.unchanged = 0
        self.failed: list[EndpointError] = []
        self.start = time.monotonic()

    def summary(self) -> PushSummary:
        seconds = time.monotonic() - self.start
        return PushSummary(
            self.sent, self.unchanged, tuple(self.failed), self.client.bytes, self.client.requests, seconds
        )

    def put(self, chunk: list[ArticleGraph]) -> None:
        same = set() if self.force else self.held.same(chunk)
        self.unchanged += len(same)
        changed = [graph for graph in chunk if graph.graph not in same]
        if self.endpoint.protocol is Protocol.GSP:
            for graph in changed:
                self._send([graph])
        else:
            for batch in _batches(changed):
                self._send(batch)

    def _send(self, batch: list[ArticleGraph]) -> None:
        try:
            if self.endpoint.protocol is Protocol.GSP:
                response = self.client.send(
                    store_request(self.endpoint, batch[0].graph, put=batch[0].to_ntriples())
                )
            else:
                response = self.wrapper.update(replacement(*batch))
            self._check(response, batch)
            self.sent += len(batch)
        except HttpError as error:
            if error.status not in _OF_THE_GRAPH:
                raise
            if len(batch) > 1:  # too large, or one of them is refused: find out which
                middle = len(batch) // 2
                self._send(batch[:middle])
                self._send(batch[middle:])
            else:
                self.failed.append(
                    EndpointError(f"{batch[0].article}: {error.what}", where=error.where, mend=error.mend)
                )

    def _check(self, response: Response, batch: list[ArticleGraph]) -> None:
        """Tell a server that says yes with a web page from a login page.

        Raises `HttpError`.
        """
        is_page = "html" in response.media_type and response.body
        if is_page and len(self.held.same(batch)) < len(batch):
            raise HttpError(
                "it answers with a web page and did not take what was sent",
                where=self.endpoint.name,
                mend="check that the URL is that of the SPARQL endpoint, and the credentials",
                status=0,
            )


def _chunks(graphs: Iterable[ArticleGraph]) -> Iterator[list[ArticleGraph]]:
    """Yield some graphs at a time, never two of one name: the later must find the earlier in place."""
    chunk: dict[str, ArticleGraph] = {}
    for graph in graphs:
        if len(chunk) == COMPARED or graph.graph in chunk:
            yield list(chunk.values())
            chunk = {}
        chunk[graph.graph] = graph
    if chunk:
        yield list(chunk.values())


def _batches(graphs: list[ArticleGraph]) -> Iterator[list[ArticleGraph]]:
    batch: list[ArticleGraph] = []
    size = 0
    for graph in graphs:
        length = len(graph.to_ntriples())
        if batch and (len(batch) == BATCH or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(graph)
        size += length
    if batch:
        yield batch
