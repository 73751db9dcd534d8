"""What an embedded store holds, told without reading every triple."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from newsgraph.sinks.store import graph_names, is_article_graph
from newsgraph.sinks.store_errors import translated
from newsgraph.sinks.store_open import layout_of, reading, writer_of
from newsgraph.sinks.store_sync import read_entries
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import stat_result


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """What a store holds. `graphs` and `triples` count all but the register; `collections` are its entries.

    `size` is in bytes on disk, what readers hold on to not counted; `written` is when a file of data was last
    written; `writer` is who writes at the moment, if newsgraph does.
    """

    layout: int
    articles: int
    graphs: int
    triples: int
    collections: Mapping[str, int]
    size: int
    written: datetime | None
    writer: str | None


def read_info(directory: str | Path) -> StoreInfo:
    """Return what the store in `directory` holds. Raises `StoreError` as `reading` does."""
    path = Path(directory)
    with reading(path) as store, translated(path):
        names = graph_names(store)
        entries = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(REGISTER_GRAPH)))
        return StoreInfo(
            layout=layout_of(store),
            articles=sum(map(is_article_graph, names)),
            graphs=len(names),
            triples=len(store) - entries,
            collections=dict(sorted(Counter(entry.collection for entry in read_entries(store)).items())),
            size=size_of(path),
            written=_written(path),
            writer=writer_of(path),
        )


def size_of(directory: Path) -> int:
    """Return how many bytes the files of a store have; what readers hold on to is not counted."""
    return sum(status.st_size for _, status in _files(directory))


def _written(directory: Path) -> datetime | None:
    """Return when data was last written; opening a store for writing alone writes other files."""
    times = [status.st_mtime for file, status in _files(directory) if file.suffix in {".sst", ".log"}]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _files(directory: Path) -> Iterator[tuple[Path, stat_result]]:
    for file in directory.iterdir():
        with suppress(FileNotFoundError):  # a writer took it away just now
            if file.is_file():
                yield file, file.stat()
