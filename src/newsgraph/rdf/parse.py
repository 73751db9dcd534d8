"""RDF files back into graphs: six formats, packed or not, each article in the graph that is its own."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

import pyoxigraph as ox

from newsgraph.errors import RdfError, SinkError
from newsgraph.rdf.assign import assign_graphs
from newsgraph.rdf.formats import Encoding, Format, encoding_for
from newsgraph.vocab import SCHEMA, SCHEMA_HTTP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsgraph.rdf.graph import ArticleGraph
    from newsgraph.rdf.terms import Term, Triple

Source: TypeAlias = "bytes | BinaryIO | str | os.PathLike[str]"
"""The bytes themselves, a binary stream, or the path of a file."""

_OX: Final = {
    Format.TURTLE: ox.RdfFormat.TURTLE,
    Format.TRIG: ox.RdfFormat.TRIG,
    Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    Format.NQUADS: ox.RdfFormat.N_QUADS,
    Format.JSONLD: ox.RdfFormat.JSON_LD,
    Format.RDFXML: ox.RdfFormat.RDF_XML,
}
_BOM: Final = b"\xef\xbb\xbf"
_GZIP_HEAD: Final = b"\x1f\x8b"
_ENTITY: Final = re.compile(rb"""<!ENTITY\s+(?:[^\s%"']+\s+("[^"]*"|'[^']*'))?""")
_ENTITY_LENGTH: Final = 256
_AT_ONCE: Final = 5_000
_HTTP: Final = f"<{SCHEMA_HTTP}"
_HTTPS: Final = f"<{SCHEMA}"


def load_graphs(
    source: Source, name: str | None = None, *, where: str | None = None, base: str | None = None
) -> tuple[ArticleGraph, ...]:
    """Return the graphs of a file, in the order of their IRIs.

    `name` is the format ("turtle", "nq.gz"), needed where the path does not tell; `where` is what messages
    call a stream; `base` resolves relative IRIs. What stands in no named graph goes to the graph of its
    article (see `newsgraph.rdf.assign`); `http://schema.org/` is read as `https://schema.org/`. Blank nodes
    stay, as `_:` terms. Raises `UsageError` for an unknown format, `RdfError` for RDF that does not parse,
    `SinkError` for a file that cannot be read.
    """
    place = where or (os.fspath(source) if isinstance(source, (str, os.PathLike)) else None)
    return assign_graphs(load_quads(source, name, where=where, base=base), origin=place)


def load_quads(
    source: Source, name: str | None = None, *, where: str | None = None, base: str | None = None
) -> Iterator[tuple[Triple, str]]:
    """Yield each triple with the IRI of its named graph, empty for none, as the file has them.

    Parameters and errors as in `load_graphs`; errors come while reading.
    """
    quads = parse_quads(source, name, where=where, base=base)
    while some := list(islice(quads, _AT_ONCE)):
        # pyoxigraph writes a batch of terms far faster than Python takes each of them apart.
        data = ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b""
        for line in filter(None, data.decode().split("\n")):
            yield _split(line, where)


def parse_quads(
    source: Source, name: str | None = None, *, where: str | None = None, base: str | None = None
) -> Iterator[ox.Quad]:
    """Yield the quads of a file as they stand there, nothing changed.

    Parameters and errors as in `load_graphs`; errors come while reading.
    """
    path = os.fspath(source) if isinstance(source, (str, os.PathLike)) else None
    encoding = encoding_for(path, name)
    where = where or path
    with _translated(encoding, where):
        yield from _quads(source, encoding, base)


def read_text(source: Source, name: str | None = None, *, where: str | None = None) -> tuple[str, str]:
    """Return the name of a file's format and its text, unpacked; for those who look for lines in it.

    Parameters and errors as in `load_graphs`.
    """
    path = os.fspath(source) if isinstance(source, (str, os.PathLike)) else None
    encoding = encoding_for(path, name)
    where = where or path
    with _translated(encoding, where):
        if isinstance(source, bytes):
            data = source
        else:
            data = source.read() if not isinstance(source, (str, os.PathLike)) else Path(source).read_bytes()
        data = gzip.decompress(data) if data.startswith(_GZIP_HEAD) else data
        return encoding.format.value, data.decode("utf-8-sig")


@contextmanager
def _translated(encoding: Encoding, where: str | None) -> Iterator[None]:
    try:
        yield
    except RdfError as error:
        raise RdfError(error.what, where=error.where or where, mend=error.mend) from error
    except UnicodeDecodeError as error:
        what = f"not UTF-8: byte 0x{error.object[error.start]:02X} at offset {error.start}"
        raise RdfError(what, where=where, mend="save the file as UTF-8") from error
    except (SyntaxError, ValueError) as error:
        raise _not_rdf(error, encoding, where) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise RdfError(f"damaged gzip data: {error}", where=where, mend="pack the file again") from error
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise SinkError(what, where=where, mend="check the path and its permissions") from error


def _quads(source: Source, encoding: Encoding, base: str | None) -> Iterator[ox.Quad]:
    if isinstance(source, (str, os.PathLike)):
        with Path(source).open("rb") as stream:
            yield from _unpacked(stream, encoding, base)
    elif isinstance(source, BufferedReader):
        yield from _unpacked(source, encoding, base)
    else:
        data = source if isinstance(source, bytes) else source.read()
        yield from _unpacked(BufferedReader(BytesIO(data)), encoding, base)


def _unpacked(stream: BufferedReader, encoding: Encoding, base: str | None) -> Iterator[ox.Quad]:
    if encoding.gzip or stream.peek(len(_GZIP_HEAD)).startswith(_GZIP_HEAD):
        with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
            yield from _parse(unpacked, encoding.format, base)
    else:
        yield from _parse(stream, encoding.format, base)


def _parse(stream: BufferedReader | gzip.GzipFile, form: Format, base: str | None) -> Iterator[ox.Quad]:
    if stream.peek(len(_BOM)).startswith(_BOM):
        stream.read(len(_BOM))
    if form is Format.RDFXML:
        data = stream.read()
        _check_entities(data)
        yield from ox.parse(data, format=_OX[form], base_iri=base)
    else:
        yield from ox.parse(stream, format=_OX[form], base_iri=base)  # type: ignore[arg-type]  # GzipFile is one


def _check_entities(data: bytes) -> None:
    """Refuse XML whose entities grow without bounds: pyoxigraph expands them until the memory is full.

    Short names of namespaces, which is what RDF files use entities for, pass.
    """
    for match in _ENTITY.finditer(data):
        if match[1] is None or b"&" in match[1] or b"%" in match[1] or len(match[1]) > _ENTITY_LENGTH:
            name = data[match.start() : match.start() + 40].decode(errors="replace")
            raise RdfError(
                f"an XML entity that may grow without bounds: {name}",
                mend="write the text of the entity where it is used",
            )


def _split(line: str, where: str | None) -> tuple[Triple, str]:
    """Return the triple and the graph's IRI of a line of N-Quads as pyoxigraph writes them."""
    subject, predicate, rest = line[:-2].split(" ", 2)
    if rest.startswith("<<"):
        raise RdfError("triple terms (RDF 1.2) are not supported", where=where, mend="write RDF 1.1")
    obj, _, name = rest.rpartition(" ")
    # What follows the last space is the graph's name, unless that space lies in a literal.
    if not obj or '"' in name or name[0] not in "<_":
        obj, name = rest, ""
    triple = (subject, predicate, obj)
    if _HTTP in line:
        triple = (_https(subject), _https(predicate), _https(obj))
    return triple, name.strip("<>")


def _https(term: Term) -> Term:
    return term.replace(_HTTP, _HTTPS, 1) if term.startswith(_HTTP) else term


def _not_rdf(error: SyntaxError | ValueError, encoding: Encoding, where: str | None) -> RdfError:
    line = getattr(error, "lineno", None)
    place = f"{where}:{line}" if where and line else where or (f"line {line}" if line else None)
    message = str(error.args[0]) if error.args else str(error)
    if "LoadDocumentCallback" in message:
        mend = "write the JSON-LD context into the file: nothing is fetched from the network"
        return RdfError("the JSON-LD context lies elsewhere", where=place, mend=mend)
    mend = "mend it there; the extension says which format a file is in, standard input is N-Quads"
    return RdfError(f"not {encoding.format.value}: {message}", where=place, mend=mend)
