"""Checking an export against its manifest: every file, every graph, every count."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from newsgraph.errors import RdfError, SinkError
from newsgraph.iris import about_of
from newsgraph.rdf.canonical import graph_digest
from newsgraph.rdf.graph import graph_of
from newsgraph.rdf.terms import split_triples
from newsgraph.sinks.export import COLUMNS, MANIFEST, read_manifest
from newsgraph.sinks.files import translated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsgraph.sinks.export import File, Manifest

Row: TypeAlias = "tuple[str, str, int, str]"
"""A graph's name, its part, the number of its quads, and its digest."""

_CHUNK: Final = 1 << 20
_DAMAGED: Final = "export again, or copy the file again"


def check_export(
    folder: Path, on_progress: Callable[[int, int], None]
) -> tuple[Manifest, tuple[SinkError, ...]]:
    """Return the manifest of an export, and what in the folder is not as it says.

    Raises `SinkError` where there is no manifest: the export was not finished, or there is none.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        what, mend = "no manifest: the export was not finished, or there is none", "export again"
        raise SinkError(what, where=str(folder / MANIFEST), mend=mend)
    found = list(_unknown(folder, manifest))
    files: tuple[File, ...] = (*manifest.parts, manifest.table)
    for number, file in enumerate(files, start=1):
        if problem := _changed(folder, file):
            found.append(problem)
        on_progress(number, len(files) + 1)
    if not found:
        found += _contents(folder, manifest)
        on_progress(len(files) + 1, len(files) + 1)
    return manifest, tuple(found)


def _unknown(folder: Path, manifest: Manifest) -> Iterator[SinkError]:
    """Yield the files that a loader would take for parts, although they are none."""
    with translated(folder):
        names = sorted(file.name for file in folder.glob("part-*.nq.gz"))
    for name in names:
        if name not in manifest.names:
            mend = "take it away: a server would load it too"
            yield SinkError("the manifest names no such part", where=str(folder / name), mend=mend)


def _changed(folder: Path, file: File) -> SinkError | None:
    path = folder / file.name
    if not path.is_file():
        return SinkError("this file of the export is missing", where=str(path), mend=_DAMAGED)
    digest, length = hashlib.sha256(), 0
    with translated(path), path.open("rb") as stream:
        while data := stream.read(_CHUNK):
            length += len(data)
            digest.update(data)
    if length != file.bytes:
        what = f"{length} bytes, not {file.bytes} as the manifest says"
    elif digest.hexdigest() != file.sha256:
        what = "other bytes than the manifest says (SHA-256)"
    else:
        return None
    return SinkError(what, where=str(path), mend=_DAMAGED)


def _contents(folder: Path, manifest: Manifest) -> Iterator[SinkError]:
    """Yield where parts, table and manifest, each of which is whole, do not tell the same."""
    where = str(folder)
    try:
        rows = _rows(folder / manifest.table.name)
        counts = dict.fromkeys((part.name for part in manifest.parts), (0, 0))
        before = ""
        for found, said in zip_longest(_graphs(folder, manifest), rows):
            if found is None or found != said:
                name = (found or said or ("",))[0]
                yield SinkError(f"table and parts differ at the graph <{name}>", where=where, mend=_DAMAGED)
                return
            name, part, quads, _ = found
            if name <= before:
                yield SinkError(f"the graph <{name}> is out of order", where=where, mend=_DAMAGED)
            before = name
            counts[part] = (counts[part][0] + 1, counts[part][1] + quads)
    except (OSError, EOFError, zlib.error, ValueError, RdfError) as error:
        yield SinkError(f"cannot be read: {error}", where=where, mend=_DAMAGED)
        return
    yield from _miscounted(folder, manifest, counts)


def _miscounted(folder: Path, manifest: Manifest, counts: dict[str, tuple[int, int]]) -> Iterator[SinkError]:
    said = {part.name: (part.graphs, part.quads) for part in manifest.parts}
    said[MANIFEST] = (manifest.graphs, manifest.quads)
    counts[MANIFEST] = (sum(n for n, _ in counts.values()), sum(n for _, n in counts.values()))
    for name, (graphs, quads) in counts.items():
        if (graphs, quads) != said[name]:
            what = f"{graphs} graphs and {quads} quads, not {said[name][0]} and {said[name][1]}"
            yield SinkError(what, where=str(folder / name), mend=_DAMAGED)


def _rows(file: Path) -> Iterator[Row]:
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        if next(lines, "") != "\t".join(COLUMNS) + "\n":
            raise ValueError(f"{file.name} has other columns than {', '.join(COLUMNS)}")
        for line in lines:
            graph, part, quads, digest = line.rstrip("\n").split("\t")
            yield graph, part, int(quads), digest


def _graphs(folder: Path, manifest: Manifest) -> Iterator[Row]:
    for part in manifest.parts:
        with gzip.open(folder / part.name, "rt", encoding="utf-8", newline="\n") as lines:
            names = []
            for name, some in groupby(lines, key=_graph_of):
                triples = [f"{line[: line.rindex(' <')]} ." for line in some]
                names.append(name)
                yield name, part.name, len(triples), _digest(name, triples)
        if (names[0], names[-1]) != (part.first, part.last):
            raise ValueError(f"{part.name} has other first and last graphs than the manifest says")


def _digest(name: str, lines: list[str]) -> str:
    text = "".join([f"{line}\n" for line in lines])
    if any(line.startswith("_:") or "> _:" in line for line in lines):
        return graph_digest(graph_of(about_of(name), name, split_triples(text)))
    return hashlib.sha256(text.encode()).hexdigest()


def _graph_of(line: str) -> str:
    return line[line.rindex(" <") + 2 : -4]
