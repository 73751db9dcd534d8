"""SPARQL 1.1 over files and the embedded store, and the answer as a value, whoever gave it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import pyoxigraph as ox

from newsgraph.errors import QueryError, UsageError
from newsgraph.sinks.sparql import Form, Query
from newsgraph.sinks.tokens import fault_of
from newsgraph.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsgraph.rdf.graph import ArticleGraph

Cell: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None"
"""One value of a table; None where the variable is unbound."""
Results: TypeAlias = "ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]"
"""What an engine gives; it must be used and let go in one thread."""

_NOT_ADVISED: Final = {"SERVICE", "LATERAL", "VERSION"}
"""What the parser would take but newsgraph refuses, or other engines do: a hint must not lead there."""

_PLAIN = re.compile(r'[A-Za-z]+|"[^"\\]{1,3}"')
"""What a hint may name of all that the parser would take: keywords and signs."""

_JSON: Final = ox.QueryResultsFormat.JSON
TABLES: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


class Kind(StrEnum):
    """What an answer is: rows (SELECT), yes or no (ASK), triples (CONSTRUCT and DESCRIBE)."""

    TABLE = "table"
    TRUTH = "truth"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave. `document` is SPARQL results JSON, or sorted N-Triples for a graph."""

    kind: Kind
    document: bytes = field(repr=False)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without question mark; empty for what is no table."""
        if self.kind is not Kind.TABLE:
            return ()
        return tuple(variable.value for variable in self._solutions().variables)

    @property
    def truth(self) -> bool:
        """Whether an ASK query said yes; for a table or a graph, whether it has any row or triple."""
        if self.kind is Kind.TRUTH:
            return bool(ox.parse_query_results(self.document, format=_JSON))
        return next(iter(self.rows()), None) is not None

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of a table in order, or the triples of a graph as rows of three."""
        if self.kind is Kind.TABLE:
            for solution in self._solutions():
                yield tuple(cast("Iterable[Cell]", solution))
        elif self.kind is Kind.GRAPH:
            for quad in ox.parse(self.document, format=ox.RdfFormat.N_TRIPLES):
                yield (quad.subject, quad.predicate, quad.object)

    def serialise(self, name: str) -> bytes:
        """Return the answer in a format.

        Tables and truth values know csv, tsv, json and xml; graphs know turtle, nt, jsonld and rdfxml. Raises
        `UsageError` for a format that does not fit the answer.
        """
        check_format(self.kind, name)
        if self.kind is Kind.GRAPH:
            triples = (q.triple for q in ox.parse(self.document, format=ox.RdfFormat.N_TRIPLES))
            return cast("bytes", ox.serialize(triples, format=_GRAPHS[name], prefixes=PREFIXES))
        results = ox.parse_query_results(self.document, format=_JSON)
        return cast("bytes", results.serialize(format=TABLES[name]))

    def _solutions(self) -> ox.QuerySolutions:
        return cast("ox.QuerySolutions", ox.parse_query_results(self.document, format=_JSON))


def memory_store(graphs: Iterable[ArticleGraph]) -> ox.Store:
    """Return a store in memory that holds these graphs, each under its name."""
    store = ox.Store()
    store.bulk_extend(quad for graph in graphs for quad in graph.quads())
    return store


def run_query(store: ox.Store, query: Query) -> Answer:
    """Answer a query from a store; without `FROM` all graphs together are the default graph.

    Raises `QueryError` with line and column where the query does not parse, or fails while it runs.
    """
    with translated(query):
        return answer_of(results_of(store, query))


def results_of(store: ox.Store, query: Query) -> Results:
    """Return what the engine gives for a query, as it gives it.

    Without `FROM` the default graph is the union of all graphs. Raises what the engine raises.
    """
    union = not query.has_dataset  # which would make the engine overlook FROM
    return store.query(query.text, prefixes=dict(query.prefixes), use_default_graph_as_union=union)


@contextmanager
def translated(query: Query) -> Iterator[None]:
    """Turn what the engine raises, when a query begins and while its results are read, into `QueryError`."""
    try:
        yield
    except SyntaxError as error:
        raise _syntax_error(_unbound_message(query) or str(error), query) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}", where="query") from error


def check_format(kind: Kind, name: str) -> None:
    """Raise `UsageError` for a format that does not fit this kind of answer."""
    known = _GRAPHS if kind is Kind.GRAPH else TABLES
    if name not in known:
        mend = f"formats that fit: {', '.join(known)}"
        raise UsageError(f"a {kind.value} cannot be written as {name!r}", mend=mend)


def answer_of(results: Results) -> Answer:
    """Return pyoxigraph's results as a value."""
    if isinstance(results, ox.QuerySolutions):
        return Answer(Kind.TABLE, cast("bytes", results.serialize(format=_JSON)))
    if isinstance(results, ox.QueryBoolean):
        return Answer(Kind.TRUTH, cast("bytes", results.serialize(format=_JSON)))
    return graph_answer(results)


def graph_answer(triples: Iterable[ox.Triple]) -> Answer:
    """Return triples as a value: each once, in code point order."""
    lines = sorted({f"{t.subject} {t.predicate} {t.object} .\n" for t in triples})
    return Answer(Kind.GRAPH, "".join(lines).encode())


def kind_of(form: Form) -> Kind:
    """Return what a query of this form gives."""
    return {Form.SELECT: Kind.TABLE, Form.ASK: Kind.TRUTH}.get(form, Kind.GRAPH)


def _unbound_message(query: Query) -> str | None:
    """Return the parser's message for the query as the user wrote it, so that columns are the user's."""
    if query.source == query.text:
        return None
    try:
        ox.Store().query(query.source, prefixes=dict(query.prefixes))
    except SyntaxError as error:
        return str(error)
    return None


def _syntax_error(message: str, query: Query) -> QueryError:
    """Return the error for a query that does not parse: where, and how to mend it if that can be told."""
    fault = fault_of(message)
    if not fault.line:
        return QueryError(f"syntax error: {message}", where="query")
    where = f"query, line {fault.line}, column {fault.column}"
    if "Prefix not found" in fault.reason:
        known = ", ".join(sorted(query.prefixes))
        mend = f"declare it with PREFIX; known without that: {known}"
        return QueryError("a prefix that is not declared", where=where, mend=mend)
    expected = fault.reason.removeprefix("expected ").removeprefix("one of ")
    plain = [
        word for word in re.split(r",\s+", expected) if re.fullmatch(r"[A-Za-z]+|\"[^\"\\]{1,3}\"", word)
    ]
    plain = [word for word in plain if word not in _NOT_ADVISED]
    hint = (
        f"one of {' '.join(plain[:12])} may stand here" if plain else "look at what stands before this place"
    )
    return QueryError("syntax error", where=where, mend=hint)
