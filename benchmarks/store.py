"""What it takes to fill, change, read, back up, check and write out an embedded store.

    python -m benchmarks.store [--articles 1000] [--triples 239]

The articles are synthetic, every triple different. Beside what newsgraph does stands what pyoxigraph alone
needs for the same quads, in one bulk load and in transactions, and for opening. Trust the ratios.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from newsgraph.sinks.register import Entry, Item
from newsgraph.sinks.store_care import backup_store, compact_store, dump_graphs
from newsgraph.sinks.store_check import check_store
from newsgraph.sinks.store_open import reading
from newsgraph.sinks.store_sync import StorePlace
from newsgraph.sinks.store_write import to_nquads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_OPENINGS = 20


def main() -> None:
    """Do one after the other, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--triples", type=int, default=239)
    options = parser.parse_args()
    items = [_item(number, options.triples) for number in range(options.articles)]
    some = max(options.articles // 10, 1)
    other = [_item(number, options.triples, "neu") for number in range(some)]
    edited = [_item(number, options.triples, "neu", 5) for number in range(some, 2 * some)]
    table = Table("step", title=f"{options.articles} articles of {options.triples} triples")
    for column in ("wall s", "CPU s"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "news.store"
        steps: dict[str, Callable[[], object]] = {
            "pyoxigraph alone: one bulk load": lambda: _bare(folder / "bulk", items, len(items)),
            "pyoxigraph alone: transactions of 100": lambda: _bare(folder / "load", items, 100),
            "put all, new": lambda: _put(store, items),
            f"put {some} again, every triple other": lambda: _put(store, other),
            f"put {some} again, five triples other": lambda: _put(store, edited),
            "read the register": lambda: StorePlace(store).register(),
            f"open to read, {_OPENINGS} times": lambda: _open(store),
            f"pyoxigraph alone: open, {_OPENINGS} times": lambda: _open_alone(store),
            "compact": lambda: compact_store(store),
            "backup, linked": lambda: backup_store(store, folder / "backup.store"),
            "dump": lambda: sum(map(len, dump_graphs(store))),
            "check": lambda: check_store(store, lambda _done, _all: None),
        }
        for step, run in steps.items():
            wall, processor = time.perf_counter(), time.process_time()
            run()
            table.add_row(step, f"{time.perf_counter() - wall:.2f}", f"{time.process_time() - processor:.2f}")
    Console(width=100).print(table)


def _item(number: int, triples: int, word: str = "alt", changed: int | None = None) -> Item:
    article = f"https://data.example/article/{hashlib.sha256(b'%d' % number).hexdigest()[:16]}"
    limit = triples if changed is None else changed
    text = "".join(
        sorted(
            f"<{article}/span/{n // 6}> <https://w3id.org/newsgraph/ns#p{n % 6}> "
            f'"{word if n < limit else "alt"} {number} {n} Lorem ipsum dolor sit amet" .\n'
            for n in range(triples)
        )
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Item(Entry(f"{article}/graph", digest, digest, 1), text, article)


def _put(store: Path, items: Sequence[Item]) -> None:
    StorePlace(store).put(items, progress=lambda _: None)


def _bare(folder: Path, items: Sequence[Item], at_once: int) -> None:
    store = ox.Store(str(folder))
    add = store.bulk_load if at_once == len(items) else store.load
    for start in range(0, len(items), at_once):
        quads = "".join(to_nquads(item.ntriples, item.graph) for item in items[start : start + at_once])
        add(quads.encode(), ox.RdfFormat.N_QUADS)
    store.flush()


def _open(store: Path) -> None:
    for _ in range(_OPENINGS):
        with reading(store):
            pass


def _open_alone(store: Path) -> None:
    for _ in range(_OPENINGS):
        ox.Store.read_only(str(store))


if __name__ == "__main__":
    main()
