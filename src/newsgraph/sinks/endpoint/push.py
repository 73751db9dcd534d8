"""Keeping an endpoint in step with article graphs, one named graph an article.

Whether a graph changed is asked of the endpoint, which works out a fingerprint of each graph. So nothing is
kept there or here that could grow stale, a push that was killed half way is completed by the next, and what
another program changed is mended.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from urllib.request import Request

from newsgraph.errors import EndpointError, NewsgraphError, QueryError
from newsgraph.sinks.compare import is_same
from newsgraph.sinks.endpoint.address import Protocol
from newsgraph.sinks.endpoint.ask import read_answer
from newsgraph.sinks.endpoint.fingerprint import fingerprint, fingerprint_query, values
from newsgraph.sinks.endpoint.transport import Client, HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.query import Kind
from newsgraph.sinks.sparql import Form
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
        again = f"{done} graphs were in place by then; push again to complete" if done else None
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
        self.force = force
        self.sums = True
        self.sent = self.unchanged = 0
        self.failed: list[EndpointError] = []
        self.start = time.monotonic()

    def summary(self) -> PushSummary:
        seconds = time.monotonic() - self.start
        return PushSummary(
            self.sent, self.unchanged, tuple(self.failed), self.client.bytes, self.client.requests, seconds
        )

    def put(self, chunk: list[ArticleGraph]) -> None:
        same = set() if self.force else self._in_place(chunk)
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
                response = self.client.send(self._store_request(batch[0], "PUT"))
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
        if is_page and len(self._in_place(batch)) < len(batch):
            raise HttpError(
                "it answers with a web page and did not take what was sent",
                where=self.endpoint.name,
                mend="check that the URL is that of the SPARQL endpoint, and the credentials",
                status=0,
            )

    def _in_place(self, chunk: list[ArticleGraph]) -> set[str]:
        """Return the names of the graphs that the endpoint holds exactly as they are here."""
        if self.endpoint.query is None:
            return {graph.graph for graph in chunk if is_same(self._stored(graph), set(graph.triples))}
        prints = self._prints(chunk)
        same = {graph.graph for graph in chunk if prints.get(graph.graph) == fingerprint(graph)}
        # Stores word some values their own way: where only the number of triples fits, compare them all.
        likely = [g for g in chunk if g.graph not in same and prints.get(g.graph, (0,))[0] == len(g) > 0]
        return same | self._equal(likely)

    def _prints(self, chunk: list[ArticleGraph]) -> dict[str, tuple[int, ...]]:
        """Return the number of triples that each graph has there, and the sum if the endpoint can do that."""
        names = [graph.graph for graph in chunk]
        if self.sums:
            try:
                return self._numbers(fingerprint_query(names))
            except (QueryError, HttpError) as error:
                if isinstance(error, HttpError) and error.status != HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                self.sums = False  # it cannot do the sums: the triples themselves will be compared
        counts = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {values(names)} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        return self._numbers(counts)

    def _numbers(self, query: str) -> dict[str, tuple[int, ...]]:
        return {name[1:-1]: tuple(_whole(number) for number in rest) for name, *rest in self._rows(query)}

    def _equal(self, graphs: list[ArticleGraph]) -> set[str]:
        """Return the names of those graphs whose triples at the endpoint are the same."""
        if not graphs:
            return set()
        held: dict[str, set[tuple[str, str, str]]] = {graph.graph: set() for graph in graphs}
        query = f"SELECT ?g ?s ?p ?o WHERE {{ {values(held)} GRAPH ?g {{ ?s ?p ?o }} }}"
        for name, subject, predicate, obj in self._rows(query):
            held[name[1:-1]].add((subject, predicate, obj))
        return {graph.graph for graph in graphs if is_same(set(graph.triples), held[graph.graph])}

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        response = self.wrapper.ask(query, Form.SELECT)
        for row in read_answer(response, Kind.TABLE, self.endpoint.query or "").rows():
            yield tuple(str(cell) for cell in row)

    def _stored(self, graph: ArticleGraph) -> set[tuple[str, str, str]]:
        try:
            response = self.client.send(self._store_request(graph, "GET"))
        except HttpError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return set()
            raise
        answer = read_answer(response, Kind.GRAPH, self.endpoint.name)
        return {(str(s), str(p), str(o)) for s, p, o in answer.rows()}

    def _store_request(self, graph: ArticleGraph, method: str) -> Request:
        """Word a request of the Graph Store Protocol; N-Triples go as Turtle, which every server takes."""
        if not self.endpoint.store:
            raise EndpointError("it has no address for the Graph Store Protocol", where=self.endpoint.name)
        url = f"{self.endpoint.store}?graph={quote(graph.graph, safe='')}"
        request = Request(url, method=method)  # noqa: S310  find_endpoint checks the scheme
        request.add_header("User-Agent", "newsgraph")
        if method == "PUT":
            request.data = graph.to_ntriples().encode()
            request.add_header("Content-Type", "text/turtle; charset=utf-8")
        else:
            request.add_header("Accept", "application/n-triples, text/turtle;q=0.9")
        return request


def _whole(number: str) -> int:
    """Return a number of a result, whatever its type; -1 where the endpoint could not work it out."""
    found = re.match(r'"(\d+)(?:\.0*)?"', number)
    return int(found[1]) if found else -1


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
