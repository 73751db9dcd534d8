"""Graphs as a folder of files that servers load in bulk: parts, a table of the graphs, and a manifest.

All is written beside what the folder holds, and takes its place at the end, the manifest last: a folder
without a manifest is an export that was not finished. Only files that a manifest names, or the journal of a
run that was ended while it put its files in place, are ever removed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Self, cast

from newsgraph.errors import SinkError
from newsgraph.rdf.serialise import packing
from newsgraph.sinks.export_order import Spool
from newsgraph.sinks.files import sync_folder, translated
from newsgraph.sinks.store_write import to_nquads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from newsgraph.errors import NewsgraphError
    from newsgraph.rdf.texts import GraphText

MANIFEST: Final = "manifest.json"
TABLE: Final = "graphs.tsv.gz"
COLUMNS: Final = ("graph", "part", "quads", "digest")
KIND: Final = "newsgraph-export"
VERSION: Final = 1
_WORK: Final = ".newsgraph-export"
_SPOOL: Final = "spool.sqlite"
_JOURNAL: Final = "journal.json"
_UNFINISHED: Final = ".part"
_NAME: Final = re.compile(r"part-[0-9]{5,}\.nq\.gz|graphs\.tsv\.gz|manifest\.json")


@dataclass(frozen=True, slots=True)
class File:
    """A file of an export: its name, its length in bytes, and the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part(File):
    """A file with graphs: how many, how many quads and bytes unpacked, and the names of first and last."""

    unpacked: int
    graphs: int
    quads: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export holds; `failed` inputs are not in it."""

    graphs: int
    quads: int
    failed: int
    table: File
    parts: tuple[Part, ...] = field(repr=False)

    def to_json(self) -> str:
        """Return the manifest as it stands in its file, the same for the same graphs."""
        whole = {"format": KIND, "version": VERSION, **asdict(self)}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, that of the manifest among them."""
        return (*(part.name for part in self.parts), self.table.name, MANIFEST)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of the export in a folder; None where there is no file of that name.

    Raises `SinkError` where it is damaged, of another program, or of a later version.
    """
    file = folder / MANIFEST
    with translated(file):
        if not file.exists():
            return None
        data = file.read_bytes()
    try:
        whole: dict[str, Any] = json.loads(data)
        known, version = whole.pop("format") == KIND, whole.pop("version")
        if known and version == VERSION:
            parts = tuple(Part(**part) for part in whole.pop("parts"))
            manifest = Manifest(table=File(**whole.pop("table")), parts=parts, **whole)
            known = all(map(_NAME.fullmatch, manifest.names))
            if known:
                return manifest
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what, mend = "this is no manifest of an export, or a damaged one", "export into another folder"
        raise SinkError(what, where=str(file), mend=mend) from error
    if known:
        what, mend = f"an export of another layout ({version!r})", "use the newsgraph that made it"
    else:
        what, mend = "the manifest of something else", "export into another folder"
    raise SinkError(what, where=str(file), mend=mend)


def write_export(
    folder: Path, fill: Callable[[Spool], object], part_size: int, failures: list[NewsgraphError]
) -> Manifest | None:
    """Export into `folder` the graphs that `fill` puts into a spool, and return what came of it.

    Parts end before they hold more than `part_size` bytes unpacked, unless one graph alone has more.
    `failures` grows by what could not be taken. Where there is no graph at all nothing is written, and None
    returned. Whatever happens, an older export in the folder stays whole until the new one takes its place.
    Raises `SinkError`, also where a file of another origin has a name that an export needs.
    """
    work = folder / _WORK
    with translated(folder):
        work.mkdir(parents=True, exist_ok=True)
    spool = Spool(work / _SPOOL)  # which lets only one export at a time into the folder
    try:
        with translated(folder):
            own = _own_files(folder)
            _clear(work, keep=(_SPOOL, _JOURNAL))
            fill(spool)
            manifest = _write_files(work, spool, part_size, failures)
            if manifest is not None:
                _put_in_place(folder, manifest, own)
                (work / _JOURNAL).unlink()
        return manifest
    finally:
        _clear(work, keep=(_SPOOL, _JOURNAL))
        spool.close()
        _clear(work, keep=(_JOURNAL,))
        with suppress(OSError):
            work.rmdir()


def _own_files(folder: Path) -> set[str]:
    """Return the names of the files in a folder that exports have written there."""
    manifest = read_manifest(folder)
    names = set(manifest.names) if manifest is not None else set()
    with suppress(FileNotFoundError, ValueError):  # where it is not whole, nothing has been put in place yet
        names |= set(filter(_NAME.fullmatch, json.loads((folder / _WORK / _JOURNAL).read_bytes())))
    return names


def _clear(work: Path, keep: tuple[str, ...]) -> None:
    with suppress(OSError):  # what cannot be removed now is by the next export
        for file in work.iterdir():
            if file.name not in keep:
                file.unlink()


def _put_in_place(folder: Path, manifest: Manifest, own: set[str]) -> None:
    """Let the files in the hidden folder take the place of those of an older export, the manifest last."""
    work = folder / _WORK
    names = manifest.names
    foreign = [name for name in names if name not in own and (folder / name).exists()]
    if foreign:
        what = "a file of this name is there that no manifest names"
        raise SinkError(what, where=str(folder / foreign[0]), mend="export into another folder")
    _write_synced(work / f"{_JOURNAL}.new", json.dumps(sorted({*own, *names})))
    (work / f"{_JOURNAL}.new").replace(work / _JOURNAL)
    _write_synced(work / MANIFEST, manifest.to_json())
    sync_folder(work)
    (folder / MANIFEST).unlink(missing_ok=True)
    sync_folder(folder)
    for name in sorted(own.difference(names)):
        (folder / name).unlink(missing_ok=True)
    for name in names[:-1]:
        (work / (name + _UNFINISHED)).replace(folder / name)
    sync_folder(folder)
    (work / MANIFEST).replace(folder / MANIFEST)
    sync_folder(folder)


def _write_synced(file: Path, text: str) -> None:
    with file.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def _write_files(work: Path, spool: Spool, part_size: int, failures: list[NewsgraphError]) -> Manifest | None:
    """Write parts and table into the hidden folder; None where there is no graph."""
    with _Packed(work, TABLE) as table:
        table.write("\t".join(COLUMNS) + "\n")
        parts = tuple(_write_parts(work, spool.graphs(), part_size, table))
    failures += spool.failures
    if not parts:
        return None
    graphs, quads = sum(part.graphs for part in parts), sum(part.quads for part in parts)
    return Manifest(graphs, quads, len(failures), table.file, parts)


def _write_parts(work: Path, graphs: Iterable[GraphText], part_size: int, table: _Packed) -> Iterator[Part]:
    for number, some in enumerate(_cut(graphs, part_size), start=1):
        quads = count = 0
        first = last = ""
        with _Packed(work, f"part-{number:05}.nq.gz") as packed:
            for text in some:
                packed.write(to_nquads(text.ntriples, text.graph))
                table.write(f"{text.graph}\t{packed.name}\t{len(text)}\t{text.digest}\n")
                first, last = first or text.graph, text.graph
                quads, count = quads + len(text), count + 1
        file = packed.file
        yield Part(file.name, file.bytes, file.sha256, packed.unpacked, count, quads, first, last)


def _cut(graphs: Iterable[GraphText], part_size: int) -> Iterator[Iterator[GraphText]]:
    """Yield the graphs of one part after the other; each part must be drawn to its end before the next."""
    iterator = iter(graphs)
    waiting = next(iterator, None)

    def part() -> Iterator[GraphText]:
        nonlocal waiting
        size = 0
        while waiting is not None:
            length = len(to_nquads(waiting.ntriples, waiting.graph).encode())
            if size and size + length > part_size:
                return
            size += length
            yield waiting
            waiting = next(iterator, None)

    while waiting is not None:
        yield part()


class _Packed:
    """A packed file in the hidden folder, counted and hashed while it is written."""

    def __init__(self, work: Path, name: str) -> None:
        self.name = name
        self.unpacked = 0
        self._raw = _Hashed((work / (name + _UNFINISHED)).open("wb"))
        self._packed = packing(cast("BinaryIO", self._raw))

    def __enter__(self) -> Self:
        return self

    def write(self, text: str) -> None:
        data = text.encode()
        self.unpacked += len(data)
        self._packed.write(data)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._raw.stream as stream:
            if kind is None:  # else what is left need not be written any more, and perhaps cannot be
                self._packed.close()
                stream.flush()
                os.fsync(stream.fileno())

    @property
    def file(self) -> File:
        return File(self.name, self._raw.length, self._raw.hash.hexdigest())


class _Hashed:
    """Passes bytes on to a file, and counts and hashes them; all that a packer asks of a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.length = 0
        self.hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.length += len(data)
        self.hash.update(data)
        return self.stream.write(data)
