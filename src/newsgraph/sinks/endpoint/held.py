"""What an endpoint holds: whether graphs are as they should be, asked with as little traffic as can be."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import Request

from newsgraph.errors import EndpointError, QueryError
from newsgraph.sinks.compare import is_same
from newsgraph.sinks.endpoint.ask import read_answer, read_rows
from newsgraph.sinks.endpoint.fingerprint import fingerprint, fingerprint_query, values
from newsgraph.sinks.endpoint.transport import HttpError
from newsgraph.sinks.endpoint.wrapper import Wrapper
from newsgraph.sinks.query import Kind
from newsgraph.sinks.sparql import Form
from newsgraph.vocab import NG, REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsgraph.rdf.terms import Triple
    from newsgraph.sinks.endpoint.address import Endpoint
    from newsgraph.sinks.endpoint.parcel import Parcel
    from newsgraph.sinks.endpoint.transport import Client
    from newsgraph.sinks.register import Entry


class Held:
    """Asks one endpoint about graphs; raises `HttpError` and `QueryError` as the transport does."""

    def __init__(self, client: Client) -> None:
        """Ask through this client."""
        self.endpoint = client.endpoint
        self.client = client
        self.wrapper = Wrapper(client)
        self.sums = True

    @property
    def may_register(self) -> bool:
        """Whether there may be a register: it takes queries and updates, not only whole graphs."""
        return bool(self.endpoint.query and self.endpoint.update)

    def same(self, chunk: Sequence[Parcel]) -> set[str]:
        """Return the names of the graphs that the endpoint holds exactly as they are here."""
        if self.endpoint.query is None:
            return {p.graph for p in chunk if is_same(self._stored(p.graph), set(p.triples()))}
        prints = self._prints([parcel.graph for parcel in chunk]) if chunk else {}
        same, likely = set(), []
        for parcel in chunk:
            number, *rest = prints.get(parcel.graph, (0,))
            if number == 0 or number != parcel.ntriples.count("\n"):
                continue
            if rest and fingerprint(parcel.triples()) == (number, *rest):
                same.add(parcel.graph)
            else:  # stores word some values their own way: where the number of triples fits, compare them all
                likely.append(parcel)
        return same | self._equal(likely)

    def filled(self, names: Iterable[str]) -> set[str]:
        """Return which of these graphs hold anything at all."""
        if self.endpoint.query is None:
            return {name for name in names if self._stored(name)}
        asked = list(names)
        found = self._prints(asked) if asked else {}
        return {name for name, (number, *_) in found.items() if number}

    def present(self, names: Sequence[str]) -> set[str] | None:
        """Return which of these graphs have triples, or an entry in the register; None if it is not asked.

        That costs little, however many triples there are.
        """
        if self.endpoint.query is None:
            return None
        query = (
            f"SELECT ?g WHERE {{ {values(names)} FILTER (EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} }} || "
            f"EXISTS {{ GRAPH <{REGISTER_GRAPH}> {{ ?g ?q ?x }} }}) }}"
        )
        return {row[0][1:-1] for row in self._rows(query)}

    def digests(self, names: Iterable[str]) -> dict[str, set[str]]:
        """Return the digests that the register has of these graphs, of those that have an entry."""
        entered = f"GRAPH <{REGISTER_GRAPH}> {{ ?g <{NG.graphDigest}> ?d }}"
        query = f"SELECT ?g ?d WHERE {{ {values(names)} {entered} }}"
        found: dict[str, set[str]] = {}
        for name, digest in self._rows(query):
            found.setdefault(name[1:-1], set()).add(digest.strip('"'))
        return found

    def is_entered(self, entries: Iterable[Entry]) -> bool:
        """Say whether the register has these entries, by their digests, and no others of their graphs."""
        wanted = {entry.graph: {entry.digest} for entry in entries}
        return self.digests(wanted) == wanted

    def _prints(self, names: list[str]) -> dict[str, tuple[int, ...]]:
        """Return the number of triples that each graph has there, and the sum if the endpoint can do that."""
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

    def _equal(self, parcels: list[Parcel]) -> set[str]:
        """Return the names of those graphs whose triples at the endpoint are the same."""
        if not parcels:
            return set()
        held: dict[str, set[Triple]] = {parcel.graph: set() for parcel in parcels}
        query = f"SELECT ?g ?s ?p ?o WHERE {{ {values(held)} GRAPH ?g {{ ?s ?p ?o }} }}"
        for name, subject, predicate, obj in self._rows(query):
            held[name[1:-1]].add((subject, predicate, obj))
        return {p.graph for p in parcels if is_same(set(p.triples()), held[p.graph])}

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        response = self.wrapper.ask(query, Form.SELECT)
        for row in read_rows(response, self.endpoint.query or ""):
            yield tuple(str(cell) for cell in row)

    def _stored(self, name: str) -> set[Triple]:
        try:
            response = self.client.send(store_request(self.endpoint, name))
        except HttpError as error:
            if error.status == HTTPStatus.NOT_FOUND:
                return set()
            raise
        answer = read_answer(response, Kind.GRAPH, self.endpoint.name)
        return {(str(s), str(p), str(o)) for s, p, o in answer.rows()}


def store_request(endpoint: Endpoint, name: str, *, put: bytes | None = None, method: str = "GET") -> Request:
    """Word a request of the Graph Store Protocol; with `put`, the graph is replaced by these N-Triples.

    They go as Turtle, which every server takes.
    """
    if not endpoint.store:
        raise EndpointError("it has no address for the Graph Store Protocol", where=endpoint.name)
    url = f"{endpoint.store}?graph={quote(name, safe='')}"
    request = Request(url, method=method if put is None else "PUT")  # noqa: S310  find_endpoint checks the scheme
    request.add_header("User-Agent", "newsgraph")
    if put is not None:
        request.data = put
        request.add_header("Content-Type", "text/turtle; charset=utf-8")
    elif method == "GET":
        request.add_header("Accept", "application/n-triples, text/turtle;q=0.9")
    return request


def adding_request(endpoint: Endpoint, trig: bytes) -> Request:
    """Word the request that adds TriG to what is there: where N-Quads are taken, TriG is."""
    if not endpoint.nquads:
        raise EndpointError("it has no address for several graphs", where=endpoint.name)
    request = Request(endpoint.nquads, trig, method="POST")  # noqa: S310  find_endpoint checks the scheme
    request.add_header("User-Agent", "newsgraph")
    request.add_header("Content-Type", "application/trig")
    return request


def _whole(number: str) -> int:
    """Return a number of a result, whatever its type; -1 where the endpoint could not work it out."""
    found = re.match(r'"(\d+)(?:\.0*)?"', number)
    return int(found[1]) if found else -1
