"""Caring for an embedded store: what it holds, whether it is sound, backing up, making small, writing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.errors import UsageError
from newsgraph.pipeline.outcome import Outcome
from newsgraph.rdf.formats import encoding_for
from newsgraph.rdf.serialise import write_graphs
from newsgraph.sinks.files import STDOUT, write_output
from newsgraph.sinks.store_care import backup_store, compact_store, dump_graphs
from newsgraph.sinks.store_check import check_store
from newsgraph.sinks.store_info import read_info

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from newsgraph.sinks.store_check import Checked
    from newsgraph.sinks.store_info import StoreInfo


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a store holds, and, if it was checked, what came of that."""

    info: StoreInfo
    checked: Checked | None = None

    @property
    def outcome(self) -> Outcome:
        """What is wrong with the store."""
        return Outcome(1, tuple(self.checked.flaws) if self.checked else ())

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What there is to tell a person: what it is, and how much of it."""
        info = self.info
        layout = str(info.layout) if info.layout else "0 (older: the next run that writes marks it)"
        written = info.written.isoformat(sep=" ", timespec="seconds") if info.written else "never"
        rows = [
            ("articles", str(info.articles)),
            ("graphs", str(info.graphs)),
            ("triples", str(info.triples)),
            *((f"in step: {name}", str(number)) for name, number in info.collections.items()),
            ("layout", layout),
            ("size on disk", told_size(info.size)),
            ("last written", written),
        ]
        if info.writer:
            rows.append(("writes now", info.writer))
        if self.checked:
            told = f"{self.checked.graphs} graphs read, {self.checked.agreeing} as the register says"
            rows.append(("checked", f"{told}, {len(self.checked.flaws)} flaws"))
        return tuple(rows)

    @property
    def data(self) -> dict[str, object]:
        """The same for machines."""
        info = self.info
        found: dict[str, object] = {
            "articles": info.articles,
            "graphs": info.graphs,
            "triples": info.triples,
            "collections": dict(info.collections),
            "layout": info.layout,
            "bytes": info.size,
            "written": info.written.isoformat() if info.written else None,
            "writer": info.writer,
        }
        if self.checked:
            flaws = [str(flaw) for flaw in self.checked.flaws]
            found["check"] = {
                "graphs": self.checked.graphs,
                "agreeing": self.checked.agreeing,
                "flaws": flaws,
            }
        return found


def inspect_store(
    directory: Path, *, check: bool = False, on_progress: Callable[[int, int], object]
) -> Inspected:
    """Tell what a store holds; with `check`, read all of it. Raises `StoreError` if it cannot be opened."""
    info = read_info(directory)
    return Inspected(info, check_store(directory, on_progress) if check else None)


def back_up(directory: Path, target: Path) -> str:
    """Copy a store to a free folder, and return a line that says so. Raises `StoreError`."""
    made = backup_store(directory, target)
    told = f"{made.graphs} graphs, {made.triples} triples, {told_size(made.size)}"
    return f"{told}, opened and counted → {target}"


def compact(directory: Path) -> str:
    """Make a store small, and return a line that says what it freed. Raises `StoreError`."""
    before, after = compact_store(directory)
    return f"{told_size(before)} → {told_size(after)}, {told_size(max(before - after, 0))} freed"


def dump(directory: Path, output: str, name: str | None = None, *, register: bool = False) -> int:
    """Write all that a store holds to a file, or `-`, and return how many graphs that were.

    The format is that of the file's name or `name`, else N-Quads. Raises `UsageError` for one that cannot
    name graphs, `StoreError` and `SinkError`.
    """
    encoding = encoding_for(
        None if output == STDOUT else output, name or ("nq" if output == STDOUT else None)
    )
    if not encoding.format.has_graphs:
        what = f"{encoding.format.value} cannot say which graph a triple is in"
        raise UsageError(what, where="store dump", mend="take nq, trig or jsonld")
    count = 0

    def write(stream: BinaryIO) -> None:
        nonlocal count
        count = write_graphs(dump_graphs(directory, register=register), stream, encoding)

    write_output(output, write)
    return count


def told_size(size: int) -> str:
    """Return a number of bytes for a person.

    >>> told_size(1_234), told_size(56_700_000)
    ('1.2 kB', '56.7 MB')
    """
    for unit, step in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size / 1000:.1f} kB"
