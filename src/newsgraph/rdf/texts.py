"""Graphs of RDF files as canonical text with its digest: what is sent, and what tells whether it changed.

The same graphs as `newsgraph.rdf.parse.load_graphs` gives, at a fraction of the work: pyoxigraph writes what
it reads as N-Quads, and these are parted and sorted as text. No triple becomes a value of its own, unless
there are blank nodes, `http://schema.org/`, or several articles in a file without named graphs.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from operator import lt
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

import pyoxigraph as ox

from newsgraph.errors import RdfError, SinkError
from newsgraph.iris import graph_iri, hash_of
from newsgraph.rdf.canonical import canonical_nquads
from newsgraph.rdf.canonical_lines import canonical_runs, runs_of
from newsgraph.rdf.formats import GZIP, Format
from newsgraph.rdf.parse import load_graphs, parse_quads
from newsgraph.rdf.terms import TYPE
from newsgraph.vocab import SCHEMA, SCHEMA_HTTP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from newsgraph.rdf.canonical_lines import Runs
    from newsgraph.rdf.formats import Encoding
    from newsgraph.rdf.graph import ArticleGraph

_SUBJECT_NODE: Final = re.compile(r"^_:c14n", re.MULTILINE)
_OBJECT_NODE: Final = re.compile(r"^([^ ]+ [^ ]+ )_:c14n", re.MULTILINE)
Marks: TypeAlias = tuple[bytes, ...]
"""What asks for a look at each term."""

_OTHER_IRI: Final[Marks] = (f"<{SCHEMA_HTTP}".encode(),)
_BY_TERMS: Final[Marks] = (b"_:", b"<<", *_OTHER_IRI)
"""What may be a blank node, a triple term, or an IRI to be read as another one."""
_AN_ARTICLE: Final = f" {TYPE} <{SCHEMA.NewsArticle}> .\n".encode()
_END: Final = b" .\n"
_BLOCK: Final = 1 << 20
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class GraphText:
    """A graph as canonical N-Triples: sorted lines, each once.

    `graph` is its name, empty for what belongs to no article; `digest` is that of
    `newsgraph.rdf.canonical.graph_digest`. Where there are blank nodes (`blank`) their names occur in no
    graph of another name, so that several graphs can go in one request.
    """

    graph: str
    ntriples: str = field(repr=False)
    digest: str
    blank: bool = False

    def __len__(self) -> int:
        """Return the number of triples."""
        return self.ntriples.count("\n")


def text_of(graph: ArticleGraph) -> GraphText:
    """Return a graph as text. Raises `RdfError` where terms are no N-Triples."""
    text = canonical_nquads(graph)
    digest = hashlib.sha256(text.encode()).hexdigest()
    blank = any(s.startswith("_") or o.startswith("_") for s, _, o in graph.triples)
    if blank:
        own = f"_:g{hash_of(graph.graph)}n"
        text = _OBJECT_NODE.sub(rf"\1{own}", _SUBJECT_NODE.sub(own, text))
    return GraphText(graph.graph, text, digest, blank)


def read_texts(data: bytes, encoding: Encoding, where: str | None = None) -> tuple[GraphText, ...]:
    """Return the graphs of a file of these bytes, in the order of their names.

    `where` is what messages call the file. Errors as in `newsgraph.rdf.parse.load_graphs`.
    """
    name = _name_of(encoding)
    runs = canonical_runs([data]) if name == Format.NQUADS else None
    texts: tuple[GraphText, ...] | None
    if runs is not None:
        texts = _of_lines(runs, data, _OTHER_IRI)
    else:
        lines = ox.serialize(parse_quads(data, name, where=where), format=ox.RdfFormat.N_QUADS) or b""
        texts = (
            _of_lines(runs_of([lines]), lines, _BY_TERMS) if encoding.format.has_graphs else _of_one(lines)
        )
    if texts is None:
        return tuple(map(text_of, load_graphs(data, name, where=where)))
    return texts


@contextmanager
def stream_texts(
    stream: BufferedReader, encoding: Encoding, where: str | None = None
) -> Iterator[tuple[int, Iterator[GraphText]]]:
    """Yield how many graphs a file holds, and each, in the order in which they first come in it.

    Of formats with named graphs, no more than one graph is held at a time, wherever in the file its triples
    stand; what is no canonical N-Quads is written anew as such into a temporary file. A file with triples in
    no named graph is read whole. `where` and errors as in `read_texts`, before the first graph comes.
    """
    if not encoding.format.has_graphs:
        texts = read_texts(stream.read(), encoding, where)
        yield len(texts), iter(texts)
        return
    name = _name_of(encoding)
    with ExitStack() as stack:
        lines: BinaryIO = stream
        marks = _OTHER_IRI
        runs = canonical_runs(_blocks(stream)) if name == Format.NQUADS else None
        if runs is None:
            lines = stack.enter_context(tempfile.TemporaryFile())
            marks = _BY_TERMS
            stream.seek(0)
            _rewrite(parse_quads(stream, name, where=where), lines)
            runs = runs_of(_blocks(lines))
        if b"" in runs:
            stream.seek(0)
            graphs = load_graphs(stream, name, where=where)
            yield len(graphs), map(text_of, graphs)
        else:
            yield len(runs), _of_runs(runs, lines, marks, where)


def _name_of(encoding: Encoding) -> str:
    return encoding.format.value + (GZIP if encoding.gzip else "")


def _of_lines(runs: Runs, lines: bytes, marks: Marks) -> tuple[GraphText, ...] | None:
    """Return the graphs of canonical N-Quads; None where that takes a look at the whole file."""
    if b"" in runs:
        return None
    names = sorted(runs, key=_bare)
    parts = ((name, b"".join([lines[start:end] for start, end in runs[name]])) for name in names)
    try:
        return tuple(_text(name, part, marks) for name, part in parts)
    except (RdfError, UnicodeDecodeError):
        return None  # who reads it as a file says where


def _bare(name: bytes) -> bytes:
    return name.strip(b"<>")


def _of_one(lines: bytes) -> tuple[GraphText, ...] | None:
    """Return the one graph of lines without named graphs; None where that takes a look at each triple."""
    if any(mark in lines for mark in _BY_TERMS):
        return None
    articles = {line for line in _subjects_before(_AN_ARTICLE, lines) if line.startswith(b"<")}
    if not lines or len(articles) > 1:
        return None
    graph = graph_iri(articles.pop()[1:-1].decode()) if articles else ""
    return (_finished(graph, lines.split(_END)),)


def _subjects_before(end: bytes, lines: bytes) -> Iterator[bytes]:
    found = lines.find(end)
    while found >= 0:
        yield lines[lines.rfind(b"\n", 0, found) + 1 : found]
        found = lines.find(end, found + 1)


def _text(name: bytes, lines: bytes, marks: Marks, where: str | None = None) -> GraphText:
    """Return a graph of canonical N-Quads that are all in it."""
    if any(mark in lines for mark in marks):
        (graph,) = load_graphs(lines, Format.NQUADS.value, where=where)
        return text_of(graph)
    return _finished(_bare(name).decode(), lines.split(b" " + name + _END))


def _finished(graph: str, rows: list[bytes]) -> GraphText:
    """Return a graph of lines without their ends, of which the last is empty."""
    rows.pop()
    if not all(map(lt, rows, islice(rows, 1, None))):
        # Bytes of UTF-8 have the order of the code points, and lines that of their terms.
        rows = sorted(set(rows))
    lines = _END.join([*rows, b""])
    return GraphText(graph, lines.decode(), hashlib.sha256(lines).hexdigest())


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield what is in a file from its start, cut behind line ends."""
    stream.seek(0)
    rest = b""
    while block := stream.read(_BLOCK):
        cut = block.rfind(b"\n") + 1
        if cut:
            yield rest + block[:cut]
            rest = block[cut:]
        else:
            rest += block
    if rest:
        yield rest


def _rewrite(quads: Iterator[ox.Quad], file: BinaryIO) -> None:
    """Write quads as canonical N-Quads into a temporary file."""
    while some := list(islice(quads, _AT_ONCE)):
        try:
            file.write(ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b"")
        except OSError as error:
            what = f"the folder for temporary files takes no more: {error.strerror or error}"
            raise SinkError(what, where=tempfile.gettempdir(), mend="set TMPDIR to one with room") from error


def _of_runs(runs: Runs, lines: BinaryIO, marks: Marks, where: str | None) -> Iterator[GraphText]:
    for name, places in runs.items():
        parts = []
        for start, end in places:
            lines.seek(start)
            parts.append(lines.read(end - start))
        try:
            yield _text(name, b"".join(parts), marks, where)
        except UnicodeDecodeError as error:
            raise RdfError("not UTF-8", where=where, mend="save the file as UTF-8") from error
