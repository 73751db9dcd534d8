"""Where predictions may be written: not over the gold, nor where the next run would take them for gold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsgraph.errors import UsageError
from newsgraph.sinks.files import Folder

if TYPE_CHECKING:
    from pathlib import Path


def make_outdir(gold: Path, outdir: Path) -> Path:
    """Return `outdir`, made where it is missing.

    Raises `UsageError` where it is the folder of the gold or lies in it, `SinkError` where it cannot be made.
    """
    try:
        where = outdir.resolve()
        over_one_file = gold.suffix == ".json" and where == gold.resolve().parent
        inside = over_one_file or where.is_relative_to(gold.resolve())
    except (OSError, RuntimeError):
        inside = False  # a path that cannot be followed is no folder of gold; making it will tell why
    if inside:
        raise UsageError(
            "the predictions would be taken for gold",
            where=str(outdir),
            mend="write them to a folder outside that of the gold",
        )
    return Folder(outdir).path
