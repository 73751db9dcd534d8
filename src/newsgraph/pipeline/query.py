"""Questions in SPARQL to files, the embedded store or an endpoint."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from newsgraph.errors import QueryError, UsageError
from newsgraph.pipeline.rdf_files import GraphReader
from newsgraph.rdf.report_parts import printable
from newsgraph.sinks.asking import Asking, Cap, local
from newsgraph.sinks.endpoint import Patience, find_endpoint
from newsgraph.sinks.files import STDOUT, check_place, write_output
from newsgraph.sinks.named import load_named_queries, load_named_query
from newsgraph.sinks.parquet import load_arrow, write_parquet
from newsgraph.sinks.query import Kind, check_format, kind_of, memory_store
from newsgraph.sinks.sparql import limited, prepare
from newsgraph.sinks.store import open_store
from newsgraph.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsgraph.sinks.asking import Opener, Row
    from newsgraph.sinks.endpoint import Endpoint
    from newsgraph.sinks.named import NamedQuery
    from newsgraph.sinks.query import Answer, Cell
    from newsgraph.sinks.sparql import Query

TABLE: Final = "table"
"""The format for a person."""
PARQUET: Final = "parquet"
FORMATS: Final = {
    TABLE: "a table for a terminal",
    "csv": "values alone, for spreadsheets",
    "tsv": "RDF terms, one row a line",
    "json": "SPARQL 1.1 results in JSON",
    "xml": "SPARQL results in XML",
    PARQUET: "typed columns for pandas, DuckDB and others; wants newsgraph[parquet]",
    "turtle": "for CONSTRUCT and DESCRIBE",
    "nt": "N-Triples, for CONSTRUCT and DESCRIBE",
    "jsonld": "JSON-LD, for CONSTRUCT and DESCRIBE",
    "rdfxml": "RDF/XML, for CONSTRUCT and DESCRIBE",
}
"""What `-f` knows."""
TABLE_ROWS: Final = 1000
"""How many rows a table for a terminal has, unless others are wanted."""
_BY_EXTENSION: Final = {
    ".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".xml": "xml", ".srx": "xml",
    ".parquet": PARQUET, ".ttl": "turtle", ".nt": "nt", ".jsonld": "jsonld", ".rdf": "rdfxml",
}  # fmt: skip
_NUMBERS: Final = frozenset(XSD[name] for name in ("integer", "decimal", "double", "float"))
_NAME = re.compile(r"[\w.-]*")
_SPACE = re.compile(r"[\t\r\n]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A query (as `text`, in a `file`, or by the name of a shipped one), and whom to ask.

    `server` is what kind of server the endpoint is, and `query_url` where it takes queries, if its URL does
    not tell. `timeout` is how many seconds the whole answer may take (None: any), `connect_timeout` is for
    connecting to an endpoint; `ca` is a file of certificates that its own is checked against. `limit` is how
    many rows are wanted. `prefixes` need no declaration, and `services` are the endpoints that SERVICE may
    ask.
    """

    paths: tuple[str, ...] = ()
    store: Path | None = None
    endpoint: str | None = None
    server: str | None = None
    query_url: str | None = None
    text: str | None = None
    file: Path | None = None
    named: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    timeout: float | None = None
    connect_timeout: float = 10
    ca: Path | None = None
    limit: int | None = None
    prefixes: tuple[tuple[str, str], ...] = ()
    services: tuple[str, ...] = ()


def ask(question: Question) -> Answer:
    """Return the whole answer to a question. Raises what `find_query`, `inquire` and the answer raise."""
    return inquire(question, find_query(question)).whole()


def find_query(question: Question) -> Query:
    """Return the query of a question, with its parameters.

    Raises `UsageError` where not exactly one query is given, and `QueryError` for one that cannot be read or
    must not be run.
    """
    given = [question.text is not None, question.file is not None, question.named is not None]
    if sum(given) != 1:
        raise UsageError("give one query", mend="as an argument, with -q FILE, or with --named NAME")
    parameters, prefixes = dict(question.parameters), dict(question.prefixes)
    if question.named is not None:
        return load_named_query(question.named).prepare(parameters, prefixes=prefixes)
    text = question.text or ""
    if question.file is not None:
        text = _read(question.file)
    return prepare(text, parameters, prefixes=prefixes, services=question.services)


def inquire(question: Question, query: Query) -> Asking:
    """Return the query on its way to whom the question names. Files are read; nothing else is asked yet.

    Raises `UsageError` where not exactly one of files, store and endpoint is to be asked, or where rows are
    to be limited and there are none; and what reading the files or opening the store raises.
    """
    check_asked(question)
    if question.limit is not None and kind_of(query.form) is not Kind.TABLE:
        raise UsageError(
            "a limit counts the rows of a table", where="--limit", mend="leave it out, or ask with SELECT"
        )
    asked = query if question.limit is None else limited(query, question.limit + 1)
    cap = Cap()
    if question.endpoint is not None:
        from newsgraph.sinks.endpoint.ask import remote  # noqa: PLC0415  files and stores need no HTTP

        opener: Opener = remote(find_asked(question), asked, cap)
    else:
        opener = local(open_asked(question), asked)
    return Asking(query, opener, limit=question.limit, seconds=question.timeout, cap=cap)


