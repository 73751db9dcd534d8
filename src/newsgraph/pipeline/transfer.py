"""RDF files into the embedded store, or to a remote endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsgraph.errors import NewsgraphError, UsageError
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import GraphReader, RdfFile, find_rdf_files, homeless, no_triples
from newsgraph.rdf.graph import ArticleGraph, graph_of
from newsgraph.rdf.parse import load_quads
from newsgraph.rdf.texts import text_of
from newsgraph.resources import ontology_dir
from newsgraph.sinks.endpoint import Patience, Protocol, find_endpoint
from newsgraph.sinks.store import load_graphs
from newsgraph.vocab import ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgraph.rdf.texts import GraphText
    from newsgraph.sinks.endpoint import Endpoint, PushSummary


@dataclass(frozen=True, slots=True)
class Transfer:
    """What came of it, and one line for a person."""

    outcome: Outcome
    summary: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push, and how; `server` is what kind of server it is, if the URL does not tell.

    `query`, `update` and `store` are where the endpoint takes queries and updates and keeps graphs, if that
    cannot be guessed. `timeout` is in seconds, for each step of a request, `connect_timeout` for making a
    connection; `ca` is a file of certificates to trust. `force` sends graphs that did not change too.
    """

    endpoint: str
    protocol: str = "auto"
    query: str | None = None
    update: str | None = None
    store: str | None = None
    server: str | None = None
    timeout: float = 60
    connect_timeout: float = 10
    ca: Path | None = None
    force: bool = False


def load_files(
    paths: Iterable[str | Path],
    store: Path,
    *,
    with_ontology: bool,
    on_progress: Callable[[int, int], None],
) -> Transfer:
    """Load RDF files into the embedded store in the folder `store`.

    With `with_ontology` the shipped ontology and its concept schemes go into a graph of their own. Files
    that do not parse are failures of the outcome. Raises `StoreError` where the store cannot be written.
    """
    reader = GraphReader(paths, on_progress)
    loaded = load_graphs(store, _all_graphs(reader, with_ontology=with_ontology))
    summary = f"{loaded.added} added, {loaded.replaced} replaced, {loaded.unchanged} unchanged → {store}"
    return Transfer(Outcome(reader.done, tuple(reader.failures)), summary)


def push_files(
    paths: Iterable[str | Path],
    target: Target,
    *,
    with_ontology: bool,
    on_progress: Callable[[int, int], None],
) -> Transfer:
    """Send RDF files to an endpoint, one named graph an article, replaced whole.

    Graphs that the endpoint refuses, files that do not parse, and an endpoint that is down are failures of
    the outcome. Raises `UsageError` for an unknown protocol and for what is no address.
    """
    from newsgraph.sinks.endpoint import PushInterruptedError, push_graphs  # noqa: PLC0415  `load` needs no HTTP

    endpoint = endpoint_of(target)
    reader = _TextReader(paths, on_progress)
    try:
        sent = push_graphs(reader.texts(with_ontology=with_ontology), endpoint, force=target.force)
    except PushInterruptedError as error:
        reader.failures.append(error)
        done = error.summary.sent + error.summary.unchanged
        return Transfer(Outcome(done, tuple(reader.failures)), f"{_told(error.summary)}, then interrupted")
    done = sent.sent + sent.unchanged
    return Transfer(Outcome(done, (*reader.failures, *sent.failed)), f"{_told(sent)} → {endpoint.name}")


@dataclass(slots=True)
class _TextReader:
    """Reads the graphs of files as text, as they are sent, and keeps what failed."""

    paths: Iterable[str | Path]
    on_progress: Callable[[int, int], None]
    failures: list[NewsgraphError] = field(default_factory=list)

    def texts(self, *, with_ontology: bool) -> Iterator[GraphText]:
        """Yield what has a name to be stored under; what belongs to no article is kept as a failure."""
        files, errors = find_rdf_files(self.paths)
        self.failures.extend(errors)
        for number, file in enumerate(files, start=1):
            try:
                with RdfFile(file) as opened:
                    yield from self._of_file(opened)
            except NewsgraphError as error:
                self.failures.append(error)
            self.on_progress(number, len(files))
        if with_ontology:
            yield text_of(ontology_graph())

    def _of_file(self, file: RdfFile) -> Iterator[GraphText]:
        with file.texts() as (number, texts):
            if not number:
                raise no_triples(file.where)
            for text in texts:
                if text.graph:
                    yield text
                else:
                    self.failures.append(homeless(len(text), file.where))


def endpoint_of(target: Target) -> Endpoint:
    """Return the endpoint of a target; where neither it nor its address tells, it is asked what it takes.

    Raises `UsageError` for an unknown protocol or what is no address, and `EndpointError` where it had to be
    asked and does not answer.
    """
    from newsgraph.sinks.endpoint.probe_protocol import settle_protocol  # noqa: PLC0415  as above

    try:
        protocol = Protocol(target.protocol)
    except ValueError as error:
        mend = f"known protocols: {', '.join(Protocol)}"
        raise UsageError(f"unknown protocol: {target.protocol!r}", where="--protocol", mend=mend) from error
    patience = Patience(connect=target.connect_timeout, timeout=target.timeout)
    endpoint = find_endpoint(
        target.endpoint,
        protocol=protocol,
        server=target.server,
        query=target.query,
        update=target.update,
        store=target.store,
        patience=patience,
        ca=target.ca,
    )
    is_told = protocol is not Protocol.AUTO or target.update or target.store
    return endpoint if is_told else settle_protocol(endpoint)


def ontology_graph() -> ArticleGraph:
    """Return the shipped ontology and concept schemes as one graph, `newsgraph.vocab.ONTOLOGY_GRAPH`."""
    triples = [triple for file in sorted(ontology_dir().glob("*.ttl")) for triple, _ in load_quads(file)]
    return graph_of(ONTOLOGY_GRAPH, ONTOLOGY_GRAPH, triples)


def _all_graphs(reader: GraphReader, *, with_ontology: bool) -> Iterator[ArticleGraph]:
    """Yield what has a name to be stored under; what belongs to no article is kept as a failure."""
    for graph in reader.graphs():
        if graph.graph:
            yield graph
        else:
            reader.failures.append(homeless(len(graph), graph.origin))
            reader.done -= 1
    if with_ontology:
        yield ontology_graph()


def _told(summary: PushSummary) -> str:
    size = f"{summary.bytes / 1000:.0f} kB in {summary.requests} requests, {summary.seconds:.1f} s"
    return f"{summary.sent} sent, {summary.unchanged} unchanged, {len(summary.failed)} refused ({size})"
