"""Graphs out of RDF files or the embedded store, as files that servers load in bulk; and checking those."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError, RdfError, UsageError
from newsgraph.pipeline.outcome import Outcome
from newsgraph.pipeline.rdf_files import RdfFile, find_rdf_files, homeless, no_triples
from newsgraph.pipeline.transfer import Transfer, ontology_graph
from newsgraph.rdf.texts import text_of
from newsgraph.readers.files import label
from newsgraph.sinks.export import write_export
from newsgraph.sinks.export_check import check_export
from newsgraph.sinks.store import read_graphs
from newsgraph.vocab import REGISTER_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsgraph.sinks.export import Manifest
    from newsgraph.sinks.export_order import Spool

_SIZE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kmgt]?)(i?)b?", re.IGNORECASE)
_POWERS: Final = " kmgt"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What to export, RDF files or a store, and into which folder; `part_size` in bytes, unpacked."""

    folder: Path
    paths: tuple[str, ...] = ()
    store: Path | None = None
    part_size: int = 256_000_000
    with_ontology: bool = False


def parse_size(text: str) -> int:
    """Return a size in bytes.

    >>> parse_size("256MB"), parse_size("64 MiB"), parse_size("1.5k")
    (256000000, 67108864, 1500)

    Raises `UsageError` where it is none, or nothing.
    """
    match = _SIZE.fullmatch(text.strip())
    size = 0
    if match:
        size = int(float(match[1]) * (1024 if match[3] else 1000) ** _POWERS.index(match[2].lower() or " "))
    if not size:
        raise UsageError(f"not a size: {text!r}", where="--part-size", mend="give it like 256MB or 1GB")
    return size


def export_graphs(plan: ExportPlan, on_progress: Callable[[int, int], None]) -> Transfer:
    """Write the graphs into the folder of the plan, sorted and packed, with a manifest.

    Files that do not parse, triples that belong to no graph and graphs that two files hold differently are
    failures of the outcome; the rest is exported. Raises `UsageError` where there is not one source, and
    `SinkError` where the folder cannot be written; what it held before then stays.
    """
    if bool(plan.paths) == (plan.store is not None):
        mend = "give RDF files or folders, or --store DIR"
        raise UsageError("one source is needed, files or a store", where="export", mend=mend)
    failures: list[NewsgraphError] = []

    def fill(spool: Spool) -> None:
        if plan.store is not None:
            spool.start(str(plan.store))
            for graph in read_graphs(plan.store, every=True):
                if graph.graph != REGISTER_GRAPH:
                    spool.add(text_of(graph))
        else:
            _add_files(spool, plan.paths, failures, on_progress)
        if plan.with_ontology:
            spool.start("the ontology of newsgraph")
            spool.add(text_of(ontology_graph()))

    manifest = write_export(plan.folder, fill, plan.part_size, failures)
    if manifest is None:
        failures = failures or [RdfError("there is no graph to export", where=str(plan.store))]
        return Transfer(Outcome(0, tuple(failures)), f"nothing was written → {plan.folder}")
    return Transfer(Outcome(manifest.graphs, tuple(failures)), f"{_told(manifest)} → {plan.folder}")


def verify_export(folder: Path, on_progress: Callable[[int, int], None]) -> Transfer:
    """Check every file, graph and count of an export against its manifest; what differs is a failure.

    Raises `SinkError` where there is no manifest.
    """
    manifest, found = check_export(folder, on_progress)
    verdict = f"{len(found)} differ" if found else "all as the manifest says"
    return Transfer(Outcome(1, found), f"{_told(manifest)}: {verdict}")


def _told(manifest: Manifest) -> str:
    counts = (
        _number(manifest.graphs, "graph"),
        f"{_number(manifest.quads, 'quad')} in {_number(len(manifest.parts), 'part')}",
    )
    missing = f" ({_number(manifest.failed, 'input')} failed)" if manifest.failed else ""
    return ", ".join(counts) + missing


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _add_files(
    spool: Spool,
    paths: tuple[str, ...],
    failures: list[NewsgraphError],
    on_progress: Callable[[int, int], None],
) -> None:
    files, errors = find_rdf_files(paths)
    failures += errors
    for number, file in enumerate(files, start=1):
        spool.start(label(file))
        try:
            failures += _add_file(spool, file)
        except NewsgraphError as error:
            spool.discard()
            failures.append(error)
        on_progress(number, len(files))


def _add_file(spool: Spool, file: Path) -> tuple[NewsgraphError, ...]:
    """Put the graphs of a file into the spool, and return what could not be put there."""
    failures: list[NewsgraphError] = []
    with RdfFile(file) as opened, opened.texts() as (number, texts):
        if not number:
            raise no_triples(opened.where)
        for text in texts:
            if not text.graph or text.graph.startswith("_"):
                failures.append(homeless(len(text), opened.where))
            elif text.graph != REGISTER_GRAPH:  # it tells what one store holds, and would mislead in another
                spool.add(text)
    return tuple(failures)