def check_asked(question: Question) -> None:
    """Raise `UsageError` where not exactly one of files, store and endpoint is to be asked."""
    asked = [bool(question.paths), question.store is not None, question.endpoint is not None]
    if sum(asked) != 1:
        mend = "give RDF files, or --store DIR, or --endpoint URL"
        raise UsageError("nothing to ask" if not any(asked) else "more than one thing to ask", mend=mend)


def find_asked(question: Question) -> Endpoint:
    """Return the endpoint of a question, patient as that wants."""
    wait = question.timeout
    base = Patience(connect=question.connect_timeout, answer=math.inf)
    if wait is not None:
        base = replace(base, timeout=wait, answer=wait, total=min(base.total, wait))
    return find_endpoint(
        question.endpoint or "",
        server=question.server,
        query=question.query_url,
        patience=base,
        ca=question.ca,
    )


def open_asked(question: Question) -> ox.Store:
    """Return the store of a question, or its files as a store in memory."""
    if question.store is not None:
        return open_store(question.store)
    reader = GraphReader(question.paths)
    store = memory_store(reader.graphs())
    if reader.failures:
        raise reader.failures[0]
    return store


def choose_format(query: Query, name: str | None, output: str | None, *, for_person: bool) -> str:
    """Return the format of the answer: `name`, or what the output's extension says, or what fits.

    That is Turtle for a graph, and else a table for a person, csv for all others. Raises `UsageError` for a
    format that does not fit the answer, or that is not known.
    """
    kind = kind_of(query.form)
    if name is None and output not in {None, STDOUT}:
        extension = Path(output or "").suffix.lower()
        name = _BY_EXTENSION.get(extension)
        if name is None and extension:
            raise UsageError(
                f"no format is known by the extension {extension}", where=output, mend="name it with -f"
            )
    if name is None:
        is_table = for_person and output is None
        name = "turtle" if kind is Kind.GRAPH else TABLE if is_table else "csv"
    if name not in FORMATS:
        raise UsageError(
            f"no format is called {name!r}", where="-f", mend=f"formats are: {', '.join(FORMATS)}"
        )
    if name == PARQUET and kind is Kind.TABLE:
        load_arrow()
    elif name != TABLE:
        check_format(kind, name)
    elif output is not None:
        raise UsageError(
            "a table is for a terminal", where="-o", mend="choose csv, tsv, json, xml or parquet"
        )
    return name


def write_answer(asking: Asking, name: str, output: str | None) -> None:
    """Write an answer to a file, whole or not at all, or to stdout (`-`, None) while it comes in.

    Raises `SinkError` where that cannot be written, and what asking raises.
    """
    target = STDOUT if output is None else output
    if target != STDOUT:
        check_place(Path(target))
    if name == PARQUET:
        with asking.batches() as batches:
            write_output(target, lambda stream: write_parquet(stream, batches))
        return
    with asking.pieces(name) as pieces:
        write_output(target, lambda stream: stream.writelines(pieces))


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as a person reads it: literals bare, IRIs by their prefixes; and which columns are numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...]


def show_rows(asking: Asking) -> Shown:
    """Return the rows of an answer to be shown. Raises what asking raises."""
    columns: tuple[str, ...] = ()
    cells: list[Row] = []
    with asking.batches() as batches:
        for batch in batches:
            columns = batch.variables
            cells += batch.rows
    prefixes = sorted(asking.query.prefixes.items(), key=lambda item: -len(item[1]))
    rows = tuple(tuple(_text(cell, prefixes) for cell in row) for row in cells)
    numbers = [all(map(_is_number, column)) and any(column) for column in zip(*cells, strict=True)]
    return Shown(columns, rows, tuple(name for name, is_one in zip(columns, numbers, strict=False) if is_one))


def _text(cell: Cell, prefixes: Sequence[tuple[str, str]]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, ox.NamedNode):
        for prefix, namespace in prefixes:
            name = cell.value.removeprefix(namespace)
            if name != cell.value and _NAME.fullmatch(name):
                return f"{prefix}:{name}"
        return cell.value
    text = str(cell.value) if isinstance(cell, ox.Literal) else str(cell)
    return printable(_SPACE.sub(" ", text))


def _is_number(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, ox.Literal) and cell.datatype.value in _NUMBERS)


def named_query_table() -> tuple[tuple[str, str, str], ...]:
    """Return name, parameters and description of every shipped query."""
    return tuple((q.name, _parameters(q), q.description) for q in load_named_queries())


def _parameters(query: NamedQuery) -> str:
    return " ".join(p.name if p.default is None else f"[{p.name}]" for p in query.parameters)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        mend = "give a file that holds a SPARQL query in UTF-8"
        reason = error.strerror if isinstance(error, OSError) else f"not UTF-8 at byte {error.start}"
        raise QueryError(f"cannot be read: {reason}", where=str(file), mend=mend) from error
