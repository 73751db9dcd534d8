"""Reads the gazetteers and the facts beside this file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from newsgraph.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FACTS: Final = Path(__file__).parent


def facts(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file of facts, a dash read as nothing.

    Raises `ReadError` for a row with another number of columns.
    """
    file = FACTS / name
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            row = tuple("" if field.strip() == "-" else field.strip() for field in line.split("\t"))
            if len(row) != columns:
                raise ReadError(
                    f"{len(row)} columns instead of {columns}",
                    where=f"{file}:{number}",
                    mend="separate them with tabs, a dash where nothing is known",
                )
            yield row


def json_rows(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a gazetteer in JSON. Raises `ReadError` where it cannot be read."""
    return list(_read(file, json.loads))


def csv_rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a gazetteer in CSV with a header. Raises `ReadError` where it cannot be read."""
    return list(_read(file, lambda text: csv.DictReader(text.splitlines())))


def pairs(file: Path) -> dict[str, str]:
    """Return the rows of a gazetteer of two columns. Raises `ReadError` where it cannot be read."""
    return dict(_read(file, lambda text: [line.split("\t") for line in text.splitlines() if line]))


def _read(file: Path, parse: Callable[[str], Any]) -> Any:  # noqa: ANN401  JSON is of any kind
    try:
        return parse(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ReadError(
            "cannot be read", where=str(file), mend="give the folder of the gazetteers by --data"
        ) from error


def several(value: object) -> tuple[str, ...]:
    """Return the values of a field that holds none, one or a list.

    >>> several(None), several("Q1"), several(["Q1", "Q2"])
    ((), ('Q1',), ('Q1', 'Q2'))
    """
    if value is None:
        return ()
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)
