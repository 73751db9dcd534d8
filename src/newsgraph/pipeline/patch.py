"""The RDF Patch that leads from one state of a corpus to another, written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.errors import RdfError
from newsgraph.rdf.formats import GZIP
from newsgraph.rdf.patch import patch_lines
from newsgraph.rdf.serialise import packing
from newsgraph.sinks.files import write_output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from newsgraph.pipeline.diff import Comparison


def write_patch(comparison: Comparison, target: str | Path) -> None:
    """Write the difference of all triples of all graphs, also of provenance, to a file or `-`.

    Applied to the state before, it gives exactly the state after. Raises `RdfError` where a file of either
    state could not be read, because its articles would be deleted, and for blank nodes; `SinkError` where
    the target cannot be written.
    """
    check_complete(comparison)
    graphs = (
        (name, comparison.before.graph(name), comparison.after.graph(name)) for name in comparison.changed
    )
    rows = patch_lines((comparison.before.digest, comparison.after.digest), graphs)
    write = _write_packed if str(target).lower().endswith(GZIP) else _write
    write_output(target, lambda stream: write(rows, stream))


def check_complete(comparison: Comparison) -> None:
    """Raise the first failure of reading: what is missing by mistake must not be taken for withdrawn."""
    for error in comparison.failures:
        mend = "mend or remove the file: else its articles would count as withdrawn"
        raise RdfError(error.what, where=error.where, mend=mend) from error


def _write(rows: Iterator[str], stream: BinaryIO) -> None:
    stream.writelines(row.encode() for row in rows)


def _write_packed(rows: Iterator[str], stream: BinaryIO) -> None:
    with packing(stream) as packed:
        packed.writelines(row.encode() for row in rows)
