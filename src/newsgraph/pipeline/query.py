"""Questions in SPARQL to files, the embedded store or an endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.errors import QueryError, UsageError
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.sinks.endpoint import Patience, find_endpoint
from newsgraph.sinks.endpoint import ask as ask_endpoint
from newsgraph.sinks.named import load_named_queries, load_named_query
from newsgraph.sinks.query import Kind, memory_store, run_query
from newsgraph.sinks.sparql import prepare
from newsgraph.sinks.store import open_store
from newsgraph.vocab import prefixed

if TYPE_CHECKING:
    from pathlib import Path

    from newsgraph.sinks.named import NamedQuery
    from newsgraph.sinks.query import Answer
    from newsgraph.sinks.sparql import Query


@dataclass(frozen=True, slots=True)
class Question:
    """A query (as `text`, in a `file`, or by the name of a shipped one), and whom to ask.

    `timeout` and `connect_timeout` are in seconds; `ca` is a file of certificates that an endpoint's is
    checked against.
    """

    paths: tuple[str, ...] = ()
    store: Path | None = None
    endpoint: str | None = None
    text: str | None = None
    file: Path | None = None
    named: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    timeout: float = 60
    connect_timeout: float = 10
    ca: Path | None = None


def ask(question: Question) -> Answer:
    """Return the answer to a question.

    Raises `UsageError` where not exactly one of files, store and endpoint is asked, `QueryError` for a query
    that does not parse, and what reading files, store or endpoint raises.
    """
    asked = [bool(question.paths), question.store is not None, question.endpoint is not None]
    if sum(asked) != 1:
        mend = "give RDF files, or --store DIR, or --endpoint URL"
        raise UsageError("nothing to ask" if not any(asked) else "more than one thing to ask", mend=mend)
    query = _prepared(question)
    if question.endpoint is not None:
        patience = Patience(connect=question.connect_timeout, timeout=question.timeout)
        return ask_endpoint(find_endpoint(question.endpoint, patience=patience, ca=question.ca), query)
    if question.store is not None:
        return run_query(open_store(question.store), query)
    reader = GraphReader(question.paths)
    store = memory_store(reader.graphs())
    if reader.failures:
        raise reader.failures[0]
    return run_query(store, query)


def default_format(answer: Answer, *, for_person: bool) -> str:
    """Return the format of an answer where none is asked for: a table on a terminal, else csv or Turtle."""
    if answer.kind is Kind.GRAPH:
        return "turtle"
    return "table" if for_person else "csv"


def cell_text(cell: object) -> str:
    """Return one value of an answer as a person reads it: literals bare, IRIs with their known prefix."""
    value = getattr(cell, "value", None)
    if cell is None:
        return ""
    if not isinstance(cell, ox.NamedNode):
        return str(cell) if value is None else str(value)
    return prefixed(cell.value) or cell.value


def named_query_table() -> tuple[tuple[str, str, str], ...]:
    """Return name, parameters and description of every shipped query."""
    return tuple((q.name, _parameters(q), q.description) for q in load_named_queries())


def _parameters(query: NamedQuery) -> str:
    return " ".join(p.name if p.default is None else f"[{p.name}]" for p in query.parameters)


def _prepared(question: Question) -> Query:
    given = [question.text is not None, question.file is not None, question.named is not None]
    if sum(given) != 1:
        raise UsageError("give one query", mend="as an argument, with -q FILE, or with --named NAME")
    parameters = dict(question.parameters)
    if question.named is not None:
        return load_named_query(question.named).prepare(parameters)
    if question.file is None:
        return prepare(question.text or "", parameters)
    try:
        text = question.file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        mend = "give a file that holds a SPARQL query in UTF-8"
        reason = error.strerror if isinstance(error, OSError) else f"not UTF-8 at byte {error.start}"
        raise QueryError(f"cannot be read: {reason}", where=str(question.file), mend=mend) from error
    return prepare(text, parameters)
